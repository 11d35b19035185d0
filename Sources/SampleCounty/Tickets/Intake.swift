// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Where a report comes in, and which way it is meant to take.
enum IntakeKind: Int, CaseIterable, Sendable {
  /// A grid worker solves it on the spot and reports it afterwards.
  case solvedOnSpot
  /// A grid worker reports, the village's station sees to it.
  case station
  /// A grid worker reports, the station passes it up to the town.
  case escalated
  /// A citizen turns to the town.
  case citizen
  /// An enforcement patrol finds it.
  case patrol
  /// The county centre takes it in: hotline, or sent down from above.
  case county

  /// Of a hundred tickets: 58 from the grid, 21 from citizens, 9 from patrols, 12 from above.
  static let weights = [26, 19, 13, 21, 9, 12]

  /// Reports by the hour of the day, 0 to 23.
  var hours: [Int] {
    switch self {
    case .solvedOnSpot, .station, .escalated:
      [0, 0, 0, 0, 0, 1, 4, 18, 60, 85, 80, 50, 14, 12, 55, 80, 75, 40, 14, 6, 2, 0, 0, 0]
    case .citizen:
      [0, 0, 0, 0, 0, 0, 2, 10, 70, 95, 90, 60, 12, 10, 60, 80, 75, 35, 14, 14, 8, 2, 0, 0]
    case .patrol:
      [0, 0, 0, 0, 0, 0, 0, 10, 60, 90, 80, 30, 5, 5, 50, 80, 70, 20, 10, 25, 20, 4, 0, 0]
    case .county:
      [3, 2, 1, 1, 1, 2, 8, 24, 70, 95, 90, 60, 30, 28, 65, 80, 75, 50, 34, 36, 30, 20, 10, 5]
    }
  }

  /// Which of an item's weights counts.
  var weightIndex: Int {
    switch self {
    case .solvedOnSpot, .station, .escalated: 0
    case .patrol: 1
    case .citizen, .county: 2
    }
  }

  var isFromGrid: Bool { self == .solvedOnSpot || self == .station || self == .escalated }
}

/// One report of a day, before its ticket has a name.
struct Intake: Sendable {
  let kind: IntakeKind
  let time: LocalTime
  let grid: Int
  /// Into ``CategoryTable/items``.
  let item: Int
  /// An earlier report of the same thing.
  var duplicates: OpenTicket?
}

/// A ticket into which a later report of the same thing may be merged.
struct OpenTicket: Sendable {
  let name: ObjectName
  let grid: Int
  let item: Int
  /// From when it was known, and until when it is not ended: both in either order of time.
  let from: LocalTime
  let until: LocalTime
}
