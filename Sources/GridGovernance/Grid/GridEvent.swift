// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 网格划定: a grid is drawn (event 22).
public struct GridDrawn: Event {
  /// The grid.
  public var grid: ObjectName
  /// Which of the kinds.
  public var kind: GridKind
  /// The village to which it belongs.
  public var village: ObjectName
  /// Hash of the boundary, which is kept elsewhere.
  public var boundary: Bytes?
  /// Households.
  public var households: Int?
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    grid: ObjectName, kind: GridKind, village: ObjectName, boundary: Bytes? = nil,
    households: Int? = nil, effectiveFrom: CivilDate
  ) {
    self.grid = grid
    self.kind = kind
    self.village = village
    self.boundary = boundary
    self.households = households
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "GridDrawn", title: "网格划定 a grid is drawn", stream: .grid,
    [
      .reference("grid", .grid),
      .init(Field.kind, "kind", GridKind.type),
      .reference("village", .division),
      .init(Field.boundary, "boundary", .bytes, optional: true),
      .init(Field.households, "households", .int, optional: true),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let boundary = 2
    public static let households = 3
    public static let effectiveFrom = 4
  }
}

/// 网格调整: grids are redrawn (event 23).
///
/// It ends the source grids not among the targets.
public struct GridRedrawn: Event {
  /// The grids before.
  public var sourceGrid: [ObjectName]
  /// The grids after.
  public var targetGrid: [ObjectName]
  /// Which of the kinds.
  public var kind: Kind
  /// Hashes of the boundaries, in the order of the target grids.
  public var boundaries: [Bytes]
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    sourceGrid: [ObjectName], targetGrid: [ObjectName], kind: Kind, boundaries: [Bytes] = [],
    effectiveFrom: CivilDate
  ) {
    self.sourceGrid = sourceGrid
    self.targetGrid = targetGrid
    self.kind = kind
    self.boundaries = boundaries
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "GridRedrawn", title: "网格调整 grids are redrawn", stream: .sourceGrid,
    [
      .references("sourceGrid", .grid, optional: false),
      .references("targetGrid", .grid, optional: false),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.boundaries, "boundaries", .list(.bytes)),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let boundaries = 2
    public static let effectiveFrom = 3
  }

  /// How grids change.
  public enum Kind: String, Enumeration {
    case split, merge, boundary
  }
}

/// 网格撤销: a grid is retired (event 24).
///
/// It ends GridDrawn.
public struct GridRetired: Event {
  /// The grid.
  public var grid: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    grid: ObjectName, effectiveFrom: CivilDate
  ) {
    self.grid = grid
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "GridRetired", title: "网格撤销 a grid is retired", stream: .grid,
    [
      .reference("grid", .grid),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let effectiveFrom = 1
  }
}

/// 网格力量配置: a grid is staffed (event 25).
public struct GridStaffed: Event {
  /// The grid.
  public var grid: ObjectName
  /// Which force.
  public var force: GridForce
  /// The social or police team.
  public var team: ObjectName?
  /// The persons, where it is about some.
  public var member: [ObjectName]
  /// One kind a member, in the order of `member`.
  public var memberKinds: [MemberKind]
  /// Whether the worker does nothing else.
  public var fullTime: Bool
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    grid: ObjectName, force: GridForce, team: ObjectName? = nil, member: [ObjectName] = [],
    memberKinds: [MemberKind] = [], fullTime: Bool, effectiveFrom: CivilDate
  ) {
    self.grid = grid
    self.force = force
    self.team = team
    self.member = member
    self.memberKinds = memberKinds
    self.fullTime = fullTime
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "GridStaffed", title: "网格力量配置 a grid is staffed", stream: .grid,
    [
      .reference("grid", .grid),
      .init(Field.force, "force", GridForce.type),
      .reference("team", .body, optional: true),
      .references("member", .person),
      .init(Field.memberKinds, "memberKinds", .list(MemberKind.type)),
      .init(Field.fullTime, "fullTime", .bool),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let force = 1
    public static let memberKinds = 2
    public static let fullTime = 3
    public static let effectiveFrom = 4
  }
}

/// 网格力量撤出: forces leave a grid (event 26).
///
/// It ends GridStaffed.
public struct GridReleased: Event {
  /// The grid.
  public var grid: ObjectName
  /// Which force.
  public var force: GridForce
  /// The social or police team.
  public var team: ObjectName?
  /// The persons, where it is about some.
  public var member: [ObjectName]
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    grid: ObjectName, force: GridForce, team: ObjectName? = nil, member: [ObjectName] = [],
    effectiveFrom: CivilDate
  ) {
    self.grid = grid
    self.force = force
    self.team = team
    self.member = member
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "GridReleased", title: "网格力量撤出 forces leave a grid", stream: .grid,
    [
      .reference("grid", .grid),
      .init(Field.force, "force", GridForce.type),
      .reference("team", .body, optional: true),
      .references("member", .person),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let force = 1
    public static let effectiveFrom = 2
  }
}

/// 网格走访巡查: a grid worker patrols a grid (event 27).
public struct GridPatrolled: Event {
  /// The grid.
  public var grid: ObjectName
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// When it began.
  public var start: Instant
  /// When it ended.
  public var end: Instant
  /// Households.
  public var households: Int?
  /// The tickets that came of it.
  public var finding: [ObjectName]

  public init(
    grid: ObjectName, person: ObjectName, start: Instant, end: Instant, households: Int? = nil,
    finding: [ObjectName] = []
  ) {
    self.grid = grid
    self.person = person
    self.start = start
    self.end = end
    self.households = households
    self.finding = finding
  }

  public static let schema = EventSchema(
    "GridPatrolled", title: "网格走访巡查 a grid worker patrols a grid", stream: .grid,
    [
      .reference("grid", .grid),
      .reference("person", .person),
      .init(Field.start, "start", .instant),
      .init(Field.end, "end", .instant),
      .init(Field.households, "households", .int, optional: true),
      .references("finding", .ticket),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let start = 1
    public static let end = 2
    public static let households = 3
  }
}
