// SPDX-License-Identifier: Apache-2.0

/// The indicators that a formula may name 指标 (domain §2.6): a closed list of what is counted.
///
/// It has no amount of money, nor anything derived from one: a formula cannot name what is not
/// here (I-22, Penalty Law art. 74).
public enum Indicator: String, Enumeration {
  /// 处置率: disposed ÷ should-dispose.
  case disposal
  /// 按期处置率: disposed on time ÷ should-dispose.
  case onTimeDisposal
  /// 结案率: closed ÷ should-close.
  case closing
  /// 按期结案率: closed on time ÷ should-close.
  case onTimeClosing
  /// 返工率: reworked ÷ units passed through handling.
  case rework
  /// 返工率, the other way: reworked ÷ should-close.
  case reworkOfShouldClose
  /// 超期待处置率: overdue and still open ÷ should-dispose.
  case overduePending
  /// 延期率: extended ÷ should-dispose.
  case `extension`
}

extension IndicatorRule {
  /// The names in the formula that are no indicators, each once, in the formula's order.
  public var unknownIndicators: [String] {
    var unknown: [String] = []
    for term in terms where Indicator(rawValue: term.indicator) == nil {
      if !unknown.contains(term.indicator) { unknown.append(term.indicator) }
    }
    return unknown
  }
}
