// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
@testable import GridGovernance
import Testing

/// The worked cases of domain §2.3 against the days that were really published.
@Suite(.enabled(if: WorkCalendar.isPublished, "shared/data/cn-workdays/workdays-2015-2026.csv"))
struct WorkCalendarTests {
  @Test(
    arguments: [
      ("2021-02-08", 5, TimeUnit.workingDay, "2021-02-20"),
      ("2021-02-10", 1, .workingDay, "2021-02-18"),
      ("2021-02-05", 1, .workingDay, "2021-02-07"),
      ("2021-04-30", 5, .workingDay, "2021-05-11"),
      ("2021-09-17", 3, .workingDay, "2021-09-23"),
      ("2021-09-30", 5, .workingDay, "2021-10-13"),
      ("2021-08-02", 90, .day, "2021-10-31"),
      ("2018-12-25", 5, .workingDay, "2019-01-02"),
      ("2022-12-26", 5, .workingDay, "2023-01-03"),
      ("2021-12-20", 20, .workingDay, "2022-01-18"),
      ("2021-02-13", 1, .workingDay, "2021-02-18"),
      ("2021-02-06", 1, .workingDay, "2021-02-07"),
      ("2021-01-31", 1, .month, "2021-02-28"),
      ("2024-02-29", 1, .year, "2025-02-28"),
    ] as [(CivilDate, Int, TimeUnit, CivilDate)])
  func `a limit ends on the day that the domain says`(
    start: CivilDate, amount: Int, unit: TimeUnit, due: CivilDate
  ) throws {
    let zone = BusinessZone.shanghai
    let noon = zone.start(of: start).adding(microseconds: 12 * 3_600_000_000)
    let found = WorkCalendar.published.due(amount, unit, from: noon, in: zone)
    #expect(found == WorkCalendar.Due(moment: zone.end(of: due), isProvisional: false))
  }

  @Test func `working hours go on after the holiday`() {
    let found = WorkCalendar.published.due(
      4, .workingHour, from: "2021-02-10T16:30:00+08:00", in: .shanghai)
    #expect(found.moment == "2021-02-18T11:30:00+08:00")
  }

  @Test func `an hour limit that starts at night runs from the next opening`() {
    let found = WorkCalendar.published.due(
      2, .workingHour, from: "2021-08-04T22:00:00+08:00", in: .shanghai)
    #expect(found.moment == "2021-08-05T10:30:00+08:00")
  }

  @Test func `days of a year without a notice count by weekday and say so`() {
    let zone = BusinessZone.shanghai
    let found = WorkCalendar.published.due(
      5, .workingDay, from: "2026-12-28T09:00:00+08:00", in: zone)
    #expect(found == WorkCalendar.Due(moment: zone.end(of: "2027-01-04"), isProvisional: true))
  }

  @Test func `published hours take the place of the usual ones in their season`() {
    let summer = [(480, 690), (900, 1080)].map {
      WorkCalendarPublished.Hours(
        from: "2021-07-01", to: "2021-09-30", weekdays: [1, 2, 3, 4, 5], open: $0.0,
        close: $0.1)
    }
    let calendar = WorkCalendar(
      isOff: { _ in nil }, isAnnounced: { _ in true }, spans: summer)
    let found = calendar.due(
      4, .workingHour, from: "2021-08-05T08:00:00+08:00", in: .shanghai)
    #expect(found.moment == "2021-08-05T15:30:00+08:00")
  }
}

extension WorkCalendar {
  private static let file = "data/cn-workdays/workdays-2015-2026.csv"

  static var isPublished: Bool { SharedFiles.exists(file) }

  /// Every day from 2015 to 2026 as it was in the end: whether it was off.
  private static let days: [CivilDate: Bool] = {
    let text = (try? String(contentsOf: SharedFiles.url(file), encoding: .utf8)) ?? ""
    var days: [CivilDate: Bool] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      if let date = CivilDate(cells[0]) { days[date] = cells[2] == "0" }
    }
    return days
  }()

  static var published: WorkCalendar {
    WorkCalendar(isOff: { days[$0] }, isAnnounced: { (2015...2026).contains($0) })
  }
}
