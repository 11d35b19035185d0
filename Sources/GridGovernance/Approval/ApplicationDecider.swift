// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules of applications read from outside the application, as plain values.
public struct ApplicationContext: Hashable, Sendable {
  /// The application.
  public var name: ObjectName
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// The id of the command: a refusal that is kept is known by it.
  public var commandID: EventID
  /// The body that acts.
  public var body: ObjectName
  /// The person who acts.
  public var person: ObjectName?
  /// Another application that has the external number already (I-8).
  public var twin: ObjectName?
  /// Which powers are live in which town.
  public var powers: PowerBook
  /// Procedures and guides, known and in force.
  public var procedures: ProcedureBook
  /// Days of work.
  public var days: KnownDays

  public init(
    name: ObjectName, now: Instant, zone: BusinessZone = .shanghai, commandID: EventID,
    body: ObjectName, person: ObjectName? = nil, twin: ObjectName? = nil,
    powers: PowerBook = PowerBook(), procedures: ProcedureBook = ProcedureBook(),
    days: KnownDays = KnownDays()
  ) {
    self.name = name
    self.now = now
    self.zone = zone
    self.commandID = commandID
    self.body = body
    self.person = person
    self.twin = twin
    self.powers = powers
    self.procedures = procedures
    self.days = days
  }
}

/// The rules of applications 申请: what a command may cause, and what an event changes
/// (domain §3.3).
public enum ApplicationDecider: Decider {
  public static var initialState: ApplicationState { ApplicationState() }

  /// The events that the command causes, in order, each checked against the table.
  public static func decide(
    _ command: ApplicationCommand, given state: ApplicationState, in context: ApplicationContext
  ) throws(Rejection) -> [ApplicationFact] {
    var decision = ApplicationRuling(state: state, context: context)
    try decision.carryOut(command)
    return decision.facts
  }

  /// The state after one more event; a pair that the table does not have is an anomaly.
  public static func evolve(
    _ state: ApplicationState, with fact: ApplicationFact
  ) -> ApplicationState {
    var state = state
    state.apply(fact)
    return state
  }
}

/// A command on its way to events: the state so far, and the events that led there.
struct ApplicationRuling {
  private(set) var state: ApplicationState
  let context: ApplicationContext
  private(set) var facts: [ApplicationFact] = []

  init(state: ApplicationState, context: ApplicationContext) {
    self.state = state
    self.context = context
  }

  var name: ObjectName { state.name ?? context.name }
  var day: CivilDate { context.zone.date(of: context.now) }

  var clocks: ApplicationClocks {
    ApplicationClocks(
      state: state, kind: state.item.flatMap { context.powers.kind(of: $0) },
      procedures: context.procedures, days: context.days, zone: context.zone)
  }

  /// Checks the pair, then adds the event.
  mutating func take(
    _ event: ApplicationEvent, if check: () throws(Rejection) -> Void = {}
  ) throws(Rejection) {
    guard ApplicationTable.allows(event, in: state) else { throw .pair(event, in: state) }
    try check()
    let fact = ApplicationFact(
      event, actor: Actor(body: context.body, person: context.person), occurred: context.now)
    facts.append(fact)
    state.apply(fact)
  }

  mutating func carryOut(_ command: ApplicationCommand) throws(Rejection) {
    switch command {
    case .receive(let form): try receive(form)
    case .notifyCorrection(let missing): try notifyCorrection(missing)
    case .receiveCorrection(let complete):
      let ruling = self
      try take(
        .correctionReceived(CorrectionReceived(application: name, complete: complete))
      ) { () throws(Rejection) in try ruling.requireNotWithdrawn() }
    case .accept: try decideAcceptance(.accepted)
    case .decline(let ground): try decideAcceptance(.refused, ground)
    case .notNeeded: try decideAcceptance(.notNeeded)
    case .decide(let granted, let ground, let document):
      try decide(granted ? .granted : .refused, ground, document)
    case .withdraw(let ground):
      try take(
        .decided(ApplicationDecided(application: name, result: .withdrawn, ground: ground)))
    case .deliver(let method, let record): try deliver(method, record)
    case .rate(let reached, let satisfaction): try rate(reached, satisfaction)
    default: try carryOutRequest(command)
    }
  }
}
