// SPDX-License-Identifier: Apache-2.0
package import CLMDB

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Environment {
  /// What a code of liblmdb or of the operating system means for this store.
  ///
  /// - Parameters:
  ///   - neededBytes: About how much the failed call had to write.
  ///   - directory: Where it wrote, if not to this store.
  @usableFromInline @inline(never)
  package func failure(
    _ code: Int32, _ call: String, neededBytes: UInt64 = 0, directory: String? = nil
  ) -> LMDBError {
    let directory = directory ?? path
    switch code {
    case ENOSPC, EFBIG, EDQUOT: return diskFull(neededBytes, directory)
    // liblmdb tells a write that came out short, as on a full disk, as a bare EIO.
    case EIO where isDiskNearlyFull(neededBytes, directory):
      return diskFull(neededBytes, directory)
    default: return LMDBError(kind(of: code, call), path: directory)
    }
  }

  /// The same for a call on one key of a table.
  ///
  /// - Parameter entry: What the call came upon; with a wrong checksum its key is told.
  @usableFromInline @inline(never)
  package func failure(
    _ code: Int32, _ call: String, table: Table, key: UnsafeRawBufferPointer,
    entry: clmdb_entry = clmdb_entry()
  ) -> LMDBError {
    switch code {
    case Int32(CLMDB_CHECKSUM):
      let found = UnsafeRawBufferPointer(start: entry.key, count: entry.key_size)
      let prefix = Self.prefix(of: entry.key == nil ? key : found)
      return LMDBError(.checksumMismatch(table: table.name, key: prefix), path: path)
    case MDB_KEYEXIST: return LMDBError(.keyNotAfterLast(table: table.name), path: path)
    case MDB_BAD_VALSIZE:
      return LMDBError(.keyTooLong(bytes: key.count, limit: Self.maximumKeySize), path: path)
    case MDB_PAGE_NOTFOUND, MDB_CORRUPTED:
      let text = String(cString: mdb_strerror(code))
      return LMDBError(.damaged(page: nil, table: table.name, what: text), path: path)
    default: return failure(code, call)
    }
  }

  /// The longest key in bytes (MDB_MAXKEYSIZE of every distribution's liblmdb).
  package static var maximumKeySize: Int { 511 }

  private func kind(of code: Int32, _ call: String) -> LMDBError.Kind {
    switch code {
    case Int32(CLMDB_POISONED):
      .poisoned(assertion: String(cString: clmdb_env_poison(core)))
    case Int32(CLMDB_FORKED): .forked
    case MDB_MAP_FULL: .mapFull(mapBytes: (try? info())?.mapSize ?? 0)
    case MDB_READERS_FULL: .readersFull(slots: options.maxReaders)
    case MDB_TXN_FULL: .transactionTooLarge
    case MDB_BAD_TXN: .transactionBroken
    case MDB_PANIC, Int32(CLMDB_SHUT): .reopenNeeded
    case MDB_VERSION_MISMATCH: .incompatibleVersion(found: 0)
    case MDB_INVALID, MDB_CORRUPTED, MDB_PAGE_NOTFOUND:
      .damaged(page: nil, table: nil, what: String(cString: mdb_strerror(code)))
    case EROFS: .readOnly
    case EACCES where !options.isReadOnly: .readOnly
    case _ where code > 0: .io(code: code, call: call)
    default: .unexpected(code: code, call: call)
    }
  }

  private func diskFull(_ neededBytes: UInt64, _ directory: String) -> LMDBError {
    let free = Self.writableBytes(in: directory) ?? 0
    return LMDBError(
      .diskFull(freeBytes: free, neededBytes: max(neededBytes, Self.leastWrite)),
      path: directory)
  }

  private func isDiskNearlyFull(_ neededBytes: UInt64, _ directory: String) -> Bool {
    guard let free = Self.writableBytes(in: directory) else { return false }
    return free < max(2 * neededBytes, 16 * Self.leastWrite)
  }

  /// A commit writes at least a handful of pages.
  private static var leastWrite: UInt64 { 65_536 }

  /// How far a store's data file may still grow: by the disk, and by the process's own limit.
  static func writableBytes(in directory: String) -> UInt64? {
    let free = FileSystem.freeBytes(directory)
    guard let limit = FileSystem.fileSizeLimit() else { return free }
    let size = FileSystem.size(directory + "/data.mdb") ?? 0
    return min(free ?? .max, limit > size ? limit - size : 0)
  }

  private static func prefix(of key: UnsafeRawBufferPointer) -> String {
    key.prefix(8).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
