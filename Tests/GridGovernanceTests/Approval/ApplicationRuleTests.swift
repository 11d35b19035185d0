// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// The rules of applications (domain §1.9, §3.3), each refusing by its own name.
@Suite struct ApplicationRuleTests {
  private let zone = BusinessZone.shanghai

  private func day(_ deadline: StepDeadline?) -> CivilDate? {
    deadline?.due.map { zone.date(of: $0.moment) }
  }

  // MARK: I-6

  private func withdraw(
    _ pending: PowerWithdrawn.Pending, from day: CivilDate
  ) -> (inout ApplicationContext) -> Void {
    { $0.powers.apply(Town.withdrawn(Hall.licence, pending, from: day)) }
  }

  @Test func `I-6 a town decides for a live item, or one accepted before it was left to finish`()
    throws
  {
    let accepted = try ApplicationStory.inStatus(.accepted)
    let decide = ApplicationCommand.decide(granted: true)
    accepted.when(decide, on: "2021-08-10").thenState { $0.result == .granted }
    accepted.when(decide, on: "2021-08-10", withdraw(.finish, from: "2021-08-09")).thenEvents()
    accepted.when(decide, on: "2021-08-10", withdraw(.transfer, from: "2021-08-09"))
      .thenRejected { $0.rule == "I-6" && $0.source == "county text S9" }
    accepted.when(decide, on: "2021-08-10", withdraw(.finish, from: "2021-08-03"))
      .thenRejected { $0.rule == "I-6" }
    accepted.when(.withdraw(), on: "2021-08-10", withdraw(.transfer, from: "2021-08-09"))
      .thenEvents()
  }

  @Test func `I-6 keeps the refusal, known by the command`() throws {
    try ApplicationStory.inStatus(.accepted)
      .when(
        .decide(granted: true), on: "2021-08-10", withdraw(.transfer, from: "2021-08-09")
      )
      .thenRejected { no in
        no.recorded
          == CommandRefused(
            command: "decide", rule: "I-6", source: no.source,
            commandID: EventID(high: 7, low: 7), proposer: Hall.window, town: [Town.division],
            subject: ApplicationContext.name)
      }
  }

  @Test func `I-6 an application accepted by silence was accepted on receipt`() throws {
    let received = try ApplicationStory.received()
    let decide = ApplicationCommand.decide(granted: true)
    received.when(decide, on: "2021-08-10", withdraw(.finish, from: "2021-08-03")).thenEvents()
    received.when(decide, on: "2021-08-10", withdraw(.finish, from: "2021-08-02"))
      .thenRejected { $0.rule == "I-6" }
  }

  // MARK: I-7

  @Test func `I-7 an application cites a guide that is live that day and has the item`() {
    let receive = ApplicationCommand.receive(Hall.form())
    ApplicationStory().when(receive, on: "2021-08-02").thenState { $0.promised == 5 }
    ApplicationStory().when(receive, on: "2020-12-31").thenRejected { $0.rule == "I-7" }
    ApplicationStory().when(.receive(Hall.form("power/sp-99")), on: "2021-08-02")
      .thenRejected { $0.rule == "I-7" }
    var form = Hall.form()
    form.guide = "rule/licensing-law"
    ApplicationStory().when(.receive(form), on: "2021-08-02").thenRejected { $0.rule == "I-7" }
  }

  // MARK: I-8

  @Test func `I-8 one number of another system is received once`() throws {
    ApplicationStory().when(.receive(Hall.form()), on: "2021-08-02") {
      $0.twin = "application/0"
    }.thenRejected { $0.rule == "I-8" && $0.next.english.contains("application/0") }
    try ApplicationStory.received().when(.receive(Hall.form()))
      .thenRejected { $0.rule == "§3.3 received+ApplicationReceived" }
  }

  // MARK: Correction and silence

