// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 并案: a ticket is merged into another (event 69).
public struct TicketMerged: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The ticket that lives on.
  public var survivor: ObjectName

  public init(
    ticket: ObjectName, survivor: ObjectName
  ) {
    self.ticket = ticket
    self.survivor = survivor
  }

  public static let schema = EventSchema(
    "TicketMerged", title: "并案 a ticket is merged into another", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .reference("survivor", .ticket),
    ])
}

/// 撤销并案: a merge is undone (event 70).
///
/// It ends TicketMerged.
public struct TicketUnmerged: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The ticket that lives on.
  public var survivor: ObjectName
  /// Whether the survivor was closed by then: a ticket already at work starts at registration.
  public var survivorClosed: Bool

  public init(ticket: ObjectName, survivor: ObjectName, survivorClosed: Bool = false) {
    self.ticket = ticket
    self.survivor = survivor
    self.survivorClosed = survivorClosed
  }

  public static let schema = EventSchema(
    "TicketUnmerged", title: "撤销并案 a merge is undone", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .reference("survivor", .ticket),
      .init(Field.survivorClosed, "survivorClosed", .bool),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let survivorClosed = 1
  }
}

/// 作废: a ticket is voided (event 71).
public struct TicketVoided: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// The reason, a code of the rule set.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    ticket: ObjectName, ground: String, document: ObjectName? = nil
  ) {
    self.ticket = ticket
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "TicketVoided", title: "作废 a ticket is voided", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.ground, "ground", .code),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
  }
}

/// 剔除考核: a ticket is excluded from indicators (event 72).
public struct TicketExcluded: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// Codes of the indicators that leave it out.
  public var indicators: [String]
  /// The reason, a code of the rule set.
  public var ground: String
  /// The request, by its own name.
  public var request: ObjectName?
  /// The paper behind it.
  public var document: ObjectName

  public init(
    ticket: ObjectName, indicators: [String] = [], ground: String, request: ObjectName? = nil,
    document: ObjectName
  ) {
    self.ticket = ticket
    self.indicators = indicators.canonicalSet
    self.ground = ground
    self.request = request
    self.document = document
  }

  public static let schema = EventSchema(
    "TicketExcluded", title: "剔除考核 a ticket is excluded from indicators", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.indicators, "indicators", .set(.code)),
      .init(Field.ground, "ground", .code),
      .reference("request", .request, optional: true),
      .reference("document", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let indicators = 1
    public static let ground = 2
  }
}

/// 恢复计入: an exclusion is lifted (event 73).
///
/// It ends TicketExcluded.
public struct TicketExclusionLifted: Event {
  /// The ticket.
  public var ticket: ObjectName
  /// Codes of the indicators that leave it out.
  public var indicators: [String]
  /// The paper behind it.
  public var document: ObjectName

  public init(
    ticket: ObjectName, indicators: [String] = [], document: ObjectName
  ) {
    self.ticket = ticket
    self.indicators = indicators.canonicalSet
    self.document = document
  }

  public static let schema = EventSchema(
    "TicketExclusionLifted", title: "恢复计入 an exclusion is lifted", stream: .ticket,
    [
      .reference("ticket", .ticket),
      .init(Field.indicators, "indicators", .set(.code)),
      .reference("document", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let indicators = 1
  }
}
