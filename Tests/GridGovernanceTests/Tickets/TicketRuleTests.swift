// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The invariants that tickets keep (domain §1.9), each refusing by its own name.
@Suite struct TicketRuleTests {
  // MARK: I-14

  @Test func `I-14 a level is skipped only in an emergency`() throws {
    let station = try Story.inStatus(.reported)
    station.when(.station, .escalate(ground: .noPower))
      .thenState { $0.level == .town && $0.status == .reported }
    station.when(.station, .escalate(ground: .noPower, to: .county))
      .thenRejected { $0.rule == "I-14" }
    station.when(.station, .escalate(ground: .emergency, to: .county, urgency: .emergency))
      .thenState { $0.level == .county && $0.grade == .emergency }
    let urgent = try Story().then(.station, .report(.sample(urgency: .emergency)))
    urgent.when(.station, .escalate(ground: .emergency, to: .county)).thenEvents()
  }

  @Test func `I-14 nothing goes above the county`() throws {
    try Story.inStatus(.reported).then(.county, .accept)
      .when(.county, .escalate(ground: .other)).thenRejected { $0.rule == "I-14" }
  }

  // MARK: I-15

  @Test func `I-15 the origin is on the list in force`() {
    Story().when(.station, .report(.sample(origin: "drone"))).thenRejected { $0.rule == "I-15" }
    Story().when(.station, .report(.sample()), { $0.rules.origins = nil })
      .thenRejected { $0.rule == "I-15" }
  }

  // MARK: I-17

  private static func push(_ ground: DispatchGround) -> TicketCommand {
    .dispatch(
      DispatchOrder(
        to: Body.town, by: "rule/limits", onBehalfOf: Body.department, ground: ground))
  }

  private static func atCounty(_ grade: TicketGrade = .normal) throws -> Story {
    try Story.inStatus(.reported).then(.county, .accept).then(.county, .register(grade: grade))
  }

  @Test(arguments: [
    (DispatchGround.listItem, PushGrounds(listItem: true)),
    (.devolvedPower, PushGrounds(power: true)), (.ownDuty, PushGrounds(ownDuty: true)),
    (.admission, PushGrounds(admission: true)),
  ])
  func `I-17 a push needs a ground that is live`(
    ground: DispatchGround, push: PushGrounds
  ) throws {
    let story = try Self.atCounty()
    story.when(.county, Self.push(ground), on: .town, { $0.push = push }).thenEvents()
    story.when(.county, Self.push(ground), on: .town).thenRejected { $0.rule == "I-17" }
    for other in DispatchGround.allCases where other != ground {
      story.when(.county, Self.push(other), on: .town, { $0.push = push })
        .thenRejected { $0.rule == "I-17" }
    }
  }

  @Test func `I-17 an emergency passes, work taken back never does`() throws {
    let story = try Self.atCounty(.emergency)
    story.when(.county, Self.push(.emergency), on: .town).thenEvents()
    story.when(
      .county, Self.push(.admission), on: .town,
      { $0.push = PushGrounds(admission: true, takenBack: true) }
    ).thenRejected { $0.rule == "I-17" }
    try Self.atCounty().when(.county, Self.push(.emergency), on: .town)
      .thenRejected { $0.rule == "I-17" }
  }

  @Test func `I-17 keeps the refusal, known by the command`() throws {
    let outcome = try Self.atCounty().when(.county, Self.push(.admission), on: .town)
    outcome.thenRejected { rejection in
      rejection.recorded
        == CommandRefused(
          command: "dispatch", rule: "I-17", source: rejection.source,
          commandID: EventID(high: 7, low: 7), proposer: Body.county,
          onBehalfOf: Body.department, town: ["division/t"], subject: TicketContext.ticket)
    }
  }

  @Test func `I-17 binds a redirect and a binding dispatch as well`() throws {
    let story = try Self.atCounty()
      .then(.county, .dispatch(.to(Body.department)), on: .department)
    let order = DispatchOrder(
      to: Body.town, by: "rule/limits", binding: true, onBehalfOf: Body.department,
      ground: .ownDuty)
    story.when(.county, .redirect(order), on: .town).thenRejected { $0.rule == "I-17" }
    story.when(.county, .redirect(order), on: .town, { $0.push.ownDuty = true }).thenEvents()
  }

  @Test func `work that is nobody's push needs no ground`() throws {
    try Self.atCounty().when(.county, .dispatch(.to(Body.town)), on: .town).thenEvents()
  }

  // MARK: I-28

  private static func bound() throws -> Story {
    var order = DispatchOrder.village
    order.binding = true
    return try Story.inStatus(.registered).then(.town, .dispatch(order), on: .station)
  }

  private static let putBack = TicketCommand.putBack(ground: .notMine, request: "request/1")

