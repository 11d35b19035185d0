// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 缺岗登记: a person is absent from a post (event 12).
public struct AbsenceRecorded: Event {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// The public body.
  public var body: ObjectName
  /// A code of the posts list.
  public var post: String
  /// Which of the kinds.
  public var kind: Kind
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of the effect; absent while it is open.
  public var effectiveTo: CivilDate

  public init(
    person: ObjectName, body: ObjectName, post: String, kind: Kind, effectiveFrom: CivilDate,
    effectiveTo: CivilDate
  ) {
    self.person = person
    self.body = body
    self.post = post
    self.kind = kind
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
  }

  public static let schema = EventSchema(
    "AbsenceRecorded", title: "缺岗登记 a person is absent from a post", stream: .person,
    [
      .reference("person", .person),
      .reference("body", .body),
      .init(Field.post, "post", .code),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.effectiveTo, "effectiveTo", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let post = 1
    public static let kind = 2
    public static let effectiveFrom = 3
    public static let effectiveTo = 4
  }

  /// Why a person is absent.
  public enum Kind: String, Enumeration {
    case leave, illness, training, secondment, other
  }
}

/// AB岗替岗: one post covers for another (event 13).
public struct AbCoverDeclared: Event {
  /// The person who is absent.
  public var covered: ObjectName
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// The public body.
  public var body: ObjectName
  /// The post that is covered, a code of the posts list.
  public var postA: String
  /// The post that covers, a code of the posts list.
  public var postB: String
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of the effect; absent while it is open.
  public var effectiveTo: CivilDate
  /// The reason, a code of the rule set.
  public var ground: String

  public init(
    covered: ObjectName, person: ObjectName, body: ObjectName, postA: String, postB: String,
    effectiveFrom: CivilDate, effectiveTo: CivilDate, ground: String
  ) {
    self.covered = covered
    self.person = person
    self.body = body
    self.postA = postA
    self.postB = postB
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
    self.ground = ground
  }

  public static let schema = EventSchema(
    "AbCoverDeclared", title: "AB岗替岗 one post covers for another", stream: .covered,
    [
      .reference("covered", .person),
      .reference("person", .person),
      .reference("body", .body),
      .init(Field.postA, "postA", .code),
      .init(Field.postB, "postB", .code),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.effectiveTo, "effectiveTo", .date),
      .init(Field.ground, "ground", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let postA = 1
    public static let postB = 2
    public static let effectiveFrom = 3
    public static let effectiveTo = 4
    public static let ground = 5
  }
}
