// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The result of an assessment, exact: rounded once, at publication (domain §6.2).
///
/// `Final = w · Town + q · Handling + (1 − w − q) · Department`, then bonus and deduction, then
/// the grade by its lines, capped by a veto.
public struct AssessmentScore: Hashable, Sendable {
  /// w over the period: the nominal weight of the town's judgment; `nil` without weights.
  public let weight: Rational?
  /// q over the period.
  public let handlingWeight: Rational?
  /// How much of the result the towns' own judgment really is: w, or w · (1 − h).
  public let effectiveTownSay: Rational?
  /// The share of each town; `nil` for one that has no score.
  public let shares: [Rational?]
  /// What each town counts with: its evaluation, or handling and evaluation together.
  public let townScores: [ScoreAnswer]
  /// Σ share · score of the towns.
  public let town: ScoreAnswer
  /// Σ share · handling.
  public let handling: ScoreAnswer
  /// The department's own score.
  public let department: ScoreAnswer
  /// The result before rounding, points included.
  public let value: ScoreAnswer
  /// The result as published; `nil` if there is none.
  public let rounded: ExactDecimal?
  /// The grade of the published result, after a veto; `nil` without lines or result.
  public let grade: String?

  /// Computes the result from its inputs.
  public init(of inputs: AssessmentInputs) {
    let averaged = AssessmentScore.weights(inputs)
    let towns = TownPart(inputs)
    weight = averaged?.weight
    handlingWeight = averaged?.handlingWeight
    effectiveTownSay = averaged.map {
      inputs.handlingCountsFor == .town
        ? $0.weight * (.one - inputs.handlingShare) : $0.weight
    }
    shares = towns.shares
    townScores = towns.scores
    town = towns.total
    handling = towns.handling
    department = inputs.department
    let final = AssessmentScore.final(inputs, averaged, towns)
    value =
      switch final {
      case .value(let value): .value(AssessmentScore.withPoints(value, inputs))
      default: final
      }
    rounded = value.value?.rounded(places: inputs.policies.places)
    grade = rounded.flatMap { inputs.policies.grade(of: $0, isVetoed: inputs.isVetoed) }
  }

  private static func final(
    _ inputs: AssessmentInputs, _ weights: WeightSpan?, _ towns: TownPart
  ) -> ScoreAnswer {
    guard let weights else { return .notComputable(.noWeight) }
    let (w, q) = (weights.weight, weights.handlingWeight)
    let departmentWeight = Rational.one - w - q
    guard departmentWeight >= .zero else { return .notComputable(.weightsAboveOne) }
    var sum = Rational.zero
    if !w.isZero {
      guard let town = towns.total.value else { return towns.total.orMissing(.noTownScore) }
      sum += w * town
    }
    if !q.isZero {
      guard let handling = towns.handling.value else {
        return towns.handling.orMissing(.handlingMissing)
      }
      sum += q * handling
    }
    guard !departmentWeight.isZero else { return .value(sum) }
    if let department = inputs.department.value {
      return .value(sum + departmentWeight * department)
    }
    // Without the department the town counts alone, w = 1: never the other way round (A6, A26).
    if inputs.policies.missingDepartment == .townOnly, inputs.department == .noData,
      let town = towns.total.value
    {
      return .value(town)
    }
    return inputs.department.orMissing(.departmentScoreMissing)
  }

  /// The weights of the whole period; the days say how many have one.
  private static func weights(_ inputs: AssessmentInputs) -> WeightSpan? {
    let spans = inputs.weights
    let days = spans.reduce(0) { $0 + $1.days }
    guard let first = spans.first, let last = spans.last, days > 0 else { return nil }
    switch inputs.policies.midPeriod {
    case .atStart: return first
    case .atEnd: return last
    case .segmentByDays:
      var average = WeightSpan(days: days, weight: .zero, handlingWeight: .zero)
      for span in spans {
        let part = Rational(span.days, days)
        average.weight += part * span.weight
        average.handlingWeight += part * span.handlingWeight
      }
      return average
    }
  }

  private static func withPoints(_ value: Rational, _ inputs: AssessmentInputs) -> Rational {
    let policies = inputs.policies
    let bonus = policies.bonusCap.map { min(inputs.bonus, $0.rational) } ?? inputs.bonus
    let deduction =
      policies.deductionCap.map { min(inputs.deduction, $0.rational) } ?? inputs.deduction
    return value + bonus - deduction
  }
}

extension ScoreAnswer {
  /// Itself where it says why there is no result; else the given reason.
  func orMissing(_ reason: MissingScore) -> ScoreAnswer {
    if case .notComputable = self { self } else { .notComputable(reason) }
  }
}

extension AssessmentPolicies {
  /// The grade of a published figure; a veto leaves at best `vetoGrade`, or the last line.
  public func grade(of figure: ExactDecimal, isVetoed: Bool) -> String? {
    guard let earned = gradeLines.firstIndex(where: { figure >= $0.from }) else { return nil }
    guard isVetoed else { return gradeLines[earned].grade }
    let cap = gradeLines.firstIndex { $0.grade == vetoGrade } ?? gradeLines.count - 1
    return gradeLines[max(earned, cap)].grade
  }
}
