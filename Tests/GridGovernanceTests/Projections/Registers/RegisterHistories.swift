// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

/// A history of the registers that a seed decides, as a log gets it: facts come in late, some that
/// no rule allows, some are annulled; and the same facts plainly, in the order of their times.
struct LateRegisters {
  let history: HistoryBuilder
  /// What happened, in order, without what was annulled.
  let happened: [(event: any Event, day: CivilDate)]
  /// Days at which the laws ask.
  let days: [CivilDate]

  init(seed: UInt64, mostly module: Module, steps: Int = 300) throws {
    let facts = RandomRegisters(
      seed: seed, steps: steps, mostly: module, wild: seed.isMultiple(of: 2) ? 0 : 40
    ).history.events
    var random = SeededGenerator(seed: seed &+ 1_000_000)
    let order = facts.indices.map {
      (index: $0, place: $0 + Int.random(in: 0...25, using: &random))
    }
    .sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.index)
    var history = HistoryBuilder(from: "2022-01-01T09:00:00+08:00")
    for index in order {
      let stored = history.readd(facts[index])
      if random.chance(4) { history.annul(stored) }
    }
    self.history = history
    happened = try history.happened()
    days = (0..<4).map { _ in
      Registered.first.adding(days: Int.random(in: 0...560, using: &random))
    }
  }

  func view<P: Projection>(_ type: P.Type, on day: CivilDate) throws -> View<P> {
    try ReplayEngine(history).replay(type, clock: BusinessZone.shanghai.end(of: day))
  }

  /// The deciders' own books over what happened: the other way to the same register.
  var books: (organisation: OrganisationState, grids: GridState, lists: ListsState) {
    var books = (organisation: OrganisationState(), grids: GridState(), lists: ListsState())
    for (event, _) in happened {
      OrganisationEvent(event).map { books.organisation.apply($0) }
      GridEvent(event).map { books.grids.apply($0) }
      ListsEvent(event).map { books.lists.apply($0) }
    }
    return books
  }

  func events<E: Event>(_ type: E.Type) -> [(event: E, day: CivilDate)] {
    happened.compactMap { fact in (fact.event as? E).map { ($0, fact.day) } }
  }
}

extension HistoryBuilder {
  /// Adds an event that another history has, at the time at which it happened there.
  @discardableResult
  mutating func readd(_ stored: StoredEvent) -> StoredEvent {
    let content = stored.content
    return append(
      NewEvent(
        type: content.type, version: content.version, stream: content.stream,
        occurred: content.occurred, actor: content.actor, source: content.source,
        body: EventBody(references: content.references, payload: content.payload, clear: [])))
  }

  /// What happened, by time and position, without what was annulled.
  func happened() throws -> [(event: any Event, day: CivilDate)] {
    let types = Module.allCases.flatMap(\.events).reduce(into: [EventType: any Event.Type]()) {
      $0[$1.type] = $1
    }
    var gone: Set<EventID> = []
    for stored in events where stored.content.type == .eventAnnulled {
      gone.insert(try stored.decode(EventAnnulled.self).target)
    }
    return try events.filter { !gone.contains($0.content.id) && types[$0.content.type] != nil }
      .filter { $0.content.type != .eventAnnulled && $0.content.type != .factCorrected }
      .sorted { ($0.content.occurred, $0.position) < ($1.content.occurred, $1.position) }
      .map { stored in
        guard let type = types[stored.content.type] else {
          preconditionFailure("types were looked at")
        }
        return (try stored.decode(type), BusinessZone.shanghai.date(of: stored.content.occurred))
      }
  }
}

extension View {
  /// The names of objects, for comparing.
  func names(_ objects: [ObjectID]?) -> [ObjectName] { (objects ?? []).map { name(of: $0) } }

  func name(_ object: ObjectID?) -> ObjectName? { object.map { name(of: $0) } }
}
