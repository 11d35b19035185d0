// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Is a power used, can the town, does it run well: keep it or take it back (P16)?
struct PowerUptakeTests {
  private func row(
    _ history: HistoryBuilder, on day: CivilDate, _ power: ObjectName = Town.power
  ) throws -> PowerUptakeRow {
    let view = try ReplayEngine(history).replay(PowerUptake.self)
    let key = PowerTown(
      power: try #require(view.object(power)), town: try #require(view.object(SmallCounty.town)))
    let row = try #require(view.projection.powers[key])
    return view.projection.present(row, of: key, at: noon(day))
  }

  private func inspection(_ number: Int) -> InspectionRecorded {
    InspectionRecorded(
      inspection: ObjectName(.inspection, "\(number)"), division: SmallCounty.village,
      power: [Town.power], officer: Town.two.map(\.person),
      certificate: Town.two.map(\.certificate), result: .clue, record: CaseStory.paper)
  }

  @Test func `a power that nobody uses is idle from its first day on`() throws {
    let history = HistoryBuilder.enforcing()
    let idle = try row(history, on: "2021-03-02")
    #expect(idle.inForce == true && idle.idleDays == 60 && idle.uses == 0)
    #expect(idle.kind == .penalty && idle.mode == .devolved)
    #expect(try row(history, on: "2020-12-31").inForce == false)
    #expect(try row(history, on: "2020-12-31").idleDays == nil)
  }

  @Test func `clues that the town found and filed itself are told from the others`() throws {
    var history = HistoryBuilder.enforcing()
    for number in 1...2 {
      history.add(inspection(number), at: noon("2021-08-01"), by: Town.bureau)
    }
    let fact = try #require(CaseStory.filed().facts.first)
    var filing = try #require(fact.event.event as? CaseFiled)
    filing.inspection = "inspection/1"
    history.add(filing, at: fact.occurred, by: Town.bureau)
    history.add(
      ClueClosed(inspection: "inspection/2", ground: .minor), at: noon("2021-09-03"),
      by: Town.bureau)
    let used = try row(history, on: "2021-08-12")
    #expect(used.uses == 3 && used.clues == 2 && used.cluesFiled == 1 && used.cases == 1)
    #expect(used.lastUse == "2021-08-02" && used.idleDays == 10)
    let months = try ReplayEngine(history).replay(PowerUptake.self).rows(of: "months")
    #expect(
      lines(months, "uses", "cases", "cluesClosed") == """
        cf-031:t:2021-08: uses 3, cases 1, cluesClosed 0
        cf-031:t:2021-09: uses 0, cases 0, cluesClosed 1
        """)
    let quarter = try ReplayEngine(history).replay(PowerUptake.self)
      .rows(of: "months", in: try #require(AssessmentPeriod("2021-Q3")))
    #expect(
      lines(quarter, "uses", "cases", "cluesClosed")
        == "cf-031:t:2021-Q3: uses 3, cases 1, cluesClosed 1")
  }

  @Test func `decisions that fell, and what went up for want of the power, are counted`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(
      try CaseStory.inStatus(.served)
        .then(.recordRemedy(.review, .filed), on: "2021-08-20")
        .then(.recordRemedy(.review, .decided, result: .revoked), on: "2021-09-15"))
    history.add(
      IncidentReported(
        ticket: "ticket/1", origin: "hotline", channel: "app", category: "category/E01",
        division: SmallCounty.village, text: "words"), at: noon("2021-08-03"))
    history.add(
      TicketEscalated(
        ticket: "ticket/1", fromLevel: .town, toLevel: .county, ground: .noPower,
        power: Town.power), at: noon("2021-08-04"))
    let shown = try row(history, on: "2021-10-01")
    #expect(shown.reversed == 1 && shown.passedUp == 1)
    // An import that does not say who escalated: the place of the report decides.
    history.annul(try #require(history.events.last))
    #expect(try row(history, on: "2021-10-01").passedUp == 0)
  }

  @Test func `training, the last review, and a review that is overdue`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(
      TrainingCompleted(
        person: ["person/o1"], trainer: Town.department, topic: .enforcement,
        form: .legalGuidance, power: [Town.power], town: [SmallCounty.town], hours: "1.5"),
      at: noon("2021-03-01"))
    history.add(
      PowerUptakeReviewed(
        power: Town.power, town: SmallCounty.town, usable: true, capable: false, wellRun: true,
        evidence: PowerUptakeReviewed.Evidence(
          uses: 0, demand: 0, passedUp: 0, satisfaction: 0, cases: 0, reversed: 0, training: 1,
          supportGiven: 0), outcome: .prepare, reviewDue: "2021-09-30"), at: noon("2021-06-30"))
    let shown = try row(history, on: "2021-09-30")
    #expect(shown.trainings == 1 && shown.trainingHours == "1.5")
    #expect(shown.capable == false && shown.outcome == .prepare)
    #expect(shown.reviewOverdue == false)
    #expect(try row(history, on: "2021-10-01").reviewOverdue == true)
    history.add(Town.withdrawn(Town.power, .finish, from: "2021-09-15"))
    let gone = try row(history, on: "2021-10-01")
    #expect(gone.inForce == false && gone.reviewOverdue == false)
    #expect(gone.grants.map(\.pending) == [.finish])
  }
}
