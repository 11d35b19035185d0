// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// What did departments ask for, and what did they push (P25)?
@Suite struct AdmissionRegisterTests {
  private func view(
    _ history: HistoryBuilder, on day: CivilDate, asOf: AsOf = .head
  ) throws -> View<AdmissionRegister> {
    try ReplayEngine(history).replay(
      AdmissionRegister.self, asOf: asOf, clock: BusinessZone.shanghai.end(of: day))
  }

  private func push(
    _ history: inout HistoryBuilder, _ number: Int, _ ground: DispatchGround,
    admission: ObjectName? = nil, at moment: Instant = "2021-06-10T09:00:00+08:00"
  ) {
    history.add(
      TicketDispatched(
        ticket: ObjectName(.ticket, "\(number)"), hop: 1, handler: Body.town,
        rule: "rule/limits", onBehalfOf: Body.department, ground: ground, admission: admission),
      at: moment, by: Body.county)
  }

  private func month(_ view: View<AdmissionRegister>, _ names: String...) throws -> String {
    try view.rows(of: "departments").map { row in
      "\(row.key.fields[1].value): "
        + names.map { "\($0) \(row[$0]?.description ?? "–")" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  @Test func `leave holds for its days, and then is over without any event`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      Listed.request {
        $0.funds = "12.50"
        $0.staff = 2
      }, at: "2021-04-20T09:00:00+08:00")
    history.add(Listed.decision(), at: "2021-04-25T09:00:00+08:00")
    history.add(
      AdmissionFulfilled(
        admission: "admission/1", department: Body.department, town: SmallCounty.town,
        fundsReceived: "10", staffReceived: 1),
      at: "2021-05-20T09:00:00+08:00")
    func row(_ day: CivilDate) throws -> String {
      lines(try self.view(history, on: day).rows, "result", "inForce", "expired")
    }
    #expect(try row("2021-04-30") == "1: result granted, inForce false, expired false")
    #expect(try row("2021-08-31") == "1: result granted, inForce true, expired false")
    #expect(try row("2021-09-01") == "1: result granted, inForce false, expired true")
    let view = try self.view(history, on: "2021-06-01")
    #expect(
      try month(view, "asked", "granted", "fundsPromised", "fundsReceived", "staffReceived") == """
        2021-04: asked 1, granted 1, fundsPromised 12.5, fundsReceived –, staffReceived –
        2021-05: asked 0, granted 0, fundsPromised –, fundsReceived 10, staffReceived 1
        """)
    let total = view.totals.first { $0.key.department == nil }?.row
    #expect(total?.inForce == 1 && total?.fundsPromised == "12.5" && total?.fundsReceived == "10")
  }

