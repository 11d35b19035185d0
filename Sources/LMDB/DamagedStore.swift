// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A store that cannot be opened any more, read page by page without liblmdb and without the map.
package final class DamagedStore {
  /// What one pass over a table met.
  package struct Found: Hashable, Sendable {
    /// The number of the commit whose state was read.
    package let transaction: UInt64
    package let entries: Int
    package let damagedValues: Int
    package let damagedPages: Int
    package let hasTable: Bool
  }

  private let file: DataFile
  private let path: String

  /// Opens the file for reading; nothing is locked or changed.
  package init(at path: String) throws(LMDBError) {
    file = try DataFile(at: path + "/data.mdb", store: path, forks: clmdb_fork_count())
    self.path = path
  }

  private struct Listener {
    let entry: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, Bool) -> Bool
  }

  /// Hands over what can be read of a table, in the order of keys.
  ///
  /// - Parameters:
  ///   - meta: The meta page to begin from, 0 or 1.
  ///   - entry: Key, value, and whether the checksum fits; false stops.
  /// - Returns: `nil` if that meta page is no use.
  /// - Throws: ``LMDBError/Kind/stopped``.
  package func scan(
    _ table: String, from meta: Int,
    _ entry: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, Bool) -> Bool
  ) throws(LMDBError) -> Found? {
    var stats = clmdb_scan_stats()
    let descriptor = file.descriptor
    let code = withoutActuallyEscaping(entry) { entry in
      var listener = Listener(entry: entry)
      // The pointer to the closure is used during this call only.
      return withUnsafeMutablePointer(to: &listener) { listener in
        clmdb_scan(
          descriptor, Int32(meta), table,
          { context, key, keySize, value, valueSize, isSound in
            let listener = context!.assumingMemoryBound(to: Listener.self)
            let goesOn = listener.pointee.entry(
              UnsafeRawBufferPointer(start: key, count: keySize),
              UnsafeRawBufferPointer(start: value, count: valueSize), isSound != 0)
            return goesOn ? 0 : 1
          }, listener, &stats)
      }
    }
    switch Int(code) {
    case CLMDB_WALK_SOUND: break
    case CLMDB_WALK_DAMAGED: return nil
    case CLMDB_WALK_STOPPED: throw LMDBError(.stopped, path: path)
    default: throw LMDBError(.io(code: ENOMEM, call: "scan"), path: path)
    }
    return Found(
      transaction: stats.transaction, entries: Int(stats.entries),
      damagedValues: Int(stats.damaged_values), damagedPages: Int(stats.damaged_pages),
      hasTable: stats.has_table != 0)
  }
}
