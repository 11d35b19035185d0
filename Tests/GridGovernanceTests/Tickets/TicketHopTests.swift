// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Hops: who stands above whom, and what happens when one ends (domain §2.2).
@Suite struct TicketHopTests {
  @Test func `county to town to office and back up to closing`() throws {
    let story = try Story.twoTiers()
    #expect(story.state.hops.map(\.number) == [1, 2])
    #expect(story.state.answerable == Body.town)
    #expect(story.state.unit == Body.office)
    let done = try story.then(.office, .complete(result: "done"))
      .then(.town, .inspect(Inspection(.passed)))
    #expect(done.state.status == .handling)
    #expect(done.state.hops.map(\.handler) == [Body.town])
    #expect(done.state.legs.map(\.ended) == [.completed])
    let closed = try done.then(.town, .complete(result: "done"))
      .then(.county, .inspect(Inspection(.passed))).then(.county, .close(Closing(.solved)))
    #expect(closed.state.status == .closed)
    #expect(closed.state.hops.map(\.ended) == [.completed])
    #expect(!closed.state.isAnomalous)
  }

  @Test func `a return of the office goes to the town, which dispatched it`() throws {
    let returned = try Story.twoTiers()
      .then(.office, .putBack(ground: .notMine, request: "request/1"))
    returned.when(.county, .grant(.return, Ruling(on: "request/1")))
      .thenRejected { $0.rule == "I-39" }
    returned.when(.town, .grant(.return, Ruling(on: "request/1"))).thenState {
      $0.status == .handling && $0.hops.map(\.handler) == [Body.town]
        && $0.legs.map(\.ended) == [.returned]
    }
  }

  @Test func `a refused return goes back to where it came from`() throws {
    let unsigned = try Story.inStatus(.dispatched)
      .then(.station, .putBack(ground: .notMine, request: "request/1"))
    unsigned.when(.town, .refuse(.return, Ruling(on: "request/1")))
      .thenState { $0.status == .dispatched }
    try Story.inStatus(.returning).when(.town, .refuse(.return, Ruling(on: "request/return")))
      .thenState { $0.status == .handling && $0.openRequests.isEmpty }
  }

  @Test func `the county redirects hop 1 and recalls the office's hop`() throws {
    let story = try Story.twoTiers()
    story.when(.town, .redirect(hop: 1, .to(Body.department)), on: .department)
      .thenRejected { $0.rule == "I-39" }
    story.when(.county, .redirect(hop: 1, .to(Body.department)), on: .department).thenState {
      $0.status == .dispatched && $0.hops.map(\.handler) == [Body.department]
        && $0.legs.map(\.ended) == [.recalled, .redirected]
    }
  }

  @Test func `a redirect lapses a pending return`() throws {
    let outcome = try Story.inStatus(.returning)
      .when(.town, .redirect(.to(Body.office)), on: .office)
    outcome.thenState { state in
      state.openRequests.isEmpty && state.requests.map(\.outcome) == [.lapsed]
        && state.unit == Body.office
    }
  }

  @Test func `work of the wrong unit ends the hop, not the ticket`() throws {
    let one = try Story.inStatus(.handled)
    one.when(.town, .inspect(Inspection(.failed, wrongUnit: true)))
      .thenState { $0.status == .registered && $0.legs.map(\.ended) == [.wrongUnit] }
    let two = try Story.twoTiers().then(.office, .complete(result: "done"))
    two.when(.town, .inspect(Inspection(.failed, wrongUnit: true)))
      .thenState { $0.status == .handling && $0.unit == Body.town }
  }

  @Test func `a failed inspection opens the next round of that hop`() throws {
    let one = try Story.inStatus(.handled).then(.town, .inspect(Inspection(.failed)))
    #expect(one.state.round == 2)
    #expect(one.state.topHop?.round == 2)
    let two = try Story.twoTiers().then(.office, .complete(result: "done"))
      .then(.town, .inspect(Inspection(.failed)))
    #expect(two.state.round == 1, "the ticket's round is that of hop 1")
    #expect(two.state.topHop?.round == 2)
    let checked = try Story.inStatus(.checked).then(.town, .inspect(Inspection(.failed)))
    #expect(checked.state.status == .handling)
    #expect(checked.state.round == 2)
  }

  @Test func `a hop whose work was done starts its next leg in a new round`() throws {
    let again = try Story.twoTiers().then(.office, .complete(result: "done"))
      .then(.town, .inspect(Inspection(.passed)))
      .then(.town, .dispatch(.to(Body.office)), on: .office)
    #expect(again.state.topHop?.round == 2)
    let other = try Story.twoTiers()
      .then(.office, .putBack(ground: .notMine, request: "request/1"))
      .then(.town, .grant(.return, Ruling(on: "request/1")))
      .then(.town, .dispatch(.to(Body.office)), on: .office)
    #expect(other.state.topHop?.round == 1)
  }

  @Test func `I-39 only the unit of the top hop acts on it`() throws {
    let story = try Story.twoTiers()
    for command in [TicketCommand.progress(), .complete(result: "done")] {
      story.when(.town, command).thenRejected { $0.rule == "I-39" }
      story.when(.office, command).thenEvents()
    }
  }

  @Test func `a unit that is no centre cannot dispatch on`() throws {
    try Story.twoTiers().when(.office, .dispatch(.to(Body.station)), on: .station)
      .thenRejected { $0.rule == "§2.2 handling+TicketDispatched" }
  }

  @Test(arguments: [
    (TicketActor.station, TicketUnit.office, false), (.town, .office, true),
    (.town, .department, false), (.county, .department, true), (.county, .town, true),
    (.county, .office, false),
  ])
  func `each level dispatches to its own`(
    actor: TicketActor, unit: TicketUnit, isAllowed: Bool
  ) throws {
    var actor = actor
    actor.roles = [.dispatcher, .dutyLeader]
    var unit = unit
    unit.isInActorsArea = actor.level == .county || unit.level != .county
    let story = try Story().then(.station, .report(.sample())).then(actor, .accept)
      .then(actor, .register(grade: .normal))
    let outcome = story.when(actor, .dispatch(.to(unit.body)), on: unit)
    if isAllowed { outcome.thenEvents() } else { outcome.thenRejected() }
  }

  @Test func `a station dispatches to itself, its own workers`() throws {
    var station = TicketActor.station
    station.roles = [.dispatcher]
    try Story.inStatus(.reported).then(station, .accept).then(station, .register(grade: .low))
      .when(station, .dispatch(.to(Body.station)), on: .station).thenEvents()
  }
}
