// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 个人信息删除: personal data are erased (event 113).
public struct PersonalDataErased: Event {
  /// The person, under a pseudonym.
  public var person: [ObjectName]
  /// Codes of the fields whose key is destroyed.
  public var fields: [String]
  /// The reason, a code of the rule set.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    person: [ObjectName], fields: [String] = [], ground: String, document: ObjectName? = nil
  ) {
    self.person = person
    self.fields = fields.canonicalSet
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "PersonalDataErased", title: "个人信息删除 personal data are erased", stream: .person,
    [
      .references("person", .person, optional: false),
      .init(Field.fields, "fields", .set(.code)),
      .init(Field.ground, "ground", .code),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let fields = 1
    public static let ground = 2
  }
}

/// 个人信息限制处理: personal data are restricted (event 114).
public struct PersonalDataRestricted: Event {
  /// The person, under a pseudonym.
  public var person: [ObjectName]
  /// Codes of the fields that may not be used.
  public var fields: [String]
  /// The reason, a code of the rule set.
  public var ground: String
  /// The last day on which it is kept.
  public var retainUntil: CivilDate?

  public init(
    person: [ObjectName], fields: [String] = [], ground: String, retainUntil: CivilDate? = nil
  ) {
    self.person = person
    self.fields = fields.canonicalSet
    self.ground = ground
    self.retainUntil = retainUntil
  }

  public static let schema = EventSchema(
    "PersonalDataRestricted", title: "个人信息限制处理 personal data are restricted", stream: .person,
    [
      .references("person", .person, optional: false),
      .init(Field.fields, "fields", .set(.code)),
      .init(Field.ground, "ground", .code),
      .init(Field.retainUntil, "retainUntil", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let fields = 1
    public static let ground = 2
    public static let retainUntil = 3
  }
}

/// 保存冻结: a retention hold is set (event 115).
public struct RetentionHoldSet: Event {
  /// What is held.
  public var subject: [ObjectName]
  /// The reason, a code of the rule set.
  public var ground: String
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of the effect; absent while it is open.
  public var effectiveTo: CivilDate?

  public init(
    subject: [ObjectName], ground: String, effectiveFrom: CivilDate, effectiveTo: CivilDate? = nil
  ) {
    self.subject = subject
    self.ground = ground
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
  }

  public static let schema = EventSchema(
    "RetentionHoldSet", title: "保存冻结 a retention hold is set", stream: .subject,
    [
      .references("subject", optional: false),
      .init(Field.ground, "ground", .code),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.effectiveTo, "effectiveTo", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
    public static let effectiveFrom = 2
    public static let effectiveTo = 3
  }
}

/// 解除冻结: a retention hold is lifted (event 116).
///
/// It ends RetentionHoldSet.
public struct RetentionHoldLifted: Event {
  /// What is held.
  public var subject: [ObjectName]
  /// The reason, a code of the rule set.
  public var ground: String

  public init(subject: [ObjectName], ground: String) {
    self.subject = subject
    self.ground = ground
  }

  public static let schema = EventSchema(
    "RetentionHoldLifted", title: "解除冻结 a retention hold is lifted", stream: .subject,
    [
      .references("subject", optional: false),
      .init(Field.ground, "ground", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let ground = 1
  }
}

/// 日志封存: the log is sealed by a checkpoint (event 117).
public struct CheckpointSealed: Event {
  /// The last position under the seal.
  public var upTo: Int
  /// The root of the tree.
  public var root: Bytes
  /// A code of the hash.
  public var algorithm: String

  public init(upTo: Int, root: Bytes, algorithm: String) {
    self.upTo = upTo
    self.root = root
    self.algorithm = algorithm
  }

  public static let schema = EventSchema(
    "CheckpointSealed", title: "日志封存 the log is sealed by a checkpoint",
    [
      .init(Field.upTo, "upTo", .int),
      .init(Field.root, "root", .bytes),
      .init(Field.algorithm, "algorithm", .code),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let upTo = 1
    public static let root = 2
    public static let algorithm = 3
  }
}
