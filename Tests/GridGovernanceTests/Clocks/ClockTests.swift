// SPDX-License-Identifier: Apache-2.0
import EventSourcing
@testable import GridGovernance
import Testing

/// Clocks under a calendar of plain weekdays: 2021-08-02 is a Monday.
struct ClockTests {
  private let zone = BusinessZone.shanghai
  private let calendar = WorkCalendar(
    isOff: { _ in nil }, isAnnounced: { _ in true }, spans: PublishedDays.hours)

  private func at(_ day: CivilDate, _ hour: Int = 12) -> Instant {
    zone.start(of: day).adding(microseconds: Int64(hour) * 3_600_000_000)
  }

  private func clock(
    _ amount: Int, _ unit: TimeUnit, _ policies: ClockPolicies? = nil,
    from start: CivilDate = "2021-08-02"
  ) -> Clock {
    Clock(from: at(start), ClockTerms(amount, unit, policies))
  }

  private func dueDay(_ clock: Clock) -> CivilDate? {
    clock.due(by: calendar, in: zone).map { zone.date(of: $0.moment) }
  }

  @Test(
    arguments: [
      (1, TimeUnit.workingDay, "2021-08-02"), (5, .workingDay, "2021-08-06"),
      (1, .day, "2021-08-02"), (10, .day, "2021-08-11"), (1, .month, "2021-09-01"),
      (0, .day, "2021-08-02"),
    ] as [(Int, TimeUnit, CivilDate)])
  func `K2: the start day is day 1 where the rule counts it`(
    amount: Int, unit: TimeUnit, due: CivilDate
  ) {
    #expect(dueDay(clock(amount, unit, ClockPolicies(startDay: .included))) == due)
  }

  @Test func `K2: a start day that is off is not day 1 even where it counts`() {
    let policies = ClockPolicies(startDay: .included)
    #expect(dueDay(clock(1, .workingDay, policies, from: "2021-08-07")) == "2021-08-09")
  }

  @Test(
    arguments: [
      ("2021-01-31", 1, TimeUnit.month, "2021-02-28"), ("2024-02-29", 1, .year, "2025-02-28"),
      ("2021-12-15", 3, .month, "2022-03-15"),
    ] as [(CivilDate, Int, TimeUnit, CivilDate)])
  func `months end on the same day number or the month's last day`(
    start: CivilDate, amount: Int, unit: TimeUnit, due: CivilDate
  ) {
    #expect(dueDay(clock(amount, unit, from: start)) == due)
  }

  @Test func `K3: an hour limit that starts at night runs from the next opening`() {
    let clock = Clock(from: "2021-08-04T22:00:00+08:00", ClockTerms(2, .workingHour))
    #expect(clock.due(by: calendar, in: zone)?.moment == "2021-08-05T10:30:00+08:00")
  }

  @Test func `K6: a day limit may end with the day's hours`() {
    let clock = clock(2, .workingDay, ClockPolicies(dueAt: .closeOfBusiness))
    #expect(clock.due(by: calendar, in: zone)?.moment == "2021-08-04T17:30:00+08:00")
  }

  @Test func `K7: hours that stood still run on from the resume instant`() {
    var clock = Clock(from: "2021-08-02T09:00:00+08:00", ClockTerms(4, .workingHour))
    clock.pause(at: "2021-08-02T10:00:00+08:00")
    clock.resume(at: "2021-08-03T14:30:00+08:00")
    #expect(clock.due(by: calendar, in: zone)?.moment == "2021-08-03T17:30:00+08:00")
  }

  @Test func `K7: several suspensions each keep what was left`() {
    var clock = clock(5, .workingDay)
    clock.pause(at: at("2021-08-03"))
    clock.resume(at: at("2021-08-09"))
    clock.pause(at: at("2021-08-11"))
    clock.resume(at: at("2021-08-16"))
    // 3rd; 10th and 11th; 17th and 18th.
    #expect(dueDay(clock) == "2021-08-18")
  }

  @Test func `K7: of months the days that were left run on`() {
    var clock = clock(1, .month)
    clock.pause(at: at("2021-08-12"))
    clock.resume(at: at("2021-10-01"))
    // From the 12th of August to the 2nd of September: 21 days.
    #expect(dueDay(clock) == "2021-10-22")
  }

  @Test func `K7: a suspension brings nothing back that had run out`() {
    var clock = clock(2, .workingDay)
    clock.pause(at: at("2021-08-06"))
    #expect(dueDay(clock) == "2021-08-04")
    clock.resume(at: at("2021-09-06"))
    #expect(dueDay(clock) == "2021-08-04")
  }

