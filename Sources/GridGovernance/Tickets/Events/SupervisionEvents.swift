// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 督办: supervision is issued (event 66).
public struct SupervisionIssued: Event {
  /// The supervision, by its own name.
  public var supervision: ObjectName
  /// The ticket.
  public var ticket: ObjectName
  /// The unit that handles.
  public var handler: ObjectName
  /// The grade given.
  public var grade: SupervisionGrade
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// What the leader wrote.
  public var opinion: SealedText?
  /// When a reply is due.
  public var replyBy: Instant?

  public init(
    supervision: ObjectName, ticket: ObjectName, handler: ObjectName, grade: SupervisionGrade,
    reporter: ObjectName? = nil, opinion: SealedText? = nil, replyBy: Instant? = nil
  ) {
    self.supervision = supervision
    self.ticket = ticket
    self.handler = handler
    self.grade = grade
    self.reporter = reporter
    self.opinion = opinion
    self.replyBy = replyBy
  }

  public static let schema = EventSchema(
    "SupervisionIssued", title: "督办 supervision is issued", stream: .ticket,
    [
      .reference("supervision", .supervision),
      .reference("ticket", .ticket),
      .reference("handler", .body),
      .init(Field.grade, "grade", SupervisionGrade.type),
      .reference("reporter", .person, optional: true),
      .sealed(
        Field.opinion, "opinion", subjects: [.reporter, .ticket], purpose: "supervision",
        optional: true),
      .init(Field.replyBy, "replyBy", .instant, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let grade = 1
    public static let opinion = 2
    public static let replyBy = 3
  }
}

/// 督办回复: the supervised unit replies (event 67).
public struct SupervisionReplied: Event {
  /// The supervision, by its own name.
  public var supervision: ObjectName
  /// The ticket.
  public var ticket: ObjectName
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// In words.
  public var text: SealedText

  public init(
    supervision: ObjectName, ticket: ObjectName, reporter: ObjectName? = nil, text: SealedText
  ) {
    self.supervision = supervision
    self.ticket = ticket
    self.reporter = reporter
    self.text = text
  }

  public static let schema = EventSchema(
    "SupervisionReplied", title: "督办回复 the supervised unit replies", stream: .ticket,
    [
      .reference("supervision", .supervision),
      .reference("ticket", .ticket),
      .reference("reporter", .person, optional: true),
      .sealed(Field.text, "text", subjects: [.reporter, .ticket], purpose: "supervision"),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let text = 1
  }
}

/// 解除督办: supervision is lifted (event 68).
///
/// It ends SupervisionIssued.
public struct SupervisionLifted: Event {
  /// The supervision, by its own name.
  public var supervision: ObjectName
  /// The ticket.
  public var ticket: ObjectName
  /// The reason, a code of the rule set.
  public var ground: String

  public init(
    supervision: ObjectName, ticket: ObjectName, ground: String
  ) {
    self.supervision = supervision
    self.ticket = ticket
    self.ground = ground
  }

  public static let schema = EventSchema(
    "SupervisionLifted", title: "解除督办 supervision is lifted", stream: .ticket,
    [
      .reference("supervision", .supervision),
      .reference("ticket", .ticket),
      .init(Field.ground, "ground", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
  }
}
