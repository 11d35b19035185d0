// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension Decider where Rejection == GridGovernance.Rejection {
  /// What in a history no rule lets happen: each event is asked again, as a command of its day, by
  /// what is known now.
  ///
  /// What an import or a repair made unlawful stays in the log; here it gets the rule that would
  /// have refused it. Of a native history that nothing repaired there are none.
  ///
  /// - Parameters:
  ///   - facts: Oldest first, repairs carried out.
  ///   - command: What leads to the event; `nil` for what is not asked again.
  ///   - context: What the rules read on the day of that act.
  ///   - status: The state's name.
  static func flags<H: Happening>(
    of facts: [Fact<H>], command: (H) -> Command?, status: (State) -> String?,
    in context: (Fact<H>, State) -> Context
  ) -> [HistoryAnomaly] where Event == Fact<H> {
    var state = initialState
    var flags: [HistoryAnomaly] = []
    for (index, fact) in facts.enumerated() {
      if let command = command(fact.event),
        let no = refusal(of: command, given: state, in: context(fact, state))
      {
        flags.append(
          HistoryAnomaly(
            status: status(state), type: fact.event.type.name, rule: no.rule, index: index + 1))
      }
      state = evolve(state, with: fact)
    }
    return flags
  }

  private static func refusal(
    of command: Command, given state: State, in context: Context
  ) -> Rejection? {
    do throws(Rejection) {
      _ = try decide(command, given: state, in: context)
      return nil
    } catch {
      return error
    }
  }
}
