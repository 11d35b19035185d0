// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The published formulas by the code under which schemes cite them, by day.
public struct Formulas: Codable, Hashable, Sendable {
  private struct Formula: Codable, Hashable, Sendable {
    var code: String
    var versions: Dated<IndicatorRule>
  }

  private var formulas: [Formula] = []

  public init() {}

  /// Takes a published rule set; one of another kind changes nothing.
  public mutating func publish(_ event: RuleSetPublished) {
    guard let rule = event.content.indicator else { return }
    let index =
      formulas.firstIndex { $0.code == rule.code }
      ?? {
        formulas.append(Formula(code: rule.code, versions: Dated()))
        return formulas.count - 1
      }()
    formulas[index].versions.set(rule, from: event.effectiveFrom)
  }

  /// The formula of that code in force on that day.
  public func formula(_ code: String, on day: CivilDate) -> IndicatorRule? {
    formulas.first { $0.code == code }?.versions.value(on: day)
  }
}

extension Formulas: TableRow {}
