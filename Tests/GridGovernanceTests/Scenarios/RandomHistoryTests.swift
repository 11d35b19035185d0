// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Scenario 12 of domain §9: random legal histories; and sums across views.
struct RandomHistoryTests {
  private static let clock: Instant = "2022-06-01T00:00:00+08:00"
  private static let seeds: [UInt64] = [1, 12, 365, 2021, 20_210_305]

  @Test(arguments: seeds)
  func `scenario 12: the fold of a legal history equals a naive re-computation`(
    seed: UInt64
  ) throws {
    let tickets = RandomTickets(seed: seed, steps: 300)
    let view = try ReplayEngine(tickets.history).replay(TicketStatusView.self)
    // Naively: every ticket's own events, one after the other, through the rules themselves.
    var expected: [String: String] = [:]
    for (ticket, facts) in tickets.facts {
      let state = facts.reduce(TicketState()) { TicketDecider.evolve($0, with: $1) }
      #expect(!state.isAnomalous, "seed \(seed), \(ticket): no legal history")
      expected[ticket.text] = state.status?.rawValue
    }
    let shown = view.rows.map { row in
      (row.key.text, row["state"].map { "\($0)" } ?? "–")
    }
    #expect(Dictionary(uniqueKeysWithValues: shown) == expected, "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `scenario 12: any prefix replays to the same, in every view`(seed: UInt64) throws {
    let history = RandomTickets(seed: seed, steps: 200).history
    var random = SeededGenerator(seed: seed)
    let whole = ReplayEngine(history)
    let types = ViewCatalogue.views.map(\.projection)
    for _ in 0..<2 {
      let cut = Int.random(in: 20...history.events.count, using: &random)
      let prefix = ReplayEngine(Array(history.events.prefix(cut)))
      let asOf = AsOf.position(Position(UInt64(cut)))
      let first = try whole.replay(types, asOf: asOf, happenedBy: nil, clock: Self.clock)
      let again = try whole.replay(types, asOf: asOf, happenedBy: nil, clock: Self.clock)
      let alone = try prefix.replay(types, asOf: .head, happenedBy: nil, clock: Self.clock)
      for index in types.indices {
        let name = first[index].name
        #expect(first[index].digest == again[index].digest, "seed \(seed), \(cut), \(name)")
        for table in first[index].tables {
          #expect(
            try first[index].rows(of: table) == alone[index].rows(of: table),
            "seed \(seed), prefix \(cut), \(name).\(table)")
        }
      }
    }
  }

  /// Of one town: the sources of P6, what P3 received and has open at the end, what P1 shows there.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `four sources make what a town received, its balance closes, P1 has what is open`(
    seed: UInt64
  ) throws {
    let engine = ReplayEngine(RandomTickets(seed: seed, steps: 300).history)
    let status = try engine.replay(TicketStatusView.self).rows
    let months = try engine.replay(TownWorkload.self).rows
    let sources = try engine.replay(SourceMix.self).rows
    let towns = Set(months.map { $0.key.values[0] })
    for town in towns {
      let mine = months.filter { $0.key.values[0] == town }
      func sum(_ names: String...) -> Int {
        mine.reduce(0) { total, row in names.reduce(total) { $0 + count(row, $1) } }
      }
      let entered = sources.filter { $0.key.values[0] == town }
        .reduce(0) { $0 + count($1, "received") }
      #expect(entered == sum("received"), "seed \(seed), \(town): P6 and P3")
      let came = sum("received", "reopened", "unmerged")
      let went = sum(
        "declined", "referred", "closed", "voided", "merged", "leftRedirect", "leftReturn",
        "leftWrongUnit", "leftEscalation")
      let open = try count(#require(mine.last), "openAtEnd")
      #expect(came - went == open, "seed \(seed), \(town): the balance of P3")
      // P1 names the town of the place where no town has the ticket, so it may show more.
      let lying = status.filter { row in
        row["town"] == town && !(Self.state(of: row)?.isTerminal ?? true)
      }
      #expect(lying.count >= open, "seed \(seed), \(town): P1 lacks what P3 has open")
    }
    #expect(!towns.isEmpty, "seed \(seed)")
  }

  private static func state(of row: ViewRow) -> TicketStatus? {
    guard case .text(let state)? = row["state"] else { return nil }
    return TicketStatus(rawValue: state)
  }
}
