// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct SupervisionTests {
  private static func supervised() -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-02 09:00")
    history.dispatch("ticket/1", "08-02 10:00", to: Body.office)
    return history
  }

  @discardableResult
  private static func supervise(
    _ history: inout HistoryBuilder, _ name: ObjectName, _ at: String, replyBy: String? = nil,
    grade: SupervisionGrade = .yellow
  ) -> StoredEvent {
    history.add(
      SupervisionIssued(
        supervision: name, ticket: "ticket/1", handler: Body.office, grade: grade,
        replyBy: replyBy.map(time)), at: time(at), by: Body.county)
  }

  private func rows(
    _ history: HistoryBuilder, at clock: String = "08-12 09:00", asOf: AsOf = .head
  ) throws -> String {
    lines(
      try ReplayEngine(history).replay(Supervision.self, asOf: asOf, clock: time(clock)).rows,
      "town", "grade", "replyOverdue", "daysOpen", "replied", "ground")
  }

  @Test func `what a supervision costs, the procedure live on its day says`() throws {
    var history = SupervisionTests.supervised()
    history.add(
      RuleSetPublished(
        rule: "rule/procedure", kind: .procedure,
        content: RuleContent(
          tickets: TicketPolicies(supervisionPoints: [
            SupervisionPoints(grade: .yellow, points: "0.5")
          ])),
        effectiveFrom: "2021-08-06"))
    SupervisionTests.supervise(&history, "supervision/1", "08-05 09:00")
    SupervisionTests.supervise(&history, "supervision/2", "08-06 09:00")
    SupervisionTests.supervise(&history, "supervision/3", "08-06 10:00", grade: .red)
    let rows = try ReplayEngine(history).replay(Supervision.self, clock: time("08-12 09:00")).rows
    #expect(lines(rows, "points") == "1:1: points –\n1:2: points 0.5\n1:3: points –")
  }

  @Test func `who was supervised, until when a reply is due, and for how many days`() throws {
    var history = SupervisionTests.supervised()
    SupervisionTests.supervise(&history, "supervision/1", "08-05 09:00", replyBy: "08-09 12:00")
    #expect(
      try rows(history) == """
        1:1: town division/t, grade yellow, replyOverdue true, daysOpen 7, replied –, ground –
        """)
    #expect(
      try rows(history, at: "08-06 09:00") == """
        1:1: town division/t, grade yellow, replyOverdue false, daysOpen 1, replied –, ground –
        """)
    history.add(
      SupervisionLifted(supervision: "supervision/1", ticket: "ticket/1", ground: "done"),
      at: time("08-07 09:00"), by: Body.county, stream: "ticket/1")
    #expect(
      try rows(history) == """
        1:1: town division/t, grade yellow, replyOverdue false, daysOpen 2, replied –, ground done
        """)
  }

  @Test func `a limit of the rule set tells when the reply is due, by the calendar known`() throws {
    var history = SupervisionTests.supervised()
    history.add(
      RuleSetPublished(
        rule: "rule/replies", kind: .limits,
        content: RuleContent(limits: [
          LimitRule(stage: .supervisionReply, amount: 2, unit: .workingDay)
        ]), effectiveFrom: "2021-01-01"))
    SupervisionTests.supervise(&history, "supervision/1", "09-16 09:00")
    let view = try ReplayEngine(history).replay(Supervision.self, clock: time("09-17 09:00"))
    // Saturday 18 September is worked: the second working day after Thursday 16.
    #expect(
      view.rows.first?["replyDue"] == .instant("2021-09-18T16:00:00Z")
        || view.rows.first?["replyDue"] == .instant("2021-09-18T15:59:59.999999Z"))
  }

  @Test func `what went up, from where, on what ground`() throws {
    var history = SupervisionTests.supervised()
    history.add(
      TicketEscalated(
        ticket: "ticket/1", fromLevel: .town, toLevel: .county, ground: .crossArea,
        urgency: .urgent), at: time("08-03 09:00"), by: Body.town)
    let view = try ReplayEngine(history).replay(Supervision.self)
    #expect(
      lines(
        try view.rows(of: "escalations"), "town", "fromLevel", "toLevel", "ground", "urgency",
        "unit")
        == "1:\(history.events.count): town division/t, fromLevel town, toLevel county, "
        + "ground crossArea, urgency urgent, unit body/t-office")
  }

  @Test func `corrections change a row, annulments take it away, as known`() throws {
    var history = SupervisionTests.supervised()
    let issued = SupervisionTests.supervise(&history, "supervision/1", "08-05 09:00")
    let before = history.events.count
    history.correct(issued, "grade", .text("red"))
    #expect(try rows(history).contains("grade red"))
    #expect(try rows(history, asOf: .position(Position(UInt64(before)))).contains("grade yellow"))
    let voided = history.add(
      TicketVoided(ticket: "ticket/1", ground: "g"), at: time("08-06 09:00"), by: Body.town)
    #expect(try rows(history).contains("daysOpen 1"))
    history.annul(voided)
    #expect(try rows(history).contains("daysOpen 7"))
    history.annul(issued)
    #expect(try rows(history) == "")
  }

  /// The oracle gathers a ticket's events, drops annulled ones and counts.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `every escalation that stands has its row, and no other`(seed: UInt64) throws {
    let history = RandomTickets(
      seed: seed, steps: 300, wild: Int(seed % 3) * 20, repaired: Int(seed % 2) * 15
    ).history
    let annulled = annulledEvents(history)
    let standing = history.events.filter {
      $0.content.type == .ticketEscalated && !annulled.contains($0.content.id)
    }
    let view = try ReplayEngine(history).replay(Supervision.self)
    let rows = try view.rows(of: "escalations")
    let expected = standing.map { "\($0.content.references(.ticket)[0]):\($0.position.rawValue)" }
    #expect(Set(rows.map(\.key.text)) == Set(expected), "seed \(seed)")
    let issued = history.events.filter {
      $0.content.type == .supervisionIssued && !annulled.contains($0.content.id)
    }
    let names = Set(issued.map { "\($0.content.references(.ticket)[0])" })
    #expect(Set(view.rows.map { "\($0.key.values[0])" }) == names, "seed \(seed)")
  }

  /// Targets of annulments; an annulment is never annulled itself.
  private func annulledEvents(_ history: HistoryBuilder) -> Set<EventID> {
    Set(
      history.events.compactMap { stored in
        guard stored.content.type == .eventAnnulled else { return nil }
        return try? stored.decode(EventAnnulled.self).target
      })
  }
}
