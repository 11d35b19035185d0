// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 听证: a hearing is held (event 81).
public struct HearingHeld: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// The day on which it was asked for.
  public var askedOn: CivilDate
  /// Who presided, under a pseudonym.
  public var chair: ObjectName
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(case: ObjectName, askedOn: CivilDate, chair: ObjectName, record: Bytes) {
    self.case = `case`
    self.askedOn = askedOn
    self.chair = chair
    self.record = record
  }

  public static let schema = EventSchema(
    "HearingHeld", title: "听证 a hearing is held", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.askedOn, "askedOn", .date),
      .reference("chair", .person),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let askedOn = 1
    public static let record = 2
  }
}

/// 放弃听证: a hearing is waived (event 82).
public struct HearingWaived: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// In which way.
  public var how: How
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(case: ObjectName, how: How, record: Bytes) {
    self.case = `case`
    self.how = how
    self.record = record
  }

  public static let schema = EventSchema(
    "HearingWaived", title: "放弃听证 a hearing is waived", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.how, "how", How.type),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let how = 1
    public static let record = 2
  }

  /// How a hearing is waived.
  public enum How: String, Enumeration {
    case declared, notAsked
  }
}

/// 法制审核: a legal review is completed (event 83).
public struct LegalReviewCompleted: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// Whether it passed.
  public var passed: Bool
  /// Who reviewed, under a pseudonym.
  public var reviewer: ObjectName
  /// Whether the reviewer holds the qualification.
  public var qualified: Bool
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(case: ObjectName, passed: Bool, reviewer: ObjectName, qualified: Bool, record: Bytes)
  {
    self.case = `case`
    self.passed = passed
    self.reviewer = reviewer
    self.qualified = qualified
    self.record = record
  }

  public static let schema = EventSchema(
    "LegalReviewCompleted", title: "法制审核 a legal review is completed", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.passed, "passed", .bool),
      .reference("reviewer", .person),
      .init(Field.qualified, "qualified", .bool),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let passed = 1
    public static let qualified = 2
    public static let record = 3
  }
}
