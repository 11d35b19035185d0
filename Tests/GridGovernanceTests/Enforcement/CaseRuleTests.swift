// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// The invariants that cases keep (domain §1.9), each refusing by its own name.
@Suite struct CaseRuleTests {
  private let paper = CaseStory.paper

  // MARK: I-9

  @Test func `I-9 a case cites a penalty power that is live for the town on the day of filing`() {
    CaseStory().when(.file(.sample()), on: "2021-08-02")
      .thenState { $0.status == .investigating && $0.power == Town.power }
    CaseStory().when(.file(.sample(power: "power/unheard-of")), on: "2021-08-02")
      .thenRejected { $0.rule == "I-9" }
    CaseStory().when(.file(.sample(power: Town.coercive)), on: "2021-08-02")
      .thenRejected { $0.rule == "I-9" }
    CaseStory().when(.file(.sample()), on: "2021-08-02") { $0.town = "division/u" }
      .thenRejected { $0.rule == "I-9" }
    CaseStory().when(.file(.sample()), on: "2021-08-02") {
      $0.powers.apply(Town.withdrawn(Town.power, .finish, from: "2021-08-02"))
    }.thenRejected { $0.rule == "I-9" }
  }

  @Test func `I-9 keeps the refusal, known by the command`() {
    CaseStory().when(.file(.sample(power: "power/unheard-of")), on: "2021-08-02")
      .thenRejected { no in
        no.recorded
          == CommandRefused(
            command: "file", rule: "I-9", source: no.source,
            commandID: EventID(high: 7, low: 7), proposer: Town.bureau, town: [Town.division],
            subject: CaseContext.name)
          && no.source.contains("第24条") && no.next.chinese.contains("主管部门")
      }
  }

  // MARK: I-10

  @Test func `I-10 no act cites an officer outside the validity of the certificate`() throws {
    let expired = [Town.officer(1), Town.officer(4)]
    CaseStory().when(.file(.sample(officers: expired)), on: "2021-08-02")
      .thenRejected { $0.rule == "I-10" && $0.recorded?.rule == "I-10" }
    CaseStory().when(
      .file(.sample(actEnded: "2021-06-01", foundOn: "2021-06-02", officers: expired)),
      on: "2021-06-30"
    ).thenEvents()
    let borrowed = [Town.officer(1), CaseOfficer("person/o2", certificate: "certificate/3")]
    CaseStory().when(.file(.sample(officers: borrowed)), on: "2021-08-02")
      .thenRejected { $0.rule == "I-10" }
    let suspend: (inout CaseContext) -> Void = {
      $0.certificates.apply(
        CertificateInvalidated(
          certificate: "certificate/2", person: "person/o2", ground: .suspended,
          effectiveFrom: "2021-08-01", effectiveTo: "2021-08-31"))
    }
    let filed = try CaseStory.filed()
    let look = CaseCommand.collect(Evidence(.scene, officers: Town.two, evidence: paper))
    filed.when(look, on: "2021-08-31", suspend).thenRejected { $0.rule == "I-10" }
    filed.when(look, on: "2021-09-01", suspend).thenEvents()
    let paid = CaseCommand.carryOut(.paid, done: true, officers: Town.two, record: paper)
    try CaseStory.inStatus(.served).when(paid, on: "2021-08-31", suspend)
      .thenRejected { $0.rule == "I-10" }
  }

  // MARK: I-11

  @Test func `I-11 a step that took place without a record is shown, never refused`() throws {
    let whole = try CaseStory.inStatus(.archived)
    #expect(whole.report("2021-09-30").missing == [])
    let bare = try CaseStory.filed().then(CaseStory.serve(.priorNotice))
      .then(.review(passed: true, reviewer: "person/j", qualified: true, record: Bytes([])))
      .then(.decide(.fine())).then(CaseStory.serve(.decision))
    #expect(bare.report("2021-09-30").missing == [.investigation, .review])
    #expect(try CaseStory.filed().report("2021-08-03").missing == [])
    let simple = try CaseStory.filed(.sample(.simple)).then(.decide(.fine(100)))
    #expect(simple.report("2021-08-05").missing == [], "no inquiry of its own, no review")
  }

