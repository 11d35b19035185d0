// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One ticket as the status view shows it; see ``TicketStatusView``.
public struct TicketStatusRow: TableRow {
  /// One of the fifteen states; absent if only another system's word of the ticket is known.
  public var state: TicketStatus?
  /// The level that holds the ticket.
  public var level: Level?
  /// The town that has it, or had it at its end; else the town in which the place lies.
  public var town: ObjectID?
  /// The unit of hop 1: it answers for the whole ticket.
  public var answerable: ObjectID?
  /// The unit of the deepest hop.
  public var unit: ObjectID?
  /// The number of the deepest hop.
  public var hop: Int?
  /// 1, and one more with each rework and each reopening.
  public var round = 1
  public var category: ObjectID?
  public var grade: TicketGrade?
  /// Requests that nobody has ruled on.
  public var openRequests: [ObjectID] = []
  /// When hop 1 is due: by its clock, and by the calendar that the moment asked for knew; absent
  /// while that clock stands.
  public var due: Instant?
  /// Whether hop 1's first round was done in time; absent while it runs or without a deadline.
  public var onTime: Bool?
  /// True if more time was granted behind the deadline (K9).
  public var cured: Bool?
  /// True if the deadline counts days of a year whose holidays are not announced.
  public var provisionalDue: Bool?
  /// Indicators that leave the ticket out.
  public var excluded: [String] = []
  public var mergedInto: ObjectID?
  public var linkedCase: ObjectID?
  /// The first event that the table does not have in its state, as `reported+TicketClosed`.
  public var anomalousPair: String?
  /// Shelved, deferred or clock off, while the clock stands.
  public var suspension: SuspensionClass?
  /// The place of the report.
  public var division: ObjectID?
  public var grid: ObjectID?
  /// When the incident was reported.
  public var reported: Instant?
  /// When the ticket was closed; absent while it is open and after other ends.
  public var closed: Instant?
  public var closeReason: CloseReason?
  /// Whether it was closed late: after the deadline of the report, else of the overall limit,
  /// else of hop 1; absent if it is not closed or has none.
  public var late: Bool?
  /// What the system that it came from says, in that system's words.
  public var sourceStatus: String?

  /// At the asked moment: how much of the limit is used, in its own unit.
  public var used: ExactDecimal?
  /// At the asked moment: whole minutes to the deadline, negative behind it.
  public var left: Int?
  /// At the asked moment: how near the deadline is.
  public var light: Light?
  /// At the asked moment: whether the work's deadline has passed, or had when it was done.
  public var overdue: Bool?
  /// At the asked moment: when the whole ticket is to be closed.
  public var closeDue: Instant?
  /// At the asked moment: when the deepest unit is to sign, while it has not.
  public var signDue: Instant?
  /// At the asked moment: since when the dispatch counts as signed (K13).
  public var deemedSigned: Instant?
  /// At the asked moment: since when the dispatch counts as taken on (K12).
  public var deemedAccepted: Instant?

  public init() {}
}

/// How near a deadline is: by the share of the time that is used.
public enum Light: String, Enumeration {
  /// Below the share from which the rule set warns, four fifths unless it says otherwise.
  case green
  /// From that share on.
  case yellow
  /// Past the deadline.
  case red
}

extension TicketStatusRow {
  /// Takes over what the course of the ticket says; the source's status stays.
  mutating func show(_ course: TicketCourse) {
    let top = course.topHop ?? course.hops.last
    state = course.status
    level = course.level
    town = course.town ?? course.place
    answerable = course.hops.first?.handler
    unit = top?.handler
    hop = top?.number
    round = course.round
    category = course.category
    grade = course.grade
    openRequests = course.openRequests.isEmpty ? [] : course.openRequests.map(\.name)
    due = course.due?.moment
    onTime = course.isOnTime
    cured = course.isCured ? true : nil
    provisionalDue = course.due?.isProvisional == true ? true : nil
    excluded = course.excludedFrom
    mergedInto = course.mergedInto
    linkedCase = course.linkedCase
    anomalousPair = course.anomaly
    suspension = course.suspension
    division = course.division
    grid = course.grid
    reported = course.reported
    closed = course.closing?.at
    closeReason = course.closing?.reason
    late = course.isClosedLate
  }
}

extension TicketCourse {
  /// Whether it was closed after its deadline; `nil` if it is not closed or has no deadline.
  var isClosedLate: Bool? {
    guard status == .closed, let closing, let closingDue else { return nil }
    return closing.at > closingDue
  }
}

extension TicketStatusRow {
  /// How near the deadline of hop 1 is at that moment; without a hop, that of the report.
  mutating func showLight(
    of course: TicketCourse, at clock: Instant, _ calendar: WorkCalendar, _ zone: BusinessZone
  ) {
    var handle = course.hops.first?.clocks.handle
    if course.hops.isEmpty, let reported, let given = course.dueGiven {
      handle = Clock(from: reported, .until(given))
    }
    guard let handle, let share = handle.used(at: clock, by: calendar, in: zone) else { return }
    used = share.rounded(places: 2)
    if let due, handle.stopped == nil {
      left = Int(floorDivide(due.microseconds(since: clock), 60_000_000))
    }
    let yellowFrom = (handle.terms(in: zone)?.yellowFrom ?? Share(nil)).rational
    light = overdue == true ? .red : share >= yellowFrom ? .yellow : .green
  }
}
