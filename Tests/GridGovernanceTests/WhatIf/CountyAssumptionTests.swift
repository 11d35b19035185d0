// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Weights and rule sets assumed: the answer of the county that had them from the start.
struct CountyAssumptionTests {
  /// The events of a log anew, some of them otherwise.
  private func again(
    _ log: EventLog, _ name: String, in directory: TemporaryDirectory,
    _ change: (StoredEvent) throws -> NewEvent?
  ) throws -> EventLog {
    let made = try EventLog.create(
      at: directory.path(of: name),
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue), clock: .source)
    for stored in try log.events() {
      guard let event = try change(stored) else { continue }
      try made.append([event])
    }
    return made
  }

  @Test func `another weight gives the results of the county that had it from the start`() throws {
    let county = try county()
    let share: Rational = Rational(3, 5)
    var assumptions = Assumptions()
    #expect(try assumptions.setTownWeight(share, in: county.log) > 0)
    let assumed = try county.log.replay(Assessment.self, assuming: assumptions)
    let directory = TemporaryDirectory("weights")
    let imagined = try again(county.log, "other", in: directory) { stored in
      guard stored.content.type == .assessmentWeightSet else { return NewEvent(again: stored) }
      let schema = AssessmentWeightSet.schema
      var fields = EventFields(try stored.fields(in: GovernanceEvent.catalogue))
      fields["weight"] = .rational(share)
      var event = NewEvent(again: stored)
      event.body = try schema.encode(fields.values)
      return event
    }
    let view = try imagined.replay(Assessment.self)
    #expect(assumed.rows == view.rows)
    #expect(try assumed.rows(of: "schemes") == view.rows(of: "schemes"))
    #expect(try county.log.replay(Assessment.self).rows != view.rows, "the weight matters")
  }

  @Test func `a weight beyond what handling leaves, and one that never was, are refused`() throws {
    let county = try county()
    var assumptions = Assumptions()
    #expect(throws: CountyAssumptionError.self) {
      try assumptions.setTownWeight(Rational(11, 10), in: county.log)
    }
    #expect(throws: CountyAssumptionError.noWeight(scheme: "scheme/none")) {
      try assumptions.setTownWeight(.one, of: "scheme/none", in: county.log)
    }
  }

  @Test func `a rule set is replaced as a whole, from when its first version was known`() throws {
    let county = try county()
    let versions = try county.log.events(.stream("rule/floor"))
    try #require(versions.count == 2)
    let rule = RuleSetPublished(
      rule: "rule/floor", kind: .weightFloor, content: .floor("9/10"), effectiveFrom: "2021-01-01")
    var assumptions = Assumptions()
    try assumptions.replaceRules(by: [try NewEvent(rule)], in: county.log)
    let view = try county.log.replay(Assessment.self, assuming: assumptions)
    let history = try #require(view.assumptions)
    #expect(history.leftOut.map(\.position) == versions.map(\.position))
    #expect(history.added.map(\.recorded) == [versions[0].recorded])
    #expect(history.replaced == [.assumed(1): versions[0].position])
    let rows = view.entries(of: \.results).map(\.row)
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0.compliance == .nonCompliant })
    #expect(rows.allSatisfy { $0.weights.map(\.floor) == ["9/10"] })
    let real = try county.log.replay(Assessment.self).entries(of: \.results).map(\.row)
    #expect(real.allSatisfy { $0.compliance == .compliant })
  }

  @Test func `only rule sets replace rule sets`() throws {
    let county = try county()
    let town = try NewEvent(
      DivisionRegistered(
        division: "division/z", name: "z", kind: .town, effectiveFrom: "2021-01-01"))
    var assumptions = Assumptions()
    #expect(throws: CountyAssumptionError.notARuleSet(number: 1, .divisionRegistered)) {
      try assumptions.replaceRules(by: [town], in: county.log)
    }
  }

  /// Two versions of the floor, six schemes at its height, scored.
  private func county() throws -> AssessedLog {
    var county = try AssessmentViewTests.example()
    try county.publish(
      "rule/floor", .weightFloor, .floor("2/5"), from: "2021-08-01",
      on: "2021-07-01T09:00:00+08:00")
    try AssessmentViewTests.scored(&county)
    return try county.log()
  }
}
