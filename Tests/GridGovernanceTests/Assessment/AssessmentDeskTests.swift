// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// Commands against a real log: what is refused is on record, once.
@Suite struct AssessmentDeskTests {
  static let scheme: ObjectName = "scheme/1"
  static let time: Instant = "2021-03-18T10:00:00+08:00"

  static func weight(_ weight: Rational, from day: CivilDate = "2021-04-01") -> AssessmentCommand {
    .setWeight(WeightProposal(weight, document: AssessedCounty.document, from: day))
  }

  static func county() throws -> AssessedCounty {
    var county = AssessedCounty()
    try county.found()
    try county.adopt(scheme)
    return county
  }

  static func desk(_ log: AssessedLog) -> AssessmentDesk {
    County(log.log, scope: .county).acting(as: AssessedCounty.county).scheme(scheme)
  }

  @Test func `0.49 is refused and recorded exactly once, also after a retry; 0.50 is accepted`()
    throws
  {
    let log = try Self.county().log()
    let desk = Self.desk(log)
    let before = try log.log.head
    let command = EventID(high: 1, low: 49)
    for minute in 0..<3 {
      let now = Self.time.adding(microseconds: Int64(minute) * 60_000_000)
      do throws(CommandError<Rejection>) {
        try desk.execute(Self.weight("0.49"), at: now, commandID: command)
        Issue.record("0.49 was accepted")
      } catch .rejected(let no) {
        #expect(no.rule == "I-18")
      } catch {
        throw error
      }
    }
    #expect(try log.log.head == before.advanced(by: 1))
    let stored = try #require(try log.log.event(at: before.advanced(by: 1)))
    let refused = try stored.decode(CommandRefused.self)
    #expect(refused.commandID == command)
    #expect(refused.values.first?.value == .rational("49/100"))
    #expect(refused.values.dropFirst().first?.value == .rational("1/2"))

    let place = try desk.execute(
      Self.weight("0.50"), at: Self.time, commandID: EventID(high: 1, low: 50))
    #expect(
      try desk.execute(
        Self.weight("0.50"), at: Self.time, commandID: EventID(high: 1, low: 50)
      ).positions == place.positions)
    #expect(try log.log.head == before.advanced(by: 2))
    let view = try log.log.replay(Assessment.self)
    let row = try #require(
      view.object(Self.scheme).flatMap { view.projection.schemes[$0] })
    #expect(row.refusedWeights == 1)
    #expect(row.weights.last?.weight == "1/2")
  }

  @Test func `the decider's own output goes into the log as it is`() throws {
    let log = try Self.county().log()
    let facts = [
      AssessmentFact(.schemeAdopted(AssessmentDeciderTests.proposal()), occurred: Self.time)
    ]
    let state = AssessmentDecider.state(after: facts)
    for (weight, id) in [("0.49", UInt64(49)), ("0.50", 50)] as [(Rational, UInt64)] {
      var context = AssessmentDeciderTests.context()
      context.commandID = EventID(high: 2, low: id)
      for _ in 0..<2 {
        do {
          let events = try AssessmentDecider.decide(
            Self.weight(weight), given: state, in: context)
          try log.log.append(events.map { try $0.newEvent(id: context.commandID) })
        } catch let no as Rejection {
          let refused = try #require(no.recorded)
          try log.log.append(
            NewEvent(refused, id: refused.commandID, occurred: Self.time))
        }
      }
    }
    let weights = try log.log.events(.types(.assessmentWeightSet))
    #expect(weights.count == 2, "the sample's own and 0.50")
    #expect(try log.log.events(.types(.commandRefused)).count == 1)
  }

  @Test func `A3 a raised floor makes later periods non-compliant until a new weight`() throws {
    var county = try Self.county()
    try county.setWeight(
      Self.scheme, "0.55", from: "2021-01-01", on: "2021-03-02T09:00:00+08:00")
    for period in ["2021-Q4", "2022-Q1"] {
      for (value, town) in [
        ("88" as ExactDecimal, AssessedCounty.townA), ("81", AssessedCounty.townB),
      ] {
        try county.score(
          value, under: Self.scheme, by: town, in: period, on: "2022-04-10T09:00:00+08:00")
      }
      try county.score(
        "93", under: Self.scheme, by: nil, in: period, on: "2022-04-10T09:00:00+08:00")
    }
    // Decided after the scores were given, in force before: what came first does not matter.
    try county.publish(
      "rule/floor", .weightFloor, .floor("0.60"), from: "2022-01-01",
      on: "2022-04-11T09:00:00+08:00")
    let log = try county.log()
    let desk = Self.desk(log)
    func compliance(_ period: String) throws -> WeightCompliance? {
      try log.row(Self.scheme, AssessedCounty.x, period)?.compliance
    }
    #expect(try compliance("2021-Q4") == .compliant)
    #expect(try compliance("2022-Q1") == .nonCompliant)
    let view = try log.log.replay(Assessment.self)
    let row = try #require(view.object(Self.scheme).flatMap { view.projection.schemes[$0] })
    #expect(row.nonCompliantFrom == "2022-01-01")

    func publish(_ period: String, _ id: UInt64) throws {
      try desk.execute(
        .publish(PublicationProposal(of: AssessedCounty.x, in: period, as: .final)),
        at: "2022-04-12T09:00:00+08:00", commandID: EventID(high: 3, low: id))
    }
    try publish("2021-Q4", 1)
    #expect(throws: CommandError<Rejection>.self) { try publish("2022-Q1", 2) }
    try desk.execute(
      Self.weight("0.60", from: "2022-01-01"), at: "2022-04-13T09:00:00+08:00",
      commandID: EventID(high: 3, low: 3))
    #expect(try compliance("2022-Q1") == .compliant)
    try publish("2022-Q1", 4)
    let published = try log.row(Self.scheme, AssessedCounty.x, "2022-Q1")
    #expect(published?.editions.map(\.value) == [published?.rounded])
  }

  @Test func `A14 a veto after publication caps the grade once it is restated, and all stays`()
    throws
  {
    var county = try Self.county()
    try county.scoreAsInExample(under: Self.scheme)
    let log = try county.log()
    let desk = Self.desk(log)
    var step: UInt64 = 0
    func carryOut(_ command: AssessmentCommand) throws -> EventID {
      step += 1
      let now = ("2021-10-20T09:00:00+08:00" as Instant)
        .adding(microseconds: Int64(step) * 86_400_000_000)
      let place = try desk.execute(command, at: now, commandID: EventID(high: 4, low: step)).last
      return try #require(try log.log.event(at: place)).content.id
    }
    func publish(_ restates: EventID?) -> AssessmentCommand {
      .publish(
        PublicationProposal(
          of: AssessedCounty.x, in: AssessedCounty.quarter, as: .final, restating: restates))
    }
    let first = try carryOut(publish(nil))
    _ = try carryOut(
      .imposeVeto(
        VetoProposal(
          "veto/1", on: AssessedCounty.x, in: AssessedCounty.quarter, part: "safety",
          document: "document/2")))
    let vetoed = try #require(try log.row(Self.scheme))
    #expect(vetoed.grade == "fair")
    #expect(vetoed.editions.map(\.grade) == ["good"])
    let second = try carryOut(publish(first))
    _ = try carryOut(.liftVeto("veto/1", document: "document/3"))
    _ = try carryOut(publish(second))
    let row = try #require(try log.row(Self.scheme))
    #expect(row.editions.map(\.grade) == ["good", "fair", "good"])
    #expect(row.editions.map(\.restates) == [nil, first, second])
    #expect(row.editions.map(\.value) == ["88.75", "88.75", "88.75"])
    #expect(row.vetoes.map(\.isLifted) == [true])
  }
}
