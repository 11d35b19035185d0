// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Who may do what: the fourth column of the table.
@Suite struct TicketAuthorityTests {
  struct Line: CustomTestStringConvertible, Sendable {
    let status: TicketStatus
    let command: TicketCommand
    let allowed: [TicketActor]
    var unit: TicketUnit?

    var testDescription: String { "\(status.rawValue): \(command)".prefix(60).description }
  }

  static let lines: [Line] = [
    Line(status: .reported, command: .accept, allowed: [.station, .town, .county]),
    Line(
      status: .reported, command: .decline(ground: "g"), allowed: [.station, .town, .county]),
    Line(
      status: .reported, command: .refer(ground: .otherArea, outsideName: "邻县"),
      allowed: [.station, .town, .county]),
    Line(status: .accepted, command: .decline(ground: "g"), allowed: [.town]),
    Line(status: .accepted, command: .assignCheck(assignee: "person/w"), allowed: [.town]),
    Line(status: .accepted, command: .register(grade: .low), allowed: [.town]),
    Line(status: .accepted, command: .close(Closing(.answered)), allowed: [.town]),
    Line(
      status: .registered, command: .dispatch(.to(Body.office)), allowed: [.town], unit: .office),
    Line(status: .registered, command: .close(Closing(.explained)), allowed: [.town]),
    Line(
      status: .registered, command: .regrade(grade: .urgent, ground: "g"),
      allowed: [.town, .county]),
    Line(status: .dispatched, command: .signFor(), allowed: [.station]),
    Line(
      status: .dispatched, command: .redirect(.to(Body.office)), allowed: [.town], unit: .office),
    Line(
      status: .dispatched, command: .putBack(ground: .notMine, request: "request/1"),
      allowed: [.station]),
    Line(
      status: .dispatched, command: .contactReporter(reached: true, channel: "c"),
      allowed: [.station]),
    Line(
      status: .returning, command: .grant(.return, Ruling(on: "request/return")),
      allowed: [.town]),
    Line(
      status: .handling, command: .suspend(Suspension(.deferred, ground: "g")),
      allowed: [.town]),
    Line(
      status: .handling, command: .suspend(Suspension(.deferred, reach: .whole, ground: "g")),
      allowed: [.town, .county]),
    Line(
      status: .handling, command: .callSupport(.sample()), allowed: [.station, .town, .county]),
    Line(status: .handling, command: .escalate(ground: .noPower), allowed: [.town]),
    Line(
      status: .handling,
      command: .close(Closing(.transferred)), allowed: [.town, .county]),
    Line(
      status: .handling, command: .close(Closing(.forced, document: "document/1")),
      allowed: [.county]),
    Line(
      status: .handling, command: .request(.suspension, as: "request/1", ground: "g"),
      allowed: [.station]),
    Line(status: .suspended, command: .resume, allowed: [.town]),
    Line(status: .handled, command: .assignCheck(assignee: "person/w"), allowed: [.town]),
    Line(status: .handled, command: .inspect(Inspection(.passed)), allowed: [.town]),
    Line(status: .checked, command: .inspect(Inspection(.failed)), allowed: [.town]),
    Line(status: .checked, command: .close(Closing(.solved)), allowed: [.town]),
    Line(
      status: .closed, command: .request(.reopen, as: "request/1", ground: "g"),
      allowed: TicketActor.everybody),
    Line(status: .closed, command: .reopen(.objection), allowed: [.town, .county]),
    Line(
      status: .handling, command: .supervise(as: "supervision/1", unit: Body.station, grade: .red),
      allowed: [.town, .county]),
    Line(status: .handling, command: .void(ground: "g"), allowed: [.town, .county]),
    Line(status: .handling, command: .merge, allowed: [.station, .town, .county]),
    Line(status: .merged, command: .unmerge, allowed: [.town, .county]),
    Line(
      status: .closed,
      command: .exclude(indicators: ["closing"], ground: "g", document: "document/1"),
      allowed: [.county]),
    Line(status: .closed, command: .followUp(reached: false), allowed: [.town, .county]),
    Line(
      status: .closed, command: .speak(.dispute, channel: "c"), allowed: TicketActor.everybody),
  ]

