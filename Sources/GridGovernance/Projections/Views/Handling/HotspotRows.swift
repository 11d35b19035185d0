// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A category, a grid and a month.
public struct HotspotKey: TableKey, MonthKey {
  /// As reported, or as the matter was put right later.
  public var category: ObjectID
  /// The grid of the report; its division where it names none.
  public var grid: ObjectID
  public var month: Month

  public init(category: ObjectID, grid: ObjectID, month: Month) {
    self.category = category
    self.grid = grid
    self.month = month
  }
}

/// How often a matter came back; see ``Hotspots``.
public struct HotspotRow: TableRow, PeriodRow {
  /// The town in which the place lies.
  public var town: ObjectID?
  /// Reports of the month, voided ones left out.
  public var reports = 0
  /// How often the threshold was reached anew.
  public var clusters = 0
  /// Reports that came while it was reached, the one that reached it counted.
  public var repeats = 0
  /// The threshold live at the last of these reports: so many reports in so many natural days.
  public var threshold: Int?
  public var days: Int?
  /// Of these reports, those merged into others, whenever it was.
  public var merged = 0
  /// `merged` ÷ `reports`; absent where nothing was reported.
  public var mergeRate: ExactDecimal?
  /// 催办, in the month in which the reporter urged.
  public var urgings = 0
  /// 重启, in the month in which the ticket was reopened.
  public var reopenings = 0

  public init() {}

  public mutating func add(_ later: HotspotRow) {
    town = later.town ?? town
    reports += later.reports
    clusters += later.clusters
    repeats += later.repeats
    threshold = later.threshold ?? threshold
    days = later.days ?? days
    merged += later.merged
    urgings += later.urgings
    reopenings += later.reopenings
    settle()
  }

  mutating func settle() { mergeRate = .rate(merged, of: reports) }
}

/// What a hotspot is looked for in.
struct CategoryPlace: TableKey {
  var category: ObjectID
  var grid: ObjectID
}

/// The reports of one category and place, by time.
struct ReportMarks: TableRow {
  var marks: [ReportMark] = []
}

/// One report.
struct ReportMark: Codable, Hashable, Sendable {
  var ticket: ObjectID
  var day: CivilDate
  /// Whether the threshold was reached with it.
  var isOver = false
}

/// Where a ticket's report counts.
struct HotTicket: TableRow {
  var category: ObjectID
  var grid: ObjectID
  var day: CivilDate
  var town: ObjectID?
  var isMerged = false
  var isVoided = false

  var place: CategoryPlace { CategoryPlace(category: category, grid: grid) }

  func key(in month: Month) -> HotspotKey {
    HotspotKey(category: category, grid: grid, month: month)
  }
}

/// Every published list of thresholds.
struct HotspotEditions: TableRow {
  var editions: [HotspotEdition] = []
}

/// One list of thresholds; it replaces earlier ones of the same rule from its day on.
struct HotspotEdition: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var rule: ObjectID
  var rows: [HotspotLimit]
}

/// One threshold.
struct HotspotLimit: Codable, Hashable, Sendable {
  var category: ObjectID?
  var reports: Int
  var days: Int
}
