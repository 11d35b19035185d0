// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct TicketStatusTests {
  private let ticket: ObjectName = "ticket/1"

  /// Reported on a Friday by the station, dispatched by the town to its office at ten.
  private func dispatched(
    _ category: ObjectName = "category/E07", grade: TicketGrade = .normal,
    due: Instant? = nil
  ) -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    history.add(
      IncidentReported(
        ticket: ticket, origin: "gridWorker", channel: "app", category: category,
        division: SmallCounty.village, text: "words", reporter: "person/p", dueGiven: due),
      at: "2021-09-17T09:00:00+08:00", by: Body.station)
    history.add(
      TicketAccepted(ticket: ticket, level: .town), at: "2021-09-17T09:30:00+08:00",
      by: Body.town)
    history.add(
      TicketRegistered(ticket: ticket, category: category, grade: grade),
      at: "2021-09-17T09:40:00+08:00", by: Body.town)
    history.add(
      TicketDispatched(
        ticket: ticket, hop: 1, handler: Body.office, rule: "rule/limits", ground: .ownDuty),
      at: "2021-09-17T10:00:00+08:00", by: Body.town)
    return history
  }

  private func row(
    _ history: HistoryBuilder, clock: Instant? = nil
  ) throws -> ViewRow {
    let view = try ReplayEngine(history).replay(TicketStatusView.self, clock: clock)
    return try view.row(matching: "1")
  }

  @Test func `a ticket on its way shows where it is`() throws {
    let row = try row(dispatched())
    #expect(
      lines(
        [row], "state", "level", "town", "answerable", "unit", "hop", "round", "category",
        "grade", "anomalousPair") == """
          1: state dispatched, level town, town division/t, answerable body/t-office, \
          unit body/t-office, hop 1, round 1, category category/E07, grade normal, \
          anomalousPair –
          """)
  }

  @Test(
    arguments: [
      // Day 1 is Saturday the 18th, a working day; 19th to 21st are off.
      ("category/E07", TicketGrade.normal, "2021-09-27T15:59:59.999999Z"),
      ("category/E07", .urgent, "2021-09-18T10:00:00+08:00"),
      // The row of the class above E01-01 is more exact than that of the grade.
      ("category/E01-01", .urgent, "2021-09-20T15:59:59.999999Z"),
    ] as [(ObjectName, TicketGrade, Instant)])
  func `the most exact limit gives the deadline`(
    category: ObjectName, grade: TicketGrade, due: Instant
  ) throws {
    let row = try row(dispatched(category, grade: grade))
    #expect(row["due"] == .instant(due))
    #expect(row["provisionalDue"] == nil)
  }

  @Test func `a deadline that came with the report goes before all limits`() throws {
    let row = try row(dispatched(due: "2021-09-17T12:00:00+08:00"))
    #expect(row["due"] == .instant("2021-09-17T12:00:00+08:00"))
  }

  @Test func `lights change with the clock and with nothing else`() throws {
    let history = dispatched(grade: .urgent)
    let moments: [Instant] = [
      "2021-09-17T10:00:00+08:00", "2021-09-18T05:12:00+08:00", "2021-09-18T10:00:00.000001+08:00",
    ]
    let shown = try moments.map {
      lines([try row(history, clock: $0)], "used", "left", "light", "overdue")
    }
    #expect(
      shown == [
        "1: used 0, left 1440, light green, overdue false",
        "1: used 0.8, left 288, light yellow, overdue false",
        "1: used 1, left -1, light red, overdue true",
      ])
    let engine = ReplayEngine(history)
    let early = try engine.replay(TicketStatusView.self, clock: moments[0])
    let late = try engine.replay(TicketStatusView.self, clock: moments[2])
    #expect(early.digest == late.digest)
  }

  @Test func `work done in time stays in time, though the ticket is closed late`() throws {
    var history = dispatched(grade: .urgent)
    for event in [
      TicketEvent.signedFor(TicketSignedFor(ticket: ticket, hop: 1)),
      .handlingCompleted(HandlingCompleted(ticket: ticket, hop: 1, result: "done")),
    ] {
      _ = history.add(
        TicketFact(event, actor: Actor(body: Body.office), occurred: "2021-09-18T09:00:00+08:00"),
        of: ticket)
    }
    history.add(
      WorkInspected(ticket: ticket, hop: 1, result: .passed, onSite: true),
      at: "2021-09-18T11:00:00+08:00", by: Body.town)
    history.add(
      TicketClosed(ticket: ticket, reason: .solved, replied: true),
      at: "2021-09-18T12:00:00+08:00", by: Body.town)
    #expect(
      lines(
        [try row(history)], "state", "closed", "closeReason", "late", "onTime", "overdue",
        "light")
          == """
          1: state closed, closed 2021-09-18T04:00:00Z, closeReason solved, late true, \
          onTime true, overdue false, light –
          """)
  }

  @Test func `a pair that the table does not have is shown, and the fold goes on`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(IncidentReported.sample())
    let close = history.add(TicketClosed(ticket: ticket, reason: .solved, replied: false))
    history.add(TicketReopened(ticket: ticket, ground: .newFacts))
    let anomalous = try row(history)
    #expect(
      lines([anomalous], "state", "anomalousPair")
        == "1: state accepted, anomalousPair reported+TicketClosed")
    history.annul(close)
    let repaired = try row(history)
    #expect(
      lines([repaired], "state", "anomalousPair")
        == "1: state reported, anomalousPair reported+TicketReopened")
  }

  @Test func `a corrected category moves the deadline that was computed from it`() throws {
    var history = dispatched()
    let registered = try #require(
      history.events.first { $0.content.type == .ticketRegistered })
    history.correct(registered, "category", .object("category/E01-01"))
    let row = try row(history)
    #expect(row["due"] == .instant("2021-09-20T15:59:59.999999Z"))
    #expect(row["category"] == .object("category/E01-01"))
    let view = try ReplayEngine(history).replay(TicketStatusView.self)
    let positions = try view.explain(row.key).all
    #expect(positions.contains(Position(UInt64(history.events.count))))
  }

  @Test func `what the source says stands beside the state and is repaired with it`() throws {
    var history = dispatched()
    let first = history.add(
      ExternalRecordImported(
        system: "system/old", mode: .batch, sourceTime: "2021-09-17T10:00:00+08:00",
        maps: ticket, sourceStatus: "Open"))
    let second = history.add(
      ExternalRecordImported(
        system: "system/old", mode: .batch, sourceTime: "2021-09-18T10:00:00+08:00",
        maps: ticket, sourceStatus: "Closed (Duplicate)"))
    #expect(try row(history)["sourceStatus"] == .text("Closed (Duplicate)"))
    history.annul(second)
    #expect(try row(history)["sourceStatus"] == .text("Open"))
    history.correct(first, "sourceStatus", .text("New"))
    #expect(try row(history)["sourceStatus"] == .text("New"))
  }

  @Test func `an empty log gives an empty view`() throws {
    #expect(try ReplayEngine([]).replay(TicketStatusView.self).rows.isEmpty)
  }
}
