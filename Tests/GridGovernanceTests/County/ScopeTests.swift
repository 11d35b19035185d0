// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct ScopeTests {
  let place: CountyLog

  init() throws {
    place = try CountyLog()
    _ = try place.dispatched("1")
    try place.county.acting(as: Body.otherTown).ticket("2").report(
      origin: "hotline", category: "category/E07", division: SmallCounty.otherTown,
      grid: "grid/2", text: "words", at: "2021-09-17T09:00:00+08:00")
  }

  private func rows<P: Projection>(_ view: P.Type, _ scope: Scope) throws -> [String] {
    try County(place.log, scope: scope).view(view).rows.map(\.key.shortText)
  }

  @Test func `a town sees its own rows and no others`() throws {
    #expect(try rows(TicketStatusView.self, .county) == ["1", "2"])
    #expect(try rows(TicketStatusView.self, .towns([SmallCounty.town])) == ["1"])
    #expect(try rows(TownWorkload.self, .towns([SmallCounty.otherTown])) == ["u:2021-09"])
    #expect(try rows(TicketTimeline.self, .towns([SmallCounty.otherTown])).count == 1)
    #expect(try rows(TicketStatusView.self, .towns([])).isEmpty)
  }

  @Test func `a grid sees tickets of the grid, and nothing that has no grid`() throws {
    #expect(try rows(TicketStatusView.self, .grids(["grid/2"])) == ["2"])
    #expect(try rows(TownWorkload.self, .grids(["grid/2"])).isEmpty)
  }

  @Test func `differences and explanations keep to the scope`() throws {
    let county = County(place.log, scope: .towns([SmallCounty.otherTown]))
    let before = try county.view(TicketStatusView.self, asOf: .position(1))
    let now = try county.view(TicketStatusView.self)
    #expect(before.changes(to: now).map(\.key.shortText) == ["2"])
    let theirs = try place.county.view(TicketStatusView.self).rows[0].key
    #expect(throws: ReplayError.self) {
      try county.explain(TicketStatusView.self, row: theirs)
    }
    #expect(try county.explain(TicketStatusView.self, row: now.rows[0].key).count > 0)
  }

  @Test func `commands reach no further than reads`() throws {
    let other = County(place.log, scope: .towns([SmallCounty.otherTown]))
      .acting(as: Body.otherTown)
    #expect(try rejection { try other.ticket("1").accept() }?.rule == "scope")
    try other.ticket("2").accept()
    let grid = County(place.log, scope: .grids(["grid/7"])).acting(as: Body.station)
    #expect(try rejection { try grid.ticket("2").accept() }?.rule == "scope")
  }

  @Test func `repairs, grades and scores reach no further than reads`() throws {
    let wrong = try place.log.events(.stream("ticket/1"))[0]
    let annulment = RepairCommand.annul(
      EventAnnulled(target: wrong.content.id, ground: "g", document: "document/1"))
    func town(_ name: ObjectName, _ body: ObjectName) -> County {
      County(place.log, scope: .towns([name])).acting(as: body)
    }
    let other = town(SmallCounty.otherTown, Body.otherTown)
    #expect(try rejection { try other.repairs.execute(annulment) }?.rule == "scope")
    let grade = GradeAwarded(
      person: "person/x", body: Body.town, year: 2021, grade: .competent,
      staffKind: .administrative, rule: "rule/none", participantList: "document/1")
    #expect(try rejection { try other.grades.award(grade) }?.rule == "scope")
    let score = AssessmentCommand.submit(
      ScoreProposal(
        "80", of: Body.department, in: "2021-Q3", part: "town", by: Body.town,
        town: SmallCounty.town))
    #expect(
      try rejection { try other.scheme("scheme/1").execute(score) }?.rule == "scope")
    let weight = AssessmentCommand.setWeight(
      WeightProposal("0.50", document: "document/1", from: "2021-04-01"))
    let mine = town(SmallCounty.town, Body.town)
    #expect(
      try rejection { try mine.scheme("scheme/1").execute(weight) }?.rule == "scope")
    // In its own town the same score is judged by its rules.
    #expect(
      try rejection { try mine.scheme("scheme/1").execute(score) }.map { $0.rule != "scope" }
        == true)
    try mine.repairs.execute(annulment)
  }
}
