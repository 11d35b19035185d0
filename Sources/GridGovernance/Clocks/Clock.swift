// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A clock 计时 of one stage, hop and round: what it is given, and what happened to it
/// (domain §2.3).
///
/// Plain values and pure functions: the same clock gives another deadline under another calendar,
/// which is how a deadline is answered as known then or as known now (K17). Nothing that follows
/// from time alone is stored; ask with a moment.
public struct Clock: Codable, Hashable, Sendable {
  /// What a clock is given.
  public enum Limit: Codable, Hashable, Sendable {
    /// So much time, counted by terms.
    case terms(ClockTerms)
    /// A moment that somebody named; suspensions move it by natural days.
    case until(Instant)
  }

  /// A stretch in which the clock stands still (K7); open while nobody resumed it.
  public struct Pause: Codable, Hashable, Sendable {
    public var from: Instant
    public var until: Instant?

    public init(from: Instant, until: Instant? = nil) {
      self.from = from
      self.until = until
    }
  }

  /// More time that was granted (K10).
  public struct Grant: Codable, Hashable, Sendable {
    public var units: Int
    /// The unit asked for; `nil`: the clock's own.
    public var unit: TimeUnit?

    public init(_ units: Int, _ unit: TimeUnit? = nil) {
      self.units = units
      self.unit = unit
    }
  }

  /// Other terms by a later rule set that moves running clocks (K1).
  public struct Revision: Codable, Hashable, Sendable {
    public var from: CivilDate
    public var terms: ClockTerms
  }

  public var start: Instant
  public var limit: Limit
  public private(set) var grants: [Grant] = []
  /// In order of their beginning; only the last may be open.
  public private(set) var pauses: [Pause] = []
  public private(set) var revisions: [Revision] = []
  /// When what it measures was done, or ended; `nil` while it runs or stands.
  public private(set) var stopped: Instant?

  public init(from start: Instant, _ limit: Limit) {
    self.start = start
    self.limit = limit
  }

  public init(from start: Instant, _ terms: ClockTerms) {
    self.init(from: start, .terms(terms))
  }

  /// Whether it stands still.
  public var isPaused: Bool { pauses.last.map { $0.until == nil } ?? false }
}

// What happens to a clock.
extension Clock {
  /// Stops the time from `moment` on; of a clock that stands or has stopped nothing changes.
  public mutating func pause(at moment: Instant) {
    guard !isPaused, stopped == nil else { return }
    pauses.append(Pause(from: max(moment, pauses.last?.until ?? start)))
  }

  /// Lets it run again.
  public mutating func resume(at moment: Instant) {
    guard isPaused, let pause = pauses.last else { return }
    pauses[pauses.count - 1].until = max(moment, pause.from)
  }

  /// Adds time; several grants add up (K10).
  public mutating func grant(_ grant: Grant) {
    if grant.units > 0 { grants.append(grant) }
  }

  /// The end of what it measures; the first end counts, and a pause ends with it.
  public mutating func stop(at moment: Instant) {
    guard stopped == nil else { return }
    resume(at: moment)
    stopped = moment
  }

  /// Takes an end back that was none: the clock ran on.
  public mutating func unstop() { stopped = nil }

  /// Goes on with what was left: the time since `stop`, if that was its end, stood still.
  public mutating func goOn(since stop: Instant, at moment: Instant) {
    guard stopped == stop else { return }
    unstop()
    pause(at: stop)
    resume(at: moment)
  }

  /// Puts other terms in force for a clock that still runs on their first day (K1).
  public mutating func revise(_ terms: ClockTerms, from day: CivilDate) {
    revisions.removeAll { $0.from >= day }
    revisions.append(Revision(from: day, terms: terms))
  }

  /// The clock of the next round of the same work (K11).
  ///
  /// `continue` goes on with what was left, the time between done and failed standing still.
  public func nextRound(at moment: Instant, in zone: BusinessZone) -> Clock {
    guard let terms = terms(in: zone) else {
      var same = self
      same.unstop()
      return same
    }
    switch terms.rework {
    case .restart: return Clock(from: moment, terms)
    case .ownLimit:
      var own = terms
      own.amount = terms.reworkAmount ?? terms.amount
      return Clock(from: moment, own)
    case .continue:
      var same = self
      if let stopped { same.goOn(since: stopped, at: moment) }
      return same
    }
  }
}

// What a clock says.
extension Clock {
  /// The terms that count: of a later rule set, if the clock still ran on its first day (K1).
  public func terms(in zone: BusinessZone) -> ClockTerms? {
    guard case .terms(let terms) = limit else { return nil }
    let last = revisions.last { revision in
      stopped.map { $0 >= zone.start(of: revision.from) } ?? true
    }
    return last?.terms ?? terms
  }

  /// When it runs out; `nil` while it stands with time left, or without published hours.
  public func due(by calendar: WorkCalendar, in zone: BusinessZone) -> Due? {
    guard let run = run(by: calendar, in: zone) else { return nil }
    guard case .ended(let due) = run else { return nil }
    return extended(due, by: calendar, in: zone)
  }

