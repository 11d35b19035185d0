// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Computed clocks of a case: its ninety days, measures, payment, remedies (domain §3.2).
@Suite struct CaseClockTests {
  private let paper = CaseStory.paper
  private let zone = BusinessZone.shanghai

  private func due(_ story: CaseStory, _ step: ProcedureStep, on day: CivilDate) -> CivilDate? {
    story.report(day).deadlines(step).first?.due.map { zone.date(of: $0.moment) }
  }

  // MARK: Ninety days

  @Test func `ninety natural days run from the filing, and being late refuses nothing`() throws {
    let filed = try CaseStory.filed()
    #expect(due(filed, .decide, on: "2021-08-03") == "2021-10-31")
    #expect(!filed.report("2021-10-31").late.contains { $0.step == .decide })
    #expect(filed.report("2021-11-01").late.map(\.step) == [.decide])
    let late = try CaseStory.inStatus(.noticed).then(.decide(.fine()), on: "2021-11-20")
    #expect(late.report("2021-12-01").late.contains { $0.step == .decide })
  }

  @Test func `time for testing is not counted, and more time is granted by the agency`() throws {
    let story = try CaseStory.filed()
      .then(.suspend(ground: "testing"), on: "2021-08-12", by: Town.government)
    #expect(due(story, .decide, on: "2021-08-20") == nil, "it stands")
    let resumed = try story.then(.resume, on: "2021-08-22", by: Town.government)
    #expect(due(resumed, .decide, on: "2021-08-23") == "2021-11-10")
    let asked = try resumed.then(
      .requestExtension(as: "request/1", units: 60, unit: .day, ground: "complex"),
      on: "2021-10-01")
    let grant = { (units: Int) in
      CaseCommand.grant(.extension(units: units), Ruling(on: "request/1"))
    }
    asked.when(grant(30)).thenRejected { $0.rule == "I-21" }
    asked.when(grant(61), by: Town.government).thenRejected { $0.source == "art. 60" }
    asked.when(grant(30), on: "2021-11-11", by: Town.government)
      .thenRejected { $0.rule == "K9" }
    let granted = try asked.then(grant(30), on: "2021-10-08", by: Town.government)
    #expect(due(granted, .decide, on: "2021-10-09") == "2021-12-10")
    story.when(.suspend(ground: "again"), by: Town.government).thenRejected()
    resumed.when(.resume, by: Town.government).thenRejected()
  }

  // MARK: Measures

  @Test func `what is preserved is settled in seven working days, late or not`() throws {
    // Friday 2021-08-06 to Tuesday the 17th.
    let story = try CaseStory.filed().then(
      .collect(
        Evidence(
          .preservedByRegistration, officers: Town.two, measure: "measure/1", evidence: paper)),
      on: "2021-08-06")
    #expect(due(story, .settlePreserved, on: "2021-08-07") == "2021-08-17")
    let settle = CaseCommand.settle(measure: "measure/1", how: .returned)
    let late = try story.then(settle, on: "2021-08-18").report("2021-09-01")
    #expect(late.late.map(\.subject) == ["measure/1"])
    let onTime = try story.then(settle, on: "2021-08-17")
    #expect(onTime.report("2021-09-01").late == [])
    onTime.when(settle).thenRejected { $0.rule == "§3.2 investigating+MeasureSettled" }
  }

  @Test func `a seal holds thirty days, and thirty more once, approved and in writing`() throws {
    let seal = { (until: CivilDate?, approver: ObjectName?) in
      CaseCommand.collect(
        Evidence(
          .seal, officers: Town.two, measure: "measure/1", evidence: CaseStory.paper,
          approvedBy: approver, until: until))
    }
    let filed = try CaseStory.filed()
    filed.when(seal("2021-09-02", nil)).thenRejected { $0.source.contains("art. 18") }
    filed.when(seal(nil, "person/head")).thenRejected { $0.source == "Coercion art. 25" }
    filed.when(seal("2021-09-03", "person/head"))
      .thenRejected { $0.message.english.contains("2021-09-02") }
    let sealed = try filed.then(seal("2021-09-02", "person/head"))
    let extend = { (until: CivilDate, document: ObjectName?) in
      CaseCommand.settle(
        measure: "measure/1", how: .extended, until: until, document: document)
    }
    sealed.when(extend("2021-10-02", nil)).thenRejected { $0.source.contains("art. 25") }
    sealed.when(extend("2021-10-03", "document/5"))
      .thenRejected { $0.message.english.contains("2021-10-02") }
    let extended = try sealed.then(extend("2021-10-02", "document/5"), on: "2021-09-01")
    extended.when(extend("2021-10-02", "document/6")).thenRejected()
    #expect(!extended.report("2021-10-02").late.contains { $0.step == .measure })
    #expect(extended.report("2021-10-04").late.contains { $0.step == .measure })
    // Ten days of testing are not the party's.
    let tested = try sealed.then(.suspend(ground: "testing"), on: "2021-08-10", by: Town.government)
      .then(.resume, on: "2021-08-20", by: Town.government)
    #expect(due(tested, .measure, on: "2021-08-21") == "2021-09-12")
  }

