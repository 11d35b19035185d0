// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// A sorted run: the lists and ids of a stretch of events, written once and only read since.
package struct IndexRun: Hashable, Sendable {
  /// Never given twice, and ascending: a new run is always put behind the others.
  let number: UInt32
  /// 1 for 65,536 events, one more for four times as many.
  let level: UInt8
  let first: UInt64
  let last: UInt64
  /// Different lists.
  let lists: UInt64
  /// Positions in all lists together.
  let entries: UInt64
  /// The least and the greatest short form of an id: a look outside of them is spared.
  let leastID: UInt64
  let greatestID: UInt64

  /// Events of a run of the first level unless a test asks for less: 256 segments, a level of the
  /// log's tree.
  package static let events: UInt64 = 65_536
  /// So many neighbours of one level become one of the next.
  static let fanIn = 4
  /// 1,048,576 events; such runs are merged no more, so that a commit stays small.
  static let topLevel: UInt8 = 3

  var ids: UInt64 { last - first + 1 }
}

/// The runs there are, in the order of their events, without gaps from 1 on.
struct RunList: Hashable, Sendable {
  static let key = Array("runs".utf8)

  private(set) var runs: [IndexRun] = []
  /// The number that the next run gets.
  private(set) var next: UInt32 = 1

  /// The last event that a run has.
  var indexed: UInt64 { runs.last?.last ?? 0 }

  mutating func append(_ run: IndexRun) {
    precondition(run.first == indexed + 1 && run.number == next, "runs are neighbours")
    runs.append(run)
    next += 1
  }

  /// Puts one run in place of the last ones.
  mutating func replaceLast(_ count: Int, by run: IndexRun) {
    runs.removeLast(count)
    append(run)
  }

  /// The last runs if they are to become one of the next level.
  var due: ArraySlice<IndexRun>? {
    let tail = runs.suffix(IndexRun.fanIn)
    guard tail.count == IndexRun.fanIn, let level = tail.first?.level,
      level < IndexRun.topLevel, tail.allSatisfy({ $0.level == level })
    else { return nil }
    return tail
  }

  // MARK: Bytes

  private static let runBytes = 53

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(next)
    for run in runs {
      bytes.appendLittleEndian(run.number)
      bytes.append(run.level)
      for number in [run.first, run.last, run.lists, run.entries, run.leastID, run.greatestID] {
        bytes.appendLittleEndian(number)
      }
    }
    return bytes
  }

  init() {}

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4, (bytes.count - 4).isMultiple(of: RunList.runBytes) else { return nil }
    func number(_ start: Int, _ count: Int) -> UInt64 {
      var number: UInt64 = 0
      for index in 0..<count { number |= UInt64(bytes[start + index]) << (8 * UInt64(index)) }
      return number
    }
    for start in stride(from: 4, to: bytes.count, by: RunList.runBytes) {
      let run = IndexRun(
        number: UInt32(number(start, 4)), level: bytes[start + 4],
        first: number(start + 5, 8), last: number(start + 13, 8), lists: number(start + 21, 8),
        entries: number(start + 29, 8), leastID: number(start + 37, 8),
        greatestID: number(start + 45, 8))
      guard run.first == indexed + 1, run.last >= run.first, run.last - run.first < 1 << 32
      else { return nil }
      runs.append(run)
    }
    next = UInt32(number(0, 4))
  }
}

extension ReadableTransaction where Self: ~Copyable {
  /// The runs that this transaction sees.
  borrowing func runs(_ tables: LogTables) throws(LMDBError) -> RunList {
    let found = try RunList.key.withBuffer { (key) throws(LMDBError) in
      try find(tables.meta, key)
    }
    guard let found else { return RunList() }
    guard let runs = tables.lastRuns.list(found) else {
      throw LMDBError(
        .damaged(page: nil, table: "meta", what: "the list of index runs"),
        path: environment.path)
    }
    return runs
  }
}

/// The list of runs as it was read last: it changes once in 65,536 events, and each read asks for
/// it. What is kept is held against the bytes, so it is never another transaction's.
final class RunCache: Sendable {
  private let last = Mutex<(bytes: [UInt8], list: RunList)>(([], RunList()))

  /// The list that these bytes are; `nil` if they are none.
  func list(_ bytes: UnsafeRawBufferPointer) -> RunList? {
    last.withLock { last in
      if last.bytes.elementsEqual(bytes) { return last.list }
      let bytes = Array(bytes)
      guard let list = RunList(bytes) else { return nil }
      last = (bytes, list)
      return list
    }
  }
}
