// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The door's commands against a log on disk.
struct TicketCommandTests {
  let place: CountyLog

  init() throws { place = try CountyLog() }

  @Test func `a ticket goes its way from report to closing`() throws {
    let ticket = try place.dispatched()
    try place.office.ticket("1").complete(result: "done", at: "2021-09-18T10:00:00+08:00")
    try place.town.ticket("1").inspect(.passed, at: "2021-09-18T11:00:00+08:00")
    try place.town.ticket("1").close(at: "2021-09-18T12:00:00+08:00")
    #expect(
      try place.types(ticket) == [
        "IncidentReported", "TicketAccepted", "TicketRegistered", "TicketDispatched",
        "TicketSignedFor", "HandlingCompleted", "WorkInspected", "TicketClosed",
      ])
    let row = try place.county.view(TicketStatusView.self).rows[0]
    #expect(
      lines([row], "state", "late", "anomalousPair")
        == "1: state closed, late false, anomalousPair –")
  }

  @Test func `the rules say no, and nothing is appended`() throws {
    let ticket = try place.dispatched()
    let no = try #require(try rejection { try place.town.ticket("1").close() })
    #expect(no.rule == "§2.2 dispatched+TicketClosed")
    #expect(try place.types(ticket).count == 4)
  }

  @Test func `a person without the role, a body unheard of and nobody at all are refused`() throws {
    _ = try place.dispatched()
    let stranger = place.county.acting(as: Body.town, person: "person/stranger")
    #expect(
      try rejection { try stranger.ticket("1").reopen(.newFacts) }?.rule
        == "§2.2 dispatched+TicketReopened")
    let report = { (county: County) in
      try county.ticket("9").report(
        origin: "gridWorker", category: "category/E07", division: SmallCounty.village,
        text: "words", at: "2021-09-17T09:00:00+08:00")
    }
    _ = try report(place.town)
    try place.town.ticket("9").accept()
    #expect(try rejection { try stranger.ticket("9").register() }?.rule == "I-37")
    let unheard = place.county.acting(as: "body/unheard-of")
    #expect(try rejection { try report(unheard) }?.next.english.contains("BodyRegistered") == true)
    #expect(
      try rejection { try report(place.county) }?.next.english.contains("acting(as:)") == true)
  }

  @Test func `the same command under the same id is done once`() throws {
    let ticket = try place.dispatched()
    let id = EventID(high: 1, low: 2)
    let office = place.office.ticket("1")
    let first = try office.execute(
      .complete(result: "done"), at: "2021-09-18T10:00:00+08:00", commandID: id)
    let again = try office.execute(
      .complete(result: "done"), at: "2021-09-18T10:00:05+08:00", commandID: id)
    #expect(first.positions == again.positions)
    #expect(first.positions.count == 2)
    #expect(again.appended == 0)
    #expect(try place.types(ticket).count == 6)
  }

  @Test func `a refusal to be kept is kept once, however often it is asked`() throws {
    _ = try place.dispatched("1")
    try place.town.ticket("2").report(
      origin: "gridWorker", category: "category/E07", division: SmallCounty.village,
      text: "words", at: "2021-09-17T09:00:00+08:00")
    try place.centre.ticket("2").accept()
    try place.centre.ticket("2").register()
    let push = TicketCommand.dispatch(
      DispatchOrder(
        to: Body.town, by: "rule/limits", onBehalfOf: Body.department, ground: .admission))
    let id = EventID(high: 3, low: 4)
    for _ in 0..<3 {
      let no = try rejection {
        try place.centre.ticket("2").execute(push, commandID: id)
      }
      #expect(no?.rule == "I-17")
    }
    let kept = try place.log.events(.types(.commandRefused))
    #expect(kept.map { $0.content.references(.town) } == [[SmallCounty.town]])
    #expect(kept.map { $0.content.references(.subject) } == [["ticket/2"]])
  }

  @Test func `a rule set that comes in between makes a decision stale`() throws {
    let ticket = try place.dispatched()
    let head = try place.log.head
    try place.log.append(
      NewEvent(
        RuleSetPublished(
          rule: "rule/procedure", kind: .procedure, content: RuleContent(tickets: TicketPolicies()),
          effectiveFrom: "2021-09-17"), occurred: "2021-09-17T10:00:01+08:00"))
    // What the door appends on: the ticket's own version still fits, the rules do not.
    let stale = AppendCondition.noEvents(matching: .types(.ruleSetPublished), after: head)
      .and(version: 4, of: ticket)
    #expect(throws: AppendError.self) {
      try place.log.append(
        NewEvent(TicketSignedFor(ticket: ticket, hop: 1)), if: stale)
    }
    try place.office.ticket("1").signFor()
    #expect(try place.types(ticket).count == 5)
  }

  @Test(.timeLimit(.minutes(30)))
  func `of commands at once each is decided on what the others left`() throws {
    let ticket = try place.dispatched()
    let results = Results()
    let log = place.log
    runAtOnce(8) { index in
      // County by county, as processes would.
      let office = County(log, scope: .county).acting(as: Body.office)
      do throws(CommandError<Rejection>) {
        try office.ticket("1").signFor(worker: ObjectName(.person, "w\(index)"))
        results.note(nil)
      } catch {
        results.note(error)
      }
    }
    #expect(try place.types(ticket).filter { $0 == "TicketSignedFor" }.count == 1)
    #expect(results.successes == 1)
    #expect(
      results.failures.allSatisfy { failure in
        switch failure {
        case .rejected(let no): no.rule == "§2.2 handling+TicketSignedFor"
        case .notAppended(.wrongVersion), .notAppended(.conditionFailed): true
        default: false
        }
      })
  }

  @Test func `a return after the window and more time after the deadline are refused`() throws {
    _ = try place.dispatched()
    let office = place.office.ticket("1")
    try office.signFor(at: "2021-09-17T11:00:00+08:00")
    // The window is one working day: Saturday the 18th is one.
    let late = try rejection {
      try office.putBack(.notMine, as: "request/1", at: "2021-09-19T00:00:00+08:00")
    }
    #expect(late?.rule == "I-28")
    let ask = TicketCommand.requestExtension(
      as: "request/2", units: 3, unit: .workingDay, ground: "weather")
    try office.execute(ask, at: "2021-09-27T23:00:00+08:00")
    let grant = TicketCommand.grant(.extension(units: 3), Ruling(on: "request/2"))
    let tooLate = try rejection {
      try place.town.ticket("1").execute(grant, at: "2021-09-28T00:00:01+08:00")
    }
    #expect(tooLate?.rule == "K9")
    try place.town.ticket("1").execute(grant, at: "2021-09-27T23:30:00+08:00")
    let row = try place.county.view(TicketStatusView.self).rows[0]
    #expect(row["due"] == .instant("2021-09-30T15:59:59.999999Z"))
  }

  @Test func `a merge knows where its survivor went`() throws {
    for number in ["1", "2", "3"] { _ = try place.dispatched(number) }
    try place.town.ticket("1").merge(into: "ticket/2", at: "2021-09-17T12:00:00+08:00")
    let chained = try rejection { try place.town.ticket("3").merge(into: "ticket/1") }
    #expect(chained?.rule == "I-29")
    #expect(chained?.next.english == "merge into ticket/2")
    let circle = try rejection { try place.town.ticket("2").merge(into: "ticket/1") }
    #expect(circle?.rule == "I-29")
    try place.town.ticket("1").unmerge(at: "2021-09-17T13:00:00+08:00")
    #expect(try place.town.ticket("1").state().status == .dispatched)
  }

  @Test func `a corrected body decides as corrected`() throws {
    let registered = try #require(
      try place.log.events(.types(.bodyRegistered)).first {
        $0.content.references(.body) == [Body.office]
      })
    try place.town.ticket("1").report(
      origin: "gridWorker", category: "category/E07", division: SmallCounty.village,
      text: "words", at: "2021-09-17T09:00:00+08:00")
    try place.town.ticket("1").accept()
    try place.town.ticket("1").register()
    try place.log.append(
      NewEvent.repairing(
        registered,
        with: FactCorrected(
          target: registered.content.id, field: "division",
          new: .object(SmallCounty.otherTown), ground: "typo"),
        occurred: "2021-09-17T09:10:00+08:00"))
    let no = try rejection {
      try place.town.ticket("1").dispatch(to: Body.office, by: "rule/limits")
    }
    #expect(no?.rule == "§2.2 registered+TicketDispatched")
  }
}
