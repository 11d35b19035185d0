// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
@testable import GridGovernance
import Testing

/// The sixteen worked cases of domain §2.3, each under its number.
@Suite(.enabled(if: PublishedDays.exist, "shared/data/cn-workdays/workdays-2015-2026.csv"))
struct WorkedCaseTests {
  private let zone = BusinessZone.shanghai

  /// A clock that starts at noon of that day.
  private func clock(
    _ start: CivilDate, _ amount: Int, _ unit: TimeUnit, _ policies: ClockPolicies? = nil
  ) -> Clock {
    Clock(from: noon(start), ClockTerms(amount, unit, policies))
  }

  private func noon(_ day: CivilDate) -> Instant {
    zone.start(of: day).adding(microseconds: 12 * 3_600_000_000)
  }

  private func due(
    _ start: CivilDate, _ amount: Int, _ unit: TimeUnit = .workingDay,
    _ policies: ClockPolicies? = nil
  ) -> Due? {
    clock(start, amount, unit, policies).due(by: PublishedDays.calendar, in: zone)
  }

  private func end(_ day: CivilDate) -> Due { Due(moment: zone.end(of: day)) }

  @Test func `case 1: five days over the Spring Festival end on a working Saturday`() {
    #expect(due("2021-02-08", 5) == end("2021-02-20"))
  }

  @Test func `case 2: a holiday is skipped whole`() {
    #expect(due("2021-02-10", 1) == end("2021-02-18"))
  }

  @Test func `case 3: a working Sunday counts`() {
    #expect(due("2021-02-05", 1) == end("2021-02-07"))
  }

  @Test func `case 4: May holidays and the Saturday worked for them`() {
    #expect(due("2021-04-30", 5) == end("2021-05-11"))
  }

  @Test func `case 5: a Saturday worked before the holiday`() {
    #expect(due("2021-09-17", 3) == end("2021-09-23"))
  }

  @Test func `case 6: National Day and the Saturday behind it`() {
    #expect(due("2021-09-30", 5) == end("2021-10-13"))
  }

  @Test func `case 7, K14: natural days end on a Sunday, or roll over if the rule says so`() {
    #expect(due("2021-08-02", 90, .day) == end("2021-10-31"))
    let rolled = due("2021-08-02", 90, .day, ClockPolicies(rollOver: .roll))
    #expect(rolled == end("2021-11-01"))
  }

  @Test func `case 8: the second notice moves what the first one set`() {
    let clock = clock("2020-01-20", 5, .workingDay)
    let first = WorkCalendarPublished.notice(
      off: (24...30).map { CivilDate(year: 2020, month: 1, day: $0) ?? "2020-01-24" },
      worked: ["2020-01-19", "2020-02-01"], issued: "2019-11-21")
    let second = WorkCalendarPublished.notice(
      off: ["2020-01-31", "2020-02-01", "2020-02-02"], issued: "2020-01-27")
    #expect(clock.due(by: WorkCalendar([first]), in: zone) == end("2020-02-01"))
    #expect(clock.due(by: WorkCalendar([first, second]), in: zone) == end("2020-02-04"))
    #expect(clock.due(by: PublishedDays.calendar, in: zone) == end("2020-02-04"))
  }

  @Test func `case 9: a suspension is counted in working days, not in taken-out days`() {
    var clock = clock("2021-02-08", 5, .workingDay)
    clock.pause(at: noon("2021-02-09"))
    #expect(clock.due(by: PublishedDays.calendar, in: zone) == nil)
    clock.resume(at: noon("2021-02-18"))
    #expect(clock.due(by: PublishedDays.calendar, in: zone) == end("2021-02-23"))
  }

  @Test func `case 10: over the year's end with a Saturday worked`() {
    #expect(due("2018-12-25", 5) == end("2019-01-02"))
  }

  @Test func `case 11: a notice that takes a day of the year before`() {
    #expect(due("2022-12-26", 5) == end("2023-01-03"))
  }

  @Test func `case 12: twenty days over the year's end`() {
    #expect(due("2021-12-20", 20) == end("2022-01-18"))
  }

  @Test func `case 13: a start on a day off of the holiday`() {
    #expect(due("2021-02-13", 1) == end("2021-02-18"))
  }

  @Test func `case 14: a start on a day off before a working Sunday`() {
    #expect(due("2021-02-06", 1) == end("2021-02-07"))
  }

  @Test func `case 15: working hours go on behind the holiday`() {
    let clock = Clock(from: "2021-02-10T16:30:00+08:00", ClockTerms(4, .workingHour))
    #expect(
      clock.due(by: PublishedDays.calendar, in: zone)
        == Due(moment: "2021-02-18T11:30:00+08:00"))
  }

  @Test func `case 16, K16: days of a year that is not announced count by weekday and say so`() {
    #expect(
      due("2026-12-28", 5) == Due(moment: zone.end(of: "2027-01-04"), isProvisional: true))
  }

  @Test(
    .enabled(if: SharedFiles.exists(PublishedDays.vectors), "shared/\(PublishedDays.vectors)"))
  func `all due dates of another implementation come out exactly`() throws {
    let rows = PublishedDays.rows(PublishedDays.vectors)
    #expect(rows.count == 1794)
    for row in rows {
      let start = try #require(CivilDate(row[0]), "\(row)")
      let amount = try #require(Int(row[1]), "\(row)")
      let expected = try #require(CivilDate(row[2]), "\(row)")
      #expect(due(start, amount) == end(expected), "\(start) + \(amount)")
    }
  }
}
