// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Whose result in which period under which scheme.
public struct AssessmentKey: TableKey, TableRow {
  /// The scheme.
  public var scheme: ObjectID
  /// A stationed body, or a person.
  public var subject: ObjectID
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
}

/// Whether a weight reaches the floor under it, day by day (I-18).
public enum WeightCompliance: String, Enumeration {
  /// On every day of the period.
  case compliant
  /// On some day it is below the floor of that day.
  case nonCompliant
  /// No floor is known that binds such schemes.
  case unbound
}

/// A result of the 50 % assessment, with all that it is made of (domain §7.2, P20).
public struct AssessmentRow: TableRow {
  /// The exact result before rounding, points included; absent if there is none.
  public var value: Rational?
  /// The result as it would be published; absent is not zero.
  public var rounded: ExactDecimal?
  /// The grade of the rounded result, after vetoes.
  public var grade: String?
  /// Why there is no result.
  public var missing: MissingScore?
  /// w, over the whole period: the nominal weight of the towns' judgment.
  public var weight: Rational?
  /// q, over the whole period.
  public var handlingWeight: Rational?
  /// How much of the result the towns' own judgment really is.
  public var effectiveTownSay: Rational?
  /// Whether the weight reaches the floor on every day.
  public var compliance: WeightCompliance
  /// Whether a scheme over a body managed from above names no consent (domain §6.1).
  public var lacksConsent: Bool
  /// Σ share · score of the towns.
  public var town: Rational?
  /// Σ share · handling.
  public var handling: Rational?
  /// The department's own score.
  public var department: Rational?
  /// The towns served, in the order in which they were assigned, or scored.
  public var towns: [AssessedTown]
  /// The weights in force in the period, in order.
  public var weights: [AssessedWeight]
  /// Points on top, before the cap.
  public var bonus: Rational
  /// Points off, before the cap.
  public var deduction: Rational
  /// Every veto over it, lifted ones included.
  public var vetoes: [AssessedVeto]
  /// Every appeal against it.
  public var appeals: [AssessedAppeal]
  /// How many weights of the scheme were refused before the period ended 权重驳回.
  public var refusedWeights: Int
  /// What was published, every edition, in order.
  public var editions: [AssessmentEdition]
}

/// One town in a result.
public struct AssessedTown: Codable, Hashable, Sendable {
  /// The town.
  public var town: ObjectID
  /// Its share; absent if it has no score.
  public var share: Rational?
  /// What its own judgment is; absent if it gave none, which is not zero.
  public var evaluation: Rational?
  /// The composite of handling there; absent without data.
  public var handling: Rational?
  /// What it counts with.
  public var score: Rational?
  /// Deadlines that fell into the period.
  public var deadlines: Int
  /// The indicators of the composite, with both their terms.
  public var indicators: [IndicatorCount]
}

/// A run of days of a period under one weight and one floor.
public struct AssessedWeight: Codable, Hashable, Sendable {
  /// The first day.
  public var from: CivilDate
  /// How many days.
  public var days: Int
  /// w: the weight of the towns' own judgment.
  public var weight: Rational
  /// q: the weight of computed handling.
  public var handlingWeight: Rational
  /// The floor of these days; absent if none binds.
  public var floor: Rational?

  /// Whether the weight reaches the floor; yes where there is none.
  public var isCompliant: Bool { floor.map { weight >= $0 } ?? true }
}

/// A veto over a result.
public struct AssessedVeto: Codable, Hashable, Sendable {
  /// The veto, by its own name.
  public var veto: ObjectID
  /// A code of the scheme's parts.
  public var part: String
  /// Whether it has been taken back.
  public var isLifted: Bool
}

/// An appeal against a result.
public struct AssessedAppeal: Codable, Hashable, Sendable {
  /// The appeal, by its own name.
  public var appeal: ObjectID
  /// Absent while nobody has decided.
  public var result: AppealDecided.Result?
}

/// One publication of a result.
public struct AssessmentEdition: Codable, Hashable, Sendable {
  /// The publication, by its id.
  public var event: EventID
  /// How far it has come.
  public var status: AssessmentPublished.Status
  /// Absent if there was no result.
  public var value: ExactDecimal?
  /// The grade as published.
  public var grade: String?
  /// The position up to which facts were known.
  public var inputsUpTo: Position
  /// The publication that it corrects.
  public var restates: EventID?
}

/// A scheme and its weights over all days.
public struct AssessmentSchemeRow: TableRow {
  /// Absent before the scheme is adopted.
  public var subjectKind: AssessmentSubject?
  /// How long its periods are.
  public var periodKind: PeriodKind?
  /// Where computed handling counts.
  public var handlingCountsFor: HandlingPlace?
  /// From when on each weight holds under which floor.
  public var weights: [SchemeWeightRow]
  /// From when on the weight is below the floor, to this day; absent if it is not.
  public var nonCompliantFrom: CivilDate?
  /// How many proposals were refused 权重驳回.
  public var refusedWeights: Int
}

/// A weight of a scheme from a day on.
public struct SchemeWeightRow: Codable, Hashable, Sendable {
  /// The first day.
  public var from: CivilDate
  /// w: the weight of the towns' own judgment.
  public var weight: Rational
  /// q: the weight of computed handling.
  public var handlingWeight: Rational
  /// What of the weight the towns' own judgment really is.
  public var effectiveTownSay: Rational
  /// The floor from that day on; absent if none binds.
  public var floor: Rational?
}
