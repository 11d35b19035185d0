// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 收件: an application is received (event 93).
public struct ApplicationReceived: Event {
  /// The application, by its own name.
  public var application: ObjectName
  /// What is applied for.
  public var serviceItem: ObjectName
  /// The town.
  public var town: ObjectName
  /// The applicant, under a pseudonym.
  public var applicant: ObjectName
  /// The applicant's name, sealed.
  public var applicantName: SealedText?
  /// The window that received it.
  public var window: ObjectName
  /// The rule set by which it was done.
  public var rule: ObjectName
  /// Working days that the service guide promises.
  public var promised: Int?

  public init(
    application: ObjectName, serviceItem: ObjectName, town: ObjectName, applicant: ObjectName,
    applicantName: SealedText? = nil, window: ObjectName, rule: ObjectName, promised: Int? = nil
  ) {
    self.application = application
    self.serviceItem = serviceItem
    self.town = town
    self.applicant = applicant
    self.applicantName = applicantName
    self.window = window
    self.rule = rule
    self.promised = promised
  }

  public static let schema = EventSchema(
    "ApplicationReceived", title: "收件 an application is received", stream: .application,
    [
      .reference("application", .application),
      .reference("serviceItem", .power),
      .reference("town", .division),
      .reference("applicant", .person),
      .sealed(
        Field.applicantName, "applicantName", subjects: [.applicant], purpose: "approval",
        optional: true),
      .reference("window", .body),
      .reference("rule", .rule),
      .init(Field.promised, "promised", .int, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let applicantName = 1
    public static let promised = 2
  }
}

/// 一次性补正告知: missing papers are notified, once (event 94).
public struct CorrectionNotified: Event {
  /// The application, by its own name.
  public var application: ObjectName
  /// Codes of what is missing, all at once.
  public var missing: [String]

  public init(application: ObjectName, missing: [String]) {
    self.application = application
    self.missing = missing
  }

  public static let schema = EventSchema(
    "CorrectionNotified", title: "一次性补正告知 missing papers are notified, once", stream: .application,
    [
      .reference("application", .application),
      .init(Field.missing, "missing", .list(.code)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let missing = 1
  }
}

/// 补正收件: missing papers are received (event 95).
public struct CorrectionReceived: Event {
  /// The application, by its own name.
  public var application: ObjectName
  /// Whether all is there now.
  public var complete: Bool

  public init(application: ObjectName, complete: Bool) {
    self.application = application
    self.complete = complete
  }

  public static let schema = EventSchema(
    "CorrectionReceived", title: "补正收件 missing papers are received", stream: .application,
    [
      .reference("application", .application),
      .init(Field.complete, "complete", .bool),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let complete = 1
  }
}

/// 受理决定: acceptance is decided (event 96).
public struct AcceptanceDecided: Event {
  /// The application, by its own name.
  public var application: ObjectName
  /// How it came out.
  public var result: Result
  /// Why it was not accepted.
  public var ground: Ground?
  /// The power that was applied for.
  public var power: ObjectName?

  public init(
    application: ObjectName, result: Result, ground: Ground? = nil, power: ObjectName? = nil
  ) {
    self.application = application
    self.result = result
    self.ground = ground
    self.power = power
  }

  public static let schema = EventSchema(
    "AcceptanceDecided", title: "受理决定 acceptance is decided", stream: .application,
    [
      .reference("application", .application),
      .init(Field.result, "result", Result.type),
      .init(Field.ground, "ground", Ground.type, optional: true),
      .reference("power", .power, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let result = 1
    public static let ground = 2
  }

  /// How acceptance is decided.
  public enum Result: String, Enumeration {
    case accepted, refused, notNeeded
  }

  /// Why an application is not accepted.
  public enum Ground: String, Enumeration {
    case notDevolved, incomplete, notCompetent, other
  }
}

/// 办结: an application is decided (event 97).
public struct ApplicationDecided: Event {
  /// The application, by its own name.
  public var application: ObjectName
  /// How it came out.
  public var result: Result
  /// The reason, a code of the rule set.
  public var ground: String?
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    application: ObjectName, result: Result, ground: String? = nil, document: ObjectName? = nil
  ) {
    self.application = application
    self.result = result
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "ApplicationDecided", title: "办结 an application is decided", stream: .application,
    [
      .reference("application", .application),
      .init(Field.result, "result", Result.type),
      .init(Field.ground, "ground", .code, optional: true),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let result = 1
    public static let ground = 2
  }

  /// How an application is decided.
  public enum Result: String, Enumeration {
    case granted, refused, withdrawn
  }
}
