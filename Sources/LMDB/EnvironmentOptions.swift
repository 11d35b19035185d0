// SPDX-License-Identifier: Apache-2.0
/// How a store is opened.
package struct EnvironmentOptions: Sendable {
  /// How much is read to find damage before the first table is used.
  package enum PageCheck: Sendable {
    /// Nothing beyond the two meta pages.
    case none
    /// Every page that holds structure, and the checksums of values inside leaf pages.
    case structure
    /// All of that, and the checksums of the values on overflow pages.
    case everything
  }

  /// The tables that will be used.
  package var tables: [String]
  /// Bytes of address space to begin with. It costs nothing until it is filled.
  package var mapSize: UInt64 = 1 << 36
  /// Where growing ends.
  package var maximumMapSize: UInt64 = 1 << 42
  /// Slots in the reader table, for all processes together.
  package var maxReaders = 512
  /// Opens for reading only; on a medium that cannot be written, without reader protection.
  package var isReadOnly = false
  /// Creates the tables that are not there yet. Off, a missing table is damage.
  package var createsMissingTables = false
  /// Leaves the flush after each commit out. Only for views that can be folded again: after a
  /// power failure such a store may be damaged. A log never sets it.
  package var isUnsynced = false
  /// How thoroughly the pages are checked at opening.
  package var pageCheck = PageCheck.structure
  /// The permission bits of a new file.
  package var fileMode: UInt32 = 0o640

  package init(tables: [String]) { self.tables = tables }
}
