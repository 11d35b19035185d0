// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// When time that was given is over.
public struct Due: Codable, Hashable, Sendable {
  /// The last moment in time.
  public var moment: Instant
  /// Whether a day was counted whose year no notice announces yet: it may still move (K16).
  public var isProvisional: Bool

  public init(moment: Instant, isProvisional: Bool = false) {
    self.moment = moment
    self.isProvisional = isProvisional
  }
}

/// Time that is left, in what a clock counts.
enum TimeLeft: Hashable {
  case workingTime(microseconds: Int64)
  case time(microseconds: Int64)
  case workingDays(Int)
  case days(Int)
  case months(Int)

  /// Amounts are taken as 0…36,600.
  init(_ amount: Int, _ unit: TimeUnit) {
    let amount = min(max(0, amount), 36_600)
    self =
      switch unit {
      case .workingHour: .workingTime(microseconds: Int64(amount) * 3_600_000_000)
      case .hour: .time(microseconds: Int64(amount) * 3_600_000_000)
      case .workingDay: .workingDays(amount)
      case .day: .days(amount)
      case .month: .months(amount)
      case .year: .months(12 * amount)
      }
  }

  var isNone: Bool {
    switch self {
    case .workingTime(let left), .time(let left): left <= 0
    case .workingDays(let left), .days(let left), .months(let left): left <= 0
    }
  }
}

extension WorkCalendar {
  /// When an amount of time that runs from `start` is over, counted by the terms of a clock.
  ///
  /// `nil` if working hours are to be counted and none are published within ten years.
  public func due(
    _ amount: Int, _ unit: TimeUnit, from start: Instant, by terms: CountingTerms = .standard,
    in zone: BusinessZone
  ) -> Due? {
    due(TimeLeft(amount, unit), from: start, by: terms, in: zone)
  }

  func due(
    _ left: TimeLeft, from start: Instant, by terms: CountingTerms, in zone: BusinessZone
  ) -> Due? {
    let day = zone.date(of: start)
    // Day 1 is the start day itself where it counts (K2).
    let before = terms.countsStartDay && !left.isNone ? day.adding(days: -1) : day
    switch left {
    case .time(let microseconds): return Due(moment: start.adding(microseconds: microseconds))
    case .workingTime(let microseconds): return workingTime(microseconds, from: start, zone)
    case .workingDays(let amount): return workingDays(amount, after: before, terms, zone)
    case .days(let amount): return end(of: before.adding(days: amount), terms, zone)
    case .months(let amount):
      // From the 15th the first month ends with the 15th of the next, or a day before it.
      let last = day.adding(months: amount)
      return end(of: before == day ? last : last.adding(days: -1), terms, zone)
    }
  }

  /// The end of natural time: on a day off it may roll to the next working day (K14).
  private func end(
    of day: CivilDate, _ terms: CountingTerms, _ zone: BusinessZone
  ) -> Due {
    var day = day
    var unannounced = Unannounced(self)
    if terms.rollsOver {
      unannounced.note(day)
      while !isWorkingDay(day) {
        day = day.adding(days: 1)
        unannounced.note(day)
      }
    }
    return Due(
      moment: lastMoment(of: day, terms, zone), isProvisional: unannounced.wasMet)
  }

  /// K6: the end of the day, or its close of business where hours are published for it.
  private func lastMoment(
    of day: CivilDate, _ terms: CountingTerms, _ zone: BusinessZone
  ) -> Instant {
    guard terms.endsAtCloseOfBusiness, let span = workingTime(on: day, in: zone).last else {
      return zone.end(of: day)
    }
    return span.upperBound
  }

  private func workingDays(
    _ amount: Int, after day: CivilDate, _ terms: CountingTerms, _ zone: BusinessZone
  ) -> Due {
    var day = day
    var left = amount
    var unannounced = Unannounced(self)
    while left > 0 {
      day = day.adding(days: 1)
      unannounced.note(day)
      if isWorkingDay(day) { left -= 1 }
    }
    return Due(
      moment: lastMoment(of: day, terms, zone), isProvisional: unannounced.wasMet)
  }

  /// Inside hours at once, else from the next opening on (K3).
  private func workingTime(
    _ microseconds: Int64, from start: Instant, _ zone: BusinessZone
  ) -> Due? {
    var left = microseconds
    var unannounced = Unannounced(self)
    let first = zone.date(of: start)
    // Days without hours bring nothing nearer; ten years of them never will.
    var last = first.adding(days: 3653)
    var day = first
    while day <= last {
      unannounced.note(day)
      for span in workingTime(on: day, in: zone) {
        let open = max(span.lowerBound, start)
        let length = span.upperBound.microseconds(since: open)
        guard length > 0 else { continue }
        if length >= left {
          return Due(
            moment: open.adding(microseconds: left), isProvisional: unannounced.wasMet)
        }
        left -= length
        last = day.adding(days: 3653)
      }
      day = day.adding(days: 1)
    }
    return nil
  }

  /// What is left of that time at `moment`, having run from `start` (K7): the units in
  /// (start, moment] are used, in the clock's own unit.
  ///
  /// Of months what is left is natural days to the day on which they end.
  func left(
    of amount: TimeLeft, from start: Instant, at moment: Instant, by terms: CountingTerms,
    in zone: BusinessZone
  ) -> TimeLeft {
    let day = zone.date(of: moment)
    let first = zone.date(of: start)
    let before = terms.countsStartDay ? first.adding(days: -1) : first
    switch amount {
    case .time(let microseconds):
      return .time(microseconds: microseconds - max(0, moment.microseconds(since: start)))
    case .workingTime(let microseconds):
      return .workingTime(microseconds: microseconds - workingTime(from: start, to: moment, zone))
    case .workingDays(let days):
      return .workingDays(days - workingDays(after: before, through: day))
    case .days(let days):
      return .days(days - max(0, day.daysSinceEpoch - before.daysSinceEpoch))
    case .months(let months):
      let last = first.adding(months: months).daysSinceEpoch - (before == first ? 0 : 1)
      return .days(last - day.daysSinceEpoch)
    }
  }

  /// How many working days lie after `day` up to and with `last`.
  public func workingDays(after day: CivilDate, through last: CivilDate) -> Int {
    var count = 0
    var day = day.adding(days: 1)
    while day <= last {
      if isWorkingDay(day) { count += 1 }
      day = day.adding(days: 1)
    }
    return count
  }

  /// Working time between two moments, in microseconds; 0 where no hours are published.
  public func workingTime(from start: Instant, to end: Instant, _ zone: BusinessZone) -> Int64 {
    var sum: Int64 = 0
    var day = zone.date(of: start)
    let last = zone.date(of: end)
    while day <= last {
      for span in workingTime(on: day, in: zone) {
        let length = min(span.upperBound, end).microseconds(since: max(span.lowerBound, start))
        sum += max(0, length)
      }
      day = day.adding(days: 1)
    }
    return sum
  }
}

/// Whether a counted day lies in a year that no notice announces.
private struct Unannounced {
  let calendar: WorkCalendar
  private(set) var wasMet = false
  private var knownYear: Int?

  init(_ calendar: WorkCalendar) { self.calendar = calendar }

  mutating func note(_ day: CivilDate) {
    let year = day.year
    guard !wasMet, year != knownYear else { return }
    // A day that a notice names is certain, whatever is known of the rest of its year.
    if calendar.isAnnounced(year) { knownYear = year } else { wasMet = calendar.isOff(day) == nil }
  }
}
