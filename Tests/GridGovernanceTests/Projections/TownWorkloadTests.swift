// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct TownWorkloadTests {
  private func report(
    _ history: inout HistoryBuilder, _ number: Int, _ origin: String = "gridWorker",
    at occurred: Instant, by body: ObjectName? = Body.station,
    division: ObjectName = SmallCounty.village, recorded: Instant? = nil
  ) -> StoredEvent {
    history.add(
      IncidentReported(
        ticket: ObjectName(.ticket, String(number)), origin: origin, channel: "app",
        category: "category/E07", division: division, text: "words"),
      at: occurred, by: body, recorded: recorded)
  }

  private func table(_ history: HistoryBuilder, _ names: String...) throws -> String {
    try ReplayEngine(history).replay(TownWorkload.self).rows.map { row in
      let fields = row.fields.filter {
        $0.value != .int(0) && (names.isEmpty || names.contains($0.name))
      }
      return "\(row.key.shortText): "
        + fields.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  @Test func `a ticket enters with its report and leaves with its end`() throws {
    var history = HistoryBuilder.smallCounty()
    _ = report(&history, 1, at: "2021-08-31T23:59:59+08:00")
    _ = report(&history, 2, "hotline", at: "2021-09-01T00:00:00+08:00")
    _ = report(&history, 3, "fax", at: "2021-09-02T00:00:00+08:00", by: nil)
    history.add(
      TicketVoided(ticket: "ticket/1", ground: "twice"), at: "2021-11-05T09:00:00+08:00",
      by: Body.town)
    #expect(
      try table(history) == """
        t:2021-08: received 1, receivedGrid 1, openAtEnd 1
        t:2021-09: openAtStart 1, received 2, receivedPublic 1, receivedUnlisted 1, openAtEnd 3
        t:2021-10: openAtStart 3, openAtEnd 3
        t:2021-11: openAtStart 3, voided 1, openAtEnd 2
        """)
  }

  @Test func `the county takes over, sends down, and the towns' books show each way`() throws {
    var history = HistoryBuilder.smallCounty()
    _ = report(&history, 1, at: "2021-08-01T09:00:00+08:00")
    let ticket: ObjectName = "ticket/1"
    history.add(
      TicketEscalated(ticket: ticket, fromLevel: .town, toLevel: .county, ground: .crossArea),
      at: "2021-08-02T09:00:00+08:00", by: Body.town)
    history.add(
      TicketAccepted(ticket: ticket, level: .county), at: "2021-08-02T10:00:00+08:00",
      by: Body.county)
    history.add(
      TicketRegistered(ticket: ticket, category: "category/E07", grade: .normal),
      at: "2021-08-02T11:00:00+08:00", by: Body.county)
    history.add(
      TicketDispatched(
        ticket: ticket, hop: 1, handler: Body.otherTown, rule: "rule/limits", ground: .ownDuty),
      at: "2021-08-03T09:00:00+08:00", by: Body.county)
    history.add(
      TicketRedirected(
        ticket: ticket, hop: 1, handler: Body.town, rule: "rule/limits", ground: .ownDuty),
      at: "2021-08-04T09:00:00+08:00", by: Body.county)
    history.add(
      TicketReturned(ticket: ticket, hop: 1, request: "request/1", ground: .notMine),
      at: "2021-08-05T09:00:00+08:00", by: Body.town)
    history.add(
      RequestRuled(ticket: ticket, request: "request/1", kind: .return, result: .granted),
      at: "2021-08-06T09:00:00+08:00", by: Body.county, stream: ticket)
    #expect(
      try table(history) == """
        t:2021-08: received 2, receivedFromAbove 1, receivedGrid 1, leftReturn 1, leftEscalation 1
        u:2021-08: received 1, receivedFromAbove 1, leftRedirect 1
        """)
  }

  @Test func `a report that comes in late is counted where it happened, as known`() throws {
    var history = HistoryBuilder.smallCounty()
    _ = report(&history, 1, at: "2021-09-05T09:00:00+08:00", recorded: "2021-09-05T09:00:00+08:00")
    _ = report(&history, 2, at: "2021-08-20T09:00:00+08:00", recorded: "2021-10-09T09:00:00+08:00")
    let engine = ReplayEngine(history)
    let then = try engine.replay(TownWorkload.self, asOf: .recorded("2021-10-01"))
    let now = try engine.replay(TownWorkload.self)
    #expect(
      then.changes(to: now).map(\.description).joined(separator: "\n").contains(
        "TownWorkload division/t:2021-09: openAtStart 0 → 1, openAtEnd 1 → 2"))
    #expect(now.rows.map(\.key.shortText) == ["t:2021-08", "t:2021-09"])
  }

  @Test func `corrections and annulments change the past as known from then on`() throws {
    var history = HistoryBuilder.smallCounty()
    let first = report(&history, 1, at: "2021-08-20T09:00:00+08:00")
    let second = report(&history, 2, at: "2021-08-21T09:00:00+08:00")
    history.correct(first, "occurred", .instant("2021-07-30T09:00:00+08:00"))
    history.correct(first, "origin", .text("hotline"))
    history.annul(second)
    #expect(try table(history) == "t:2021-07: received 1, receivedPublic 1, openAtEnd 1")
  }

  @Test func `closings with a deadline are on time or late, the others neither`() throws {
    var history = HistoryBuilder.smallCounty()
    for (number, hour) in [(1, 9), (2, 15)] {
      history.add(
        IncidentReported(
          ticket: ObjectName(.ticket, String(number)), origin: "gridWorker", channel: "app",
          category: "category/E07", division: SmallCounty.village, text: "words",
          selfSolved: true, dueGiven: "2021-08-20T12:00:00+08:00"),
        at: "2021-08-19T09:00:00+08:00", by: Body.station)
      let midnight: Instant = "2021-08-20T00:00:00+08:00"
      let closed = midnight.adding(microseconds: Int64(hour) * 3_600_000_000)
      history.add(
        TicketClosed(
          ticket: ObjectName(.ticket, String(number)), reason: .solvedOnSpot, replied: false),
        at: closed, by: Body.station)
    }
    _ = report(&history, 3, at: "2021-08-19T09:00:00+08:00")
    history.add(
      TicketClosed(ticket: "ticket/3", reason: .solvedOnSpot, replied: false),
      at: "2021-08-20T09:00:00+08:00", by: Body.station)
    #expect(
      try table(history, "closed", "closedOnTime", "closedLate")
        == "t:2021-08: closed 3, closedOnTime 1, closedLate 1")
  }

  @Test func `grids, people and patrols stand in the months in which they held`() throws {
    var history = HistoryBuilder.smallCounty()
    for grid in 1...3 {
      history.add(
        GridDrawn(
          grid: ObjectName(.grid, String(grid)), kind: .comprehensive,
          village: SmallCounty.village, effectiveFrom: grid == 3 ? "2021-09-01" : "2021-01-01"),
        at: "2021-01-05T09:00:00+08:00")
    }
    history.add(
      DivisionMeasured(
        division: SmallCounty.town, population: 41_000, measuredOn: "2021-08-31"),
      at: "2021-11-05T09:00:00+08:00")
    for day: Instant in ["2021-07-10T09:00:00+08:00", "2021-10-11T09:00:00+08:00"] {
      history.add(
        GridPatrolled(
          grid: "grid/1", person: "person/w", start: day,
          end: day.adding(microseconds: 3_600_000_000)), at: day)
    }
    history.add(
      GridRetired(grid: "grid/1", effectiveFrom: "2021-10-31"), at: "2021-12-01T09:00:00+08:00")
    #expect(
      try table(history, "patrols", "grids", "population") == """
        t:2021-07: patrols 1, grids 2
        t:2021-08: grids 2, population 41000
        t:2021-09: grids 3, population 41000
        t:2021-10: patrols 1, grids 2, population 41000
        """)
  }

  @Test func `a city whose neighbourhoods are its towns needs no bodies`() throws {
    var history = HistoryBuilder(from: "2021-01-01T00:00:00+08:00")
    history.add(
      DivisionRegistered(
        division: "division/city", name: "City", kind: .county, effectiveFrom: "2021-01-01"))
    history.add(
      DivisionRegistered(
        division: "division/canton", name: "Canton", kind: .community, parent: "division/city",
        effectiveFrom: "2021-01-01"))
    for division in ["division/canton", "division/unheard-of", "division/city"] as [ObjectName] {
      _ = report(
        &history, division.key.count, "public", at: "2021-08-01T09:00:00+08:00", by: nil,
        division: division)
    }
    #expect(
      try table(history, "received", "receivedPublic") == """
        canton:2021-08: received 1, receivedPublic 1
        unheard-of:2021-08: received 1, receivedPublic 1
        """)
  }

  @Test func `a row explains itself with the events behind it and no others`() throws {
    var history = HistoryBuilder.smallCounty()
    let setup = history.events.count
    _ = report(&history, 1, at: "2021-08-20T09:00:00+08:00")
    _ = report(&history, 2, at: "2021-08-20T09:00:00+08:00", by: Body.otherTown)
    let view = try ReplayEngine(history).replay(TownWorkload.self)
    let row = try view.row(matching: "t:2021-08")
    let explanation = try view.explain(row.key)
    let behind = explanation.all.filter { $0 > Position(UInt64(setup)) }
    #expect(behind == [Position(UInt64(setup + 1))])
    let kept = explanation.all.map { history.events[Int($0.rawValue) - 1] }
    var again = HistoryBuilder()
    for event in kept {
      again.append(
        NewEvent(
          id: event.content.id, type: event.content.type, version: event.content.version,
          stream: event.content.stream, occurred: event.content.occurred,
          actor: event.content.actor,
          body: EventBody(
            references: event.content.references, payload: event.content.payload, clear: [])),
        recorded: event.recorded)
    }
    let same = try ReplayEngine(again).replay(TownWorkload.self).row(matching: "t:2021-08")
    #expect(same.fields == row.fields)
  }
}
