// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A state that is folded from facts and shows what no rule allows.
protocol RepairableState {
  associatedtype Event: Happening
  init()
  var anomalies: [HistoryAnomaly] { get set }
  var eventCount: Int { get }
  mutating func apply(_ fact: Fact<Event>)
}

extension RepairableState {
  /// The state after a history with repairs in it, oldest first; a value that does not fit its
  /// field is shown as an anomaly.
  init(afterRepairs facts: [Fact<Event>]) {
    self.init()
    for step in RepairedHistory(facts).steps {
      switch step {
      case .fact(let fact): apply(fact)
      case .unfit:
        anomalies.append(
          HistoryAnomaly(
            status: nil, type: FactCorrected.type.name, rule: "I-41", index: eventCount + 1))
      }
    }
  }
}

extension CaseState: RepairableState {}
extension InspectionState: RepairableState {}
extension PublicationState: RepairableState {}
extension ApplicationState: RepairableState {}

extension CaseDecider {
  /// The state after a history with repairs in it, oldest first: annulled events never happened,
  /// corrected ones happened as corrected.
  public static func state(afterRepairs facts: [CaseFact]) -> CaseState {
    CaseState(afterRepairs: facts)
  }
}

extension InspectionDecider {
  /// The state after a history with repairs in it, oldest first.
  public static func state(afterRepairs facts: [InspectionFact]) -> InspectionState {
    InspectionState(afterRepairs: facts)
  }
}

extension ApplicationDecider {
  /// The state after a history with repairs in it, oldest first.
  public static func state(afterRepairs facts: [ApplicationFact]) -> ApplicationState {
    ApplicationState(afterRepairs: facts)
  }
}