  @Test func `what is missing is told once, whole, and in time`() throws {
    let received = try ApplicationStory.received()
    let notify = ApplicationCommand.notifyCorrection(missing: ["plan"])
    received.when(.notifyCorrection(missing: []))
      .thenRejected { $0.message.english.contains("names nothing") }
    received.when(notify, on: "2021-08-09").thenState { $0.status == .correcting }
    received.when(notify, on: "2021-08-10")
      .thenRejected { $0.message.english.contains("counts as accepted") }
    let answered = try received.then(notify).then(.receiveCorrection(complete: false))
      .then(.receiveCorrection(complete: true))
    #expect(answered.state.status == .received)
    answered.when(notify).thenRejected { $0.message.english.contains("once") }
  }

  @Test func `silence is acceptance from receipt, computed and never an event`() throws {
    let received = try ApplicationStory.received()
    let start: Instant = "2021-08-02T10:00:00+08:00"
    #expect(day(received.report("2021-08-03").acceptance) == "2021-08-09")
    #expect(received.report("2021-08-09").acceptedBySilence == nil)
    #expect(received.report("2021-08-10").acceptedBySilence == start)
    #expect(day(received.report("2021-08-10").legal) == "2021-08-30")
    received.when(.decline(.incomplete), on: "2021-08-10")
      .thenRejected { $0.source.contains("art. 32") }
    received.when(.decide(granted: true), on: "2021-08-09")
      .thenRejected { $0.message.english.contains("not been accepted") }
    let decided = try received.then(.decide(granted: true), on: "2021-08-10")
    #expect(decided.state.status == .decided)
    #expect(decided.report("2021-08-20").acceptedBySilence == start)
    #expect(decided.facts.map(\.event.type) == [.applicationReceived, .applicationDecided])
  }

  @Test func `silence means nothing for an item that the Licensing Law does not bind`() throws {
    let service = try ApplicationStory.received(Hall.service)
    #expect(service.report("2021-12-31").acceptedBySilence == nil)
    service.when(.decide(granted: true), on: "2021-12-31").thenRejected()
  }

  @Test func `the time for an answer begins anew with complete papers`() throws {
    let complete = try ApplicationStory.inStatus(.correcting)
      .then(.receiveCorrection(complete: true), on: "2021-08-16")
    #expect(day(complete.report("2021-08-17").acceptance) == "2021-08-23")
    let silent = complete.report("2021-08-24")
    #expect(silent.acceptedBySilence == "2021-08-16T10:00:00+08:00")
  }

  @Test func `no answer in time is a withdrawal, computed and never an event`() throws {
    // Told on Tuesday 2021-08-03: thirty working days end on the 14th of September.
    let correcting = try ApplicationStory.inStatus(.correcting)
    #expect(day(correcting.report("2021-08-04").correction) == "2021-09-14")
    #expect(correcting.report("2021-09-14").deemedWithdrawn == nil)
    #expect(correcting.report("2021-09-15").deemedWithdrawn != nil)
    correcting.when(.receiveCorrection(complete: true), on: "2021-09-14").thenEvents()
    correcting.when(.receiveCorrection(complete: true), on: "2021-09-15")
      .thenRejected { $0.message.english.contains("withdrawn") }
  }

  // MARK: Clocks

  @Test func `the law's limit goes by the kind of the item, the promise is a second clock`()
    throws
  {
    let licence = try ApplicationStory.inStatus(.accepted).report("2021-08-04")
    #expect(day(licence.legal) == "2021-08-31")
    #expect(day(licence.promised) == "2021-08-10")
    #expect(licence.legal?.article == "Licensing art. 42")
    let service = try ApplicationStory.received(Hall.service).then(.accept).report("2021-08-04")
    #expect(day(service.legal) == "2021-08-12", "the guide's own seven days")
    #expect(service.legal?.article == "rule/guide")
    #expect(day(service.promised) == "2021-08-04")
    var powers = Hall.powers
    powers.apply(Town.devolved("power/sp-02", .licence))
    let joint = try ApplicationStory.received("power/sp-02").then(.accept)
    let report = ApplicationReport(
      joint.state, at: "2021-08-04T00:00:00+08:00", kind: .licence, procedures: Hall.law,
      days: KnownDays())
    #expect(day(report.legal) == "2021-10-05", "an item of its own limit: 45 days")
    #expect(report.promised == nil)
  }

