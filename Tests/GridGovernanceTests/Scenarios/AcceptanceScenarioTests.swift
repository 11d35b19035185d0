// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Acceptance scenarios of domain §9 that go through several modules and views; 3 stands with the
/// cases, 7 with the log's duties, 9 with the joining of data, 10 with the gate.
struct AcceptanceScenarioTests {
  let place: CountyLog

  init() throws { place = try CountyLog() }

  private static func day(_ day: Int, _ hour: Int) -> Instant {
    let text = "2021-09-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):00:00+08:00"
    guard let instant = Instant(text) else { preconditionFailure("\(text) is a time") }
    return instant
  }

  private func lines<P: Projection>(
    of view: P.Type, asOf: AsOf = .head, clock: Instant? = nil, _ names: String...
  ) throws -> [String] {
    try place.county.view(view, asOf: asOf, clock: clock).rows.map { row in
      names.reduce(row.key.shortText) { "\($0) \($1)=\(row[$1]?.description ?? "–")" }
    }
  }

  // MARK: 4

  @Test func `scenario 4: the Spring Festival of 2020, seen with both notices`() throws {
    var history = HistoryBuilder(from: "2019-11-01T09:00:00+08:00")
    let ticket: ObjectName = "ticket/1"
    for (division, kind, parent) in [
      (SmallCounty.county, .county, nil), (SmallCounty.town, .town, SmallCounty.county),
      (SmallCounty.village, .village, SmallCounty.town),
    ] as [(ObjectName, DivisionKind, ObjectName?)] {
      history.add(
        DivisionRegistered(
          division: division, name: division.key, kind: kind, parent: parent,
          effectiveFrom: "2019-01-01"))
    }
    history.add(
      BodyRegistered(
        body: Body.office, name: "office", kind: .townOffice, level: .town,
        division: SmallCounty.town, subordination: .county, effectiveFrom: "2019-01-01"))
    history.add(
      RuleSetPublished(
        rule: "rule/limits", kind: .limits,
        content: RuleContent(limits: [LimitRule(stage: .handle, amount: 5, unit: .workingDay)]),
        effectiveFrom: "2019-01-01"))
    history.add(
      WorkCalendarPublished.notice(
        off: (24...30).compactMap { CivilDate(year: 2020, month: 1, day: $0) },
        worked: ["2020-01-19", "2020-02-01"], issued: "2019-11-21"))
    history.add(
      IncidentReported(
        ticket: ticket, origin: "gridWorker", channel: "app", category: "category/E07",
        division: SmallCounty.village, text: "words", reporter: "person/p"),
      at: "2020-01-20T09:00:00+08:00")
    history.add(
      TicketDispatched(
        ticket: ticket, hop: 1, handler: Body.office, rule: "rule/limits", ground: .ownDuty),
      at: "2020-01-20T10:00:00+08:00")
    let before = AsOf.position(Position(UInt64(history.events.count)))
    history.add(
      WorkCalendarPublished.notice(
        off: ["2020-01-31", "2020-02-01", "2020-02-02"], issued: "2020-01-27"),
      at: "2020-01-27T09:00:00+08:00")
    func due(_ asOf: AsOf) throws -> Value? {
      let rows = try ReplayEngine(history).replay(DeadlineBoard.self, asOf: asOf).rows
      return rows.first { $0.key.shortText == "1:handle:1" }?["due"]
    }
    let zone = BusinessZone.shanghai
    #expect(try due(before) == .instant(zone.end(of: "2020-02-01")))
    #expect(try due(.head) == .instant(zone.end(of: "2020-02-04")))
  }

  // MARK: 9

