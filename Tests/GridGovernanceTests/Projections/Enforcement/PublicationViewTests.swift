// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Published and withdrawn in time, at each stage (P18)?
struct PublicationViewTests {
  private func rows(
    _ history: HistoryBuilder, on day: CivilDate = "2021-09-01"
  ) throws -> [ViewRow] {
    try ReplayEngine(history).replay(PublicationView.self, clock: noon(day)).rows
  }

  private func ofCase(_ history: HistoryBuilder, on day: CivilDate) throws -> ViewRow {
    try #require(rows(history, on: day).first { $0.key.text.contains("case/1") })
  }

  private let publish = CaseCommand.publish("publication/1", what: "decision", place: "web")

  @Test func `a decision is to be published in seven working days, published or not`() throws {
    // Decided on Friday 2021-08-06: day 1 is Monday the 9th, the end is Tuesday the 17th.
    var history = HistoryBuilder.enforcing()
    let decided = try CaseStory.inStatus(.decided)
    #expect(decided.day == "2021-08-06")
    history.add(decided)
    let open = try ofCase(history, on: "2021-08-13")
    #expect(open["due"] == .instant(BusinessZone.shanghai.end(of: "2021-08-17")))
    #expect(open["left"] == .int(2))
    #expect(open["overdue"] == .bool(false))
    #expect(try ofCase(history, on: "2021-08-18")["overdue"] == .bool(true))
    var onTime = HistoryBuilder.enforcing()
    onTime.add(try decided.then(publish, on: "2021-08-17"))
    #expect(try ofCase(onTime, on: "2021-10-01")["overdue"] == .bool(false))
    var late = HistoryBuilder.enforcing()
    late.add(try decided.then(publish, on: "2021-08-18"))
    let row = try ofCase(late, on: "2021-10-01")
    #expect(row["overdue"] == .bool(true), "I-12: shown, and the late fact is taken")
    #expect(row["left"] == nil)
  }

  @Test func `what was published of a revoked decision goes in three working days`() throws {
    let revoked = try CaseStory.inStatus(.decided)
      .then(publish, on: "2021-08-09").then(CaseStory.serve(.decision), on: "2021-08-10")
      .then(.recordRemedy(.review, .filed), on: "2021-08-20")
      .then(.recordRemedy(.review, .decided, result: .revoked), on: "2021-09-15")
    var history = HistoryBuilder.enforcing()
    history.add(revoked)
    // Wednesday the 15th; Saturday the 18th is worked: Thursday, Friday, Saturday.
    let open = try ofCase(history, on: "2021-09-17")
    #expect(open["withdrawalDue"] == .instant(BusinessZone.shanghai.end(of: "2021-09-18")))
    #expect(open["left"] == .int(1))
    #expect(try ofCase(history, on: "2021-09-19")["overdue"] == .bool(true))
    var gone = HistoryBuilder.enforcing()
    gone.add(try revoked.then(.withdraw("publication/1", ground: "revoked"), on: "2021-09-18"))
    #expect(try ofCase(gone, on: "2021-12-01")["overdue"] == .bool(false))
  }

  @Test func `a calendar that comes later moves both limits`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(try CaseStory.inStatus(.decided))
    history.add(
      WorkCalendarPublished(
        calendar: "calendar/2021",
        days: [WorkCalendarPublished.Day(date: "2021-08-17", off: true)],
        scope: SmallCounty.county, notice: "storm", issuedOn: "2021-08-16"))
    let due = try ofCase(history, on: "2021-08-17")["due"]
    #expect(due == .instant(BusinessZone.shanghai.end(of: "2021-08-18")))
  }

  @Test func `a body that enforces has rows before and during, published or not`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(
      EnforcementPublished(
        publication: "publication/b", body: Town.bureau, stage: .before, what: "procedure",
        place: "web"), at: noon("2021-07-01"), by: Town.bureau)
    let inspected = InspectionRecorded(
      inspection: "inspection/1", division: SmallCounty.village,
      officer: Town.two.map(\.person), certificate: Town.two.map(\.certificate),
      result: .nothing, record: CaseStory.paper)
    history.add(inspected, at: noon("2021-08-01"), by: Town.bureau)
    #expect(
      lines(try rows(history), "what", "published", "town", "overdue") == """
        t-bureau:before: what [procedure], published 2021-07-01T04:00:00Z, \
        town division/t, overdue –
        t-bureau:during: what [], published –, town division/t, overdue –
        """)
  }

  @Test func `a corrected publication moves to the case that it is about`() throws {
    var history = HistoryBuilder.enforcing()
    let stored = history.add(try CaseStory.inStatus(.decided).then(publish, on: "2021-08-09"))
    history.correct(try #require(stored.last), "case", .object("case/2"))
    let shown = try rows(history).filter { $0.key.text.contains("case/") }
    #expect(
      lines(shown, "what", "published") == """
        1:after: what [], published –
        2:after: what [decision], published 2021-08-09T02:00:00Z
        """)
    history.annul(try #require(stored.last))
    #expect(try rows(history).filter { $0.key.text.contains("case/2") }.isEmpty)
  }
}
