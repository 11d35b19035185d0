// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The compact fold of the view against the deciders' own state, over histories of all sorts.
struct TicketStatusLawTests {
  @Test(arguments: [1, 7, 42, 2021, 20_260_417] as [UInt64])
  func `rows say what the deciders' state says after legal histories`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 400)
    try expectRows(of: tickets, "seed \(seed)")
    #expect(tickets.facts.keys.allSatisfy { !tickets.state($0).isAnomalous }, "seed \(seed)")
  }

  @Test(arguments: [3, 11, 99, 1949, 31_337] as [UInt64])
  func `rows say what the deciders' state says whatever came in`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 500, wild: 40)
    try expectRows(of: tickets, "seed \(seed)")
  }

  @Test(arguments: [5, 13, 77, 1999, 65_537] as [UInt64])
  func `rows say what the deciders' state says after repairs`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 500, wild: 15, repaired: 15)
    try expectRows(of: tickets, "seed \(seed)")
  }

  @Test(arguments: [2, 17] as [UInt64])
  func `as of a position equals a fold of the log up to there`(seed: UInt64) throws {
    let history = RandomTickets(seed: seed, steps: 200, wild: 10, repaired: 10).history
    let engine = ReplayEngine(history)
    for cut in stride(from: 20, through: history.events.count, by: 37) {
      let part = try ReplayEngine(Array(history.events.prefix(cut)))
        .replay(TicketStatusView.self)
      let whole = try engine.replay(TicketStatusView.self, asOf: .position(Position(UInt64(cut))))
      #expect(whole.changes(to: part).isEmpty, "seed \(seed), cut \(cut)")
    }
  }

  private func expectRows(
    of tickets: RandomTickets, _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let view = try ReplayEngine(tickets.history).replay(TicketStatusView.self)
    #expect(view.quarantine.isEmpty, comment, sourceLocation: sourceLocation)
    for row in view.rows {
      guard case .object(let ticket)? = row.key.values.first else { continue }
      let expected = tickets.state(ticket)
      for (name, value) in expected.shown {
        #expect(
          row[name] == value, "\(comment), \(ticket), \(name)", sourceLocation: sourceLocation)
      }
    }
    #expect(
      Set(view.rows.map(\.key.text)) == Set(tickets.facts.keys.map(\.text)), comment,
      sourceLocation: sourceLocation)
  }
}

extension TicketState {
  /// The columns of the status view that the state knows too.
  fileprivate var shown: [(String, Value?)] {
    let top = topHop ?? hops.last
    return [
      ("state", status.map { .text($0.rawValue) }), ("level", level.map { .text($0.rawValue) }),
      ("round", .int(Int64(round))), ("category", category.map { .object($0) }),
      ("grade", grade.map { .text($0.rawValue) }), ("division", division.map { .object($0) }),
      ("unit", unit.map { .object($0) }), ("answerable", answerable.map { .object($0) }),
      ("hop", top.map { .int(Int64($0.number)) }),
      ("openRequests", .list(openRequests.map { .object($0.name) })),
      ("excluded", .list(excludedFrom.map { .text($0) })),
      ("mergedInto", mergedInto.map { .object($0) }),
      ("suspension", suspension.map { .text($0.rawValue) }),
      ("closed", closing.map { .instant($0.at) }),
      ("closeReason", closing.map { .text($0.reason.rawValue) }),
      (
        "anomalousPair",
        anomalies.first.map { .text("\($0.status?.rawValue ?? "start")+\($0.type)") }
      ),
    ]
  }
}