  @Test func `a deadline that somebody named moves by the days that it stood`() {
    var clock = Clock(from: at("2021-08-02"), .until("2021-08-10T10:00:00+08:00"))
    clock.pause(at: at("2021-08-03"))
    #expect(clock.due(by: calendar, in: zone) == nil)
    clock.resume(at: at("2021-08-08"))
    #expect(clock.due(by: calendar, in: zone)?.moment == "2021-08-15T10:00:00+08:00")
  }

  @Test func `K10: grants add up, those of another unit run on behind the limit`() {
    var clock = clock(2, .workingDay)
    clock.grant(Clock.Grant(1, .workingDay))
    clock.grant(Clock.Grant(2))
    #expect(dueDay(clock) == "2021-08-09")
    clock.grant(Clock.Grant(3, .day))
    #expect(dueDay(clock) == "2021-08-12")
  }

  @Test func `K11: rework restarts, goes on, or has a limit of its own`() {
    let rounds = ClockPolicies.Rework.allCases.map { rework in
      var clock = clock(5, .workingDay, ClockPolicies(rework: rework, reworkAmount: 1))
      clock.stop(at: at("2021-08-04"))
      return clock.nextRound(at: at("2021-08-09"), in: zone)
    }
    // Two days used before the work was called done, so three are left.
    #expect(rounds.map(dueDay) == ["2021-08-16", "2021-08-12", "2021-08-10"])
    #expect(rounds.allSatisfy { $0.stopped == nil })
  }

  @Test func `K1: a later limit reaches only a clock that still runs on its first day`() {
    var clock = clock(5, .workingDay)
    clock.revise(ClockTerms(10, .workingDay), from: "2021-08-05")
    #expect(dueDay(clock) == "2021-08-16")
    clock.stop(at: at("2021-08-04"))
    #expect(dueDay(clock) == "2021-08-09")
  }

  @Test func `without published hours no working hour is counted`() {
    let bare = WorkCalendar(isOff: { _ in nil }, isAnnounced: { _ in true })
    #expect(clock(4, .workingHour).due(by: bare, in: zone) == nil)
    #expect(clock(1, .workingDay).due(by: bare, in: zone)?.moment == zone.end(of: "2021-08-03"))
  }

  @Test func `the used share is counted in the clock's own unit and stands with it`() {
    var clock = clock(5, .workingDay)
    #expect(clock.used(at: at("2021-08-06"), by: calendar, in: zone) == "4/5")
    #expect(clock.used(at: at("2021-08-08"), by: calendar, in: zone) == "4/5")
    clock.pause(at: at("2021-08-04"))
    #expect(clock.used(at: at("2021-08-20"), by: calendar, in: zone) == "2/5")
    clock.resume(at: at("2021-08-23"))
    #expect(clock.used(at: at("2021-08-24"), by: calendar, in: zone) == "3/5")
  }

  @Test func `what is deemed holds from the deadline on, unless it was done in time`() {
    var clock = clock(1, .workingDay)
    let end = zone.end(of: "2021-08-03")
    #expect(clock.deemed(at: at("2021-08-03"), by: calendar, in: zone) == nil)
    #expect(clock.deemed(at: at("2021-08-04"), by: calendar, in: zone) == end)
    #expect(clock.isOverdue(at: at("2021-08-04"), by: calendar, in: zone) == true)
    clock.stop(at: at("2021-08-03"))
    #expect(clock.deemed(at: at("2021-08-09"), by: calendar, in: zone) == nil)
    #expect(clock.isOverdue(at: at("2021-08-09"), by: calendar, in: zone) == false)
  }

  @Test func `a notice announces the year that most of its days lie in`() {
    let notice = WorkCalendarPublished.notice(
      off: ["2022-12-31", "2023-01-01", "2023-01-02"], issued: "2022-12-08")
    #expect(notice.announcedYear == 2023)
    let calendar = WorkCalendar([notice])
    let clock = Clock(from: at("2022-12-19"), ClockTerms(2, .workingDay))
    #expect(clock.due(by: calendar, in: zone)?.isProvisional == true)
  }

  @Test func `K15: published hours take the place of earlier ones in their season`() {
    let summer = [(480, 690), (900, 1080)].map {
      WorkCalendarPublished.Hours(
        from: "2021-07-01", to: "2021-09-30", weekdays: [1, 2, 3, 4, 5], open: $0.0,
        close: $0.1)
    }
    let calendar = WorkCalendar(
      isOff: { _ in nil }, isAnnounced: { _ in true }, spans: PublishedDays.hours + summer)
    let clock = Clock(from: "2021-08-05T08:00:00+08:00", ClockTerms(4, .workingHour))
    #expect(clock.due(by: calendar, in: zone)?.moment == "2021-08-05T15:30:00+08:00")
  }
}
