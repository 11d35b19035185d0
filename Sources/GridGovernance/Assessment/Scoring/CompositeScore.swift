// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One indicator counted: the rate is none where nothing could have happened.
public struct IndicatorCount: Codable, Hashable, Sendable {
  /// What is counted.
  public var indicator: Indicator
  /// How often it came about.
  public var numerator: Int
  /// How often it could have.
  public var denominator: Int

  public init(_ indicator: Indicator, _ numerator: Int, of denominator: Int) {
    self.indicator = indicator
    self.numerator = numerator
    self.denominator = denominator
  }

  /// `nil` for an empty denominator: printed 无数据, never 0 or 1 (domain §2.6, vi).
  public var rate: Rational? {
    denominator == 0 ? nil : Rational(numerator, denominator)
  }
}

extension IndicatorRule {
  /// The composite over these counts, exact.
  ///
  /// An indicator without data, or one that was not counted, makes the composite *no data*; with
  /// `reweight` the other terms count in its place, in proportion (A27).
  public func score(
    _ counts: [IndicatorCount], emptyComponent: AssessmentPolicies.EmptyComponent
  ) -> ScoreAnswer {
    var sum = Rational.zero
    var usedWeight = Rational.zero
    var fullWeight = Rational.zero
    for term in terms {
      fullWeight += term.weight
      let count = counts.first { $0.indicator.rawValue == term.indicator }
      guard let rate = count?.rate else {
        guard emptyComponent == .reweight else { return .noData }
        continue
      }
      usedWeight += term.weight
      sum += term.weight * (term.inverted ? Rational.one - rate : rate)
    }
    guard !usedWeight.isZero else { return .noData }
    return .value(sum * fullWeight / usedWeight)
  }
}
