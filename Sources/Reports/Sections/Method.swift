// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum ProvenanceWords {
  static let rules = Words("How it is counted", "统计口径")
  static let period = Words(
    "Periods are half open, in days of the log's zone. What happened late, was corrected or "
      + "annulled counts where it belongs, as far as it was known at the moment on the cover.",
    "期间为左闭右开，以台账时区的自然日计。迟报、更正、撤销的事实按封面时点所知，计入其应属期间。")
  static let data = Words(
    "A dash is no data: nothing could be counted. Zero is a count of nothing. Rates stand with "
      + "numerator and denominator, four places, halves up, shown in percent.",
    "短横表示无数据，即无可计对象；零表示计数为零。比率附分子、分母，四位小数，四舍五入，以百分数显示。")
  static let places = Words(
    "Units stand under the town to which they are registered at the period's end; bodies of the "
      + "county stand apart.",
    "单位按期末登记归属列入各镇，县直单位单列。")
  static let personal = Words(
    "Sealed personal text is in no view, and so not here.", "加密的个人信息不进入任何视图，故不在本报告中。")
  static let views = Words("Views behind this report", "所用视图")
  static let view = Words("View", "视图")
  static let name = Words("Name", "名称")
  static let version = Words("Version", "版本")
  static let digest = Words("Digest of all its rows", "全部行的摘要")
  static let ruleSets = Words("Rule sets in force at the period's end", "期末有效的规则集")
  static let ruleSet = Words("Rule set", "规则集")
  static let kind = Words("Kind", "类别")
  static let from = Words("In force from", "生效日")
  static let event = Words("Event", "事件")
  static let source = Words("Source", "依据")
  static let unverified = Words("not verified yet", "尚未核对")
  static let again = Words("Made again with", "复核命令")
  static let refused = Words("Events that could not be folded", "无法计入的事件")
  static let reason = Words("Reason", "原因")
  static let stream = Words("Stream", "流")
}

/// Rules of counting, and where every figure comes from.
struct MethodSection: ReportSection {
  static let id = "method"
  static let title = Words("Method and origin of the figures", "口径与数据来源")

  private let page: Page
  private var facts: ReportFacts { page.facts }

  init(_ page: Page) { self.page = page }

  func content() throws(ReportError) -> [Markup] {
    var parts = [
      page.heading(ProvenanceWords.rules),
      element("ul") {
        [
          ProvenanceWords.period, ProvenanceWords.data, ProvenanceWords.places,
          ProvenanceWords.personal,
        ].map { words in element("li") { page.say(words) } }
      },
      page.table(ProvenanceWords.views, views), commands,
      page.table(ProvenanceWords.ruleSets, ruleSets),
    ]
    if facts.views.contains(where: { !$0.quarantine.isEmpty }) {
      parts.append(page.table(ProvenanceWords.refused, refused))
    }
    return parts
  }

  private var views: ReportTable {
    var table = ReportTable([
      .text(page.say(ProvenanceWords.view)), .text(page.say(ProvenanceWords.name)),
      .number(page.say(ProvenanceWords.version)), .text(page.say(ProvenanceWords.digest)),
    ])
    table.rows = facts.views.map { view in
      let title = ViewCatalogue.view(named: view.name)?.title
      return [
        .words(title.map { page.say(Words($0.en, $0.zh)) } ?? ""), .code(view.name),
        .count(view.version), .code(view.digest.description),
      ]
    }
    return table
  }

  private var commands: Markup {
    let position = facts.moment.position.rawValue
    let town = facts.town.map { " --town \($0.key)" } ?? ""
    return element("p", .class("note")) {
      page.say(ProvenanceWords.again) + page.say(Words(": ", "："))
      Markup.code(
        "gridlog report LOG --period \(facts.period)\(town) --as-of \(position) --lang "
          + page.language.rawValue)
      Markup.text(" · ")
      Markup.code(
        "gridlog view LOG \(TownWorkload.name) --period \(facts.period) --as-of \(position)")
    }
  }

  private var ruleSets: ReportTable {
    var table = ReportTable(
      [
        ProvenanceWords.ruleSet, ProvenanceWords.kind, ProvenanceWords.from,
        ProvenanceWords.event, ProvenanceWords.source,
      ].map { .text(page.say($0)) })
    table.rows = facts.rules.live(on: facts.period.lastDay).map { edition in
      let event = edition.event
      return [
        .code(event.rule.key), .words(page.say(event.kind.words)),
        .code(event.effectiveFrom.description), .positions([edition.position], more: 0),
        source(of: event),
      ]
    }
    return table
  }

  private func source(of event: RuleSetPublished) -> Cell {
    guard event.source != nil || event.unverified == true else { return .words("") }
    return .markup(
      element("span") {
        if let source = event.source { Markup.data(source + " ") }
        event.unverified == true ? page.say(ProvenanceWords.unverified) : ""
      })
  }

  private var refused: ReportTable {
    var table = ReportTable(
      [
        ProvenanceWords.view, ProvenanceWords.event, ProvenanceWords.stream,
        ProvenanceWords.reason,
      ].map { .text(page.say($0)) })
    table.rows = facts.views.flatMap { view in
      view.quarantine.map { event in
        [
          .code(view.name), .positions([event.position], more: 0), .code(event.stream.text),
          .code(event.reason),
        ]
      }
    }
    return table
  }
}
