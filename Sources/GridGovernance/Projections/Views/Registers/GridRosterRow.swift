// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One grid; see ``GridRoster``.
public struct GridRosterRow: TableRow {
  public var kind: GridKind?
  /// The village or community in which it lies.
  public var village: ObjectID?
  /// At the asked moment: the town in which it lies.
  public var town: ObjectID?
  /// At the asked moment: whether it stands.
  public var inForce: Bool?
  /// The first day.
  public var from: CivilDate?
  /// The first day on which it stands no more; absent while no end is known.
  public var until: CivilDate?
  /// Households, as last drawn.
  public var households: Int?
  /// At the asked moment: the live workers, under pseudonyms.
  public var workers: [ObjectID]?
  /// At the asked moment: whether one of them does nothing else 专职.
  public var fullTime: Bool?
  /// At the asked moment: live police teams 警务小组.
  public var policeTeams: Int?
  /// At the asked moment: officers 社区民警 in them.
  public var officers: Int?
  /// At the asked moment: auxiliaries 辅警 in them.
  public var auxiliaries: Int?
  /// At the asked moment: social teams 社会力量, counted as teams 支.
  public var socialTeams: Int?
  /// At the asked moment: whether a party branch stands on the grid.
  public var partyBranch: Bool?
  /// At the asked moment: the liaison 网格联络员 of the village.
  public var liaison: ObjectID?
  /// At the asked moment: since when a grid in force has no worker.
  public var vacantSince: CivilDate?
  /// At the asked moment: days without a worker, the asked one counted.
  public var vacantDays: Int?
  /// At the asked moment: 1+1+N — a worker and one police team with an officer; absent for
  /// dedicated grids, whose template no rule gives (S29).
  public var complete: Bool?
  /// Patrols so far.
  public var patrols = 0
  /// The day of the last one.
  public var lastPatrol: CivilDate?

  public init() {}
}

/// A force on a grid: the grid, and the number in order of staffing, from 1.
public struct GridStaffingKey: TableKey {
  public var grid: ObjectID
  public var number: Int

  public init(grid: ObjectID, number: Int) {
    self.grid = grid
    self.number = number
  }
}

/// One person, or a team without named people, on a grid, and for which days.
public struct GridStaffing: TableRow {
  public var force: GridForce
  /// The team as a body, where it has a name.
  public var team: ObjectID?
  /// The person, under a pseudonym; absent for a team without named people.
  public var member: ObjectID?
  public var memberKind: MemberKind?
  /// Whether the worker does nothing else.
  public var fullTime: Bool
  /// The first day.
  public var from: CivilDate
  /// The first day on which it is there no more; absent while no end is known.
  public var until: CivilDate?

  func holds(on day: CivilDate) -> Bool { DaySpan(from: from, until: until).contains(day) }
}

/// A division and a kind of grids; see ``GridRoster``.
public struct GridTotalKey: TableKey {
  /// A town, or the county.
  public var division: ObjectID
  /// Kinds are never mixed in one count (S25); absent where a grid's kind is not known.
  public var kind: GridKind?

  public init(division: ObjectID, kind: GridKind?) {
    self.division = division
    self.kind = kind
  }
}

/// The grids in force of one kind in a division; see ``GridRoster``.
public struct GridTotal: TableRow {
  /// Grids in force.
  public var grids = 0
  /// Those with at least one live worker.
  public var staffed = 0
  /// Those with a full-time one among them.
  public var staffedFullTime = 0
  public var vacant = 0
  /// 配备率: staffed ÷ grids, per cent; absent without grids.
  public var staffingRate: ExactDecimal?
  /// Those with worker and police team; absent for dedicated grids.
  public var complete: Int?
  public var socialTeams = 0
  public var withPartyBranch = 0
  public var patrols = 0

  public init() {}

  mutating func count(_ row: GridRosterRow) {
    grids += 1
    if row.workers?.isEmpty == false { staffed += 1 } else { vacant += 1 }
    if row.fullTime == true { staffedFullTime += 1 }
    if let isComplete = row.complete { complete = (complete ?? 0) + (isComplete ? 1 : 0) }
    socialTeams += row.socialTeams ?? 0
    if row.partyBranch == true { withPartyBranch += 1 }
    patrols += row.patrols
    staffingRate = .percent(staffed, of: grids)
  }
}
