// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
@testable import GridGovernance

/// The working days of 2015 to 2026 as the State Council's notices made them in the end.
enum PublishedDays {
  static let file = "data/cn-workdays/workdays-2015-2026.csv"
  static let vectors = "data/cn-workdays/due-dates-by-chinesecalendar.csv"

  static var exist: Bool { SharedFiles.exists(file) }

  /// Whether each day was off.
  private static let days: [CivilDate: Bool] = {
    var days: [CivilDate: Bool] = [:]
    for cells in rows(file) {
      if let date = CivilDate(cells[0]) { days[date] = cells[2] == "0" }
    }
    return days
  }()

  /// The cells of each line behind the header; none if the file is missing.
  static func rows(_ path: String) -> [[Substring]] {
    let text = (try? String(contentsOf: SharedFiles.url(path), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
  }

  /// Half past eight to twelve and two to half past five, as the worked cases have it.
  static let hours = [(510, 720), (840, 1050)].map {
    WorkCalendarPublished.Hours(
      from: "2015-01-01", to: "2026-12-31", weekdays: [1, 2, 3, 4, 5, 6, 7], open: $0.0,
      close: $0.1)
  }

  static var calendar: WorkCalendar {
    WorkCalendar(
      isOff: { days[$0] }, isAnnounced: { (2015...2026).contains($0) }, spans: hours)
  }
}

extension WorkCalendarPublished {
  /// A notice of days off and days worked.
  static func notice(
    off: [CivilDate], worked: [CivilDate] = [], hours: [Hours] = [], issued: CivilDate
  ) -> WorkCalendarPublished {
    WorkCalendarPublished(
      calendar: "calendar/state-council",
      days: off.map { Day(date: $0, off: true) } + worked.map { Day(date: $0, off: false) },
      hours: hours, scope: "division/c", notice: "notice", issuedOn: issued)
  }
}
