// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A holding of a role: the division, the role, and its number in order of conferring, from 1.
public struct RoleHoldingKey: TableKey {
  public var scope: ObjectID
  public var role: PersonRole
  public var number: Int

  public init(scope: ObjectID, role: PersonRole, number: Int) {
    self.scope = scope
    self.role = role
    self.number = number
  }
}

/// Who held a role 身份, and for which days.
public struct RoleHolding: TableRow {
  /// The person, under a pseudonym.
  public var person: ObjectID
  /// The first day.
  public var from: CivilDate
  /// The first day on which it is held no more; absent while no end is known.
  public var until: CivilDate?
  /// The levels that manage the holder 县镇共管 (I-5).
  public var managedBy: [Level]?

  func holds(on day: CivilDate) -> Bool { DaySpan(from: from, until: until).contains(day) }
}

/// A role in a division.
struct ScopeRole: TableKey {
  var scope: ObjectID
  var role: PersonRole
}

/// What the register views know of roles: who holds which, where, for which days.
struct RoleRegister {
  let holdings: Table<RoleHoldingKey, RoleHolding>
  let counts: Workspace<ScopeRole, Int>

  static let types: Set<EventType> = [.roleConferred, .roleEnded]

  /// Takes an event about one of those roles; the division that it concerns.
  func take(
    _ event: borrowing RecordedEvent<GovernanceEvent>, of roles: Set<PersonRole>
  ) throws(Refusal) -> ScopeRole? {
    let isConferred = event.type == .roleConferred
    let number =
      isConferred
      ? event.enumeration(RoleConferred.Field.roleKind)
      : event.enumeration(RoleEnded.Field.roleKind)
    guard let role = number.flatMap(PersonRole.init(number:)), roles.contains(role) else {
      return nil
    }
    let day =
      isConferred
      ? event.date(RoleConferred.Field.effectiveFrom) : event.date(RoleEnded.Field.effectiveFrom)
    guard let person = event.reference(.person), let scope = event.reference(.scope), let day
    else { throw Refusal("a role without person, scope or date") }
    let place = ScopeRole(scope: scope, role: role)
    if isConferred {
      let managedBy = try event.decode(RoleConferred.self).managedBy.orNil
      confer(place, RoleHolding(person: person, from: day, managedBy: managedBy))
    } else {
      end(place, person, on: day)
    }
    return place
  }

  private func confer(_ place: ScopeRole, _ holding: RoleHolding) {
    let number = counts[place, default: 0] + 1
    counts[place] = number
    holdings[key(place, number)] = holding
  }

  private func end(_ place: ScopeRole, _ person: ObjectID, on day: CivilDate) {
    for number in numbers(place) {
      guard let holding = holdings[key(place, number)], holding.person == person else { continue }
      var span = DaySpan(from: holding.from, until: holding.until)
      guard span.reaches(day) else { continue }
      span.end(on: day)
      holdings.updateExisting(key(place, number)) { $0.until = span.until }
    }
  }

  /// Who holds the role on that day, in the order of conferring: one where the rules were kept.
  func holders(_ role: PersonRole, in scope: ObjectID, on day: CivilDate) -> [RoleHolding] {
    all(role, in: scope).filter { $0.holds(on: day) }
  }

  /// Since when nobody holds a role that day (I-4, I-13); `nil` if somebody does.
  ///
  /// - Parameter first: A role never held is vacant from then on.
  func vacantSince(
    _ role: PersonRole, in scope: ObjectID, first: CivilDate, on day: CivilDate
  ) -> CivilDate? {
    let all = all(role, in: scope)
    guard first <= day, !all.contains(where: { $0.holds(on: day) }) else { return nil }
    let ends = all.compactMap { holding -> CivilDate? in
      guard let until = holding.until, holding.from < until, until <= day else { return nil }
      return until
    }
    return max(first, ends.max() ?? first)
  }

  private func all(_ role: PersonRole, in scope: ObjectID) -> [RoleHolding] {
    let place = ScopeRole(scope: scope, role: role)
    return numbers(place).compactMap { holdings[key(place, $0)] }
  }

  private func numbers(_ place: ScopeRole) -> ClosedRange<Int> {
    1...max(1, counts[place] ?? 0)
  }

  private func key(_ place: ScopeRole, _ number: Int) -> RoleHoldingKey {
    RoleHoldingKey(scope: place.scope, role: place.role, number: number)
  }
}
