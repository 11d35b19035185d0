// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A penalty case 案件 of a county: commands go in, the rules answer with events or reject.
///
/// ```swift
/// let town = county.acting(as: "body/321023101-zhzf")
/// try town.penaltyCase("321023101-2021-0001").execute(.file(filing))
/// let report = try town.penaltyCase("321023101-2021-0001").report(at: now)
/// ```
///
/// Each command is appended on the condition that nothing it was decided by has changed
/// meanwhile; of two at once exactly one takes effect, the other is told to retry.
public struct PenaltyCase: Sendable {
  public let name: ObjectName
  let county: County

  /// Where the case stands, repairs carried out; the status is `nil` before its filing.
  public func state() throws(CommandError<Rejection>) -> CaseState { try past().state }

  /// What the case shows at a moment beside its state: deadlines, lateness, what is missing.
  ///
  /// - Parameter moment: Now if not given (in an archive: when its last event happened).
  public func report(at moment: Instant? = nil) throws(CommandError<Rejection>) -> CaseReport {
    let now =
      if let moment { moment } else {
        try county.door.read { log throws(EventLogError) in try log.now() }
      }
    let past = try past()
    let setting = CaseSetting(
      name: name, county: county, past: past, now: now,
      register: try county.contents(of: county.books.register),
      organisation: try county.contents(of: county.books.organisation),
      lists: try county.contents(of: county.books.lists))
    return CaseReport(
      past.state, at: now, procedures: setting.register.procedures, days: setting.register.days,
      zone: setting.zone, withdrawal: setting.withdrawal)
  }

  /// What in its history no rule lets happen, by what is known now: imports and repairs are kept
  /// in the log, and flagged here with the rule.
  public func flags() throws(CommandError<Rejection>) -> [HistoryAnomaly] {
    let past = try past()
    let register = try county.contents(of: county.books.register)
    let organisation = try county.contents(of: county.books.organisation)
    let lists = try county.contents(of: county.books.lists)
    return CaseDecider.flags(
      of: past.facts, command: \.command, status: \.status?.rawValue
    ) { fact, state in
      let setting = CaseSetting(
        name: name, county: county, past: past, now: fact.occurred, register: register,
        organisation: organisation, lists: lists)
      // Where an import does not say who acted, it was whoever had the case.
      let body = fact.actor.body ?? state.actingBody ?? past.state.filedBy ?? name
      return setting.context(by: body, EventID(high: 0, low: 0))
    }
  }

  /// Runs any command; the named ones are short for it.
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given.
  ///   - commandID: The command's id, for retries: asked again under the same id, it is not done
  ///     twice, and the answer is where its events stand.
  /// - Returns: Where the events stand.
  /// - Throws: ``CommandError``. If the rules say no, nothing is appended, but for a refusal that
  ///   the rules want kept: that once, however often it is asked under the same id.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: CaseCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = county.door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let past = try past()
      var setting = CaseSetting(
        name: name, county: county, past: past, now: request.now,
        register: try county.contents(of: county.books.register),
        organisation: try county.contents(of: county.books.organisation),
        lists: try county.contents(of: county.books.lists))
      if case .file(let filing) = command { try setting.read(filing) }
      let facts = try door.rules { () throws(Rejection) in
        try CaseDecider.decide(
          command, given: past.state, in: setting.context(for: command, request.id))
      }
      return CommandDoor.Decision(
        facts: facts, stream: command.isPublication ? nil : name,
        condition: setting.unchanged(since: request.head, by: command))
    }
  }

  func past() throws(CommandError<Rejection>) -> Past<CaseState> {
    let name = name
    return try county.door.read { log throws(EventLogError) in
      try Past(of: name, as: .case, CaseEvent.events, in: log)
    }
  }
}

extension County {
  /// A penalty case by its number or its name, whether it exists yet or not.
  ///
  /// Traps if the number is none: 1–200 bytes without control characters.
  public func penaltyCase(_ number: String) -> PenaltyCase {
    PenaltyCase(name: object(.case, number), county: self)
  }

  /// The cases filed under a power that are still open after it was withdrawn from their town
  /// (I-19), by name.
  ///
  /// - Parameter moment: As at which day; now if not given.
  public func casesLeftOpen(
    by power: ObjectName, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> [CaseReport] {
    let filings = try door.read { log throws(EventLogError) in
      try log.events(.reference(.power, power, types: .caseFiled))
    }
    var reports: [CaseReport] = []
    for name in Set(filings.map(\.content.stream)).sorted() {
      let report = try PenaltyCase(name: name, county: self).report(at: moment)
      if report.withdrawal != nil { reports.append(report) }
    }
    return reports
  }
}

extension CaseEvent {
  /// The event types of a case's course.
  static let events: [any Event.Type] =
    Module.enforcement.events.filter { $0 != InspectionRecorded.self && $0 != ClueClosed.self } + [
      RequestMade.self, ExtensionRequested.self, RequestRuled.self, ClockSuspended.self,
      ClockResumed.self, SupportCalled.self, SupportArrived.self, SupportFinished.self,
      SupportExcused.self, FactCorrected.self, EventAnnulled.self,
    ]
}

extension CaseCommand {
  /// Publications have streams of their own.
  fileprivate var isPublication: Bool {
    switch self {
    case .publish, .withdraw: true
    default: false
    }
  }
}
