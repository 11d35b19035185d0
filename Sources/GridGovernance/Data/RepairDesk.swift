// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What can be asked to repair what the log says: never a change of it, always one more event
/// (I-24).
public enum RepairCommand: Hashable, Sendable {
  /// 更正: one field of an event is replaced.
  case correct(FactCorrected)
  /// 误录撤销: an event never happened.
  case annul(EventAnnulled)

  /// The fact that it asks to record.
  var event: RepairEvent {
    switch self {
    case .correct(let event): .corrected(event)
    case .annul(let event): .annulled(event)
    }
  }
}

/// What can have happened to an event.
public enum RepairEvent: Happening {
  /// 更正.
  case corrected(FactCorrected)
  /// 误录撤销.
  case annulled(EventAnnulled)

  public var event: any Event {
    switch self {
    case .corrected(let event): event
    case .annulled(let event): event
    }
  }

  public init?(_ event: any Event) {
    switch event {
    case let event as FactCorrected: self = .corrected(event)
    case let event as EventAnnulled: self = .annulled(event)
    default: return nil
    }
  }

  /// The event that is repaired.
  var target: EventID {
    switch self {
    case .corrected(let event): event.target
    case .annulled(let event): event.target
    }
  }
}

/// Where facts are corrected and annulled 更正与撤销 (I-41).
///
/// ```swift
/// let wrong = try county.log.event(at: 1204)!.content.id
/// try county.repairs.execute(.annul(EventAnnulled(target: wrong, ground: "g", document: paper)))
/// ```
public struct RepairDesk: Sendable {
  let county: County

  /// Repairs an event, in the stream of that event and naming all that it names.
  ///
  /// - Parameters:
  ///   - moment: When the repair was decided; now if not given.
  ///   - commandID: Asked again under the same id, it is not done twice.
  /// - Returns: Where the repair stands.
  /// - Throws: ``CommandError``: `I-41` where the event is not there, was annulled before, or has no
  ///   such field to be corrected; of two annulments at once one takes effect.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: RepairCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = county.door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let event = command.event
      let stored = try door.read { log throws(EventLogError) in try log.event(event.target) }
      let repairs = try stored.map { stored throws(CommandError<Rejection>) in
        try self.repairs(of: stored)
      }
      let target = stored.map {
        RepairTarget(
          type: $0.content.type, version: $0.content.version,
          isAnnulled: repairs?.isAnnulled ?? false)
      }
      if let stored { try county.requireScope(of: stored.named, at: request.now) }
      try door.rules { () throws(Rejection) in try RepairDesk.check(command, target) }
      return CommandDoor.Decision(
        facts: [Fact(event, actor: county.actor, occurred: request.now)],
        stream: stored?.content.stream, references: stored?.content.references ?? [],
        condition: .noEvents(matching: repairs?.query ?? .all, after: request.head))
    }
  }

  private static func check(
    _ command: RepairCommand, _ target: RepairTarget?
  ) throws(Rejection) {
    switch command {
    case .correct(let correction): try RepairRules.check(correction, of: target)
    case .annul(let annulment): try RepairRules.check(annulment, of: target)
    }
  }

  /// What was repaired of that event so far. Repairs stand in the stream of what they repair.
  private func repairs(
    of target: StoredEvent
  ) throws(CommandError<Rejection>) -> (isAnnulled: Bool, query: Query) {
    let query = Query([
      Query.Item(types: [.eventAnnulled, .factCorrected], stream: target.content.stream)
    ])
    let events = try county.door.read { log throws(EventLogError) in try log.events(query) }
    let isAnnulled = events.contains {
      (try? $0.decode(EventAnnulled.self))?.target == target.content.id
    }
    return (isAnnulled, query)
  }
}

extension StoredEvent {
  /// The objects that it is about, its stream's first.
  fileprivate var named: [ObjectName] { [content.stream] + content.references.map(\.object) }
}

extension County {
  /// Corrections and annulments.
  public var repairs: RepairDesk { RepairDesk(county: self) }
}
