// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 评分: a score is submitted (event 100).
///
/// It replaces the earlier score of the same assessor, subject, period, part, town.
public struct ScoreSubmitted: Event {
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// A code of the scheme's parts.
  public var part: String
  /// Who judges.
  public var assessor: ObjectName
  /// The town that judges, where it is a town.
  public var town: ObjectName?
  /// The score; 0 is a score.
  public var value: ExactDecimal

  public init(
    scheme: ObjectName, subject: ObjectName, period: String, part: String, assessor: ObjectName,
    town: ObjectName? = nil, value: ExactDecimal
  ) {
    self.scheme = scheme
    self.subject = subject
    self.period = period
    self.part = part
    self.assessor = assessor
    self.town = town
    self.value = value
  }

  public static let schema = EventSchema(
    "ScoreSubmitted", title: "评分 a score is submitted", stream: .subject,
    [
      .reference("scheme", .scheme),
      .reference("subject", .body, .person),
      .init(Field.period, "period", .code),
      .init(Field.part, "part", .code),
      .reference("assessor", .body),
      .reference("town", .division, optional: true),
      .init(Field.value, "value", .decimal),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let period = 1
    public static let part = 2
    public static let value = 3
  }
}

/// 加分/扣分: bonus or deduction points (event 101).
public struct PointsRecorded: Event {
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// Which of the kinds.
  public var kind: Kind
  /// As many, never negative.
  public var points: ExactDecimal
  /// The reason, a code of the rule set.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName

  public init(
    scheme: ObjectName, subject: ObjectName, period: String, kind: Kind, points: ExactDecimal,
    ground: String, document: ObjectName
  ) {
    self.scheme = scheme
    self.subject = subject
    self.period = period
    self.kind = kind
    self.points = points
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "PointsRecorded", title: "加分/扣分 bonus or deduction points", stream: .subject,
    [
      .reference("scheme", .scheme),
      .reference("subject", .body, .person),
      .init(Field.period, "period", .code),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.points, "points", .decimal),
      .init(Field.ground, "ground", .code),
      .reference("document", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let period = 1
    public static let kind = 2
    public static let points = 3
    public static let ground = 4
  }

  /// Points that come on top, or go off.
  public enum Kind: String, Enumeration {
    case bonus, deduction
  }
}

/// 一票否决: a veto is imposed (event 102).
public struct VetoImposed: Event {
  /// The veto, by its own name.
  public var veto: ObjectName
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// A code of the scheme's parts.
  public var part: String
  /// The paper behind it.
  public var document: ObjectName

  public init(
    veto: ObjectName, scheme: ObjectName, subject: ObjectName, period: String, part: String,
    document: ObjectName
  ) {
    self.veto = veto
    self.scheme = scheme
    self.subject = subject
    self.period = period
    self.part = part
    self.document = document
  }

  public static let schema = EventSchema(
    "VetoImposed", title: "一票否决 a veto is imposed", stream: .veto,
    [
      .reference("veto", .veto),
      .reference("scheme", .scheme),
      .reference("subject", .body, .person),
      .init(Field.period, "period", .code),
      .init(Field.part, "part", .code),
      .reference("document", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let period = 1
    public static let part = 2
  }
}

/// 撤销否决: a veto is lifted (event 103).
///
/// It ends VetoImposed.
public struct VetoLifted: Event {
  /// The veto, by its own name.
  public var veto: ObjectName
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// The paper behind it.
  public var document: ObjectName

  public init(
    veto: ObjectName, scheme: ObjectName, subject: ObjectName, document: ObjectName
  ) {
    self.veto = veto
    self.scheme = scheme
    self.subject = subject
    self.document = document
  }

  public static let schema = EventSchema(
    "VetoLifted", title: "撤销否决 a veto is lifted", stream: .veto,
    [
      .reference("veto", .veto),
      .reference("scheme", .scheme),
      .reference("subject", .body, .person),
      .reference("document", .document),
    ])
}

/// 结果发布/更正: a result is published or restated (event 104).
///
/// It restates the publication it names (both stay).
public struct AssessmentPublished: Event {
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// How it stands.
  public var status: Status
  /// The figure; absent if there is none, which is not zero.
  public var value: ExactDecimal?
  /// The grade by the scheme's lines.
  public var grade: String?
  /// The position up to which facts were known.
  public var inputsUpTo: Position
  /// The publication that this one corrects.
  public var restates: EventID?

  public init(
    scheme: ObjectName, subject: ObjectName, period: String, status: Status,
    value: ExactDecimal? = nil, grade: String? = nil, inputsUpTo: Position, restates: EventID? = nil
  ) {
    self.scheme = scheme
    self.subject = subject
    self.period = period
    self.status = status
    self.value = value
    self.grade = grade
    self.inputsUpTo = inputsUpTo
    self.restates = restates
  }

  public static let schema = EventSchema(
    "AssessmentPublished", title: "结果发布/更正 a result is published or restated", stream: .subject,
    [
      .reference("scheme", .scheme),
      .reference("subject", .body, .person),
      .init(Field.period, "period", .code),
      .init(Field.status, "status", Status.type),
      .init(Field.value, "value", .decimal, optional: true),
      .init(Field.grade, "grade", .code, optional: true),
      .init(Field.inputsUpTo, "inputsUpTo", .int),
      .init(Field.restates, "restates", .eventID, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let period = 1
    public static let status = 2
    public static let value = 3
    public static let grade = 4
    public static let inputsUpTo = 5
    public static let restates = 6
  }

  /// How far a published result has come.
  public enum Status: String, Enumeration {
    case proposed, final
  }
}

/// 考核申诉: an appeal is filed (event 105).
public struct AppealFiled: Event {
  /// The appeal, by its own name.
  public var appeal: ObjectName
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// In words.
  public var text: SealedText

  public init(
    appeal: ObjectName, scheme: ObjectName, subject: ObjectName, period: String, text: SealedText
  ) {
    self.appeal = appeal
    self.scheme = scheme
    self.subject = subject
    self.period = period
    self.text = text
  }

  public static let schema = EventSchema(
    "AppealFiled", title: "考核申诉 an appeal is filed", stream: .appeal,
    [
      .reference("appeal", .appeal),
      .reference("scheme", .scheme),
      .reference("subject", .body, .person),
      .init(Field.period, "period", .code),
      .sealed(Field.text, "text", subjects: [.subject], purpose: "appeal"),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let period = 1
    public static let text = 2
  }
}

/// 申诉决定: an appeal is decided (event 106).
public struct AppealDecided: Event {
  /// The appeal, by its own name.
  public var appeal: ObjectName
  /// The assessment scheme.
  public var scheme: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// How it ended.
  public var result: Result
  /// The paper behind it.
  public var document: ObjectName

  public init(
    appeal: ObjectName, scheme: ObjectName, subject: ObjectName, result: Result,
    document: ObjectName
  ) {
    self.appeal = appeal
    self.scheme = scheme
    self.subject = subject
    self.result = result
    self.document = document
  }

  public static let schema = EventSchema(
    "AppealDecided", title: "申诉决定 an appeal is decided", stream: .appeal,
    [
      .reference("appeal", .appeal),
      .reference("scheme", .scheme),
      .reference("subject", .body, .person),
      .init(Field.result, "result", Result.type),
      .reference("document", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let result = 1
  }

  /// The answer to an appeal.
  public enum Result: String, Enumeration {
    case granted, partlyGranted, refused
  }
}
