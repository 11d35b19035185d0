// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 派遣/批转/指定承办: a ticket is dispatched to a unit (event 44).
public struct TicketDispatched: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// The unit that handles.
  public var handler: ObjectName
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?
  /// The rule set by which it was done.
  public var rule: ObjectName
  /// Whether the unit may not return it (I-28).
  public var binding: Bool
  /// The department whose work it is (I-17).
  public var onBehalfOf: ObjectName?
  /// Why the unit must take it (I-17).
  public var ground: DispatchGround
  /// The list item that gives the duty.
  public var listItem: ObjectName?
  /// The power that is used.
  public var power: ObjectName?
  /// The admission that allows the push.
  public var admission: ObjectName?
  /// Who is told.
  public var copyTo: [ObjectName]
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName, hop: Int, handler: ObjectName, worker: ObjectName? = nil, rule: ObjectName,
    binding: Bool = false, onBehalfOf: ObjectName? = nil, ground: DispatchGround,
    listItem: ObjectName? = nil, power: ObjectName? = nil, admission: ObjectName? = nil,
    copyTo: [ObjectName] = [], document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.hop = hop
    self.handler = handler
    self.worker = worker
    self.rule = rule
    self.binding = binding
    self.onBehalfOf = onBehalfOf
    self.ground = ground
    self.listItem = listItem
    self.power = power
    self.admission = admission
    self.copyTo = copyTo
    self.document = document
  }

  public static let schema = EventSchema(
    "TicketDispatched", title: "派遣/批转/指定承办 a ticket is dispatched to a unit", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .reference("handler", .body),
      .reference("worker", .person, optional: true),
      .reference("rule", .rule),
      .init(Field.binding, "binding", .bool),
      .reference("onBehalfOf", .body, optional: true),
      .init(Field.ground, "ground", DispatchGround.type),
      .reference("listItem", .listItem, optional: true),
      .reference("power", .power, optional: true),
      .reference("admission", .admission, optional: true),
      .references("copyTo", .body),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let binding = 2
    public static let ground = 3
  }
}

/// 改派: a hop is sent to another unit (event 45).
///
/// It replaces the leg of that hop.
public struct TicketRedirected: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// The unit that handles.
  public var handler: ObjectName
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?
  /// The rule set by which it was done.
  public var rule: ObjectName
  /// Whether the unit may not return it (I-28).
  public var binding: Bool
  /// The department whose work it is (I-17).
  public var onBehalfOf: ObjectName?
  /// Why the unit must take it (I-17).
  public var ground: DispatchGround
  /// The list item that gives the duty.
  public var listItem: ObjectName?
  /// The power that is used.
  public var power: ObjectName?
  /// The admission that allows the push.
  public var admission: ObjectName?
  /// Who is told.
  public var copyTo: [ObjectName]
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName, hop: Int, handler: ObjectName, worker: ObjectName? = nil, rule: ObjectName,
    binding: Bool = false, onBehalfOf: ObjectName? = nil, ground: DispatchGround,
    listItem: ObjectName? = nil, power: ObjectName? = nil, admission: ObjectName? = nil,
    copyTo: [ObjectName] = [], document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.hop = hop
    self.handler = handler
    self.worker = worker
    self.rule = rule
    self.binding = binding
    self.onBehalfOf = onBehalfOf
    self.ground = ground
    self.listItem = listItem
    self.power = power
    self.admission = admission
    self.copyTo = copyTo
    self.document = document
  }

  public static let schema = EventSchema(
    "TicketRedirected", title: "改派 a hop is sent to another unit", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .reference("handler", .body),
      .reference("worker", .person, optional: true),
      .reference("rule", .rule),
      .init(Field.binding, "binding", .bool),
      .reference("onBehalfOf", .body, optional: true),
      .init(Field.ground, "ground", DispatchGround.type),
      .reference("listItem", .listItem, optional: true),
      .reference("power", .power, optional: true),
      .reference("admission", .admission, optional: true),
      .references("copyTo", .body),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let binding = 2
    public static let ground = 3
  }
}

/// 签收: the unit signs for the ticket (event 46).
public struct TicketSignedFor: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?

  public init(
    ticket: ObjectName, hop: Int, worker: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.hop = hop
    self.worker = worker
  }

  public static let schema = EventSchema(
    "TicketSignedFor", title: "签收 the unit signs for the ticket", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .reference("worker", .person, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
  }
}

/// 退回: the unit sends the ticket back (event 47).
public struct TicketReturned: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// 1 for the hop under the registering level, then deeper.
  public var hop: Int
  /// The request, by its own name.
  public var request: ObjectName
  /// The reason, a code of the rule set.
  public var ground: Ground
  /// Hashes of what was handed in.
  public var evidence: [Bytes]

  public init(
    ticket: ObjectName, hop: Int, request: ObjectName, ground: Ground, evidence: [Bytes] = []
  ) {
    self.ticket = ticket
    self.hop = hop
    self.request = request
    self.ground = ground
    self.evidence = evidence
  }

  public static let schema = EventSchema(
    "TicketReturned", title: "退回 the unit sends the ticket back", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.hop, "hop", .int),
      .reference("request", .request),
      .init(Field.ground, "ground", Ground.type),
      .init(Field.evidence, "evidence", .list(.bytes)),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let hop = 1
    public static let ground = 2
    public static let evidence = 3
  }

  /// Why a unit sends a ticket back.
  public enum Ground: String, Enumeration {
    case notMine, notAdmitted, wrongPlace, duplicate, insufficient
  }
}