  // MARK: I-12

  @Test func `I-12 publication and withdrawal behind their time are taken and shown late`()
    throws
  {
    // Decided on Friday 2021-08-06: published in seven working days, by the 17th.
    let decided = try CaseStory.inStatus(.decided)
    #expect(decided.day == "2021-08-06")
    let onTime = try decided.then(
      .publish("publication/1", what: "decision", place: "web"), on: "2021-08-17")
    #expect(onTime.report("2021-09-01").deadlines(.publish).map(\.isUnverified) == [true])
    #expect(!onTime.report("2021-08-20").late.contains { $0.step == .publish })
    let late = try decided.then(
      .publish("publication/1", what: "decision", place: "web"), on: "2021-08-18")
    #expect(late.report("2021-09-01").late.contains { $0.step == .publish })
    #expect(!decided.report("2021-08-17").late.contains { $0.step == .publish })
    #expect(decided.report("2021-08-19").late.contains { $0.step == .publish })
    // Revoked on Monday the 23rd: withdrawn in three working days, by the 26th.
    let revoked = try onTime.then(.recordRemedy(.review, .filed), on: "2021-08-18")
      .then(.recordRemedy(.review, .decided, result: .revoked), on: "2021-08-23")
    let withdraw = CaseCommand.withdraw("publication/1", ground: "revoked")
    let soon = try revoked.then(withdraw, on: "2021-08-26").report("2021-09-10")
    #expect(!soon.late.contains { $0.step == .withdrawPublication })
    let tooLate = try revoked.then(withdraw, on: "2021-08-27").report("2021-09-10")
    #expect(tooLate.late.contains { $0.step == .withdrawPublication })
    #expect(revoked.state.isAnnulled && revoked.state.decision?.outcome == .penalised)
  }

  // MARK: I-19

  @Test func `I-19 a case filed before the withdrawal stays valid, and shows what is to be done`()
    throws
  {
    let withdraw: (inout CaseContext) -> Void = {
      $0.powers.apply(Town.withdrawn(Town.power, .transfer, from: "2021-08-05"))
    }
    let end = PowerEnd(from: "2021-08-05", pending: .transfer)
    let open = try CaseStory.inStatus(.noticed)
    #expect(open.report("2021-08-10", withdrawal: end).withdrawal == end)
    let decided = try open.then(
      .review(passed: true, reviewer: "person/j", qualified: true, record: paper), withdraw
    ).then(.decide(.fine()), withdraw)
    #expect(decided.report("2021-08-10", withdrawal: end).withdrawal == nil)
    try open.when(
      .transfer(to: Town.department, ground: .powerWithdrawn, document: "document/3"), withdraw
    ).thenState { $0.agency == Town.department && $0.status == .noticed }
  }

  // MARK: I-21

  @Test func `I-21 a case has one leading agency, who filed first`() throws {
    let filed = try CaseStory.filed()
    filed.when(.file(.sample()), by: Town.otherBureau).thenRejected { $0.rule == "I-21" }
    filed.when(
      .collect(Evidence(.scene, officers: Town.two, evidence: paper)), by: Town.otherBureau
    ).thenRejected { $0.rule == "I-21" && $0.next.english.contains("CaseTransferred") }
    var filing = CaseFiling.sample()
    filing.inspection = "inspection/1"
    var clue = InspectionState()
    clue.result = .clue
    CaseStory().when(.file(filing), on: "2021-08-02") {
      $0.inspection = clue
      $0.earlierCase = "case/0"
    }.thenRejected { $0.rule == "I-21" && $0.message.english.contains("case/0") }
    CaseStory().when(.file(filing), on: "2021-08-02") { $0.inspection = clue }.thenEvents()
  }

