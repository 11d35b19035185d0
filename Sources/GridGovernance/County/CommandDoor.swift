// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Where commands meet the log: retries are known by their id, what is decided is appended if
/// nothing that it was decided by has changed, and refusals of class RR are kept, each once.
struct CommandDoor: Sendable {
  let log: EventLog
  /// Who acts, as it stands on a refusal.
  let actor: Actor

  /// One command under way.
  struct Request {
    /// Names the command.
    let id: EventID
    /// When the act happens.
    let now: Instant
    /// What the log held when deciding began: a condition asks for changes after it.
    let head: Position
  }

  /// What a command causes.
  struct Decision<Event: Happening> {
    /// In order, appended all or none. One without an id gets one that follows from the command's.
    var facts: [Fact<Event>]
    /// To which stream; each event's own if not given.
    var stream: ObjectName?
    /// What a repair names besides: all that the repaired event names (domain §7.0).
    var references: [Reference] = []
    /// What must still hold of what it was decided by.
    var condition: AppendCondition
    /// From which record of another system.
    var source: Source? = nil
  }

  /// Carries out one command.
  ///
  /// - Parameters:
  ///   - commandID: Asked again under the same id, it is not done twice; a new one if not given.
  ///   - moment: When the act happens; now if not given (in an archive: when its last event did).
  ///   - decide: The rules; they throw ``CommandError/rejected(_:)`` where they say no.
  /// - Returns: Where the events stand.
  func carryOut<Event: Happening>(
    as commandID: EventID?, at moment: Instant?,
    _ decide: (Request) throws(CommandError<Rejection>) -> Decision<Event>
  ) throws(CommandError<Rejection>) -> Receipt {
    if let commandID, let done = try receipt(of: commandID) { return done }
    let request = try request(as: commandID, at: moment)
    let decision: Decision<Event>
    do throws(CommandError<Rejection>) {
      decision = try decide(request)
    } catch {
      if case .rejected(let rejection) = error { try keep(rejection, now: request.now) }
      throw error
    }
    return try append(decision, request.id)
  }

  /// Reads the log; what stands in the way is the command's error.
  func read<T>(
    _ body: (EventLog) throws(EventLogError) -> T
  ) throws(CommandError<Rejection>) -> T {
    do {
      return try body(log)
    } catch {
      throw .notRead(error)
    }
  }

  /// Asks the rules; their no is the command's error.
  func rules<T>(
    _ body: () throws(Rejection) -> T
  ) throws(CommandError<Rejection>) -> T {
    do {
      return try body()
    } catch {
      throw .rejected(error)
    }
  }

  private func request(
    as commandID: EventID?, at moment: Instant?
  ) throws(CommandError<Rejection>) -> Request {
    try read { log throws(EventLogError) in
      let head = try log.head
      let now = if let moment { moment } else { try log.now() }
      var generator = SystemRandomNumberGenerator()
      return Request(
        id: commandID ?? .version7(at: now, using: &generator), now: now, head: head)
    }
  }

  /// Where the events stand that a command of that id appended; `nil` if there are none.
  private func receipt(of commandID: EventID) throws(CommandError<Rejection>) -> Receipt? {
    try read { log throws(EventLogError) in
      var ids: [EventID] = []
      while try log.event(commandID.derived("\(ids.count)")) != nil {
        ids.append(commandID.derived("\(ids.count)"))
      }
      return ids.isEmpty ? nil : try log.receipt(of: ids)
    }
  }

  private func append(
    _ decision: Decision<some Happening>, _ commandID: EventID
  ) throws(CommandError<Rejection>) -> Receipt {
    var events: [NewEvent] = []
    do throws(SchemaError) {
      for (index, fact) in decision.facts.enumerated() {
        var event = try fact.newEvent(
          id: fact.id ?? commandID.derived("\(index)"), stream: decision.stream,
          source: decision.source)
        event.body.references += decision.references.filter {
          !event.body.references.contains($0)
        }
        events.append(event)
      }
    } catch {
      throw .notAppended(.invalid(index: events.count, error))
    }
    do throws(AppendError) {
      return try log.append(events, if: decision.condition)
    } catch {
      throw .notAppended(error)
    }
  }

  /// A refusal of class RR is a fact of its own, once however often it is retried.
  private func keep(_ rejection: Rejection, now: Instant) throws(CommandError<Rejection>) {
    guard let refused = rejection.recorded else { return }
    let id = refused.commandID.derived("refusal")
    guard try read({ log throws(EventLogError) in try log.event(id) }) == nil else { return }
    let event: NewEvent
    do throws(SchemaError) {
      event = try NewEvent(refused, id: id, occurred: now, actor: actor)
    } catch {
      throw .notAppended(.invalid(index: 0, error))
    }
    do throws(AppendError) {
      try log.append(event)
    } catch .idTaken {
      // Somebody asked the same at the same moment: it is on record.
    } catch {
      throw .notAppended(error)
    }
  }
}

extension Source {
  /// The id of the first event of that type from this record; `nil` if the record has no number.
  func eventID(of type: EventType) -> EventID? {
    externalID.map {
      .imported(system: system.key, externalID: $0, type: type, ordinal: 1)
    }
  }
}

extension EventID {
  /// The id of a part of what this id names: the same each time it is asked for.
  func derived(_ part: String) -> EventID {
    var digester = Digester(.sha256)
    return .derived(fromDigest: digester.hash(bytes + Array(part.utf8)))
  }
}
