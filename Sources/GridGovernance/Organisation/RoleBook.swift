// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Who holds which role where, and who stands in for whom, day by day 身份台账.
public struct RoleBook: Hashable, Sendable {
  /// By division, in the order in which they were conferred.
  private var held: [ObjectName: [HeldRole]] = [:]
  private var scopes: [ObjectName: Set<ObjectName>] = [:]
  /// By the person who stands in.
  private var covers: [ObjectName: [Cover]] = [:]

  public init() {}

  /// Who holds that role in that division, live on any of these days; in the order of conferring.
  public func holders(
    of kind: PersonRole, in scope: ObjectName, during days: DaySpan
  ) -> [HeldRole] {
    (held[scope] ?? []).filter { $0.kind == kind && $0.span.overlaps(days) }
  }

  /// Who holds that role in that division on that day: one where the rules were kept.
  public func holders(
    of kind: PersonRole, in scope: ObjectName, on day: CivilDate
  ) -> [ObjectName] {
    (held[scope] ?? []).filter { $0.kind == kind && $0.span.contains(day) }.map(\.person)
  }

  /// The roles in a division on that day or later, whoever holds them.
  public func roles(in scope: ObjectName, from day: CivilDate) -> [HeldRole] {
    (held[scope] ?? []).filter { $0.span.reaches(day) }
  }

  /// The roles that a person may act in for a division on that day: held for it or for one above
  /// it, or held by somebody whom the person covers by AB that day (I-37).
  public func roles(
    of person: ObjectName, for division: ObjectName, in divisions: DivisionBook,
    on day: CivilDate
  ) -> Set<PersonRole> {
    let covered = (covers[person] ?? []).filter { $0.span.contains(day) }.map(\.covered)
    return ([person] + covered).reduce(into: []) { roles, person in
      for scope in scopes[person] ?? [] where divisions.isInside(division, scope, on: day) {
        for role in held[scope] ?? [] where role.person == person && role.span.contains(day) {
          roles.insert(role.kind)
        }
      }
    }
  }

  /// Whether anybody covers for the person in any of these days.
  public func isCovered(_ person: ObjectName, during days: DaySpan) -> Bool {
    covers.values.contains { covers in
      covers.contains { $0.covered == person && $0.span.overlaps(days) }
    }
  }

  /// Since when nobody holds a role (I-4, I-13: zero is a vacancy with days); `nil` if somebody
  /// does on that day.
  ///
  /// - Parameter first: The first day of the division: a role never held is vacant from then on.
  public func vacancy(
    of kind: PersonRole, in scope: ObjectName, since first: CivilDate, on day: CivilDate
  ) -> Vacancy? {
    guard first <= day, holders(of: kind, in: scope, on: day).isEmpty else { return nil }
    let ends = (held[scope] ?? []).filter { $0.kind == kind && !$0.span.isEmpty }
      .compactMap(\.span.until).filter { $0 <= day }
    return Vacancy(since: max(first, ends.max() ?? first), on: day)
  }

  /// A role is conferred.
  public mutating func apply(_ event: RoleConferred) {
    held[event.scope, default: []].append(
      HeldRole(
        person: event.person, kind: event.roleKind, span: DaySpan(from: event.effectiveFrom)))
    scopes[event.person, default: []].insert(event.scope)
  }

  /// A role ends.
  public mutating func apply(_ event: RoleEnded) {
    guard var roles = held[event.scope] else { return }
    for index in roles.indices
    where roles[index].person == event.person && roles[index].kind == event.roleKind
      && roles[index].span.reaches(event.effectiveFrom)
    {
      roles[index].span.end(on: event.effectiveFrom)
    }
    held[event.scope] = roles
  }

  /// One post covers for another.
  public mutating func apply(_ event: AbCoverDeclared) {
    covers[event.person, default: []].append(
      Cover(
        covered: event.covered, body: event.body,
        span: DaySpan(from: event.effectiveFrom, through: event.effectiveTo)))
  }
}

/// A role in somebody's hands.
public struct HeldRole: Hashable, Sendable {
  /// The person, under a pseudonym.
  public var person: ObjectName
  /// Which role.
  public var kind: PersonRole
  /// When.
  public var span: DaySpan
}

/// Standing in for somebody AB岗.
public struct Cover: Hashable, Sendable {
  /// The person who is covered.
  public var covered: ObjectName
  /// The body of both.
  public var body: ObjectName
  /// When.
  public var span: DaySpan
}

/// A place that nobody fills 空缺.
public struct Vacancy: Hashable, Sendable {
  /// The first day without a holder.
  public var since: CivilDate
  /// How many days, the asked one included; at least 1.
  public var days: Int

  init(since: CivilDate, on day: CivilDate) {
    self.since = since
    days = day.daysSinceEpoch - since.daysSinceEpoch + 1
  }
}
