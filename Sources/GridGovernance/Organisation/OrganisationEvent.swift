// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 区划登记/变更: a division is registered or changed (event 1).
public struct DivisionRegistered: Event {
  /// The division.
  public var division: ObjectName
  /// The public name.
  public var name: String
  /// Which of the kinds.
  public var kind: DivisionKind
  /// The division above.
  public var parent: ObjectName?
  /// The code of the statistics office.
  public var statCode: String?
  /// Whom it follows.
  public var predecessor: [ObjectName]
  /// The paper behind it.
  public var document: ObjectName?
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    division: ObjectName, name: String, kind: DivisionKind, parent: ObjectName? = nil,
    statCode: String? = nil, predecessor: [ObjectName] = [], document: ObjectName? = nil,
    effectiveFrom: CivilDate
  ) {
    self.division = division
    self.name = name
    self.kind = kind
    self.parent = parent
    self.statCode = statCode
    self.predecessor = predecessor
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "DivisionRegistered", title: "区划登记/变更 a division is registered or changed", stream: .division,
    [
      .reference("division", .division),
      .init(Field.name, "name", .text, harmless: "the public name of a division"),
      .init(Field.kind, "kind", DivisionKind.type),
      .reference("parent", .division, optional: true),
      .init(
        Field.statCode, "statCode", .text, optional: true,
        harmless: "the digits of a public statistics code"),
      .references("predecessor", .division),
      .reference("document", .document, optional: true),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let name = 1
    public static let kind = 2
    public static let statCode = 3
    public static let effectiveFrom = 4
  }
}

/// 区划撤销: a division is abolished (event 2).
///
/// It ends DivisionRegistered.
public struct DivisionAbolished: Event {
  /// The division.
  public var division: ObjectName
  /// Who follows.
  public var successor: [ObjectName]
  /// How its shares pass on.
  public var shareRule: ShareRule?
  /// The paper behind it.
  public var document: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    division: ObjectName, successor: [ObjectName] = [], shareRule: ShareRule? = nil,
    document: ObjectName, effectiveFrom: CivilDate
  ) {
    self.division = division
    self.successor = successor
    self.shareRule = shareRule
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "DivisionAbolished", title: "区划撤销 a division is abolished", stream: .division,
    [
      .reference("division", .division),
      .references("successor", .division),
      .init(Field.shareRule, "shareRule", ShareRule.type, optional: true),
      .reference("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let shareRule = 1
    public static let effectiveFrom = 2
  }

  /// How the shares of an abolished division pass on.
  public enum ShareRule: String, Enumeration {
    case declared, byDays
  }
}

/// 区划基数: the base figures of a division (event 3).
public struct DivisionMeasured: Event {
  /// The division.
  public var division: ObjectName
  /// People.
  public var population: Int?
  /// Households.
  public var households: Int?
  /// Square kilometres.
  public var area: ExactDecimal?
  /// The day of the count.
  public var measuredOn: CivilDate

  public init(
    division: ObjectName, population: Int? = nil, households: Int? = nil, area: ExactDecimal? = nil,
    measuredOn: CivilDate
  ) {
    self.division = division
    self.population = population
    self.households = households
    self.area = area
    self.measuredOn = measuredOn
  }

  public static let schema = EventSchema(
    "DivisionMeasured", title: "区划基数 the base figures of a division", stream: .division,
    [
      .reference("division", .division),
      .init(Field.population, "population", .int, optional: true),
      .init(Field.households, "households", .int, optional: true),
      .init(Field.area, "area", .decimal, optional: true),
      .init(Field.measuredOn, "measuredOn", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let population = 1
    public static let households = 2
    public static let area = 3
    public static let measuredOn = 4
  }
}

/// 机构登记: a public body is registered (event 4).
public struct BodyRegistered: Event {
  /// The public body.
  public var body: ObjectName
  /// The public name.
  public var name: String
  /// Which of the kinds.
  public var kind: BodyKind
  /// The level to which it belongs.
  public var level: Level
  /// The division.
  public var division: ObjectName
  /// Who manages it.
  public var subordination: Subordination
  /// The body above.
  public var superior: ObjectName?
  /// Whom it follows.
  public var predecessor: [ObjectName]
  /// Whether the successor takes the scores over (A18).
  public var carriesScores: Bool
  /// The paper behind it.
  public var document: ObjectName?
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    body: ObjectName, name: String, kind: BodyKind, level: Level, division: ObjectName,
    subordination: Subordination, superior: ObjectName? = nil, predecessor: [ObjectName] = [],
    carriesScores: Bool = false, document: ObjectName? = nil, effectiveFrom: CivilDate
  ) {
    self.body = body
    self.name = name
    self.kind = kind
    self.level = level
    self.division = division
    self.subordination = subordination
    self.superior = superior
    self.predecessor = predecessor
    self.carriesScores = carriesScores
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "BodyRegistered", title: "机构登记 a public body is registered", stream: .body,
    [
      .reference("body", .body),
      .init(Field.name, "name", .text, harmless: "the public name of a public body"),
      .init(Field.kind, "kind", BodyKind.type),
      .init(Field.level, "level", Level.type),
      .reference("division", .division),
      .init(Field.subordination, "subordination", Subordination.type),
      .reference("superior", .body, optional: true),
      .references("predecessor", .body),
      .init(Field.carriesScores, "carriesScores", .bool),
      .reference("document", .document, optional: true),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let name = 1
    public static let kind = 2
    public static let level = 3
    public static let subordination = 4
    public static let carriesScores = 5
    public static let effectiveFrom = 6
  }
}

/// 机构撤并: a public body is abolished or merged (event 5).
///
/// It ends BodyRegistered.
public struct BodyAbolished: Event {
  /// The public body.
  public var body: ObjectName
  /// Who follows.
  public var successor: [ObjectName]
  /// The paper behind it.
  public var document: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    body: ObjectName, successor: [ObjectName] = [], document: ObjectName, effectiveFrom: CivilDate
  ) {
    self.body = body
    self.successor = successor
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "BodyAbolished", title: "机构撤并 a public body is abolished or merged", stream: .body,
    [
      .reference("body", .body),
      .references("successor", .body),
      .reference("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let effectiveFrom = 1
  }
}

/// 编制核定: the approved posts of a body (event 6).
///
/// It replaces the earlier one of that body and kind.
public struct EstablishmentSet: Event {
  /// The public body.
  public var body: ObjectName
  /// Which kind of staff (I-3).
  public var staffKind: StaffKind
  /// Approved posts.
  public var approved: Int
  /// Leading posts among them.
  public var leaderPosts: Int
  /// The paper behind it.
  public var document: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    body: ObjectName, staffKind: StaffKind, approved: Int, leaderPosts: Int, document: ObjectName,
    effectiveFrom: CivilDate
  ) {
    self.body = body
    self.staffKind = staffKind
    self.approved = approved
    self.leaderPosts = leaderPosts
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "EstablishmentSet", title: "编制核定 the approved posts of a body", stream: .body,
    [
      .reference("body", .body),
      .init(Field.staffKind, "staffKind", StaffKind.type),
      .init(Field.approved, "approved", .int),
      .init(Field.leaderPosts, "leaderPosts", .int),
      .reference("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let staffKind = 1
    public static let approved = 2
    public static let leaderPosts = 3
    public static let effectiveFrom = 4
  }
}
