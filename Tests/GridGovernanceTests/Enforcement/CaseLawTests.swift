// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Law with dates: which text a case, a step and a deed go by (domain §3.1, §3.2).
@Suite struct CaseLawTests {
  private let paper = CaseStory.paper

  private func hearing(
    noticed day: CivilDate, asked: CivilDate, held: CivilDate,
    law: ProcedureBook = Law.all
  ) throws -> CaseSpecification.Outcome {
    let change: (inout CaseContext) -> Void = { $0.procedures = law }
    return try CaseStory.filed(
      .sample(actEnded: "2021-06-29", foundOn: "2021-06-30"), on: "2021-07-01", change
    )
    .then(CaseStory.serve(.priorNotice), on: "2021-07-05", change)
    .then(CaseStory.serve(.hearingNotice), on: day, change)
    .when(
      .holdHearing(askedOn: asked, chair: "person/judge", record: paper), on: held, change)
  }

  // MARK: §3.1

  @Test func `filed 2021-07-01, hearing notice served 2021-07-20: 5 working days, not 3`() throws {
    let ask: CivilDate = "2021-07-27"
    try hearing(noticed: "2021-07-20", asked: ask, held: "2021-08-09").thenEvents()
    try hearing(noticed: "2021-07-20", asked: "2021-07-28", held: "2021-08-09")
      .thenRejected { $0.source == "art. 64" && $0.message.english.contains("2021-07-27") }
    try hearing(noticed: "2021-07-12", asked: "2021-07-16", held: "2021-08-09")
      .thenRejected { $0.source == "2017 art. 42" && $0.message.english.contains("2021-07-15") }
  }

  @Test func `a rule set may keep a case to the day of its filing`() throws {
    let law = ProcedureBook([Law.before, Law.after(appliesBy: .filingDate)])
    try hearing(noticed: "2021-07-20", asked: "2021-07-27", held: "2021-08-09", law: law)
      .thenRejected { $0.source == "2017 art. 42" && $0.message.english.contains("2021-07-23") }
    let filed = try CaseStory.filed(
      .sample(actEnded: "2021-06-29", foundOn: "2021-06-30"), on: "2021-07-01"
    ).then(CaseStory.serve(.priorNotice), on: "2021-07-16")
    let byStep = filed.report("2021-07-17").deadlines(.askHearing)
    #expect(byStep.map(\.appliedBy) == [.stepDate])
    let byFiling = filed.report("2021-07-17", procedures: law).deadlines(.askHearing)
    #expect(byFiling.map(\.appliedBy) == [.filingDate])
    #expect(byFiling.map(\.article) == ["2017 art. 42"])
  }

  @Test func `the ninety days reach an open case as its rule set says`() throws {
    let filed = try CaseStory.filed(
      .sample(actEnded: "2021-06-29", foundOn: "2021-06-30"), on: "2021-07-01")
    let due = { (openCases: ProcedureLimit.OpenCases?) in
      filed.report(
        "2021-08-01", procedures: ProcedureBook([Law.before, Law.after(openCases: openCases)])
      ).deadlines(.decide).compactMap { $0.due.map { BusinessZone.shanghai.date(of: $0.moment) } }
    }
    #expect(due(nil) == [])
    #expect(due(.untouched) == [])
    #expect(due(.fromStart) == ["2021-09-29"])
    #expect(due(.fromEffect) == ["2021-10-13"])
    let early = filed.report("2021-07-14").deadlines(.decide)
    #expect(early.isEmpty, "on that day no text had the ninety days")
  }

  // MARK: Art. 36 and 37

  private func barred(
    _ actEnded: CivilDate, _ foundOn: CivilDate, grave: Bool, decided: CivilDate = "2021-09-01"
  ) throws -> Bool {
    try CaseStory.filed(
      .sample(actEnded: actEnded, foundOn: foundOn, grave: grave), on: "2021-08-20"
    ).report(decided).isTimeBarred
  }

  @Test func `an act not found within its years is not punished`() throws {
    #expect(try !barred("2019-08-02", "2021-08-02", grave: false))
    #expect(try barred("2019-08-01", "2021-08-02", grave: false))
    // Five years are the new text's: an act of its own time goes by them.
    let late = try CaseStory.filed(
      .sample(actEnded: "2021-07-20", foundOn: "2026-07-20", grave: true), on: "2026-07-21")
    #expect(!late.report("2026-08-01").isTimeBarred)
    let tooLate = try CaseStory.filed(
      .sample(actEnded: "2021-07-20", foundOn: "2026-07-21", grave: true), on: "2026-07-21")
    #expect(tooLate.report("2026-08-01").isTimeBarred)
  }

