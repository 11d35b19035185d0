// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

private enum EditionWords {
  static let title = Words("Publications, and corrections since", "发布版次与此后的更正")
  static let intro = Words(
    "Each publication with the facts that it knew, and what moved the result since the one before: "
      + "late facts, corrections and annulments, by their positions in the log. The last line of a "
      + "result is this report.",
    "列出每次发布及其所知事实截止处，以及与上一版相比引起变化的迟到事实、更正与撤销（以日志位置表示）。"
      + "每个结果的末行为本报告。")
  static let none = Words(
    "No result of this period has been published.", "本期结果尚未发布。")
  static let edition = Words("Edition", "版次")
  static let now = Words("this report", "本报告")
  static let knew = Words("Knew up to", "事实截至")
  static let restates = Words("Restates", "更正对象")
  static let difference = Words("To the one before", "与上一版之差")
  static let events = Words("What came between", "其间事件")
  static let event = Words("Event", "事件")
  static let unchanged = Words("none", "无")
  static let unpublished = Words("Results not published so far:", "尚未发布的结果数：")
}

/// What was published, what restated it, and what has come since.
struct AssessmentEditions {
  /// More positions than these are counted, not listed.
  private static let listed = 12

  private let page: Page

  init(_ page: Page) { self.page = page }

  func content() -> [Markup] {
    let results = page.facts.assessment.results
    guard !results.isEmpty else { return [] }
    let published = results.filter { !$0.publications.isEmpty }
    guard !published.isEmpty else {
      return [page.heading(EditionWords.title), page.paragraph(EditionWords.none)]
    }
    var parts = [
      page.heading(EditionWords.title), page.paragraph(EditionWords.intro), table(published).markup,
      page.note(PageWords.dash),
    ]
    if published.count < results.count {
      parts.append(
        element("p", .class("note")) {
          page.say(EditionWords.unpublished) + " "
            + ReportText.grouped(results.count - published.count)
        })
    }
    return parts
  }

  private func table(_ results: [AssessmentFacts.Result]) -> ReportTable {
    var table = ReportTable([
      .text(page.column("subject", of: Assessment.self)), .text(page.say(EditionWords.edition)),
      .text(page.say(EditionWords.event)), page.number("rounded", of: Assessment.self),
      .text(page.column("grade", of: Assessment.self)), .text(page.say(EditionWords.knew)),
      .text(page.say(EditionWords.restates)), .number(page.say(EditionWords.difference)),
      .text(page.say(EditionWords.events)),
    ])
    for result in results {
      var before: ExactDecimal?
      for (index, publication) in result.publications.enumerated() {
        let edition = publication.edition
        table.rows.append([
          index == 0 ? page.object(result.subject) : .words(""),
          .words("\(index + 1) \(page.say(edition.status.words))"),
          position(publication.position), .figure(page.published(edition.value, result)),
          edition.grade.map { .data($0) } ?? .noData, position(edition.inputsUpTo),
          position(publication.restates),
          index == 0 ? .noData : difference(before, edition.value),
          index == 0 ? .noData : events(publication.changes),
        ])
        before = edition.value
      }
      table.rows.append([
        .words(""), .words(page.say(EditionWords.now)), .noData,
        .figure(page.published(result.row.rounded, result)),
        result.row.grade.map { .data($0) } ?? .noData, position(page.facts.moment.position),
        .noData, difference(before, result.row.rounded), events(result.changes),
      ])
    }
    return table
  }

  private func position(_ position: Position?) -> Cell {
    position.map { .positions([$0], more: 0) } ?? .noData
  }

  private func difference(_ old: ExactDecimal?, _ new: ExactDecimal?) -> Cell {
    guard let old, let new else { return .noData }
    let difference = new.rational - old.rational
    if difference.isZero { return .figure("0") }
    let text = ReportText.exact(difference < .zero ? .zero - difference : difference)
    return .figure((difference < .zero ? "−" : "+") + text)
  }

  private func events(_ positions: [Position]) -> Cell {
    guard !positions.isEmpty else { return .words(page.say(EditionWords.unchanged)) }
    return .positions(
      Array(positions.prefix(Self.listed)), more: max(0, positions.count - Self.listed))
  }
}

/// The assessment: results, method, publications.
struct AssessmentSection: ReportSection {
  static let id = "assessment"
  static let title = Words("Assessment of stationed bodies", "派驻机构考核")

  private let page: Page

  init(_ page: Page) { self.page = page }

  func content() throws(ReportError) -> [Markup] {
    AssessmentResults(page).content() + AssessmentEditions(page).content()
      + AssessmentMethod(page).content()
  }
}
