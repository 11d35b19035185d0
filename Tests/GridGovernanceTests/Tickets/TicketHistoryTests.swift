// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Imported and repaired histories: folded as they are, shown where they break the table.
@Suite struct TicketHistoryTests {
  private func fact(_ event: TicketEvent, _ number: Int) -> TicketFact {
    TicketFact(
      event, occurred: TicketContext.start.adding(microseconds: Int64(number)),
      id: EventID(high: 0, low: UInt64(number)))
  }

  private func history(_ story: Story) -> [TicketFact] {
    story.facts.enumerated().map { index, fact in
      var fact = fact
      fact.id = EventID(high: 0, low: UInt64(index + 1))
      return fact
    }
  }

  private func state(_ facts: [TicketFact]) -> TicketState {
    TicketDecider.state(afterRepairs: facts)
  }

  @Test func `a pair that the table does not have is shown, and the fold goes on`() throws {
    let closed = TicketEvent.closed(
      TicketClosed(ticket: "ticket/1", reason: .solved, replied: true))
    let facts = try Story.inStatus(.accepted).facts + [fact(closed, 9)]
    let state = TicketDecider.state(after: facts)
    #expect(state.status == .closed)
    #expect(
      state.anomalies == [
        TicketAnomaly(
          status: .accepted, type: "TicketClosed", rule: "§2.2 accepted+TicketClosed", index: 3)
      ])
  }

  @Test func `a wrong hop number is shown under the hop rule`() throws {
    let signed = TicketEvent.signedFor(TicketSignedFor(ticket: "ticket/1", hop: 4))
    let facts = try Story.inStatus(.dispatched).facts + [fact(signed, 9)]
    #expect(TicketDecider.state(after: facts).anomalies.map(\.rule) == ["I-39"])
  }

  @Test func `late news does not bring back a ticket that has come to an end`() throws {
    let completed = TicketEvent.handlingCompleted(
      HandlingCompleted(ticket: "ticket/1", hop: 1, result: "done"))
    let facts = try Story.inStatus(.closed).facts + [fact(completed, 99)]
    let state = TicketDecider.state(after: facts)
    #expect(state.status == .closed)
    #expect(state.isAnomalous)
  }

  @Test func `a dispatch after a close that nobody reopened is work again`() throws {
    let order = TicketDispatched(
      ticket: "ticket/1", hop: 2, handler: Body.office, rule: "rule/limits", ground: .ownDuty)
    let facts = try Story.inStatus(.closed).facts + [fact(.dispatched(order), 99)]
    let state = TicketDecider.state(after: facts)
    #expect(state.status == .dispatched)
    #expect(state.unit == Body.office)
    #expect(state.isAnomalous)
  }

  @Test(arguments: [1, 42, 20_260_417] as [UInt64])
  func `any order of events folds without a trap`(seed: UInt64) throws {
    let pool =
      try TicketStatus.allCases.flatMap { try Story.inStatus($0).facts }
      + Story.twoTiers().facts
    var generator = SplitMix(state: seed)
    for _ in 0..<200 {
      let facts = (0..<30).compactMap { _ in pool.randomElement(using: &generator) }
      let state = TicketDecider.state(after: facts)
      #expect(state.eventCount == 30, "seed \(seed)")
      let isLegal = facts.indices.allSatisfy { index in
        let before = TicketDecider.state(after: facts[..<index])
        return TicketTable.allows(facts[index].event, in: before.status)
      }
      #expect(isLegal || state.isAnomalous, "seed \(seed)")
      let parts = TicketDecider.state(
        after: facts[11...], from: TicketDecider.state(after: facts[..<11]))
      #expect(parts == state, "seed \(seed)")
    }
  }

  @Test(arguments: [7, 77, 777] as [UInt64])
  func `what the decider lets happen is never an anomaly`(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    var carriedOut = 0
    for _ in 0..<40 {
      var facts: [TicketFact] = []
      for step in 0..<40 {
        let state = TicketDecider.state(after: facts)
        let likely = TicketTable.types(in: state.status) + [.handlingProgressed, .ticketClosed]
        let type = likely.randomElement(using: &generator) ?? .ticketAccepted
        let command = TicketCommand.samples(of: type, in: state.status)
          .randomElement(using: &generator)
        let actor = TicketActor.everybody.randomElement(using: &generator) ?? .town
        let unit = [TicketUnit.station, .office, .town].randomElement(using: &generator)
        let context = TicketContext.acting(actor, on: unit, minute: step) {
          $0.survivor = TicketSurvivor(ticket: "ticket/2", status: .handling)
        }
        guard let command,
          let more = try? TicketDecider.decide(command, given: state, in: context)
        else { continue }
        carriedOut += 1
        facts += more
      }
      #expect(!TicketDecider.state(after: facts).isAnomalous, "seed \(seed)")
    }
    #expect(carriedOut > 200, "seed \(seed)")
  }

  @Test func `a state survives as the row of a projection`() throws {
    let stories = try TicketStatus.allCases.map { try Story.inStatus($0) } + [Story.twoTiers()]
    for story in stories {
      let value = try ValueEncoder().value(of: story.state)
      #expect(try ValueDecoder().decode(TicketState.self, from: value) == story.state)
    }
  }

  // MARK: Repairs

  @Test func `an annulled closing never happened`() throws {
    let story = try history(Story.inStatus(.closed))
    let annulment = EventAnnulled(
      target: EventID(high: 0, low: UInt64(story.count)), ground: "g", document: "document/1")
    let state = state(story + [fact(.annulled(annulment), 50)])
    #expect(state.status == .checked)
    #expect(!state.isAnomalous)
  }

  @Test func `a fold made illegal by an annulment shows it`() throws {
    let story = try history(Story.inStatus(.closed))
    let completion = try #require(
      story.first { $0.event.type == .handlingCompleted }?.id)
    let annulment = EventAnnulled(target: completion, ground: "g", document: "document/1")
    #expect(state(story + [fact(.annulled(annulment), 50)]).isAnomalous)
  }

  @Test func `a corrected dispatch went to the other unit`() throws {
    let story = try history(Story.inStatus(.handling))
    let dispatch = try #require(story.first { $0.event.type == .ticketDispatched }?.id)
    func correction(_ field: String, _ value: Value, _ number: Int) -> TicketFact {
      fact(
        .corrected(FactCorrected(target: dispatch, field: field, new: value, ground: "g")),
        number)
    }
    let first = correction("handler", .object(Body.town), 50)
    let last = correction("handler", .object(Body.office), 51)
    #expect(state(story + [first, last]).unit == Body.office)
    let undone = EventAnnulled(
      target: EventID(high: 0, low: 51), ground: "g", document: "document/1")
    #expect(state(story + [first, last, fact(.annulled(undone), 52)]).unit == Body.town)
    #expect(state(story + [correction("binding", .bool(true), 53)]).topHop?.isBinding == true)
    let unfit = state(story + [correction("hop", .text("two"), 54)])
    #expect(unfit.anomalies.map(\.rule) == ["I-41"])
    #expect(unfit.status == .handling)
  }

  @Test func `a report with sealed words can be corrected beside them`() throws {
    let story = try history(Story.inStatus(.reported))
    let report = try #require(story[0].id)
    let correction = FactCorrected(
      target: report, field: "category", new: .object("category/E02-01"), ground: "g")
    let time = FactCorrected(
      target: report, field: "occurred", new: .instant("2021-01-01T00:00:00Z"), ground: "g")
    let corrected = state(story + [fact(.corrected(correction), 50), fact(.corrected(time), 51)])
    #expect(corrected.category == "category/E02-01")
    #expect(!corrected.isAnomalous)
  }

  @Test func `I-41 a repair names a live event, and never its id, type or stream`() throws {
    let id = EventID(high: 1, low: 1)
    func correct(_ field: String, _ target: RepairTarget?) -> String? {
      rejection { () throws(Rejection) in
        try RepairRules.check(
          FactCorrected(target: id, field: field, new: .int(1), ground: "g"), of: target)
      }
    }
    func annul(_ target: RepairTarget?) -> String? {
      rejection { () throws(Rejection) in
        try RepairRules.check(
          EventAnnulled(target: id, ground: "g", document: "document/1"), of: target)
      }
    }
    let dispatch = RepairTarget(type: .ticketDispatched)
    #expect(correct("handler", dispatch) == nil)
    #expect(correct("occurred", dispatch) == nil)
    #expect(correct("type", dispatch) == "I-41")
    #expect(correct("stream", dispatch) == "I-41")
    #expect(correct("text", RepairTarget(type: .incidentReported)) == "I-41")
    #expect(correct("field", RepairTarget(type: .eventAnnulled)) == "I-41")
    #expect(correct("hop", RepairTarget(type: .ticketDispatched, isAnnulled: true)) == "I-41")
    #expect(annul(dispatch) == nil)
    #expect(annul(RepairTarget(type: .factCorrected)) == nil)
    #expect(annul(RepairTarget(type: .eventAnnulled)) == "I-41")
    #expect(annul(RepairTarget(type: .ticketDispatched, isAnnulled: true)) == "I-41")
    #expect(annul(nil) == "I-41")
  }

  private func rejection(_ body: () throws(Rejection) -> Void) -> String? {
    do throws(Rejection) {
      try body()
      return nil
    } catch {
      return error.rule
    }
  }
}

/// A small generator with a printed seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