  // MARK: Service, payment, court

  @Test func `a decision is served and paid in time, deferral moves payment`() throws {
    let decided = try CaseStory.inStatus(.decided)
    #expect(due(decided, .serveDecision, on: "2021-08-07") == "2021-08-17")
    let served = try decided.then(CaseStory.serve(.decision), on: "2021-08-09")
    #expect(due(served, .pay, on: "2021-08-10") == "2021-08-24")
    let deferred = try served.then(
      .carryOut(.paid, done: false, deferredTo: "2021-12-31", record: paper))
    #expect(due(deferred, .pay, on: "2021-08-11") == "2021-12-31")
    #expect(deferred.state.status == .served)
  }

  @Test
  func `a late payer owes a share a day, never above the fine, not while a remedy is pending`()
    throws
  {
    // Served on 2021-08-07, due on the 22nd; the fine is 500 yuan, 15 a day.
    let served = try CaseStory.inStatus(.served)
    #expect(served.day == "2021-08-07")
    #expect(served.report("2021-08-22").lateFee == nil)
    #expect(served.report("2021-08-25").lateFee == ExactDecimal("45.00"))
    #expect(served.report("2022-08-25").lateFee == ExactDecimal("500.00"))
    let remedied = try served.then(.recordRemedy(.review, .filed), on: "2021-08-25")
      .then(.recordRemedy(.review, .decided, result: .upheld), on: "2021-09-25")
    #expect(remedied.report("2021-09-26").lateFee == ExactDecimal("45.00"))
    let paid = try served.then(.carryOut(.paid, done: true, record: paper), on: "2021-08-24")
    #expect(paid.report("2022-01-01").lateFee == ExactDecimal("30.00"))
  }

  @Test func `a court is asked ten working days after the demand`() throws {
    let court = CaseCommand.carryOut(.court, done: true, record: paper)
    let served = try CaseStory.inStatus(.served)
    served.when(court).thenRejected { $0.message.english.contains("not demanded") }
    let demanded = try served.then(CaseStory.serve(.demand), on: "2021-11-01")
    demanded.when(court, on: "2021-11-15").thenRejected { $0.source.contains("54") }
    demanded.when(court, on: "2021-11-16").thenState { $0.status == .executed }
  }

  // MARK: Remedies

  @Test func `a remedy with redo begins another round, and both outcomes stay`() throws {
    let served = try CaseStory.inStatus(.served)
      .then(.publish("publication/1", what: "decision", place: "web"))
      .then(.recordRemedy(.review, .filed), on: "2021-08-20")
    #expect(served.state.isUnderRemedy)
    let redo = try served.then(
      .recordRemedy(.review, .decided, result: .revoked, redo: true), on: "2021-09-20")
    #expect(redo.state.status == .investigating)
    #expect(redo.state.round == 2)
    #expect(redo.state.isAnnulled && !redo.state.isUnderRemedy)
    #expect(redo.state.decision == nil)
    #expect(due(redo, .decide, on: "2021-09-21") == "2021-12-19")
    redo.when(.decide(.fine())).thenRejected { $0.rule == "I-31" }
    let again = try redo.then(CaseStory.serve(.priorNotice)).then(.decide(.fine(300)))
    #expect(again.state.decisions.map(\.round) == [1, 2])
    served.when(.recordRemedy(.review, .filed)).thenRejected()
    served.when(.recordRemedy(.suit, .decided, result: .upheld)).thenRejected()
    served.when(.recordRemedy(.`self`, .decided, result: .changed))
      .thenState { $0.isAnnulled }
  }

  // MARK: The legal subject

  @Test func `the town government answers for a devolved case, the department for a delegated one`()
    throws
  {
    let devolved = try CaseStory.filed().state
    #expect(devolved.agency == Town.government)
    #expect(devolved.actingBody == Town.bureau)
    let delegated = try CaseStory.filed(.sample(power: Town.delegated)).state
    #expect(delegated.agency == Town.department)
    var filing = CaseFiling.sample()
    filing.agency = Town.bureau
    CaseStory().when(.file(filing), on: "2021-08-02").thenRejected { $0.rule == "I-23" }
  }
}
