// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The positions of one list, run after run and then in memory, as one transaction sees them.
///
/// Keeps the part that it read last, so that neighbours cost no look into the store.
final class PostingReader {
  let posting: Posting
  private let index: LogIndex
  private let state: IndexState
  /// Ascending positions; of the list there are no others between `low` and `high`.
  private var part: [UInt64] = []
  private var low: UInt64 = 1
  private var high: UInt64 = 0
  /// The numbers of the runs that may have the list, once one was asked for.
  private var candidates: [UInt32]?

  init(_ posting: Posting, _ index: LogIndex, _ state: IndexState) {
    self.posting = posting
    self.index = index
    self.state = state
  }

  /// The first position at or after `start`, up to the head.
  func first<T: ReadableTransaction & ~Copyable>(
    atOrAfter start: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    var start = start
    while start <= state.head {
      if start < low || start > high { try loadForwards(start, transaction) }
      if let found = firstInPart(atOrAfter: start) { return found }
      start = high + 1
    }
    return nil
  }

  /// The last position at or before `end`.
  func last<T: ReadableTransaction & ~Copyable>(
    atOrBefore end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> UInt64? {
    var end = min(end, state.head)
    while end > 0 {
      if end < low || end > high { try loadBackwards(end, transaction) }
      if let found = lastInPart(atOrBefore: end) { return found }
      end = low - 1
    }
    return nil
  }

  /// How many positions the list has.
  func count<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(LMDBError) -> Int {
    var count = 0
    var next: UInt64 = 1
    while next <= state.head {
      try loadForwards(next, transaction)
      count += part.count - (part.firstIndex { $0 >= next } ?? part.count)
      next = high + 1
    }
    return count
  }

  private func firstInPart(atOrAfter start: UInt64) -> UInt64? {
    var (from, to) = (0, part.count)
    while from < to {
      let middle = (from + to) / 2
      if part[middle] < start { from = middle + 1 } else { to = middle }
    }
    return from < part.count ? part[from] : nil
  }

  private func lastInPart(atOrBefore end: UInt64) -> UInt64? {
    var (from, to) = (0, part.count)
    while from < to {
      let middle = (from + to) / 2
      if part[middle] <= end { from = middle + 1 } else { to = middle }
    }
    return from > 0 ? part[from - 1] : nil
  }

  // MARK: Loading

  private func loadForwards<T: ReadableTransaction & ~Copyable>(
    _ start: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) {
    guard start <= state.indexed else {
      part = try index.recentPositions(
        of: posting, from: start, through: state.head, state, transaction)
      (low, high) = (start, state.head)
      return
    }
    try load(run(of: start), at: start, transaction)
  }

  private static let backwardPart = 256

  private func loadBackwards<T: ReadableTransaction & ~Copyable>(
    _ end: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) {
    guard end <= state.indexed else {
      part = try index.recentPositions(
        of: posting, from: state.indexed + 1, through: end, limit: PostingReader.backwardPart,
        state, transaction)
      let isWhole = part.count < PostingReader.backwardPart
      (low, high) = (isWhole ? state.indexed + 1 : part[0], end)
      return
    }
    try load(run(of: end), at: end, transaction)
  }

  private func run(of position: UInt64) -> IndexRun {
    let runs = state.runs.runs
    var (from, to) = (0, runs.count)
    while from < to {
      let middle = (from + to) / 2
      if runs[middle].last < position { from = middle + 1 } else { to = middle }
    }
    return runs[from]
  }

  /// Takes over the part of the list around `position` in a run.
  ///
  /// Of the blocks that begin at or before it, the last one has that part, up to where a further
  /// block of the same list begins.
  private func load<T: ReadableTransaction & ~Copyable>(
    _ run: IndexRun, at position: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) {
    part = []
    (low, high) = (run.first, run.last)
    guard try mayHave(run, transaction) else { return }
    var cursor = try transaction.cursor(index.tables.postings)
    let wanted = PostingBlock.Head(run: run.number, posting: posting, position: position)
    let isBehind = try wanted.withKey { (key) throws(LMDBError) in
      try cursor.seek(atOrAfter: key)
    }
    var hasBlock = isBehind && PostingBlock.Head(cursor.keyBytes) == wanted
    if !hasBlock { hasBlock = try isBehind ? cursor.previous() : cursor.last() }
    if hasBlock {
      let head = try head(cursor, run, transaction)
      if head.run == run.number {
        if head.posting == posting { low = head.position }
        try take(cursor.valueBytes, head, run, transaction)
      }
    }
    // Behind a new cursor's or the found block's place stands the next one.
    guard try cursor.next() else { return }
    let next = try head(cursor, run, transaction)
    if next.run == run.number, next.posting == posting { high = next.position - 1 }
  }

  /// Whether a run may have the list. All runs are asked at once, so that the memory fetches what
  /// is looked at of each filter while the others are.
  private func mayHave<T: ReadableTransaction & ~Copyable>(
    _ run: IndexRun, _ transaction: borrowing T
  ) throws(LMDBError) -> Bool {
    if candidates == nil {
      candidates = try index.runs(state.runs, having: posting, transaction)
    }
    return candidates?.contains(run.number) ?? true
  }

  private func head<T: ReadableTransaction & ~Copyable>(
    _ cursor: borrowing Cursor, _ run: IndexRun, _ transaction: borrowing T
  ) throws(LMDBError) -> PostingBlock.Head {
    guard let head = PostingBlock.Head(cursor.keyBytes) else { throw damaged(run, transaction) }
    return head
  }

  /// The positions of the list in a block.
  private func take<T: ReadableTransaction & ~Copyable>(
    _ block: UnsafeRawBufferPointer, _ head: PostingBlock.Head, _ run: IndexRun,
    _ transaction: borrowing T
  ) throws(LMDBError) {
    var found: [UInt64] = []
    var isSound = true
    // A list that was joined from several may come in several groups.
    let isWhole = PostingBlock.forEachGroup(block, head) { group in
      if group.posting < posting { return true }
      guard group.posting == posting else { return false }
      guard let positions = group.positions(from: run.first) else {
        isSound = false
        return false
      }
      if found.isEmpty { found = positions } else { found += positions }
      return true
    }
    guard isWhole, isSound else { throw damaged(run, transaction) }
    part = found
  }

  private func damaged<T: ReadableTransaction & ~Copyable>(
    _ run: IndexRun, _ transaction: borrowing T
  ) -> LMDBError {
    LMDBError(
      .damaged(page: nil, table: "postings", what: "a block of index run \(run.number)"),
      path: transaction.environment.path)
  }
}
