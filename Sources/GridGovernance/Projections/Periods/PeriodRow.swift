// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A key of which one component is a span of business days: its rows are asked for by period.
public protocol PeriodKey: TableKey {
  /// The name of that component.
  static var periodColumn: String { get }

  /// The days that the row is about, half open; `nil` if the component cannot be read.
  var periodDays: Range<CivilDate>? { get }
}

/// A key with a month.
public protocol MonthKey: PeriodKey {
  var month: Month { get }
}

extension MonthKey {
  public static var periodColumn: String { "month" }
  public var periodDays: Range<CivilDate>? { month.first..<month.next.first }
}

/// A row that several months have together: rows of a longer period are sums of these.
public protocol PeriodRow: TableRow {
  /// Adds the row of a later month of the same period.
  ///
  /// Counts are added; a stock at the start stays, one at the end is the later row's; a rate is
  /// computed again from its summed terms.
  mutating func add(_ later: Self)
}

extension TownMonth: MonthKey {}

extension TownTickets: PeriodRow {
  public mutating func add(_ later: TownTickets) {
    received += later.received
    receivedFromAbove += later.receivedFromAbove
    receivedEnforcementPatrol += later.receivedEnforcementPatrol
    receivedGrid += later.receivedGrid
    receivedPublic += later.receivedPublic
    receivedUnlisted += later.receivedUnlisted
    reopened += later.reopened
    unmerged += later.unmerged
    declined += later.declined
    referred += later.referred
    closed += later.closed
    voided += later.voided
    merged += later.merged
    leftRedirect += later.leftRedirect
    leftReturn += later.leftReturn
    leftWrongUnit += later.leftWrongUnit
    leftEscalation += later.leftEscalation
    closedOnTime += later.closedOnTime
    closedLate += later.closedLate
    patrols += later.patrols
    openAtEnd = later.openAtEnd
    grids = later.grids
    population = later.population
    staff = later.staff
    staffDays += later.staffDays
    self = withShares
  }
}

extension AssessmentKey: PeriodKey {
  public static var periodColumn: String { "period" }
  public var periodDays: Range<CivilDate>? { AssessmentPeriod(period)?.days }
}

/// A view whose summed rows show something that no row of them holds, as a share of a whole.
protocol PeriodPresenting: Projection {
  associatedtype SummedKey: TableKey
  associatedtype SummedRow: TableRow

  /// The row of those months, counted from January of the year 0; `key` is the last of theirs.
  func present(_ row: SummedRow, of key: SummedKey, in months: Range<Int>) -> SummedRow
}

extension PeriodPresenting {
  func presentAny<Row: TableRow>(
    _ row: Row, of key: any TableKey, in months: Range<Int>
  ) -> Row? {
    guard let key = key as? SummedKey, let row = row as? SummedRow else { return nil }
    return present(row, of: key, in: months) as? Row
  }
}
