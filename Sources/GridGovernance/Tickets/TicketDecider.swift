// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The rules of tickets 工单: what a command may cause, and what an event changes (domain §2.2).
public enum TicketDecider: Decider {
  public static var initialState: TicketState { TicketState() }

  /// The events that the command causes, in order, each checked against the table.
  ///
  /// A first act in `dispatched` signs first, an act that ends a suspension resumes first, and a
  /// granted request is carried out at once (note 1): then there are several.
  public static func decide(
    _ command: TicketCommand, given state: TicketState, in context: TicketContext
  ) throws(Rejection) -> [TicketFact] {
    var decision = TicketDecision(state: state, context: context)
    try decision.carryOut(command)
    return decision.facts
  }

  /// The state after one more event; a pair that the table does not have is an anomaly.
  public static func evolve(_ state: TicketState, with fact: TicketFact) -> TicketState {
    var state = state
    state.apply(fact)
    return state
  }
}

/// A command on its way to events: the state so far, and the events that led there.
struct TicketDecision {
  private(set) var state: TicketState
  let context: TicketContext
  private(set) var facts: [TicketFact] = []

  init(state: TicketState, context: TicketContext) {
    self.state = state
    self.context = context
  }

  var actor: TicketActor { context.actor }
  var ticket: ObjectName { state.ticket ?? context.ticket }
  /// The number of the top hop; 1 where there is none, so that a refusal can name the pair.
  var hop: Int { state.topHop?.number ?? state.hops.last?.number ?? 1 }

  /// Refuses an event that the table does not have in this state.
  func requirePair(_ event: TicketEvent) throws(Rejection) {
    guard TicketTable.allows(event, in: state.status) else {
      throw .pair(event, in: state.status)
    }
  }

  /// Adds an event whose conditions have been checked.
  mutating func take(_ event: TicketEvent) {
    let fact = TicketFact(
      event, actor: Actor(body: actor.body, person: actor.person), actorLevel: actor.level,
      occurred: context.now)
    facts.append(fact)
    state.apply(fact)
  }

  mutating func carryOut(_ command: TicketCommand) throws(Rejection) {
    switch command {
    case .report, .accept, .decline, .refer, .assignCheck, .verify, .register, .regrade:
      try carryOutIntake(command)
    case .dispatch(let order): try dispatch(order)
    case .redirect(let hop, let order): try redirect(hop, order)
    case .signFor, .putBack, .progress, .contactReporter, .complete, .inspect:
      try carryOutHandling(command)
    case .request, .requestExtension, .grant, .refuse, .suspend, .resume:
      try carryOutRequest(command)
    case .callSupport, .arrive, .finishSupport, .excuse, .supervise, .replyToSupervision,
      .liftSupervision:
      try carryOutSupport(command)
    case .close, .reopen, .escalate, .merge, .unmerge, .void, .exclude, .liftExclusion:
      try carryOutEnd(command)
    case .speak(let kind, let channel, let text):
      try spoken(kind, channel, text)
    case .followUp(let reached, let contacted, let solved, let satisfaction):
      try followUp(reached, contacted, solved, satisfaction)
    }
  }
}

// Who acts: the letters of the table.
extension TicketDecision {
  /// V, T or C: a station or centre whose division has the ticket's.
  var isCentre: Bool { actor.isCentre && actor.covers }

  /// T or C.
  var isTownOrCounty: Bool { isCentre && actor.level >= .town }

  /// C.
  var isCounty: Bool { isCentre && actor.level == .county }

  /// U: the unit of the top hop.
  var isUnit: Bool { state.unit == actor.body }

  /// The registering level: the body that registered, or a centre of the level that holds it.
  var isRegisteringLevel: Bool {
    if let body = state.registeredBy?.body, body == actor.body { return true }
    return isCentre && actor.level == state.level
  }

  /// The registering level, or a centre above it.
  var isRegisteringLevelOrAbove: Bool {
    isRegisteringLevel || isCentre && state.level.map { actor.level > $0 } ?? true
  }

  /// P: whoever stands above that hop; the registering level above hop 1.
  func isParent(of number: Int) -> Bool {
    guard number > 1 else { return isRegisteringLevel }
    return state.hops.first { $0.number == number - 1 }?.handler == actor.body
  }

  /// P or above.
  func isParentOrAbove(of number: Int) -> Bool {
    (1...max(1, number)).contains { isParent(of: $0) } || isRegisteringLevelOrAbove
  }

  /// Refuses an actor whom the table's line does not name.
  func requireWho(
    _ event: TicketEvent, _ allowed: Bool, _ english: String, _ chinese: String
  ) throws(Rejection) {
    guard allowed else {
      throw .who(event, in: state.status, Words(english, chinese))
    }
  }

  /// Acts of the duty leader 值班长; a village station has none and acts for its own grids.
  func requireDutyLeader() throws(Rejection) {
    guard actor.level == .village || actor.roles.contains(.dutyLeader) else {
      throw .role(Words("duty leader", "值班长"))
    }
  }

  func requireUnit() throws(Rejection) {
    guard isUnit else { throw .notTheUnit }
  }
}
