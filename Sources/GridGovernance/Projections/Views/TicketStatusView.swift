// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 工单状态 (P1): where is this ticket now, or as at a moment?
///
/// One row a ticket. Repairs fold the ticket again; a pair that the ticket table does not have is
/// shown, and the fold goes on. Deadlines are of hop 1, by the limits and the calendar known when
/// it was dispatched; extensions move them, suspensions do not.
public struct TicketStatusView: Projection, Presenting {
  public static let name = "ticket-status"
  public static let version = 1
  public static let golden = Digest(
    "sha256:858d8c988f37d2de25d8789ce1bafcd45abda7237e4e88c74bbae54380cc9cfb")
  public static let types: Set<EventType>? = CourseFact.types.union([
    .divisionRegistered, .bodyRegistered, .ruleSetPublished, .workCalendarPublished,
    .externalRecordImported, .factCorrected, .eventAnnulled,
  ])

  public static let rules = ViewColumns.ticketStatusRules.mapValues(\.en)

  public let tickets = Table<ObjectID, TicketStatusRow>()
  let courses = Workspace<ObjectID, TicketCourse>()
  let histories = Workspace<ObjectID, TicketHistory>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if let fact = try CourseFact(event) {
      // Support and requests may be about cases and applications.
      guard let ticket = event.reference(.ticket) else { return }
      take(fact, of: ticket, desk(event.zone))
    } else if event.type == .externalRecordImported {
      takeImport(event)
    } else if let repair = try CourseRepair(event) {
      if let ticket = CourseRepair.ticket(of: event) { take(repair, of: ticket, event.zone) }
    } else {
      try places.take(event)
      try limitBook.take(event)
    }
  }

  private func take(_ fact: CourseFact, of ticket: ObjectID, _ desk: CourseDesk) {
    let isRepaired = histories.update(ticket, default: TicketHistory()) { history in
      history.facts.append(fact)
      return !history.repairs.isEmpty
    }
    if isRepaired {
      fold(ticket, desk)
    } else {
      courses.update(ticket, default: TicketCourse()) { course in
        course.apply(fact, in: desk)
        tickets.update(ticket, default: TicketStatusRow()) { $0.show(course) }
      }
    }
  }

  /// Folds a ticket again from what is known of it.
  private func fold(_ ticket: ObjectID, _ desk: CourseDesk) {
    guard let history = histories[ticket] else { return }
    let course = history.course(in: desk)
    courses[ticket] = course
    tickets.update(ticket, default: TicketStatusRow()) { row in
      row.show(course)
      row.sourceStatus = history.sourceStatus
    }
  }

  private func take(_ repair: CourseRepair, of ticket: ObjectID, _ zone: BusinessZone) {
    let isKnown: Void? = histories.updateExisting(ticket) { $0.repairs.append(repair) }
    if isKnown != nil { fold(ticket, desk(zone)) }
  }

  private func takeImport(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let ticket = event.reference(.maps), ticket.kind == .ticket else { return }
    let item = ImportedStatus(
      id: event.id, status: event.text(ExternalRecordImported.Field.sourceStatus))
    let status = histories.update(ticket, default: TicketHistory()) { history in
      history.imports.append(item)
      return history.sourceStatus
    }
    tickets.update(ticket, default: TicketStatusRow()) { $0.sourceStatus = status }
  }

  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }

  private func desk(_ zone: BusinessZone) -> CourseDesk {
    CourseDesk(places: places, limits: limitBook, zone: zone)
  }

  /// Adds what changes with time alone: used, left, light, overdue; nothing after an end.
  public func present(
    _ row: TicketStatusRow, of ticket: ObjectID, at clock: Instant
  ) -> TicketStatusRow {
    var row = row
    row.overdue = row.late
    guard let state = row.state, !state.isTerminal, let due = row.due else { return row }
    let handling = courses[ticket]?.clock
    let start = handling?.start ?? row.reported ?? due
    let whole = max(1, due.microseconds(since: start))
    let used = Rational(Int(max(0, clock.microseconds(since: start))), Int(whole))
    let isOverdue = clock > due
    row.used = used.rounded(places: 2)
    row.left = Int(floorDivide(due.microseconds(since: clock), 60_000_000))
    row.overdue = isOverdue
    row.light =
      isOverdue ? .red : used >= (handling?.yellowFrom ?? Share(nil)).rational ? .yellow : .green
    return row
  }
}
