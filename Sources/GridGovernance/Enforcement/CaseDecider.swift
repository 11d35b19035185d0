// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The rules of penalty cases 案件: what a command may cause, and what an event changes
/// (domain §3.2).
public enum CaseDecider: Decider {
  public static var initialState: CaseState { CaseState() }

  /// The events that the command causes, in order, each checked against the table.
  public static func decide(
    _ command: CaseCommand, given state: CaseState, in context: CaseContext
  ) throws(Rejection) -> [CaseFact] {
    var decision = CaseRuling(state: state, context: context, command: command.name)
    try decision.carryOut(command)
    return decision.facts
  }

  /// The state after one more event; a pair that the table does not have is an anomaly.
  public static func evolve(_ state: CaseState, with fact: CaseFact) -> CaseState {
    var state = state
    state.apply(fact)
    return state
  }
}

/// A command on its way to events: the state so far, and the events that led there.
struct CaseRuling {
  private(set) var state: CaseState
  let context: CaseContext
  /// The command's name, for refusals that are kept.
  let command: String
  private(set) var facts: [CaseFact] = []

  init(state: CaseState, context: CaseContext, command: String) {
    self.state = state
    self.context = context
    self.command = command
  }

  var name: ObjectName { state.name ?? context.name }

  var clocks: CaseClocks {
    CaseClocks(
      state: state, procedures: context.procedures, days: context.days, zone: context.zone)
  }

  /// What an act of today goes by.
  var law: [AppliedEdition] { clocks.applied(on: context.day) }

  /// Refuses an event that the table does not have in this state.
  func requirePair(_ event: CaseEvent) throws(Rejection) {
    guard CaseTable.allows(event, in: state) else { throw .pair(event, in: state.status) }
  }

  /// I-21: only the leading agency, or the organ that acts for it.
  func requireAgency() throws(Rejection) {
    guard context.body == state.agency || context.body == state.actingBody else {
      throw .notTheAgency(state.agency)
    }
  }

  /// Adds an event whose conditions have been checked.
  mutating func take(_ event: CaseEvent) {
    let fact = CaseFact(
      event, actor: Actor(body: context.body, person: context.person), occurred: context.now)
    facts.append(fact)
    state.apply(fact)
  }

  /// Checks the pair and who acts, then adds the event.
  mutating func act(_ event: CaseEvent) throws(Rejection) {
    try requirePair(event)
    try requireAgency()
    take(event)
  }

  mutating func carryOut(_ command: CaseCommand) throws(Rejection) {
    switch command {
    case .file(let filing): try file(filing)
    case .assign(let officers, let from): try assign(officers, from)
    case .collect(let evidence): try collect(evidence)
    case .settle(let measure, let how, let until, let document):
      try settle(measure, how, until, document)
    case .serve(let kind, let method, let officers, let record):
      try serve(kind, method, officers, record)
    case .holdHearing(let askedOn, let chair, let record):
      try holdHearing(
        HearingHeld(case: name, askedOn: askedOn, chair: chair, record: record))
    case .waiveHearing(let how, let record):
      try waiveHearing(HearingWaived(case: name, how: how, record: record))
    case .review(let passed, let reviewer, let qualified, let record):
      try review(
        LegalReviewCompleted(
          case: name, passed: passed, reviewer: reviewer, qualified: qualified, record: record))
    case .decide(let decision): try decide(decision)
    case .request, .requestExtension, .grant, .refuse, .suspend, .resume:
      try carryOutRequest(command)
    case .callSupport, .arrive, .finishSupport, .excuse: try carryOutSupport(command)
    default: try carryOutEnd(command)
    }
  }
}