  @Test func `scenario 9: of an order by feed and by hand the freshness view has one re-entry`()
    throws
  {
    let report = { (ticket: ObjectName) in
      IncidentReported(
        ticket: ticket, origin: "hotline", channel: "phone", category: "category/E07",
        division: SmallCounty.village, text: "words", media: [], anonymous: true,
        selfSolved: false)
    }
    let order = { (mode: ExternalRecordImported.Mode) in
      ExternalRecord(
        system: "system/12345", externalID: "0042", mode: mode, sourceTime: Self.day(17, 8),
        minutes: mode == .reentered ? "6" : nil)
    }
    try place.centre.data.execute(.report(order(.feed), report("ticket/fed")), at: Self.day(17, 9))
    try place.town.data.execute(
      .report(order(.reentered), report("ticket/typed")), at: Self.day(17, 10))
    #expect(try lines(of: TicketStatusView.self, "state") == ["fed state=reported"])
    #expect(
      try lines(of: DataFreshness.self, "imported", "reentered", "minutes")
        .filter { $0.contains("12345") }
        == ["12345:2021-09-17 imported=2 reentered=1 minutes=6"])
  }

  // MARK: 11

  @Test func `scenario 11: two departments are whistled for, and one does not come in time`() throws
  {
    _ = try place.dispatched("1")
    try place.office.ticket("1").execute(.signFor(), at: Self.day(17, 11))
    let party = SupportCalled.Party(
      duty: "help", arriveBy: Self.day(17, 15), finishBy: Self.day(18, 18))
    func whistle(_ support: ObjectName, _ units: [ObjectName], _ hour: Int) throws {
      try place.town.ticket("1").execute(
        .callSupport(
          SupportCall(
            support, purpose: .whistle, units: units,
            parties: units.map { _ in party }, lead: Body.office, allowPartial: true)),
        at: Self.day(17, hour))
    }
    try whistle("support/1", [Body.department, Body.otherTown], 12)
    try whistle("support/2", [Body.department], 13)
    func answer(_ body: ObjectName, _ command: TicketCommand, _ day: Int, _ hour: Int) throws {
      try place.county.acting(as: body).ticket("1").execute(command, at: Self.day(day, hour))
    }
    try answer(Body.department, .arrive(support: "support/1"), 17, 14)
    try answer(Body.otherTown, .arrive(support: "support/1"), 17, 16)
    try answer(Body.department, .finishSupport(support: "support/1", result: "done"), 18, 10)
    try answer(Body.otherTown, .finishSupport(support: "support/1", result: "done"), 18, 11)
    try place.town.ticket("1").execute(
      .excuse(support: "support/2", unit: Body.department, ground: "notNeeded"),
      at: Self.day(17, 14))
    try place.centre.ticket("1").execute(
      .refuse(.whistle, Ruling(on: "request/2")), at: Self.day(18, 12))
    let view = try place.county.view(HandlingIndicators.self).view
    let rows = try view.rows(of: "support").map { row in
      ["called", "excused", "arrivalRate", "finishRate", "calls", "unjustifiedRate"]
        .reduce(row.key.shortText) { "\($0) \($1)=\(row[$1]?.description ?? "–")" }
    }
    #expect(
      rows == [
        "c-department:2021-09 called=2 excused=1 arrivalRate=1 finishRate=1 calls=0 "
          + "unjustifiedRate=–",
        "t-centre:2021-09 called=0 excused=0 arrivalRate=– finishRate=– calls=2 "
          + "unjustifiedRate=0.5",
        "u-centre:2021-09 called=1 excused=0 arrivalRate=0 finishRate=1 calls=0 "
          + "unjustifiedRate=–",
      ])
  }

  // MARK: 13

  /// On the county's centre: reported, taken on and registered.
  private func registered(_ number: String, _ day: Int = 17) throws -> Ticket {
    let ticket = place.centre.ticket(number)
    try ticket.report(
      origin: "hotline", channel: "phone", category: "category/E07",
      division: SmallCounty.village, text: "words", at: Self.day(day, 9))
    try ticket.accept(at: Self.day(day, 9))
    try ticket.register(at: Self.day(day, 9))
    return ticket
  }

  /// From the county to the town on the 17th, from there to the office on the 18th.
  private func dispatchedTwice(_ number: String) throws -> Ticket {
    let ticket = try registered(number)
    try ticket.dispatch(to: Body.town, by: "rule/limits", at: Self.day(17, 10))
    try place.town.ticket(number).dispatch(to: Body.office, by: "rule/limits", at: Self.day(18, 10))
    return ticket
  }

  @Test func `scenario 13: two tiers of dispatch, each with its clock, and back up again`() throws {
    try place.log.append(
      NewEvent(
        RuleSetPublished(
          rule: "rule/overall", kind: .limits,
          content: RuleContent(limits: [LimitRule(stage: .overall, amount: 10, unit: .day)]),
          effectiveFrom: "2021-01-01")))
    let ticket = try dispatchedTwice("1")
    let zone = BusinessZone.shanghai
    let board = try place.county.view(DeadlineBoard.self, clock: Self.day(18, 11)).rows
    let due = Dictionary(uniqueKeysWithValues: board.map { ($0.key.shortText, $0["due"]) })
    // Working days: Saturday the 18th, 22, 23, 24 and Monday 27; for the office 22, 23, 24, 27, 28.
    #expect(due["1:handle:1"] == .instant(zone.end(of: "2021-09-27")))
    #expect(due["1:handle:2"] == .instant(zone.end(of: "2021-09-28")))
    // Ten natural days behind the registration of the 17th.
    #expect(due["1:overall:0"] == .instant(zone.end(of: "2021-09-27")))
    try place.office.ticket("1").complete(result: "done", at: Self.day(22, 9))
    try place.town.ticket("1").inspect(.passed, at: Self.day(22, 10))
    #expect(
      try lines(of: TicketStatusView.self, "state", "unit")
        == ["1 state=handling unit=\(Body.town)"])
    try place.town.ticket("1").complete(result: "done", at: Self.day(22, 11))
    try ticket.inspect(.passed, at: Self.day(22, 14))
    try ticket.close(at: Self.day(22, 15))
    #expect(
      try lines(of: TicketStatusView.self, "state", "answerable", "late", "anomalousPair")
        == ["1 state=closed answerable=\(Body.town) late=false anomalousPair=–"])
    #expect(try lines(of: DeadlineBoard.self) == [])
  }

  @Test func `scenario 13: the office returns to the town, the county recalls the office's hop`()
    throws
  {
    _ = try dispatchedTwice("1")
    try place.office.ticket("1").execute(
      .putBack(ground: .notMine, request: "request/1"), at: Self.day(18, 11))
    #expect(
      try rejection {
        try place.centre.ticket("1").execute(
          .grant(.return, Ruling(on: "request/1")), at: Self.day(18, 12))
      }?.rule == "I-39")
    try place.town.ticket("1").execute(
      .grant(.return, Ruling(on: "request/1")), at: Self.day(18, 12))
    #expect(
      try lines(of: TicketStatusView.self, "state", "unit", "hop")
        == ["1 state=handling unit=\(Body.town) hop=1"])
    let other = try dispatchedTwice("2")
    try other.execute(
      .redirect(hop: 1, DispatchOrder(to: Body.otherTown, by: "rule/limits")), at: Self.day(18, 14))
    let state = try other.state()
    #expect(state.hops.map(\.handler) == [Body.otherTown])
    #expect(state.legs.map(\.ended) == [.recalled, .redirected])
  }

  // MARK: 14

  @Test func `scenario 14: solved on the spot, and answered at once, without a dispatch`() throws {
    let station = place.county.acting(as: Body.station)
    try station.ticket("grid").execute(
      .report(
        IncidentReported(
          ticket: "ticket/grid", origin: "gridWorker", channel: "app", category: "category/E07",
          division: SmallCounty.village, text: "words", media: [], anonymous: false,
          selfSolved: true)), at: Self.day(17, 9))
    try station.ticket("grid").close(.solvedOnSpot, at: Self.day(17, 9))
    let call = place.town.ticket("call")
    try call.report(
      origin: "hotline", channel: "phone", category: "category/E07",
      division: SmallCounty.village, text: "words", at: Self.day(17, 10))
    try call.accept(at: Self.day(17, 10))
    try call.close(.answered, at: Self.day(17, 11))
    #expect(
      try lines(of: TicketStatusView.self, "state", "closeReason", "hop") == [
        "call state=closed closeReason=answered hop=–",
        "grid state=closed closeReason=solvedOnSpot hop=–",
      ])
    #expect(
      try lines(of: SourceMix.self, "received", "closed", "solvedInGrid", "answered")
        .filter { $0.contains("closed=1") } == [
          "t:grid:2021-09 received=1 closed=1 solvedInGrid=1 answered=0",
          "t:public:2021-09 received=1 closed=1 solvedInGrid=0 answered=1",
        ])
  }

  // MARK: 15

  @Test func `scenario 15: a wrong closing annulled and a wrong town corrected move every view`()
    throws
  {
    _ = try place.dispatched("1")
    try place.office.ticket("1").complete(result: "done", at: Self.day(18, 10))
    try place.town.ticket("1").inspect(.passed, at: Self.day(18, 11))
    try place.town.ticket("1").close(at: Self.day(18, 12))
    try registered("2", 18).dispatch(to: Body.town, by: "rule/limits", at: Self.day(18, 13))
    let then = AsOf.position(try place.log.head)
    func shown(_ asOf: AsOf) throws -> [String] {
      try lines(of: TicketStatusView.self, asOf: asOf, "state", "town")
        + lines(of: TownWorkload.self, asOf: asOf, "received", "closed", "openAtEnd")
        + lines(of: HandlingIndicators.self, asOf: asOf, "numerator", "denominator")
        .filter { $0.hasPrefix("unit:t-office:closing:") }
    }
    let before = try shown(then)
    #expect(
      before == [
        "1 state=closed town=division/t", "2 state=dispatched town=division/t",
        "t:2021-09 received=2 closed=1 openAtEnd=1",
        "unit:t-office:closing:2021-09 numerator=1 denominator=1",
      ])
    let closing = try #require(place.log.events(.types(.ticketClosed)).first).content.id
    try place.town.repairs.execute(
      .annul(EventAnnulled(target: closing, ground: "wrong", document: "document/1")),
      at: Self.day(20, 9))
    let dispatch = try #require(place.log.events(.stream("ticket/2")).last).content.id
    try place.centre.repairs.execute(
      .correct(
        FactCorrected(
          target: dispatch, field: "handler", new: .object(Body.otherTown), ground: "typo")),
      at: Self.day(20, 9))
    let now = try shown(.head)
    #expect(
      now == [
        "1 state=checked town=division/t", "2 state=dispatched town=division/u",
        "t:2021-09 received=1 closed=0 openAtEnd=1", "u:2021-09 received=1 closed=0 openAtEnd=1",
        "unit:t-office:closing:2021-09 numerator=0 denominator=1",
      ])
    #expect(try shown(then) == before)
  }
}
