// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a scheme chose where schemes differ (domain §6.2).
public struct AssessmentPolicies: Codable, Hashable, Sendable {
  /// How the towns share the town part.
  public var sharePolicy: SharePolicy
  /// What a town without a score does.
  public var missingScore: MissingScore
  /// What a missing score of the department does.
  public var missingDepartment: MissingDepartment
  /// What an indicator without data does to the composite.
  public var emptyComponent: EmptyComponent
  /// How a weight that changes inside a period counts.
  public var midPeriod: MidPeriod
  /// Digits behind the point, rounded half up, once, at publication.
  public var places: Int
  /// The indicator rule by which handling is computed.
  public var composite: String?
  /// Where handling counts for the town: whether a town without handling counts by its evaluation.
  public var evaluationAlone: Bool
  /// The most that bonus points add.
  public var bonusCap: ExactDecimal?
  /// The most that deductions take away.
  public var deductionCap: ExactDecimal?
  /// From the best grade down.
  public var gradeLines: [GradeLine]
  /// The best grade that a veto leaves.
  public var vetoGrade: String?
  /// Ranking of towns is off unless said (I-32).
  public var publishesRanking: Bool

  public init(
    sharePolicy: SharePolicy, missingScore: MissingScore, missingDepartment: MissingDepartment,
    emptyComponent: EmptyComponent, midPeriod: MidPeriod, places: Int, composite: String? = nil,
    evaluationAlone: Bool = false, bonusCap: ExactDecimal? = nil, deductionCap: ExactDecimal? = nil,
    gradeLines: [GradeLine] = [], vetoGrade: String? = nil, publishesRanking: Bool = false
  ) {
    self.sharePolicy = sharePolicy
    self.missingScore = missingScore
    self.missingDepartment = missingDepartment
    self.emptyComponent = emptyComponent
    self.midPeriod = midPeriod
    self.places = places
    self.composite = composite
    self.evaluationAlone = evaluationAlone
    self.bonusCap = bonusCap
    self.deductionCap = deductionCap
    self.gradeLines = gradeLines
    self.vetoGrade = vetoGrade
    self.publishesRanking = publishesRanking
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "sharePolicy", SharePolicy.type),
    .init(2, "missingScore", MissingScore.type),
    .init(3, "missingDepartment", MissingDepartment.type),
    .init(4, "emptyComponent", EmptyComponent.type),
    .init(5, "midPeriod", MidPeriod.type),
    .init(6, "places", .int),
    .init(7, "composite", .code, optional: true),
    .init(8, "evaluationAlone", .bool),
    .init(9, "bonusCap", .decimal, optional: true),
    .init(10, "deductionCap", .decimal, optional: true),
    .init(11, "gradeLines", .list(.message(GradeLine.fields))),
    .init(12, "vetoGrade", .code, optional: true),
    .init(13, "publishesRanking", .bool),
  ]

  /// Equal, by deadlines, by head-days, or as the stationing declares.
  public enum SharePolicy: String, Enumeration {
    case equal, byDeadlines, byHeadDays, declared
  }

  /// Share the rest anew, or no result.
  public enum MissingScore: String, Enumeration {
    case renormalise, block
  }

  /// No result, or the towns alone.
  public enum MissingDepartment: String, Enumeration {
    case block, townOnly
  }

  /// No composite, or the other weights alone.
  public enum EmptyComponent: String, Enumeration {
    case none, reweight
  }

  /// By days, or the value at the end or the start.
  public enum MidPeriod: String, Enumeration {
    case segmentByDays, atEnd, atStart
  }
}

/// A grade and the least value that earns it.
public struct GradeLine: Codable, Hashable, Sendable {
  /// The grade that it earns.
  public var grade: String
  /// The least value.
  public var from: ExactDecimal

  public init(
    grade: String, from: ExactDecimal
  ) {
    self.grade = grade
    self.from = from
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "grade", .code),
    .init(2, "from", .decimal),
  ]
}

/// A part of the department's own score.
public struct SchemePart: Codable, Hashable, Sendable {
  /// A code of the scheme's parts.
  public var part: String
  /// Its share of the whole.
  public var share: Rational

  public init(
    part: String, share: Rational
  ) {
    self.part = part
    self.share = share
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "part", .code),
    .init(2, "share", .rational),
  ]
}

/// A part that caps the grade, and who approved that (I-33).
public struct VetoPart: Codable, Hashable, Sendable {
  /// A code of the scheme's parts.
  public var part: String
  /// The level that approved it.
  public var approvedBy: ApprovalLevel

  public init(
    part: String, approvedBy: ApprovalLevel
  ) {
    self.part = part
    self.approvedBy = approvedBy
  }

  /// The shape of this part of an event.
  public static let fields: [Field] = [
    .init(1, "part", .code),
    .init(2, "approvedBy", ApprovalLevel.type),
  ]
}
