// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
@testable import GridGovernance
import Testing

/// Applications, their clocks, items per hall (P19).
struct ApprovalDeskTests {
  private func row(
    _ story: ApplicationStory, on day: CivilDate
  ) throws -> ApplicationRow {
    var history = HistoryBuilder.enforcing()
    history.add(story)
    return try row(history, on: day)
  }

  private func row(_ history: HistoryBuilder, on day: CivilDate) throws -> ApplicationRow {
    let view = try ReplayEngine(history).replay(ApprovalDesk.self, clock: noon(day))
    let key = try #require(view.object(ApplicationContext.name))
    let row = try #require(view.projection.applications[key])
    return view.projection.present(row, of: key, at: noon(day))
  }

  private func day(_ moment: Instant?) -> CivilDate? {
    moment.map { BusinessZone.shanghai.date(of: $0) }
  }

  @Test func `the limit of the law and the limit promised are two clocks`() throws {
    // Accepted on Tuesday 2021-08-03: 20 and 5 working days.
    let accepted = try ApplicationStory.inStatus(.accepted)
    let shown = try row(accepted, on: "2021-08-09")
    #expect(shown.state == .accepted && shown.itemKind == .licence)
    #expect(day(shown.promisedDue) == "2021-08-10" && shown.promisedLeft == 1)
    #expect(day(shown.legalDue) == "2021-08-31" && shown.legalLeft == 16)
    let broken = try row(accepted, on: "2021-08-12")
    #expect(broken.promisedLate == true && broken.promisedLeft == -2)
    #expect(broken.legalLate == false && broken.late == [])
    let decided = try accepted.then(.decide(granted: true), on: "2021-08-12")
    #expect(try row(decided, on: "2021-12-01").promisedLate == true)
    #expect(try row(decided, on: "2021-12-01").legalLate == false)
    #expect(try row(decided, on: "2021-12-01").legalLeft == nil)
  }

  @Test func `time for hearings and tests counts on neither clock`() throws {
    let story = try ApplicationStory.inStatus(.accepted)
      .then(.suspend(ground: "hearing"), on: "2021-08-05")
    let standing = try row(story, on: "2021-08-06")
    #expect(standing.suspended && standing.legalDue == nil && standing.promisedDue == nil)
    #expect(standing.excludedTime.count == 1)
    let resumed = try row(story.then(.resume, on: "2021-08-12"), on: "2021-08-13")
    #expect(day(resumed.promisedDue) == "2021-08-17")
    #expect(day(resumed.legalDue) == "2021-09-07")
  }

  @Test func `silence is acceptance, and no answer is a withdrawal, computed`() throws {
    let received = try ApplicationStory.received()
    #expect(try row(received, on: "2021-08-09").acceptedBySilence == nil)
    let silent = try row(received, on: "2021-08-10")
    #expect(day(silent.acceptedBySilence) == "2021-08-02")
    #expect(silent.state == .received && silent.late == [.accept])
    let asked = try received.then(.notifyCorrection(missing: ["plan"]), on: "2021-08-04")
    #expect(try row(asked, on: "2021-09-15").deemedWithdrawn == nil)
    #expect(try row(asked, on: "2021-10-01").deemedWithdrawn != nil)
    let answered = try row(
      asked.then(.receiveCorrection(complete: true), on: "2021-08-06"), on: "2021-10-01")
    #expect(answered.deemedWithdrawn == nil && day(answered.completed) == "2021-08-06")
  }

  @Test func `result, delivery and rating stand in the row, and repairs carry through`() throws {
    var history = HistoryBuilder.enforcing()
    let stored = history.add(
      try ApplicationStory.inStatus(.delivered).then(.rate(reached: true, satisfaction: 4)))
    let shown = try row(history, on: "2021-09-01")
    #expect(shown.state == .delivered && shown.result == .granted && shown.rating == 4)
    history.correct(stored[2], "result", .text("refused"))
    history.annul(stored[3])
    let repaired = try row(history, on: "2021-09-01")
    #expect(repaired.state == .decided && repaired.result == .refused)
    let items = try ReplayEngine(history).replay(ApprovalDesk.self).rows(of: "items")
    let licence = try #require(items.first { $0.key.text.contains("sp-01") })
    #expect(licence["refused"] == .int(1) && licence["granted"] == .int(0))
  }

  @Test func `a town's hall offers so many of the items that are listed`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(Town.devolved("power/sp-02", .otherApproval))
    let assigned = history.add(
      StationedBodyAssigned(
        body: "body/station", department: Town.department, town: [SmallCounty.town],
        place: .serviceHall, serviceItem: [Hall.licence, "power/sp-99"],
        effectiveFrom: "2021-03-01"))
    let hall = { (history: HistoryBuilder) throws in
      lines(
        try ReplayEngine(history).replay(ApprovalDesk.self).rows(of: "towns"), "listed",
        "offered", "offListed")
    }
    #expect(try hall(history) == "t: listed 2, offered 1, offListed 1")
    history.add(Town.withdrawn(Hall.licence, .finish, from: "2021-09-01"))
    #expect(try hall(history) == "t: listed 1, offered 0, offListed 2")
    history.annul(assigned)
    #expect(try hall(history) == "t: listed 1, offered 0, offListed 0")
  }

  @Test func `what is refused for want of the power is counted with its town and item`() throws {
    var history = HistoryBuilder.enforcing()
    history.add(try ApplicationStory.received().then(.decline(.notDevolved)))
    let shown = try row(history, on: "2021-09-01")
    #expect(shown.notAccepted == .refused && shown.ground == .notDevolved)
    let items = try ReplayEngine(history).replay(ApprovalDesk.self).rows(of: "items")
    #expect(
      lines(items, "received", "notAccepted", "notDevolved") == """
        t:sp-01: received 1, notAccepted 1, notDevolved 1
        """)
  }
}
