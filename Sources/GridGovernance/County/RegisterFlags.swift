// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A fact of the registers that the rules would have refused: kept, and flagged.
///
/// Commands leave none; imports, and repairs of facts that others rest on, may.
public struct RegisterFlag: Hashable, Sendable {
  /// Where the fact stands.
  public let position: Position
  /// Its type.
  public let type: EventType
  /// What the rules say of it, by what stood before it.
  public let rejection: Rejection
}

extension County {
  /// The facts of organisation, grids and lists that the rules would have refused, in the order of
  /// the log: each is held against those before it, repairs carried out. Patrols are left out.
  public func registerFlags() throws(CommandError<Rejection>) -> [RegisterFlag] {
    let books = books
    var history = try door.read { _ throws(EventLogError) in
      books.organisation.events(of: try books.organisation.current())
        + books.grids.events(of: try books.grids.current())
        + books.lists.events(of: try books.lists.current())
        + books.register.events(of: try books.register.current())
        .filter { $0.event is RuleSetPublished }
    }
    history.sort { $0.stored.position < $1.stored.position }
    var audit = RegisterAudit(zone: log.identity.zone)
    for (stored, event) in history { audit.take(event, stored) }
    return audit.flags
  }
}

/// The registers as they grow, each fact held against the rules before it is taken.
private struct RegisterAudit {
  let zone: BusinessZone
  private(set) var flags: [RegisterFlag] = []
  private var organisation = OrganisationState()
  private var grids = GridState()
  private var lists = ListsState()
  private var register = CountyRegister()

  init(zone: BusinessZone) { self.zone = zone }

  mutating func take(_ event: any Event, _ stored: StoredEvent) {
    do throws(Rejection) {
      try check(event, at: stored.content.occurred)
    } catch {
      flags.append(
        RegisterFlag(position: stored.position, type: stored.content.type, rejection: error))
    }
    organisation.take(event)
    grids.take(event)
    lists.take(event)
    if event is RuleSetPublished { register.take(event) }
  }

  private func check(_ event: any Event, at now: Instant) throws(Rejection) {
    if let event = OrganisationEvent(event) {
      try OrganisationDecision(
        state: organisation,
        context: OrganisationContext(now: now, zone: zone, dependents: dependents(of: event))
      ).check(event)
    } else if let event = GridEvent(event) {
      var context = GridContext(
        now: now, zone: zone, divisions: organisation.divisions, bodies: organisation.bodies)
      if case .drawn(let grid) = event {
        context.codes = register.gridCodes(on: grid.effectiveFrom)
      }
      try GridDecision(state: grids, context: context).check(event)
    } else if let event = ListsEvent(event) {
      let context = ListsContext(
        now: now, zone: zone, divisions: organisation.divisions, bodies: organisation.bodies)
      try ListsDecision(state: lists, context: context).check(event)
    }
  }

  private func dependents(of event: OrganisationEvent) -> [ObjectName] {
    guard case .divisionAbolished(let event) = event else { return [] }
    return event.dependents(grids, lists)
  }
}

extension DivisionAbolished {
  /// The grids and powers that hang on the division.
  func dependents(_ grids: GridState, _ lists: ListsState) -> [ObjectName] {
    grids.grids(in: division, from: effectiveFrom)
      + lists.powers.powers(of: division, from: effectiveFrom)
  }
}
