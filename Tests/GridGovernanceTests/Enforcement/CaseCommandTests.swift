// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The door's commands on inspections, cases and applications against a log on disk.
struct CaseCommandTests {
  let place: CaseLog
  private let paper = CaseStory.paper

  init() throws { place = try CaseLog() }

  private func clue(_ number: String = "1") throws {
    try place.bureau.inspection(number).execute(
      .record(
        division: SmallCounty.village, officers: Town.two, result: .clue, record: paper),
      at: CaseLog.day)
  }

  private func filing(_ inspection: ObjectName? = nil) -> CaseFiling {
    var filing = CaseFiling.sample()
    filing.inspection = inspection
    return filing
  }

  @Test func `a case goes its way from the clue to the archive`() throws {
    try clue()
    let mine = place.bureau.penaltyCase("1")
    try mine.execute(.file(filing("inspection/1")), at: CaseLog.day)
    try mine.execute(
      .collect(Evidence(.scene, officers: Town.two, evidence: paper)),
      at: "2021-08-03T10:00:00+08:00")
    try mine.execute(CaseStory.serve(.priorNotice), at: "2021-08-04T10:00:00+08:00")
    try mine.execute(
      .review(passed: true, reviewer: "person/j", qualified: true, record: paper),
      at: "2021-08-05T10:00:00+08:00")
    try mine.execute(.decide(.fine()), at: "2021-08-06T10:00:00+08:00")
    try mine.execute(CaseStory.serve(.decision), at: "2021-08-09T10:00:00+08:00")
    try mine.execute(
      .publish("publication/1", what: "decision", place: "web"),
      at: "2021-08-10T10:00:00+08:00")
    try mine.execute(.carryOut(.paid, done: true, record: paper), at: "2021-08-11T10:00:00+08:00")
    try mine.execute(.close(.performed, record: paper), at: "2021-08-12T10:00:00+08:00")
    try mine.execute(.archive(file: paper), at: "2021-08-13T10:00:00+08:00")
    let state = try mine.state()
    #expect(state.status == .archived && !state.isAnomalous)
    #expect(state.agency == Town.government)
    #expect(state.publications.map(\.name) == ["publication/1"])
    let report = try mine.report(at: "2021-09-01T00:00:00+08:00")
    #expect(report.late == [] && report.missing == [])
    // Its publication stands in a stream of its own.
    #expect(try place.log.events(.stream("publication/1")).count == 1)
    #expect(try place.log.events(.stream("case/1")).count == 9)
  }

  @Test func `a clue that led to a case is not closed, nor filed again on the same party`() throws {
    try clue()
    try place.bureau.penaltyCase("1").execute(.file(filing("inspection/1")), at: CaseLog.day)
    let again = try rejection {
      try place.bureau.penaltyCase("2").execute(.file(filing("inspection/1")), at: CaseLog.day)
    }
    #expect(again?.rule == "I-21")
    let closed = try rejection {
      try place.bureau.inspection("1").execute(.closeClue(.minor), at: CaseLog.day)
    }
    #expect(closed?.rule == "§3.2 sighting")
    var other = filing("inspection/1")
    other.parties = ["person/p2"]
    try place.bureau.penaltyCase("3").execute(.file(other), at: CaseLog.day)
    let unknown = try rejection {
      try place.bureau.penaltyCase("4").execute(.file(filing("inspection/9")), at: CaseLog.day)
    }
    #expect(unknown?.rule == "§3.2 start+CaseFiled")
  }

  @Test func `a refusal of a case is kept once, however often it is asked`() throws {
    let id = EventID(high: 3, low: 4)
    for _ in 0..<3 {
      let no = try rejection {
        try place.bureau.penaltyCase("1").execute(
          .file(.sample(power: "power/unheard-of")), at: CaseLog.day, commandID: id)
      }
      #expect(no?.rule == "I-9")
    }
    let kept = try place.log.events(.types(.commandRefused))
    #expect(kept.map { $0.content.references(.subject) } == [["case/1"]])
    #expect(kept.map { $0.content.references(.town) } == [[SmallCounty.town]])
    #expect(try place.bureau.penaltyCase("1").state().status == nil)
  }