  /// When it would run out if the suspension that it stands in had never begun.
  public func nominalDue(by calendar: WorkCalendar, in zone: BusinessZone) -> Due? {
    guard isPaused else { return due(by: calendar, in: zone) }
    var running = self
    running.pauses.removeLast()
    return running.due(by: calendar, in: zone)
  }

  /// Whether its time was over before it stopped, as at `now`; `nil` if there is no deadline.
  public func isOverdue(
    at now: Instant, by calendar: WorkCalendar, in zone: BusinessZone
  ) -> Bool? {
    due(by: calendar, in: zone).map { (stopped ?? now) > $0.moment }
  }

  /// The share of the time that is used at `now`, in the clock's own unit; 1 is all of it.
  public func used(
    at now: Instant, by calendar: WorkCalendar, in zone: BusinessZone
  ) -> Rational? {
    let now = min(now, stopped ?? now)
    guard let terms = terms(in: zone) else {
      guard let due = due(by: calendar, in: zone)?.moment else { return nil }
      return Clock.share(now.microseconds(since: start), of: due.microseconds(since: start))
    }
    let whole = TimeLeft(amount(terms), terms.unit)
    var left = whole
    var from = start
    for pause in pauses where pause.from < now {
      left = calendar.left(of: left, from: from, at: pause.from, by: terms.counting, in: zone)
      guard let until = pause.until, until < now else {
        return Clock.used(left, of: whole, zone, from)
      }
      from = until
    }
    left = calendar.left(of: left, from: from, at: max(now, from), by: terms.counting, in: zone)
    return Clock.used(left, of: whole, zone, start)
  }
}

extension Clock {
  /// How far a clock has run.
  private enum Run {
    case ended(Due)
    /// It stands with time left.
    case standing
  }

  /// The limit with what was granted in its own unit.
  private func amount(_ terms: ClockTerms) -> Int {
    grants.reduce(min(terms.amount, 36_600)) { sum, grant in
      grant.unit ?? terms.unit == terms.unit ? sum + min(grant.units, 36_600) : sum
    }
  }

  private func run(by calendar: WorkCalendar, in zone: BusinessZone) -> Run? {
    guard let terms = terms(in: zone) else { return runToMoment(in: zone) }
    var left = TimeLeft(amount(terms), terms.unit)
    var from = start
    for pause in pauses {
      guard let due = calendar.due(left, from: from, by: terms.counting, in: zone) else {
        return nil
      }
      let rest = calendar.left(
        of: left, from: from, at: pause.from, by: terms.counting, in: zone)
      // What ran out before the suspension is not brought back by it.
      if due.moment <= pause.from || rest.isNone { return .ended(due) }
      guard let until = pause.until else { return .standing }
      left = rest
      from = until
    }
    return calendar.due(left, from: from, by: terms.counting, in: zone).map { .ended($0) }
  }

  /// A named moment moves by the natural days that the clock stood.
  private func runToMoment(in zone: BusinessZone) -> Run? {
    guard case .until(var moment) = limit else { return nil }
    for pause in pauses where pause.from < moment {
      guard let until = pause.until else { return .standing }
      let days = zone.date(of: until).daysSinceEpoch - zone.date(of: pause.from).daysSinceEpoch
      moment = moment.adding(microseconds: Int64(days) * 86_400_000_000)
    }
    return .ended(Due(moment: moment))
  }

  /// What was granted in another unit than the clock's own runs on from its end.
  private func extended(
    _ due: Due, by calendar: WorkCalendar, in zone: BusinessZone
  ) -> Due? {
    let own = terms(in: zone)
    var due = due
    for grant in grants where own == nil || grant.unit ?? own?.unit != own?.unit {
      guard
        let more = calendar.due(
          grant.units, grant.unit ?? .workingDay, from: due.moment,
          by: own?.counting ?? .standard, in: zone)
      else { return nil }
      due = Due(
        moment: more.moment, isProvisional: due.isProvisional || more.isProvisional)
    }
    return due
  }

  private static func used(
    _ left: TimeLeft, of whole: TimeLeft, _ zone: BusinessZone, _ start: Instant
  ) -> Rational? {
    switch (whole, left) {
    case (.workingTime(let all), .workingTime(let rest)), (.time(let all), .time(let rest)):
      return share(all - rest, of: all)
    case (.workingDays(let all), .workingDays(let rest)), (.days(let all), .days(let rest)),
      (.months(let all), .months(let rest)):
      return share(Int64(all - rest), of: Int64(all))
    case (.months(let months), .days(let rest)):
      let first = zone.date(of: start)
      let all = first.adding(months: months).daysSinceEpoch - first.daysSinceEpoch
      return share(Int64(all - rest), of: Int64(all))
    default: return nil
    }
  }

  private static func share(_ part: Int64, of whole: Int64) -> Rational {
    Rational(Int(max(0, part)), Int(max(1, whole)))
  }
}
