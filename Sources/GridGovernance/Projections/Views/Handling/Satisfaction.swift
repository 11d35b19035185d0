// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 回访三率 (P10): contacted, solved, satisfied?
///
/// By the unit that answers for the ticket (hop 1; of a merged report without one, the
/// survivor's) and the month of the call. A round of a ticket counts once, by its last call; a
/// merged report has calls of its own. The three rates are of those reached (domain §2.6); beside
/// them stands the unit's own word: of the rounds that it completed in the month, those in which it
/// had reached the reporter by the deadline of its work. Who counts as satisfied, the procedure in
/// force on the day of the call says; without one nobody does. Every row stands twice, with and
/// without the tickets that `TicketExcluded` takes out of the indicator `satisfaction`. In happened
/// order.
public struct Satisfaction: Projection {
  public static let name = "satisfaction"
  public static let version = 2
  public static let golden = Digest(
    "sha256:be4b0c2ef2df6cf07b794dab9672da49a76d1c52be7bb7d32ad88792291419f6")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = CourseFact.types.union([
    .divisionRegistered, .bodyRegistered, .ruleSetPublished, .workCalendarPublished,
  ])

  /// The indicator that an exclusion names.
  public static let indicator = "satisfaction"

  public let units = Table<SatisfactionKey, SatisfactionRow>()
  let courses = Workspace<ObjectID, TicketCourse>()
  let asked = Workspace<ObjectID, AskedTicket>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()
  let policies = Workspace<Int, PolicyEditions>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let fact = try CourseFact(event) else {
      try places.take(event)
      try policyBook.take(event)
      return _ = try limitBook.take(event)
    }
    guard let ticket = event.reference(.ticket) else { return }
    let month = Month(event.zone.date(of: fact.occurred))
    let desk = CourseDesk(places: places, limits: limitBook, zone: event.zone)
    let before = courses[ticket] ?? TicketCourse()
    let course = courses.update(ticket, default: TicketCourse()) {
      $0.apply(fact, in: desk)
      return $0
    }
    let isLeftOut = course.isLeftOut
    // What is done in another round is answered for anew.
    if course.round > before.round { asked.updateExisting(ticket) { $0.contacted = nil } }
    switch event.type {
    case .followUpRecorded:
      guard let unit = unit(of: course), let call = call(event, unit, month, course.round)
      else { return }
      note(call, of: ticket, isLeftOut)
    case .reporterContacted:
      guard event.bool(ReporterContacted.Field.reached) == true else { return }
      asked.update(ticket, default: AskedTicket()) { $0.contacted = $0.contacted ?? fact.occurred }
    case .handlingCompleted: complete(ticket, course, fact, month)
    case .ticketExcluded, .ticketExclusionLifted:
      if before.isLeftOut != isLeftOut { turn(ticket, isLeftOut) }
    default: break
    }
  }

  /// The unit of hop 1, of the survivor where the ticket went into another without one.
  private func unit(of course: TicketCourse) -> ObjectID? {
    var course = course
    // Merges that run in a circle end somewhere.
    for _ in 0..<16 {
      if let handler = course.hops.first?.handler { return handler }
      guard let next = course.mergedInto.flatMap({ courses[$0] }) else { return nil }
      course = next
    }
    return nil
  }

  private func call(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ unit: ObjectID, _ month: Month,
    _ round: Int
  ) -> FollowUpCall? {
    guard let reached = event.bool(FollowUpRecorded.Field.reached) else { return nil }
    let least = policyBook.policies(on: event.occurredOn)?.satisfiedFrom
    let rating = event.int(FollowUpRecorded.Field.satisfaction)
    return FollowUpCall(
      unit: unit, month: month, round: round, reached: reached,
      contacted: event.bool(FollowUpRecorded.Field.contacted),
      solved: event.bool(FollowUpRecorded.Field.solved),
      isSatisfied: least.flatMap { least in rating.map { $0 >= least } })
  }

  private func note(_ call: FollowUpCall, of ticket: ObjectID, _ isLeftOut: Bool) {
    let old = asked.update(ticket, default: AskedTicket()) { asked -> FollowUpCall? in
      guard let index = asked.calls.firstIndex(where: { $0.round == call.round }) else {
        asked.calls.append(call)
        return nil
      }
      let old = asked.calls[index]
      asked.calls[index] = call
      return old
    }
    if let old { update(old.unit, old.month, isLeftOut) { $0.count(old, -1) } }
    update(call.unit, call.month, isLeftOut) { $0.count(call, 1) }
  }

  /// The work of hop 1 is done: the first time in each round.
  private func complete(
    _ ticket: ObjectID, _ course: TicketCourse, _ fact: CourseFact, _ month: Month
  ) {
    guard let hop = course.hops.first, course.topHop?.number == hop.number else { return }
    let work = asked.update(ticket, default: AskedTicket()) { asked -> CompletedWork? in
      guard asked.works.last.map({ $0.round < course.round }) ?? true else { return nil }
      let due = course.due?.moment ?? fact.occurred
      let work = CompletedWork(
        unit: hop.handler, month: month, round: course.round,
        isContacted: asked.contacted.map { $0 <= due } ?? false)
      asked.works.append(work)
      asked.contacted = nil
      return work
    }
    guard let work else { return }
    update(work.unit, work.month, course.isLeftOut) { $0.count(work, 1) }
  }

  /// A ticket leaves the figures without exclusions, or comes back.
  private func turn(_ ticket: ObjectID, _ isLeftOut: Bool) {
    guard let asked = asked[ticket] else { return }
    let number = isLeftOut ? -1 : 1
    for call in asked.calls { change(call.unit, call.month, .leftOut) { $0.count(call, number) } }
    for work in asked.works { change(work.unit, work.month, .leftOut) { $0.count(work, number) } }
  }

  private func update(
    _ unit: ObjectID, _ month: Month, _ isLeftOut: Bool, _ count: (inout SatisfactionRow) -> Void
  ) {
    change(unit, month, .counted, count)
    change(unit, month, .leftOut) { if !isLeftOut { count(&$0) } }
  }

  private func change(
    _ unit: ObjectID, _ month: Month, _ exclusions: Exclusions,
    _ count: (inout SatisfactionRow) -> Void
  ) {
    let key = SatisfactionKey(unit: unit, exclusions: exclusions, month: month)
    units.update(key, default: SatisfactionRow(), count)
  }

  private var policyBook: PolicyBook { PolicyBook(editions: policies) }
  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }
}

extension TicketCourse {
  fileprivate var isLeftOut: Bool { excludedFrom.contains(Satisfaction.indicator) }
}
