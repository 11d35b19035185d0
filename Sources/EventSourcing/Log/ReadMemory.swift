// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import LMDB

/// What a read knows of its transaction from one event to the next: valid as long as that.
struct ReadMemory {
  let snapshot: LogSnapshot
  /// The segments of the events that are read next, or the one that was read last.
  private var segments: [CheckedSegment] = []

  /// Events whose bytes are fetched at once: as much as stays in the second cache.
  static let ahead = 8
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

  /// Has the memory fetch what the next events need, all of it at once.
  ///
  /// A history's events lie far apart in the map: read one after the other, each would wait for
  /// its directory, then for its columns, then for its payload.
  mutating func fetch<T: ReadableTransaction & ~Copyable>(
    _ positions: ArraySlice<UInt64>, _ tables: LogTables, _ transaction: borrowing T
  ) throws(LMDBError) {
    let last = segments.last
    segments.removeAll(keepingCapacity: true)
    var numbers: [UInt64] = []
    for position in positions where position <= snapshot.sealed {
      let number = SegmentLayout.segment(of: position)
      guard number != numbers.last else { continue }
      numbers.append(number)
      let bytes = try transaction.peek(tables.segments, key: number)
      clmdb_prefetch(bytes?.baseAddress, min(bytes?.count ?? 0, ReadMemory.directoryBytes))
    }
    for number in numbers {
      if let last, last.view.first == SegmentLayout.firstPosition(of: number) {
        segments.append(last)
      } else {
        segments.append(CheckedSegment(try transaction.segment(number, tables)))
      }
    }
    var index = 0
    for position in positions where position <= snapshot.sealed {
      while position >= segments[index].view.first + UInt64(SegmentLayout.events)
        || position < segments[index].view.first
      { index += 1 }
      segments[index].view.prefetch(row: Int(position - segments[index].view.first))
    }
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
