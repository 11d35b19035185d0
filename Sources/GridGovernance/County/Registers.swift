// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What a county keeps as read, for the rules: one book a register.
struct CountyBooks: Sendable {
  let register: Book<CountyRegister>
  let organisation: Book<OrganisationState>
  let grids: Book<GridState>
  let lists: Book<ListsState>
  let grades: Book<GradeBook>

  init(_ log: EventLog) {
    register = Book(log)
    organisation = Book(log)
    grids = Book(log)
    lists = Book(log)
    grades = Book(log)
  }
}

extension OrganisationState: BookContents {
  static var events: [any Event.Type] { Module.organisation.events }

  mutating func take(_ event: any Event) { OrganisationEvent(event).map { apply($0) } }
}

extension GridState: BookContents {
  static var events: [any Event.Type] { Module.grid.events.filter { $0 != GridPatrolled.self } }

  mutating func take(_ event: any Event) { GridEvent(event).map { apply($0) } }
}

extension ListsState: BookContents {
  static var events: [any Event.Type] { Module.lists.events }

  mutating func take(_ event: any Event) { ListsEvent(event).map { apply($0) } }
}

/// An event of a register, of which the county has one.
protocol RegisterHappening: Happening {
  /// What a decision to record it is decided by.
  var readings: [Query.Item] { get }
}

extension OrganisationEvent: RegisterHappening {}
extension GridEvent: RegisterHappening {}
extension ListsEvent: RegisterHappening {}

extension County {
  /// Carries out a command of a register: reads, decides, and appends if nothing that it was
  /// decided by has changed meanwhile.
  func record<Event: RegisterHappening>(
    as commandID: EventID?, at moment: Instant?,
    _ decide: (CommandDoor.Request) throws(CommandError<Rejection>) -> [Fact<Event>]
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let facts = try decide(request)
      if scope != .county { try requireScope(of: facts, at: request.now) }
      return CommandDoor.Decision(
        facts: facts,
        condition: .noEvents(
          matching: Query(facts.flatMap(\.event.readings)), after: request.head))
    }
  }

  /// What a book holds now.
  func contents<Contents: BookContents>(
    of book: Book<Contents>
  ) throws(CommandError<Rejection>) -> Contents {
    try door.read { _ throws(EventLogError) in try book.current().contents }
  }

  /// A command reaches no further than a read: each place that its events name lies in the scope.
  private func requireScope(
    of facts: [Fact<some RegisterHappening>], at now: Instant
  ) throws(CommandError<Rejection>) {
    let reach = ScopeReach(
      scope: scope, organisation: try contents(of: books.organisation),
      grids: try contents(of: books.grids), day: log.identity.zone.date(of: now))
    for fact in facts where !reach.contains(fact.event.event) {
      throw .rejected(.registerOutOfScope)
    }
  }
}

/// Which events of registers a scope may record.
private struct ScopeReach {
  let scope: Scope
  let organisation: OrganisationState
  let grids: GridState
  let day: CivilDate

  func contains(_ event: any Event) -> Bool {
    guard let references = try? NewEvent(event).body.references else { return false }
    switch scope {
    case .county: return true
    case .grids(let mine):
      let named = references.filter { $0.object.kind == .grid }
      let hasPlaces = references.contains { $0.object.kind == .division }
      return !named.isEmpty && !hasPlaces && named.allSatisfy { mine.contains($0.object) }
    case .towns(let towns):
      // A division that is new has no place yet: its parent's counts.
      let isNew = event is DivisionRegistered
      let places = references.filter { !isNew || $0.role != .division }.compactMap(place)
      return !places.isEmpty
        && places.allSatisfy { place in
          towns.contains { organisation.divisions.isInside(place, $0, on: day) }
        }
    }
  }

  /// Where something lies; `nil` for what lies nowhere, as a person.
  private func place(_ reference: Reference) -> ObjectName? {
    let object = reference.object
    switch object.kind {
    case .division: return object
    case .grid: return grids.grid(object, on: day)?.village
    case .body: return organisation.bodies.body(object, on: day)?.division
    default: return nil
    }
  }
}

extension Rejection {
  fileprivate static let registerOutOfScope = Rejection(
    rule: "scope", source: "Gridlog, the county's door",
    message: Words("this lies outside the scope", "该事项不在可操作范围内"),
    next: Words("ask whoever has the wider scope", "请由范围内的单位操作"))
}
