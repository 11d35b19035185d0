// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Reads what a run has in one table in order, block after block.
///
/// Looks its place up again for each block, so that it may be used while the same transaction
/// writes.
struct RunScanner<Item> {
  private let run: IndexRun
  private let table: LMDB.Table
  /// What a block of the run has; `nil` if it cannot be read.
  private let items: (_ key: UnsafeRawBufferPointer, _ block: UnsafeRawBufferPointer) -> [Item]?
  private var next: [UInt8]?
  private var block: [Item] = []
  private var taken = 0

  fileprivate init(
    _ run: IndexRun, _ table: LMDB.Table,
    items: @escaping (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> [Item]?
  ) {
    self.run = run
    self.table = table
    self.items = items
    next = run.keyPrefix
  }

  /// The next item; `nil` at the end.
  mutating func next<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) -> Item? {
    while taken == block.count {
      guard try load(transaction) else { return nil }
    }
    defer { taken += 1 }
    return block[taken]
  }

  private mutating func load<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) -> Bool {
    guard let key = next else { return false }
    var cursor = try transaction.cursor(table)
    let found = try key.withBuffer { (key) throws(LMDBError) in try cursor.seek(atOrAfter: key) }
    guard found, cursor.key.starts(with: run.keyPrefix) else {
      next = nil
      return false
    }
    guard let items = items(cursor.keyBytes, cursor.valueBytes) else {
      throw LMDBError(
        .damaged(
          page: nil, table: table.name, what: "a block of index run \(run.number)"),
        path: transaction.environment.path)
    }
    block = items
    taken = 0
    // The first key that can follow.
    next = cursor.key.array + [0]
    return true
  }
}

extension IndexRun {
  /// Hands over the blocks that it has in a table, in order, where nothing is written meanwhile.
  func forEachBlock<T: ReadableTransaction & ~Copyable>(
    of table: LMDB.Table, _ transaction: borrowing T,
    _ body: (_ key: UnsafeRawBufferPointer, _ block: UnsafeRawBufferPointer) -> Void
  ) throws(LMDBError) {
    var cursor = try transaction.cursor(table)
    let prefix = keyPrefix
    var found = try prefix.withBuffer { (key) throws(LMDBError) in
      try cursor.seek(atOrAfter: key)
    }
    while found, cursor.key.starts(with: prefix) {
      body(cursor.keyBytes, cursor.valueBytes)
      found = try cursor.next()
    }
  }

  /// What the keys of all its blocks begin with.
  var keyPrefix: [UInt8] {
    var key = KeyWriter(capacity: 4)
    key.append(number)
    return key.bytes
  }

  /// Its lists in order; a long one comes in parts.
  func lists(
    _ tables: LogTables
  ) -> RunScanner<(posting: Posting, positions: [UInt64])> {
    let first = first
    return RunScanner(self, tables.postings) { key, block in
      guard let head = PostingBlock.Head(key) else { return nil }
      var lists: [(posting: Posting, positions: [UInt64])] = []
      var isWhole = true
      let isRead = PostingBlock.forEachGroup(block, head) { group in
        guard let positions = group.positions(from: first) else {
          isWhole = false
          return false
        }
        lists.append((group.posting, positions))
        return true
      }
      return isRead && isWhole ? lists : nil
    }
  }

  /// The short forms of its ids in order, and where their events stand.
  func ids(_ tables: LogTables) -> RunScanner<(short: UInt64, position: UInt64)> {
    let first = first
    return RunScanner(self, tables.ids) { key, block in
      guard let head = IDBlock.head(key) else { return nil }
      var ids: [(short: UInt64, position: UInt64)] = []
      let isRead = IDBlock.forEach(block, from: head.short) { short, offset in
        ids.append((short, first &+ offset))
        return true
      }
      return isRead ? ids : nil
    }
  }
}