  @Test func `hearings and tests are not counted, by both clocks`() throws {
    let accepted = try ApplicationStory.inStatus(.accepted)
    let stands = try accepted.then(.suspend(ground: "hearing"), on: "2021-08-05")
    #expect(stands.report("2021-08-06").legal?.due == nil)
    let resumed = try stands.then(.resume, on: "2021-08-12")
    #expect(day(resumed.report("2021-08-13").legal) == "2021-09-07")
    #expect(day(resumed.report("2021-08-13").promised) == "2021-08-17")
    accepted.when(.suspend(ground: "holiday"))
      .thenRejected { $0.source.contains("art. 45") && $0.next.english.contains("expertReview") }
    stands.when(.suspend(ground: "test")).thenRejected()
    accepted.when(.resume).thenRejected()
  }

  @Test func `more time by law is ten days in all, and no more time promised`() throws {
    let asked = try ApplicationStory.inStatus(.accepted)
      .then(.requestExtension(as: "request/1", units: 10, unit: .workingDay, ground: "g"))
    let grant = { (units: Int) in
      ApplicationCommand.grant(.extension(units: units), Ruling(on: "request/1"))
    }
    asked.when(grant(11)).thenRejected { $0.source == "Licensing art. 42" }
    asked.when(grant(10), on: "2021-09-01").thenRejected { $0.rule == "K9" }
    let granted = try asked.then(grant(10))
    #expect(day(granted.report("2021-08-06").legal) == "2021-09-14")
    #expect(day(granted.report("2021-08-06").promised) == "2021-08-10")
    let again = try granted.then(
      .requestExtension(as: "request/2", units: 1, unit: .workingDay, ground: "g"))
    again.when(.grant(.extension(units: 1), Ruling(on: "request/2"))).thenRejected()
    again.when(.refuse(.extension, Ruling(on: "request/2"))).thenEvents()
    again.when(.refuse(.extension, Ruling(on: "request/9"))).thenRejected()
  }

  @Test func `late is shown for each clock, and refuses nothing`() throws {
    let story = try ApplicationStory.inStatus(.accepted)
      .then(.decide(granted: true), on: "2021-09-01")
      .then(.deliver(method: "mail", record: Bytes([1])), on: "2021-09-16")
    let late = story.report("2021-10-01").late.map(\.article)
    #expect(late == ["Licensing art. 42", "rule/guide", "Licensing art. 44"])
  }

  // MARK: Decision, delivery, rating

  @Test func `a refusal gives its reasons, and what was decided is delivered`() throws {
    let accepted = try ApplicationStory.inStatus(.accepted)
    accepted.when(.decide(granted: false)).thenRejected { $0.source.contains("art. 38") }
    let refused = try accepted.then(.decide(granted: false, ground: "unsafe"))
      .then(.deliver(method: "mail", record: Bytes([1])))
    guard case .served(let paper) = refused.facts[3].event else { throw CancellationError() }
    #expect(paper.kind == .refusal)
    #expect(refused.state.status == .delivered)
  }

  @Test func `ratings are one to five, of those who were reached`() throws {
    let delivered = try ApplicationStory.inStatus(.delivered)
    delivered.when(.rate(reached: true, satisfaction: 5)).thenState { $0.ratings == [5] }
    delivered.when(.rate(reached: false)).thenState { $0.ratings == [] }
    for bad in [0, 6] {
      delivered.when(.rate(reached: true, satisfaction: bad)).thenRejected()
    }
    delivered.when(.rate(reached: false, satisfaction: 3)).thenRejected()
    ApplicationStory().when(.rate(reached: false)).thenRejected()
  }
}
