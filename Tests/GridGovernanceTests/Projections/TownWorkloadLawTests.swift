// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct TownWorkloadLawTests {
  @Test(arguments: [1, 7, 42, 2021, 20_260_417] as [UInt64])
  func `what is open at the end follows from what came and went`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 500, wild: Int(seed % 3) * 20, repaired: 10)
    let view = try ReplayEngine(tickets.history).replay(TownWorkload.self)
    // Corrections that do not fit are listed by the engine; nothing else is refused.
    let refused = view.quarantine.map { tickets.history.events[Int($0.position.rawValue) - 1] }
    #expect(refused.allSatisfy { $0.content.type == .factCorrected }, "seed \(seed)")
    var last: (town: ObjectID, month: Month, open: Int)?
    for (key, row) in view.entries(of: \.tickets) {
      #expect(row.isBalanced, "seed \(seed), \(key.month): \(row)")
      #expect(row.received == row.sources, "seed \(seed), \(key.month)")
      #expect(row.closedOnTime + row.closedLate <= row.closed, "seed \(seed), \(key.month)")
      if let before = last, before.town == key.town {
        #expect(key.month == before.month.next, "seed \(seed): a month is missing")
        #expect(row.openAtStart == before.open, "seed \(seed), \(key.month)")
      } else {
        #expect(row.openAtStart == 0, "seed \(seed), \(key.month)")
      }
      last = (key.town, key.month, row.openAtEnd)
    }
  }

  @Test(arguments: [3, 19, 1984] as [UInt64])
  func `counts equal a plain walk over each ticket's own history`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 500, wild: Int(seed % 2) * 30)
    let view = try ReplayEngine(tickets.history).replay(TownWorkload.self)
    var expected = PlainWorkload()
    for (_, facts) in tickets.facts { expected.count(facts) }
    for (key, row) in view.entries(of: \.tickets) {
      let town = view.name(of: key.town)
      let plain = expected.rows[PlainWorkload.Key(town: town, month: key.month)] ?? [:]
      #expect(row.plain == plain, "seed \(seed), \(town) \(key.month)")
    }
    #expect(view.entries(of: \.tickets).map(\.row.received).reduce(0, +) > 0, "seed \(seed)")
  }

  @Test(arguments: [2, 23] as [UInt64])
  func `as of a position equals a fold of the log up to there`(seed: UInt64) throws {
    let history = RandomTickets(seed: seed, steps: 200, wild: 10, repaired: 10).history
    let engine = ReplayEngine(history)
    for cut in stride(from: 20, through: history.events.count, by: 41) {
      let part = try ReplayEngine(Array(history.events.prefix(cut))).replay(TownWorkload.self)
      let whole = try engine.replay(TownWorkload.self, asOf: .position(Position(UInt64(cut))))
      #expect(whole.changes(to: part).isEmpty, "seed \(seed), cut \(cut)")
    }
  }
}

extension TownTickets {
  fileprivate var isBalanced: Bool {
    let gone =
      declined + referred + closed + voided + merged + leftRedirect + leftReturn + leftWrongUnit
      + leftEscalation
    return openAtStart + received + reopened + unmerged - gone == openAtEnd
  }

  fileprivate var sources: Int {
    receivedFromAbove + receivedEnforcementPatrol + receivedGrid + receivedPublic
      + receivedUnlisted
  }

  /// The movements by name, without zeros.
  fileprivate var plain: [String: Int] {
    [
      "fromAbove": receivedFromAbove, "grid": receivedGrid, "public": receivedPublic,
      "reopened": reopened, "unmerged": unmerged, "declined": declined, "referred": referred,
      "closed": closed, "voided": voided, "merged": merged, "redirect": leftRedirect,
      "return": leftReturn, "wrongUnit": leftWrongUnit, "escalation": leftEscalation,
    ].filter { $0.value != 0 }
  }
}

/// The town's books as a clerk would keep them: one ticket after the other, from the deciders'
/// state before and after each event.
private struct PlainWorkload {
  struct Key: Hashable {
    var town: ObjectName
    var month: Month
  }

  var rows: [Key: [String: Int]] = [:]

  mutating func count(_ facts: [TicketFact]) {
    var state = TicketState()
    var base: ObjectName?
    for fact in facts {
      let before = PlainWorkload.openIn(state, base)
      state = TicketDecider.evolve(state, with: fact)
      base = PlainWorkload.base(base, after: fact)
      let after = PlainWorkload.openIn(state, base)
      guard before != after else { continue }
      let month = Month(BusinessZone.shanghai.date(of: fact.occurred))
      if let before {
        note(PlainWorkload.exit(fact.event, state.status), before, month)
      }
      if let after { note(PlainWorkload.entry(fact.event), after, month) }
    }
  }

  private mutating func note(_ what: String, _ town: ObjectName, _ month: Month) {
    rows[Key(town: town, month: month), default: [:]][what, default: 0] += 1
  }

  static func town(of body: ObjectName?) -> ObjectName? {
    switch body {
    case Body.station?, Body.office?, Body.town?: SmallCounty.town
    case Body.otherTown?: SmallCounty.otherTown
    default: nil
    }
  }

  /// Which town has a ticket that nobody was sent to handle.
  static func base(_ base: ObjectName?, after fact: TicketFact) -> ObjectName? {
    switch fact.event {
    case .reported(let report):
      guard fact.actor.body == nil else { return town(of: fact.actor.body) }
      return report.division == SmallCounty.village ? SmallCounty.town : report.division
    case .accepted(let event):
      let isCounty = fact.actor.body == Body.county || fact.actor.body == Body.department
      return event.level == .county && isCounty ? nil : base
    case .escalated(let event): return event.toLevel == .county ? nil : base
    default: return base
    }
  }

  static func openIn(_ state: TicketState, _ base: ObjectName?) -> ObjectName? {
    guard let status = state.status, !status.isTerminal else { return nil }
    let towns = state.hops.filter { $0.ended == nil }.compactMap { town(of: $0.handler) }
    return towns.last ?? base
  }

  static func entry(_ event: TicketEvent) -> String {
    switch event {
    case .reported(let report): report.origin == "gridWorker" ? "grid" : "public"
    case .unmerged: "unmerged"
    case .dispatched, .redirected, .requestRuled, .inspected: "fromAbove"
    default: "reopened"
    }
  }

  static func exit(_ event: TicketEvent, _ status: TicketStatus?) -> String {
    switch status {
    case .declined, .notRegistered: return "declined"
    case .referred, .closed, .voided, .merged: return status?.rawValue ?? ""
    default: break
    }
    return switch event {
    case .requestRuled: "return"
    case .inspected: "wrongUnit"
    case .escalated, .accepted: "escalation"
    default: "redirect"
    }
  }
}
