// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import LMDB

/// What a read knows of its transaction from one event to the next: valid as long as that.
struct ReadMemory {
  let snapshot: LogSnapshot
  /// The segments of the events that are read next, or the one that was read last.
  private var segments: [CheckedSegment] = []
  private var numbers: [UInt64] = []

  /// Events whose segments are found at once.
  static let ahead = 16
  /// Events whose bytes are fetched while those before them are put together: few enough for the
  /// first cache.
  static let lead = 3
  /// A directory is hardly longer; what is too much of it is fetched in vain.
  private static let directoryBytes = 512

  init(_ snapshot: LogSnapshot) { self.snapshot = snapshot }

  /// The segment in which a sealed event stands, with what was checked of it before.
  mutating func segment<T: ReadableTransaction & ~Copyable>(
    of position: UInt64, _ tables: LogTables, _ transaction: borrowing T
  ) throws(LMDBError) -> CheckedSegment {
    let number = SegmentLayout.segment(of: position)
    let first = SegmentLayout.firstPosition(of: number)
    if let known = segments.first(where: { $0.view.first == first }) { return known }
    let segment = CheckedSegment(try transaction.segment(number, tables))
    segments = [segment]
    return segment
  }

  /// Keeps what was checked of a segment.
  mutating func remember(_ segment: CheckedSegment) {
    guard let index = segments.firstIndex(where: { $0.view.first == segment.view.first }) else {
      return
    }
    segments[index] = segment
  }

  /// Finds the segments of the next events with one cursor, and has the memory fetch what is read
  /// of the first ones.
  ///
  /// A history's events lie far apart in the map: read one after the other, each would wait for
  /// its directory, then for its columns, then for its payload.
  mutating func fetch<T: ReadableTransaction & ~Copyable>(
    _ positions: ArraySlice<UInt64>, _ tables: LogTables, _ transaction: borrowing T
  ) throws(LMDBError) {
    let last = segments.last
    segments.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    for position in positions where position <= snapshot.sealed {
      let number = SegmentLayout.segment(of: position)
      if number != numbers.last { numbers.append(number) }
    }
    guard !numbers.isEmpty else { return }
    var found: [CheckedSegment] = []
    found.reserveCapacity(numbers.count)
    try transaction.peek(tables.segments, keys: numbers, ahead: ReadMemory.directoryBytes) {
      (number, bytes) throws(LMDBError) in
      if let last, last.view.first == SegmentLayout.firstPosition(of: number) {
        found.append(last)
      } else if let bytes {
        found.append(CheckedSegment(try transaction.segment(number, bytes)))
      } else {
        found.append(CheckedSegment(try transaction.segment(number, tables)))
      }
    }
    segments = found
    for position in positions.prefix(ReadMemory.lead) { fetch(position) }
  }

  /// Has the memory fetch what is checked and read of an event whose segment was found; called
  /// ``lead`` events ahead, so that it comes while those are put together.
  func fetch(_ position: UInt64) {
    guard position <= snapshot.sealed else { return }
    let first = SegmentLayout.firstPosition(of: SegmentLayout.segment(of: position))
    guard let segment = segments.first(where: { $0.view.first == first }) else { return }
    segment.view.prefetch(row: Int(position - first))
  }
}

extension SegmentView {
  /// Has the memory fetch what is checked and read of an event.
  fileprivate func prefetch(row: Int) {
    let columns = columns(ofGroup: row / SegmentLayout.groupEvents).bytes
    clmdb_prefetch(columns.baseAddress, columns.count)
    guard heapForm == .plain else { return }
    let payloads = payloads(ofBlock: row / SegmentLayout.blockEvents).bytes
    clmdb_prefetch(payloads.baseAddress, payloads.count)
  }
}
