// SPDX-License-Identifier: Apache-2.0
import EventSourcing
@testable import GridGovernance
import Testing

/// Why this number; what changed since (P21)?
@Suite struct ScoreExplanationTests {
  private static let scheme: ObjectName = "scheme/2021"

  private func node(_ view: View<ScoreExplanation>, _ name: String) throws -> ScoreNode {
    let found = view.entries(of: \.nodes).first {
      $0.key.node == name && view.name(of: $0.key.scheme) == Self.scheme
    }
    return try #require(found?.row, "\(name)")
  }

  private func county(_ sample: SampleScheme) throws -> AssessedCounty {
    var county = AssessedCounty()
    try county.found()
    try county.adopt(Self.scheme, like: sample)
    return county
  }

  @Test(arguments: SampleScheme.allCases)
  func `the tree leads from the final number to every event behind it`(
    sample: SampleScheme
  ) throws {
    var county = try county(sample)
    try county.work()
    try county.scoreAsInExample(under: Self.scheme)
    let place = try county.log()
    let view = try place.log.replay(ScoreExplanation.self)
    let row = try #require(try place.row(Self.scheme))
    #expect(try node(view, "final").value == row.value)
    #expect(try node(view, "final/rounded").value == row.rounded?.rational)
    #expect(try node(view, "final/town").value == row.town)
    #expect(try node(view, "final/handling").value == row.handling)
    let rate = try node(view, "final/handling/1/onTimeDisposal")
    #expect(rate.numerator == 72 && rate.denominator == 80)
    let handling = try node(view, "final/handling/1")
    #expect(handling.formula == "60 · onTimeDisposal + 30 · closing + 10 · (1 − rework)")
    #expect(handling.written == "60 · 72/80 + 30 · 76/80 + 10 · (1 − 6/78)")
    #expect(handling.version == "2021-01-01")
    // Each input is the event that says it.
    for (name, value) in [
      ("final/town/1/evaluation", "88"), ("final/town/2/evaluation", "81"),
      ("final/department", "93"),
    ] as [(String, ExactDecimal)] {
      let inputs = try node(view, name).inputs
      #expect(inputs.count == 1)
      let event = try #require(try inputs.first.flatMap { try place.log.event(at: $0) })
      #expect(try event.decode(ScoreSubmitted.self).value == value)
    }
    let weight = try node(view, "final/weights/2021-07-01")
    #expect(weight.inputs.count == 2, "the weight and its floor")
    // Every ticket that counts, with its events.
    let handled = view.entries(of: \.handled)
    #expect(handled.count == 120)
    #expect(handled.count { $0.row.onTime } == 72 + 34)
    #expect(handled.allSatisfy { $0.row.events.count >= 3 })
  }

  @Test func `a result is written out in numbers`() throws {
    var county = try county(.n)
    try county.scoreAsInExample(under: Self.scheme)
    let view = try county.log().log.replay(ScoreExplanation.self)
    #expect(try node(view, "final").written == "0.5 · 84.5 + 0.5 · 93")
    #expect(try node(view, "final/town").written == "0.5 · 88 + 0.5 · 81")
    #expect(
      try node(view, "final/weights/effective").written == "nominal 0.5, effective 0.5")
    #expect(try node(view, "final/handling").value == nil, "no data is not zero")
  }

  @Test func `A25 the tree of H shows the nominal weight beside the effective say`() throws {
    var county = try county(.h)
    try county.work()
    try county.scoreAsInExample(under: Self.scheme)
    let view = try county.log().log.replay(ScoreExplanation.self)
    let say = try node(view, "final/weights/effective")
    #expect(say.value == "0.20" && say.written == "nominal 0.5, effective 0.2")
    #expect(try node(view, "final/town/1").formula == "h · Handling + (1 − h) · Evaluation")
  }

  @Test func `A11 the difference of two dates says which event moved the number, by how much`()
    throws
  {
    var county = try county(.t)
    let late = try county.work()
    try county.scoreAsInExample(under: Self.scheme)
    county.begin()
    for made in late.prefix(2) {
      let completed = try #require(made[.handlingCompleted])
      try county.repair(
        completed,
        by: FactCorrected(
          target: try #require(completed.id), field: "occurred",
          new: .instant("2021-08-06T10:00:00+08:00"), ground: "clock"),
        on: "2021-11-05T09:00:00+08:00")
    }
    let log = try county.log().log
    let then = try log.replay(ScoreExplanation.self, asOf: .recorded("2021-11-01"))
    let now = try log.replay(ScoreExplanation.self)
    #expect(try node(then, "final/rounded").value == "88.15")
    #expect(try node(now, "final/rounded").value == "88.30")
    let changed = then.changes(to: now).map(\.key)
    let nodes = changed.filter { $0.table == "nodes" }.compactMap { key in
      key.fields.first { $0.name == "node" }?.value.description
    }
    #expect(
      Set(nodes) == [
        "final", "final/rounded", "final/handling", "final/handling/1",
        "final/handling/1/onTimeDisposal",
      ])
    // The two tickets, and no other.
    let tickets = changed.filter { $0.table == "handled" }
    #expect(tickets.count == 2)
  }

  @Test func `a late score takes the place of the earlier one in the tree as well`() throws {
    var county = try county(.n)
    try county.scoreAsInExample(under: Self.scheme)
    county.begin()
    let again = try county.score(
      "90", under: Self.scheme, by: AssessedCounty.townA, on: "2021-10-12T09:00:00+08:00")
    let place = try county.log()
    let view = try place.log.replay(ScoreExplanation.self)
    let evaluation = try node(view, "final/town/1/evaluation")
    #expect(evaluation.value == "90")
    let input = try #require(evaluation.inputs.first)
    #expect(try place.log.event(at: input)?.content.id == again.id)
    #expect(evaluation.inputs.count == 1)
  }

  @Test func `a result that cannot be computed says why at its root`() throws {
    var county = try county(.n)
    try county.score("88", under: Self.scheme, by: AssessedCounty.townA)
    let view = try county.log().log.replay(ScoreExplanation.self)
    let final = try node(view, "final")
    #expect(final.value == nil && final.missing == .departmentScoreMissing)
    #expect(final.written == "0.5 · 88 + 0.5 · –")
  }
}
