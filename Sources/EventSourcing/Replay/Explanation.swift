// SPDX-License-Identifier: Apache-2.0

/// The events behind one row: those that wrote it and, recursively, those that wrote the rows
/// read there, with the corrections that changed them.
///
/// A fold over just these positions, with the same cut, gives the same row.
public struct Explanation: Sendable {
  /// The row that is explained.
  public let row: ViewRow
  /// Every position, ascending.
  public let all: [Position]
  private let direct: Set<Position>

  /// More positions than this are shown as ranges.
  public static let shortLimit = 1000

  init(row: ViewRow, all: Set<Position>, direct: Set<Position>) {
    self.row = row
    self.all = all.sorted()
    self.direct = direct
  }

  public var count: Int { all.count }

  /// The positions if there are at most 1,000, else the first 1,000; `all` has every one.
  public var positions: ArraySlice<Position> { all.prefix(Explanation.shortLimit) }

  /// The positions as runs without gaps.
  public var ranges: [ClosedRange<Position>] {
    var ranges: [ClosedRange<Position>] = []
    for position in all {
      if let last = ranges.last, last.upperBound.advanced(by: 1) == position {
        ranges[ranges.count - 1] = last.lowerBound...position
      } else {
        ranges.append(position...position)
      }
    }
    return ranges
  }

  /// True if the event at that position wrote the row itself.
  public func wroteDirectly(_ position: Position) -> Bool { direct.contains(position) }
}

extension AnyView {
  /// The events behind a row, found by a watched fold for the same moment.
  ///
  /// - Throws: ``ReplayError`` if the view has no such row or the log cannot be read.
  public func explain(_ key: RowKey) throws(ReplayError) -> Explanation {
    guard let type else { throw error(.codeIsGone) }
    let engine = context.engine
    let session = engine.session(context.vocabulary, moment)
    let watch = FoldWatch()
    let fold = try ReplayEngine.fold(type, session.plan, watch: watch)
    let happened = try session.runWatched(fold)
    let view = try fold.makeView(ViewContext(engine, session, context.vocabulary))
    let answer = try view.answer(key.table)
    guard
      let plain = view.storedRows(answer).first(where: {
        RowKey(table: key.table, key: $0.key) == key
      })
    else { throw error(.noSuchRow(key: key.text)) }
    let (all, direct) = watch.slice(table: answer.store.number, slot: plain.slot)
    var positions = Set(all.map { Position($0) })
    if let happened {
      for position in all { positions.formUnion(happened.amendments(of: position)) }
    }
    return Explanation(
      row: ViewRow(table: key.table, key: plain.key, row: plain.row), all: positions,
      direct: Set(direct.map { Position($0) }))
  }
}

extension FoldWatch {
  private struct Cell: Hashable {
    let table: Int32
    let slot: UInt64
  }

  /// The positions behind a row, and those among them that wrote it themselves.
  ///
  /// One walk backwards: an event belongs if it wrote a wanted row; what it read is wanted from
  /// there on, so only writes before the read count.
  func slice(table: Int, slot: UInt64) -> (all: [UInt64], direct: [UInt64]) {
    let root = Cell(table: Int32(table), slot: slot)
    var wanted: Set<Cell> = [root]
    var all: [UInt64] = []
    var direct: [UInt64] = []
    var end = accesses.count
    for visit in visits.reversed() {
      let own = accesses[visit.start..<end]
      end = visit.start
      let writes = own.filter(\.isWrite).map { Cell(table: $0.table, slot: $0.slot) }
      guard writes.contains(where: wanted.contains) else { continue }
      all.append(visit.position)
      if writes.contains(root) { direct.append(visit.position) }
      for access in own where !access.isWrite {
        wanted.insert(Cell(table: access.table, slot: access.slot))
      }
    }
    return (all, direct)
  }
}
