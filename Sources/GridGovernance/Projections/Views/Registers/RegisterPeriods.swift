// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

// Rows of registers that add up over months: `--period 2021Q3`.

extension DutyMonthKey: MonthKey {}

extension DutyMonth: PeriodRow {
  public mutating func add(_ later: DutyMonth) {
    registered += later.registered
    underItem += later.underItem
    underNone += later.underNone
  }
}

extension DepartmentMonth: MonthKey {}

extension DepartmentAdmissions: PeriodRow {
  /// Towns hit in several months stand once.
  public mutating func add(_ later: DepartmentAdmissions) {
    asked += later.asked
    granted += later.granted
    refused += later.refused
    conditional += later.conditional
    pushes += later.pushes
    towns = (later.towns ?? []).reduce(towns ?? []) { $0.noting($1) }.orNil
    pushesRefused += later.pushesRefused
    returnsNotAdmitted += later.returnsNotAdmitted
    returnsUpheld += later.returnsUpheld
    emergencies += later.emergencies
    if let funds = later.fundsPromised { fundsPromised = fundsPromised.adding(funds) }
    if let funds = later.fundsReceived { fundsReceived = fundsReceived.adding(funds) }
    if let staff = later.staffPromised { staffPromised = (staffPromised ?? 0) + staff }
    if let staff = later.staffReceived { staffReceived = (staffReceived ?? 0) + staff }
  }
}

extension BodyMonth: MonthKey {}

extension StaffMonth: PeriodRow {
  public mutating func add(_ later: StaffMonth) {
    joined += later.joined
    left += later.left
    absenceDays += later.absenceDays
    coveredDays += later.coveredDays
    acts += later.acts
    actsByOthers += later.actsByOthers
    actsByB += later.actsByB
  }
}

extension FreshnessKey: PeriodKey {
  public static var periodColumn: String { "day" }
  public var periodDays: Range<CivilDate>? { day..<day.adding(days: 1) }
}

extension FreshnessRow: PeriodRow {
  /// Lags are counted together, so that the percentiles are those of all days.
  public mutating func add(_ later: FreshnessRow) {
    events += later.events
    ahead += later.ahead
    imported += later.imported
    reentered += later.reentered
    if let more = later.minutes { minutes = minutes.adding(more) }
    repairs += later.repairs
    for step in later.steps ?? [] { LagStep.add(step.count, step.seconds, to: &steps) }
  }
}

extension GradeQuotaKey: PeriodKey {
  public static var periodColumn: String { "year" }
  public var periodDays: Range<CivilDate>? {
    guard let first = CivilDate(year: year, month: 1, day: 1),
      let next = CivilDate(year: year + 1, month: 1, day: 1)
    else { return nil }
    return first..<next
  }
}
