// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum DeadlinesWords {
  static let figure = Words("On-time disposal rate, by town", "各镇按期处置率")
  static let ofTown = Words("On-time disposal rate", "按期处置率")
  static let chart = Words(
    "Bars: disposed on time ÷ should be disposed of, deadlines of the period. The upright line is "
      + "all towns together.",
    "条形：期内到期工单的按期处置率（按期处置 ÷ 应处置）；竖线为各镇合计。")
  static let intro = Words(
    "Work counts in the month in which its deadline falls, under the town in which the place lies; "
      + "tickets that a ruling excluded from an indicator are left out.",
    "按期限所在月份、问题所在镇统计；已裁定剔除的工单不计入相应指标。")
  static let board = Words("Clocks that run at the moment of this report", "本报告时点在计时限")
  static let boardChart = Words(
    "Each row is one kind of clock: overdue, warned, in time, standing.",
    "每行为一类时限：已超期、预警、正常、中止。")
  static let boardNote = Words(
    "As at the moment on the cover, whatever the period. Yellow: four fifths of the limit are "
      + "used, or the share that the rule set names.",
    "以封面所载时点为准，与期间无关。黄灯：已用时限达五分之四或规则集所定份额。")
  static let kind = Words("Clock", "时限")
  static let running = Words("Running", "在计")
  static let overdue = Words("Overdue", "已超期")
  static let yellow = Words("Yellow", "黄灯")
  static let green = Words("Green", "绿灯")
  static let standing = Words("Standing", "中止或无期限")
  static let byPlace = Words("Overdue clocks, by place", "各地已超期时限")
  static let longest = Words("Longest overdue", "超期最久")
  static let late = Words("Days late", "超期天数")
  static let elsewhere = Words("Of no town", "不属任何镇")

  static func more(_ number: Int) -> Words {
    Words(
      "The \(number) longest overdue; all of them:", "仅列超期最久的\(number)条；全部见：")
  }
}

/// What fell due in the period, and what is late at the moment (P4, P5).
struct DeadlinesSection: ReportSection {
  static let id = "deadlines"
  static let title = Words("Deadlines and overdue", "时限与超期")

  private static let listed = 15
  private static let shown: [Indicator] = [
    .onTimeDisposal, .disposal, .onTimeClosing, .closing, .rework, .overduePending, .extension,
  ]

  private let page: Page

  init(_ page: Page) { self.page = page }

  func content() throws(ReportError) -> [Markup] {
    let rates = try Self.rates(page.facts)
    let clocks = try Self.clocks(page.facts)
    let table = indicators(rates)
    var parts = [
      page.paragraph(DeadlinesWords.intro), page.figure(chart(rates), table),
      page.figure(boardChart(clocks), board(clocks)), page.note(DeadlinesWords.boardNote),
    ]
    if page.facts.town == nil {
      parts.append(page.table(DeadlinesWords.byPlace, byPlace(clocks)))
    }
    let late = clocks.filter { $0.flag("overdue") }
    parts.append(page.table(DeadlinesWords.longest, longest(late)))
    if late.count > Self.listed {
      parts.append(
        page.more(DeadlinesWords.more(Self.listed), "deadline-board --where overdue=true"))
    }
    return parts
  }

  /// The indicators by town.
  static func rates(_ facts: ReportFacts) throws(ReportError) -> [ViewRow] {
    try facts.rows(HandlingIndicators.self, "indicators").filter {
      $0.text("dimension") == HandlingDimension.town.rawValue && facts.covers($0.object("subject"))
    }
  }

  /// The deadline board.
  static func clocks(_ facts: ReportFacts) throws(ReportError) -> [ViewRow] {
    try facts.allRows(DeadlineBoard.self).filter { facts.covers($0.object("town")) }
  }

  // MARK: The period

  private func rate(_ rows: [ViewRow], _ town: ObjectName, _ indicator: Indicator) -> ViewRow? {
    rows.first { $0.object("subject") == town && $0.text("indicator") == indicator.rawValue }
  }

  private func sum(_ rows: [ViewRow], _ indicator: Indicator, _ column: String) -> Int? {
    rows.filter { $0.text("indicator") == indicator.rawValue }.sum(column)
  }

  private func chart(_ rows: [ViewRow]) -> Chart {
    let towns = rows.compactMap { $0.object("subject") }.uniqued()
    let whole = sum(rows, .onTimeDisposal, "denominator") ?? 0
    let all =
      whole > 0
      ? Rational(sum(rows, .onTimeDisposal, "numerator") ?? 0, whole).rounded(places: 4) : nil
    return Chart(
      id: "chart-deadlines",
      title: page.say(page.facts.town == nil ? DeadlinesWords.figure : DeadlinesWords.ofTown),
      description: page.say(DeadlinesWords.chart),
      series: [page.say(Indicator.onTimeDisposal.words)],
      shape: .rates(
        reference: towns.count > 1 ? all.map { Int(ReportText.basisPoints($0)) } : nil),
      rows: towns.map { Chart.Row($0, rate(rows, $0, .onTimeDisposal), page) })
  }

  private func indicators(_ rows: [ViewRow]) -> ReportTable {
    let towns = rows.compactMap { $0.object("subject") }.uniqued()
    var table = ReportTable(
      [.text(page.say(PageWords.town))]
        + Self.shown.map { .number(page.say($0.words).capitalisedFirst) })
    table.rows = towns.map { town in
      [page.town(town)]
        + Self.shown.map { indicator in
          let row = rate(rows, town, indicator)
          return .share(
            row?.decimal("rate"), row?.count("numerator"), of: row?.count("denominator"))
        }
    }
    if towns.count > 1 {
      table.total =
        [.words(page.say(PageWords.allTowns))]
        + Self.shown.map {
          page.share(sum(rows, $0, "numerator"), of: sum(rows, $0, "denominator"))
        }
    }
    return table
  }

