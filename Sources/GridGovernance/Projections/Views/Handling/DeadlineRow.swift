// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a clock runs on: a ticket, a request or a call, the stage and the hop.
public struct DeadlineKey: TableKey {
  /// A ticket; of `requestRule` the request, of a call the supervision or the call for support.
  public var subject: ObjectID
  public var clock: ClockStage
  /// 0 for clocks of the whole ticket; of a call for support the unit, as it was called.
  public var hop: Int

  public init(subject: ObjectID, clock: ClockStage, hop: Int) {
    self.subject = subject
    self.clock = clock
    self.hop = hop
  }
}

/// A stretch in which a clock stood; open while it stands.
public struct DeadlinePause: Codable, Hashable, Sendable {
  public var from: Instant
  public var until: Instant?
}

/// One running clock; see ``DeadlineBoard``.
public struct DeadlineRow: TableRow {
  /// Absent of calls for support in a case.
  public var ticket: ObjectID?
  /// The unit that has to act; absent where no hop says.
  public var unit: ObjectID?
  public var town: ObjectID?
  public var grid: ObjectID?
  public var category: ObjectID?
  public var grade: TicketGrade?
  public var state: TicketStatus?
  public var round: Int?
  public var started: Instant
  /// The limit, as pinned when the clock started; absent where a moment was given.
  public var amount: Int?
  public var timeUnit: TimeUnit?
  /// Units that were granted on top (K10).
  public var granted: Int?
  /// When it stood, and stands (K7).
  public var suspended: [DeadlinePause] = []
  /// True if more time was granted behind the deadline (K9).
  public var cured: Bool?

  /// At the asked moment: the deadline by the calendar known; absent while the clock stands.
  public var due: Instant?
  /// At the asked moment: whether the deadline counts days whose holidays are not announced.
  public var provisionalDue: Bool?
  /// At the asked moment: the share of the limit that is used.
  public var used: ExactDecimal?
  /// At the asked moment: what is left, in the limit's own unit, one place; negative behind it.
  public var left: ExactDecimal?
  /// At the asked moment: how near the deadline is.
  public var light: Light?
  public var overdue: Bool?
  /// At the asked moment: whether it falls due on that business day.
  public var dueToday: Bool?
  /// At the asked moment: since when the dispatch counts as signed for (K13).
  public var deemed: Instant?
}

/// A clock and what a later edition of its limit would look at.
struct BoardClock: TableRow {
  var clock: Clock
  var stage: ClockStage
  var category: ObjectID?
  var grade: TicketGrade?
  var level: Level?
  var handlerKind: BodyKind?

  init(_ clock: Clock, _ stage: ClockStage, _ work: LimitedWork) {
    self.clock = clock
    self.stage = stage
    category = work.category
    grade = work.grade
    level = work.level
    handlerKind = work.handlerKind
  }

  var work: LimitedWork {
    LimitedWork(category: category, grade: grade, level: level, handlerKind: handlerKind)
  }
}

/// Which rows a ticket has on the board.
struct BoardKeys: TableRow {
  var keys: [DeadlineKey] = []
}

/// A clock of a ticket that runs, and where it stands on the board.
struct RunningClock {
  var key: DeadlineKey
  var clock: BoardClock
  var unit: ObjectID?
}

extension TicketCourse {
  /// The clocks that run or stand now; none of a ticket that has come to an end, but the one for
  /// the call back.
  func runningClocks(of ticket: ObjectID, _ desk: CourseDesk) -> [RunningClock] {
    guard status != nil else { return [] }
    if isTerminal { return callBack(of: ticket, desk) }
    var found: [RunningClock] = []
    if let stage = statusStage, let since = statusSince,
      let clock = desk.clock(stage, of: ownWork, from: since)
    {
      found.append(
        RunningClock(
          key: DeadlineKey(subject: ticket, clock: stage, hop: 0),
          clock: BoardClock(clock, stage, ownWork), unit: checker))
    }
    if let overall, overall.stopped == nil {
      found.append(
        RunningClock(
          key: DeadlineKey(subject: ticket, clock: .overall, hop: 0),
          clock: BoardClock(overall, .overall, ownWork), unit: hops.first?.handler))
    }
    for hop in hops where hop.ended == nil { found += clocks(of: hop, of: ticket, desk) }
    for request in openRequests { found += rulingClock(of: request, desk) }
    return found
  }

  private var ownWork: LimitedWork {
    LimitedWork(category: category, grade: grade, level: level)
  }

