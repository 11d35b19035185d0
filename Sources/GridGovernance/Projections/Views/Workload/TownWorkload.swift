// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 镇工作量 (P3): how much does each town carry, month by month?
///
/// One table a block: `tickets`, with who is there to carry them, `cases`, `applications` and
/// `tasks` of departments. A ticket enters a town when a body of it takes the report in, or when it
/// is dispatched there from above, and each entry counts; it is open in one town at most. A case is
/// open in the town of the organ that handles it. Months without movement between two others have
/// rows too, so that the numbers chain. Folded in happened order: late facts and repairs change the
/// month in which they belong.
public struct TownWorkload: Projection, Presenting {
  public static let name = "town-workload"
  public static let version = 3
  public static let golden = Digest(
    "sha256:a4422f95c853b3a23575ed61ab0eadbe262c621e45f7b5016bd2a1dfb13a0fe3")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = CourseFact.types.union(GridBook.types).union([
    .divisionRegistered, .divisionMeasured, .bodyRegistered, .ruleSetPublished,
    .workCalendarPublished, .gridPatrolled,
  ]).union(caseTypes).union(applicationTypes).union(taskTypes).union(staffTypes)
  public static let rules = ViewColumns.townWorkloadRules.mapValues(\.en)

  public let tickets = Table<TownMonth, TownTickets>()
  public let cases = Table<TownMonth, TownCases>()
  public let applications = Table<TownMonth, TownApplications>()
  public let tasks = Table<TownMonth, TownTasks>()
  let courses = Workspace<ObjectID, TicketCourse>()
  let towns = Workspace<ObjectID, TownStock>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let grids = Workspace<ObjectID, GridPlace>()
  let origins = Workspace<Int, OriginLists>()
  let limits = Workspace<Int, LimitLists>()
  let parents = Workspace<ObjectID, ObjectID>()
  let calendar = Workspace<CivilDate, Bool>()
  let years = Workspace<Int, Bool>()
  let hours = Workspace<Int, WorkingHours>()
  let running = Workspace<ClockBucket, [ObjectID]>()
  let verdicts = Workspace<ObjectID, ClosedVerdict>()
  let openCases = Workspace<ObjectID, OpenIn>()
  let inspected = Workspace<ObjectID, OpenIn>()
  let caseMonths = Workspace<ObjectID, LastMonth>()
  let openApplications = Workspace<ObjectID, OpenIn>()
  let applicationMonths = Workspace<ObjectID, LastMonth>()
  let askedTasks = Workspace<ObjectID, AskedTask>()
  let taskStocks = Workspace<ObjectID, TownTaskStock>()
  let people = Workspace<ObjectID, TownPerson>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if let fact = try CourseFact(event) {
      guard let ticket = event.reference(.ticket) else { return }
      take(fact, of: ticket, event.zone)
    } else if TownWorkload.caseTypes.contains(event.type) {
      takeCase(event)
    } else if TownWorkload.applicationTypes.contains(event.type) {
      takeApplication(event)
    } else if TownWorkload.taskTypes.contains(event.type) {
      try takeTask(event)
    } else if TownWorkload.staffTypes.contains(event.type) {
      try takeStaff(event)
    } else {
      try takePlace(event)
    }
  }

  private func takePlace(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if GridBook.types.contains(event.type) {
      for change in try gridBook.take(event) {
        guard let town = places.town(of: change.village, on: change.day) else { continue }
        add(grids: change.number, to: town, from: Month(change.day))
      }
    } else if event.type == .gridPatrolled {
      countPatrol(event)
    } else if event.type == .divisionMeasured {
      measure(event)
    } else {
      try places.take(event)
      if let change = try limitBook.take(event) { move(change, event.zone) }
      try OriginBook(origins: origins).take(event)
    }
  }

  private func take(_ fact: CourseFact, of ticket: ObjectID, _ zone: BusinessZone) {
    let desk = CourseDesk(places: places, limits: limitBook, zone: zone)
    courses.update(ticket, default: TicketCourse()) { course in
      let before = course.openIn
      course.apply(fact, in: desk)
      note(course, of: ticket, zone)
      let book = OriginBook(origins: origins)
      let movement = TownMovement(fact, from: before, to: course) {
        book.source(of: $0, on: zone.date(of: fact.occurred))
      }
      guard let movement else { return }
      let month = Month(zone.date(of: fact.occurred))
      count(movement, isLate: course.isClosedLate, in: month)
      if let town = movement.before, movement.exit == .closed {
        verdicts[ticket] = ClosedVerdict(town: town, month: month, isLate: course.isClosedLate)
      }
    }
  }

  /// A ticket that closes, or that a rule set may move while it runs, is found by its months.
  private func note(_ course: TicketCourse, of ticket: ObjectID, _ zone: BusinessZone) {
    guard course.closingDue != nil || course.due != nil, let months = course.clockMonths(zone)
    else { return }
    ClockIndex(tickets: running).note(ticket, from: months.lowerBound, through: months.upperBound)
  }

  /// A notice moves the deadlines of tickets that are closed already, too (K17).
  private func move(_ change: ClockChange, _ zone: BusinessZone) {
    let desk = CourseDesk(places: places, limits: limitBook, zone: zone)
    ClockIndex(tickets: running).revise(courses, in: change, desk) { ticket, course in
      note(course, of: ticket, zone)
      guard course.status == .closed, let old = verdicts[ticket],
        old.isLate != course.isClosedLate
      else { return }
      update(old.town, old.month) { row in
        row.count(isLate: old.isLate, -1)
        row.count(isLate: course.isClosedLate, 1)
      }
      verdicts[ticket]?.isLate = course.isClosedLate
    }
  }

  private func count(_ movement: TownMovement, isLate: Bool?, in month: Month) {
    if let town = movement.before {
      update(town, month) { row in
        row.count(movement.exit)
        if movement.exit == .closed { row.count(isLate: isLate, 1) }
      }
    }
    if let town = movement.after {
      update(town, month) { $0.count(movement.entry) }
    }
  }

  private func countPatrol(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    let day = event.occurredOn
    guard let grid = event.reference(.grid), let village = gridBook.village(of: grid),
      let town = places.town(of: village, on: day)
    else { return }
    update(town, Month(day)) { $0.patrols += 1 }
  }

  private func measure(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let division = event.reference(.division),
      let people = event.int(DivisionMeasured.Field.population),
      let day = event.date(DivisionMeasured.Field.measuredOn)
    else { return }
    set(population: people, of: division, from: Month(day))
  }

  /// Adds what each grid, person and thousand people brought, from the row's own numbers.
  public func present(_ row: TownTickets, of key: TownMonth, at clock: Instant) -> TownTickets {
    row.withShares
  }

  var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }
  private var gridBook: GridBook { GridBook(grids: grids) }

  private var limitBook: LimitBook {
    LimitBook(limits: limits, parents: parents, calendar: calendar, years: years, hours: hours)
  }
}
