// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// The positions of events of some types as far as the log's index runs go, for scans that leave
/// segments out which have none of them.
///
/// Nothing behind the runs is asked for: what memory has of it would first have to be read from
/// the segments.
struct SparseScan {
  /// The last event that the runs have.
  let indexed: UInt64
  /// One list a type and version; none if the log has no event of the types.
  private let readers: [PostingReader]

  init(
    _ types: Set<EventType>, _ log: EventLog, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    let state = try IndexState(log.tables, transaction)
    indexed = state.indexed
    try log.dictionary.catchUp(transaction)
    let numbers = log.dictionary.state.withLock { state in
      state.types.symbols.indices.filter { types.contains(state.types.symbols[$0].type) }
    }
    let runs = IndexState(sealedOnly: state)
    readers = numbers.map { PostingReader(Posting(type: UInt16($0)), log.index, runs) }
  }

  /// The first of these events behind `position`; `nil` if the runs have no more.
  func next(
    after position: UInt64, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UInt64? {
    guard position < indexed else { return nil }
    var best: UInt64?
    for reader in readers {
      if let found = try reader.first(atOrAfter: position + 1, transaction) {
        best = min(found, best ?? found)
      }
    }
    return best
  }

  /// True if there are at most so many events behind `after` up to `end`; stops counting beyond.
  func isFew(
    _ most: UInt64, after: UInt64, upTo end: UInt64, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Bool {
    var count: UInt64 = 0
    for reader in readers {
      var position = after
      while count <= most, position < end,
        let found = try reader.first(atOrAfter: position + 1, transaction), found <= end
      {
        count += 1
        position = found
      }
    }
    return count <= most
  }
}

/// Whether a scan goes by the index, found out once for all its batches.
///
/// Chosen by counts: it does if there are so few events that at least half of the segments have
/// none. Counting ends as soon as there are too many, so it costs little of what it may save.
struct SparseChoice {
  private var types: Set<EventType>?
  private var limit: UInt64 = 0
  private var reached: UInt64 = 0
  private var isSparse = false
  /// A few segments are read as fast as the index is asked.
  private static let leastSegments: UInt64 = 16

  /// The way through the index for the scan that goes on behind `after`; `nil` if it reads every
  /// segment.
  mutating func scan(
    _ types: Set<EventType>?, after: UInt64, upTo limit: UInt64, _ log: EventLog,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> SparseScan? {
    let goesOn = types == self.types && limit == self.limit && after >= reached && after > 0
    reached = after
    if goesOn, !isSparse { return nil }
    (self.types, self.limit, isSparse) = (types, limit, goesOn)
    let segment = UInt64(SegmentLayout.events)
    guard let types, limit >= after + SparseChoice.leastSegments * segment else { return nil }
    let scan = try SparseScan(types, log, transaction)
    if goesOn { return scan }
    let end = min(limit, scan.indexed)
    guard end >= after + SparseChoice.leastSegments * segment else { return nil }
    isSparse = try scan.isFew(
      (end - after) / segment / 2, after: after, upTo: end, transaction)
    return isSparse ? scan : nil
  }
}

extension IndexState {
  /// The same log without what stands behind its runs.
  fileprivate init(sealedOnly state: IndexState) {
    snapshot = LogSnapshot(sealed: state.indexed, head: state.indexed)
    runs = state.runs
  }
}
