// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import GridGovernance
import Reports
import Testing

/// Names that want to be more than names.
struct HostileCounty {
  static let script = "<script>alert(1)</script>"
  static let attribute = #""><img src=x onerror='alert(2)'>&amp;]]>"#
  static let turned = "甲\u{202E}乙\u{200B}丙\u{7}"

  let directory = TemporaryDirectory("hostile")
  let log: EventLog

  init() throws {
    log = try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source,
      now: "2021-01-01T00:00:00Z")
    let day: CivilDate = "2021-01-01"
    try add(
      DivisionRegistered(
        division: "division/c", name: Self.script, kind: .county, effectiveFrom: day))
    for (code, name) in [("division/t", Self.attribute), ("division/u", Self.turned)] {
      let town = try #require(ObjectName(code))
      try add(
        DivisionRegistered(
          division: town, name: name, kind: .town, parent: "division/c", effectiveFrom: day))
      try add(
        BodyRegistered(
          body: ObjectName(.body, "\(town.key)<b>"), name: name, kind: .centre, level: .town,
          division: town, subordination: .county, effectiveFrom: day))
      try add(
        IncidentReported(
          ticket: ObjectName(.ticket, "\(town.key)<i>"), origin: "<u>", channel: "\"'",
          category: "category/E01", division: town, text: "…", reporter: "person/r"),
        by: ObjectName(.body, "\(town.key)<b>"))
    }
    try add(
      RuleSetPublished(
        rule: "rule/a", kind: .indicator,
        content: RuleContent(
          indicator: IndicatorRule(
            code: "A", terms: [IndicatorTerm(indicator: "onTimeDisposal", weight: "100")])),
        effectiveFrom: day, source: Self.script))
  }

  private func add(_ event: some Event, by body: ObjectName? = nil) throws {
    try log.append(
      try NewEvent(
        event, occurred: "2021-02-01T09:00:00+08:00", actor: Actor(body: body)))
  }

  func page(_ language: ReportLanguage) throws -> String {
    let period = try #require(AssessmentPeriod("2021-Q1"))
    return try Report(of: log, period: period).html(in: language)
  }
}

@Suite struct HostileTests {
  @Test(arguments: ReportLanguage.allCases)
  func `a name arrives as text, whatever it contains`(language: ReportLanguage) throws {
    let page = try HostileCounty().page(language)
    let tree = PageTree(page)
    #expect(tree.fault == nil)
    #expect(tree.root.all("script").isEmpty)
    #expect(tree.root.all("img").isEmpty)
    #expect(!page.contains("<script"))
    #expect(!page.contains("<img"))
    let texts = tree.root.all("bdi").map(\.content)
    #expect(texts.contains(HostileCounty.script), "as it is written, for the reader")
    #expect(texts.contains(HostileCounty.attribute))
    #expect(tree.root.all("title").first?.content.hasPrefix(HostileCounty.script) == true)
  }

  @Test func `what hides or turns the text around it is shown`() throws {
    let page = try HostileCounty().page(.zh)
    for scalar in ["\u{202E}", "\u{200B}", "\u{7}"] as [Unicode.Scalar] {
      #expect(!page.unicodeScalars.contains(scalar))
    }
    #expect(page.contains(#"甲\u{202E}乙\u{200B}丙\u{7}"#))
  }

  @Test func `sealed text is on no page`() throws {
    let directory = TemporaryDirectory("sealed")
    let log = try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source,
      now: "2021-01-01T00:00:00Z")
    try log.append(
      try NewEvent(
        IncidentReported(
          ticket: "ticket/1", origin: "hotline", channel: "phone", category: "category/E01",
          division: "division/t", text: "her cellar is under water", reporter: "person/r"),
        occurred: "2021-02-01T09:00:00+08:00"))
    let period = try #require(AssessmentPeriod("2021-Q1"))
    for language in ReportLanguage.allCases {
      let page = try Report(of: log, period: period).html(in: language)
      #expect(!page.contains("cellar"))
      #expect(!page.contains("person/r"))
    }
  }
}
