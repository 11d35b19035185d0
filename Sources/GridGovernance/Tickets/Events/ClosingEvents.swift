// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 结案/强制结案: a ticket is closed (event 62).
public struct TicketClosed: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// How it is closed.
  public var reason: CloseReason
  /// The enforcement case into which it went.
  public var `case`: ObjectName?
  /// The request, by its own name.
  public var request: ObjectName?
  /// The paper behind it.
  public var document: ObjectName?
  /// Whether the reporter got an answer.
  public var replied: Bool

  public init(
    ticket: ObjectName, reason: CloseReason, `case`: ObjectName? = nil, request: ObjectName? = nil,
    document: ObjectName? = nil, replied: Bool
  ) {
    self.ticket = ticket
    self.reason = reason
    self.`case` = `case`
    self.request = request
    self.document = document
    self.replied = replied
  }

  public static let schema = EventSchema(
    "TicketClosed", title: "结案/强制结案 a ticket is closed", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.reason, "reason", CloseReason.type),
      .reference("case", .case, optional: true),
      .reference("request", .request, optional: true),
      .reference("document", .document, optional: true),
      .init(Field.replied, "replied", .bool),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let reason = 1
    public static let replied = 2
  }
}

/// 重启: a ticket is reopened (event 63).
///
/// It ends TicketClosed / TicketDeclined / TicketReferred.
public struct TicketReopened: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The reason, a code of the rule set.
  public var ground: ReopenGround
  /// The request, by its own name.
  public var request: ObjectName?
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName, ground: ReopenGround, request: ObjectName? = nil,
    document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.ground = ground
    self.request = request
    self.document = document
  }

  public static let schema = EventSchema(
    "TicketReopened", title: "重启 a ticket is reopened", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.ground, "ground", ReopenGround.type),
      .reference("request", .request, optional: true),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
  }
}

/// 回访评价: a follow-up call is recorded (event 64).
public struct FollowUpRecorded: Event {
  /// The ticket.
  public var ticket: ObjectName?
  /// The application, where it is about one.
  public var application: ObjectName?
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// Whether anybody was reached.
  public var reached: Bool
  /// Whether the unit had contacted the reporter, in the reporter's word.
  public var contacted: Bool?
  /// Whether the matter is solved, in the reporter's word.
  public var solved: Bool?
  /// In points of the rule set.
  public var satisfaction: Int?

  public init(
    ticket: ObjectName? = nil, application: ObjectName? = nil, reporter: ObjectName? = nil,
    reached: Bool, contacted: Bool? = nil, solved: Bool? = nil, satisfaction: Int? = nil
  ) {
    self.ticket = ticket
    self.application = application
    self.reporter = reporter
    self.reached = reached
    self.contacted = contacted
    self.solved = solved
    self.satisfaction = satisfaction
  }

  public static let schema = EventSchema(
    "FollowUpRecorded", title: "回访评价 a follow-up call is recorded",
    [
      .reference("ticket", .ticket, optional: true),
      .reference("application", .application, optional: true),
      .reference("reporter", .person, optional: true),
      .init(Field.reached, "reached", .bool),
      .init(Field.contacted, "contacted", .bool, optional: true),
      .init(Field.solved, "solved", .bool, optional: true),
      .init(Field.satisfaction, "satisfaction", .int, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let reached = 1
    public static let contacted = 2
    public static let solved = 3
    public static let satisfaction = 4
  }
}

/// 升级上报: a ticket goes to the level above (event 65).
public struct TicketEscalated: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The level that hands it up.
  public var fromLevel: Level
  /// One above `fromLevel`, unless it is an emergency (I-14).
  public var toLevel: Level
  /// The reason, a code of the rule set.
  public var ground: Ground
  /// What the report claims; the grade is set at registration.
  public var urgency: TicketGrade?
  /// The power that is used.
  public var power: ObjectName?

  public init(
    ticket: ObjectName, fromLevel: Level, toLevel: Level, ground: Ground,
    urgency: TicketGrade? = nil, power: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.fromLevel = fromLevel
    self.toLevel = toLevel
    self.ground = ground
    self.urgency = urgency
    self.power = power
  }

  public static let schema = EventSchema(
    "TicketEscalated", title: "升级上报 a ticket goes to the level above", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.fromLevel, "fromLevel", Level.type(among: [.village, .town])),
      .init(Field.toLevel, "toLevel", Level.type(among: [.town, .county])),
      .init(Field.ground, "ground", Ground.type),
      .init(Field.urgency, "urgency", TicketGrade.type, optional: true),
      .reference("power", .power, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let fromLevel = 1
    public static let toLevel = 2
    public static let ground = 3
    public static let urgency = 4
  }

  /// Why a level hands a ticket up.
  public enum Ground: String, Enumeration {
    case noPower, crossArea, noAgreement, overdue, emergency, other
  }
}
