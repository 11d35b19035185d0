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

  /// The clock that a dispatch of hop 1 starts; `nil` if no limit is live for such work.
  func handleClock(
    of course: TicketCourse, by handler: ObjectID, from start: Instant
  ) -> HandleClock? {
    let day = zone.date(of: start)
    return limits.limit(
      course.category, course.grade, handler: places.body(handler, on: day), on: day
    ).map { HandleClock($0, from: start, self) }
  }
}
