// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum EscalationsWords {
  static let figure = Words("Escalations, by ground", "升级上报理由")
  static let chart = Words(
    "Bars: how often a ticket went to the level above, by ground and by the level that it went to.",
    "条形：工单升级上报次数，按理由与上报层级。")
  static let toTown = Words("To the town", "上报至镇")
  static let toCounty = Words("To the county", "上报至县")
  static let byTown = Words("Escalations, by the town of the body that passed it up", "各镇升级上报")
  static let ground = Words("Ground", "理由")
  static let byGrade = Words("Supervision issued in the period", "期内督办")
  static let grade = Words("Grade", "等级")
  static let issued = Words("Issued", "督办")
  static let replied = Words("Replied", "已回复")
  static let lateReplies = Words("Reply overdue", "回复超期")
  static let lifted = Words("Lifted", "已解除")
  static let list = Words("Supervised most recently", "最近督办")

  static func more(_ number: Int) -> Words {
    Words(
      "The \(number) issued last; all of them:", "仅列最近\(number)条；全部见：")
  }
}

/// What went up, and who was supervised (P8).
struct EscalationsSection: ReportSection {
  static let id = "escalations"
  static let title = Words("Escalations and supervision", "升级上报与督办")

  private static let listed = 20

  private let page: Page

  init(_ page: Page) { self.page = page }

  /// The ways up of the period.
  static func escalations(_ facts: ReportFacts) throws(ReportError) -> [ViewRow] {
    try facts.allRows(Supervision.self, "escalations").filter { row in
      facts.covers(row.object("town")) && (row.instant("escalated").map(facts.isInPeriod) ?? false)
    }
  }

  /// The supervisions issued in the period.
  static func supervisions(_ facts: ReportFacts) throws(ReportError) -> [ViewRow] {
    try facts.allRows(Supervision.self, "supervisions").filter { row in
      facts.covers(row.object("town")) && (row.instant("issued").map(facts.isInPeriod) ?? false)
    }
  }

  func content() throws(ReportError) -> [Markup] {
    let ways = try Self.escalations(page.facts)
    let supervisions = try Self.supervisions(page.facts)
    var parts = [page.figure(chart(ways), grounds(ways))]
    if page.facts.town == nil {
      parts.append(page.table(EscalationsWords.byTown, byTown(ways)))
    }
    parts.append(page.table(EscalationsWords.byGrade, grades(supervisions)))
    if !supervisions.isEmpty {
      parts.append(page.table(EscalationsWords.list, list(supervisions)))
      if supervisions.count > Self.listed {
        parts.append(page.more(EscalationsWords.more(Self.listed), "supervision"))
      }
    }
    return parts
  }

  private static let levels: [Level] = [.town, .county]

  private func count(_ rows: [ViewRow], _ ground: TicketEscalated.Ground, _ level: Level) -> Int {
    rows.count { $0.text("ground") == ground.rawValue && $0.text("toLevel") == level.rawValue }
  }

  private func chart(_ rows: [ViewRow]) -> Chart {
    Chart(
      id: "chart-escalations", title: page.say(EscalationsWords.figure),
      description: page.say(EscalationsWords.chart),
      series: [page.say(EscalationsWords.toTown), page.say(EscalationsWords.toCounty)],
      shape: .bars,
      rows: rows.isEmpty
        ? []
        : TicketEscalated.Ground.allCases.map { ground in
          Chart.Row(
            label: page.say(ground.words).capitalisedFirst,
            amounts: Self.levels.map { Chart.Amount(count(rows, ground, $0)) })
        })
  }

  private var levelColumns: [ReportTable.Column] {
    [
      .number(page.say(EscalationsWords.toTown)), .number(page.say(EscalationsWords.toCounty)),
      .number(page.say(PageWords.total)),
    ]
  }

  private func levelCells(_ rows: [ViewRow]) -> [Cell] {
    Self.levels.map { level in .count(rows.count { $0.text("toLevel") == level.rawValue }) }
      + [.count(rows.count)]
  }

  private func grounds(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable([.text(page.say(EscalationsWords.ground))] + levelColumns)
    guard !rows.isEmpty else { return table }
    table.rows = TicketEscalated.Ground.allCases.map { ground in
      [.words(page.say(ground.words).capitalisedFirst)]
        + levelCells(rows.filter { $0.text("ground") == ground.rawValue })
    }
    table.total = [.words(page.say(PageWords.total))] + levelCells(rows)
    return table
  }

  private func byTown(_ rows: [ViewRow]) -> ReportTable {
    let grounds = TicketEscalated.Ground.allCases
    var table = ReportTable(
      [.text(page.say(PageWords.town))]
        + grounds.map { .number(page.say($0.words).capitalisedFirst) } + levelColumns)
    func cells(_ rows: [ViewRow]) -> [Cell] {
      grounds.map { ground in .count(rows.count { $0.text("ground") == ground.rawValue }) }
        + levelCells(rows)
    }
    let towns = rows.compactMap { $0.object("town") }.uniqued().sorted { $0.text < $1.text }
    table.rows = towns.map { town in
      [page.town(town)] + cells(rows.filter { $0.object("town") == town })
    }
    let others = rows.filter { $0.object("town") == nil }
    if !others.isEmpty {
      table.rows.append([.words(page.say(PageWords.countyBodies))] + cells(others))
    }
    if table.rows.count > 1 { table.total = [.words(page.say(PageWords.total))] + cells(rows) }
    return table
  }

  private func grades(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable([
      .text(page.say(EscalationsWords.grade)), .number(page.say(EscalationsWords.issued)),
      .number(page.say(EscalationsWords.replied)), .number(page.say(EscalationsWords.lateReplies)),
      .number(page.say(EscalationsWords.lifted)),
    ])
    guard !rows.isEmpty else { return table }
    func cells(_ rows: [ViewRow]) -> [Cell] {
      [
        .count(rows.count), .count(rows.count { $0.instant("replied") != nil }),
        .count(rows.count { $0.flag("replyOverdue") }),
        .count(rows.count { $0.instant("lifted") != nil }),
      ]
    }
    table.rows = SupervisionGrade.allCases.map { grade in
      [.words(page.say(grade.words).capitalisedFirst)]
        + cells(rows.filter { $0.text("grade") == grade.rawValue })
    }
    table.total = [.words(page.say(PageWords.total))] + cells(rows)
    return table
  }

  private func list(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable(
      ["ticket", "unit", "grade", "issued", "replyDue", "replied"].map {
        .text(page.column($0, of: Supervision.self))
      } + [page.number("daysOpen", of: Supervision.self)])
    let sorted = rows.enumerated().sorted { a, b in
      let times = [a, b].map { $0.element.instant("issued") ?? .earliest }
      return times[0] == times[1] ? a.offset < b.offset : times[0] > times[1]
    }.map(\.element)
    table.rows = sorted.prefix(Self.listed).map { row in
      let grade: SupervisionGrade? = row.named("grade")
      return [
        .code(row.object("ticket")?.key ?? ""), page.object(row.object("unit")),
        .words(grade.map { page.say($0.words) } ?? ""), page.time(row.instant("issued")),
        page.time(row.instant("replyDue")), page.time(row.instant("replied")),
        .count(row.count("daysOpen")),
      ]
    }
    return table
  }
}
