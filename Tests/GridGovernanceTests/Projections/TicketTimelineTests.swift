// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct TicketTimelineTests {
  private func table(_ view: View<TicketTimeline>, _ names: String...) -> String {
    view.rows.map { row in
      let fields = names.compactMap { name in row[name].map { "\(name) \($0)" } }
      return "\(row.key.shortText) \(row["event"]?.description ?? "?"): "
        + fields.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  /// A ticket that goes down two hops, told late, with a repair.
  private func story() -> (history: HistoryBuilder, start: Int) {
    var history = HistoryBuilder.smallCounty()
    let start = history.events.count
    history.add(
      IncidentReported.sample(), at: "2021-08-01T09:00:00+08:00", by: Body.station,
      recorded: "2021-08-01T09:00:30+08:00")
    history.add(
      TicketAccepted(ticket: "ticket/1", level: .county), at: "2021-08-01T10:00:00+08:00",
      by: Body.county, recorded: "2021-08-01T10:00:00+08:00")
    history.add(
      TicketRegistered(ticket: "ticket/1", category: "category/E01-01", grade: .normal),
      at: "2021-08-01T10:05:00+08:00", by: Body.county, recorded: "2021-08-02T10:05:00+08:00")
    for (hop, unit, by) in [(1, Body.town, Body.county), (2, Body.office, Body.town)] {
      history.add(
        TicketDispatched(
          ticket: "ticket/1", hop: hop, handler: unit, rule: "rule/limits", ground: .ownDuty),
        at: "2021-08-02T11:00:00+08:00", by: by, recorded: "2021-08-02T11:00:00+08:00")
      history.add(
        TicketSignedFor(ticket: "ticket/1", hop: hop), at: "2021-08-02T11:30:00+08:00",
        by: unit, recorded: "2021-08-02T11:30:00+08:00")
    }
    return (history, start)
  }

  @Test func `a timeline tells both times, hops and towns`() throws {
    let (history, _) = story()
    let view = try ReplayEngine(history).replay(TicketTimeline.self)
    #expect(
      table(view, "body", "lag", "hop", "round", "town") == """
        1:15 IncidentReported: body body/v-station, lag 30, round 1, town division/t
        1:16 TicketAccepted: body body/c-centre, lag 0, round 1, town division/t
        1:17 TicketRegistered: body body/c-centre, lag 86400, round 1, town division/t
        1:18 TicketDispatched: body body/c-centre, lag 0, hop 1, round 1, town division/t
        1:19 TicketSignedFor: body body/t-centre, lag 0, hop 1, round 1, town division/t
        1:20 TicketDispatched: body body/t-centre, lag 1800, hop 2, round 1, town division/t
        1:21 TicketSignedFor: body body/t-office, lag 0, hop 2, round 1, town division/t
        """)
  }

  @Test func `repairs stand beside what they repair and in rows of their own`() throws {
    var (history, start) = story()
    let registered = history.events[start + 2]
    let last = history.events[start + 6]
    history.correct(registered, "grade", .text("urgent"), recorded: "2021-08-03T09:00:00+08:00")
    history.correct(registered, "grade", .text("low"), recorded: "2021-08-03T10:00:00+08:00")
    history.annul(last, recorded: "2021-08-03T11:00:00+08:00")
    let view = try ReplayEngine(history).replay(TicketTimeline.self)
    let repaired = view.rows.filter {
      $0["correctedBy"] != .list([]) || $0["annulledBy"] != nil || $0.key.text.hasSuffix(":22")
    }
    #expect(
      lines(repaired, "event", "correctedBy", "annulledBy") == """
        1:17: event TicketRegistered, correctedBy [22, 23], annulledBy –
        1:21: event TicketSignedFor, correctedBy [], annulledBy 24
        1:22: event FactCorrected, correctedBy [], annulledBy –
        """)
  }

  @Test func `an imported record tells its doubts`() throws {
    var (history, _) = story()
    history.add(
      ExternalRecordImported(
        system: "system/old", mode: .batch, sourceTime: "2021-08-01T09:00:00+08:00",
        maps: "ticket/1", doubts: ["status-before-close", "close-before-created"]))
    let view = try ReplayEngine(history).replay(TicketTimeline.self)
    let row = try #require(view.rows.last)
    #expect(
      row["doubts"] == .list([.text("close-before-created"), .text("status-before-close")]))
  }

  @Test func `sealed words show as purposes and nothing else`() throws {
    let directory = TemporaryDirectory()
    let log = try EventLog.create(
      at: directory.path(of: "county"),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source)
    let words: SealedText = "the neighbour at number 7"
    try log.append(
      NewEvent(
        IncidentReported(
          ticket: "ticket/1", origin: "public", channel: "app", category: "category/E07",
          division: "division/t", text: words, reporter: "person/p1", contact: "13800000000"),
        occurred: "2021-08-01T09:00:00+08:00"))
    let row = try #require(try log.replay(TicketTimeline.self).rows.first)
    #expect(row["sealed"] == .list([.text("intake"), .text("contact")]))
    #expect(!"\(row)".contains("number 7"))
  }
}
