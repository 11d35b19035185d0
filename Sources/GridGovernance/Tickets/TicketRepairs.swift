// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Repairs 更正、误录撤销: the facts change, then everything is folded again (domain §7.0).
extension TicketDecider {
  /// The state after a history with repairs in it, oldest first.
  ///
  /// An annulled event never happened, a corrected one happened as corrected; of several
  /// corrections of a field the last counts. A fold made illegal shows the ticket anomalous, and
  /// so does a value that does not fit its field.
  public static func state(afterRepairs facts: [TicketFact]) -> TicketState {
    var state = initialState
    for step in RepairedHistory(facts).steps {
      switch step {
      case .fact(let fact): state.apply(fact)
      case .unfit: state.noteUnfitCorrection()
      }
    }
    return state
  }
}

extension TicketState {
  fileprivate mutating func noteUnfitCorrection() {
    anomalies.append(
      TicketAnomaly(
        status: status, type: FactCorrected.type.name, rule: "I-41", index: eventCount + 1))
  }
}
