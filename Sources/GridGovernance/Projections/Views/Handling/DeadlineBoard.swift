// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 时限看板 (P4): what falls due, what is late?
///
/// One row a clock of a ticket that runs or stands: accepting, registering, dispatching, signing,
/// handling (each open hop), checking, closing, the whole ticket, calling back, and ruling on each
/// open request. What is done, lapsed or dead leaves the board. Stored is when a clock began and
/// what moves it; the deadline, lights and what is deemed follow at the asked moment from the
/// calendar known there and from editions that move running clocks (domain §2.3). In recorded
/// order; repairs fold the ticket again. Replies to supervision are in ``Supervision``.
public struct DeadlineBoard: Projection, Presenting {
  public static let name = "deadline-board"
  public static let version = 1
  public static let golden = Digest(
    "sha256:d18f0a75a0f4f09fcba4fa9aa3061b3103c2ced63be28a4386a6b0b0292b2a8d")
  public static let types: Set<EventType>? = CourseFact.types.union([
    .divisionRegistered, .bodyRegistered, .ruleSetPublished, .workCalendarPublished,
    .factCorrected, .eventAnnulled,
  ])
  public static let rules = ViewColumns.deadlineRules.mapValues(\.en)

  public let deadlines = Table<DeadlineKey, DeadlineRow>()
  let clocks = Workspace<DeadlineKey, BoardClock>()
  let board = Workspace<ObjectID, BoardKeys>()
  let courses = Workspace<ObjectID, TicketCourse>()
  let histories = Workspace<ObjectID, TicketHistory>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let desk = desk(event.zone)
    if let fact = try CourseFact(event) {
      // Support and requests may be about cases and applications.
      guard let ticket = event.reference(.ticket) else { return }
      let isRepaired = histories.update(ticket, default: TicketHistory()) { history in
        history.facts.append(fact)
        return !history.repairs.isEmpty
      }
      if isRepaired {
        courses[ticket] = histories[ticket]?.course(in: desk)
      } else {
        courses.update(ticket, default: TicketCourse()) { $0.apply(fact, in: desk) }
      }
      show(ticket, desk)
    } else if let repair = try CourseRepair(event) {
      guard let ticket = CourseRepair.ticket(of: event) else { return }
      let isKnown: Void? = histories.updateExisting(ticket) { $0.repairs.append(repair) }
      guard isKnown != nil else { return }
      courses[ticket] = histories[ticket]?.course(in: desk)
      show(ticket, desk)
    } else {
      try places.take(event)
      zones[0] = ZoneName(name: event.zone.name)
      _ = try limitBook.take(event)
    }
  }

  /// Puts the ticket's running clocks on the board and takes the others off.
  private func show(_ ticket: ObjectID, _ desk: CourseDesk) {
    guard let course = courses[ticket] else { return }
    let running = course.runningClocks(of: ticket, desk)
    let keys = running.map(\.key)
    for key in board[ticket]?.keys ?? [] where !keys.contains(key) {
      deadlines.remove(key)
      clocks.remove(key)
    }
    for item in running {
      deadlines[item.key] = DeadlineRow(item, of: ticket, course, desk.zone)
      clocks[item.key] = item.clock
    }
    if keys.isEmpty { board.remove(ticket) } else { board[ticket] = BoardKeys(keys: keys) }
  }

  /// Adds deadline, light, what is left, what is deemed.
  public func present(
    _ row: DeadlineRow, of key: DeadlineKey, at clock: Instant
  ) -> DeadlineRow {
    var row = row
    guard let running = clocks[key] else { return row }
    row.show(
      running, at: clock, desk(zones[0].flatMap { BusinessZone(named: $0.name) } ?? .shanghai))
    return row
  }

  private var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }

  private func desk(_ zone: BusinessZone) -> CourseDesk {
    CourseDesk(places: places, limits: limitBook, zone: zone)
  }
}
