// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 执法公示: enforcement is published (event 88).
public struct EnforcementPublished: Event {
  /// The publication, by its own name.
  public var publication: ObjectName
  /// The public body.
  public var body: ObjectName
  /// The case it tells of.
  public var `case`: ObjectName?
  /// The inspection it tells of.
  public var inspection: ObjectName?
  /// Before, during or after the act (domain §3.2).
  public var stage: Stage
  /// A code of what is published.
  public var what: String
  /// A code of the places of publication.
  public var place: String
  /// The last day of the publication.
  public var until: CivilDate?

  public init(
    publication: ObjectName, body: ObjectName, case: ObjectName? = nil,
    inspection: ObjectName? = nil, stage: Stage, what: String, place: String,
    until: CivilDate? = nil
  ) {
    self.publication = publication
    self.body = body
    self.case = `case`
    self.inspection = inspection
    self.stage = stage
    self.what = what
    self.place = place
    self.until = until
  }

  public static let schema = EventSchema(
    "EnforcementPublished", title: "执法公示 enforcement is published", stream: .publication,
    [
      .reference("publication", .publication),
      .reference("body", .body),
      .reference("case", .`case`, optional: true),
      .reference("inspection", .inspection, optional: true),
      .init(Field.stage, "stage", Stage.type),
      .init(Field.what, "what", .code),
      .init(Field.place, "place", .code),
      .init(Field.until, "until", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let stage = 1
    public static let what = 2
    public static let place = 3
    public static let until = 4
  }

  /// When it is published.
  public enum Stage: String, Enumeration {
    case before, during, after
  }
}

/// 撤回公示: a publication is withdrawn (event 89).
///
/// It ends EnforcementPublished.
public struct PublicationWithdrawn: Event {
  /// The publication, by its own name.
  public var publication: ObjectName
  /// The public body.
  public var body: ObjectName
  /// The case it told of.
  public var `case`: ObjectName?
  /// The reason, a code of the rule set.
  public var ground: String

  public init(publication: ObjectName, body: ObjectName, case: ObjectName? = nil, ground: String) {
    self.publication = publication
    self.body = body
    self.case = `case`
    self.ground = ground
  }

  public static let schema = EventSchema(
    "PublicationWithdrawn", title: "撤回公示 a publication is withdrawn", stream: .publication,
    [
      .reference("publication", .publication),
      .reference("body", .body),
      .reference("case", .`case`, optional: true),
      .init(Field.ground, "ground", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
  }
}
