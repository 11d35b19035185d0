// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The rules of assessments 考核: what a command may cause, and what an event changes (domain §6).
public enum AssessmentDecider: Decider {
  /// A scheme of which nothing is known.
  public static var initialState: AssessmentState { AssessmentState() }

  /// The one event that the command causes.
  ///
  /// - Throws: ``Rejection``; where the rule is of class RR it carries the refusal to record.
  public static func decide(
    _ command: AssessmentCommand, given state: AssessmentState, in context: AssessmentContext
  ) throws(Rejection) -> [AssessmentFact] {
    let decision = AssessmentDecision(state: state, context: context)
    let event = try decision.event(for: command)
    return [
      AssessmentFact(
        event, actor: Actor(body: context.body, person: context.person), occurred: context.now)
    ]
  }

  /// The state after one more event.
  public static func evolve(
    _ state: AssessmentState, with fact: AssessmentFact
  ) -> AssessmentState {
    var state = state
    state.apply(fact)
    return state
  }
}

/// A command on its way to its event.
struct AssessmentDecision {
  let state: AssessmentState
  let context: AssessmentContext

  func event(for command: AssessmentCommand) throws(Rejection) -> AssessmentEvent {
    switch command {
    case .publishFormula(let rule): .formulaPublished(try checked(rule))
    case .adopt(let scheme): .schemeAdopted(try checked(scheme))
    case .setWeight(let proposal): .weightSet(try weightSet(proposal))
    case .submit(let proposal): .scoreSubmitted(try submitted(proposal))
    case .recordPoints(let proposal): .pointsRecorded(try pointsRecorded(proposal))
    case .imposeVeto(let proposal): .vetoImposed(try vetoImposed(proposal))
    case .liftVeto(let veto, let document): .vetoLifted(try vetoLifted(veto, document))
    case .publish(let proposal): .published(try published(proposal))
    case .appeal(let appeal, let subject, let period, let text):
      .appealFiled(try appealFiled(appeal, subject, period, text))
    case .decideAppeal(let appeal, let result, let document):
      .appealDecided(try appealDecided(appeal, result, document))
    }
  }

  /// The scheme's newest terms; without a scheme there is nothing to judge by.
  func terms() throws(Rejection) -> SchemeTerms {
    guard let terms = state.terms else { throw .noScheme }
    return terms
  }

  /// The period, if it is the scheme's or a part of it.
  func period(
    _ text: String, within kind: PeriodKind
  ) throws(Rejection) -> AssessmentPeriod {
    guard let period = AssessmentPeriod(text), period.enclosing(kind) != nil else {
      throw .badPeriod(kind)
    }
    return period
  }
}
