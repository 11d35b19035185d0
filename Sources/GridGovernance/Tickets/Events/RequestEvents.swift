// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 申请(挂账/重启/剔除/终止/退出协办): a request is made (event 48).
public struct RequestMade: Event {
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The application, where it is about one.
  public var application: ObjectName?
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int?
  /// The request, by its own name.
  public var request: ObjectName
  /// Which of the kinds.
  public var kind: Kind
  /// The reason, a code of the rule set.
  public var ground: String
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// In words.
  public var text: SealedText?
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName? = nil, `case`: ObjectName? = nil, application: ObjectName? = nil,
    hop: Int? = nil, request: ObjectName, kind: Kind, ground: String, reporter: ObjectName? = nil,
    text: SealedText? = nil, document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.`case` = `case`
    self.application = application
    self.hop = hop
    self.request = request
    self.kind = kind
    self.ground = ground
    self.reporter = reporter
    self.text = text
    self.document = document
  }

  public static let schema = EventSchema(
    "RequestMade", title: "申请(挂账/重启/剔除/终止/退出协办) a request is made",
    [
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("application", .application, optional: true),
      .init(Field.hop, "hop", .int, optional: true),
      .reference("request", .request),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.ground, "ground", .code),
      .reference("reporter", .person, optional: true),
      .sealed(
        Field.text, "text", subjects: [.reporter, .ticket, .case, .application],
        purpose: "handling", optional: true),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let kind = 2
    public static let ground = 3
    public static let text = 4
  }

  /// What a unit, or the reporter through a clerk, asks for.
  public enum Kind: String, Enumeration {
    case suspension, reopen, exclusion, termination, supportRelease
  }
}

/// 延期申请: more time is asked for (event 49).
public struct ExtensionRequested: Event {
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The application, where it is about one.
  public var application: ObjectName?
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int?
  /// The request, by its own name.
  public var request: ObjectName
  /// How many units are asked for.
  public var units: Int
  /// What `units` counts.
  public var unit: TimeUnit
  /// The reason, a code of the rule set.
  public var ground: String

  public init(
    ticket: ObjectName? = nil, `case`: ObjectName? = nil, application: ObjectName? = nil,
    hop: Int? = nil, request: ObjectName, units: Int, unit: TimeUnit, ground: String
  ) {
    self.ticket = ticket
    self.`case` = `case`
    self.application = application
    self.hop = hop
    self.request = request
    self.units = units
    self.unit = unit
    self.ground = ground
  }

  public static let schema = EventSchema(
    "ExtensionRequested", title: "延期申请 more time is asked for",
    [
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("application", .application, optional: true),
      .init(Field.hop, "hop", .int, optional: true),
      .reference("request", .request),
      .init(Field.units, "units", .int),
      .init(Field.unit, "unit", TimeUnit.type),
      .init(Field.ground, "ground", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let units = 2
    public static let unit = 3
    public static let ground = 4
  }
}

/// 裁定: a request is ruled on (event 50).
public struct RequestRuled: Event {
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The application, where it is about one.
  public var application: ObjectName?
  /// The request, by its own name.
  public var request: ObjectName
  /// Which of the kinds.
  public var kind: RequestKind
  /// How it ended.
  public var result: Result
  /// How many units were granted; may differ from what was asked.
  public var grantedUnits: Int?
  /// From when the grant counts; the request's time unless given (K8).
  public var effectiveFrom: Instant?
  /// The reason, a code of the rule set.
  public var ground: String?
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName? = nil, `case`: ObjectName? = nil, application: ObjectName? = nil,
    request: ObjectName, kind: RequestKind, result: Result, grantedUnits: Int? = nil,
    effectiveFrom: Instant? = nil, ground: String? = nil, document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.`case` = `case`
    self.application = application
    self.request = request
    self.kind = kind
    self.result = result
    self.grantedUnits = grantedUnits
    self.effectiveFrom = effectiveFrom
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "RequestRuled", title: "裁定 a request is ruled on",
    [
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("application", .application, optional: true),
      .reference("request", .request),
      .init(Field.kind, "kind", RequestKind.type),
      .init(Field.result, "result", Result.type),
      .init(Field.grantedUnits, "grantedUnits", .int, optional: true),
      .init(Field.effectiveFrom, "effectiveFrom", .instant, optional: true),
      .init(Field.ground, "ground", .code, optional: true),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let result = 2
    public static let grantedUnits = 3
    public static let effectiveFrom = 4
    public static let ground = 5
  }

  /// The answer to a request.
  public enum Result: String, Enumeration {
    case granted, refused
  }
}

/// 挂账/缓办/中止计时: the clock is suspended (event 51).
public struct ClockSuspended: Event {
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The application, where it is about one.
  public var application: ObjectName?
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int?
  /// This hop's clock, or all of them.
  public var reach: Reach
  /// Decides whether the ticket leaves the rates.
  public var `class`: SuspensionClass
  /// The reason, a code of the rule set.
  public var ground: String
  /// The request, by its own name.
  public var request: ObjectName?
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName? = nil, `case`: ObjectName? = nil, application: ObjectName? = nil,
    hop: Int? = nil, reach: Reach, `class`: SuspensionClass, ground: String,
    request: ObjectName? = nil, document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.`case` = `case`
    self.application = application
    self.hop = hop
    self.reach = reach
    self.`class` = `class`
    self.ground = ground
    self.request = request
    self.document = document
  }

  public static let schema = EventSchema(
    "ClockSuspended", title: "挂账/缓办/中止计时 the clock is suspended",
    [
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("application", .application, optional: true),
      .init(Field.hop, "hop", .int, optional: true),
      .init(Field.reach, "reach", Reach.type),
      .init(Field.`class`, "class", SuspensionClass.type),
      .init(Field.ground, "ground", .code),
      .reference("request", .request, optional: true),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let reach = 2
    public static let `class` = 3
    public static let ground = 4
  }

  /// Which clocks stand still (K18).
  public enum Reach: String, Enumeration {
    case hop, whole
  }
}

/// 恢复计时: the clock runs again (event 52).
///
/// It ends ClockSuspended.
public struct ClockResumed: Event {
  /// The ticket.
  public var ticket: ObjectName?
  /// The enforcement case.
  public var `case`: ObjectName?
  /// The application, where it is about one.
  public var application: ObjectName?
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int?

  public init(
    ticket: ObjectName? = nil, `case`: ObjectName? = nil, application: ObjectName? = nil,
    hop: Int? = nil
  ) {
    self.ticket = ticket
    self.`case` = `case`
    self.application = application
    self.hop = hop
  }

  public static let schema = EventSchema(
    "ClockResumed", title: "恢复计时 the clock runs again",
    [
      .reference("ticket", .ticket, optional: true),
      .reference("case", .case, optional: true),
      .reference("application", .application, optional: true),
      .init(Field.hop, "hop", .int, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
  }
}
