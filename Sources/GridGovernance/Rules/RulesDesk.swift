// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Where the county's rules are published 规则与日历; files of them are `gridlog rules publish`.
///
/// ```swift
/// try county.acting(as: office).rules.execute(.publish(limits))
/// ```
public struct RulesDesk: Sendable {
  let county: County

  /// The editions as known now, repairs carried out.
  public func state() throws(CommandError<Rejection>) -> RulesState {
    try county.contents(of: county.books.rules)
  }

  /// Runs a command. Rules are the county's: a narrower scope publishes none.
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given (in an archive: when its last event did).
  ///   - commandID: The command's id, for retries.
  /// - Returns: Where the event stands.
  /// - Throws: ``CommandError``: what no rule set may say, with the place in it; a formula that names
  ///   money (I-22), recorded once for each command id; or what stood in the way.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: RulesCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    guard county.scope == .county else { throw .rejected(.outOfScope) }
    guard let body = county.actor.body else { throw .rejected(.nobodyActs) }
    return try county.door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let context = RulesContext(
        now: request.now, zone: county.log.identity.zone, commandID: request.id,
        body: body, person: county.actor.person,
        divisions: try county.contents(of: county.books.organisation).divisions)
      let state = try state()
      let facts = try county.door.rules { () throws(Rejection) in
        try RulesDecider.decide(command, given: state, in: context)
      }
      return CommandDoor.Decision(
        facts: facts,
        condition: .noEvents(matching: Query(command.readings), after: request.head))
    }
  }
}

extension RulesCommand {
  /// Earlier editions of the same, repairs of them, and where a calendar holds.
  fileprivate var readings: [Query.Item] {
    switch self {
    case .publish(let event): [.naming(event.rule, as: .rule, in: .ruleSetPublished)]
    case .publishCalendar(let event):
      [.naming(event.calendar, as: .calendar, in: .workCalendarPublished), .division(event.scope)]
    }
  }
}

extension County {
  /// Rule sets and calendars.
  public var rules: RulesDesk { RulesDesk(county: self) }
}
