// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// Figures of an open store.
package struct EnvironmentInfo: Hashable, Sendable {
  /// The id of the last commit.
  package let lastTransaction: UInt64
  /// Bytes of the map, the room that the store may fill.
  package let mapSize: UInt64
  /// The last page that any commit has used, counted from 0.
  package let lastPage: UInt64
  /// Bytes of a page.
  package let pageSize: Int
  /// Slots of the reader table, and how many were ever taken.
  package let maxReaders: Int
  package let readerSlots: Int
  /// Pages up to the last one, free ones among them: what the file holds.
  package var usedPages: UInt64 { lastPage + 1 }
  /// Bytes of those pages.
  package var usedBytes: UInt64 { usedPages * UInt64(pageSize) }
}

/// One slot of the reader table.
package struct Reader: Hashable, Sendable {
  package let process: Int32
  /// The state that it reads; nil between two reads.
  package let transaction: UInt64?
}

extension Environment {
  /// The figures of this moment. Cheap enough to poll (a few nanoseconds).
  package func info() throws(LMDBError) -> EnvironmentInfo {
    var info = clmdb_info()
    let code = clmdb_env_info(core, &info)
    guard code == 0 else { throw failure(code, "info") }
    return EnvironmentInfo(
      lastTransaction: info.last_transaction, mapSize: info.map_size, lastPage: info.last_page,
      pageSize: Int(info.page_size), maxReaders: Int(info.max_readers),
      readerSlots: Int(info.readers))
  }

  /// The flags that liblmdb works with; a test asserts what is not among them.
  package func flags() throws(LMDBError) -> UInt32 {
    var flags: UInt32 = 0
    let code = clmdb_env_flags(core, &flags)
    guard code == 0 else { throw failure(code, "flags") }
    return flags
  }

  /// Frees the reader slots of processes that are gone, whose pages could else never be used
  /// again.
  ///
  /// - Returns: How many were freed.
  @discardableResult
  package func staleReadersCleared() throws(LMDBError) -> Int {
    var cleared: Int32 = 0
    let code = clmdb_reader_check(core, &cleared)
    guard code == 0 else { throw failure(code, "reader_check") }
    return Int(cleared)
  }

  /// Who reads, over all processes, in slot order.
  package func readers() throws(LMDBError) -> [Reader] {
    let capacity = options.maxReaders
    var count = 0
    var code: Int32 = 0
    let slots = [clmdb_reader](unsafeUninitializedCapacity: capacity) { buffer, filled in
      code = clmdb_reader_list(core, buffer.baseAddress, capacity, &count)
      filled = code == 0 ? min(count, capacity) : 0
    }
    guard code == 0 else { throw failure(code, "reader_list") }
    return slots.map {
      Reader(process: $0.pid, transaction: $0.transaction == 0 ? nil : $0.transaction)
    }
  }

  /// Makes durable what commits of an unsynced store left in memory.
  package func sync() throws(LMDBError) {
    let code = clmdb_env_sync(core)
    guard code == 0 else { throw failure(code, "sync") }
  }

  /// Bytes by which the data file can still grow, by the disk and by the process's limit on file
  /// sizes; nil if the system does not tell.
  package var growableBytes: UInt64? { Self.writableBytes(in: path) }
}
