// SPDX-License-Identifier: Apache-2.0
/// What a walk of all pages counted.
package struct PageStatistics: Hashable, Sendable {
  /// The state that was walked.
  package let transaction: UInt64
  /// Pages of the file up to the last one, the two meta pages among them.
  package let pages: UInt64
  /// Pages by use.
  package let branch: UInt64
  package let leaf: UInt64
  package let overflow: UInt64
  package let free: UInt64
  /// Pages that nothing uses and that are not listed as free: lost room, not damage.
  package let unclaimed: UInt64
  /// Entries and number of all tables.
  package let entries: UInt64
  package let tables: UInt64
  /// Values whose checksums were verified.
  package let checkedValues: UInt64
}
