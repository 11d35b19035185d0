// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Three kinds of staff, cover, turnover, work outside the home body (P13).
@Suite struct StaffCoverTests {
  private func view(
    _ history: HistoryBuilder, on day: CivilDate, asOf: AsOf = .head
  ) throws -> View<StaffCover> {
    try ReplayEngine(history).replay(
      StaffCover.self, asOf: asOf, clock: BusinessZone.shanghai.end(of: day))
  }

  private func absence(
    _ person: ObjectName, from day: CivilDate, to last: CivilDate
  ) -> AbsenceRecorded {
    AbsenceRecorded(
      person: person, body: Body.office, post: "officer", kind: .leave, effectiveFrom: day,
      effectiveTo: last)
  }

  private func cover(
    _ covered: ObjectName, by person: ObjectName, from day: CivilDate, to last: CivilDate
  ) -> AbCoverDeclared {
    AbCoverDeclared(
      covered: covered, person: person, body: Body.office, postA: "officer", postB: "officer",
      effectiveFrom: day, effectiveTo: last, ground: "leave")
  }

  @Test func `uncovered days are absence without cover, up to the asked day`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a"))
    history.add(absence("person/a", from: "2021-06-28", to: "2021-07-04"))
    history.add(absence("person/a", from: "2021-07-03", to: "2021-07-05"))
    history.add(cover("person/a", by: "person/b", from: "2021-07-01", to: "2021-07-02"))
    func row(_ day: CivilDate) throws -> String {
      lines(
        [try self.view(history, on: day).row(matching: "a")], "absenceDays", "coveredDays",
        "uncoveredDays", "absent", "coveredBy")
    }
    #expect(
      try row("2021-06-29")
        == "a: absenceDays 8, coveredDays 2, uncoveredDays 2, absent true, coveredBy –")
    #expect(
      try row("2021-07-02")
        == "a: absenceDays 8, coveredDays 2, uncoveredDays 3, absent true, coveredBy person/b")
    #expect(try row("2021-12-31").contains("uncoveredDays 6, absent false"))
    #expect(
      try lines(
        self.view(history, on: "2021-12-31").rows(of: "bodies"), "absenceDays", "coveredDays"
      )
      .contains("t-office:2021-07: absenceDays 5, coveredDays 2"))
  }

  @Test func `what a stand-in does while the other is away is B's work for A`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a"))
    history.add(Registered.post("person/b"))
    history.add(absence("person/a", from: "2021-07-01", to: "2021-07-05"))
    history.add(cover("person/a", by: "person/b", from: "2021-06-01", to: "2021-12-31"))
    for (number, moment) in [(1, "2021-07-02T09:00:00+08:00"), (2, "2021-07-06T09:00:00+08:00")]
      as [(Int, Instant)]
    {
      history.add(
        HandlingCompleted(
          ticket: ObjectName(.ticket, "\(number)"), hop: 1, result: "done", worker: "person/b"),
        at: moment, by: Body.office)
    }
    let view = try self.view(history, on: "2021-12-31")
    #expect(try view.row(matching: "a")["handledByB"] == .int(1))
    #expect(try view.row(matching: "b")["handledForA"] == .int(1))
    #expect(try view.row(matching: "b")["tickets"] == .int(2))
  }

  @Test func `work for a body that is not one's own is outside, each matter once`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a"))
    for body in [Body.office, Body.town, Body.town] {
      history.add(
        HandlingCompleted(ticket: "ticket/1", hop: 1, result: "done", worker: "person/a"),
        at: "2021-07-02T09:00:00+08:00", by: body)
    }
    history.add(
      HandlingCompleted(ticket: "ticket/2", hop: 1, result: "done", worker: "person/z"),
      at: "2021-07-02T09:00:00+08:00", by: Body.town)
    let view = try self.view(history, on: "2021-12-31")
    let row = try view.row(matching: "a")
    #expect(row["tickets"] == .int(1) && row["ticketsOutside"] == .int(1))
    #expect(try view.row(matching: "z")["ticketsOutside"] == .int(0), "without a home")
    let total = view.totals.first { $0.key.body == nil }?.row
    #expect(total?.outsideRate == "100" && total?.people == 1)
    #expect(
      try lines(view.rows(of: "bodies"), "acts", "actsByOthers").contains(
        "t-centre:2021-07: acts 3, actsByOthers 2"))
  }

  @Test func `tenure runs within one body, and moves are counted where and when`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(Registered.post("person/a", from: "2021-02-01"))
    history.add(
      Registered.post("person/a", kind: .offEstablishment, from: "2021-04-01"))
    history.add(
      Registered.post("person/a", in: Body.town, as: .transferred, from: "2021-06-01"))
    func row(_ day: CivilDate) throws -> String {
      lines([try self.view(history, on: day).row(matching: "a")], "kind", "since", "tenureDays")
    }
    #expect(
      try row("2021-04-02") == "a: kind offEstablishment, since 2021-02-01, tenureDays 61")
    #expect(try row("2021-06-01") == "a: kind administrative, since 2021-06-01, tenureDays 1")
    #expect(
      try lines(self.view(history, on: "2021-12-31").rows(of: "bodies"), "joined", "left")
        == """
        t-centre:2021-06: joined 1, left 0
        t-office:2021-02: joined 1, left 0
        t-office:2021-06: joined 0, left 1
        """)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `posts and absences equal a count day by day`(seed: UInt64) throws {
    let county = try LateRegisters(seed: seed, mostly: .organisation)
    let book = county.books.organisation.postings
    let absences = county.events(AbsenceRecorded.self).map(\.event)
    let covers = county.events(AbCoverDeclared.self).map(\.event)
    for day in county.days {
      let view = try county.view(StaffCover.self, on: day)
      #expect(view.quarantine.isEmpty, "seed \(seed)")
      for (key, row) in view.entries(of: \.people) {
        let shown = view.projection.present(row, of: key, at: view.moment.clock)
        let person = view.name(of: key)
        let note: Comment = "seed \(seed), \(person) on \(day)"
        let post = book.post(of: person, on: day)
        #expect(view.name(shown.body) == post?.body, note)
        #expect(shown.kind == post?.staffKind, note)
        var counts = (absent: 0, covered: 0, uncovered: 0)
        for offset in 0...900 {
          let current = Registered.first.adding(days: offset)
          guard
            absences.contains(where: {
              $0.person == person && $0.effectiveFrom <= current && current <= $0.effectiveTo
            })
          else { continue }
          counts.absent += 1
          let isCovered = covers.contains {
            $0.covered == person && $0.effectiveFrom <= current && current <= $0.effectiveTo
          }
          if isCovered { counts.covered += 1 } else if current <= day { counts.uncovered += 1 }
        }
        #expect(shown.absenceDays == counts.absent, note)
        #expect(shown.coveredDays == counts.covered, note)
        #expect(shown.uncoveredDays ?? 0 == counts.uncovered, note)
      }
      let months = view.entries(of: \.bodies).map(\.row)
      let people = view.entries(of: \.people).map(\.row)
      #expect(
        months.reduce(0) { $0 + $1.absenceDays } == people.reduce(0) { $0 + $1.absenceDays },
        "seed \(seed): sums of bodies and people agree")
      #expect(
        months.reduce(0) { $0 + $1.coveredDays } == people.reduce(0) { $0 + $1.coveredDays },
        "seed \(seed)")
      let staff = view.totals.first { $0.key.body == nil }?.row.people ?? 0
      #expect(
        months.reduce(0) { $0 + $1.joined - $1.left } >= 0, "seed \(seed): who left had come")
      #expect(staff <= people.count, "seed \(seed)")
    }
  }
}
