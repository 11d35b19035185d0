// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 时限看板 (P4): what falls due, what is late?
///
/// One row a clock of a ticket that runs or stands: accepting, registering, dispatching, signing,
/// handling (each open hop), checking, closing, the whole ticket, calling back, ruling on each open
/// request, answering supervision, arriving at and finishing support. In `files`, what is open of
/// cases and applications; in `steps` each of their deadlines, counted from the files whenever they
/// are read: silence may begin or end one. What is done, lapsed or dead leaves the board. Stored is
/// when a clock began and what moves it; the deadline, lights and what is deemed follow at the
/// asked moment from the calendar known there and from editions that move running clocks (domain
/// §2.3). In recorded order; repairs fold the ticket, the case or the call again.
public struct DeadlineBoard: PresentingTwo, Totalling {
  public typealias Key = ObjectID
  public typealias Row = OpenFileRow
  public typealias SecondKey = DeadlineKey
  public typealias SecondRow = DeadlineRow
  public static let name = "deadline-board"
  public static let version = 2
  public static let totalsName = "steps"
  public static let golden = Digest(
    "sha256:e7812e0ed9cb979f4427fdb314f5f53e90350c479cd59ee42b81f2eb3ee22faf")
  public static let types: Set<EventType>? = CourseFact.types.union([
    .divisionRegistered, .bodyRegistered, .ruleSetPublished, .workCalendarPublished,
    .factCorrected, .eventAnnulled,
  ]).union(supervisionTypes).union(HandlingIndicators.supportTypes).union(fileTypes)
  public static let rules = ViewColumns.deadlineRules.mapValues(\.en)

  public let deadlines = Table<DeadlineKey, DeadlineRow>()
  public let files = Table<ObjectID, OpenFileRow>()
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
  let calls = Workspace<ObjectID, OwnedCalls>()
  let papers = Workspace<ObjectID, FactFile>()
  let cases = Workspace<ObjectID, CaseState>()
  let applications = Workspace<ObjectID, ApplicationState>()
  let items = Workspace<LinkKey, [ObjectID]>()
  let everything = Workspace<Int, [ObjectID]>()
  let names = Workspace<Int, [ObjectID]>()
  let procedures = Workspace<Int, ProcedureBook>()
  let notices = Workspace<Int, NoticeBook>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .factCorrected || event.type == .eventAnnulled { return try repair(event) }
    if let ticket = event.reference(.ticket) {
      try takeTicket(event, ticket)
    } else if let owner = event.reference(.case),
      HandlingIndicators.supportTypes.contains(event.type)
    {
      try noteCall(event, of: owner)
      showCalls(of: owner, event)
    }
    if DeadlineBoard.fileTypes.contains(event.type) { try takeFile(event) }
    try takeRules(event)
  }

  private func takeRules(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    switch event.type {
    case .divisionRegistered, .bodyRegistered: try places.take(event)
    case .ruleSetPublished, .workCalendarPublished:
      zones[0] = ZoneName(name: event.zone.name)
      _ = try limitBook.take(event)
      _ = try law.take(event)
    default: break
    }
  }

  private func takeTicket(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ ticket: ObjectID
  ) throws(Refusal) {
    guard let fact = try CourseFact(event) else { return }
    let desk = desk(event.zone)
    let isRepaired = histories.update(ticket, default: TicketHistory()) { history in
      history.facts.append(fact)
      return !history.repairs.isEmpty
    }
    if isRepaired {
      courses[ticket] = histories[ticket]?.course(in: desk)
    } else {
      courses.update(ticket, default: TicketCourse()) { $0.apply(fact, in: desk) }
    }
    if DeadlineBoard.supervisionTypes.contains(event.type)
      || HandlingIndicators.supportTypes.contains(event.type)
    {
      try noteCall(event, of: ticket)
    }
    show(ticket, event)
  }

  private func repair(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let key = try fileBook.noteRepair(event)
    if let key, law.refold(key) { return }
    if let key { changed(key, event) }
    if let repair = try CourseRepair(event), let ticket = CourseRepair.ticket(of: event) {
      let isKnown: Void? = histories.updateExisting(ticket) { $0.repairs.append(repair) }
      guard isKnown != nil else { return }
      courses[ticket] = histories[ticket]?.course(in: desk(event.zone))
      show(ticket, event)
    } else if let owner = event.reference(.case), calls[owner] != nil {
      showCalls(of: owner, event)
    }
  }

  /// Puts the ticket's running clocks on the board and takes the others off.
  private func show(_ ticket: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let course = courses[ticket] else { return }
    let desk = desk(event.zone)
    var running = course.runningClocks(of: ticket, desk)
    if !course.isTerminal { running += openCalls(of: ticket, desk) { event.object($0) } }
    put(running, of: ticket) { DeadlineRow($0, of: ticket, course) }
  }

  /// The same of a case that called for support.
  private func showCalls(
    of owner: ObjectID, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    let running = openCalls(of: owner, desk(event.zone)) { event.object($0) }
    put(running, of: owner) { DeadlineRow($0) }
  }

  private func put(
    _ running: [RunningClock], of owner: ObjectID, _ row: (RunningClock) -> DeadlineRow
  ) {
    let keys = running.map(\.key)
    for key in board[owner]?.keys ?? [] where !keys.contains(key) {
      deadlines.remove(key)
      clocks.remove(key)
    }
    for item in running {
      deadlines[item.key] = row(item)
      clocks[item.key] = item.clock
    }
    if keys.isEmpty { board.remove(owner) } else { board[owner] = BoardKeys(keys: keys) }
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

  var fileBook: FileBook { FileBook(files: papers) }

  var law: LawBook {
    LawBook(
      files: fileBook, names: names, books: procedures, notices: notices, zones: zones)
  }

  var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }

  private var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }

  private func desk(_ zone: BusinessZone) -> CourseDesk {
    CourseDesk(places: places, limits: limitBook, zone: zone)
  }
}
