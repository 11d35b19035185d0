// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Reports
import Testing

/// A result that is published, corrected and published again.
@Suite struct EditionTests {
  private static let scheme: ObjectName = "scheme/s"
  private static let body: ObjectName = "body/x"
  private static let town: ObjectName = "division/t"
  private static let quarter = "2021-Q3"

  private let directory = TemporaryDirectory("editions")
  private let log: EventLog

  init() throws {
    log = try EventLog.create(
      at: directory.path(of: "log"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source,
      now: "2020-12-01T00:00:00Z")
    let day: CivilDate = "2021-01-01"
    let policies = AssessmentPolicies(
      sharePolicy: .equal, missingScore: .renormalise, missingDepartment: .block,
      emptyComponent: .none, midPeriod: .segmentByDays, places: 2,
      gradeLines: [GradeLine(grade: "良", from: "80"), GradeLine(grade: "中", from: "0")])
    try add(
      DivisionRegistered(division: Self.town, name: "甲镇", kind: .town, effectiveFrom: day))
    try add(
      BodyRegistered(
        body: Self.body, name: "甲分局", kind: .stationedBody, level: .town, division: Self.town,
        subordination: .county, effectiveFrom: day))
    try add(
      StationedBodyAssigned(
        body: Self.body, department: "body/d", town: [Self.town], place: .ownSite,
        effectiveFrom: day))
    try add(
      AssessmentSchemeAdopted(
        scheme: Self.scheme, subjectKind: .body, periodKind: .quarter,
        parts: [SchemePart(part: "duties", share: "1")], handlingCountsFor: .none,
        policies: policies, document: ["document/1"], effectiveFrom: day))
    try add(
      AssessmentWeightSet(
        scheme: Self.scheme, weight: "1/2", handlingWeight: "0", document: "document/1",
        effectiveFrom: day))
  }

  @discardableResult
  private func add(_ event: some Event, _ time: Instant = "2021-03-01T09:00:00+08:00") throws
    -> StoredEvent
  {
    let made = try NewEvent(event, occurred: time, actor: Actor(body: "body/c"))
    let position = try #require(try log.append(made).positions.first)
    return try #require(try log.event(at: position))
  }

  private func score(_ value: ExactDecimal, by town: ObjectName?) throws -> StoredEvent {
    try add(
      ScoreSubmitted(
        scheme: Self.scheme, subject: Self.body, period: Self.quarter,
        part: town == nil ? "duties" : "evaluation", assessor: town == nil ? "body/d" : "body/t",
        town: town, value: value), "2021-10-10T09:00:00+08:00")
  }

  private func publish(
    _ value: ExactDecimal, _ status: AssessmentPublished.Status, restating: EventID? = nil
  ) throws -> StoredEvent {
    try add(
      AssessmentPublished(
        scheme: Self.scheme, subject: Self.body, period: Self.quarter, status: status,
        value: value, grade: "良", inputsUpTo: try log.head, restates: restating),
      "2021-10-20T09:00:00+08:00")
  }

  private func editions() throws -> [[String]] {
    let period = try #require(AssessmentPeriod(Self.quarter))
    let page = try Report(of: log, period: period).html(in: .en)
    let section = try #require(PageTree(page).root.first(id: "assessment"))
    let table = try #require(section.all("table").first { $0.content.contains("Knew up to") })
    return table.all("tr").dropFirst().map { $0.all("td").map(\.content) }
  }

  @Test func `the last publication stands beside the report, and what came between has its place`()
    throws
  {
    let given = try score("90", by: Self.town)
    _ = try score("80", by: nil)
    let first = try publish("85.00", .proposed)
    let wrong = FactCorrected(
      target: given.content.id, field: "value", new: .decimal("94"), ground: "typingError")
    let repair = try NewEvent.repairing(given, with: wrong, occurred: "2021-11-01T09:00:00+08:00")
    let corrected = try #require(try log.append(repair).positions.first)

    let before = try editions()
    #expect(before.count == 2, "the publication and this report")
    #expect(before[0][2] == first.position.description)
    #expect(before[0][3] == "85.00")
    #expect(before[1][1] == "this report")
    #expect(before[1][3] == "87.00")
    #expect(before[1][7] == "+2")
    #expect(before[1][8] == corrected.description, "the correction, and nothing else")

    let second = try publish("87.00", .final, restating: first.content.id)
    let after = try editions()
    #expect(after.count == 3)
    #expect(after[1][2] == second.position.description)
    #expect(after[1][6] == first.position.description, "what it restates")
    #expect(after[1][7] == "+2")
    #expect(after[1][8] == corrected.description)
    #expect(after[2][7] == "0")
    #expect(after[2][8] == "none")
  }

  @Test func `an annulled score is told by its annulment, although it counts no more`() throws {
    let given = try score("90", by: Self.town)
    _ = try score("80", by: nil)
    _ = try publish("85.00", .final)
    let repair = try NewEvent.repairing(
      given,
      with: EventAnnulled(target: given.content.id, ground: "wrong", document: "document/1"),
      occurred: "2021-11-01T09:00:00+08:00")
    let annulled = try #require(try log.append(repair).positions.first)
    let rows = try editions()
    #expect(rows[1][3] == "–", "no result without the town")
    #expect(rows[1][8] == annulled.description)
  }

  @Test func `a formula stands as it was published, with its rule set and event`() throws {
    let rule = IndicatorRule(
      code: "A",
      terms: [
        IndicatorTerm(indicator: "onTimeDisposal", weight: "60"),
        IndicatorTerm(indicator: "rework", weight: "40", inverted: true),
      ])
    let live = try add(
      RuleSetPublished(
        rule: "rule/a", kind: .indicator, content: RuleContent(indicator: rule),
        effectiveFrom: "2021-01-01"))
    try add(
      RuleSetPublished(
        rule: "rule/a", kind: .indicator,
        content: RuleContent(
          indicator: IndicatorRule(
            code: "A", terms: [IndicatorTerm(indicator: "closing", weight: "100")])),
        effectiveFrom: "2021-10-01"))
    let period = try #require(AssessmentPeriod(Self.quarter))
    let page = try Report(of: log, period: period).html(in: .zh)
    let section = try #require(PageTree(page).root.first(id: "assessment"))
    let row = try #require(
      section.all("tr").first { $0.content.contains("按期处置率") })
    let cells = row.all("td").map(\.content)
    #expect(cells[1].split(separator: "\n").joined() == "60 · 按期处置率 + 40 · (1 − 返工率)")
    #expect(cells[2] == "a")
    #expect(cells[4] == live.position.description)
    #expect(!section.content.contains("100 · 结案率"), "from October on")
  }
}
