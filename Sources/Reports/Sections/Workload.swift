// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum WorkloadWords {
  static let intro = Words(
    "A ticket enters a town when a body of it takes the report in, or when it is dispatched there "
      + "from above; each entry counts.",
    "镇内单位接报，或上级派单至该镇，即计入该镇；每次进入均计一次。")
  static let byTown = Words("Received and closed, by town", "各镇收件与结案")
  static let byMonth = Words("Received and closed, by month", "分月收件与结案")
  static let chart = Words(
    "Bars: tickets received and tickets closed in the period.", "条形：期内收件数与结案数。")
  static let month = Words("Month", "月份")
  static let backAgain = Words("Reopened, un-merged", "重启、撤销并案")
  static let left = Words("Left for elsewhere", "转出")
  static let conditions = Words("Closing in time, and what the town has", "结案时效与基础力量")
  static let onTime = Words("On time ÷ closed with a deadline", "按期结案率（有期限者）")
  static let noDeadline = Words("Closed without a deadline", "无期限结案")
  static let balance = Words(
    "Open at start + received + reopened and un-merged − closed − declined − referred − voided − "
      + "merged − left for elsewhere = open at end.",
    "期初在办 + 收件 + 重启、撤销并案 − 结案 − 不予受理/立案 − 转送 − 作废 − 并案 − 转出 = 期末在办。")
}

/// How much each town carried (P3).
struct WorkloadSection: ReportSection {
  static let id = "workload"
  static let title = Words("Workload", "工作量")

  private static let ways = ["leftRedirect", "leftReturn", "leftWrongUnit", "leftEscalation"]
  private static let back = ["reopened", "unmerged"]

  private let page: Page

  init(_ page: Page) { self.page = page }

  /// The rows of the period, of the towns that the report is about.
  static func rows(_ facts: ReportFacts) throws(ReportError) -> [ViewRow] {
    try facts.rows(TownWorkload.self).filter { facts.covers($0.object("town")) }
  }

  func content() throws(ReportError) -> [Markup] {
    let rows = try Self.rows(page.facts)
    let lines = page.facts.town == nil ? rows : try months()
    return [
      page.paragraph(WorkloadWords.intro),
      page.figure(chart(lines), balance(lines, total: rows)),
      page.note(WorkloadWords.balance),
      page.table(WorkloadWords.conditions, conditions(lines, total: rows)),
    ]
  }

  /// The months of the town.
  private func months() throws(ReportError) -> [ViewRow] {
    let months = page.facts.period.months
    return try page.facts.allRows(TownWorkload.self).filter { row in
      page.facts.covers(row.object("town"))
        && (row.text("month").flatMap { Month($0) }.map { months.contains($0.index) } ?? false)
    }
  }

  private func label(_ row: ViewRow) -> String {
    page.facts.town != nil
      ? row.text("month") ?? "" : row.object("town").map(page.label) ?? ""
  }

  private func head(_ row: ViewRow) -> Cell {
    page.facts.town != nil ? .code(row.text("month") ?? "") : page.object(row.object("town"))
  }

  private func name(_ row: ViewRow) -> Cell {
    page.facts.town != nil ? head(row) : page.town(row.object("town"))
  }

  private func chart(_ rows: [ViewRow]) -> Chart {
    Chart(
      id: "chart-workload",
      title: page.say(
        page.facts.town == nil ? WorkloadWords.byTown : WorkloadWords.byMonth),
      description: page.say(WorkloadWords.chart),
      series: ["received", "closed"].map { page.column($0, of: TownWorkload.self) },
      shape: .bars,
      rows: rows.map { row in
        Chart.Row(
          label: label(row),
          amounts: ["received", "closed"].map { row.count($0).map { Chart.Amount($0) } })
      })
  }

  private var headColumn: ReportTable.Column {
    .text(page.say(page.facts.town == nil ? PageWords.town : WorkloadWords.month))
  }

  private func balance(_ rows: [ViewRow], total: [ViewRow]) -> ReportTable {
    let plain = ["closed", "declined", "referred", "voided", "merged"]
    var table = ReportTable(
      [headColumn, column("openAtStart"), column("received")]
        + [.number(page.say(WorkloadWords.backAgain))] + plain.map(column)
        + [.number(page.say(WorkloadWords.left)), column("openAtEnd")])
    func cells(_ count: (String) -> Int?) -> [Cell] {
      func sum(_ names: [String]) -> Int? {
        names.reduce(0) { sum, name in sum.flatMap { part in count(name).map { part + $0 } } }
      }
      return [.count(count("openAtStart")), .count(count("received")), .count(sum(Self.back))]
        + plain.map { .count(count($0)) } + [.count(sum(Self.ways)), .count(count("openAtEnd"))]
    }
    table.rows = rows.map { row in [head(row)] + cells { row.count($0) } }
    if rows.count > 1 { table.total = [totalHead] + cells { total.sum($0) } }
    return table
  }

  private func conditions(_ rows: [ViewRow], total: [ViewRow]) -> ReportTable {
    var table = ReportTable([
      headColumn, column("closed"), column("closedOnTime"), column("closedLate"),
      .number(page.say(WorkloadWords.noDeadline)), .number(page.say(WorkloadWords.onTime)),
      column("patrols"), column("grids"), column("population"),
    ])
    func cells(_ count: (String) -> Int?) -> [Cell] {
      let (closed, onTime, late) = (count("closed"), count("closedOnTime"), count("closedLate"))
      let due = onTime.flatMap { onTime in late.map { onTime + $0 } }
      return [
        .count(closed), .count(onTime), .count(late),
        .count(closed.flatMap { closed in due.map { closed - $0 } }),
        page.share(onTime, of: due), .count(count("patrols")),
      ]
    }
    func stock(_ row: ViewRow) -> [Cell] {
      [.count(row.count("grids")), .count(row.count("population"))]
    }
    table.rows = rows.map { row in [name(row)] + cells { row.count($0) } + stock(row) }
    if rows.count > 1 {
      // What a town has at the end of the period is not the sum of its months.
      let isComplete = total.allSatisfy { $0.count("population") != nil }
      table.total =
        [totalHead] + cells { total.sum($0) }
        + [
          .count(total.sum("grids")), isComplete ? .count(total.sum("population")) : .noData,
        ]
    }
    return table
  }

  private var totalHead: Cell {
    .words(page.say(page.facts.town == nil ? PageWords.allTowns : PageWords.total))
  }

  private func column(_ name: String) -> ReportTable.Column {
    page.number(name, of: TownWorkload.self)
  }
}

extension Page {
  /// A share that the report itself forms, by the rule of the views: four places, halves up.
  func share(_ part: Int?, of whole: Int?) -> Cell {
    guard let part, let whole, whole > 0 else { return .share(nil, part, of: whole) }
    return .share(Rational(part, whole).rounded(places: 4), part, of: whole)
  }
}
