// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 工单全程 (P2): what happened to a ticket, in both times?
///
/// One row an event that speaks of a ticket, repairs and imports among them. Rows keep what the
/// event said at the time; a correction or annulment stands beside it, and in a row of its own.
public struct TicketTimeline: Projection {
  public static let name = "ticket-timeline"
  public static let version = 1
  public static let golden = Digest(
    "sha256:2ac4508962f54d1dfb700db12d19aa7d3683013e807828b1f11ee788a5dfb8e0")
  public static let types: Set<EventType>? = CourseFact.types.union([
    .divisionRegistered, .bodyRegistered, .externalRecordImported, .factCorrected,
    .eventAnnulled,
  ])

  public let events = Table<TicketPosition, TimelineRow>()
  let courses = Workspace<ObjectID, TicketCourse>()
  let marks = Workspace<ObjectID, TimelineMarks>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  // Without limits: no deadline stands on a timeline.
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if let fact = try CourseFact(event) {
      guard let ticket = event.reference(.ticket) else { return }
      let desk = desk(event.zone)
      var row = TimelineRow(event)
      courses.update(ticket, default: TicketCourse()) { course in
        course.apply(fact, in: desk)
        row.show(course, named: fact.hop.map(Int.init))
      }
      add(row, event, to: ticket)
    } else if event.type == .externalRecordImported {
      guard let ticket = event.reference(.maps), ticket.kind == .ticket else { return }
      var row = TimelineRow(event)
      row.doubts = event.texts(ExternalRecordImported.Field.doubts)
      if let course = courses[ticket] { row.show(course, named: nil) }
      add(row, event, to: ticket)
    } else if let repair = try CourseRepair(event) {
      guard let ticket = CourseRepair.ticket(of: event) else { return }
      take(repair, event, of: ticket)
    } else {
      try PlaceBook(divisions: divisions, bodies: bodies).take(event)
    }
  }

  private func take(
    _ repair: CourseRepair, _ event: borrowing RecordedEvent<GovernanceEvent>,
    of ticket: ObjectID
  ) {
    let position = event.position
    var row = TimelineRow(event)
    if let course = courses[ticket] { row.show(course, named: nil) }
    add(row, event, to: ticket)
    guard let target = marks[ticket]?.position(of: repair.target) else { return }
    events.updateExisting(TicketPosition(ticket: ticket, position: target)) { row in
      if repair.field == nil {
        // Of several annulments the first one counts: an event is annulled once.
        row.annulledBy = row.annulledBy ?? position
      } else {
        row.correctedBy.append(position)
      }
    }
  }

  private func add(
    _ row: TimelineRow, _ event: borrowing RecordedEvent<GovernanceEvent>, to ticket: ObjectID
  ) {
    let mark = TimelineMark(id: event.id, position: event.position)
    marks.update(ticket, default: TimelineMarks()) { $0.marks.append(mark) }
    events[TicketPosition(ticket: ticket, position: mark.position)] = row
  }

  private func desk(_ zone: BusinessZone) -> CourseDesk {
    CourseDesk(
      places: PlaceBook(divisions: divisions, bodies: bodies),
      limits: LimitBook(
        limits: limits, parents: parents, calendar: calendar, years: years, hours: hours),
      zone: zone)
  }
}

/// An event of a ticket.
public struct TicketPosition: TableKey {
  public var ticket: ObjectID
  /// The event's place in the log.
  public var position: Position

  public init(ticket: ObjectID, position: Position) {
    self.ticket = ticket
    self.position = position
  }
}

/// One event of a ticket; see ``TicketTimeline``.
public struct TimelineRow: TableRow {
  public var event: EventType
  /// The body that acted.
  public var body: ObjectID?
  /// The person who acted, under a pseudonym.
  public var person: ObjectID?
  public var occurred: Instant
  public var recorded: Instant
  /// Whole seconds from happening to recording; negative for an event dated later.
  public var lag: Int
  /// The hop that the event names, else the deepest one after it.
  public var hop: Int?
  /// The ticket's round after the event.
  public var round: Int?
  /// The town that had the ticket after the event.
  public var town: ObjectID?
  /// Positions of corrections.
  public var correctedBy: [Position] = []
  public var annulledBy: Position?
  /// The purposes of its sealed fields; the text opens only with a purpose.
  public var sealed: [String]
  /// Codes of what was doubtful in an imported record.
  public var doubts: [String] = []

  init(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    self.event = event.type
    body = event.actorBody
    person = event.actorPerson
    occurred = event.occurred
    recorded = event.recorded
    lag = Int(floorDivide(event.recorded.microseconds(since: event.occurred), 1_000_000))
    sealed = event.sealedPurposes
  }

  mutating func show(_ course: TicketCourse, named hop: Int?) {
    self.hop = hop ?? (course.topHop ?? course.hops.last)?.number
    round = course.round
    town = course.town ?? course.place
  }
}

/// The events of one ticket by their ids, so that repairs find them.
struct TimelineMarks: TableRow {
  var marks: [TimelineMark] = []

  func position(of id: EventID) -> Position? { marks.last { $0.id == id }?.position }
}

/// Where an event stands.
struct TimelineMark: Codable, Hashable, Sendable {
  var id: EventID
  var position: Position
}
