// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// An application 申请 of a county: commands go in, the rules answer with events or reject.
///
/// ```swift
/// let window = county.acting(as: "body/321023101-window")
/// try window.application("321023101-2021-0001").execute(.receive(form))
/// let report = try window.application("321023101-2021-0001").report(at: now)
/// ```
public struct Application: Sendable {
  public let name: ObjectName
  let county: County

  /// Where the application stands, repairs carried out; the status is `nil` before its receipt.
  public func state() throws(CommandError<Rejection>) -> ApplicationState { try past().state }

  /// What the application shows at a moment beside its state: what silence made of it, its clocks.
  ///
  /// - Parameter moment: Now if not given (in an archive: when its last event happened).
  public func report(
    at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> ApplicationReport {
    let now =
      if let moment { moment } else {
        try county.door.read { log throws(EventLogError) in try log.now() }
      }
    let state = try state()
    let register = try county.contents(of: county.books.register)
    let powers = try county.contents(of: county.books.lists).powers
    return ApplicationReport(
      state, at: now, kind: state.item.flatMap { powers.kind(of: $0) },
      procedures: register.procedures, days: register.days, zone: county.log.identity.zone)
  }

  /// What in its history no rule lets happen, by what is known now: imports and repairs are kept
  /// in the log, and flagged here with the rule.
  public func flags() throws(CommandError<Rejection>) -> [HistoryAnomaly] {
    let past = try past()
    let register = try county.contents(of: county.books.register)
    let powers = try county.contents(of: county.books.lists).powers
    return ApplicationDecider.flags(
      of: past.facts, command: \.command, status: \.status?.rawValue
    ) { fact, state in
      ApplicationContext(
        name: name, now: fact.occurred, zone: county.log.identity.zone,
        commandID: EventID(high: 0, low: 0), body: fact.actor.body ?? state.window ?? name,
        powers: powers, procedures: register.procedures, days: register.days)
    }
  }

  /// Runs any command.
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given.
  ///   - source: The record of another system that is received; one with a number is received
  ///     once, however often and under whatever name it is tried (I-8).
  ///   - commandID: The command's id, for retries: asked again under the same id, it is not done
  ///     twice, and the answer is where its events stand.
  /// - Returns: Where the events stand.
  /// - Throws: ``CommandError``. If the rules say no, nothing is appended, but for a refusal that
  ///   the rules want kept: that once, however often it is asked under the same id.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: ApplicationCommand, at moment: Instant? = nil, source: Source? = nil,
    commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let external = command.isReceipt ? source?.eventID(of: .applicationReceived) : nil
    let twin = try external.flatMap { id throws(CommandError<Rejection>) in
      try county.door.read { log throws(EventLogError) in try log.event(id) }
    }
    if let external, twin?.content.stream == name {
      let known = try county.door.read { log throws(EventLogError) in
        try log.receipt(of: [external])
      }
      if let known { return known }
    }
    let door = county.door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let past = try past()
      let context = try context(past, command, request, twin: twin?.content.stream)
      var facts = try door.rules { () throws(Rejection) in
        try ApplicationDecider.decide(command, given: past.state, in: context)
      }
      // What comes from a record with a number has its id from there: the log takes it once.
      if let first = facts.first { facts[0].id = source?.eventID(of: first.event.type) }
      let item = past.state.item ?? command.item
      let others = CountyRegister.query.or(Query(item.map { [.power($0)] } ?? []))
      return CommandDoor.Decision(
        facts: facts, stream: name,
        condition: past.unchanged(since: request.head, besides: others), source: source)
    }
  }

  /// What the rules read from outside the application, as of the act's day.
  private func context(
    _ past: Past<ApplicationState>, _ command: ApplicationCommand,
    _ request: CommandDoor.Request, twin: ObjectName?
  ) throws(CommandError<Rejection>) -> ApplicationContext {
    let register = try county.contents(of: county.books.register)
    let organisation = try county.contents(of: county.books.organisation)
    let powers = try county.contents(of: county.books.lists).powers
    let zone = county.log.identity.zone
    let body = try county.door.rules { () throws(Rejection) in
      let day = zone.date(of: request.now)
      let (name, _) = try county.registeredActor(organisation, on: day)
      try county.requireScope(past.state.town ?? command.town)
      return name
    }
    return ApplicationContext(
      name: name, now: request.now, zone: zone, commandID: request.id, body: body,
      person: county.actor.person, twin: twin, powers: powers, procedures: register.procedures,
      days: register.days)
  }

  private func past() throws(CommandError<Rejection>) -> Past<ApplicationState> {
    let name = name
    return try county.door.read { log throws(EventLogError) in
      try Past(of: name, as: .application, ApplicationEvent.events, in: log)
    }
  }
}

extension County {
  /// An application by its number or its name, whether it exists yet or not.
  ///
  /// Traps if the number is none: 1–200 bytes without control characters.
  public func application(_ number: String) -> Application {
    Application(name: object(.application, number), county: self)
  }
}

extension ApplicationEvent {
  /// The event types of an application's course.
  static let events: [any Event.Type] =
    Module.approval.events + [
      DocumentServed.self, FollowUpRecorded.self, RequestMade.self, ExtensionRequested.self,
      RequestRuled.self, ClockSuspended.self, ClockResumed.self, FactCorrected.self,
      EventAnnulled.self,
    ]
}

extension ApplicationCommand {
  fileprivate var isReceipt: Bool { item != nil }

  fileprivate var item: ObjectName? { form?.item }

  fileprivate var town: ObjectName? { form?.town }

  private var form: ApplicationForm? {
    guard case .receive(let form) = self else { return nil }
    return form
  }
}