  @Test func `pushes, refusals and returns are counted for the department behind them`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Listed.request(), at: "2021-04-20T09:00:00+08:00")
    history.add(Listed.decision(), at: "2021-04-25T09:00:00+08:00")
    push(&history, 1, .admission, admission: "admission/1")
    push(&history, 2, .listItem)
    history.add(
      TicketReturned(ticket: "ticket/2", hop: 1, request: "request/1", ground: .notAdmitted),
      at: "2021-06-11T09:00:00+08:00", by: Body.town)
    history.add(
      RequestRuled(ticket: "ticket/2", request: "request/1", kind: .return, result: .granted),
      at: "2021-06-12T09:00:00+08:00", by: Body.county, stream: "ticket/2")
    history.add(
      CommandRefused(
        command: "dispatch", rule: "I-17", source: "S37", commandID: EventID(high: 1, low: 1),
        proposer: Body.county, onBehalfOf: Body.department, town: [SmallCounty.town]),
      at: "2021-06-13T09:00:00+08:00")
    let view = try self.view(history, on: "2021-07-01")
    #expect(
      try month(
        view, "pushes", "pushesRefused", "returnsNotAdmitted", "returnsUpheld", "towns"
      ).hasSuffix(
        "2021-06: pushes 2, pushesRefused 1, returnsNotAdmitted 1, returnsUpheld 1, "
          + "towns [division/t]"))
    #expect(view.rows[0]["pushes"] == .int(1))
  }

  @Test func `an emergency is to be regularised within the days of the rule set`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      RuleSetPublished(
        rule: "rule/tickets", kind: .procedure,
        content: RuleContent(tickets: TicketPolicies(emergencyDays: 3)),
        effectiveFrom: "2021-01-01"))
    push(&history, 1, .emergency)
    func row(_ day: CivilDate) throws -> String {
      let row = try self.view(history, on: day).rows(of: "emergencies")[0]
      return "due \(row["due"]?.description ?? "–"), overdue \(row["overdue"] ?? .bool(false)), "
        + "by \(row["admission"]?.description ?? "–")"
    }
    #expect(try row("2021-06-13") == "due 2021-06-13, overdue false, by –")
    #expect(try row("2021-06-14") == "due 2021-06-13, overdue true, by –")
    history.add(
      Listed.request(from: "2021-06-12", to: "2021-06-30"), at: "2021-06-15T09:00:00+08:00")
    history.add(Listed.decision(), at: "2021-06-16T09:00:00+08:00")
    #expect(try row("2021-06-20") == "due 2021-06-13, overdue false, by admission/1")
  }

  @Test func `a decision corrected from granted to refused gives no leave`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Listed.request(), at: "2021-04-20T09:00:00+08:00")
    let decision = history.add(Listed.decision(), at: "2021-04-25T09:00:00+08:00")
    history.correct(decision, "result", .text("refused"))
    let view = try self.view(history, on: "2021-06-01")
    #expect(lines(view.rows, "result", "inForce") == "1: result refused, inForce false")
    #expect(try month(view, "granted", "refused") == "2021-04: granted 0, refused 1")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `leave and counts equal the register's own book and a plain count`(seed: UInt64) throws {
    let county = try LateRegisters(seed: seed, mostly: .lists)
    let book = county.books.lists.admissions
    for day in county.days {
      let view = try county.view(AdmissionRegister.self, on: day)
      #expect(view.quarantine.isEmpty, "seed \(seed)")
      for (key, row) in view.entries(of: \.admissions) {
        let shown = view.projection.present(row, of: key, at: view.moment.clock)
        let note: Comment = "seed \(seed), \(view.name(of: key)) on \(day)"
        let admission = book.admission(view.name(of: key))
        #expect(shown.result == admission?.result, note)
        // A decision without days and request says nothing of days; the book lets it hold none.
        if shown.askedOn != nil {
          #expect(shown.inForce == (admission?.span?.contains(day) ?? false), note)
        }
        #expect(view.names(shown.grantedTowns) == admission?.grantedTowns ?? [], note)
      }
    }
    // What was decided before anybody asked is not asked for any more.
    var first: [ObjectName: (day: CivilDate, isAsked: Bool)] = [:]
    for (event, day) in county.happened {
      if let request = event as? TaskAdmissionRequested, first[request.admission] == nil {
        first[request.admission] = (day, true)
      } else if let decided = event as? TaskAdmissionDecided, first[decided.admission] == nil {
        first[decided.admission] = (day, false)
      }
    }
    let view = try county.view(AdmissionRegister.self, on: "2022-06-01")
    for (key, row) in view.entries(of: \.departments) {
      let expected = first.values.count { $0.isAsked && Month($0.day) == key.month }
      #expect(row.asked == expected, "seed \(seed), \(key.month)")
    }
    let total = view.totals.first { $0.key.department == nil }?.row ?? AdmissionTotal()
    let decided = total.granted + total.conditional + total.refused
    #expect(decided + total.undecided == total.admissions, "seed \(seed)")
    let months = view.entries(of: \.departments).map(\.row)
    #expect(
      months.reduce(0) { $0 + $1.granted + $1.conditional + $1.refused } == decided,
      "seed \(seed): months and admissions agree")
  }

  @Test func `a quarter is the sum of its months, each town once`() throws {
    var history = HistoryBuilder.smallCounty()
    push(&history, 1, .listItem, at: "2021-04-10T09:00:00+08:00")
    push(&history, 2, .emergency, at: "2021-05-10T09:00:00+08:00")
    push(&history, 3, .listItem, at: "2021-07-01T09:00:00+08:00")
    let quarter = try #require(AssessmentPeriod(written: "2021Q2"))
    let rows = try self.view(history, on: "2021-12-31").rows(of: "departments", in: quarter)
    #expect(
      lines(rows, "pushes", "emergencies", "towns")
        == "c-department:2021-Q2: pushes 2, emergencies 1, towns [division/t]")
  }
}
