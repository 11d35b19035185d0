// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The notes to the table: several events in one append, escalation, merging, reopening.
@Suite struct TicketNoteTests {
  private func types(_ outcome: TicketSpecification.Outcome) throws -> [String] {
    try outcome.result.get().map(\.event.type.name)
  }

  @Test(arguments: [
    (TicketCommand.progress(), "HandlingProgressed"),
    (.complete(result: "done"), "HandlingCompleted"),
    (.requestExtension(as: "request/1", units: 1, unit: .day, ground: "g"), "ExtensionRequested"),
    (.request(.suspension, as: "request/1", ground: "g"), "RequestMade"),
  ])
  func `a unit's first act signs for the ticket`(command: TicketCommand, type: String) throws {
    let story = try Story.inStatus(.dispatched)
    #expect(try types(story.when(.station, command)) == ["TicketSignedFor", type])
    story.when(.office, command).thenRejected { $0.rule == "I-39" }
  }

  @Test func `passing on is signing`() throws {
    let story = try Story.inStatus(.registered).then(.county, .speak(.urge, channel: "12345"))
    let atTown = try Story().then(.station, .report(.sample())).then(.county, .accept)
      .then(.county, .register(grade: .normal))
      .then(.county, .dispatch(.to(Body.town)), on: .town)
    let outcome = atTown.when(.town, .dispatch(.to(Body.office)), on: .office)
    #expect(try types(outcome) == ["TicketSignedFor", "TicketDispatched"])
    #expect(outcome.state.hops.map(\.number) == [1, 2])
    #expect(story.state.hops.isEmpty)
  }

  @Test func `what ends a suspension resumes the clock first`() throws {
    let story = try Story.inStatus(.suspended)
    let redirected = story.when(.town, .redirect(.to(Body.office)), on: .office)
    #expect(try types(redirected) == ["ClockResumed", "TicketRedirected"])
    let escalated = story.when(.town, .escalate(ground: .noPower))
    #expect(try types(escalated) == ["ClockResumed", "TicketEscalated"])
    let closed = story.when(.county, .close(Closing(.forced, document: "document/1")))
    #expect(try types(closed) == ["ClockResumed", "TicketClosed"])
    #expect(closed.state.suspension == nil)
  }

  @Test func `a granted request is carried out in the same append`() throws {
    func granted(
      _ kind: RequestMade.Kind, _ grant: Grant, by actor: TicketActor = .town
    ) throws -> [String] {
      let story = try Story.inStatus(.handling)
        .then(.station, .request(kind, as: "request/1", ground: "g"))
      return try types(story.when(actor, .grant(grant, Ruling(on: "request/1"))))
    }
    #expect(
      try granted(.suspension, .suspension(Suspension(.deferred, ground: "g")))
        == ["RequestRuled", "ClockSuspended"])
    #expect(
      try granted(.termination, .termination(replied: true)) == ["RequestRuled", "TicketClosed"])
    #expect(
      try granted(
        .exclusion, .exclusion(indicators: ["closing"], document: "document/1"), by: .county)
        == ["RequestRuled", "TicketExcluded"])
  }

  @Test func `a granted termination of a suspended ticket resumes before it closes`() throws {
    let story = try Story.inStatus(.suspended)
      .then(.station, .request(.termination, as: "request/1", ground: "g"))
    let outcome = story.when(
      .town, .grant(.termination(replied: true), Ruling(on: "request/1")))
    #expect(try types(outcome) == ["RequestRuled", "ClockResumed", "TicketClosed"])
    #expect(outcome.state.closing?.reason == .terminated)
  }

  @Test func `a granted reopening reopens`() throws {
    let story = try Story.inStatus(.closed)
      .then(.station, .request(.reopen, as: "request/1", ground: "g"))
    let outcome = story.when(.town, .grant(.reopen(.objection), Ruling(on: "request/1")))
    #expect(try types(outcome) == ["RequestRuled", "TicketReopened"])
    #expect(outcome.state.status == .handling)
  }

  @Test func `a granted release excuses the unit`() throws {
    let story = try Story.inStatus(.handling).then(.town, .callSupport(.sample()))
      .then(.station, .request(.supportRelease, as: "request/1", ground: "g"))
    let grant = Grant.supportRelease(support: "support/1", unit: Body.office)
    let outcome = story.when(.town, .grant(grant, Ruling(on: "request/1", ground: "g")))
    #expect(try types(outcome) == ["RequestRuled", "SupportExcused"])
    #expect(outcome.state.openSupports.isEmpty)
  }

  @Test func `a grant names an open request of its kind`() throws {
    let story = try Story.inStatus(.handling)
      .then(.station, .request(.suspension, as: "request/1", ground: "g"))
      .then(.town, .refuse(.suspension, Ruling(on: "request/1")))
    for name in ["request/1", "request/2"] as [ObjectName] {
      story.when(.town, .refuse(.suspension, Ruling(on: name)))
        .thenRejected { $0.rule == "§2.2 handling+RequestRuled" }
    }
  }

  @Test func `a whistle is judged by the key of its call`() throws {
    let story = try Story.inStatus(.handling).then(.town, .callSupport(.sample()))
    story.when(.town, .refuse(.whistle, Ruling(on: "request/1"))).thenEvents()
    story.when(.town, .refuse(.whistle, Ruling(on: "request/2"))).thenRejected()
  }

  @Test func `escalation ends all hops, lapses requests and keeps called support`() throws {
    let story = try Story.inStatus(.handling).then(.town, .callSupport(.sample()))
      .then(.station, .requestExtension(as: "request/1", units: 1, unit: .day, ground: "g"))
      .then(.town, .escalate(ground: .noPower))
    let state = story.state
    #expect(state.status == .reported)
    #expect(state.level == .county)
    #expect(state.hops.isEmpty)
    #expect(state.legs.map(\.ended) == [.escalated])
    #expect(state.openRequests.isEmpty)
    #expect(state.openSupports.count == 1)
    story.when(.town, .accept).thenRejected { $0.rule == "§2.2 reported+TicketAccepted" }
    story.when(.county, .accept).thenState { $0.level == .county }
  }

  @Test func `un-merging gives back the state, the hops and the round`() throws {
    let before = try Story.twoTiers().then(.office, .complete(result: "done"))
    let merged = try before.then(.county, .merge) {
      $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .handling)
    }
    #expect(merged.state.status == .merged)
    #expect(merged.state.mergedInto == "ticket/2")
    #expect(merged.state.topHop == nil)
    let open = merged.when(.county, .unmerge) {
      $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .handling)
    }
    open.thenState { $0.status == .handled && $0.hops == before.state.hops }
    let closed = merged.when(.county, .unmerge) {
      $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .closed)
    }
    closed.thenState { $0.status == .registered && $0.hops.isEmpty }
  }

  @Test func `un-merging from a closed survivor leaves an earlier state as it was`() throws {
    let merged = try Story.inStatus(.merged)
    merged.when(.town, .unmerge) {
      $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .closed)
    }.thenState { $0.status == .reported }
  }
}

extension SupportCall {
  static func sample(allowPartial: Bool = false) -> SupportCall {
    SupportCall(
      "support/1", purpose: .support, units: [Body.office],
      parties: [SupportCalled.Party(duty: "d", arriveBy: "2021-08-06T09:00:00+08:00")],
      lead: Body.station, allowPartial: allowPartial)
  }
}