  @Test func `substance goes by the day of the act, and by a milder law of the decision`() throws {
    // The old text's two years are milder than the new one's five.
    #expect(try barred("2019-06-01", "2021-08-02", grave: true))
    let story = try CaseStory.filed(
      .sample(actEnded: "2019-06-01", foundOn: "2021-08-02", grave: true), on: "2021-08-20"
    ).then(CaseStory.serve(.priorNotice))
    story.when(.decide(.fine()), on: "2021-09-01")
      .thenRejected { $0.source.contains("36–37") && $0.next.english.contains("timeBarred") }
    let none = PenaltyDecision(.noPenalty, noPenaltyGround: "timeBarred", record: paper)
    story.when(.decide(none), on: "2021-09-01").thenState { $0.outcome == .noPenalty }
  }

  @Test(arguments: [(3000, 1000), (1000, 3000)])
  func `the lower of two fines counts, whichever law has it`(then: Int, now: Int) throws {
    let item = { (most: Int, from: CivilDate) in
      RuleSetPublished(
        rule: "rule/items", kind: .procedure,
        content: RuleContent(
          penalty: PenaltyProcedure(
            items: [
              PenaltyItemRule(
                power: "cf-031", kinds: ["fine"], fineUpTo: ExactDecimal(most), article: "art. 9")
            ])), effectiveFrom: from)
    }
    let law = ProcedureBook([Law.after(), item(then, "2021-01-01"), item(now, "2021-09-01")])
    let change: (inout CaseContext) -> Void = { $0.procedures = law }
    let story = try CaseStory.inStatus(.noticed)
    story.when(.decide(.fine(1000)), on: "2021-09-02", change).thenEvents()
    story.when(.decide(.fine(1001)), on: "2021-09-02", change)
      .thenRejected { $0.source.contains("art. 37") }
  }

  // MARK: Simple procedure

  @Test func `on the spot small fines and warnings are decided, by the kind of party`() throws {
    let person = try CaseStory.filed(.sample(.simple))
    person.when(.decide(.fine(200))).thenState { $0.status == .decided }
    person.when(.decide(.fine(201))).thenRejected { $0.source == "art. 51" }
    var filing = CaseFiling.sample(.simple)
    filing.partyKind = .entity
    try CaseStory.filed(filing).when(.decide(.fine(3000))).thenEvents()
    let closure = PenaltyDecision(
      .penalised, kinds: ["closure"], officers: Town.two, record: paper)
    person.when(.decide(closure)).thenRejected { $0.source == "art. 51" }
    person.when(CaseStory.serve(.priorNotice))
      .thenRejected { $0.rule == "§3.2 investigating+DocumentServed" }
    #expect(person.report("2021-12-31").deadlines(.decide).isEmpty, "no ninety days")
  }

  @Test func `from 2024 on a decision on the spot goes to review before suit`() throws {
    let story = { (day: CivilDate) in
      try CaseStory.filed(
        .sample(.simple, actEnded: day, foundOn: day), on: day
      ).then(.decide(.fine(100))).then(CaseStory.serve(.decision))
    }
    try story("2023-12-01").when(.recordRemedy(.suit, .filed), on: "2023-12-31").thenEvents()
    let later = try story("2023-12-01")
    later.when(.recordRemedy(.suit, .filed), on: "2024-01-01")
      .thenRejected { $0.source == "2023 art. 23" }
    try later.then(.recordRemedy(.review, .filed), on: "2024-01-01")
      .when(.recordRemedy(.suit, .filed)).thenEvents()
    try CaseStory.inStatus(.served).when(.recordRemedy(.suit, .filed), on: "2024-01-05")
      .thenEvents()
  }

  // MARK: Hearing

  @Test func `a hearing is not chaired by an officer nor held too soon`() throws {
    let told = try CaseStory.inStatus(.noticed)
      .then(CaseStory.serve(.hearingNotice), on: "2021-08-06")
    let hold = { (chair: ObjectName) in
      CaseCommand.holdHearing(askedOn: "2021-08-09", chair: chair, record: CaseStory.paper)
    }
    told.when(hold("person/o1"), on: "2021-08-18")
      .thenRejected { $0.source.contains("64(4)") }
    told.when(hold("person/judge"), on: "2021-08-17")
      .thenRejected { $0.message.english.contains("2021-08-17") }
    told.when(hold("person/judge"), on: "2021-08-18").thenState { $0.status == .heard }
    try CaseStory.inStatus(.noticed).when(hold("person/judge"), on: "2021-08-18")
      .thenRejected { $0.next.english.contains("hearingNotice") }
  }
}
