// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Writes what has gathered in memory as sorted runs, off the path of any acknowledgement.
///
/// A run is written, and what it replaces removed, in one commit of its own: after a crash there
/// is the old index or the new one, and what is behind it is read from the events.
struct IndexUpkeep {
  let environment: Environment
  let index: LogIndex

  /// Does one step: writes a run or merges some. The caller holds the writer's lock.
  ///
  /// - Returns: The number of the commit; `nil` if there is nothing to do.
  func step() throws(LMDBError) -> UInt64? {
    var transaction = try environment.beginWrite()
    let state = try IndexState(index.tables, transaction)
    var runs = state.runs
    let greatestID: EventID?
    if let due = runs.due {
      let merged = try merge(Array(due), as: runs.next, &transaction)
      for run in due { try remove(run, &transaction) }
      greatestID = index.greatestID(in: Array(due))
      runs.replaceLast(due.count, by: merged)
    } else if index.isDue(runs, sealed: state.snapshot.sealed) {
      let written = try write(state, &transaction)
      runs.append(written.run)
      greatestID = written.greatestID
    } else {
      return nil
    }
    let id = transaction.id
    try transaction.put(index.tables.meta, key: RunList.key, value: runs.bytes)
    try transaction.commit()
    index.keep(runs, greatestID: greatestID)
    index.drop(through: runs.indexed)
    let view = try environment.beginRead()
    try index.cover(try IndexState(index.tables, view), view)
    return id
  }

  /// A run of the first level, of what is in memory.
  private func write(
    _ state: IndexState, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> (run: IndexRun, greatestID: EventID?) {
    try index.cover(state, transaction)
    let first = state.indexed + 1
    let last = state.indexed + index.runEvents
    let sorted = index.sorted(from: first, through: last)
    var writer = RunWriter(
      index.tables, run: state.runs.next, first: first, lists: sorted.lists.count,
      ids: Int(index.runEvents))
    try sorted.lists.forEach { posting, positions throws(LMDBError) in
      try writer.add(posting, positions, &transaction)
    }
    for place in 0..<sorted.ids.count {
      let (short, offset) = sorted.ids[place]
      try writer.add(id: short, at: first + UInt64(offset), &transaction)
    }
    return (try writer.finish(level: 1, last: last, &transaction), sorted.greatestID)
  }

  /// One run of the next level; the lists are joined in the order of the runs.
  private func merge(
    _ runs: [IndexRun], as number: UInt32, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> IndexRun {
    var writer = RunWriter(
      index.tables, run: number, first: runs[0].first,
      lists: Int(runs.reduce(0) { $0 + $1.lists }), ids: Int(runs.reduce(0) { $0 + $1.ids }))
    try mergeLists(runs, &writer, &transaction)
    try mergeIDs(runs, &writer, &transaction)
    return try writer.finish(
      level: runs[0].level + 1, last: runs[runs.count - 1].last, &transaction)
  }

  private func mergeLists(
    _ runs: [IndexRun], _ writer: inout RunWriter, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    var scanners = runs.map { $0.lists(index.tables) }
    var heads: [(posting: Posting, positions: [UInt64])?] = []
    for index in scanners.indices { heads.append(try scanners[index].next(transaction)) }
    var positions: [UInt64] = []
    while let posting = heads.compactMap({ $0?.posting }).min() {
      for index in scanners.indices {
        while let head = heads[index], head.posting == posting {
          positions += head.positions
          heads[index] = try scanners[index].next(transaction)
          // Lists of a million events are written as they come.
          guard positions.count >= 1 << 14 else { continue }
          try writer.add(posting, positions[...], &transaction)
          positions.removeAll(keepingCapacity: true)
        }
      }
      if !positions.isEmpty { try writer.add(posting, positions[...], &transaction) }
      positions.removeAll(keepingCapacity: true)
    }
  }

  private func mergeIDs(
    _ runs: [IndexRun], _ writer: inout RunWriter, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    var scanners = runs.map { $0.ids(index.tables) }
    var heads: [(short: UInt64, position: UInt64)?] = []
    for index in scanners.indices { heads.append(try scanners[index].next(transaction)) }
    while true {
      var least: Int?
      for index in heads.indices {
        guard let head = heads[index] else { continue }
        // Of equal ids the earlier event first.
        if least.map({ head.short < heads[$0]?.short ?? .max }) ?? true { least = index }
      }
      guard let least, let head = heads[least] else { return }
      try writer.add(id: head.short, at: head.position, &transaction)
      heads[least] = try scanners[least].next(transaction)
    }
  }

  private func remove(
    _ run: IndexRun, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    for table in [index.tables.postings, index.tables.ids, index.tables.filters] {
      while let key = try first(run.keyPrefix, table, transaction) {
        _ = try transaction.delete(table, key: key)
      }
    }
  }

  private func first(
    _ prefix: [UInt8], _ table: LMDB.Table, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> [UInt8]? {
    var cursor = try transaction.cursor(table)
    let found = try prefix.withBuffer { (key) throws(LMDBError) in
      try cursor.seek(atOrAfter: key)
    }
    guard found, cursor.key.starts(with: prefix) else { return nil }
    return cursor.key.array
  }
}
