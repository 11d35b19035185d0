// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A ticket 工单 of a county: commands go in, the rules answer with events or reject.
///
/// Each command reads the ticket's stream, decides, and appends on the condition that the stream
/// has not moved meanwhile; of two at once exactly one takes effect, the other is told to retry.
public struct Ticket: Sendable {
  public let name: ObjectName
  let county: County

  init(_ name: ObjectName, of county: County) {
    self.name = name
    self.county = county
  }

  /// Runs any command; the named ones below are short for it.
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given (in an archive: when its last event did).
  ///   - commandID: The command's id, for retries: the same id with the same command twice is one.
  ///   - survivor: The ticket that `merge` and `unmerge` mean.
  /// - Returns: Where the events stand.
  /// - Throws: ``CommandError``. If the rules say no, nothing is appended, but for a refusal that
  ///   the rules want kept.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: TicketCommand, at moment: Instant? = nil, commandID: EventID? = nil,
    survivor: ObjectName? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let now = if let moment { moment } else { try clock() }
    var generator = SystemRandomNumberGenerator()
    let id = commandID ?? EventID.version7(at: now, using: &generator)
    let history = try history()
    let context = try context(
      command, history, now: now, commandID: id, survivor: survivor)
    let facts: [TicketFact]
    let state = TicketDecider.state(afterRepairs: history)
    do throws(Rejection) {
      facts = try TicketDecider.decide(command, given: state, in: context)
    } catch {
      try keep(error, now: now)
      throw .rejected(error)
    }
    return try append(facts, expecting: UInt64(history.count), commandID: id)
  }

  /// The facts of the ticket so far, repairs included.
  func history() throws(CommandError<Rejection>) -> [TicketFact] {
    let book = try book()
    let events: [StoredEvent]
    do {
      events = try county.log.events(.stream(name))
    } catch {
      throw .notRead(error)
    }
    return events.compactMap { stored in
      guard let event = TicketEvent(stored: stored) else { return nil }
      let day = county.log.identity.zone.date(of: stored.content.occurred)
      return TicketFact(
        event, actor: stored.content.actor,
        actorLevel: stored.content.actor.body.flatMap { book.body($0, on: day)?.level },
        occurred: stored.content.occurred, id: stored.content.id)
    }
  }

  /// An archive's present is its last event; a live log's is the machine's.
  private func clock() throws(CommandError<Rejection>) -> Instant {
    do {
      return try county.log.now()
    } catch {
      throw .notRead(error)
    }
  }

  func book() throws(CommandError<Rejection>) -> CountyBook.State {
    do {
      return try county.book.current()
    } catch {
      throw .notRead(error)
    }
  }

  private func append(
    _ facts: [TicketFact], expecting version: UInt64, commandID: EventID
  ) throws(CommandError<Rejection>) -> Receipt {
    var events: [NewEvent] = []
    do throws(SchemaError) {
      for (index, fact) in facts.enumerated() {
        events.append(
          try NewEvent(
            fact.event.event,
            id: commandID.derived("\(index)"),
            stream: name, occurred: fact.occurred, actor: fact.actor))
      }
    } catch {
      throw .notAppended(.invalid(index: events.count, error))
    }
    do {
      return try county.log.append(events, if: .version(version, of: name))
    } catch {
      throw .notAppended(error)
    }
  }

  /// A refusal of class RR is a fact of its own, once however often it is retried.
  private func keep(_ rejection: Rejection, now: Instant) throws(CommandError<Rejection>) {
    guard let refused = rejection.recorded else { return }
    do {
      let event = try NewEvent(
        refused,
        id: refused.commandID.derived("refusal"),
        occurred: now, actor: county.actor)
      try county.log.append(event)
    } catch let error as SchemaError {
      throw .notAppended(.invalid(index: 0, error))
    } catch let error as AppendError {
      throw .notAppended(error)
    } catch {
      preconditionFailure("an error of an unknown kind: \(error)")
    }
  }
}

extension TicketEvent {
  /// The event as stored; `nil` if it is none of a ticket's, or of a version not known here.
  init?(stored: StoredEvent) {
    let types = Module.tickets.events + [FactCorrected.self, EventAnnulled.self]
    guard let type = types.first(where: { $0.type == stored.content.type }),
      let event = try? stored.decode(type)
    else { return nil }
    self.init(event)
  }
}
