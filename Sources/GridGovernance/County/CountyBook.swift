// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import Synchronization

/// What the rules of tickets read from outside a ticket's stream: bodies, divisions, roles and
/// rule sets, kept as read and read on from there before each command.
final class CountyBook: Sendable {
  struct Body: Hashable, Sendable {
    let kind: BodyKind
    let level: Level
    let division: ObjectName
    let from: CivilDate
  }

  struct Role: Hashable, Sendable {
    let person: ObjectName
    let kind: PersonRole
    let scope: ObjectName
    let from: CivilDate
    var until: CivilDate?
  }

  struct State: Sendable {
    var position = Position.origin
    var bodies: [ObjectName: [Body]] = [:]
    var parents: [ObjectName: ObjectName] = [:]
    var kinds: [ObjectName: DivisionKind] = [:]
    var roles: [Role] = []
    var rules: [RuleSetPublished] = []
  }

  private static let query = Query.types(
    .divisionRegistered, .bodyRegistered, .roleConferred, .roleEnded, .ruleSetPublished)

  private let log: EventLog
  private let state = Mutex(State())

  init(_ log: EventLog) { self.log = log }

  /// What is known now. Only the events of these types are read, and each once.
  func current() throws(EventLogError) -> State {
    let known = state.withLock { $0 }
    let head = try log.head
    guard head > known.position else { return known }
    var next = known
    for event in try log.events(CountyBook.query, after: known.position, through: head) {
      next.take(event)
    }
    next.position = head
    let result = next
    state.withLock { $0 = result }
    return result
  }
}

extension CountyBook.State {
  /// An event that does not fit its struct is history of another version: it is left out.
  mutating func take(_ event: StoredEvent) {
    switch event.content.type {
    case .divisionRegistered:
      guard let division = try? event.decode(DivisionRegistered.self) else { return }
      kinds[division.division] = division.kind
      parents[division.division] = division.parent
    case .bodyRegistered:
      guard let body = try? event.decode(BodyRegistered.self) else { return }
      bodies[body.body, default: []].append(
        CountyBook.Body(
          kind: body.kind, level: body.level, division: body.division, from: body.effectiveFrom))
    case .roleConferred:
      guard let role = try? event.decode(RoleConferred.self) else { return }
      roles.append(
        CountyBook.Role(
          person: role.person, kind: role.roleKind, scope: role.scope, from: role.effectiveFrom))
    case .roleEnded:
      guard let role = try? event.decode(RoleEnded.self) else { return }
      for index in roles.indices
      where roles[index].person == role.person && roles[index].kind == role.roleKind
        && roles[index].scope == role.scope && roles[index].until == nil
      {
        roles[index].until = role.effectiveFrom
      }
    case .ruleSetPublished:
      if let rule = try? event.decode(RuleSetPublished.self) { rules.append(rule) }
    default: break
    }
  }

  /// The body as registered by that day.
  func body(_ name: ObjectName, on day: CivilDate) -> CountyBook.Body? {
    bodies[name]?.filter { $0.from <= day }.max { $0.from < $1.from }
  }

  /// The roles that the person holds for the division on that day.
  func roles(of person: ObjectName?, for division: ObjectName, on day: CivilDate) -> Set<PersonRole>
  {
    guard let person else { return [] }
    return Set(
      roles.filter { role in
        role.person == person && role.from <= day && role.until.map { day < $0 } ?? true
          && isInside(division, role.scope)
      }.map(\.kind))
  }

  /// Whether a division is the other or lies in it.
  func isInside(_ division: ObjectName, _ other: ObjectName) -> Bool {
    var current: ObjectName? = division
    // More steps than there are tiers: a circle of parents ends here.
    for _ in 0..<8 {
      guard let name = current else { return false }
      if name == other { return true }
      current = parents[name]
    }
    return false
  }

  /// The town that a division is or lies in.
  func town(of division: ObjectName) -> ObjectName? {
    var current: ObjectName? = division
    for _ in 0..<8 {
      guard let name = current else { return nil }
      switch kinds[name] {
      case .town, .subdistrict, .developmentZone: return name
      default: current = parents[name]
      }
    }
    return nil
  }

  /// The rule sets in force on that day, as tickets need them: the last one of a kind counts.
  func ticketRules(on day: CivilDate) -> TicketRules {
    var rules = TicketRules()
    for rule in self.rules where rule.effectiveFrom <= day {
      if let origins = rule.content.origins { rules.origins = origins }
      if let categories = rule.content.categories { rules.categories = categories }
      if let policies = rule.content.tickets { rules.policies = policies }
    }
    return rules
  }
}
