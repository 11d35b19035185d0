// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Reads the lists of a run in order, block after block; a long list comes in parts.
///
/// Looks its place up again for each block, so that it may be used while the same transaction
/// writes.
struct RunScanner {
  private let run: IndexRun
  private let tables: LogTables
  private var next: [UInt8]?
  private var groups: [(posting: Posting, positions: [UInt64])] = []
  private var taken = 0

  init(_ run: IndexRun, _ tables: LogTables) {
    self.run = run
    self.tables = tables
    next = PostingBlock.key(run: run.number, Posting(rawValue: 0), position: 0)
  }

  /// The next list or part of one; `nil` at the end.
  mutating func next<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) -> (posting: Posting, positions: [UInt64])? {
    while taken == groups.count {
      guard try load(transaction) else { return nil }
    }
    defer { taken += 1 }
    return groups[taken]
  }

  private mutating func load<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) -> Bool {
    guard let key = next else { return false }
    groups.removeAll(keepingCapacity: true)
    taken = 0
    var cursor = try transaction.cursor(tables.postings)
    let found = try key.withBuffer { (key) throws(LMDBError) in try cursor.seek(atOrAfter: key) }
    guard found, let head = PostingBlock.Head(cursor.keyBytes), head.run == run.number else {
      next = nil
      return false
    }
    var isWhole = true
    let isRead = PostingBlock.forEachGroup(cursor.valueBytes, head) { group in
      guard let positions = group.positions(from: run.first) else {
        isWhole = false
        return false
      }
      groups.append((group.posting, positions))
      return true
    }
    guard isRead, isWhole else {
      throw LMDBError(
        .damaged(page: nil, table: "postings", what: "a block of index run \(run.number)"),
        path: transaction.environment.path)
    }
    // The first key that can follow: the same with a position one higher.
    next = PostingBlock.key(run: run.number, head.posting, position: head.position + 1)
    return true
  }
}

/// Reads the ids of a run in order.
struct IDScanner {
  private let run: IndexRun
  private let tables: LogTables
  private var next: [UInt8]?
  private var ids: [(short: UInt64, position: UInt64)] = []
  private var taken = 0

  init(_ run: IndexRun, _ tables: LogTables) {
    self.run = run
    self.tables = tables
    next = IDBlock.key(run: run.number, short: 0, offset: 0)
  }

  /// The short form of the next id and where its event stands; `nil` at the end.
  mutating func next<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) -> (short: UInt64, position: UInt64)? {
    while taken == ids.count {
      guard try load(transaction) else { return nil }
    }
    defer { taken += 1 }
    return ids[taken]
  }

  private mutating func load<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) -> Bool {
    guard let key = next else { return false }
    ids.removeAll(keepingCapacity: true)
    taken = 0
    var cursor = try transaction.cursor(tables.ids)
    let found = try key.withBuffer { (key) throws(LMDBError) in try cursor.seek(atOrAfter: key) }
    guard found, let head = IDBlock.head(cursor.keyBytes), head.run == run.number else {
      next = nil
      return false
    }
    let isRead = IDBlock.forEach(cursor.valueBytes, from: head.short) { short, offset in
      ids.append((short, run.first &+ offset))
      return true
    }
    guard isRead else {
      throw LMDBError(
        .damaged(page: nil, table: "ids", what: "a block of index run \(run.number)"),
        path: transaction.environment.path)
    }
    next = cursor.key.array + [0]
    return true
  }
}
