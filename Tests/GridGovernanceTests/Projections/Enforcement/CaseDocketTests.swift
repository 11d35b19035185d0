// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Each case: its step, its clocks, is its record complete (P17)?
struct CaseDocketTests {
  private func row(
    _ history: HistoryBuilder, on day: CivilDate = "2021-09-01", asOf: AsOf = .head
  ) throws -> CaseDocketRow {
    let view = try ReplayEngine(history).replay(
      CaseDocket.self, asOf: asOf, clock: noon(day))
    let key = try #require(view.object(CaseContext.name))
    let row = try #require(view.projection.cases[key])
    return view.projection.present(row, of: key, at: noon(day))
  }

  private func county(_ story: CaseStory) -> HistoryBuilder {
    var history = HistoryBuilder.enforcing()
    history.add(story)
    return history
  }

  @Test func `a case on its way shows step, organ, town and what falls due next`() throws {
    let history = county(try CaseStory.inStatus(.noticed))
    let view = try ReplayEngine(history).replay(CaseDocket.self, clock: noon("2021-08-10"))
    let row = try view.row(matching: "1")
    #expect(
      lines(
        [row], "state", "town", "agency", "actingBody", "power", "nextStep", "nextDue", "left",
        "leftUnit", "officersValid", "outcomes") == """
          1: state noticed, town division/t, agency body/t-government, \
          actingBody body/t-bureau, power power/cf-031, nextStep decide, \
          nextDue 2021-10-31T15:59:59.999999Z, left 82, leftUnit day, officersValid true, \
          outcomes []
          """)
  }

  @Test func `days left fall with the clock alone, and what was late stays late`() throws {
    let history = county(try CaseStory.filed())
    #expect(try row(history, on: "2021-10-31").left == 0)
    #expect(try row(history, on: "2021-10-31").late == [])
    #expect(try row(history, on: "2021-11-02").left == -2)
    #expect(try row(history, on: "2021-11-02").late == [.decide])
    let decided = county(
      try CaseStory.inStatus(.noticed).then(.decide(.fine()), on: "2021-11-20"))
    #expect(try row(decided, on: "2022-03-01").late.contains(.decide))
  }

  @Test func `left counts working days where the limit does, by the calendar`() throws {
    // Friday the 17th; Saturday the 18th is worked, 19th to 21st are off.
    let story = try CaseStory.filed().then(
      .collect(
        Evidence(
          .preservedByRegistration, officers: Town.two, measure: "measure/1",
          evidence: CaseStory.paper)), on: "2021-09-16")
    let preserved = try row(county(story), on: "2021-09-17").deadlines
      .first { $0.step == .settlePreserved }
    #expect(preserved?.unit == .workingDay)
    #expect(preserved?.left == 6)
    let late = try row(county(story), on: "2021-10-08")
    #expect(late.measureOverdue == true)
    #expect(late.measures.map(\.name) == ["measure/1"])
  }

  @Test func `a certificate that is revoked later, from before the act on, flags the act`() throws {
    var history = county(try CaseStory.inStatus(.investigating))
    #expect(try row(history).officersValid == true)
    history.add(
      CertificateInvalidated(
        certificate: "certificate/1", person: "person/o1", ground: .revoked,
        effectiveFrom: "2021-08-03"))
    let faults = try row(history).officerFaults
    #expect(faults.map(\.act) == ["EvidenceCollected"], "the filing was a day before")
    #expect(faults.map(\.rule) == ["I-10"])
    let revoked = try #require(history.events.last)
    history.annul(revoked)
    #expect(try row(history).officersValid == true)
  }

  @Test func `one officer alone is shown, and so is one whom nobody assigned`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(try CaseStory.filed().then(.assign(Town.two, from: "2021-08-02")))
    let evidence = { (officers: [Int]) in
      EvidenceCollected(
        case: CaseContext.name, kind: .scene,
        officer: officers.map { ObjectName(.person, "o\($0)") },
        certificate: officers.map { ObjectName(.certificate, "\($0)") },
        evidence: CaseStory.paper, reviewed: true)
    }
    history.add(evidence([1]), at: noon("2021-08-05"), by: Town.bureau)
    history.add(evidence([1, 3]), at: noon("2021-08-06"), by: Town.bureau)
    history.add(evidence([1, 2]), at: noon("2021-08-07"), by: Town.bureau)
    #expect(try row(history).officerFaults.map(\.rule) == ["I-30", "I-30"])
    #expect(try row(history).officerFaults.map(\.day) == ["2021-08-05", "2021-08-06"])
  }

  @Test func `I-11 a step that left no record is a gap`() throws {
    var history = county(try CaseStory.inStatus(.reviewed))
    history.add(
      PenaltyDecided(
        case: CaseContext.name, outcome: .penalised, kinds: ["fine"], collective: false,
        officer: Town.two.map(\.person), certificate: Town.two.map(\.certificate),
        record: Bytes([])), at: noon("2021-08-08"), by: Town.bureau)
    #expect(try row(history).gaps == [.decision])
    #expect(try row(history).state == .decided)
  }

  @Test func `I-19 a case left open by a withdrawal says so, whenever that became known`() throws {
    var history = county(try CaseStory.inStatus(.noticed))
    #expect(try row(history).powerEnds == nil)
    history.add(Town.withdrawn(Town.power, .transfer, from: "2021-08-20"))
    #expect(try row(history).powerEnds == "2021-08-20")
    #expect(try row(history).pending == .transfer)
    history.add(
      CaseTransferred(
        case: CaseContext.name, agency: Town.department, ground: .powerWithdrawn,
        document: "document/9"), at: noon("2021-08-21"), by: Town.government)
    #expect(try row(history).powerEnds == "2021-08-20", "it is open still, elsewhere")
    history.add(
      CaseTransferred(
        case: CaseContext.name, outsideName: "公安局", ground: .criminal, document: "document/9"),
      at: noon("2021-08-22"), by: Town.department)
    #expect(try row(history).powerEnds == nil)
    #expect(try row(history).state == .transferred)
  }

  @Test func `a remedy that ends a decision leaves both outcomes in the row`() throws {
    let story = try CaseStory.inStatus(.served)
      .then(.recordRemedy(.review, .filed), on: "2021-08-20")
      .then(.recordRemedy(.review, .decided, result: .revoked, redo: true), on: "2021-09-20")
      .then(CaseStory.serve(.priorNotice)).then(.decide(.none))
    let row = try row(county(story), on: "2021-10-01")
    #expect(row.outcomes == [.penalised, .noPenalty])
    #expect(row.round == 2 && row.annulled && !row.underRemedy)
  }

  @Test func `requests, time granted and pauses stand in the row`() throws {
    let story = try CaseStory.filed()
      .then(.suspend(ground: "testing"), on: "2021-08-12", by: Town.government)
      .then(.resume, on: "2021-08-22", by: Town.government)
      .then(
        .requestExtension(as: "request/1", units: 30, unit: .day, ground: "complex"),
        on: "2021-10-01")
    #expect(try row(county(story)).openRequests == ["request/1"])
    #expect(try row(county(story)).suspensions == 1)
    let granted = try story.then(
      .grant(.extension(units: 30), Ruling(on: "request/1")), on: "2021-10-08",
      by: Town.government)
    let after = try row(county(granted))
    #expect(after.extensions.map(\.units) == [30] && after.openRequests == [])
    #expect(after.nextDue == BusinessZone.shanghai.end(of: "2021-12-10"))
  }

  @Test func `a refused act is counted with its rule, and never moves the case`() throws {
    var history = county(try CaseStory.filed())
    history.add(
      CommandRefused(
        command: "collect", rule: "I-36", source: "art. 17", commandID: EventID(high: 1, low: 1),
        proposer: Town.bureau, town: [SmallCounty.town], subject: CaseContext.name),
      at: noon("2021-08-04"))
    let row = try row(history)
    #expect(row.refusedActs.map(\.rule) == ["I-36"])
    #expect(row.state == .investigating)
  }

  @Test func `corrected and annulled acts change the case from then on, not what was known`()
    throws
  {
    var history = HistoryBuilder.enforcing()
    let stored = history.add(try CaseStory.inStatus(.served))
    let known = Position(UInt64(history.events.count))
    history.correct(stored[0], "actEnded", .date("2018-01-01"))
    history.annul(try #require(stored.last))
    #expect(try row(history).state == .decided)
    #expect(try row(history).timeBarred == true)
    #expect(try row(history, asOf: .position(known)).state == .served)
    #expect(try row(history, asOf: .position(known)).timeBarred == false)
  }

  @Test func `a clue ends in a case or is closed, and is open till then`() throws {
    var history = HistoryBuilder.enforcing()
    for number in 1...3 {
      history.add(
        InspectionRecorded(
          inspection: ObjectName(.inspection, "\(number)"), division: SmallCounty.village,
          power: [Town.power], officer: Town.two.map(\.person),
          certificate: Town.two.map(\.certificate), result: .clue, record: CaseStory.paper),
        at: noon("2021-08-01"), by: Town.bureau)
    }
    let fact = try #require(CaseStory.filed().facts.first)
    var filing = try #require(fact.event.event as? CaseFiled)
    filing.inspection = "inspection/1"
    let filed = history.add(filing, at: fact.occurred, by: Town.bureau)
    history.add(
      ClueClosed(inspection: "inspection/2", ground: .minor), at: noon("2021-08-03"),
      by: Town.bureau)
    let clues = { (history: HistoryBuilder) throws in
      try ReplayEngine(history).replay(CaseDocket.self).rows(of: "clues")
    }
    #expect(
      lines(try clues(history), "town", "cases", "ground", "open", "officersValid") == """
        1: town division/t, cases [case/1], ground –, open false, officersValid true
        2: town division/t, cases [], ground minor, open false, officersValid true
        3: town division/t, cases [], ground –, open true, officersValid true
        """)
    history.correct(filed, "inspection", .object("inspection/3"))
    #expect(
      lines(try clues(history), "cases", "open") == """
        1: cases [], open true
        2: cases [], open false
        3: cases [case/1], open false
        """)
  }

  @Test func `no column of a docket tells an amount of money`() {
    // Penalty Law art. 74: what is shown here may be assessed one day.
    let columns = Mirror(reflecting: CaseDocketRow()).children.compactMap(\.label)
    #expect(!columns.contains { $0.lowercased().contains("amount") })
    #expect(!columns.contains { $0.lowercased().contains("fee") })
    #expect(Assessment.types.map { $0.contains(.penaltyDecided) } == false)
  }

  @Test func `an empty log gives an empty docket`() throws {
    let view = try ReplayEngine(HistoryBuilder()).replay(CaseDocket.self)
    #expect(view.rows.isEmpty)
  }
}
