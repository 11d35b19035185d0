// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The towns' part of a result: what each counts with, its share, and the sums.
struct TownPart {
  /// `nil` for a town without a score: the others share its part, or there is no result.
  let shares: [Rational?]
  let scores: [ScoreAnswer]
  /// Σ share · score.
  let total: ScoreAnswer
  /// Σ share · handling over the towns that have both.
  let handling: ScoreAnswer

  init(_ inputs: AssessmentInputs) {
    let scores = inputs.towns.map { TownPart.score(of: $0, inputs) }
    self.scores = scores
    guard let weights = TownPart.weights(inputs) else {
      shares = scores.map { _ in nil }
      total = .notComputable(.sharesUndefined)
      handling = .notComputable(.sharesUndefined)
      return
    }
    let scored = inputs.towns.indices.filter { scores[$0].value != nil }
    let shares = TownPart.normalised(weights, over: scored)
    self.shares = shares ?? scores.map { _ in nil }
    total = TownPart.total(inputs, scores, weights, shares)
    handling = TownPart.handling(inputs, weights, scored)
  }

  /// Evaluation, or handling and evaluation in the proportion h : 1 − h.
  private static func score(of town: TownInput, _ inputs: AssessmentInputs) -> ScoreAnswer {
    guard inputs.handlingCountsFor == .town, let evaluation = town.evaluation.value else {
      return town.evaluation
    }
    guard let handling = town.handling.value else {
      return inputs.policies.evaluationAlone ? town.evaluation : town.handling
    }
    let h = inputs.handlingShare
    return .value(h * handling + (.one - h) * evaluation)
  }

  /// What the share policy weighs each town with; `nil` if it has nothing to go by.
  private static func weights(_ inputs: AssessmentInputs) -> [Rational]? {
    let weights: [Rational?] = inputs.towns.map { town in
      switch inputs.policies.sharePolicy {
      case .equal: town.equalShare
      case .byDeadlines: Rational(town.deadlines)
      case .byHeadDays: Rational(town.headDays)
      case .declared: town.declaredShare
      }
    }
    let known = weights.compactMap { $0 }
    guard known.count == weights.count, known.isEmpty || known.contains(where: { !$0.isZero })
    else { return nil }
    return known
  }

  /// Shares that sum to 1 over these towns; `nil` if together they have none.
  private static func normalised(_ weights: [Rational], over towns: [Int]) -> [Rational?]? {
    let sum = towns.reduce(Rational.zero) { $0 + weights[$1] }
    guard !sum.isZero else { return nil }
    return weights.indices.map { towns.contains($0) ? weights[$0] / sum : nil }
  }

  private static func total(
    _ inputs: AssessmentInputs, _ scores: [ScoreAnswer], _ weights: [Rational],
    _ shares: [Rational?]?
  ) -> ScoreAnswer {
    // A town without any part in the shares does not matter, with or without a score.
    let counting = scores.indices.filter { !weights[$0].isZero }
    if let unclear = counting.compactMap({ scores[$0].reason }).first {
      return .notComputable(unclear)
    }
    let missing = counting.filter { scores[$0].value == nil }
    guard missing.count < counting.count else {
      let hasEvaluation = counting.contains { inputs.towns[$0].evaluation.value != nil }
      return hasEvaluation ? .notComputable(.handlingMissing) : .noData
    }
    if inputs.policies.missingScore == .block, let first = missing.first {
      let hasEvaluation = inputs.towns[first].evaluation.value != nil
      return .notComputable(hasEvaluation ? .handlingMissing : .townScoreMissing)
    }
    guard let shares else { return .notComputable(.sharesUndefined) }
    return .value(
      scores.indices.reduce(Rational.zero) { sum, town in
        guard let share = shares[town], let score = scores[town].value else { return sum }
        return sum + share * score
      })
  }

  /// A third term leaves out towns without a score; elsewhere the figure only explains (A5, A8).
  private static func handling(
    _ inputs: AssessmentInputs, _ weights: [Rational], _ scored: [Int]
  ) -> ScoreAnswer {
    let candidates = inputs.handlingCountsFor == .third ? scored : Array(inputs.towns.indices)
    let handled = candidates.filter { inputs.towns[$0].handling.value != nil }
    guard let shares = normalised(weights, over: handled) else { return .noData }
    return .value(
      handled.reduce(Rational.zero) { sum, town in
        guard let share = shares[town], let value = inputs.towns[town].handling.value else {
          return sum
        }
        return sum + share * value
      })
  }
}
