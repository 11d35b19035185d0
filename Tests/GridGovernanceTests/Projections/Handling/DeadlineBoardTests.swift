// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct DeadlineBoardTests {
  private func board(
    _ history: HistoryBuilder, at clock: String, asOf: AsOf = .head
  ) throws -> String {
    lines(
      try ReplayEngine(history).replay(DeadlineBoard.self, asOf: asOf, clock: time(clock)).rows,
      "unit", "amount", "left", "light", "overdue", "dueToday")
  }

  @Test func `what falls due, for whom, and what is left in the limit's own unit`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-02 09:00")
    #expect(
      try board(history, at: "08-02 09:30") == """
        1:accept:0: unit –, amount 1, left 0.5, light green, overdue false, dueToday true
        """)
    history.add(TicketAccepted(ticket: "ticket/1", level: .town), at: time("08-02 10:00"))
    #expect(try board(history, at: "08-02 10:30") == "")
    history.dispatch("ticket/1", "08-02 11:00", to: Body.office)
    // Five working days behind Monday 2 August end with Monday 9.
    #expect(
      try board(history, at: "08-05 12:00").contains(
        "1:handle:1: unit body/t-office, amount 5, left 2"))
    #expect(
      try board(history, at: "08-09 12:00").contains("light yellow, overdue false, dueToday true"))
    #expect(
      try board(history, at: "08-10 12:00").contains("light red, overdue true, dueToday false"))
    history.complete("ticket/1", "08-10 13:00")
    #expect(try board(history, at: "08-10 14:00") == "")
  }

  @Test func `both hops stand on the board, and whoever is dead leaves it`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-02 09:00")
    history.dispatch("ticket/1", "08-02 10:00", to: Body.town)
    history.dispatch("ticket/1", "08-02 11:00", to: Body.office, hop: 2)
    let open = history.events.count
    let rows = try ReplayEngine(history).replay(DeadlineBoard.self, clock: time("08-03 09:00")).rows
    #expect(rows.map(\.key.shortText) == ["1:handle:1", "1:handle:2"])
    let voided = history.add(
      TicketVoided(ticket: "ticket/1", ground: "g"), at: time("08-04 09:00"), by: Body.town)
    #expect(try board(history, at: "08-05 09:00") == "")
    #expect(
      try board(history, at: "08-05 09:00", asOf: .position(Position(UInt64(open))))
        .contains("1:handle:2"))
    history.annul(voided)
    #expect(try board(history, at: "08-05 09:00").contains("1:handle:2"))
  }

  @Test func `a granted extension and a suspension stand beside the deadline they moved`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-02 09:00")
    history.dispatch("ticket/1", "08-02 10:00", to: Body.office)
    history.add(TicketSignedFor(ticket: "ticket/1", hop: 1), at: time("08-02 11:00"))
    history.add(
      ExtensionRequested(
        ticket: "ticket/1", hop: 1, request: "request/1", units: 2, unit: .workingDay,
        ground: "g"), at: time("08-03 09:00"), by: Body.office, stream: "ticket/1")
    history.rule("ticket/1", "08-03 10:00", "request/1", .extension, .granted, units: 2)
    let rows = try ReplayEngine(history).replay(DeadlineBoard.self, clock: time("08-04 09:00")).rows
    #expect(lines(rows, "amount", "granted") == "1:handle:1: amount 5, granted 2")
    #expect(
      rows.first?["due"] == .instant("2021-08-11T16:00:00Z")
        || rows.first?["due"] == .instant("2021-08-11T15:59:59.999999Z"))
    history.add(
      ClockSuspended(ticket: "ticket/1", hop: 1, reach: .hop, class: .shelved, ground: "g"),
      at: time("08-05 09:00"), by: Body.town, stream: "ticket/1")
    let standing = try ReplayEngine(history).replay(
      DeadlineBoard.self, clock: time("08-20 09:00")
    ).rows
    #expect(standing.first?["due"] == nil, "a clock that stands has no deadline")
    #expect(standing.first?["suspended"] != nil)
  }

  /// The oracle reads the deciders' states: who has work that is not done.
  @Test(arguments: 1...25 as ClosedRange<UInt64>)
  func `on the board is every open hop that is not done, and nothing dead`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 300, repaired: Int(seed % 2) * 10)
    var expected: Set<String> = []
    var waiting: Set<String> = []
    for (name, facts) in tickets.facts {
      let state = TicketDecider.state(afterRepairs: facts)
      guard let status = state.status, !status.isTerminal else { continue }
      if status == .reported { waiting.insert("\(name):accept:0") }
      let open = state.hops.filter { $0.ended == nil }
      let isDone = status == .handled || status == .checked
      for hop in isDone ? open.dropLast() : open[...] {
        expected.insert("\(name):handle:\(hop.number)")
      }
    }
    let rows = try ReplayEngine(tickets.history).replay(DeadlineBoard.self).rows
    let handle = Set(rows.map(\.key.text).filter { $0.contains(":handle:") })
    #expect(handle == expected, "seed \(seed)")
    let accept = Set(rows.map(\.key.text).filter { $0.contains(":accept:") })
    #expect(accept == waiting, "seed \(seed)")
  }
}
