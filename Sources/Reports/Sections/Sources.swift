// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum SourcesWords {
  static let intro = Words(
    "The four sources of a town: dispatched from above, found by enforcement patrols, reported by "
      + "the grid, told by the public. A ticket keeps its source until it leaves the town.",
    "镇的四个来源：上级派单、执法巡查发现、网格上报、群众反映。工单离开该镇前来源不变。")
  static let figure = Words("The four sources, by town", "各镇四个来源构成")
  static let ofTown = Words("The four sources", "四个来源构成")
  static let chart = Words(
    "Each row is what one town received, in parts by source; numbers are tickets.",
    "每行为一镇收件，按来源分段；数字为工单数。")
  static let ends = Words("What became of each source", "各来源办理结果")
  static let origins = Words(
    "Reports of the whole county by origin and channel", "全县上报：来源代码与渠道")
  static let received = Words("Received", "收件合计")
}

/// Where the tickets come from (P6).
struct SourcesSection: ReportSection {
  static let id = "sources"
  static let title = Words("The four sources", "四个来源")

  private let page: Page

  init(_ page: Page) { self.page = page }

  func content() throws(ReportError) -> [Markup] {
    let rows = try page.facts.rows(SourceMix.self, "towns").filter {
      page.facts.covers($0.object("town"))
    }
    let towns = rows.compactMap { $0.object("town") }.uniqued()
    let sources = EntrySource.allCases.filter { source in
      source != .unlisted || rows.contains { isOf($0, source) && ($0.count("received") ?? 0) > 0 }
    }
    var parts = [
      page.paragraph(SourcesWords.intro),
      page.figure(chart(rows, towns, sources), mix(rows, towns, sources)),
      page.table(SourcesWords.ends, ends(rows, sources)),
    ]
    if page.facts.town == nil {
      parts.append(page.table(SourcesWords.origins, try origins()))
    }
    return parts
  }

  private func isOf(_ row: ViewRow, _ source: EntrySource) -> Bool {
    row.text("source") == source.rawValue
  }

  private func row(
    _ rows: [ViewRow], _ town: ObjectName, _ source: EntrySource
  ) -> ViewRow? {
    rows.first { $0.object("town") == town && isOf($0, source) }
  }

  private func chart(
    _ rows: [ViewRow], _ towns: [ObjectName], _ sources: [EntrySource]
  ) -> Chart {
    Chart(
      id: "chart-sources",
      title: page.say(page.facts.town == nil ? SourcesWords.figure : SourcesWords.ofTown),
      description: page.say(SourcesWords.chart),
      series: sources.map { page.say($0.words).capitalisedFirst }, shape: .parts,
      rows: towns.map { town in
        let cells = sources.map { row(rows, town, $0) }
        let whole = cells.compactMap { $0?.count("of") }.max() ?? 0
        return Chart.Row(
          label: page.label(town),
          amounts: cells.map { $0?.count("received").map { Chart.Amount($0) } },
          note: ReportText.grouped(whole))
      })
  }

  private func mix(
    _ rows: [ViewRow], _ towns: [ObjectName], _ sources: [EntrySource]
  ) -> ReportTable {
    var table = ReportTable(
      [.text(page.say(PageWords.town))]
        + sources.flatMap { source -> [ReportTable.Column] in
          [.number(page.say(source.words).capitalisedFirst), .number("%")]
        } + [.number(page.say(SourcesWords.received))])
    table.rows = towns.map { town in
      let cells = sources.map { row(rows, town, $0) }
      return [page.town(town)]
        + cells.flatMap { row -> [Cell] in
          [.count(row?.count("received")), .figure(row?.decimal("share").map(ReportText.percent))]
        } + [.count(cells.compactMap { $0?.count("of") }.max())]
    }
    if towns.count > 1 {
      let whole = rows.sum("received") ?? 0
      table.total =
        [.words(page.say(PageWords.allTowns))]
        + sources.flatMap { source -> [Cell] in
          let part = rows.filter { isOf($0, source) }.sum("received")
          return [.count(part), .figure(page.percent(part, of: whole))]
        } + [.count(whole)]
    }
    return table
  }

  private func ends(_ rows: [ViewRow], _ sources: [EntrySource]) -> ReportTable {
    let plain = [
      "received", "closed", "solvedInGrid", "answered", "declined", "referred", "voided",
    ]
    var table = ReportTable(
      [.text(page.column("source", of: SourceMix.self))]
        + (plain + ["merged", "solvedInGridRate"]).map { page.number($0, of: SourceMix.self) })
    guard !rows.isEmpty else { return table }
    func cells(_ rows: [ViewRow]) -> [Cell] {
      (plain + ["merged"]).map { .count(rows.sum($0)) }
        + [page.share(rows.sum("solvedInGrid"), of: rows.sum("closed"))]
    }
    table.rows = sources.map { source in
      [.words(page.say(source.words).capitalisedFirst)] + cells(rows.filter { isOf($0, source) })
    }
    table.total = [.words(page.say(PageWords.total))] + cells(rows)
    return table
  }

  private func origins() throws(ReportError) -> ReportTable {
    let columns = ["received", "closed", "solvedInGrid", "answered"]
    var table = ReportTable(
      [
        .text(page.column("origin", of: SourceMix.self)),
        .text(page.column("channel", of: SourceMix.self)),
        page.number("share", of: SourceMix.self),
      ] + columns.map { page.number($0, of: SourceMix.self) })
    table.rows = try page.facts.rows(SourceMix.self, "origins").map { row in
      let channel = row.text("channel") ?? ""
      return [
        .code(row.text("origin") ?? ""), channel.isEmpty ? .noData : .code(channel),
        .share(row.decimal("share"), row.count("received"), of: row.count("of")),
      ] + columns.map { .count(row.count($0)) }
    }
    return table
  }
}

extension Page {
  /// The same without its terms, which stand beside it.
  func percent(_ part: Int?, of whole: Int?) -> String? {
    guard let part, let whole, whole > 0 else { return nil }
    return Rational(part, whole).rounded(places: 4).map(ReportText.percent)
  }
}

extension Array where Element: Hashable {
  /// Each once, in the order of first appearance.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