  @Test func `I-28 a binding dispatch is not returned, unless the county chose so`() throws {
    let story = try Self.bound()
    story.when(.station, Self.putBack).thenRejected { $0.rule == "I-28" }
    story.when(.station, Self.putBack, { $0.rules.policies.bindingForbidsReturn = false })
      .thenState { $0.status == .returning }
  }

  @Test func `I-28 nothing is returned past the window`() throws {
    let story = try Story.inStatus(.handling)
    let end: Instant = "2021-08-06T08:00:00+08:00"
    story.when(.station, Self.putBack) {
      $0.returnWindowEnds = end
      $0.now = end.adding(microseconds: 1)
    }.thenRejected { $0.rule == "I-28" }
    story.when(.station, Self.putBack) {
      $0.returnWindowEnds = end
      $0.now = end
    }.thenEvents()
  }

  @Test func `I-28 nothing is returned twice to one dispatcher`() throws {
    let story = try Story.inStatus(.returning)
      .then(.town, .grant(.return, Ruling(on: "request/return")))
      .then(.town, .dispatch(.village), on: .station)
    story.when(.station, Self.putBack).thenRejected { $0.rule == "I-28" }
    story.when(.station, Self.putBack, { $0.rules.policies.secondReturnRefused = false })
      .thenEvents()
    let other = try Story.inStatus(.returning).then(.town, .redirect(.to(Body.office)), on: .office)
    other.when(.office, Self.putBack).thenEvents()
  }

  @Test func `a binding dispatch is the county's, or the town's inside its town`() throws {
    var order = DispatchOrder.to(Body.office)
    order.binding = true
    try Story.inStatus(.registered).when(.town, .dispatch(order), on: .office).thenEvents()
    var station = TicketActor.station
    station.roles = [.dispatcher]
    order.handler = Body.station
    try Story.inStatus(.reported).then(station, .accept).then(station, .register(grade: .low))
      .when(station, .dispatch(order), on: .station)
      .thenRejected { $0.rule == "§2.2 registered+TicketDispatched" }
  }

  // MARK: I-29

  @Test(arguments: TicketStatus.allCases)
  func `I-29 a merge goes into a ticket that is neither at an end nor merged`(
    status: TicketStatus
  ) throws {
    let outcome = try Story.inStatus(.accepted).when(.town, .merge) {
      $0.survivor = TicketSurvivor(ticket: "ticket/2", status: status, chain: [])
    }
    if status.isTerminal {
      outcome.thenRejected { $0.rule == "I-29" }
    } else {
      outcome.thenState { $0.status == .merged }
    }
  }

  @Test func `I-29 refuses cycles and tickets that are not there`() throws {
    let story = try Story.inStatus(.accepted)
    let cases: [TicketSurvivor?] = [
      nil, TicketSurvivor(ticket: "ticket/9", status: nil),
      TicketSurvivor(ticket: "ticket/1", status: .accepted),
      TicketSurvivor(ticket: "ticket/2", status: .merged, chain: ["ticket/3", "ticket/1"]),
    ]
    for survivor in cases {
      story.when(.town, .merge, { $0.survivor = survivor }).thenRejected { $0.rule == "I-29" }
    }
  }

  @Test func `I-29 names the last survivor of a chain`() throws {
    let survivor = TicketSurvivor(
      ticket: "ticket/2", status: .merged, chain: ["ticket/3", "ticket/4"])
    try Story.inStatus(.accepted).when(.town, .merge, { $0.survivor = survivor })
      .thenRejected { $0.next.english.contains("ticket/4") }
    let links: [ObjectName: ObjectName] = ["ticket/1": "ticket/2", "ticket/2": "ticket/3"]
    #expect(MergeChain.survivors(of: "ticket/1", in: links) == ["ticket/2", "ticket/3"])
    #expect(MergeChain.survivors(of: "ticket/9", in: links) == [])
    let cycle: [ObjectName: ObjectName] = ["ticket/1": "ticket/2", "ticket/2": "ticket/1"]
    #expect(MergeChain.survivors(of: "ticket/1", in: cycle) == ["ticket/2"])
  }

  // MARK: I-37

  @Test func `I-37 registering, dispatching and closing need the role`() throws {
    var town = TicketActor.town
    town.roles = []
    try Story.inStatus(.accepted).when(town, .register(grade: .low))
      .thenRejected { $0.rule == "I-37" }
    try Story.inStatus(.registered).when(town, .dispatch(.village), on: .station)
      .thenRejected { $0.rule == "I-37" }
    try Story.inStatus(.checked).when(town, .close(Closing(.solved)))
      .thenRejected { $0.rule == "I-37" }
    try Story.inStatus(.reported).when(town, .void(ground: "g"))
      .thenRejected { $0.rule == "I-37" }
    try Story.inStatus(.accepted).when(town, .decline(ground: "g"))
      .thenRejected { $0.rule == "I-37" }
  }

