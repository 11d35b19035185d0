// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked of an assessment scheme 考核.
public enum AssessmentCommand: Hashable, Sendable {
  /// Publish a formula that schemes may name (I-22).
  case publishFormula(RuleSetPublished)
  /// Adopt the scheme, or a new version of it.
  case adopt(AssessmentSchemeAdopted)
  /// Set the town's weight from a day on (I-18).
  case setWeight(WeightProposal)
  /// Give a score; it replaces the assessor's earlier one for the same.
  case submit(ScoreProposal)
  /// Give points on top, or take some off.
  case recordPoints(PointsProposal)
  /// Cap the grade by a veto (I-33).
  case imposeVeto(VetoProposal)
  /// Take a veto back.
  case liftVeto(ObjectName, document: ObjectName)
  /// Publish the computed result, or restate a published one.
  case publish(PublicationProposal)
  /// Appeal against a result.
  case appeal(ObjectName, subject: ObjectName, period: String, text: SealedText)
  /// Decide an appeal.
  case decideAppeal(ObjectName, result: AppealDecided.Result, document: ObjectName)
}

/// Weights as somebody proposes them.
public struct WeightProposal: Hashable, Sendable {
  /// w: the weight of the town's own judgment, 0…1.
  public var weight: Rational
  /// q: the weight of computed handling, 0…1.
  public var handlingWeight: Rational
  /// The paper behind it.
  public var document: ObjectName
  /// The first day; the floor of this day binds.
  public var effectiveFrom: CivilDate

  public init(
    _ weight: Rational, handling handlingWeight: Rational = .zero, document: ObjectName,
    from effectiveFrom: CivilDate
  ) {
    self.weight = weight
    self.handlingWeight = handlingWeight
    self.document = document
    self.effectiveFrom = effectiveFrom
  }
}

/// A score as somebody gives it.
public struct ScoreProposal: Hashable, Sendable {
  /// Who is assessed.
  public var subject: ObjectName
  /// The scheme's period, or a part of it.
  public var period: String
  /// A code of the scheme's parts.
  public var part: String
  /// Who judges.
  public var assessor: ObjectName
  /// The town that judges; absent for the department.
  public var town: ObjectName?
  /// 0 is a score.
  public var value: ExactDecimal

  public init(
    _ value: ExactDecimal, of subject: ObjectName, in period: String, part: String,
    by assessor: ObjectName, town: ObjectName? = nil
  ) {
    self.value = value
    self.subject = subject
    self.period = period
    self.part = part
    self.assessor = assessor
    self.town = town
  }
}

/// Points as somebody gives them.
public struct PointsProposal: Hashable, Sendable {
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// Bonus or deduction.
  public var kind: PointsRecorded.Kind
  /// As many, never negative.
  public var points: ExactDecimal
  /// A code of the rule set.
  public var ground: String
  /// The paper behind it.
  public var document: ObjectName

  public init(
    _ kind: PointsRecorded.Kind, _ points: ExactDecimal, for subject: ObjectName,
    in period: String, ground: String, document: ObjectName
  ) {
    self.kind = kind
    self.points = points
    self.subject = subject
    self.period = period
    self.ground = ground
    self.document = document
  }
}

/// A veto as somebody asks for it; without a document it is refused (I-33).
public struct VetoProposal: Hashable, Sendable {
  /// The veto, by its own name.
  public var veto: ObjectName
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// One of the scheme's veto parts.
  public var part: String
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    _ veto: ObjectName, on subject: ObjectName, in period: String, part: String,
    document: ObjectName?
  ) {
    self.veto = veto
    self.subject = subject
    self.period = period
    self.part = part
    self.document = document
  }
}

/// A publication as somebody asks for it; figure and grade are the computed ones.
public struct PublicationProposal: Hashable, Sendable {
  /// Who is assessed.
  public var subject: ObjectName
  /// `2021`, `2021-H1`, `2021-Q3` or `2021-07`.
  public var period: String
  /// How far it has come.
  public var status: AssessmentPublished.Status
  /// The publication that this one corrects.
  public var restates: EventID?

  public init(
    of subject: ObjectName, in period: String, as status: AssessmentPublished.Status,
    restating restates: EventID? = nil
  ) {
    self.subject = subject
    self.period = period
    self.status = status
    self.restates = restates
  }
}
