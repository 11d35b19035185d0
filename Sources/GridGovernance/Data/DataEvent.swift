// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 外部数据接入/二次录入: a record of another system comes in (event 108).
public struct ExternalRecordImported: Event {
  /// The other system.
  public var system: ObjectName
  /// Fed, taken over in a batch, or typed in again.
  public var mode: Mode
  /// When the other system says it happened.
  public var sourceTime: Instant
  /// Minutes that typing it again cost.
  public var minutes: ExactDecimal?
  /// What the record became here.
  public var maps: ObjectName
  /// The status that the source gave, as it is written there.
  public var sourceStatus: String?
  /// Codes of what was doubtful in the record.
  public var doubts: [String]

  public init(
    system: ObjectName, mode: Mode, sourceTime: Instant, minutes: ExactDecimal? = nil,
    maps: ObjectName, sourceStatus: String? = nil, doubts: [String] = []
  ) {
    self.system = system
    self.mode = mode
    self.sourceTime = sourceTime
    self.minutes = minutes
    self.maps = maps
    self.sourceStatus = sourceStatus
    self.doubts = doubts.canonicalSet
  }

  public static let schema = EventSchema(
    "ExternalRecordImported", title: "外部数据接入/二次录入 a record of another system comes in",
    stream: .system,
    [
      .reference("system", .system),
      .init(Field.mode, "mode", Mode.type),
      .init(Field.sourceTime, "sourceTime", .instant),
      .init(Field.minutes, "minutes", .decimal, optional: true),
      .reference("maps", .ticket, .case, .application, .other),
      .init(Field.sourceStatus, "sourceStatus", .code, optional: true),
      .init(Field.doubts, "doubts", .set(.code)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let mode = 1
    public static let sourceTime = 2
    public static let minutes = 3
    public static let sourceStatus = 4
    public static let doubts = 5
  }

  /// How a record came in.
  public enum Mode: String, Enumeration {
    case feed, batch, reentered
  }
}

/// 接口状态: a connector changes its status (event 109).
///
/// It replaces the earlier status.
public struct ConnectorStatusChanged: Event {
  /// The other system.
  public var system: ObjectName
  /// How it stands.
  public var status: Status
  /// The authority that runs the connector.
  public var authority: ObjectName?

  public init(
    system: ObjectName, status: Status, authority: ObjectName? = nil
  ) {
    self.system = system
    self.status = status
    self.authority = authority
  }

  public static let schema = EventSchema(
    "ConnectorStatusChanged", title: "接口状态 a connector changes its status", stream: .system,
    [
      .reference("system", .system),
      .init(Field.status, "status", Status.type),
      .reference("authority", .body, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let status = 1
  }

  /// How a connector stands.
  public enum Status: String, Enumeration {
    case none, applied, open, degraded, down
  }
}

/// 更正: a fact is corrected (event 110).
///
/// It amends its target.
public struct FactCorrected: Event {
  /// The event that is repaired.
  public var target: EventID
  /// The field that is replaced, or `occurred`, `externalID`.
  public var field: String
  /// What stands there from now on. A sealed field is not corrected: annul and record again.
  public var new: Value
  /// The reason, a code of the rule set.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    target: EventID, field: String, new: Value, ground: String, document: ObjectName? = nil
  ) {
    self.target = target
    self.field = field
    self.new = new
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "FactCorrected", title: "更正 a fact is corrected",
    effect: .amends(target: "target", field: "field", value: "new"), carriesForeignReferences: true,
    [
      .init(Field.target, "target", .eventID),
      .init(Field.field, "field", .text, harmless: "the name of a field"),
      .init(Field.new, "new", .anyValue),
      .init(Field.ground, "ground", .code),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let target = 1
    public static let field = 2
    public static let new = 3
    public static let ground = 4
  }
}

/// 误录撤销: an event is annulled (event 111).
///
/// It retracts its target.
public struct EventAnnulled: Event {
  /// The event that is repaired.
  public var target: EventID
  /// The reason, a code of the rule set.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName

  public init(
    target: EventID, ground: String, document: ObjectName
  ) {
    self.target = target
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "EventAnnulled", title: "误录撤销 an event is annulled", effect: .retracts(target: "target"),
    carriesForeignReferences: true,
    [
      .init(Field.target, "target", .eventID),
      .init(Field.ground, "ground", .code),
      .reference("document", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let target = 1
    public static let ground = 2
  }
}

/// 驳回留痕: a command is refused, and that is kept (event 112).
public struct CommandRefused: Event {
  /// What was asked.
  public var command: String
  /// The rule set by which it was done.
  public var rule: String
  /// Where the rule comes from.
  public var source: String
  /// The id of the command: a retry counts once.
  public var commandID: EventID
  /// Who asked.
  public var proposer: ObjectName
  /// The department whose work it is (I-17).
  public var onBehalfOf: ObjectName?
  /// The towns that it would have hit.
  public var town: [ObjectName]
  /// What the command was about.
  public var subject: ObjectName?
  /// The numbers that decided.
  public var values: [RefusedValue]

  public init(
    command: String, rule: String, source: String, commandID: EventID, proposer: ObjectName,
    onBehalfOf: ObjectName? = nil, town: [ObjectName] = [], subject: ObjectName? = nil,
    values: [RefusedValue] = []
  ) {
    self.command = command
    self.rule = rule
    self.source = source
    self.commandID = commandID
    self.proposer = proposer
    self.onBehalfOf = onBehalfOf
    self.town = town
    self.subject = subject
    self.values = values
  }

  public static let schema = EventSchema(
    "CommandRefused", title: "驳回留痕 a command is refused, and that is kept", stream: .proposer,
    [
      .init(Field.command, "command", .text, harmless: "the name of a command"),
      .init(Field.rule, "rule", .text, harmless: "the number of a rule"),
      .init(
        Field.source, "source", .text, harmless: "an article of law or a point of the county's text"
      ),
      .init(Field.commandID, "commandID", .eventID),
      .reference("proposer", .body),
      .reference("onBehalfOf", .body, optional: true),
      .references("town", .division),
      .reference("subject", optional: true),
      .init(Field.values, "values", .list(.message(RefusedValue.fields))),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let command = 1
    public static let rule = 2
    public static let source = 3
    public static let commandID = 4
    public static let values = 5
  }
}
