// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum CoverWords {
  static let period = Words("Period", "统计期间")
  static let halfOpen = Words("the end is outside", "不含终点")
  static let known = Words("Known as of", "已知截至")
  static let recorded = Words("recorded", "记录于")
  static let asked = Words("asked for", "所问时点")
  static let happened = Words("Happened by", "发生截至")
  static let clock = Words("Deadlines as at", "时限基准")
  static let log = Words("Log", "台账编号")
  static let root = Words("Root of the log", "台账根")
  static let place = Words("Area", "范围")
  static let wholeCounty = Words("whole county", "全县")
  static let contents = Words("Contents", "目录")
  static let open = Words(
    "The period had not ended at this moment: what follows is what was known so far.",
    "本报告时点统计期尚未结束，以下为截至该时点的已知情况。")
  static let refused = Words(
    "Events could not be folded; they are listed in the last section.", "有事件无法计入，见末节。")
  static let check = Words(
    "Every figure can be made again from the log up to this position; its root proves that it is "
      + "the same log.",
    "任何数字均可由截至该位置的台账重新得出；台账根可证明其为同一台账。")

  static let signatures = [
    Words("Prepared by", "编制"), Words("Checked by", "审核"), Words("Approved by", "签发"),
  ]
  static let date = Words("Date", "日期")

  static let received = Words("Received", "收件")
  static let closed = Words("Closed", "结案")
  static let openAtEnd = Words("Open at end", "期末在办")
  static let onTime = Words("On-time disposal", "按期处置率")
  static let returned = Words("Returned", "退件")
  static let escalated = Words("Escalated", "升级上报")
  static let satisfied = Words("Satisfied", "满意率")
  static let overdue = Words("Clocks overdue", "已超期时限")
}

/// The first sheet: what the report is about, for what moment, of which log; the figures at a
/// glance.
struct Cover {
  private let page: Page
  private var facts: ReportFacts { page.facts }

  init(_ page: Page) { self.page = page }

  func markup() throws(ReportError) -> Markup {
    let tiles = try tiles()
    let isOpen = facts.zone.date(of: facts.moment.known) < facts.period.days.upperBound
    let isRefused = facts.views.contains { !$0.quarantine.isEmpty }
    return element("header", .class("cover")) {
      element("p", .class("kicker")) { page.say(PageWords.title) }
      element("h1") {
        if let place = facts.town ?? facts.places.county {
          Markup.data(page.label(place))
          Markup.text(" ")
        }
        element("span", .class("period")) {
          page.say(ReportText.name(of: facts.period)).capitalisedFirst
        }
      }
      if isOpen { element("p", .class("warning")) { page.say(CoverWords.open) } }
      if isRefused { element("p", .class("warning")) { page.say(CoverWords.refused) } }
      element("div", .class("tiles")) { tiles }
      element("dl") { lines }
      page.note(CoverWords.check)
      contents
      signatures
    }
  }

  // MARK: Facts

  private var lines: [Markup] {
    let moment = facts.moment
    var lines = [
      line(
        CoverWords.period,
        [
          .code(ReportText.span(facts.period, in: facts.zone)),
          .text(page.say(CoverWords.halfOpen)),
        ]),
      line(CoverWords.place, place),
      line(CoverWords.known, known),
    ]
    if let happened = moment.happenedBy {
      lines.append(
        line(CoverWords.happened, [.code(ReportText.moment(happened, in: facts.zone))]))
    }
    return lines + [
      line(CoverWords.clock, [.code(ReportText.moment(moment.clock, in: facts.zone))]),
      line(CoverWords.log, [.code(facts.identity.id.description)]),
      line(CoverWords.root, [.code(facts.head.root.description)]),
    ]
  }

  /// The last event known, and the moment that was asked for where that is another.
  private var known: [Markup] {
    let moment = facts.moment
    var parts: [Markup] = [.code(moment.position.description)]
    if let recorded = facts.recorded {
      parts += [
        .text(page.say(CoverWords.recorded)),
        .code(ReportText.moment(recorded, in: facts.zone)),
      ]
    }
    if facts.recorded != moment.known {
      parts += [
        .text(page.say(CoverWords.asked)),
        .code(ReportText.moment(moment.known, in: facts.zone)),
      ]
    }
    return parts
  }

  private var place: [Markup] {
    guard let town = facts.town else { return [.text(page.say(CoverWords.wholeCounty))] }
    return [.data(page.label(town)), .code(town.key)]
  }

  private func line(_ name: Words, _ parts: [Markup]) -> Markup {
    element("div") {
      element("dt") { page.say(name) }
      element("dd") { parts }
    }
  }

  private var contents: Markup {
    element("nav") {
      element("h3") { page.say(CoverWords.contents) }
      element("ol") {
        Page.sections.map { section in
          element("li") {
            element("a", Attribute("href", "#\(section.id)")) { page.say(section.title) }
          }
        }
      }
    }
  }

  private var signatures: Markup {
    element("div", .class("signatures")) {
      CoverWords.signatures.map { name in
        element("div") {
          element("p") { page.say(name) }
          element("p", .class("date")) { page.say(CoverWords.date) }
        }
      }
    }
  }

  // MARK: Figures

  private func tiles() throws(ReportError) -> [Markup] {
    let work = try WorkloadSection.rows(facts)
    let rates = try DeadlinesSection.rates(facts).filter {
      $0.text("indicator") == Indicator.onTimeDisposal.rawValue
    }
    let clocks = try DeadlinesSection.clocks(facts)
    let returns = try ReturnsSection.rows(facts)
    let ways = try EscalationsSection.escalations(facts)
    let satisfaction = try SatisfactionSection.rows(facts)
    return [
      tile(CoverWords.received, .count(work.sum("received"))),
      tile(CoverWords.closed, .count(work.sum("closed"))),
      tile(CoverWords.openAtEnd, .count(work.sum("openAtEnd"))),
      tile(CoverWords.overdue, .count(clocks.count { $0.flag("overdue") })),
      tile(
        CoverWords.onTime,
        page.share(rates.sum("numerator"), of: rates.sum("denominator"))),
      tile(
        CoverWords.satisfied,
        page.share(satisfaction.sum("satisfied"), of: satisfaction.sum("reached"))),
      tile(CoverWords.returned, .count(returns.sum("returned"))),
      tile(CoverWords.escalated, .count(ways.count)),
    ]
  }

  private func tile(_ name: Words, _ cell: Cell) -> Markup {
    element("div", .class("tile")) {
      element("p", .class("figure")) { cell.content }
      element("p", .class("name")) { page.say(name) }
    }
  }
}