  /// The stage that somebody else than a unit has to carry out now.
  private var statusStage: ClockStage? {
    switch status {
    case .reported: .accept
    case .accepted: .register
    case .registered: .dispatch
    case .handled: .check
    case .checked: .close
    default: nil
    }
  }

  /// The unit that checks the work of the deepest hop: the one above it.
  private var checker: ObjectID? {
    guard status == .handled, let top = topHop, top.number > 1 else { return nil }
    return hops.last { $0.number < top.number }?.handler
  }

  private func callBack(of ticket: ObjectID, _ desk: CourseDesk) -> [RunningClock] {
    // Who saw it and solved it on the spot, or did not give a name, is not called back.
    guard status == .closed, hasReporter, followedUp != round, let closing,
      let clock = desk.clock(.followUp, of: ownWork, from: closing.at)
    else { return [] }
    return [
      RunningClock(
        key: DeadlineKey(subject: ticket, clock: .followUp, hop: 0),
        clock: BoardClock(clock, .followUp, ownWork))
    ]
  }

  private func clocks(
    of hop: CourseHop, of ticket: ObjectID, _ desk: CourseDesk
  ) -> [RunningClock] {
    let day = desk.zone.date(of: hop.clocks.dispatched)
    let work = desk.work(hop.clocks.category, hop.clocks.grade, by: hop.handler, on: day)
    var found: [RunningClock] = []
    func add(_ stage: ClockStage, _ clock: Clock) {
      found.append(
        RunningClock(
          key: DeadlineKey(subject: ticket, clock: stage, hop: hop.number),
          clock: BoardClock(clock, stage, work), unit: hop.handler))
    }
    if status == .dispatched, hop.number == topHop?.number, let sign = desk.signClock(of: hop) {
      add(.signFor, sign)
    }
    if let handle = hop.clocks.handle, handle.stopped == nil { add(.handle, handle) }
    return found
  }

  private func rulingClock(of request: CourseRequest, _ desk: CourseDesk) -> [RunningClock] {
    guard let clock = desk.clock(.requestRule, of: ownWork, from: request.made) else { return [] }
    let above = request.hop.flatMap { number in hops.last { $0.number < number }?.handler }
    return [
      RunningClock(
        key: DeadlineKey(subject: request.name, clock: .requestRule, hop: request.hop ?? 0),
        clock: BoardClock(clock, .requestRule, ownWork), unit: above)
    ]
  }
}

extension DeadlineRow {
  /// A clock of something that is no ticket's.
  init(_ running: RunningClock) {
    let clock = running.clock.clock
    unit = running.unit
    started = clock.start
    if case .terms(let terms) = clock.limit {
      amount = terms.amount
      timeUnit = terms.unit
    }
  }

  init(_ running: RunningClock, of ticket: ObjectID, _ course: TicketCourse) {
    self.init(running)
    let clock = running.clock.clock
    self.ticket = ticket
    town = course.town ?? course.place
    grid = course.grid
    category = course.category
    grade = course.grade
    state = course.status
    round = course.round
    let granted = clock.grants.reduce(0) { $0 + $1.units }
    self.granted = granted > 0 ? granted : nil
    suspended = clock.pauses.map { DeadlinePause(from: $0.from, until: $0.until) }
    cured = course.isCured && running.key.clock == .handle && running.key.hop == 1 ? true : nil
  }

  /// Adds what time alone changes.
  mutating func show(
    _ running: BoardClock, at moment: Instant, _ desk: CourseDesk
  ) {
    var clock = running.clock
    desk.revise(&clock, running.stage, running.work)
    let calendar = desk.calendar
    if let due = clock.due(by: calendar, in: desk.zone) {
      self.due = due.moment
      provisionalDue = due.isProvisional ? true : nil
      overdue = moment > due.moment
      dueToday =
        desk.zone.date(of: due.moment.adding(microseconds: -1)) == desk.zone.date(of: moment)
    }
    guard let share = clock.used(at: moment, by: calendar, in: desk.zone) else { return }
    used = share.rounded(places: 2)
    let terms = clock.terms(in: desk.zone)
    if case .terms = clock.limit, let terms {
      let whole = Rational(terms.amount + (granted ?? 0))
      left = (whole - whole * share).rounded(places: 1)
    }
    let yellowFrom = (terms?.yellowFrom ?? Share(nil)).rational
    light = overdue == true ? .red : share >= yellowFrom ? .yellow : .green
    if running.stage == .signFor, terms?.signForOverdue == .deemedSigned {
      deemed = clock.deemed(at: moment, by: calendar, in: desk.zone)
    }
  }
}
