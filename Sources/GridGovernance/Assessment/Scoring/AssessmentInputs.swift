// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// All that a result of one subject and period is computed from (domain §6.2).
///
/// Towns are told apart by their place in `towns`; whose they are does not matter here.
public struct AssessmentInputs: Hashable, Sendable {
  /// Where computed handling counts.
  public var handlingCountsFor: HandlingPlace
  /// h: the share of handling in the town's part; used where it counts there.
  public var handlingShare: Rational
  /// What the scheme chose where schemes differ.
  public var policies: AssessmentPolicies
  /// The weights in force in the period, in order.
  public var weights: [WeightSpan]
  /// The towns that the subject serves.
  public var towns: [TownInput]
  /// The department's own score.
  public var department: ScoreAnswer
  /// Points on top, before the cap.
  public var bonus: Rational
  /// Points off, before the cap.
  public var deduction: Rational
  /// Whether a veto caps the grade.
  public var isVetoed: Bool

  public init(
    handlingCountsFor: HandlingPlace = .none, handlingShare: Rational = .zero,
    policies: AssessmentPolicies, weights: [WeightSpan], towns: [TownInput],
    department: ScoreAnswer, bonus: Rational = .zero, deduction: Rational = .zero,
    isVetoed: Bool = false
  ) {
    self.handlingCountsFor = handlingCountsFor
    self.handlingShare = handlingShare
    self.policies = policies
    self.weights = weights
    self.towns = towns
    self.department = department
    self.bonus = bonus
    self.deduction = deduction
    self.isVetoed = isVetoed
  }
}

/// Weights that hold for some days of a period.
public struct WeightSpan: Hashable, Sendable {
  /// How many days; at least 1.
  public var days: Int
  /// w: the weight of the town's own judgment.
  public var weight: Rational
  /// q: the weight of computed handling.
  public var handlingWeight: Rational

  public init(days: Int, weight: Rational, handlingWeight: Rational = .zero) {
    self.days = days
    self.weight = weight
    self.handlingWeight = handlingWeight
  }
}

/// What one town has to do with a subject in a period.
public struct TownInput: Hashable, Sendable {
  /// What the town's own judgment is; 0 is a score.
  public var evaluation: ScoreAnswer
  /// The composite of handling there.
  public var handling: ScoreAnswer
  /// How many deadlines fall into the period: the share `byDeadlines`.
  public var deadlines: Int
  /// Days that people of the subject were posted there, added up: the share `byHeadDays`.
  public var headDays: Int
  /// Its share if all towns are equal, by the days on which it is served.
  public var equalShare: Rational
  /// Its share as the stationing declares, by days; `nil` if it declares none.
  public var declaredShare: Rational?

  public init(
    evaluation: ScoreAnswer, handling: ScoreAnswer = .noData, deadlines: Int = 0,
    headDays: Int = 0, equalShare: Rational = .one, declaredShare: Rational? = nil
  ) {
    self.evaluation = evaluation
    self.handling = handling
    self.deadlines = deadlines
    self.headDays = headDays
    self.equalShare = equalShare
    self.declaredShare = declaredShare
  }
}
