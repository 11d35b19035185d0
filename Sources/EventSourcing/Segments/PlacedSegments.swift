// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The segments of events that are asked for in an order of their own, as happened order does.
///
/// Most stand near each other, with some from far away between them: so a few segments are kept
/// with their columns widened, and one that is asked for once or twice is read row by row.
struct PlacedSegments {
  private struct Loaded {
    var number: UInt64
    var used: Int
    let rows: SegmentRows
  }

  /// Forty kilobytes each: together they stay in the second cache.
  private static let mostLoaded = 8
  /// Widening all columns costs as much as reading so many rows by themselves.
  private static let worthLoading = 4

  private var loaded: [Loaded] = []
  /// Those of the events asked for that are worth it, ascending.
  private var dense: [UInt64] = []
  private var numbers: [UInt64] = []
  private var sealed: UInt64 = 0
  private var uses = 0

  /// Begins a new transaction: what lies in the map is looked up again.
  mutating func begin(_ positions: ArraySlice<Position>, sealed: UInt64) {
    self.sealed = sealed
    findDense(positions)
    for index in loaded.indices { loaded[index].number = .max }
  }

  private mutating func findDense(_ positions: ArraySlice<Position>) {
    numbers.removeAll(keepingCapacity: true)
    dense.removeAll(keepingCapacity: true)
    for position in positions where position > .origin {
      numbers.append(SegmentLayout.segment(of: position.rawValue))
    }
    numbers.sort()
    var count = 0
    for index in numbers.indices {
      count = index > 0 && numbers[index] == numbers[index - 1] ? count + 1 : 1
      if count == PlacedSegments.worthLoading { dense.append(numbers[index]) }
    }
  }

  /// The rows of the segment in which an event stands; `nil` where it is read by itself.
  mutating func rows(
    of position: UInt64, _ tables: LogTables, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> SegmentRows? {
    guard position > 0, position <= sealed else { return nil }
    let number = SegmentLayout.segment(of: position)
    uses += 1
    if let index = loaded.firstIndex(where: { $0.number == number }) {
      loaded[index].used = uses
      return loaded[index].rows
    }
    guard dense.contains(number) else { return nil }
    let index = room()
    let view = try transaction.segment(number, tables)
    // Not known under its number until all of it is there.
    loaded[index].number = .max
    do throws(SegmentDamage) {
      try loaded[index].rows.loadColumns(view)
    } catch {
      throw transaction.damage(number, error.what)
    }
    loaded[index].number = number
    loaded[index].used = uses
    return loaded[index].rows
  }

  /// Where the next segment goes: a new place, or that of the one not used for longest.
  private mutating func room() -> Int {
    if loaded.count < PlacedSegments.mostLoaded {
      loaded.append(Loaded(number: .max, used: 0, rows: SegmentRows()))
      return loaded.count - 1
    }
    return loaded.indices.min { loaded[$0].used < loaded[$1].used } ?? 0
  }
}
