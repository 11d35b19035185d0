// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension County {
  /// A command reaches no further than a read: each place that its events name lies in the scope.
  func requireScope(
    of facts: [Fact<some Happening>], at now: Instant
  ) throws(CommandError<Rejection>) {
    guard scope != .county else { return }
    let reach = try reach(at: now)
    for fact in facts {
      guard let references = try? NewEvent(fact.event.event).body.references else {
        throw .rejected(.outOfScope)
      }
      // A division that is new has no place yet: its parent's counts.
      let isNew = fact.event.event is DivisionRegistered
      let objects = references.filter { !isNew || $0.role != .division }.map(\.object)
      guard try reach.contains(objects) else { throw .rejected(.outOfScope) }
    }
  }

  /// The same of what names these objects.
  func requireScope(
    of objects: [ObjectName], at now: Instant
  ) throws(CommandError<Rejection>) {
    guard scope != .county else { return }
    guard try reach(at: now).contains(objects) else { throw .rejected(.outOfScope) }
  }

  private func reach(at now: Instant) throws(CommandError<Rejection>) -> ScopeReach {
    ScopeReach(
      county: self, organisation: try contents(of: books.organisation),
      grids: try contents(of: books.grids), day: log.identity.zone.date(of: now))
  }
}

/// What lies in a scope.
private struct ScopeReach {
  let county: County
  let organisation: OrganisationState
  let grids: GridState
  let day: CivilDate

  /// Whether objects have places, and all in the scope.
  func contains(_ objects: [ObjectName]) throws(CommandError<Rejection>) -> Bool {
    var named: [ObjectName] = []
    for object in objects { named += try laid(object) }
    switch county.scope {
    case .county: return true
    case .grids(let mine):
      let drawn = Set(named.filter { $0.kind == .grid })
      // Of a thing in a grid the village is named beside it; of nothing else.
      let villages = Set(drawn.compactMap { grids.grid($0, on: day)?.village })
      let others = named.filter { $0.kind == .division && !villages.contains($0) }
      return !drawn.isEmpty && others.isEmpty && drawn.isSubset(of: mine)
    case .towns(let towns):
      let places = named.compactMap(place)
      return !places.isEmpty
        && places.allSatisfy { place in
          towns.contains { organisation.divisions.isInside(place, $0, on: day) }
        }
    }
  }

  /// Where a ticket, case or application was placed by its first event; else the object itself.
  private func laid(_ object: ObjectName) throws(CommandError<Rejection>) -> [ObjectName] {
    guard [.ticket, .case, .application].contains(object.kind) else { return [object] }
    let first = try county.door.read { log throws(EventLogError) in
      try log.events(.stream(object), limit: 1).first
    }
    return first?.content.references.map(\.object).filter { [.division, .grid].contains($0.kind) }
      ?? []
  }

  /// Where something lies; `nil` for what lies nowhere, as a person.
  private func place(_ object: ObjectName) -> ObjectName? {
    switch object.kind {
    case .division: object
    case .grid: grids.grid(object, on: day)?.village
    case .body: organisation.bodies.body(object, on: day)?.division
    default: nil
    }
  }
}
