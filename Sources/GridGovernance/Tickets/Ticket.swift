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
    try past(try book()).state
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
    if let commandID, let done = try receipt(of: commandID) { return done }
    let head = try reading { log throws(EventLogError) in try log.head }
    let now =
      if let moment { moment } else {
        try reading { log throws(EventLogError) in try log.now() }
      }
    var generator = SystemRandomNumberGenerator()
    let id = commandID ?? EventID.version7(at: now, using: &generator)
    let book = try book()
    let past = try past(book)
    let survivor = try self.survivor(survivor ?? past.state.mergedInto, of: command, book)
    let facts: [TicketFact]
    do throws(Rejection) {
      let setting = TicketSetting(
        ticket: self, command: command, book: book, past: past, now: now, commandID: id)
      facts = try TicketDecider.decide(
        command, given: past.state, in: setting.context(survivor: survivor))
    } catch {
      try keep(error, now: now)
      throw .rejected(error)
    }
    var query = past.query.or(CountyBook.query)
    if let survivor { query = query.or(Ticket.query(survivor.ticket)) }
    return try append(
      facts, id,
      if: .noEvents(matching: query, after: head).and(version: past.version, of: name))
  }

  // MARK: Reading

  /// Every event that speaks of the ticket, wherever it stands.
  static func query(_ name: ObjectName) -> Query {
    Query.stream(name).or(.reference(.ticket, name))
  }

  /// The ticket so far.
  func past(_ book: CountyBook.State) throws(CommandError<Rejection>) -> TicketPast {
    let name = name
    let events = try reading { log throws(EventLogError) in
      try log.events(Ticket.query(name))
    }
    return TicketPast(name, events, book, in: county.log.identity.zone)
  }

  /// The ticket that a merge goes into or came from, with those into which it went on.
  private func survivor(
    _ survivor: ObjectName?, of command: TicketCommand, _ book: CountyBook.State
  ) throws(CommandError<Rejection>) -> TicketSurvivor? {
    guard command == .merge || command == .unmerge, let survivor else { return nil }
    let first = try Ticket(survivor, of: county).past(book).state
    var last = first
    var chain: [ObjectName] = []
    while last.status == .merged, let next = last.mergedInto, !chain.contains(next) {
      chain.append(next)
      last = try Ticket(next, of: county).past(book).state
    }
    return TicketSurvivor(
      ticket: survivor, status: first.status, chain: chain, lastStatus: last.status)
  }

  private func book() throws(CommandError<Rejection>) -> CountyBook.State {
    do {
      return try county.book.current()
    } catch {
      throw .notRead(error)
    }
  }

  private func reading<T>(
    _ body: (EventLog) throws(EventLogError) -> T
  ) throws(CommandError<Rejection>) -> T {
    do {
      return try body(county.log)
    } catch {
      throw .notRead(error)
    }
  }

  // MARK: Appending

  /// Where the events stand that a command of that id appended; `nil` if there are none.
  private func receipt(of commandID: EventID) throws(CommandError<Rejection>) -> Receipt? {
    try reading { log throws(EventLogError) in
      var ids: [EventID] = []
      while try log.event(commandID.derived("\(ids.count)")) != nil {
        ids.append(commandID.derived("\(ids.count)"))
      }
      return ids.isEmpty ? nil : try log.receipt(of: ids)
    }
  }

  private func append(
    _ facts: [TicketFact], _ commandID: EventID, if condition: AppendCondition
  ) throws(CommandError<Rejection>) -> Receipt {
    var events: [NewEvent] = []
    do throws(SchemaError) {
      for (index, fact) in facts.enumerated() {
        events.append(
          try NewEvent(
            fact.event.event, id: commandID.derived("\(index)"), stream: name,
            occurred: fact.occurred, actor: fact.actor))
      }
    } catch {
      throw .notAppended(.invalid(index: events.count, error))
    }
    do throws(AppendError) {
      return try county.log.append(events, if: condition)
    } catch {
      throw .notAppended(error)
    }
  }

  /// A refusal of class RR is a fact of its own, once however often it is retried.
  private func keep(_ rejection: Rejection, now: Instant) throws(CommandError<Rejection>) {
    guard let refused = rejection.recorded else { return }
    let id = refused.commandID.derived("refusal")
    let known = try reading { log throws(EventLogError) in try log.event(id) }
    guard known == nil else { return }
    let event: NewEvent
    do throws(SchemaError) {
      event = try NewEvent(refused, id: id, occurred: now, actor: county.actor)
    } catch {
      throw .notAppended(.invalid(index: 0, error))
    }
    do throws(AppendError) {
      try county.log.append(event)
    } catch .idTaken {
      // Somebody asked the same at the same moment: it is on record.
    } catch {
      throw .notAppended(error)
    }
  }
}
