// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// How much does each town carry beside tickets: cases, applications, tasks of departments (P3)?
struct TownBlocksTests {
  private func view(_ history: HistoryBuilder) throws -> View<TownWorkload> {
    try ReplayEngine(history).replay(TownWorkload.self)
  }

  // MARK: Given, when, then

  @Test func `a case is open in the town that handles it, until it goes elsewhere`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(try CaseStory.filed())
    history.add(
      CaseTransferred(
        case: CaseContext.name, agency: Town.otherBureau, ground: .competence,
        document: "document/1"), at: noon("2021-10-04"), by: Town.bureau)
    history.add(
      CaseClosed(case: CaseContext.name, how: .dropped, record: CaseStory.paper),
      at: noon("2021-10-20"), by: Town.otherBureau)
    let shown = try view(history)
    #expect(
      try lines(
        shown.rows(of: "cases"), "openAtStart", "filed", "transferredIn", "transferredOut",
        "closed", "openAtEnd") == """
          t:2021-08: openAtStart 0, filed 1, transferredIn 0, transferredOut 0, closed 0, openAtEnd 1
          t:2021-09: openAtStart 1, filed 0, transferredIn 0, transferredOut 0, closed 0, openAtEnd 1
          t:2021-10: openAtStart 1, filed 0, transferredIn 0, transferredOut 1, closed 0, openAtEnd 0
          u:2021-10: openAtStart 0, filed 0, transferredIn 1, transferredOut 0, closed 1, openAtEnd 0
          """)
  }

  @Test func `an application is open until it is refused, decided or taken back`() throws {
    var history = HistoryBuilder.enforcing()
    let story = try ApplicationStory.inStatus(.accepted)
    history.add(try story.then(.decide(granted: true), on: "2021-09-02"))
    let quarter = try #require(AssessmentPeriod("2021-Q3"))
    let rows = try view(history).rows(of: "applications", in: quarter)
    #expect(
      lines(rows, "openAtStart", "received", "accepted", "granted", "openAtEnd")
        == "t:2021-Q3: openAtStart 0, received 1, accepted 1, granted 1, openAtEnd 0")
  }

  @Test func `an admitted task burdens a town on the days of the decision`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Listed.request(), at: "2021-04-20T09:00:00+08:00")
    history.add(Listed.decision(), at: "2021-04-25T09:00:00+08:00")
    // From 1 May to 31 August; something of September lets the months be seen.
    history.add(
      AdmissionFulfilled(
        admission: "admission/1", department: Body.department, town: SmallCounty.town),
      at: "2021-09-20T09:00:00+08:00")
    #expect(
      try lines(
        view(history).rows(of: "tasks"), "asked", "granted", "openAtStart", "began", "ended",
        "openAtEnd", "fulfilled") == """
          t:2021-04: asked 1, granted 1, openAtStart 0, began 0, ended 0, openAtEnd 0, fulfilled 0
          t:2021-05: asked 0, granted 0, openAtStart 0, began 1, ended 0, openAtEnd 1, fulfilled 0
          t:2021-06: asked 0, granted 0, openAtStart 1, began 0, ended 0, openAtEnd 1, fulfilled 0
          t:2021-07: asked 0, granted 0, openAtStart 1, began 0, ended 0, openAtEnd 1, fulfilled 0
          t:2021-08: asked 0, granted 0, openAtStart 1, began 0, ended 1, openAtEnd 0, fulfilled 0
          t:2021-09: asked 0, granted 0, openAtStart 0, began 0, ended 0, openAtEnd 0, fulfilled 1
          """)
  }

  @Test func `shares stand beside their terms; without people or grids there is none`() throws {
    var history = HistoryBuilder.smallCounty()
    for number in 1...3 {
      history.add(
        IncidentReported(
          ticket: ObjectName(.ticket, "\(number)"), origin: "gridWorker", channel: "app",
          category: "category/E07", division: SmallCounty.village, text: "words"),
        at: "2021-08-02T09:00:00+08:00", by: Body.station)
    }
    let names = ["received", "staff", "perStaff", "perGrid", "perThousand"]
    func row() throws -> [String] {
      let row = try #require(try view(history).rows.first)
      return names.map { row[$0]?.description ?? "–" }
    }
    #expect(try row() == ["3", "0", "–", "–", "–"])
    history.add(
      DivisionMeasured(
        division: SmallCounty.town, population: 7_000, measuredOn: "2021-01-01"))
    for person in ["person/a", "person/b"] {
      history.add(Registered.post(ObjectName(person) ?? "person/x"))
    }
    #expect(try row() == ["3", "2", "1.5", "–", "0.43"])
  }

  @Test func `days of staff are those on which somebody posted in the town is there`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a"))
    history.add(
      PersonLeft(
        person: "person/a", body: Body.office, ground: "retired", effectiveFrom: "2021-08-21"))
    for (from, last) in [("2021-08-02", "2021-08-04"), ("2021-08-04", "2021-08-05")]
      as [(CivilDate, CivilDate)]
    {
      history.add(
        AbsenceRecorded(
          person: "person/a", body: Body.office, post: "officer", kind: .leave,
          effectiveFrom: from, effectiveTo: last))
    }
    history.add(
      IncidentReported(
        ticket: "ticket/1", origin: "gridWorker", channel: "app", category: "category/E07",
        division: SmallCounty.village, text: "words"),
      at: "2021-08-31T09:00:00+08:00", by: Body.station)
    // Twenty days until the 21st, four of them away, one of which is told twice.
    let rows = try view(history).rows
    #expect(lines(rows, "staff", "staffDays") == "t:2021-08: staff 0, staffDays 16")
  }

  // MARK: Laws

  @Test(arguments: CaseViewLawTests.seeds)
  func `cases and applications that came, less those that went, are open`(seed: UInt64) throws {
    let made = RandomCases(seed: seed)
    let shown = try view(made.history)
    let plain = try PlainCases(made)
    #expect(shown.quarantine.isEmpty, "seed \(seed)")
    var open: [ObjectID: Int] = [:]
    for (key, row) in shown.entries(of: \.cases) {
      let hint: Comment = "seed \(seed), \(shown.name(of: key.town)) \(key.month)"
      #expect(row.openAtStart == open[key.town, default: 0], hint)
      let came = row.filed + row.transferredIn
      #expect(
        row.openAtStart + came - row.transferredOut - row.closed == row.openAtEnd, hint)
      #expect(row.openAtEnd >= 0, hint)
      open[key.town] = row.openAtEnd
    }
    let cases = shown.entries(of: \.cases).map(\.row)
    // The first filing of each case counts, by an organ that is of a town.
    let firsts = Dictionary(grouping: happened(plain.all(CaseFiled.self)), by: \.event.case)
      .compactMap { $0.value.first }
    #expect(
      cases.map(\.filed).reduce(0, +)
        == firsts.filter { PlainCases.town(of: $0.event.actingBody) != nil }.count, "seed \(seed)")
    #expect(
      cases.map(\.inspections).reduce(0, +) == plain.all(InspectionRecorded.self).count,
      "seed \(seed)")
    let applications = shown.entries(of: \.applications).map(\.row)
    let received = Set(plain.all(ApplicationReceived.self).map(\.event.application))
    #expect(applications.map(\.received).reduce(0, +) == received.count, "seed \(seed)")
    for row in applications {
      let gone = row.notAccepted + row.granted + row.refused + row.withdrawn
      #expect(row.openAtStart + row.received - gone == row.openAtEnd, "seed \(seed)")
    }
  }

  private func happened<E>(
    _ all: [(event: E, paper: PlainCases.Paper)]
  ) -> [(event: E, paper: PlainCases.Paper)] {
    all.sorted {
      ($0.paper.occurred, $0.paper.position) < ($1.paper.occurred, $1.paper.position)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `tasks in force at a month's end are those that a day-by-day count finds`(
    seed: UInt64
  ) throws {
    let made = try LateRegisters(seed: seed, mostly: .lists)
    let shown = try view(made.history)
    var asked: [ObjectName: TaskAdmissionRequested] = [:]
    var decided: [ObjectName: TaskAdmissionDecided] = [:]
    for (event, _) in made.happened {
      if let event = event as? TaskAdmissionRequested, asked[event.admission] == nil,
        decided[event.admission] == nil
      {
        asked[event.admission] = event
      }
      if let event = event as? TaskAdmissionDecided, decided[event.admission] == nil {
        decided[event.admission] = event
      }
    }
    for (key, row) in shown.entries(of: \.tasks) {
      let town = shown.name(of: key.town)
      let last = key.month.next.first.adding(days: -1)
      let number = decided.values.filter { decision in
        guard decision.result != .refused, decision.town.contains(town) else { return false }
        let request = asked[decision.admission]
        guard let from = decision.effectiveFrom ?? request?.effectiveFrom else { return false }
        let until = decision.effectiveTo ?? request?.effectiveTo
        return from <= last && (until.map { $0 > last } ?? true)
      }.count
      #expect(row.openAtEnd == number, "seed \(seed), \(town) \(key.month)")
      #expect(row.openAtStart + row.began - row.ended == row.openAtEnd, "seed \(seed)")
    }
    #expect(!shown.entries(of: \.tasks).isEmpty, "seed \(seed)")
  }
}
