// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What the log says of one thing, as a command reads it: a case, an application, an inspection.
struct Past<State: RepairableState> {
  let name: ObjectName
  let state: State
  /// Oldest first, repairs carried out.
  let facts: [Fact<State.Event>]
  /// What the next append to its own stream expects.
  let version: UInt64
  /// Which events speak of it.
  let query: Query

  /// - Parameters:
  ///   - role: The role in which events name it.
  ///   - types: The event types of its course.
  init(
    of name: ObjectName, as role: Role, _ types: [any Event.Type], in log: EventLog
  ) throws(EventLogError) {
    self.name = name
    query = Query([
      Query.Item(stream: name),
      Query.Item(types: Set(types.map { $0.type }), references: [Reference(role, name)]),
    ])
    let events = try log.events(query)
    version = events.last { $0.content.stream == name }?.streamVersion ?? 0
    let known = Dictionary(uniqueKeysWithValues: types.map { ($0.type, $0) })
    let history = events.compactMap { stored in
      known[stored.content.type].flatMap { try? stored.decode($0) }
        .flatMap { State.Event($0) }
        .map {
          Fact(
            $0, actor: stored.content.actor, occurred: stored.content.occurred,
            id: stored.content.id)
        }
    }
    state = State(afterRepairs: history)
    facts = RepairedHistory(history).facts
  }

  /// What an append to its own stream asks for: nothing new that speaks of it or matches `others`.
  func unchanged(since head: Position, besides others: Query) -> AppendCondition {
    .noEvents(matching: query.or(others), after: head).and(version: version, of: name)
  }
}

extension County {
  /// Who acts, as registered on that day.
  ///
  /// - Throws: A rejection if nobody known acts.
  func registeredActor(
    _ organisation: OrganisationState, on day: CivilDate
  ) throws(Rejection) -> (name: ObjectName, body: RegisteredBody) {
    guard let name = actor.body else { throw .nobodyActs }
    guard let body = organisation.bodies.body(name, on: day) else { throw .unknownBody(name) }
    return (name, body)
  }

  /// Refuses what lies outside the scope: a command reaches no further than a read. A grid's scope
  /// reaches neither cases nor applications.
  ///
  /// - Parameter town: The town of the thing that the command is about; of the county if `nil`.
  func requireScope(_ town: ObjectName?) throws(Rejection) {
    let isInside =
      switch scope {
      case .county: true
      case .towns(let towns): town.map(towns.contains) ?? false
      case .grids: false
      }
    guard isInside else { throw .outOfScope }
  }

  /// The object of that kind with that number or name.
  func object(_ kind: ObjectKind, _ number: String) -> ObjectName {
    let prefix = "\(kind)/"
    return ObjectName(
      kind, number.hasPrefix(prefix) ? String(number.dropFirst(prefix.count)) : number)
  }
}

extension CountyRegister {
  /// Procedures and guides as known now.
  var procedures: ProcedureBook { ProcedureBook(rules) }

  /// Days of work as known now.
  var days: KnownDays { KnownDays(off: daysOff, years: announcedYears, hours: hours) }
}
