// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 事件上报: an incident is reported (event 36).
public struct IncidentReported: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// A code of the origin list in force (I-15).
  public var origin: String
  /// A code of the channels list.
  public var channel: String
  /// The category in force at that time.
  public var category: ObjectName
  /// What the report claims; the grade is set at registration.
  public var urgency: TicketGrade?
  /// The division.
  public var division: ObjectName
  /// The grid.
  public var grid: ObjectName?
  /// Where, in words.
  public var location: SealedText?
  /// In words.
  public var text: SealedText
  /// Hashes of photos and recordings, which are kept elsewhere.
  public var media: [Bytes]
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// How the reporter can be reached.
  public var contact: SealedText?
  /// Whether the reporter asked not to be named.
  public var anonymous: Bool
  /// Whether the reporter solved it on the spot.
  public var selfSolved: Bool
  /// The ticket from which this one was split.
  public var parentTicket: ObjectName?
  /// A deadline that came with an imported report.
  public var dueGiven: Instant?

  public init(
    ticket: ObjectName, origin: String, channel: String, category: ObjectName,
    urgency: TicketGrade? = nil, division: ObjectName, grid: ObjectName? = nil,
    location: SealedText? = nil, text: SealedText, media: [Bytes] = [], reporter: ObjectName? = nil,
    contact: SealedText? = nil, anonymous: Bool = false, selfSolved: Bool = false,
    parentTicket: ObjectName? = nil, dueGiven: Instant? = nil
  ) {
    self.ticket = ticket
    self.origin = origin
    self.channel = channel
    self.category = category
    self.urgency = urgency
    self.division = division
    self.grid = grid
    self.location = location
    self.text = text
    self.media = media
    self.reporter = reporter
    self.contact = contact
    self.anonymous = anonymous
    self.selfSolved = selfSolved
    self.parentTicket = parentTicket
    self.dueGiven = dueGiven
  }

  public static let schema = EventSchema(
    "IncidentReported", title: "事件上报 an incident is reported", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.origin, "origin", .code),
      .init(Field.channel, "channel", .code),
      .reference("category", .category),
      .init(Field.urgency, "urgency", TicketGrade.type, optional: true),
      .reference("division", .division),
      .reference("grid", .grid, optional: true),
      .sealed(
        Field.location, "location", subjects: [.reporter, .ticket], purpose: "intake",
        optional: true),
      .sealed(Field.text, "text", subjects: [.reporter, .ticket], purpose: "intake"),
      .init(Field.media, "media", .list(.bytes)),
      .reference("reporter", .person, optional: true),
      .sealed(
        Field.contact, "contact", subjects: [.reporter, .ticket], purpose: "contact", optional: true
      ),
      .init(Field.anonymous, "anonymous", .bool),
      .init(Field.selfSolved, "selfSolved", .bool),
      .reference("parentTicket", .ticket, optional: true),
      .init(Field.dueGiven, "dueGiven", .instant, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let origin = 1
    public static let channel = 2
    public static let urgency = 3
    public static let location = 4
    public static let text = 5
    public static let media = 6
    public static let contact = 7
    public static let anonymous = 8
    public static let selfSolved = 9
    public static let dueGiven = 10
  }
}

/// 受理: a report is accepted (event 37).
public struct TicketAccepted: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The level that acts.
  public var level: Level

  public init(
    ticket: ObjectName, level: Level
  ) {
    self.ticket = ticket
    self.level = level
  }

  public static let schema = EventSchema(
    "TicketAccepted", title: "受理 a report is accepted", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.level, "level", Level.type),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let level = 1
  }
}

/// 不予受理/不予立案: a report is declined (event 38).
public struct TicketDeclined: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// Before acceptance, or before registration.
  public var stage: Stage
  /// The reason, a code of the rule set.
  public var ground: String
  /// Where it goes.
  public var referredTo: ObjectName?
  /// Whether the reporter was told.
  public var told: Bool

  public init(
    ticket: ObjectName, stage: Stage, ground: String, referredTo: ObjectName? = nil, told: Bool
  ) {
    self.ticket = ticket
    self.stage = stage
    self.ground = ground
    self.referredTo = referredTo
    self.told = told
  }

  public static let schema = EventSchema(
    "TicketDeclined", title: "不予受理/不予立案 a report is declined", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.stage, "stage", Stage.type),
      .init(Field.ground, "ground", .code),
      .reference("referredTo", .body, optional: true),
      .init(Field.told, "told", .bool),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let stage = 1
    public static let ground = 2
    public static let told = 3
  }

  /// The step at which a ticket is turned down.
  public enum Stage: String, Enumeration {
    case acceptance, registration
  }
}

