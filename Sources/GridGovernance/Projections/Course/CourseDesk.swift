// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What a course is folded with besides its own events: places, limits, working days.
struct CourseDesk {
  let places: PlaceBook
  let limits: LimitBook
  let zone: BusinessZone

  /// The level of the body that acted, as it stood then; `nil` if it is not known.
  func actorLevel(_ fact: CourseFact) -> Level? {
    fact.actor.flatMap { places.body($0, on: zone.date(of: fact.occurred))?.level }
  }

  /// Whether the body that acted is known and belongs to no town.
  func isCountyBody(_ fact: CourseFact) -> Bool {
    let day = zone.date(of: fact.occurred)
    guard let actor = fact.actor, let body = places.body(actor, on: day) else { return false }
    return places.town(of: body.division, on: day) == nil
  }

  var calendar: WorkCalendar { limits.workCalendar }

  /// A clock of that stage that starts then; `nil` if no limit is live for such work.
  func clock(_ stage: ClockStage, of work: LimitedWork, from start: Instant) -> Clock? {
    let day = zone.date(of: start)
    guard let terms = limits.terms(stage, work, on: day) else { return nil }
    var clock = Clock(from: start, terms)
    revise(&clock, stage, work)
    return clock
  }

  /// Puts the editions in force that move running clocks (K1).
  func revise(_ clock: inout Clock, _ stage: ClockStage, _ work: LimitedWork) {
    guard case .terms = clock.limit else { return }
    let day = zone.date(of: clock.start)
    for revision in limits.revisions(stage, work, after: day) {
      clock.revise(revision.terms, from: revision.from)
    }
  }

  /// Work in the hands of that unit.
  func work(
    _ category: ObjectID?, _ grade: TicketGrade?, by handler: ObjectID, on day: CivilDate
  ) -> LimitedWork {
    let body = places.body(handler, on: day)
    return LimitedWork(
      category: category, grade: grade, level: body?.level, handlerKind: body?.kind)
  }
}
