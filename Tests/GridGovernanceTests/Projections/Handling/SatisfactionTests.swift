// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct SatisfactionTests {
  private func table(_ history: HistoryBuilder) throws -> String {
    figures(try ReplayEngine(history).replay(Satisfaction.self).rows)
  }

  private func handled(_ history: inout HistoryBuilder, _ ticket: ObjectName) {
    history.report(ticket, "08-01 09:00")
    history.dispatch(ticket, "08-01 10:00", to: Body.office)
    history.complete(ticket, "08-03 10:00")
    history.close(ticket, "08-04 10:00")
  }

  @Test func `the three rates are of those reached, both terms beside them`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      RuleSetPublished(
        rule: "rule/procedure", kind: .procedure,
        content: RuleContent(tickets: TicketPolicies(satisfiedFrom: 3)),
        effectiveFrom: "2021-08-01"))
    for number in 1...4 { handled(&history, ObjectName(.ticket, String(number))) }
    history.callBack("ticket/1", "08-05 09:00", contacted: true, solved: true, satisfaction: 3)
    history.callBack("ticket/2", "08-05 10:00", contacted: true, solved: false, satisfaction: 2)
    history.callBack("ticket/3", "08-05 11:00")
    history.callBack("ticket/4", "08-05 12:00", reached: false)
    let row = """
      followedUp 4, reached 3, notReached 1, contacted 2, contactedRate 0.6667, solved 1, \
      solvedRate 0.3333, satisfied 1, satisfiedRate 0.3333, silent 1, completed 4, \
      unitContactedRate 0
      """
    #expect(
      try table(history)
        == "t-office:counted:2021-08: \(row)\nt-office:leftOut:2021-08: \(row)")
  }

  @Test func `who is satisfied, the procedure of the day of the call says`() throws {
    var history = HistoryBuilder.smallCounty()
    for number in 1...3 { handled(&history, ObjectName(.ticket, String(number))) }
    for (least, day) in [(3, "2021-08-05"), (4, "2021-08-06")] as [(Int, CivilDate)] {
      history.add(
        RuleSetPublished(
          rule: "rule/procedure", kind: .procedure,
          content: RuleContent(tickets: TicketPolicies(satisfiedFrom: least)),
          effectiveFrom: day), at: "2021-08-01T08:00:00+08:00")
    }
    for (ticket, at) in [("ticket/1", "08-04 11:00"), ("ticket/2", "08-05 09:00")]
      as [(ObjectName, String)]
    {
      history.callBack(ticket, at, satisfaction: 3)
    }
    history.callBack("ticket/3", "08-06 09:00", satisfaction: 3)
    let row = try #require(try ReplayEngine(history).replay(Satisfaction.self).rows.first)
    // Before the first procedure nobody is judged; then 3 of 5 is enough, then it is not.
    #expect(row["reached"] == .int(3) && row["silent"] == .int(1))
    #expect(row["satisfied"] == .int(1))
  }

  @Test func `without calls there are no rates, which is not zero`() throws {
    var history = HistoryBuilder.smallCounty()
    handled(&history, "ticket/1")
    let row = try #require(try ReplayEngine(history).replay(Satisfaction.self).rows.first)
    #expect(row["solvedRate"] == nil)
    #expect(row["unitContactedRate"] == .decimal(ExactDecimal(mantissa: 0, scale: 4)))
  }

  @Test func `a later call takes the place of the one before, a reopened round has its own`() throws
  {
    var history = HistoryBuilder.smallCounty()
    handled(&history, "ticket/1")
    history.callBack("ticket/1", "08-31 09:00", reached: false)
    history.callBack("ticket/1", "09-01 09:00", solved: false)
    history.add(
      TicketReopened(ticket: "ticket/1", ground: .unhappyFollowUp), at: time("09-02 09:00"),
      by: Body.town)
    history.complete("ticket/1", "09-03 10:00")
    history.close("ticket/1", "09-04 10:00")
    history.callBack("ticket/1", "09-05 09:00", solved: true)
    let rows = try ReplayEngine(history).replay(Satisfaction.self).rows
      .filter { $0.key.text.contains(":counted:") }
    #expect(
      lines(rows, "followedUp", "notReached", "solved", "completed") == """
        t-office:counted:2021-08: followedUp 0, notReached 0, solved 0, completed 1
        t-office:counted:2021-09: followedUp 2, notReached 0, solved 1, completed 1
        """)
  }

  @Test func `the unit's own contact counts by the deadline and for its round`() throws {
    var history = HistoryBuilder.smallCounty()
    for (number, contact) in [(1, "08-02 09:00"), (2, "08-12 09:00")] {
      let ticket = ObjectName(.ticket, String(number))
      history.report(ticket, "08-02 08:00")
      history.dispatch(ticket, "08-02 08:30", to: Body.office)
      history.add(
        ReporterContacted(ticket: ticket, hop: 1, reached: true, channel: "phone"),
        at: time(contact), by: Body.office)
      history.complete(ticket, "08-12 10:00")
    }
    let rows = try ReplayEngine(history).replay(Satisfaction.self).rows
    #expect(
      lines(rows, "completed", "unitContacted", "unitContactedRate") == """
        t-office:counted:2021-08: completed 2, unitContacted 1, unitContactedRate 0.5
        t-office:leftOut:2021-08: completed 2, unitContacted 1, unitContactedRate 0.5
        """)
  }

  @Test func `excluded tickets are left out of one row and stay in the other`() throws {
    var history = HistoryBuilder.smallCounty()
    handled(&history, "ticket/1")
    handled(&history, "ticket/2")
    history.callBack("ticket/1", "08-05 09:00", solved: true)
    history.callBack("ticket/2", "08-05 09:00", solved: false)
    history.add(
      TicketExcluded(
        ticket: "ticket/2", indicators: ["satisfaction"], ground: "g", document: "document/1"),
      at: time("08-06 09:00"), by: Body.county)
    let excluded = history
    func solved(_ history: HistoryBuilder) throws -> String {
      lines(
        try ReplayEngine(history).replay(Satisfaction.self).rows, "solved", "reached",
        "solvedRate")
    }
    #expect(
      try solved(excluded) == """
        t-office:counted:2021-08: solved 1, reached 2, solvedRate 0.5
        t-office:leftOut:2021-08: solved 1, reached 1, solvedRate 1
        """)
    history.add(
      TicketExclusionLifted(
        ticket: "ticket/2", indicators: ["satisfaction"], document: "document/1"),
      at: time("08-07 09:00"), by: Body.county)
    #expect(
      try solved(history) == """
        t-office:counted:2021-08: solved 1, reached 2, solvedRate 0.5
        t-office:leftOut:2021-08: solved 1, reached 2, solvedRate 0.5
        """)
  }

  @Test func `a merged report is called back for the unit of the survivor`() throws {
    var history = HistoryBuilder.smallCounty()
    handled(&history, "ticket/1")
    history.report("ticket/2", "08-01 11:00")
    history.add(
      TicketMerged(ticket: "ticket/2", survivor: "ticket/1"), at: time("08-01 12:00"),
      by: Body.town)
    history.callBack("ticket/2", "08-05 09:00", solved: true)
    let rows = try ReplayEngine(history).replay(Satisfaction.self).rows
    #expect(
      lines(rows, "followedUp", "solved", "completed") == """
        t-office:counted:2021-08: followedUp 1, solved 1, completed 1
        t-office:leftOut:2021-08: followedUp 1, solved 1, completed 1
        """)
  }

  /// The oracle keeps the last call of each round of each ticket, from the deciders' states.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `calls equal those of a plain walk over each ticket's own history`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 400)
    struct Round: Hashable {
      var ticket: ObjectName
      var round: Int
    }
    var calls: [Round: (key: String, reached: Bool)] = [:]
    for (ticket, facts) in tickets.facts {
      var state = TicketState()
      for fact in facts {
        state = TicketDecider.evolve(state, with: fact)
        guard case .followedUp(let event) = fact.event, let unit = state.hops.first?.handler
        else { continue }
        let month = Month(BusinessZone.shanghai.date(of: fact.occurred))
        calls[Round(ticket: ticket, round: state.round)] = (
          "\(unit):counted:\(month)", event.reached
        )
      }
    }
    let rows = try ReplayEngine(tickets.history).replay(Satisfaction.self).rows
      .filter { $0.key.text.contains(":counted:") }
    for row in rows {
      let mine = calls.values.filter { $0.key == row.key.text }
      // Merged reports without a unit of their own count besides.
      #expect(count(row, "followedUp") >= mine.count, "seed \(seed), \(row.key.text)")
      #expect(count(row, "reached") >= mine.count { $0.reached }, "seed \(seed), \(row.key.text)")
      #expect(
        count(row, "reached") + count(row, "notReached") == count(row, "followedUp"),
        "seed \(seed), \(row.key.text)")
    }
  }
}