/// 转送: a report is passed to another authority (event 39).
public struct TicketReferred: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// Where it goes.
  public var referredTo: ObjectName?
  /// An authority that is no body of this county.
  public var outsideName: String?
  /// The reason, a code of the rule set.
  public var ground: Ground
  /// Whether the reporter was told.
  public var told: Bool

  public init(
    ticket: ObjectName, referredTo: ObjectName? = nil, outsideName: String? = nil, ground: Ground,
    told: Bool
  ) {
    self.ticket = ticket
    self.referredTo = referredTo
    self.outsideName = outsideName
    self.ground = ground
    self.told = told
  }

  public static let schema = EventSchema(
    "TicketReferred", title: "转送 a report is passed to another authority", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .reference("referredTo", .body, optional: true),
      .init(
        Field.outsideName, "outsideName", .text, optional: true,
        harmless: "the name of a public authority"),
      .init(Field.ground, "ground", Ground.type),
      .init(Field.told, "told", .bool),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let outsideName = 1
    public static let ground = 2
    public static let told = 3
  }

  /// Why a ticket belongs elsewhere.
  public enum Ground: String, Enumeration {
    case emergencyNumber, otherAuthority, otherArea
  }
}

/// 核实/核查派单: somebody is sent to look (event 40).
public struct CheckAssigned: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// Which of the kinds.
  public var kind: Kind
  /// Who is sent.
  public var assignee: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int?

  public init(
    ticket: ObjectName, kind: Kind, assignee: ObjectName, hop: Int? = nil
  ) {
    self.ticket = ticket
    self.kind = kind
    self.assignee = assignee
    self.hop = hop
  }

  public static let schema = EventSchema(
    "CheckAssigned", title: "核实/核查派单 somebody is sent to look", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.kind, "kind", Kind.type),
      .reference("assignee", .person),
      .init(Field.hop, "hop", .int, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let hop = 2
  }

  /// A look before registration, or one after handling.
  public enum Kind: String, Enumeration {
    case verify, inspect
  }
}

/// 核实: a report is verified on the spot (event 41).
public struct ReportVerified: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// How it ended.
  public var result: Result
  /// Whose work it is, where one person is named.
  public var worker: ObjectName
  /// Hashes of photos and recordings, which are kept elsewhere.
  public var media: [Bytes]

  public init(
    ticket: ObjectName, result: Result, worker: ObjectName, media: [Bytes] = []
  ) {
    self.ticket = ticket
    self.result = result
    self.worker = worker
    self.media = media
  }

  public static let schema = EventSchema(
    "ReportVerified", title: "核实 a report is verified on the spot", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.result, "result", Result.type),
      .reference("worker", .person),
      .init(Field.media, "media", .list(.bytes)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let result = 1
    public static let media = 2
  }

  /// What the worker found on the spot.
  public enum Result: String, Enumeration {
    case valid, invalid, notFound
  }
}

/// 立案: a ticket is registered (event 42).
public struct TicketRegistered: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The category in force at that time.
  public var category: ObjectName
  /// The grade given.
  public var grade: TicketGrade
  /// The list item that gives the duty.
  public var listItem: ObjectName?
  /// The part that the list item gives.
  public var duty: Duty?

  public init(
    ticket: ObjectName, category: ObjectName, grade: TicketGrade, listItem: ObjectName? = nil,
    duty: Duty? = nil
  ) {
    self.ticket = ticket
    self.category = category
    self.grade = grade
    self.listItem = listItem
    self.duty = duty
  }

  public static let schema = EventSchema(
    "TicketRegistered", title: "立案 a ticket is registered", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .reference("category", .category),
      .init(Field.grade, "grade", TicketGrade.type),
      .reference("listItem", .listItem, optional: true),
      .init(Field.duty, "duty", Duty.type, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let grade = 1
    public static let duty = 2
  }

  /// The part that a list item gives to whoever handles the ticket.
  public enum Duty: String, Enumeration {
    case lead, support
  }
}

/// 调整等级/类别: grade or category changes (event 43).
///
/// It replaces grade or category from its time.
public struct TicketRegraded: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The grade given.
  public var grade: TicketGrade?
  /// The category in force at that time.
  public var category: ObjectName?
  /// The reason, a code of the rule set.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName, grade: TicketGrade? = nil, category: ObjectName? = nil, ground: String,
    document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.grade = grade
    self.category = category
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "TicketRegraded", title: "调整等级/类别 grade or category changes", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.grade, "grade", TicketGrade.type, optional: true),
      .reference("category", .category, optional: true),
      .init(Field.ground, "ground", .code),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let grade = 1
    public static let ground = 2
  }
}
