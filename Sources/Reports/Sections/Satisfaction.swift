// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum SatisfactionWords {
  static let intro = Words(
    "What reporters said when they were called back, by the unit that answers for the ticket and "
      + "the month of the call; rates are of those reached. Satisfied is 3 of 5 and more. Tickets "
      + "that a ruling excluded are left out.",
    "按主责单位、回访月份统计；三率以接通数为分母。满意为五分制三分及以上。已裁定剔除的工单不计。")
  static let figure = Words("Contacted, solved, satisfied", "回访三率")
  static let chart = Words(
    "Bars: share of those reached who say so; the last one is the unit's own word, of completed "
      + "rounds.",
    "条形：接通者中作此答复的比例；最后一条为单位自述，以处置完成轮次为分母。")
  static let rate = Words("Rate", "比率")
  static let question = Words("Question", "项目")
  static let contacted = Words("Contacted, says the reporter", "响应率（群众答复）")
  static let solved = Words("Solved", "解决率")
  static let satisfied = Words("Satisfied", "满意率")
  static let unitContacted = Words("Contacted, says the unit", "联系率（单位自述）")
  static let byUnit = Words("By unit", "按主责单位")
  static let byTown = Words("By the town of the unit", "按主责单位所属镇")
}

/// Contacted, solved, satisfied (P10).
struct SatisfactionSection: ReportSection {
  static let id = "satisfaction"
  static let title = Words("Satisfaction", "回访与满意")

  /// Each rate with its two terms.
  static let rates: [(words: Words, part: String, whole: String)] = [
    (SatisfactionWords.contacted, "contacted", "reached"),
    (SatisfactionWords.solved, "solved", "reached"),
    (SatisfactionWords.satisfied, "satisfied", "reached"),
    (SatisfactionWords.unitContacted, "unitContacted", "completed"),
  ]

  private let page: Page

  init(_ page: Page) { self.page = page }

  /// The units of the period, excluded tickets left out.
  static func rows(_ facts: ReportFacts) throws(ReportError) -> [ViewRow] {
    try facts.rows(Satisfaction.self).filter { row in
      row.text("exclusions") == Exclusions.leftOut.rawValue
        && facts.covers(row.object("unit").flatMap(facts.places.town(ofBody:)))
    }
  }

  func content() throws(ReportError) -> [Markup] {
    let rows = try Self.rows(page.facts)
    return [
      page.paragraph(SatisfactionWords.intro), page.figure(chart(rows), summary(rows)),
      page.table(
        page.facts.town == nil ? SatisfactionWords.byTown : SatisfactionWords.byUnit,
        units(rows)),
    ]
  }

  private func rate(
    _ rows: [ViewRow], _ part: String, _ whole: String
  ) -> (rate: ExactDecimal, part: Int, whole: Int)? {
    guard let part = rows.sum(part), let whole = rows.sum(whole), whole > 0,
      let rate = Rational(part, whole).rounded(places: 4)
    else { return nil }
    return (rate, part, whole)
  }

  private func chart(_ rows: [ViewRow]) -> Chart {
    Chart(
      id: "chart-satisfaction", title: page.say(SatisfactionWords.figure),
      description: page.say(SatisfactionWords.chart),
      series: [page.say(SatisfactionWords.rate)], shape: .rates(reference: nil),
      rows: rows.isEmpty
        ? []
        : Self.rates.map { item in
          let found = rate(rows, item.part, item.whole)
          return Chart.Row(
            label: page.say(item.words),
            amounts: [
              found.map {
                Chart.Amount(
                  Int(ReportText.basisPoints($0.rate)), ReportText.percent($0.rate))
              }
            ],
            note: found.map {
              "\(ReportText.grouped($0.part))/\(ReportText.grouped($0.whole))"
            })
        })
  }

  private func summary(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable([
      .text(page.say(SatisfactionWords.question)), .number(page.say(SatisfactionWords.rate)),
    ])
    guard !rows.isEmpty else { return table }
    table.rows = Self.rates.map { item in
      [.words(page.say(item.words)), page.share(rows.sum(item.part), of: rows.sum(item.whole))]
    }
    return table
  }

  private func units(_ rows: [ViewRow]) -> ReportTable {
    let plain = ["followedUp", "reached", "notReached"]
    let rest = ["silent", "completed"]
    var table = ReportTable(
      [.text(page.say(page.facts.town == nil ? PageWords.town : PageWords.unit))]
        + plain.map { page.number($0, of: Satisfaction.self) }
        + Self.rates.prefix(3).map { .number(page.say($0.words)) }
        + rest.map { page.number($0, of: Satisfaction.self) }
        + Self.rates.suffix(1).map { .number(page.say($0.words)) })
    func cells(_ rows: [ViewRow]) -> [Cell] {
      let shares = Self.rates.map { page.share(rows.sum($0.part), of: rows.sum($0.whole)) }
      return plain.map { .count(rows.sum($0)) } + shares.prefix(3)
        + rest.map { .count(rows.sum($0)) } + shares.suffix(1)
    }
    table.rows = page.grouped(rows, by: "unit").map { head, rows in [head] + cells(rows) }
    if table.rows.count > 1 { table.total = [.words(page.say(PageWords.total))] + cells(rows) }
    return table
  }
}
