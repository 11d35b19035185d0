// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A ticket 工单 of a county: commands go in, the rules answer with events or reject.
///
/// Each command reads what the log says of the ticket, decides, and appends on the condition that
/// nothing it was decided by has changed meanwhile; of two at once exactly one takes effect, the
/// other is told to retry.
public struct Ticket: Sendable {
  public let name: ObjectName
  let county: County

  init(_ name: ObjectName, of county: County) {
    self.name = name
    self.county = county
  }

  /// Where the ticket stands, repairs carried out; the status is `nil` before its report.
  public func state() throws(CommandError<Rejection>) -> TicketState {
    try past(try edition().contents).state
  }

  /// Runs any command; the named ones are short for it.
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given (in an archive: when its last event did).
  ///   - commandID: The command's id, for retries: asked again under the same id, it is not done
  ///     twice, and the answer is where its events stand.
  ///   - survivor: The ticket that `merge` means; `unmerge` knows it.
  /// - Returns: Where the events stand.
  /// - Throws: ``CommandError``. If the rules say no, nothing is appended, but for a refusal that
  ///   the rules want kept: that once, however often it is asked under the same id.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: TicketCommand, at moment: Instant? = nil, commandID: EventID? = nil,
    survivor: ObjectName? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try county.door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      try decide(command, request, survivor: survivor)
    }
  }

  /// What the rules make of a command, by what is known now.
  func decide(
    _ command: TicketCommand, _ request: CommandDoor.Request, survivor: ObjectName? = nil
  ) throws(CommandError<Rejection>) -> CommandDoor.Decision<TicketEvent> {
    let edition = try edition()
    let past = try past(edition.contents)
    let survivor = try self.survivor(
      survivor ?? past.state.mergedInto, of: command, edition.contents)
    let lists = try command.order.map { _ throws(CommandError<Rejection>) in
      try county.contents(of: county.books.lists)
    }
    let setting = TicketSetting(
      ticket: self, command: command, edition: edition, past: past, lists: lists,
      now: request.now, commandID: request.id)
    let facts = try county.door.rules { () throws(Rejection) in
      try TicketDecider.decide(
        command, given: past.state, in: setting.context(survivor: survivor))
    }
    return CommandDoor.Decision(
      facts: facts, stream: name,
      condition: setting.unchanged(since: request.head, survivor: survivor?.ticket))
  }

  // MARK: Reading

  /// Every event that speaks of the ticket, wherever it stands.
  static func query(_ name: ObjectName) -> Query {
    Query.stream(name).or(.reference(.ticket, name))
  }

  /// The ticket so far.
  func past(_ register: CountyRegister) throws(CommandError<Rejection>) -> TicketPast {
    let name = name
    let events = try county.door.read { log throws(EventLogError) in
      try log.events(Ticket.query(name))
    }
    return TicketPast(name, events, register, in: county.log.identity.zone)
  }

  /// The ticket that a merge goes into or came from, with those into which it went on.
  private func survivor(
    _ survivor: ObjectName?, of command: TicketCommand, _ register: CountyRegister
  ) throws(CommandError<Rejection>) -> TicketSurvivor? {
    guard command == .merge || command == .unmerge, let survivor else { return nil }
    let first = try Ticket(survivor, of: county).past(register).state
    var last = first
    var chain: [ObjectName] = []
    while last.status == .merged, let next = last.mergedInto, !chain.contains(next) {
      chain.append(next)
      last = try Ticket(next, of: county).past(register).state
    }
    return TicketSurvivor(
      ticket: survivor, status: first.status, chain: chain, lastStatus: last.status)
  }

  private func edition() throws(CommandError<Rejection>) -> Book<CountyRegister>.Edition {
    let book = county.books.register
    return try county.door.read { _ throws(EventLogError) in try book.current() }
  }
}
