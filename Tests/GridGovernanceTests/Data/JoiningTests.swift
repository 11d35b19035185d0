// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Records of other systems: one record is one thing here (county text S47–S49).
struct JoiningTests {
  let place: CountyLog
  static let system: ObjectName = "system/12345"
  static let received: Instant = "2021-09-17T09:00:00+08:00"

  init() throws { place = try CountyLog() }

  private static func order(
    _ number: String = "0042", _ mode: ExternalRecordImported.Mode = .feed,
    minutes: ExactDecimal? = nil
  ) -> ExternalRecord {
    ExternalRecord(
      system: system, externalID: number, mode: mode, sourceTime: "2021-09-17T08:55:00+08:00",
      minutes: minutes)
  }

  private static func report(_ ticket: ObjectName, origin: String = "hotline") -> IncidentReported {
    IncidentReported(
      ticket: ticket, origin: origin, channel: "phone", category: "category/E07",
      division: SmallCounty.village, text: "words", media: [], anonymous: true,
      selfSolved: false)
  }

  /// The types and modes of what came in, in order.
  private func joined() throws -> [String] {
    try place.log.events(.types(.incidentReported, .externalRecordImported)).map { event in
      let record = try? event.decode(ExternalRecordImported.self)
      return record.map { "\($0.mode) \($0.maps)" } ?? "reported \(event.content.stream)"
    }
  }

  @Test func `scenario 9: an order by feed and by hand is one ticket and one re-entry`() throws {
    let feed = place.centre.data
    try feed.execute(.report(Self.order(), Self.report("ticket/fed")), at: Self.received)
    let hand = DataCommand.report(
      Self.order("0042", .reentered, minutes: "6"), Self.report("ticket/typed"))
    let id = EventID(high: 9, low: 9)
    for _ in 0..<2 {
      try place.town.data.execute(hand, at: "2021-09-17T10:00:00+08:00", commandID: id)
    }
    #expect(
      try joined() == [
        "reported ticket/fed", "feed ticket/fed", "reentered ticket/fed",
      ])
    #expect(try place.county.data.thing(of: "0042", in: Self.system) == "ticket/fed")
    #expect(try place.county.view(TicketStatusView.self).rows.count == 1)
  }

  @Test func `the other way round it is one ticket and one re-entry as well`() throws {
    try place.town.data.execute(
      .report(Self.order("0042", .reentered, minutes: "6"), Self.report("ticket/typed")),
      at: Self.received)
    for _ in 0..<3 {
      try place.centre.data.execute(
        .report(Self.order(), Self.report("ticket/fed")), at: "2021-09-17T10:00:00+08:00")
    }
    #expect(
      try joined() == [
        "reported ticket/typed", "reentered ticket/typed", "feed ticket/typed",
      ])
    // Whoever types it in once more costs more minutes.
    try place.town.data.execute(
      .report(Self.order("0042", .reentered, minutes: "4"), Self.report("ticket/again")),
      at: "2021-09-17T11:00:00+08:00")
    #expect(try joined().last == "reentered ticket/typed")
  }

  @Test func `what the rules of tickets refuse does not come in by a feed either`() throws {
    let no = try rejection {
      try place.centre.data.execute(
        .report(Self.order(), Self.report("ticket/fed", origin: "rumour")), at: Self.received)
    }
    #expect(no?.rule == "I-15")
    #expect(try joined() == [])
    let other = County(place.log, scope: .towns([SmallCounty.otherTown]))
      .acting(as: Body.otherTown)
    let outside = try rejection {
      try other.data.execute(
        .report(Self.order(), Self.report("ticket/fed")), at: Self.received)
    }
    #expect(outside?.rule == "scope")
    #expect(try joined() == [])
  }

  @Test func `a record is no second thing, and nothing that is not here`() throws {
    let ticket = try place.dispatched("1")
    _ = try place.dispatched("2")
    let data = place.centre.data
    try data.execute(.take(Self.order(), mapping: ticket))
    #expect(
      try rejection {
        try data.execute(.take(Self.order("0042", .reentered), mapping: "ticket/2"))
      }?.message.english.contains("ticket/1") == true)
    #expect(
      try rejection {
        try data.execute(.take(Self.order("0043"), mapping: "ticket/nowhere"))
      }?.rule == "§7.1 ExternalRecordImported")
    #expect(
      try rejection {
        try data.execute(.take(Self.order("0044", .feed, minutes: "3"), mapping: ticket))
      }?.rule == "§7.1 ExternalRecordImported")
    #expect(try joined().filter { !$0.hasPrefix("reported") } == ["feed ticket/1"])
  }

  @Test(.timeLimit(.minutes(30)))
  func `of the feed and the hand at once one makes the ticket`() throws {
    let results = race(place.log, 8) { county, index in
      let mode: ExternalRecordImported.Mode = index.isMultiple(of: 2) ? .feed : .reentered
      return try county.data.execute(
        .report(Self.order("0042", mode), Self.report(ObjectName(.ticket, "t\(index)"))),
        at: Self.received)
    }
    #expect(results.successes >= 1)
    #expect(try place.log.events(.types(.incidentReported)).count == 1)
    let things = Set(
      try place.log.events(.types(.externalRecordImported)).map {
        try $0.decode(ExternalRecordImported.self).maps
      })
    #expect(things.count == 1)
    for failure in results.failures {
      guard case .notAppended = failure else {
        Issue.record("\(failure)")
        continue
      }
    }
  }

  @Test func `a connector's last word stands, and saying it again says nothing`() throws {
    let data = place.centre.data
    let change = { (status: ConnectorStatusChanged.Status) in
      DataCommand.setConnector(
        ConnectorStatusChanged(
          system: Self.system, status: status,
          authority: status == .applied ? Body.department : nil))
    }
    try data.execute(change(.applied))
    try data.execute(change(.open))
    #expect(try rejection { try data.execute(change(.open)) } != nil)
    try data.execute(change(.down))
    let connector = try data.state().connectors[Self.system]
    #expect(connector?.status == .down)
    #expect(connector?.authority == Body.department)
    let town = County(place.log, scope: .towns([SmallCounty.town])).acting(as: Body.town)
    #expect(try rejection { try town.data.execute(change(.open)) }?.rule == "scope")
  }
}
