// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// What falls due beside the work on tickets: answers to supervision, support, cases, applications.
struct DeadlineBoardFilesTests {
  private func rows(
    _ history: HistoryBuilder, _ table: String = "deadlines", at clock: Instant
  ) throws -> [ViewRow] {
    try ReplayEngine(history).replay(DeadlineBoard.self, clock: clock).rows(of: table)
  }

  /// Those of one clock, whatever else of the ticket runs.
  private func calls(
    _ history: HistoryBuilder, _ clock: ClockStage, at moment: Instant
  ) throws -> String {
    let rows = try rows(history, at: moment).filter {
      $0.clock == .text(clock.rawValue)
    }
    return lines(rows, "unit", "overdue")
  }

  private func handled() -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-02 09:00")
    history.dispatch("ticket/1", "08-02 10:00", to: Body.office)
    return history
  }

  @Test func `a supervision waits for its answer until it is answered, lifted or the ticket ends`()
    throws
  {
    var history = handled()
    history.add(
      SupervisionIssued(
        supervision: "supervision/1", ticket: "ticket/1", handler: Body.office, grade: .yellow,
        replyBy: time("08-04 09:00")), at: time("08-03 09:00"), by: Body.county)
    let open = "1:supervisionReply:0: unit body/t-office, overdue"
    #expect(try calls(history, .supervisionReply, at: time("08-03 12:00")) == "\(open) false")
    #expect(try calls(history, .supervisionReply, at: time("08-04 10:00")) == "\(open) true")
    var lifted = history
    lifted.add(
      SupervisionLifted(supervision: "supervision/1", ticket: "ticket/1", ground: "g"),
      at: time("08-04 11:00"), by: Body.county)
    #expect(try calls(lifted, .supervisionReply, at: time("08-05 09:00")) == "")
    lifted.annul(try #require(lifted.events.last))
    #expect(try calls(lifted, .supervisionReply, at: time("08-05 09:00")) == "\(open) true")
    history.add(
      TicketVoided(ticket: "ticket/1", ground: "g"), at: time("08-04 11:00"), by: Body.town)
    #expect(try calls(history, .supervisionReply, at: time("08-05 09:00")) == "")
  }

  @Test func `whoever reported is called back; a report of nobody's waits for no call`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      RuleSetPublished(
        rule: "rule/limits", kind: .limits,
        content: RuleContent(limits: [LimitRule(stage: .followUp, amount: 3, unit: .workingDay)]),
        effectiveFrom: "2021-08-01"))
    for (ticket, reporter) in [("ticket/1", "person/r"), ("ticket/2", nil)]
      as [(ObjectName, ObjectName?)]
    {
      history.add(
        IncidentReported(
          ticket: ticket, origin: "hotline", channel: "phone", category: "category/E07",
          division: SmallCounty.village, text: "words", reporter: reporter),
        at: time("08-02 09:00"), by: Body.town)
      history.close(ticket, "08-02 10:00", .answered)
    }
    #expect(
      try calls(history, .followUp, at: time("08-03 09:00"))
        == "1:followUp:0: unit –, overdue false")
    history.callBack("ticket/1", "08-03 10:00", solved: true)
    #expect(try calls(history, .followUp, at: time("08-03 11:00")) == "")
  }

  @Test func `every unit called for support has its own clocks, until another call replaces it`()
    throws
  {
    var history = handled()
    func call(_ name: ObjectName, replacing earlier: ObjectName? = nil) -> SupportCalled {
      let party = SupportCalled.Party(
        duty: "help", arriveBy: time("08-02 14:00"), finishBy: time("08-03 18:00"))
      return SupportCalled(
        support: name, ticket: "ticket/1", purpose: .whistle, level: .town,
        supportUnit: [Body.department, Body.otherTown], parties: [party, party],
        lead: Body.town, replaces: earlier)
    }
    history.add(call("support/1"), at: time("08-02 12:00"), by: Body.town, stream: "ticket/1")
    history.add(
      SupportArrived(support: "support/1", ticket: "ticket/1", supportUnit: Body.department),
      at: time("08-02 13:00"), by: Body.department, stream: "ticket/1")
    let moment = time("08-02 15:00")
    #expect(
      try calls(history, .supportArrive, at: moment)
        == "1:supportArrive:2: unit \(Body.otherTown), overdue true")
    #expect(
      try calls(history, .supportFinish, at: moment) == """
        1:supportFinish:1: unit \(Body.department), overdue false
        1:supportFinish:2: unit \(Body.otherTown), overdue false
        """)
    history.add(
      SupportExcused(
        support: "support/1", ticket: "ticket/1", supportUnit: Body.otherTown, ground: "g"),
      at: time("08-02 16:00"), by: Body.town, stream: "ticket/1")
    #expect(try calls(history, .supportArrive, at: moment) == "")
    history.add(
      call("support/2", replacing: "support/1"), at: time("08-02 17:00"), by: Body.town,
      stream: "ticket/1")
    #expect(
      try calls(history, .supportFinish, at: moment) == """
        2:supportFinish:1: unit \(Body.department), overdue false
        2:supportFinish:2: unit \(Body.otherTown), overdue false
        """)
  }

  @Test func `the steps of a case are those that its docket shows as not done`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(try CaseStory.inStatus(.noticed))
    let clock = noon("2021-08-30")
    let steps = try rows(history, "steps", at: clock)
    let docket = try ReplayEngine(history).replay(CaseDocket.self, clock: clock)
    let (key, stored) = try #require(docket.entries(of: \.cases).first)
    let shown = docket.projection.present(stored, of: key, at: clock).deadlines
      .filter { $0.done == nil && !$0.step.isRight }
    #expect(!shown.isEmpty)
    #expect(
      steps.compactMap { $0.clock } == shown.map { .text($0.step.rawValue) })
    #expect(steps.map { $0["due"] } == shown.map { $0.due.map { .instant($0) } })
    #expect(steps.allSatisfy { $0["town"] == .object(SmallCounty.town) })
    history.add(
      CaseTransferred(
        case: CaseContext.name, outsideName: "elsewhere", ground: .competence,
        document: "document/1"), at: noon("2021-08-31"), by: Town.bureau)
    #expect(try rows(history, "files", at: noon("2021-09-01")).isEmpty)
  }

  @Test func `silence accepts an application, and its limits run from then on`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(try ApplicationStory.inStatus(.received))
    let waiting = try rows(history, "steps", at: noon("2021-08-04"))
    #expect(waiting.compactMap { $0.clock } == [.text("accept")])
    let later = noon("2021-09-20")
    #expect(try rows(history, "files", at: later).first?["acceptedBySilence"] != nil)
    let steps = try rows(history, "steps", at: later).compactMap { $0.clock }
    #expect(steps.contains(.text("decide")))
  }
}

extension ViewRow {
  /// The clock that its key names.
  fileprivate var clock: Value? { key.fields.first { $0.name == "clock" }?.value }
}
