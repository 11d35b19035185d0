// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The floors that rule sets put under the town's weight, by day (I-18).
///
/// Resolved from what was published, never from what a proposer says.
public struct WeightFloors: Codable, Hashable, Sendable {
  private struct Rule: Codable, Hashable, Sendable {
    var name: ObjectName
    var floors: Dated<WeightFloorRule>
  }

  private var rules: [Rule] = []

  public init() {}

  /// Takes a published rule set; one of another kind changes nothing.
  public mutating func publish(_ event: RuleSetPublished) {
    guard let floor = event.content.weightFloor else { return }
    let index =
      rules.firstIndex { $0.name == event.rule }
      ?? {
        rules.append(Rule(name: event.rule, floors: Dated()))
        return rules.count - 1
      }()
    rules[index].floors.set(floor, from: event.effectiveFrom)
  }

  /// The floor under schemes over that kind on that day: the highest of those in force.
  ///
  /// A rule that names no kind binds schemes over bodies and persons.
  public func floor(for kind: AssessmentSubject, on day: CivilDate) -> Rational? {
    rules.compactMap { $0.floors.value(on: day) }.filter { $0.binds(kind) }.map(\.floor).max()
  }

  /// The days from `days` on which a floor begins, its first day included.
  func changes(in days: Range<CivilDate>) -> [CivilDate] {
    Set(self.days.filter(days.contains) + [days.lowerBound]).sorted()
  }

  /// The days on which floors begin.
  var days: [CivilDate] { rules.flatMap(\.floors.entries).map(\.from) }
}

extension WeightFloors: TableRow {}

extension WeightFloorRule {
  /// Whether schemes over that kind are bound.
  func binds(_ kind: AssessmentSubject) -> Bool {
    subjectKinds.isEmpty ? kind.needsFloor : subjectKinds.contains(kind)
  }
}

extension AssessmentSubject {
  /// Bodies and persons stationed in towns: where the town's weight has a floor (I-18).
  public var needsFloor: Bool { self == .body || self == .person }
}