  @Test func `filed before the withdrawal it is decided, filed after it is refused and recorded`()
    throws
  {
    // Acceptance scenario 3 of the domain's §9.
    let before = place.bureau.penaltyCase("before")
    var early = CaseFiling.sample(actEnded: "2021-05-20", foundOn: "2021-05-27")
    try before.execute(.file(early), at: "2021-05-28T10:00:00+08:00")
    try place.county.acting(as: Town.department).lists.execute(
      .withdraw(Town.withdrawn(Town.power, .finish, from: "2021-06-01")),
      at: "2021-05-30T10:00:00+08:00")
    early.actEnded = "2021-05-29"
    early.foundOn = "2021-05-30"
    let no = try rejection {
      try place.bureau.penaltyCase("after").execute(
        .file(early), at: "2021-06-02T10:00:00+08:00")
    }
    #expect(no?.rule == "I-9")
    #expect(try place.log.events(.types(.commandRefused)).count == 1)
    let open = try place.county.casesLeftOpen(
      by: Town.power, at: "2021-06-03T00:00:00+08:00")
    #expect(open.map(\.state.name) == ["case/before"])
    #expect(open.map(\.withdrawal) == [PowerEnd(from: "2021-06-01", pending: .finish)])
    try before.execute(CaseStory.serve(.priorNotice), at: "2021-06-03T10:00:00+08:00")
    try before.execute(.decide(.fine()), at: "2021-06-10T10:00:00+08:00")
    #expect(try before.state().status == .decided)
    #expect(
      try place.county.casesLeftOpen(by: Town.power, at: "2021-06-11T00:00:00+08:00").isEmpty)
  }

  @Test func `a town's scope reaches its own cases alone`() throws {
    let mine = County(place.log, scope: .towns([SmallCounty.town])).acting(as: Town.bureau)
    try mine.penaltyCase("1").execute(.file(.sample()), at: CaseLog.day)
    let theirs = County(place.log, scope: .towns([SmallCounty.otherTown]))
      .acting(as: Town.bureau)
    let no = try rejection {
      try theirs.penaltyCase("1").execute(
        .collect(Evidence(.scene, officers: Town.two, evidence: paper)), at: CaseLog.day)
    }
    #expect(no?.rule == "scope")
    let stranger = try rejection {
      try place.county.penaltyCase("1").execute(.archive(file: paper))
    }
    #expect(stranger?.next.english.contains("acting(as:)") == true)
  }

  @Test func `a corrected filing decides as corrected`() throws {
    let mine = place.bureau.penaltyCase("1")
    try mine.execute(.file(.sample()), at: CaseLog.day)
    let filed = try #require(try place.log.events(.types(.caseFiled)).first)
    try place.log.append(
      NewEvent.repairing(
        filed,
        with: FactCorrected(
          target: filed.content.id, field: "actEnded", new: .date("2019-01-01"), ground: "typo"),
        occurred: "2021-08-02T11:00:00+08:00"))
    #expect(try mine.state().actEnded == "2019-01-01")
    #expect(try mine.report(at: "2021-08-03T00:00:00+08:00").isTimeBarred)
  }

  @Test func `an import that breaks a rule is kept and flagged, native history is not`() throws {
    let mine = place.bureau.penaltyCase("1")
    try mine.execute(.file(.sample()), at: CaseLog.day)
    try mine.execute(CaseStory.serve(.priorNotice), at: "2021-08-04T10:00:00+08:00")
    try mine.execute(.decide(.fine()), at: "2021-08-05T10:00:00+08:00")
    #expect(try mine.flags() == [])
    let bare: [any Event] = [
      CaseFiled(
        case: "case/2", power: "power/unheard-of", agency: Town.government,
        actingBody: Town.bureau, party: ["person/p1"], partyName: "somebody",
        actEnded: "2021-08-01", foundOn: "2021-08-01", endangers: false, harm: false,
        procedure: .ordinary, officer: ["person/o1"], certificate: ["certificate/1"],
        record: paper),
      EvidenceCollected(
        case: "case/2", kind: .scene, officer: ["person/o1"], certificate: ["certificate/1"],
        evidence: paper, reviewed: true),
      EvidenceCollected(
        case: "case/2", kind: .scene, officer: ["person/o1", "person/o4"],
        certificate: ["certificate/1", "certificate/4"], evidence: paper, reviewed: true),
      PenaltyDecided(
        case: "case/2", outcome: .penalised, kinds: ["fine"], collective: false, record: paper),
    ]
    for event in bare { try place.log.append(NewEvent(event, occurred: CaseLog.day)) }
    let imported = place.county.penaltyCase("2")
    #expect(try imported.flags().map(\.rule) == ["I-9", "I-30", "I-10", "I-31"])
    #expect(try imported.state().status == .decided)
    // The power is withdrawn from before the filing on: the native case is flagged as well.
    try place.log.append(
      NewEvent(
        Town.withdrawn(Town.power, .finish, from: "2021-08-01"), occurred: CaseLog.day))
    #expect(try mine.flags().map(\.rule) == ["I-9"])
  }

  @Test func `what is published about no case is withdrawn by who published it`() throws {
    let board = place.bureau.publication("procedure")
    let tell = PublicationCommand.publish(.before, what: "procedure", place: "web")
    try board.execute(tell, at: CaseLog.day)
    #expect(try rejection { try board.execute(tell, at: CaseLog.day) }?.rule == "§3.2 disclosure")
    let about = try rejection {
      try place.bureau.publication("2").execute(
        .publish(.after, what: "result", place: "web"), at: CaseLog.day)
    }
    #expect(about?.next.english.contains("inspection") == true)
    let other = try rejection {
      try place.government.publication("procedure").execute(
        .withdraw(ground: "old"), at: CaseLog.day)
    }
    #expect(other?.next.english.contains("body/t-bureau") == true)
    try board.execute(.withdraw(ground: "old"), at: CaseLog.day)
    #expect(try board.state().isWithdrawn)
    #expect(try rejection { try board.execute(.withdraw(ground: "old")) } != nil)
  }

  @Test func `an application goes its way from the window to its delivery`() throws {
    let mine = place.window.application("1")
    try mine.execute(.receive(Hall.form()), at: CaseLog.day)
    try mine.execute(.accept, at: "2021-08-03T10:00:00+08:00")
    try mine.execute(.decide(granted: true), at: "2021-08-06T10:00:00+08:00")
    try mine.execute(
      .deliver(method: "window", record: paper), at: "2021-08-09T10:00:00+08:00")
    try mine.execute(.rate(reached: true, satisfaction: 5), at: "2021-08-10T10:00:00+08:00")
    #expect(try mine.state().status == .delivered)
    #expect(try mine.report(at: "2021-09-01T00:00:00+08:00").late == [])
  }

  @Test func `I-8 one number of another system makes one stream, retried or not`() throws {
    let source = Source(system: "system/12345", externalID: "A-1", mode: .imported)
    let receive = { (name: String) throws(CommandError<Rejection>) in
      try place.window.application(name).execute(
        .receive(Hall.form()), at: CaseLog.day, source: source)
    }
    let first = try receive("1")
    #expect(try receive("1").positions == first.positions)
    #expect(try rejection { try receive("2") }?.rule == "I-8")
    #expect(try place.log.events(.types(.applicationReceived)).count == 1)
  }

  @Test func `I-6 the town is refused, and the refusal recorded`() throws {
    let mine = place.window.application("1")
    try mine.execute(.receive(Hall.form()), at: CaseLog.day)
    try mine.execute(.accept, at: "2021-08-03T10:00:00+08:00")
    try place.county.acting(as: Town.department).lists.execute(
      .withdraw(Town.withdrawn(Hall.licence, .transfer, from: "2021-08-05")),
      at: "2021-08-04T10:00:00+08:00")
    let no = try rejection {
      try mine.execute(.decide(granted: true), at: "2021-08-06T10:00:00+08:00")
    }
    #expect(no?.rule == "I-6")
    #expect(try place.log.events(.types(.commandRefused)).count == 1)
    #expect(try mine.flags() == [])
    try place.log.append(
      NewEvent(
        ApplicationDecided(application: "application/1", result: .granted),
        occurred: "2021-08-06T10:00:00+08:00"))
    #expect(try mine.flags().map(\.rule) == ["I-6"])
  }
}