  @Test func `I-21 a transfer ends one agency's lead where the other's begins`() throws {
    let moved = try CaseStory.inStatus(.investigating)
      .then(.transfer(to: Town.department, ground: .competence, document: "document/3"))
    #expect(moved.state.agency == Town.department)
    moved.when(CaseStory.serve(.priorNotice)).thenRejected { $0.rule == "I-21" }
    moved.when(CaseStory.serve(.priorNotice), by: Town.department).thenEvents()
    let filed = try CaseStory.filed()
    let bad: [CaseCommand] = [
      .transfer(ground: .competence, document: "document/3"),
      .transfer(
        to: Town.department, outsideName: "外县", ground: .competence, document: "document/3"),
      .transfer(to: Town.government, ground: .competence, document: "document/3"),
    ]
    for command in bad { filed.when(command).thenRejected { $0.rule == "I-21" } }
    filed.when(.transfer(to: Town.department, ground: .criminal, document: "document/3"))
      .thenRejected { $0.source.contains("art. 57") }
  }

  // MARK: I-30

  @Test func `I-30 acts have two officers, unless a law lets fewer do`() throws {
    let one = [Town.officer(1)]
    let twice = [Town.officer(1), Town.officer(1)]
    for officers in [one, twice, []] {
      CaseStory().when(.file(.sample(officers: officers)), on: "2021-08-02")
        .thenRejected { $0.rule == "I-30" && $0.recorded?.rule == "I-30" }
    }
    let filed = try CaseStory.filed()
    filed.when(.assign(one, from: "2021-08-03")).thenRejected { $0.rule == "I-30" }
    filed.when(.collect(Evidence(.scene, officers: one, evidence: paper)))
      .thenRejected { $0.rule == "I-30" }
    let direct = CaseCommand.serve(
      .priorNotice, method: "direct", officers: one, record: paper)
    filed.when(direct).thenRejected { $0.rule == "I-30" }
    filed.when(.serve(.priorNotice, method: "mail", record: paper)).thenEvents()
    let simple = try CaseStory.filed(.sample(.simple))
    var decision = PenaltyDecision.fine(100)
    decision.officers = one
    simple.when(.decide(decision)).thenRejected { $0.rule == "I-30" }
    try CaseStory.inStatus(.served)
      .when(.carryOut(.onTheSpot, done: true, officers: one, record: paper))
      .thenRejected { $0.rule == "I-30" }
    try CaseStory.inStatus(.served).when(.carryOut(.paid, done: true, record: paper))
      .thenEvents()
  }

  @Test func `I-30 once officers are assigned, those of that day act`() throws {
    let story = try CaseStory.filed()
      .then(.assign([Town.officer(1), Town.officer(3)], from: "2021-08-10"))
    let look = CaseCommand.collect(Evidence(.scene, officers: Town.two, evidence: paper))
    story.when(look, on: "2021-08-09").thenEvents()
    story.when(look, on: "2021-08-10").thenRejected { $0.rule == "I-30" }
    let again = try story.then(.assign(Town.two, from: "2021-08-12"), on: "2021-08-11")
    again.when(look, on: "2021-08-12").thenEvents()
  }

  // MARK: I-31

  @Test func `I-31 no decision before the prior notice`() throws {
    let inquiry = try CaseStory.inStatus(.investigating)
    inquiry.when(.decide(.fine())).thenRejected { $0.rule == "I-31" }
    inquiry.when(.decide(.none)).thenState { $0.outcome == .noPenalty }
  }

