// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

/// Counting in working days and hours (domain §2.3, K2, K3, K6, K15, K16).
package struct WorkCalendar {
  /// Whether a published notice calls the day off; `nil` where none speaks of it.
  let isOff: (CivilDate) -> Bool?
  /// Whether a notice speaks of any day of that year.
  let isAnnounced: (Int) -> Bool
  /// Working hours by season and weekday; a later one takes the place of earlier ones.
  let spans: [WorkCalendarPublished.Hours]

  package init(
    isOff: @escaping (CivilDate) -> Bool?, isAnnounced: @escaping (Int) -> Bool,
    spans: [WorkCalendarPublished.Hours] = []
  ) {
    self.isOff = isOff
    self.isAnnounced = isAnnounced
    self.spans = spans
  }

  /// A moment that may still move when a notice is published.
  package struct Due: Hashable, Sendable {
    package var moment: Instant
    /// Whether a day was counted for whose year no notice is known (K16).
    package var isProvisional: Bool
  }

  /// When an amount of time that runs from `start` is over.
  ///
  /// Days and longer end with the due day (K6) and do not count the start day (K2). Amounts are
  /// taken as 0…36,600.
  package func due(
    _ amount: Int, _ unit: TimeUnit, from start: Instant, in zone: BusinessZone
  ) -> Due {
    let day = zone.date(of: start)
    let amount = min(max(0, amount), 36_600)
    switch unit {
    case .hour:
      return Due(
        moment: start.adding(microseconds: Int64(amount) * 3_600_000_000),
        isProvisional: false)
    case .day: return endOf(day.adding(days: amount), zone)
    case .month: return endOf(day.adding(months: amount), zone)
    case .year: return endOf(day.adding(months: 12 * amount), zone)
    case .workingDay: return workingDays(amount, after: day, zone)
    case .workingHour: return workingMinutes(amount * 60, from: start, zone)
    }
  }

  private func endOf(_ day: CivilDate, _ zone: BusinessZone) -> Due {
    Due(moment: zone.end(of: day), isProvisional: false)
  }

  /// Whether work is done that day: as published, else by weekday.
  package func isWorkingDay(_ day: CivilDate) -> Bool {
    isOff(day).map { !$0 } ?? (day.weekday < 6)
  }

  private func workingDays(_ amount: Int, after day: CivilDate, _ zone: BusinessZone) -> Due {
    var day = day
    var left = amount
    var provisional = Announcements(self)
    while left > 0 {
      day = day.adding(days: 1)
      provisional.note(day)
      if isWorkingDay(day) { left -= 1 }
    }
    return Due(moment: zone.end(of: day), isProvisional: provisional.isMissing)
  }

  /// Inside hours at once, else from the next opening on (K3).
  private func workingMinutes(
    _ minutes: Int, from start: Instant, _ zone: BusinessZone
  ) -> Due {
    var left = Int64(minutes) * 60_000_000
    var day = zone.date(of: start)
    var provisional = Announcements(self)
    while true {
      provisional.note(day)
      if isWorkingDay(day) {
        let midnight = zone.start(of: day)
        for span in hours(on: day) {
          let open = max(midnight.adding(minutes: span.lowerBound), start)
          let close = midnight.adding(minutes: span.upperBound)
          let length = close.microseconds(since: open)
          guard length > 0 else { continue }
          if length >= left {
            return Due(
              moment: open.adding(microseconds: left), isProvisional: provisional.isMissing)
          }
          left -= length
        }
      }
      day = day.adding(days: 1)
    }
  }

  /// Minutes since midnight; those of the samples where nothing is published (K15).
  private func hours(on day: CivilDate) -> [Range<Int>] {
    let published = spans.filter {
      $0.from <= day && day <= $0.to && $0.weekdays.contains(day.weekday) && $0.open < $0.close
    }
    guard let season = published.last else { return [510..<720, 840..<1050] }
    // Of several notices for one season the last one counts, with all of its spans.
    return published.filter { $0.from == season.from && $0.to == season.to }
      .map { $0.open..<$0.close }.uniqued.sorted { $0.lowerBound < $1.lowerBound }
  }
}

/// Remembers whether a counted day lies in a year that no notice speaks of.
private struct Announcements {
  let calendar: WorkCalendar
  var isMissing = false
  private var knownYear: Int?

  init(_ calendar: WorkCalendar) { self.calendar = calendar }

  mutating func note(_ day: CivilDate) {
    let year = day.year
    guard !isMissing, year != knownYear else { return }
    if calendar.isAnnounced(year) { knownYear = year } else { isMissing = true }
  }
}

extension CivilDate {
  /// The same day number that many months later, or that month's last day.
  func adding(months: Int) -> CivilDate {
    let (year, month, day) = components
    let count = year * 12 + month - 1 + months
    let length = CivilDate.length(ofMonth: count % 12 + 1, year: count / 12)
    return CivilDate(year: count / 12, month: count % 12 + 1, day: min(day, length)) ?? self
  }
}

extension Instant {
  fileprivate func adding(minutes: Int) -> Instant {
    adding(microseconds: Int64(minutes) * 60_000_000)
  }
}

extension Array where Element: Hashable {
  /// Without repeats, in the order of first appearance.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
