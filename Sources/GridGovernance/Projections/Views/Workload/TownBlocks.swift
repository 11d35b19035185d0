// SPDX-License-Identifier: Apache-2.0

/// The penalty cases of one town in one month 案件; see ``TownWorkload``.
///
/// openAtStart + filed + transferredIn − transferredOut − closed = openAtEnd.
public struct TownCases: OpenMonthRow {
  public var openAtStart = 0
  /// 立案: filed by an organ of the town.
  public var filed = 0
  /// Come from an agency elsewhere.
  public var transferredIn = 0
  /// Gone to an agency elsewhere, or to justice.
  public var transferredOut = 0
  /// 结案.
  public var closed = 0
  public var openAtEnd = 0
  /// 执法检查 of the month in the town's area.
  public var inspections = 0
  /// Of these, with a clue.
  public var clues = 0
  /// 线索不立案.
  public var cluesClosed = 0

  public init() {}
}

/// The applications at one town's windows in one month 办件; see ``TownWorkload``.
///
/// openAtStart + received − notAccepted − granted − refused − withdrawn = openAtEnd. One that
/// silence accepted or ended is open until somebody says so: what is computed is no event (I-27).
public struct TownApplications: OpenMonthRow {
  public var openAtStart = 0
  /// 收件.
  public var received = 0
  /// 不予受理 or not needed.
  public var notAccepted = 0
  /// 准予.
  public var granted = 0
  /// 不予批准.
  public var refused = 0
  /// 撤回.
  public var withdrawn = 0
  public var openAtEnd = 0
  /// 受理决定 of acceptance.
  public var accepted = 0

  public init() {}
}

/// The tasks that departments were let give to one town, in one month 准入事项; see
/// ``TownWorkload``.
///
/// openAtStart + began − ended = openAtEnd, by the days that the decisions name.
public struct TownTasks: PeriodRow {
  /// In force on the eve of the month.
  public var openAtStart = 0
  /// Those whose first day lies in the month.
  public var began = 0
  /// Those whose last day lies in the month.
  public var ended = 0
  /// In force behind the month's last day.
  public var openAtEnd = 0
  /// 申请准入 for the town.
  public var asked = 0
  /// 准入.
  public var granted = 0
  /// 附条件准入.
  public var conditional = 0
  /// 不予准入.
  public var refused = 0
  /// 保障到位 told by the town.
  public var fulfilled = 0

  public init() {}
}

extension TownCases {
  public mutating func add(_ later: TownCases) {
    filed += later.filed
    transferredIn += later.transferredIn
    transferredOut += later.transferredOut
    closed += later.closed
    inspections += later.inspections
    clues += later.clues
    cluesClosed += later.cluesClosed
    openAtEnd = later.openAtEnd
  }
}

extension TownApplications {
  public mutating func add(_ later: TownApplications) {
    received += later.received
    notAccepted += later.notAccepted
    granted += later.granted
    refused += later.refused
    withdrawn += later.withdrawn
    accepted += later.accepted
    openAtEnd = later.openAtEnd
  }
}

extension TownTasks {
  public mutating func add(_ later: TownTasks) {
    began += later.began
    ended += later.ended
    asked += later.asked
    granted += later.granted
    conditional += later.conditional
    refused += later.refused
    fulfilled += later.fulfilled
    openAtEnd = later.openAtEnd
  }
}
