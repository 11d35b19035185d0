// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Days and hours of work as notices have them, as a plain value that rules can carry
/// (domain §2.3, K15–K17).
public struct KnownDays: Hashable, Sendable {
  var off: [CivilDate: Bool] = [:]
  var years: Set<Int> = []
  var hours: [WorkCalendarPublished.Hours] = []

  public init() {}

  /// Days known from these notices, in the order in which they became known.
  public init(_ notices: [WorkCalendarPublished]) {
    for notice in notices {
      for day in notice.days { off[day.date] = day.off }
      if let year = notice.announcedYear { years.insert(year) }
      hours += notice.hours
    }
  }

  init(
    off: [CivilDate: Bool], years: Set<Int>, hours: [WorkCalendarPublished.Hours]
  ) {
    self.off = off
    self.years = years
    self.hours = hours
  }

  /// The calendar that they make.
  public var calendar: WorkCalendar {
    let (off, years) = (off, years)
    return WorkCalendar(
      isOff: { off[$0] }, isAnnounced: { years.contains($0) }, spans: hours)
  }
}
