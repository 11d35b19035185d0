// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What the clocks of one hop run by (domain §2.3).
///
/// Only the work's clock is kept: those of the signature and of the return window follow from the
/// dispatch and are made when somebody asks.
struct HopClocks: Codable, Hashable, Sendable {
  /// Of the work; `nil` without a limit, or while K4 waits for the signature.
  var handle: Clock?
  var dispatched: Instant
  /// As they were at the dispatch: a regrading moves no clock that runs.
  var category: ObjectID?
  var grade: TicketGrade?
  var isSigned = false
  /// Whether the unit has used its return window.
  var isReturned = false
}

/// How the first round of the work on hop 1 ended (K11: it tells the ticket's own on-time flag).
struct FirstRound: Codable, Hashable, Sendable {
  var due: Instant
  var stopped: Instant
}

/// What a ruling granted, until the act that carries it out: it takes effect from here (K8).
struct CourseGrant: Codable, Hashable, Sendable {
  var request: ObjectID
  var from: Instant
}

// Starting and ending clocks.
extension TicketCourse {
  /// The clocks of a dispatch.
  func clocks(
    of number: Int, by handler: ObjectID, from start: Instant, _ desk: CourseDesk
  ) -> HopClocks {
    let work = desk.work(category, grade, by: handler, on: desk.zone.date(of: start))
    var clocks = HopClocks(dispatched: start, category: category, grade: grade)
    if number == 1, let dueGiven {
      clocks.handle = Clock(from: start, .until(dueGiven))
    } else if let clock = desk.clock(.handle, of: work, from: start) {
      guard clock.terms(in: desk.zone)?.startsAt == .signedFor else {
        clocks.handle = clock
        return clocks
      }
      let sign = desk.clock(.signFor, of: work, from: start)
      clocks.handle = desk.deemedSignature(sign)
        .flatMap { desk.clock(.handle, of: work, from: $0) }
    }
    return clocks
  }

  /// The unit has signed: K4 may start the work's clock, K13 may have started it before.
  mutating func sign(at time: Instant, _ desk: CourseDesk) {
    guard let top = hops.lastIndex(where: { $0.ended == nil }) else { return }
    let isFirst = !hops[top].clocks.isSigned
    hops[top].clocks.isSigned = true
    let work = desk.work(
      category, grade, by: hops[top].handler, on: desk.zone.date(of: time))
    // A clock that started with the dispatch, or where K13 deemed it signed, runs already.
    guard isFirst, hops[top].clocks.handle.map({ time < $0.start }) ?? true,
      let clock = desk.clock(.handle, of: work, from: time),
      clock.terms(in: desk.zone)?.startsAt == .signedFor
    else { return }
    hops[top].clocks.handle = clock
    settle(desk)
  }

  /// The work on the top hop is done, or has been found done (K5).
  mutating func finish(at time: Instant, by event: ClockPolicies.StopsAt, _ desk: CourseDesk) {
    guard let top = hops.lastIndex(where: { $0.ended == nil }),
      let clock = hops[top].clocks.handle
    else { return }
    let stopsAt = clock.terms(in: desk.zone)?.stopsAt ?? .completed
    if stopsAt == event || event == .checked { hops[top].clocks.handle?.stop(at: time) }
    if top == 0 { settle(desk) }
  }

  /// All clocks of the ticket end, because it does.
  mutating func stopClocks(at time: Instant, _ desk: CourseDesk) {
    changeClocks { $0.stop(at: time) }
    overall?.stop(at: time)
    settle(desk)
  }

  /// The work on that hop begins another round (K11).
  mutating func restartWork(_ index: Int, at time: Instant, _ desk: CourseDesk) {
    guard hops.indices.contains(index), let clock = hops[index].clocks.handle else { return }
    if hops[index].number == 1, firstRound == nil, let stopped = clock.stopped, let due {
      firstRound = FirstRound(due: due.moment, stopped: stopped)
    }
    hops[index].clocks.handle = clock.nextRound(at: time, in: desk.zone)
    if index == 0 { settle(desk) }
  }

  /// Suspends the hop's clock, or all of them (K18).
  mutating func pauseClocks(
    _ suspension: CourseSuspension, hop: Int?, at time: Instant, _ desk: CourseDesk
  ) {
    let from = lastGrant.flatMap { $0.request == suspension.request ? $0.from : nil } ?? time
    noteLateGrant(at: time)
    let number = hop ?? topHop?.number
    changeClocks {
      $0.pause(at: from)
    } where: {
      suspension.isWhole || $0.number == number
    }
    if suspension.isWhole { overall?.pause(at: from) }
    settle(desk)
  }

