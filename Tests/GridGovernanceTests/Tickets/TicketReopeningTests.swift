// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The reopening table of domain §2.2, note 4, line by line.
@Suite struct TicketReopeningTests {
  /// A ticket closed from each state that has a way there.
  private static func closed(_ reason: CloseReason, from status: TicketStatus) throws -> Story {
    var story = try Story.inStatus(status)
    if reason == .withdrawnByReporter {
      story = try story.then(.town, .speak(.withdraw, channel: "12345"))
    }
    let actor: TicketActor = reason == .forced ? .county : .town
    return try story.then(actor, .close(Closing(reason, document: "document/1")))
  }

  private func days(_ count: Int) -> (inout TicketContext) -> Void {
    {
      $0.rules.policies.reopenDays = 10
      $0.now = TicketContext.start.adding(microseconds: Int64(count) * 86_400_000_000)
    }
  }

  @Test(arguments: ReopenGround.allCases)
  func `closed with a hop`(ground: ReopenGround) throws {
    let story = try Self.closed(.forced, from: .handling)
    let isTimed = ground == .unhappyFollowUp || ground == .objection
    let target: TicketStatus =
      ground == .newFacts || ground == .conditionRipe ? .registered : .handling
    story.when(.county, .reopen(ground), days(10)).thenState { state in
      state.status == target && state.round == 2 && state.closing == nil
        && state.hops.map(\.handler) == (target == .handling ? [Body.station] : [])
        && state.hops.allSatisfy { $0.ended == nil && $0.round == 2 }
    }
    let late = story.when(.county, .reopen(ground), days(11))
    if isTimed {
      late.thenRejected { $0.rule == "§2.2 closed+TicketReopened" }
    } else {
      late.thenEvents()
    }
  }

  @Test(arguments: [
    (CloseReason.answered, TicketStatus.accepted, TicketStatus.accepted),
    (.filedForRecord, .accepted, .accepted), (.filedForRecord, .registered, .registered),
    (.explained, .registered, .registered), (.withdrawnByReporter, .reported, .accepted),
    (.withdrawnByReporter, .accepted, .accepted),
    (.withdrawnByReporter, .registered, .registered),
  ])
  func `closed without a hop`(
    reason: CloseReason, from: TicketStatus, to: TicketStatus
  ) throws {
    var story = try Story.inStatus(from)
    if reason == .withdrawnByReporter {
      story = try story.then(.town, .speak(.withdraw, channel: "12345"))
    }
    story = try story.then(.town, .close(Closing(reason)))
    for ground in ReopenGround.allCases {
      story.when(.town, .reopen(ground), days(10))
        .thenState { $0.status == to && $0.round == 2 && !$0.isWithdrawn }
      story.when(.town, .reopen(ground), days(11)).thenRejected()
    }
  }

  @Test func `solved on the spot goes back to the report, at any time`() throws {
    let story = try Story().then(.station, .report(.sample(selfSolved: true)))
      .then(.station, .close(Closing(.solvedOnSpot)))
    for ground in ReopenGround.allCases {
      story.when(.town, .reopen(ground), days(400)).thenState { $0.status == .reported }
    }
  }

  @Test func `a condition ripens only after a forced close or a shelving`() throws {
    let plain = try Story.inStatus(.closed)
    plain.when(.town, .reopen(.conditionRipe))
      .thenRejected { $0.rule == "§2.2 closed+TicketReopened" }
    let shelved = try Story.inStatus(.suspended).then(.town, .resume)
      .then(.station, .complete(result: "done")).then(.town, .inspect(Inspection(.passed)))
      .then(.town, .close(Closing(.solved)))
    shelved.when(.town, .reopen(.conditionRipe)).thenState { $0.status == .registered }
  }

  @Test func `a forced close is reopened only by the county`() throws {
    let story = try Self.closed(.forced, from: .handling)
    story.when(.town, .reopen(.falseCompletion)).thenRejected()
    story.when(.county, .reopen(.falseCompletion)).thenEvents()
  }

  @Test(arguments: [
    (TicketStatus.declined, TicketStatus.reported), (.notRegistered, .accepted),
    (.referred, .reported),
  ])
  func `a ticket turned away goes back by the level above, or on an objection`(
    status: TicketStatus, target: TicketStatus
  ) throws {
    let story = try Story.inStatus(status)
    story.when(.county, .reopen(.newFacts)).thenState { $0.status == target && $0.round == 1 }
    story.when(.town, .reopen(.objection)).thenState { $0.status == target }
    story.when(.town, .reopen(.newFacts)).thenRejected()
    story.when(.otherTown, .reopen(.objection)).thenRejected()
  }

  @Test func `a referral after acceptance goes back to acceptance`() throws {
    let story = try Story.inStatus(.accepted)
      .then(.town, .refer(ground: .otherArea, outsideName: "邻县"))
    story.when(.county, .reopen(.newFacts)).thenState { $0.status == .accepted }
  }

  @Test func `a second closing ends the second round`() throws {
    let story = try Story.inStatus(.closed).then(.town, .reopen(.falseCompletion))
      .then(.station, .complete(result: "done")).then(.town, .inspect(Inspection(.passed)))
      .then(.town, .close(Closing(.solved)))
    #expect(story.state.round == 2)
    #expect(story.state.hops.map(\.ended) == [.completed])
    #expect(!story.state.isAnomalous)
  }
}
