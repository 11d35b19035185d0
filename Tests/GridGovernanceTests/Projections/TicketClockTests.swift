// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// What the clocks of a ticket do in the views: suspended, extended, moved by what comes later.
struct TicketClockTests {
  private let ticket: ObjectName = "ticket/1"
  private let zone = BusinessZone.shanghai

  /// Dispatched on Friday the 17th of September 2021 at ten; five working days end on the 27th.
  private func dispatched(
    _ rules: [RuleSetPublished] = [], signed: Bool = true
  ) -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    for rule in rules { history.add(rule) }
    history.add(
      IncidentReported(
        ticket: ticket, origin: "gridWorker", channel: "app", category: "category/E07",
        division: SmallCounty.village, text: "words", reporter: "person/p"),
      at: "2021-09-17T09:00:00+08:00", by: Body.station)
    history.add(
      TicketAccepted(ticket: ticket, level: .town), at: "2021-09-17T09:30:00+08:00",
      by: Body.town)
    history.add(
      TicketRegistered(ticket: ticket, category: "category/E07", grade: .normal),
      at: "2021-09-17T09:40:00+08:00", by: Body.town)
    history.add(
      TicketDispatched(
        ticket: ticket, hop: 1, handler: Body.office, rule: "rule/limits", ground: .ownDuty),
      at: "2021-09-17T10:00:00+08:00", by: Body.town)
    if signed {
      history.add(
        TicketSignedFor(ticket: ticket, hop: 1), at: "2021-09-17T10:30:00+08:00", by: Body.office)
    }
    return history
  }

  private func rules(_ content: RuleContent, _ kind: RuleKind = .limits) -> RuleSetPublished {
    RuleSetPublished(
      rule: "rule/more", kind: kind, content: content, effectiveFrom: "2021-01-01")
  }

  private func row(
    _ history: HistoryBuilder, asOf: AsOf = .head, clock: Instant? = nil
  ) throws -> ViewRow {
    try ReplayEngine(history).replay(TicketStatusView.self, asOf: asOf, clock: clock)
      .row(matching: "1")
  }

  private func end(_ day: CivilDate) -> Value { .instant(zone.end(of: day)) }

  @Test func `K7: a suspended clock has no deadline, a resumed one has what was left`() throws {
    var history = dispatched()
    #expect(try row(history)["due"] == end("2021-09-27"))
    history.add(
      ClockSuspended(ticket: ticket, hop: 1, reach: .hop, class: .shelved, ground: "season"),
      at: "2021-09-18T09:00:00+08:00", by: Body.town, stream: ticket)
    let standing = try row(history, clock: "2021-10-01T09:00:00+08:00")
    #expect(
      lines([standing], "due", "used", "left", "light", "overdue")
        == "1: due –, used 0.2, left –, light green, overdue –")
    history.add(
      ClockResumed(ticket: ticket, hop: 1), at: "2021-10-08T09:00:00+08:00", by: Body.town,
      stream: ticket)
    #expect(try row(history)["due"] == end("2021-10-14"))
  }

  @Test func `K8: a suspension that was asked for begins with the asking`() throws {
    var history = dispatched()
    history.add(
      RequestMade(ticket: ticket, hop: 1, request: "request/s", kind: .suspension, ground: "g"),
      at: "2021-09-18T09:00:00+08:00", by: Body.office, stream: ticket)
    history.add(
      RequestRuled(ticket: ticket, request: "request/s", kind: .suspension, result: .granted),
      at: "2021-09-24T09:00:00+08:00", by: Body.town, stream: ticket)
    history.add(
      ClockSuspended(
        ticket: ticket, hop: 1, reach: .hop, class: .deferred, ground: "g",
        request: "request/s"), at: "2021-09-24T09:00:00+08:00", by: Body.town, stream: ticket)
    history.add(
      ClockResumed(ticket: ticket, hop: 1), at: "2021-10-08T09:00:00+08:00", by: Body.town,
      stream: ticket)
    #expect(try row(history)["due"] == end("2021-10-14"))
  }

  @Test func `K9 and K10: time granted behind the deadline adds up and shows as cured`() throws {
    var history = dispatched()
    history.add(
      ExtensionRequested(
        ticket: ticket, hop: 1, request: "request/e", units: 5, unit: .workingDay, ground: "g"),
      at: "2021-09-28T09:00:00+08:00", by: Body.office, stream: ticket)
    history.add(
      RequestRuled(
        ticket: ticket, request: "request/e", kind: .extension, result: .granted,
        grantedUnits: 3), at: "2021-09-28T10:00:00+08:00", by: Body.town, stream: ticket)
    let row = try row(history)
    #expect(row["due"] == end("2021-09-30"))
    #expect(row["cured"] == .bool(true))
  }

  @Test func `K5 and K11: each round has its clock, and the ticket's flag is of the first`() throws
  {
    var history = dispatched()
    history.add(
      HandlingCompleted(ticket: ticket, hop: 1, result: "done"),
      at: "2021-09-27T09:00:00+08:00", by: Body.office)
    let done = try row(history, clock: "2021-10-15T09:00:00+08:00")
    #expect(lines([done], "onTime", "overdue", "left") == "1: onTime true, overdue false, left –")
    history.add(
      WorkInspected(ticket: ticket, hop: 1, result: .failed, onSite: true),
      at: "2021-09-28T09:00:00+08:00", by: Body.town)
    let again = try row(history, clock: "2021-10-15T09:00:00+08:00")
    #expect(again["due"] == end("2021-10-05"))
    #expect(
      lines([again], "onTime", "overdue", "light") == "1: onTime true, overdue true, light red")
  }

  @Test func `K12 and K13: what is deemed is computed for the asked moment`() throws {
    let terms = RuleContent(limits: [
      LimitRule(
        stage: .signFor, amount: 1, unit: .workingDay,
        policies: ClockPolicies(signForOverdue: .deemedSigned))
    ])
    let window = RuleContent(tickets: TicketPolicies(returnWindow: 2))
    let history = dispatched([rules(terms), rules(window, .procedure)], signed: false)
    let names = ["signDue", "deemedSigned", "deemedAccepted"]
    let early = try row(history, clock: "2021-09-18T12:00:00+08:00")
    #expect(names.map { early[$0] } == [end("2021-09-18"), nil, nil])
    let late = try row(history, clock: "2021-09-23T12:00:00+08:00")
    #expect(
      names.map { late[$0] } == [end("2021-09-18"), end("2021-09-18"), end("2021-09-22")])
  }

  @Test func `K4: the work's clock may wait for the signature`() throws {
    let terms = RuleContent(limits: [
      LimitRule(
        stage: .handle, category: "E07", amount: 2, unit: .day,
        policies: ClockPolicies(startsAt: .signedFor))
    ])
    var history = dispatched([rules(terms)], signed: false)
    #expect(try row(history)["due"] == nil)
    history.add(
      TicketSignedFor(ticket: ticket, hop: 1), at: "2021-09-20T09:00:00+08:00", by: Body.office)
    #expect(try row(history)["due"] == end("2021-09-22"))
  }

  @Test func `K1: a rule set moves running clocks only if it says so`() throws {
    let content = RuleContent(limits: [LimitRule(stage: .handle, amount: 10, unit: .workingDay)])
    for moves in [false, true] {
      var history = dispatched()
      history.add(
        RuleSetPublished(
          rule: "rule/limits", kind: .limits, content: content, effectiveFrom: "2021-09-22",
          appliesToOpen: moves), at: "2021-09-20T09:00:00+08:00")
      #expect(try row(history)["due"] == end(moves ? "2021-10-04" : "2021-09-27"), "\(moves)")
    }
  }

  @Test func `K17: a later notice moves a deadline, and the past still has the old one`() throws {
    var history = dispatched()
    let before = history.events.count
    history.add(
      WorkCalendarPublished(
        calendar: "calendar/2021",
        days: [
          WorkCalendarPublished.Day(date: "2021-09-23", off: true),
          WorkCalendarPublished.Day(date: "2021-09-26", off: false),
        ], scope: SmallCounty.county, notice: "second", issuedOn: "2021-09-22"),
      at: "2021-09-22T09:00:00+08:00")
    history.add(
      WorkCalendarPublished(
        calendar: "calendar/2021",
        days: [WorkCalendarPublished.Day(date: "2021-09-27", off: true)],
        scope: SmallCounty.county, notice: "third", issuedOn: "2021-09-23"),
      at: "2021-09-23T09:00:00+08:00")
    // 18, 22, 24, 26 and then the 28th.
    #expect(try row(history)["due"] == end("2021-09-28"))
    let then = try row(history, asOf: .position(Position(UInt64(before))))
    #expect(then["due"] == end("2021-09-27"))
    let view = try ReplayEngine(history).replay(TicketStatusView.self)
    let positions = try view.explain(view.row(matching: "1").key).all
    #expect(positions.contains(Position(UInt64(history.events.count))))
  }

  @Test func `K17: a notice that comes after the close counts the close anew`() throws {
    var history = dispatched()
    history.add(
      HandlingCompleted(ticket: ticket, hop: 1, result: "done"),
      at: "2021-09-28T09:00:00+08:00", by: Body.office)
    history.add(
      WorkInspected(ticket: ticket, hop: 1, result: .passed, onSite: true),
      at: "2021-09-28T10:00:00+08:00", by: Body.town)
    history.add(
      TicketClosed(ticket: ticket, reason: .solved, replied: true),
      at: "2021-09-28T11:00:00+08:00", by: Body.town)
    #expect(lines([try row(history)], "late", "onTime") == "1: late true, onTime false")
    #expect(try closedOnTime(history) == [0, 1])
    history.add(
      WorkCalendarPublished(
        calendar: "calendar/2021",
        days: [WorkCalendarPublished.Day(date: "2021-09-23", off: true)],
        scope: SmallCounty.county, notice: "typhoon", issuedOn: "2021-09-23"),
      at: "2021-09-29T09:00:00+08:00")
    #expect(lines([try row(history)], "late", "onTime") == "1: late false, onTime true")
    #expect(try closedOnTime(history) == [1, 0])
  }

  private func closedOnTime(_ history: HistoryBuilder) throws -> [Int64] {
    let view = try ReplayEngine(history).replay(TownWorkload.self)
    let row = try #require(view.rows.first { $0.key.text.hasSuffix("2021-09") })
    return ["closedOnTime", "closedLate"].map { name in
      guard case .int(let count)? = row[name] else { return -1 }
      return count
    }
  }

  @Test func `un-merging gives the time since the merge back`() throws {
    var history = dispatched()
    history.add(
      TicketMerged(ticket: ticket, survivor: "ticket/2"), at: "2021-09-22T09:00:00+08:00",
      by: Body.town)
    history.add(
      TicketUnmerged(ticket: ticket, survivor: "ticket/2", survivorClosed: false),
      at: "2021-10-08T09:00:00+08:00", by: Body.town)
    // Two of five days were used by the 22nd.
    #expect(try row(history)["due"] == end("2021-10-13"))
  }

  @Test func `the whole ticket has a clock of its own, which escalation leaves running`() throws {
    let terms = RuleContent(limits: [LimitRule(stage: .overall, amount: 10, unit: .day)])
    var history = dispatched([rules(terms)])
    let row = try row(history)
    #expect(row["closeDue"] == end("2021-09-27"))
    history.add(
      TicketEscalated(ticket: ticket, fromLevel: .town, toLevel: .county, ground: .noPower),
      at: "2021-09-18T09:00:00+08:00", by: Body.town)
    let raised = try self.row(history)
    #expect(raised["due"] == nil)
    #expect(raised["closeDue"] == end("2021-09-27"))
  }

  @Test func `K18: a suspension reaches one hop's clock, or all of them and the whole ticket's`()
    throws
  {
    let terms = RuleContent(limits: [LimitRule(stage: .overall, amount: 10, unit: .day)])
    func suspended(_ reach: ClockSuspended.Reach, hop: Int) throws -> [Value?] {
      var history = dispatched([rules(terms)])
      history.add(
        ClockSuspended(ticket: ticket, hop: hop, reach: reach, class: .shelved, ground: "season"),
        at: "2021-09-18T09:00:00+08:00", by: Body.town, stream: ticket)
      let row = try row(history, clock: "2021-09-19T09:00:00+08:00")
      return [row["due"], row["closeDue"]]
    }
    let end = end("2021-09-27")
    #expect(try suspended(.hop, hop: 1) == [nil, end])
    // Of a hop that is not there nothing stands still.
    #expect(try suspended(.hop, hop: 2) == [end, end])
    #expect(try suspended(.whole, hop: 1) == [nil, nil])
  }
}
