// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which days and hours are worked, as published (domain §2.3, K15–K17).
///
/// Looked up by day: a notice may set days of the year before, and a later notice replaces an
/// earlier one day by day. Nothing about holidays or hours stands in the code.
public struct WorkCalendar {
  /// Whether a published notice calls the day off; `nil` where none speaks of it.
  let isOff: (CivilDate) -> Bool?
  /// Whether that year's days off are announced.
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

  /// The calendar that these notices make, in the order in which they became known.
  ///
  /// The calendar known on a day is that of the notices known then (K17): leave the later ones out.
  public init(_ notices: [WorkCalendarPublished]) {
    var days: [CivilDate: Bool] = [:]
    var years: Set<Int> = []
    for notice in notices {
      for day in notice.days { days[day.date] = day.off }
      if let year = notice.announcedYear { years.insert(year) }
    }
    let known = days
    let announced = years
    self.init(
      isOff: { known[$0] }, isAnnounced: { announced.contains($0) },
      spans: notices.flatMap(\.hours))
  }

  /// Whether work is done that day: as published, else by weekday (K16).
  public func isWorkingDay(_ day: CivilDate) -> Bool {
    isOff(day).map { !$0 } ?? (day.weekday < 6)
  }

  /// The hours of a day by its season and weekday, whether or not it is a working day: minutes
  /// since midnight, ascending; empty where none are published (K15).
  public func hours(on day: CivilDate) -> [Range<Int>] {
    let published = spans.filter {
      $0.from <= day && day <= $0.to && $0.weekdays.contains(day.weekday) && $0.open < $0.close
    }
    guard let season = published.last else { return [] }
    // Of several notices for one season the last one counts, with all of its spans.
    let ranges = Set(
      published.filter { $0.from == season.from && $0.to == season.to }.map { $0.open..<$0.close })
    return ranges.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }

  /// The working time of a day as moments; empty on days off.
  func workingTime(on day: CivilDate, in zone: BusinessZone) -> [Range<Instant>] {
    guard isWorkingDay(day) else { return [] }
    let midnight = zone.start(of: day)
    return hours(on: day).map {
      midnight.adding(minutes: $0.lowerBound)..<midnight.adding(minutes: $0.upperBound)
    }
  }
}

extension WorkCalendarPublished {
  /// The year whose days off the notice announces: the one that most of its days lie in.
  ///
  /// A notice for 2023 that names 2022-12-31 says nothing of the rest of 2022. Of years with
  /// equally many days the later one; `nil` for a notice that names hours alone.
  public var announcedYear: Int? {
    var counts: [Int: Int] = [:]
    for day in days { counts[day.date.year, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }
}

extension Instant {
  func adding(minutes: Int) -> Instant { adding(microseconds: Int64(minutes) * 60_000_000) }
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