  // MARK: The moment

  private enum State: CaseIterable {
    case overdue, yellow, green, standing

    init(_ row: ViewRow) {
      if row.flag("overdue") {
        self = .overdue
      } else {
        switch row.text("light") {
        case Light.red.rawValue: self = .overdue
        case Light.yellow.rawValue: self = .yellow
        case Light.green.rawValue: self = .green
        default: self = .standing
        }
      }
    }

    var words: Words {
      switch self {
      case .overdue: DeadlinesWords.overdue
      case .yellow: DeadlinesWords.yellow
      case .green: DeadlinesWords.green
      case .standing: DeadlinesWords.standing
      }
    }
  }

  private func stages(_ rows: [ViewRow]) -> [ClockStage] {
    ClockStage.allCases.filter { stage in rows.contains { $0.text("clock") == stage.rawValue } }
  }

  private func count(_ rows: [ViewRow], _ stage: ClockStage, _ state: State) -> Int {
    rows.count { $0.text("clock") == stage.rawValue && State($0) == state }
  }

  private func boardChart(_ rows: [ViewRow]) -> Chart {
    Chart(
      id: "chart-board", title: page.say(DeadlinesWords.board),
      description: page.say(DeadlinesWords.boardChart),
      series: State.allCases.map { page.say($0.words) }, shape: .stacks,
      rows: stages(rows).map { stage in
        let counts = State.allCases.map { count(rows, stage, $0) }
        return Chart.Row(
          label: page.say(stage.words).capitalisedFirst, amounts: counts.map { Chart.Amount($0) },
          note: ReportText.grouped(counts.reduce(0, +)))
      })
  }

  private func board(_ rows: [ViewRow]) -> ReportTable {
    var table = ReportTable(
      [.text(page.say(DeadlinesWords.kind)), .number(page.say(DeadlinesWords.running))]
        + State.allCases.map { .number(page.say($0.words)) }
        + [page.number("dueToday", of: DeadlineBoard.self)])
    func cells(_ rows: [ViewRow]) -> [Cell] {
      [.count(rows.count)]
        + State.allCases.map { state in .count(rows.count { State($0) == state }) }
        + [.count(rows.count { $0.flag("dueToday") })]
    }
    table.rows = stages(rows).map { stage in
      [.words(page.say(stage.words).capitalisedFirst)]
        + cells(rows.filter { $0.text("clock") == stage.rawValue })
    }
    if table.rows.count > 1 { table.total = [.words(page.say(PageWords.total))] + cells(rows) }
    return table
  }

  private func byPlace(_ rows: [ViewRow]) -> ReportTable {
    let stages = stages(rows.filter { State($0) == .overdue })
    var table = ReportTable(
      [
        .text(page.say(PageWords.town)), .number(page.say(DeadlinesWords.running)),
        .number(page.say(DeadlinesWords.overdue)),
      ] + stages.map { .number(page.say($0.words).capitalisedFirst) })
    func cells(_ rows: [ViewRow]) -> [Cell] {
      let late = rows.filter { State($0) == .overdue }
      return [.count(rows.count), .count(late.count)]
        + stages.map { stage in .count(late.count { $0.text("clock") == stage.rawValue }) }
    }
    let towns = rows.compactMap { $0.object("town") }.uniqued().sorted { $0.text < $1.text }
    table.rows = towns.map { town in
      [page.town(town)] + cells(rows.filter { $0.object("town") == town })
    }
    let others = rows.filter { $0.object("town") == nil }
    if !others.isEmpty {
      table.rows.append([.words(page.say(DeadlinesWords.elsewhere))] + cells(others))
    }
    if table.rows.count > 1 { table.total = [.words(page.say(PageWords.total))] + cells(rows) }
    return table
  }

  private func longest(_ late: [ViewRow]) -> ReportTable {
    var table = ReportTable([
      .text(page.column("ticket", of: DeadlineBoard.self)),
      .text(page.say(DeadlinesWords.kind)), .text(page.column("unit", of: DeadlineBoard.self)),
      .text(page.column("due", of: DeadlineBoard.self)),
      .number(page.say(DeadlinesWords.late)),
    ])
    let zone = page.facts.zone
    let today = zone.date(of: page.facts.moment.clock)
    // Rows come by key, which tells those apart that are due at one moment.
    let sorted = late.enumerated().sorted { left, right in
      let dues = [left, right].map { $0.element.instant("due") ?? .latest }
      return dues[0] == dues[1] ? left.offset < right.offset : dues[0] < dues[1]
    }.map(\.element)
    table.rows = sorted.prefix(Self.listed).map { row in
      let stage: ClockStage? = row.named("clock")
      let due = row.instant("due")
      return [
        .code((row.object("ticket") ?? row.object("subject"))?.key ?? ""),
        .words(stage.map { page.say($0.words) } ?? ""),
        row.object("unit").map(page.object) ?? page.town(row.object("town")), page.time(due),
        .count(due.map { today.daysSinceEpoch - zone.date(of: $0).daysSinceEpoch }),
      ]
    }
    return table
  }
}

extension Chart.Row {
  /// A rate of a view, with its terms behind the bar.
  init(_ object: ObjectName, _ row: ViewRow?, _ page: Page) {
    let rate = row?.decimal("rate")
    self.init(
      label: page.label(object),
      amounts: [
        rate.map { Chart.Amount(Int(ReportText.basisPoints($0)), ReportText.percent($0)) }
      ],
      note: rate == nil
        ? nil
        : "\(ReportText.grouped(row?.count("numerator") ?? 0))/"
          + ReportText.grouped(row?.count("denominator") ?? 0))
  }
}
