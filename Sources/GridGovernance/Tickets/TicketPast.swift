// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What the log says of a ticket, as a command reads it.
struct TicketPast {
  let name: ObjectName
  let events: [StoredEvent]
  let state: TicketState
  /// What the next append to the ticket's stream expects.
  let version: UInt64

  /// Which events a decision about the ticket depends on.
  var query: Query { Ticket.query(name) }

  init(
    _ name: ObjectName, _ events: [StoredEvent], _ register: CountyRegister,
    in zone: BusinessZone
  ) {
    self.name = name
    self.events = events
    version = events.last { $0.content.stream == name }?.streamVersion ?? 0
    let facts = events.compactMap { stored -> TicketFact? in
      guard let event = TicketEvent(stored: stored) else { return nil }
      let actor = stored.content.actor
      let day = zone.date(of: stored.content.occurred)
      return TicketFact(
        event, actor: actor,
        actorLevel: actor.body.flatMap { register.bodies.body($0, on: day)?.level },
        occurred: stored.content.occurred, id: stored.content.id)
    }
    state = TicketDecider.state(afterRepairs: facts)
  }
}

extension TicketEvent {
  /// The event as stored; `nil` if it is none of a ticket's, or of a version not known here.
  init?(stored: StoredEvent) {
    guard let type = TicketEvent.stored[stored.content.type], let event = try? stored.decode(type)
    else { return nil }
    self.init(event)
  }

  private static let stored: [EventType: any Event.Type] = {
    let types = Module.tickets.events + [FactCorrected.self, EventAnnulled.self]
    return Dictionary(uniqueKeysWithValues: types.map { ($0.type, $0) })
  }()
}
