// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 党建责任清单: the party duties of a division are listed (event 17).
///
/// It replaces the earlier list of that division.
public struct PartyDutyListed: Event {
  /// The division.
  public var division: ObjectName
  /// Of which level the duties are.
  public var level: Level
  /// The duties, in the order of the list.
  public var items: [Item]
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(division: ObjectName, level: Level, items: [Item], effectiveFrom: CivilDate) {
    self.division = division
    self.level = level
    self.items = items
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "PartyDutyListed", title: "党建责任清单 the party duties of a division are listed", stream: .division,
    [
      .reference("division", .division),
      .init(Field.level, "level", Level.type),
      .init(Field.items, "items", .list(.message(Item.fields))),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let level = 1
    public static let items = 2
    public static let effectiveFrom = 3
  }

  /// One duty of the list.
  public struct Item: Codable, Hashable, Sendable {
    /// Its code.
    public var code: String
    /// Its words.
    public var text: String

    public init(code: String, text: String) {
      self.code = code
      self.text = text
    }

    static let fields: [EventSourcing.Field] = [
      .init(1, "code", .code),
      .init(2, "text", .text, harmless: "words of a published list"),
    ]
  }
}

/// 派驻负责人任免意见: a town gives its opinion on an appointment (event 18).
public struct AppointmentOpinionGiven: Event {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// The public body.
  public var body: ObjectName
  /// The town.
  public var town: ObjectName
  /// A code of the posts list.
  public var post: String
  /// What the town says.
  public var opinion: Opinion
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    person: ObjectName, body: ObjectName, town: ObjectName, post: String, opinion: Opinion,
    document: ObjectName? = nil
  ) {
    self.person = person
    self.body = body
    self.town = town
    self.post = post
    self.opinion = opinion
    self.document = document
  }

  public static let schema = EventSchema(
    "AppointmentOpinionGiven", title: "派驻负责人任免意见 a town gives its opinion on an appointment",
    stream: .person,
    [
      .reference("person", .person),
      .reference("body", .body),
      .reference("town", .division),
      .init(Field.post, "post", .code),
      .init(Field.opinion, "opinion", Opinion.type),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let post = 1
    public static let opinion = 2
  }

  /// What a town says to an appointment.
  public enum Opinion: String, Enumeration {
    case agree, object, none
  }
}

/// 规范化检查: an institution is checked against the standard (event 19).
public struct InstitutionChecked: Event {
  /// The public body.
  public var body: ObjectName
  /// The town.
  public var town: ObjectName
  /// What it is about.
  public var topic: Topic
  /// Whether the standard is met.
  public var met: Bool
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    body: ObjectName, town: ObjectName, topic: Topic, met: Bool, document: ObjectName? = nil
  ) {
    self.body = body
    self.town = town
    self.topic = topic
    self.met = met
    self.document = document
  }

  public static let schema = EventSchema(
    "InstitutionChecked", title: "规范化检查 an institution is checked against the standard",
    stream: .body,
    [
      .reference("body", .body),
      .reference("town", .division),
      .init(Field.topic, "topic", Topic.type),
      .init(Field.met, "met", .bool),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let topic = 1
    public static let met = 2
  }

  /// What is checked.
  public enum Topic: String, Enumeration {
    case management, assessment, finance, premises, signs, hall
  }
}