  mutating func resumeClocks(at time: Instant, _ desk: CourseDesk) {
    changeClocks { $0.resume(at: time) }
    overall?.resume(at: time)
    settle(desk)
  }

  /// More time for the hop that asked (K10).
  mutating func extendClock(
    of hop: Int?, by grant: Clock.Grant, at time: Instant, _ desk: CourseDesk
  ) {
    noteLateGrant(at: time)
    let number = hop ?? topHop?.number
    changeClocks {
      $0.grant(grant)
    } where: {
      $0.number == number
    }
    settle(desk)
  }

  /// K9: time that is granted behind the deadline cures what was overdue, and shows.
  private mutating func noteLateGrant(at time: Instant) {
    if let due, time > due.moment { isCured = true }
  }

  /// The time since the merge counts as a suspension (domain §2.2, note 3).
  mutating func goOn(since stop: Instant, at time: Instant, _ desk: CourseDesk) {
    changeClocks { $0.goOn(since: stop, at: time) }
    overall?.goOn(since: stop, at: time)
    settle(desk)
  }

  private mutating func changeClocks(
    _ change: (inout Clock) -> Void, where applies: (CourseHop) -> Bool = { _ in true }
  ) {
    for index in hops.indices where applies(hops[index]) {
      guard var clock = hops[index].clocks.handle else { continue }
      change(&clock)
      hops[index].clocks.handle = clock
    }
  }
}

// What the clocks say.
extension TicketCourse {
  /// Computes the stored deadlines anew: of hop 1, and of the ticket once it is closed.
  mutating func settle(_ desk: CourseDesk) {
    let calendar = desk.calendar
    if let hop = hops.first {
      due = hop.clocks.handle?.due(by: calendar, in: desk.zone)
    } else {
      due = dueGiven.map { Due(moment: $0) }
    }
    closingDue = closing == nil ? nil : wholeDue(by: calendar, desk.zone)?.moment
  }

  /// When the ticket is to be closed: as the report gives it, by the overall limit, else with
  /// the work of hop 1.
  func wholeDue(by calendar: WorkCalendar, _ zone: BusinessZone) -> Due? {
    if dueGiven != nil { return due ?? dueGiven.map { Due(moment: $0) } }
    return overall.map { $0.due(by: calendar, in: zone) } ?? due
  }

  /// Editions that move running clocks take hold (K1).
  mutating func revise(_ desk: CourseDesk) {
    for index in hops.indices {
      guard var clock = hops[index].clocks.handle else { continue }
      let day = desk.zone.date(of: clock.start)
      desk.revise(
        &clock, .handle, desk.work(category, grade, by: hops[index].handler, on: day))
      hops[index].clocks.handle = clock
    }
    if var clock = overall {
      desk.revise(&clock, .overall, LimitedWork(category: category, grade: grade, level: level))
      overall = clock
    }
    settle(desk)
  }

  /// Whether the first round of hop 1 was done in time; `nil` while it runs or has no deadline.
  var isOnTime: Bool? {
    if let firstRound { return firstRound.stopped <= firstRound.due }
    guard let due, let stopped = hops.first?.clocks.handle?.stopped else { return nil }
    return stopped <= due.moment
  }

  /// The months whose days the stored deadlines count.
  func clockMonths(_ zone: BusinessZone) -> ClosedRange<Month>? {
    guard let start = hops.first?.clocks.handle?.start ?? reported else { return nil }
    let first = min(start, closing == nil ? start : reported ?? start)
    let last = max(first, max(due?.moment ?? first, closingDue ?? first))
    return Month(zone.date(of: first))...Month(zone.date(of: last))
  }
}

extension CourseDesk {
  /// The clock of the signature, still unstopped; `nil` without such a limit.
  func signClock(of hop: CourseHop) -> Clock? {
    let clocks = hop.clocks
    let work = work(
      clocks.category, clocks.grade, by: hop.handler, on: zone.date(of: clocks.dispatched))
    return clock(.signFor, of: work, from: clocks.dispatched)
  }

  /// The clock of the return window (K12); `nil` without one, or once it was used.
  func returnWindow(of hop: CourseHop) -> Clock? {
    guard !hop.clocks.isReturned else { return nil }
    return limits.returnWindow(on: zone.date(of: hop.clocks.dispatched))
      .map { Clock(from: hop.clocks.dispatched, $0) }
  }

  /// When a dispatch that nobody signs for counts as signed (K13); `nil` if it never does.
  func deemedSignature(_ sign: Clock?) -> Instant? {
    guard let sign, sign.terms(in: zone)?.signForOverdue == .deemedSigned else { return nil }
    return sign.due(by: calendar, in: zone)?.moment
  }
}
