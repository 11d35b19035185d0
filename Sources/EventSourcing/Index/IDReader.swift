// SPDX-License-Identifier: Apache-2.0
internal import LMDB

extension LogIndex {
  /// Adds the positions of ids of that short form in one run.
  func look<T: ReadableTransaction & ~Copyable>(
    for short: UInt64, in run: IndexRun, _ found: inout [UInt64], _ transaction: borrowing T
  ) throws(LMDBError) {
    var cursor = try transaction.cursor(tables.ids)
    let key = IDBlock.key(run: run.number, short: short, offset: 0)
    let isBehind = try key.withBuffer { (key) throws(LMDBError) in
      try cursor.seek(atOrAfter: key)
    }
    // The id may stand in the block before the one that begins behind it.
    var hasBlock = try isBehind ? cursor.previous() : cursor.last()
    if !hasBlock { hasBlock = try cursor.first() }
    while hasBlock {
      guard let head = IDBlock.head(cursor.keyBytes) else { throw damage(run, transaction) }
      if head.run > run.number || head.run == run.number && head.short > short { return }
      if head.run == run.number {
        var positions: [UInt64] = []
        let isWhole = IDBlock.forEach(cursor.valueBytes, from: head.short) { found, offset in
          if found == short { positions.append(run.first &+ offset) }
          return found <= short
        }
        guard isWhole, positions.allSatisfy({ $0 <= run.last }) else {
          throw damage(run, transaction)
        }
        found += positions
      }
      hasBlock = try cursor.next()
    }
  }

  private func damage<T: ReadableTransaction & ~Copyable>(
    _ run: IndexRun, _ transaction: borrowing T
  ) -> LMDBError {
    LMDBError(
      .damaged(page: nil, table: "ids", what: "a block of index run \(run.number)"),
      path: transaction.environment.path)
  }
}

extension LogIndex {
  /// Where the event with that id stands, and its entry in the form of the tail.
  func find<T: ReadableTransaction & ~Copyable>(
    _ id: EventID, _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) -> (position: UInt64, entry: [UInt8])? {
    let store = EntryStore(tables: tables)
    for position in try candidates(for: id, state, transaction) {
      guard let entry = try store.entry(at: position, transaction) else {
        throw LMDBError(
          .damaged(page: nil, table: "ids", what: "an id leads to #\(position), behind the end"),
          path: transaction.environment.path)
      }
      if entry.withUnsafeBytes({ Entry($0)?.id }) == id { return (position, entry) }
    }
    return nil
  }

  /// How many events a stream has: what the last one says.
  func version<T: ReadableTransaction & ~Copyable>(
    of stream: Posting, _ state: IndexState, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64 {
    let reader = PostingReader(stream, self, state)
    guard let position = try reader.last(atOrBefore: state.head, transaction) else { return 0 }
    let entry = try EntryStore(tables: tables).stored(at: position, transaction)
    guard let version = entry?.withUnsafeBytes({ Entry($0)?.streamVersion }) else {
      throw LMDBError(
        .damaged(page: nil, table: "postings", what: "a stream leads to #\(position)"),
        path: transaction.environment.path)
    }
    return version
  }
}
