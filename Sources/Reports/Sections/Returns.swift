// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum ReturnsWords {
  static let intro = Words(
    "Dispatches and redirections count in their month, rulings in the month of the return that "
      + "they rule on: returned = granted + refused + lapsed + not ruled.",
    "派遣、改派按发生月份统计，裁定计入所裁退件的月份：退件 = 准予 + 驳回 + 失效 + 待裁定。")
  static let figure = Words("Returns, by ground", "退件理由")
  static let chart = Words(
    "Bars: returns by the ground that the unit gave.", "条形：按承办单位所持理由统计的退件数。")
  static let ground = Words("Ground", "理由")
  static let share = Words("Share of returns", "占退件比例")
  static let byUnit = Words("By the unit that returned", "按退件单位")
  static let byTown = Words("By the town of the unit", "按承办单位所属镇")
  static let pairs = Words("Who returned most to whom", "退件最多的派遣关系")
}

/// Who returned what, on what ground, with what ruling (P9).
struct ReturnsSection: ReportSection {
  static let id = "returns"
  static let title = Words("Returns and disputes", "退件与争议")

  private static let grounds = [
    "notMine", "notAdmitted", "wrongPlace", "duplicate", "insufficient",
  ]
  private static let listed = 10

  private let page: Page

  init(_ page: Page) { self.page = page }

  /// The pairs of the period whose unit belongs to what the report is about.
  static func rows(_ facts: ReportFacts) throws(ReportError) -> [ViewRow] {
    try facts.rows(Returns.self).filter { row in
      facts.covers(row.object("unit").flatMap(facts.places.town(ofBody:)))
    }
  }

  func content() throws(ReportError) -> [Markup] {
    let rows = try Self.rows(page.facts)
    var parts = [
      page.paragraph(ReturnsWords.intro), page.figure(chart(rows), grounds(rows)),
      page.table(
        page.facts.town == nil ? ReturnsWords.byTown : ReturnsWords.byUnit, rulings(rows)),
    ]
    if page.facts.town == nil {
      parts.append(page.table(ReturnsWords.pairs, pairs(rows)))
    }
    return parts
  }

  private func chart(_ rows: [ViewRow]) -> Chart {
    Chart(
      id: "chart-returns", title: page.say(ReturnsWords.figure),
      description: page.say(ReturnsWords.chart),
      series: [page.column("returned", of: Returns.self)], shape: .bars,
      rows: rows.isEmpty
        ? []
        : Self.grounds.map { ground in
          Chart.Row(
            label: page.column(ground, of: Returns.self),
            amounts: [rows.sum(ground).map { Chart.Amount($0) }])
        })
  }

  private func grounds(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable([
      .text(page.say(ReturnsWords.ground)), page.number("returned", of: Returns.self),
      .number(page.say(ReturnsWords.share)),
    ])
    guard let whole = rows.sum("returned") else { return table }
    table.rows = Self.grounds.map { ground in
      let count = rows.sum(ground)
      return [
        .words(page.column(ground, of: Returns.self)), .count(count),
        .figure(page.percent(count, of: whole)),
      ]
    }
    table.total = [
      .words(page.say(PageWords.total)), .count(whole), .figure(page.percent(whole, of: whole)),
    ]
    return table
  }

  private static let columns = [
    "dispatched", "redirected", "returned", "secondReturns", "granted", "refused", "lapsed", "open",
  ]

  private func columns(_ head: [ReportTable.Column]) -> [ReportTable.Column] {
    head + Self.columns.map { page.number($0, of: Returns.self) }
      + ["returnRate", "grantRate"].map { page.number($0, of: Returns.self) }
  }

  private func cells(_ rows: [ViewRow]) -> [Cell] {
    let ruled = rows.sum("granted").map { $0 + (rows.sum("refused") ?? 0) }
    return Self.columns.map { .count(rows.sum($0)) } + [
      page.share(rows.sum("returned"), of: rows.sum("dispatched")),
      page.share(rows.sum("granted"), of: ruled),
    ]
  }

  private func rulings(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable(
      columns([.text(page.say(page.facts.town == nil ? PageWords.town : PageWords.unit))]))
    table.rows = page.grouped(rows, by: "unit").map { head, rows in [head] + cells(rows) }
    if table.rows.count > 1 { table.total = [.words(page.say(PageWords.total))] + cells(rows) }
    return table
  }

  private func pairs(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable([
      .text(page.column("dispatcher", of: Returns.self)),
      .text(page.column("unit", of: Returns.self)),
      page.number("dispatched", of: Returns.self), page.number("returned", of: Returns.self),
      page.number("granted", of: Returns.self), page.number("refused", of: Returns.self),
      page.number("returnRate", of: Returns.self),
    ])
    let sorted = rows.filter { ($0.count("returned") ?? 0) > 0 }.enumerated().sorted { a, b in
      let counts = [a, b].map { $0.element.count("returned") ?? 0 }
      return counts[0] == counts[1] ? a.offset < b.offset : counts[0] > counts[1]
    }.map(\.element)
    table.rows = sorted.prefix(Self.listed).map { row in
      [page.object(row.object("dispatcher")), page.object(row.object("unit"))]
        + ["dispatched", "returned", "granted", "refused"].map { .count(row.count($0)) }
        + [
          .share(row.decimal("returnRate"), row.count("returned"), of: row.count("dispatched"))
        ]
    }
    return table
  }
}

extension Page {
  /// Rows about units: in a county's report by the town that the unit belongs to, the bodies of
  /// the county last; in a town's report by unit.
  func grouped(_ rows: [ViewRow], by column: String) -> [(head: Cell, rows: [ViewRow])] {
    guard facts.town == nil else {
      return rows.compactMap { $0.object(column) }.uniqued().map { unit in
        (object(unit), rows.filter { $0.object(column) == unit })
      }
    }
    let towns = rows.map { $0.object(column).flatMap(facts.places.town(ofBody:)) }
    let named = towns.compactMap(\.self).uniqued().sorted { $0.text < $1.text }
    var groups = named.map { town in
      (self.town(town), zip(rows, towns).filter { $1 == town }.map(\.0))
    }
    let others = zip(rows, towns).filter { $1 == nil }.map(\.0)
    if !others.isEmpty { groups.append((.words(say(PageWords.countyBodies)), others)) }
    return groups
  }
}