  @Test func `I-37 a village station registers for its own grid without one`() throws {
    try Story.inStatus(.reported).then(.station, .accept)
      .when(.station, .register(grade: .low)).thenState { $0.status == .registered }
  }

  // MARK: I-38

  @Test func `I-38 a village is sent what its list has or what it consents to`() throws {
    let story = try Story.inStatus(.registered)
    let bare = TicketCommand.dispatch(.to(Body.station))
    let listed = TicketCommand.dispatch(.to(Body.station, ground: .listItem))
    let spoken = TicketCommand.dispatch(.to(Body.station, ground: .consent))
    for command in [bare, listed, spoken] {
      story.when(.town, command, on: .station).thenRejected { $0.rule == "I-38" }
    }
    story.when(.town, listed, on: .station, { $0.push.villageItem = true }).thenEvents()
    story.when(.town, .dispatch(.village), on: .station).thenEvents()
    story.when(.town, bare, on: .station, { $0.rules.policies.villageNeedsConsent = false })
      .thenEvents()
  }

  // MARK: I-40 and closing

  @Test func `I-40 open support holds completion back`() throws {
    let story = try Story.inStatus(.handling).then(.town, .callSupport(.sample()))
    story.when(.station, .complete(result: "done")).thenRejected { $0.rule == "I-40" }
    try story.then(.office, .arrive(support: "support/1"))
      .then(.office, .finishSupport(support: "support/1", result: "done"))
      .when(.station, .complete(result: "done")).thenEvents()
    try story.then(.town, .excuse(support: "support/1", unit: Body.office, ground: "g"))
      .when(.station, .complete(result: "done")).thenEvents()
    try Story.inStatus(.handling).then(.town, .callSupport(.sample(allowPartial: true)))
      .when(.station, .complete(result: "done")).thenEvents()
  }

  @Test func `work that needs a check is not closed without one`() throws {
    try Story.inStatus(.handled).when(.town, .close(Closing(.solved)))
      .thenRejected { $0.rule == "§2.2 handled+TicketClosed" }
    let inquiry = try Story().then(.station, .report(.sample(category: "category/E14")))
      .then(.town, .accept).then(.town, .register(grade: .low))
      .then(.town, .dispatch(.village), on: .station)
      .then(.station, .complete(result: "done"))
    inquiry.when(.town, .close(Closing(.solved))).thenState { $0.status == .closed }
  }

  @Test func `a close says what it rests on`() throws {
    let handling = try Story.inStatus(.handling)
    handling.when(.town, .close(Closing(.terminated))).thenRejected()
    handling.when(.town, .close(Closing(.withdrawnByReporter))).thenRejected()
    handling.when(.town, .close(Closing(.caseFiled))).thenRejected()
    handling.when(.county, .close(Closing(.forced))).thenRejected()
    handling.when(.town, .close(Closing(.forced, document: "document/1"))).thenRejected()
    handling.when(
      .town, .close(Closing(.forced, document: "document/1")),
      { $0.rules.policies.forcedCloseByTown = true }
    ).thenEvents()
    try Story.inStatus(.reported).when(.station, .close(Closing(.solvedOnSpot)))
      .thenRejected()
  }

  // MARK: Clocks

  @Test func `more time is asked for and granted before the deadline`() throws {
    let due: Instant = "2021-08-06T08:00:00+08:00"
    let late: (inout TicketContext) -> Void = {
      $0.handleDue = due
      $0.now = due.adding(microseconds: 1)
    }
    let ask = TicketCommand.requestExtension(
      as: "request/1", units: 2, unit: .workingDay, ground: "g")
    let story = try Story.inStatus(.handling)
    story.when(.station, ask, late)
      .thenRejected { $0.rule == "§2.2 handling+ExtensionRequested" }
    let asked = try story.then(.station, ask)
    let grant = TicketCommand.grant(.extension(units: 1), Ruling(on: "request/1"))
    asked.when(.town, grant, late).thenRejected { $0.rule == "K9" }
    asked.when(.town, .refuse(.extension, Ruling(on: "request/1")), late).thenEvents()
    asked.when(.town, grant) {
      late(&$0)
      $0.rules.lateGrant = true
    }.thenEvents()
    asked.when(.town, grant).thenEvents { facts in
      guard case .requestRuled(let ruled)? = facts.first?.event else { return false }
      return ruled.grantedUnits == 1 && ruled.kind == .extension
    }
  }

  @Test func `a rejection speaks both languages and says what to do`() throws {
    let outcome = try Story.inStatus(.returning).when(.town, .close(Closing(.solved)))
    outcome.thenRejected { rejection in
      "\(rejection)".contains("§2.2 returning+TicketClosed")
        && rejection.message.english.contains("state returning")
        && rejection.message.chinese.contains("退件待裁定")
        && rejection.next.english.contains("RequestRuled")
        && rejection.chineseDescription.contains("目前可以") && !rejection.source.isEmpty
    }
  }
}
