// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct SourceMixTests {
  private func towns(_ history: HistoryBuilder) throws -> String {
    figures(try ReplayEngine(history).replay(SourceMix.self).rows.filter { $0["of"] != .int(0) })
  }

  @Test func `which source, and what share of all that came to the town`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-01 09:00")
    history.report("ticket/2", "08-02 09:00")
    history.report("ticket/3", "08-31 23:59", origin: "hotline", channel: "phone")
    history.report("ticket/4", "09-01 00:00", origin: "fax", channel: "fax")
    #expect(
      try towns(history)
        == """
        t:fromAbove:2021-08: of 3, share 0
        t:fromAbove:2021-09: of 1, share 0
        t:enforcementPatrol:2021-08: of 3, share 0
        t:enforcementPatrol:2021-09: of 1, share 0
        t:grid:2021-08: received 2, of 3, share 0.6667
        t:grid:2021-09: of 1, share 0
        t:public:2021-08: received 1, of 3, share 0.3333
        t:public:2021-09: of 1, share 0
        t:unlisted:2021-08: of 3, share 0
        t:unlisted:2021-09: received 1, of 1, share 1
        """.sortedLines())
    let view = try ReplayEngine(history).replay(SourceMix.self)
    #expect(
      figures(try view.rows(of: "origins")) == """
        fax:fax:2021-09: received 1, of 1, share 1
        gridWorker:app:2021-08: received 2, of 3, share 0.6667
        hotline:phone:2021-08: received 1, of 3, share 0.3333
        """)
    let year = try #require(AssessmentPeriod("2021"))
    #expect(
      figures(try view.rows(of: "origins", in: year)) == """
        fax:fax:2021: received 1, of 4, share 0.25
        gridWorker:app:2021: received 2, of 4, share 0.5
        hotline:phone:2021: received 1, of 4, share 0.25
        """)
    let grid = try view.rows(in: year).filter { $0.key.shortText == "t:grid:2021" }
    #expect(figures(grid) == "t:grid:2021: received 2, of 4, share 0.5")
  }

  @Test func `solved in the grid: on the spot, or with a village's unit as the deepest`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-01 09:00", selfSolved: true)
    history.close("ticket/1", "08-01 10:00", .solvedOnSpot, by: Body.station)
    for ticket in ["ticket/2", "ticket/3", "ticket/4"] as [ObjectName] {
      history.report(ticket, "08-02 09:00")
      history.dispatch(ticket, "08-02 10:00", to: Body.town)
      history.dispatch(ticket, "08-02 11:00", to: Body.station, hop: 2)
    }
    history.complete("ticket/2", "08-03 09:00", hop: 2)
    history.inspect("ticket/2", "08-03 10:00", .passed, hop: 2)
    history.close("ticket/2", "08-04 09:00")
    // The station's work, sent away: the office did it.
    history.redirect("ticket/3", "08-03 09:00", to: Body.office, hop: 2)
    history.close("ticket/3", "08-04 09:00")
    history.inspect("ticket/4", "08-03 10:00", .failed, hop: 2, wrongUnit: true)
    history.close("ticket/4", "08-04 09:00")
    let view = try ReplayEngine(history).replay(SourceMix.self)
    let rows = view.rows.filter { $0["closed"] != .int(0) }
    #expect(
      figures(rows) == """
        t:grid:2021-08: received 4, of 4, share 1, closed 4, solvedInGrid 2, \
        solvedInGridRate 0.5
        """)
  }

  @Test func `a late report, a corrected origin and an annulment change the month meant`() throws {
    var history = HistoryBuilder.smallCounty()
    let first = history.report(
      "ticket/1", "08-20 09:00", recorded: "2021-08-20T09:00:00+08:00")
    let second = history.report("ticket/2", "08-21 09:00", recorded: "2021-08-21T09:00:00+08:00")
    history.report("ticket/3", "07-30 09:00", recorded: "2021-10-09T09:00:00+08:00")
    history.correct(first, "origin", .text("hotline"), recorded: "2021-10-10T09:00:00+08:00")
    history.annul(second, recorded: "2021-10-10T10:00:00+08:00")
    let engine = ReplayEngine(history)
    func origins(_ asOf: AsOf) throws -> String {
      lines(try engine.replay(SourceMix.self, asOf: asOf).rows(of: "origins"), "received", "of")
    }
    #expect(try origins(.recorded("2021-09-01")) == "gridWorker:app:2021-08: received 2, of 2")
    #expect(
      try origins(.head) == """
        gridWorker:app:2021-07: received 1, of 1
        hotline:app:2021-08: received 1, of 1
        """)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `the sources of a town make what it received, and its ends what it lost`(
    seed: UInt64
  ) throws {
    let tickets = RandomTickets(
      seed: seed, steps: 300, wild: Int(seed % 3) * 20, repaired: Int(seed % 2) * 10)
    let engine = ReplayEngine(tickets.history)
    let workload = try engine.replay(TownWorkload.self).rows
    let mix = try engine.replay(SourceMix.self)
    for row in workload {
      let mine = mix.rows.filter {
        $0.key.values[0] == row.key.values[0] && $0.key.values[2] == row.key.values[1]
      }
      func sum(_ name: String) -> Int { mine.reduce(0) { $0 + count($1, name) } }
      for name in ["received", "declined", "referred", "voided", "merged", "closed"] {
        #expect(sum(name) == count(row, name), "seed \(seed), \(row.key.text) \(name)")
      }
      for part in mine {
        let source = part.key.values[1].description
        let column = "received" + source.prefix(1).uppercased() + source.dropFirst()
        #expect(count(part, "received") == count(row, column), "seed \(seed), \(part.key.text)")
        #expect(count(part, "of") == count(row, "received"), "seed \(seed), \(part.key.text)")
      }
    }
    #expect(mix.rows.reduce(0) { $0 + count($1, "received") } > 0, "seed \(seed)")
  }

  @Test(arguments: 31...50 as ClosedRange<UInt64>)
  func `origins and channels are those of the reports, ends those of the tickets`(
    seed: UInt64
  ) throws {
    let tickets = RandomTickets(seed: seed, steps: 300, wild: Int(seed % 2) * 20)
    var expected: [String: [Int]] = [:]
    for facts in tickets.facts.values {
      var state = TicketState()
      var report: IncidentReported?
      for fact in facts {
        let month = Month(BusinessZone.shanghai.date(of: fact.occurred))
        let wasOpen = state.status.map { !$0.isTerminal } ?? false
        state = TicketDecider.evolve(state, with: fact)
        if case .reported(let event) = fact.event, report == nil {
          report = event
          expected["\(event.origin):app:\(month)", default: [0, 0]][0] += 1
        }
        if wasOpen, state.status == .closed, let report {
          expected["\(report.origin):app:\(month)", default: [0, 0]][1] += 1
        }
      }
    }
    let rows = try ReplayEngine(tickets.history).replay(SourceMix.self).rows(of: "origins")
    for row in rows {
      let plain = expected[row.key.text] ?? [0, 0]
      #expect([count(row, "received"), count(row, "closed")] == plain, "seed \(seed), \(row.key)")
    }
    #expect(
      rows.reduce(0) { $0 + count($1, "received") } == expected.values.reduce(0) { $0 + $1[0] },
      "seed \(seed)")
  }
}

extension String {
  /// Rows in a test are told by source and month; the view sorts sources by their names.
  fileprivate func sortedLines() -> String {
    split(separator: "\n").sorted().joined(separator: "\n")
  }
}
