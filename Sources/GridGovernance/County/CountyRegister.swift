// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What the rules of tickets read from outside a ticket's stream: bodies, divisions, roles, rule
/// sets and calendars.
struct CountyRegister: BookContents {
  var bodies = BodyBook()
  var divisions = DivisionBook()
  var roles = RoleBook()
  /// By the first day of their effect; of one day, the later published stands later.
  var rules: [RuleSetPublished] = []
  var daysOff: [CivilDate: Bool] = [:]
  var announcedYears: Set<Int> = []
  var hours: [WorkCalendarPublished.Hours] = []

  static let events: [any Event.Type] = [
    DivisionRegistered.self, DivisionAbolished.self, BodyRegistered.self, BodyAbolished.self,
    RoleConferred.self, RoleEnded.self, AbCoverDeclared.self, RuleSetPublished.self,
    WorkCalendarPublished.self,
  ]

  mutating func take(_ event: any Event) {
    switch event {
    case let event as DivisionRegistered: divisions.apply(event)
    case let event as DivisionAbolished: divisions.apply(event)
    case let event as BodyRegistered: bodies.apply(event)
    case let event as BodyAbolished: bodies.apply(event)
    case let event as RoleConferred: roles.apply(event)
    case let event as RoleEnded: roles.apply(event)
    case let event as AbCoverDeclared: roles.apply(event)
    case let event as RuleSetPublished: rules.insertByDay(event)
    case let event as WorkCalendarPublished:
      for day in event.days { daysOff[day.date] = day.off }
      if let year = event.announcedYear { announcedYears.insert(year) }
      hours += event.hours
    default: break
    }
  }
}

extension RuleSetPublished: DatedSpan {
  var from: CivilDate { effectiveFrom }
}
