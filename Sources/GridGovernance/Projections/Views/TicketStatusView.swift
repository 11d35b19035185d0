// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 工单状态 (P1): where is this ticket now, or as at a moment?
///
/// One row a ticket. Repairs fold the ticket again; a pair that the ticket table does not have is
/// shown, and the fold goes on. Deadlines are of hop 1, by the limit live at its dispatch and by
/// the calendar that the asked moment knew: a notice that comes later moves them, suspensions and
/// extensions do (domain §2.3).
public struct TicketStatusView: Projection, Presenting {
  public static let name = "ticket-status"
  public static let version = 2
  public static let golden = Digest(
    "sha256:e1f4fcb3c534d4bcb06cee37fe3a61eb139fa750a589f9ff62c41d8c848845de")
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
  let running = Workspace<ClockBucket, [ObjectID]>()
  let zones = Workspace<Int, ZoneName>()

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
      // Whoever presents a row has no event to ask; without rule sets no clock counts days.
      zones[0] = ZoneName(name: event.zone.name)
      if let change = try limitBook.take(event) { move(change, desk(event.zone)) }
    }
  }

  /// A notice or a rule set that moves clocks which run already (K1, K17).
  private func move(_ change: ClockChange, _ desk: CourseDesk) {
    ClockIndex(tickets: running).revise(courses, in: change, desk) { ticket, course in
      tickets.update(ticket, default: TicketStatusRow()) { $0.show(course) }
      note(course, of: ticket, desk.zone)
    }
  }

  private func note(_ course: TicketCourse, of ticket: ObjectID, _ zone: BusinessZone) {
    guard course.due != nil || course.closingDue != nil, let months = course.clockMonths(zone)
    else { return }
    ClockIndex(tickets: running).note(ticket, from: months.lowerBound, through: months.upperBound)
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
        let due = course.due
        let closingDue = course.closingDue
        course.apply(fact, in: desk)
        tickets.update(ticket, default: TicketStatusRow()) { $0.show(course) }
        if course.due != due || course.closingDue != closingDue {
          note(course, of: ticket, desk.zone)
        }
      }
    }
  }

  /// Folds a ticket again from what is known of it.
  private func fold(_ ticket: ObjectID, _ desk: CourseDesk) {
    guard let history = histories[ticket] else { return }
    let course = history.course(in: desk)
    courses[ticket] = course
    note(course, of: ticket, desk.zone)
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

  /// Adds what changes with time alone: used, left, light, overdue, what is deemed.
  public func present(
    _ row: TicketStatusRow, of ticket: ObjectID, at clock: Instant
  ) -> TicketStatusRow {
    var row = row
    guard let course = courses[ticket], let state = row.state else { return row }
    let desk = desk(zones[0].flatMap { BusinessZone(named: $0.name) } ?? .shanghai)
    row.overdue = row.due.map { (course.hops.first?.clocks.handle?.stopped ?? clock) > $0 }
    guard !state.isTerminal else { return row }
    let calendar = desk.calendar
    row.closeDue = course.wholeDue(by: calendar, desk.zone)?.moment
    row.showLight(of: course, at: clock, calendar, desk.zone)
    guard let hop = course.topHop else { return row }
    if state == .dispatched, let sign = desk.signClock(of: hop) {
      row.signDue = sign.due(by: calendar, in: desk.zone)?.moment
      if sign.terms(in: desk.zone)?.signForOverdue == .deemedSigned {
        row.deemedSigned = sign.deemed(at: clock, by: calendar, in: desk.zone)
      }
    }
    if state == .dispatched || state == .handling {
      row.deemedAccepted =
        desk.returnWindow(of: hop)?.deemed(at: clock, by: calendar, in: desk.zone)
    }
    return row
  }
}

/// The log's business zone, for rows that are presented.
struct ZoneName: TableRow {
  var name: String
}
