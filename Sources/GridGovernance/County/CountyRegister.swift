// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What the rules of tickets read from outside a ticket's stream: bodies, divisions, roles, rule
/// sets and calendars.
struct CountyRegister: BookContents {
  var bodies: [ObjectName: [CountyBody]] = [:]
  var divisions: [ObjectName: [CountyDivision]] = [:]
  var roles: [CountyRole] = []
  /// By the first day of their effect; of one day, the later published stands later.
  var rules: [RuleSetPublished] = []
  var daysOff: [CivilDate: Bool] = [:]
  var announcedYears: Set<Int> = []
  var hours: [WorkCalendarPublished.Hours] = []

  static let events: [any Event.Type] = [
    DivisionRegistered.self, BodyRegistered.self, RoleConferred.self, RoleEnded.self,
    RuleSetPublished.self, WorkCalendarPublished.self,
  ]
}

/// A public body from one day on.
struct CountyBody: Hashable, Sendable, DatedSpan {
  let from: CivilDate
  let kind: BodyKind
  let level: Level
  let division: ObjectName
}

/// A division from one day on.
struct CountyDivision: Hashable, Sendable, DatedSpan {
  let from: CivilDate
  let kind: DivisionKind
  let parent: ObjectName?
}

/// A role that somebody holds in a division.
struct CountyRole: Hashable, Sendable {
  let person: ObjectName
  let kind: PersonRole
  let scope: ObjectName
  let from: CivilDate
  /// The first day without it.
  var until: CivilDate?
}

extension RuleSetPublished: DatedSpan {
  var from: CivilDate { effectiveFrom }
}

extension CountyRegister {
  mutating func take(_ event: any Event) {
    switch event {
    case let event as DivisionRegistered:
      divisions[event.division, default: []].insertByDay(
        CountyDivision(from: event.effectiveFrom, kind: event.kind, parent: event.parent))
    case let event as BodyRegistered:
      bodies[event.body, default: []].insertByDay(
        CountyBody(
          from: event.effectiveFrom, kind: event.kind, level: event.level,
          division: event.division))
    case let event as RoleConferred:
      roles.append(
        CountyRole(
          person: event.person, kind: event.roleKind, scope: event.scope,
          from: event.effectiveFrom))
    case let event as RoleEnded:
      for index in roles.indices
      where roles[index].person == event.person && roles[index].kind == event.roleKind
        && roles[index].scope == event.scope && roles[index].until == nil
      {
        roles[index].until = event.effectiveFrom
      }
    case let event as RuleSetPublished: rules.insertByDay(event)
    case let event as WorkCalendarPublished:
      for day in event.days { daysOff[day.date] = day.off }
      if let year = event.announcedYear { announcedYears.insert(year) }
      hours += event.hours
    default: break
    }
  }
}