  @Test func `I-31 no decision without a passed review where art. 58 applies`() throws {
    let noticed = try CaseStory.inStatus(.noticed)
    noticed.when(.decide(.fine())).thenEvents()
    noticed.when(.decide(.fine(collective: true)))
      .thenRejected { $0.rule == "I-31" && $0.source == "art. 58(3)" }
    try CaseStory.inStatus(.heard).when(.decide(.fine()))
      .thenRejected { $0.rule == "I-31" && $0.source == "art. 58(2)" }
    let waived = try noticed.then(CaseStory.serve(.hearingNotice))
      .then(.waiveHearing(.declared, record: paper))
    waived.when(.decide(.fine(60_000))).thenRejected { $0.source == "art. 58(4)" }
    noticed.when(.decide(.fine())) { context in
      var law = PenaltyProcedure()
      law.reviews = [
        ReviewRule(ground: .publicInterest, powers: ["cf-031"], article: "art. 58(1)")
      ]
      context.procedures.publish(
        RuleSetPublished(
          rule: "rule/own", kind: .procedure, content: RuleContent(penalty: law),
          effectiveFrom: "2021-08-01"))
    }.thenRejected { $0.rule == "I-31" && $0.source == "art. 58(1)" }
    let failed = try noticed.then(
      .review(passed: false, reviewer: "person/j", qualified: true, record: paper))
    #expect(failed.state.status == .investigating)
    failed.when(.decide(.fine())).thenRejected { $0.rule == "I-31" }
    noticed.when(.review(passed: true, reviewer: "person/j", qualified: false, record: paper))
      .thenRejected { $0.source.contains("art. 58") }
  }

  @Test func `I-31 no decision before hearing rights end where art. 63 applies`() throws {
    let noticed = try CaseStory.inStatus(.noticed)
      .then(CaseStory.serve(.hearingNotice), on: "2021-08-06")
    noticed.when(.decide(.fine(20_000))).thenRejected { $0.rule == "I-31" }
    noticed.when(.decide(.fine(9_999))).thenEvents()
    let licence = PenaltyDecision(.penalised, kinds: ["revokeLicence"], record: paper)
    noticed.when(.decide(licence)).thenRejected { $0.rule == "I-31" }
    // Told on Friday the 6th: it may be asked until Friday the 13th.
    let notAsked = CaseCommand.waiveHearing(.notAsked, record: paper)
    noticed.when(notAsked, on: "2021-08-13").thenRejected { $0.source == "art. 64" }
    try noticed.then(notAsked, on: "2021-08-14").when(.decide(.fine(20_000))).thenEvents()
    try noticed.then(.waiveHearing(.declared, record: paper))
      .when(.decide(.fine(20_000))).thenEvents()
    var filing = CaseFiling.sample()
    filing.partyKind = .entity
    try CaseStory.filed(filing).then(CaseStory.serve(.priorNotice))
      .when(.decide(.fine(20_000))).thenEvents()
  }

  // MARK: I-36

  @Test func `I-36 seal and seizure need a live coercive power, and are never delegated`()
    throws
  {
    let seal = { (until: CivilDate?) in
      CaseCommand.collect(
        Evidence(
          .seal, officers: Town.two, measure: "measure/1", evidence: CaseStory.paper,
          approvedBy: "person/head", until: until))
    }
    let filed = try CaseStory.filed()
    filed.when(seal("2021-08-31")).thenState { $0.measures.count == 1 }
    filed.when(seal("2021-08-31")) {
      $0.powers.apply(Town.withdrawn(Town.coercive, .finish, from: "2021-08-03"))
    }.thenRejected { $0.rule == "I-36" && $0.recorded?.rule == "I-36" }
    filed.when(seal("2021-08-31")) { context in
      var powers = PowerBook()
      powers.apply(Town.devolved(Town.power, .penalty))
      powers.apply(Town.devolved(Town.coercive, .coerciveMeasure, .delegated))
      context.powers = powers
    }.thenRejected { $0.rule == "I-36" && $0.message.english.contains("delegated") }
    let delegated = try CaseStory.filed(.sample(power: Town.delegated))
    delegated.when(seal("2021-08-31")).thenRejected { $0.rule == "I-36" }
    delegated.when(
      .collect(
        Evidence(
          .preservedByRegistration, officers: Town.two, measure: "measure/1", evidence: paper))
    ).thenEvents()
  }
}
