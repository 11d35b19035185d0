// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 吹哨/协办/联合执法: support is called (event 53).
///
/// It replaces the call it names.
public struct SupportCalled: Event {
  /// The call, by its own name.
  public var support: ObjectName
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// What the call is for.
  public var purpose: Purpose
  /// The level that acts.
  public var level: Level
  /// The summoned unit.
  public var supportUnit: [ObjectName]
  /// One a summoned unit, in the order of `supportUnit`.
  public var parties: [Party]
  /// Who leads.
  public var lead: ObjectName
  /// Whether the lead may complete while support is open (I-40).
  public var allowPartial: Bool
  /// The earlier call that this one replaces.
  public var replaces: ObjectName?

  public init(
    support: ObjectName, ticket: ObjectName? = nil, `case`: ObjectName? = nil, purpose: Purpose,
    level: Level, supportUnit: [ObjectName], parties: [Party] = [], lead: ObjectName,
    allowPartial: Bool = false, replaces: ObjectName? = nil
  ) {
    self.support = support
    self.ticket = ticket
    self.`case` = `case`
    self.purpose = purpose
    self.level = level
    self.supportUnit = supportUnit
    self.parties = parties
    self.lead = lead
    self.allowPartial = allowPartial
    self.replaces = replaces
  }

  public static let schema = EventSchema(
    "SupportCalled", title: "吹哨/协办/联合执法 support is called",
    [
      .reference("support", .support),
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .init(Field.purpose, "purpose", Purpose.type),
      .init(Field.level, "level", Level.type),
      .references("supportUnit", .body, optional: false),
      .init(Field.parties, "parties", .list(.message(Party.fields))),
      .reference("lead", .body),
      .init(Field.allowPartial, "allowPartial", .bool),
      .reference("replaces", .support, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let purpose = 1
    public static let level = 2
    public static let parties = 3
    public static let allowPartial = 4
  }

  /// What support is called for.
  public enum Purpose: String, Enumeration {
    case whistle, support, jointEnforcement, modelEnforcement
  }
}

/// 报到: a summoned unit arrives (event 54).
public struct SupportArrived: Event {
  /// The call, by its own name.
  public var support: ObjectName
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The summoned unit.
  public var supportUnit: ObjectName

  public init(
    support: ObjectName, ticket: ObjectName? = nil, `case`: ObjectName? = nil,
    supportUnit: ObjectName
  ) {
    self.support = support
    self.ticket = ticket
    self.`case` = `case`
    self.supportUnit = supportUnit
  }

  public static let schema = EventSchema(
    "SupportArrived", title: "报到 a summoned unit arrives",
    [
      .reference("support", .support),
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("supportUnit", .body),
    ])
}

/// 协办办结: a summoned unit finishes (event 55).
public struct SupportFinished: Event {
  /// The call, by its own name.
  public var support: ObjectName
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The summoned unit.
  public var supportUnit: ObjectName
  /// A code of the results list.
  public var result: String

  public init(
    support: ObjectName, ticket: ObjectName? = nil, `case`: ObjectName? = nil,
    supportUnit: ObjectName, result: String
  ) {
    self.support = support
    self.ticket = ticket
    self.`case` = `case`
    self.supportUnit = supportUnit
    self.result = result
  }

  public static let schema = EventSchema(
    "SupportFinished", title: "协办办结 a summoned unit finishes",
    [
      .reference("support", .support),
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("supportUnit", .body),
      .init(Field.result, "result", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let result = 1
  }
}

/// 免予协办: a summoned unit is excused (event 56).
public struct SupportExcused: Event {
  /// The call, by its own name.
  public var support: ObjectName
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The summoned unit.
  public var supportUnit: ObjectName
  /// The reason, a code of the rule set.
  public var ground: String

  public init(
    support: ObjectName, ticket: ObjectName? = nil, `case`: ObjectName? = nil,
    supportUnit: ObjectName, ground: String
  ) {
    self.support = support
    self.ticket = ticket
    self.`case` = `case`
    self.supportUnit = supportUnit
    self.ground = ground
  }

  public static let schema = EventSchema(
    "SupportExcused", title: "免予协办 a summoned unit is excused",
    [
      .reference("support", .support),
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("supportUnit", .body),
      .init(Field.ground, "ground", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
  }
}