  @Test(arguments: lines)
  func `only those whom the table names`(line: Line) throws {
    let story = try Story.inStatus(line.status)
    for actor in TicketActor.everybody {
      let outcome = story.when(actor, line.command, on: line.unit) {
        $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .handling)
      }
      if line.allowed.contains(actor) {
        outcome.thenEvents()
      } else {
        outcome.thenRejected { $0.rule.hasPrefix("§2.2") || ["I-39", "I-37"].contains($0.rule) }
      }
    }
  }

  @Test func `the worker who was sent looks, and says so`() throws {
    let story = try Story.inStatus(.accepted).then(.town, .assignCheck(assignee: "person/w"))
    var worker = TicketActor.station
    worker.person = "person/w"
    story.when(worker, .verify(result: .valid, worker: "person/w"))
      .thenState { $0.checks.isEmpty && $0.status == .accepted }
    story.when(worker, .verify(result: .valid, worker: "person/x")).thenRejected()
    worker.person = "person/x"
    story.when(worker, .verify(result: .valid, worker: "person/w")).thenRejected()
    let handled = try Story.inStatus(.handled).then(.town, .assignCheck(assignee: "person/w"))
    worker.person = "person/w"
    handled.when(worker, .inspect(Inspection(.passed))).thenState { $0.status == .checked }
    handled.when(worker, .inspect(Inspection(.failed, wrongUnit: true)))
      .thenRejected { $0.rule == "I-39" }
  }

  @Test func `supervision is answered by the supervised and lifted by its level or above`() throws {
    let supervise = TicketCommand.supervise(
      as: "supervision/1", unit: Body.station, grade: .yellow, opinion: "hurry")
    let byTown = try Story.inStatus(.handling).then(.town, supervise)
    byTown.when(.office, .replyToSupervision("supervision/1", text: "yes")).thenRejected()
    byTown.when(.station, .replyToSupervision("supervision/1", text: "yes"))
      .thenState { $0.supervisions.map(\.isReplied) == [true] }
    let lift = TicketCommand.liftSupervision("supervision/1", ground: "g")
    byTown.when(.town, lift).thenState { $0.supervisions.map(\.isLifted) == [true] }
    byTown.when(.county, lift).thenEvents()
    byTown.when(.station, lift).thenRejected()
    let byCounty = try Story.inStatus(.handling).then(.county, supervise)
    byCounty.when(.town, lift).thenRejected()
    try byCounty.then(.county, lift).when(.county, lift).thenRejected()
  }

  @Test func `a called unit answers for itself, and only while it is called`() throws {
    let story = try Story.inStatus(.handling).then(.town, .callSupport(.sample()))
    story.when(.department, .arrive(support: "support/1")).thenRejected()
    let done = try story.then(.office, .arrive(support: "support/1"))
      .then(.office, .finishSupport(support: "support/1", result: "done"))
    #expect(done.state.openSupports.isEmpty)
    done.when(.office, .arrive(support: "support/1")).thenRejected()
    done.when(.town, .excuse(support: "support/1", unit: Body.office, ground: "g"))
      .thenRejected()
    story.when(.county, .excuse(support: "support/1", unit: Body.office, ground: "g"))
      .thenRejected()
  }

  @Test func `an exclusion covers what it names, and is lifted as far as it reaches`() throws {
    let story = try Story.inStatus(.closed).then(
      .county, .exclude(indicators: ["closing", "onTime"], ground: "g", document: "document/1"))
    #expect(story.state.excludedFrom == ["closing", "onTime"])
    story.when(.county, .liftExclusion(indicators: ["rework"], document: "document/1"))
      .thenRejected()
    story.when(.county, .liftExclusion(indicators: ["closing"], document: "document/1"))
      .thenState { $0.excludedFrom == ["onTime"] }
  }
}
