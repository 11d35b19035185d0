// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct ReturnsTests {
  private func table(_ history: HistoryBuilder, _ asOf: AsOf = .head) throws -> String {
    figures(try ReplayEngine(history).replay(Returns.self, asOf: asOf).rows)
  }

  @Test func `who returns what to whom, on what ground, with what ruling`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-01 09:00")
    history.dispatch("ticket/1", "08-01 10:00", to: Body.office)
    history.putBack("ticket/1", "08-02 09:00", "request/1", ground: .notAdmitted)
    history.rule("ticket/1", "08-02 10:00", "request/1", .return, .refused)
    history.putBack("ticket/1", "08-31 09:00", "request/2")
    history.rule("ticket/1", "09-01 10:00", "request/2", .return, .granted)
    history.dispatch("ticket/1", "09-02 10:00", to: Body.station, binding: true)
    #expect(
      try table(history) == """
        t-centre:t-office:2021-08: dispatched 1, returned 2, notMine 1, notAdmitted 1, \
        secondReturns 1, granted 1, refused 1, returnRate 2, grantRate 0.5, hops 1
        t-centre:v-station:2021-09: dispatched 1, binding 1, returnRate 0, hops 2
        """)
  }

  @Test func `a redirection takes from one and gives to another, and a return lapses`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-01 09:00")
    history.dispatch("ticket/1", "08-01 10:00", to: Body.office)
    history.putBack("ticket/1", "08-02 09:00", "request/1")
    let open = history.events.count
    history.redirect("ticket/1", "08-03 09:00", to: Body.station)
    #expect(
      try table(history, .position(Position(UInt64(open)))) == """
        t-centre:t-office:2021-08: dispatched 1, returned 1, notMine 1, open 1, \
        returnRate 1, hops 1
        """)
    #expect(
      try table(history) == """
        t-centre:t-office:2021-08: dispatched 1, redirected 1, returned 1, notMine 1, lapsed 1, \
        returnRate 1, hops 1
        t-centre:v-station:2021-08: dispatched 1, returnRate 0, hops 2
        """)
  }

  @Test func `where no event says who dispatched, it is the unit above, or nobody`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-01 09:00", by: nil)
    history.dispatch("ticket/1", "08-01 10:00", to: Body.town, by: nil)
    history.dispatch("ticket/1", "08-01 11:00", to: Body.office, hop: 2, by: nil)
    #expect(
      Set(try table(history).split(separator: "\n").map(String.init)) == [
        "t-centre:t-office:2021-08: dispatched 1, returnRate 0, hops 2",
        "t-centre:2021-08: dispatched 1, returnRate 0, hops 1",
      ])
  }

  @Test func `an annulled return was none, a corrected ground is the one that counts`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-01 09:00")
    history.dispatch("ticket/1", "08-01 10:00", to: Body.office)
    let first = history.putBack("ticket/1", "08-02 09:00", "request/1")
    history.correct(first, "ground", .text("wrongPlace"))
    #expect(try table(history).contains("wrongPlace 1, open 1"))
    history.annul(first)
    #expect(try !table(history).contains("returned"))
  }

  /// The oracle reads the deciders' states, which keep every request and who sent each hop.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `counts equal a plain walk over each ticket's own history`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 300)
    var expected: [String: [String: Int]] = [:]
    for facts in tickets.facts.values {
      var state = TicketState()
      var requests: [ObjectName: String] = [:]
      for fact in facts {
        let before = state.hops.last { $0.ended == nil }
        state = TicketDecider.evolve(state, with: fact)
        let month = Month(BusinessZone.shanghai.date(of: fact.occurred))
        func key(_ hop: TicketHop) -> String {
          let above = state.hops.last { $0.number < hop.number }?.handler
          let dispatcher = hop.dispatcher ?? above
          return [dispatcher?.text, hop.handler.text, month.description]
            .compactMap(\.self).joined(separator: ":")
        }
        switch fact.event {
        case .dispatched, .redirected:
          guard let hop = state.hops.last(where: { $0.ended == nil }) else { continue }
          expected[key(hop), default: [:]]["dispatched", default: 0] += 1
        case .returned(let event):
          guard let before else { continue }
          requests[event.request] = key(before)
          expected[key(before), default: [:]]["returned", default: 0] += 1
          expected[key(before), default: [:]]["\(event.ground)", default: 0] += 1
        case .requestRuled(let event) where event.kind == .return:
          guard let key = requests[event.request] else { continue }
          expected[key, default: [:]]["\(event.result)", default: 0] += 1
        default: break
        }
      }
    }
    let rows = try ReplayEngine(tickets.history).replay(Returns.self).rows
    for row in rows {
      let plain = expected[row.key.text] ?? [:]
      let names = ["dispatched", "returned", "notMine", "notAdmitted", "granted", "refused"]
      for name in names {
        #expect(count(row, name) == plain[name] ?? 0, "seed \(seed), \(row.key.text) \(name)")
      }
      #expect(
        count(row, "returned") == count(row, "granted") + count(row, "refused")
          + count(row, "lapsed") + count(row, "open"), "seed \(seed), \(row.key.text)")
    }
    #expect(Set(rows.map(\.key.text)).isSuperset(of: expected.keys), "seed \(seed)")
  }

  @Test(arguments: 60...70 as ClosedRange<UInt64>)
  func `in a history that breaks rules every return still ends once at most`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 400, wild: 40, repaired: 10)
    let view = try ReplayEngine(tickets.history).replay(Returns.self)
    for row in view.rows {
      #expect(count(row, "open") >= 0, "seed \(seed), \(row)")
      #expect(
        count(row, "returned") == count(row, "granted") + count(row, "refused")
          + count(row, "lapsed") + count(row, "open"), "seed \(seed), \(row)")
    }
  }
}
