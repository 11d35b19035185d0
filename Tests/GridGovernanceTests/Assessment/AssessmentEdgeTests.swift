// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// Edge cases of domain §6.4 that the fold has to get right.
@Suite struct AssessmentEdgeTests {
  static let scheme: ObjectName = "scheme/1"

  static func county(
    like sample: SampleScheme = .n, _ change: (inout AssessmentPolicies) -> Void = { _ in }
  ) throws -> AssessedCounty {
    var county = AssessedCounty()
    try county.found()
    try county.adopt(scheme, like: sample, change)
    return county
  }

  @Test func `A5 a town that gave no score is shown without one and without a share`() throws {
    var county = try Self.county()
    try county.score("88", under: Self.scheme, by: AssessedCounty.townA)
    try county.score("93", under: Self.scheme, by: nil)
    let row = try #require(try county.log().row(Self.scheme))
    #expect(row.figure == "90.50")
    #expect(row.towns.map(\.evaluation) == ["88", nil])
    #expect(row.towns.map(\.share) == [.one, nil])
  }

  @Test func `A6 A26 what is missing is said`() throws {
    var county = try Self.county()
    try county.score("93", under: Self.scheme, by: nil)
    #expect(try county.log().row(Self.scheme)?.missing == .noTownScore)
    var other = try Self.county()
    try other.score("88", under: Self.scheme, by: AssessedCounty.townA)
    let row = try other.log().row(Self.scheme)
    #expect(row?.missing == .departmentScoreMissing)
    #expect(row?.value == nil && row?.rounded == nil && row?.grade == nil)
  }

  @Test func `A7 a score of zero is a score`() throws {
    var county = try Self.county()
    try county.score("88", under: Self.scheme, by: AssessedCounty.townA)
    try county.score("0", under: Self.scheme, by: AssessedCounty.townB)
    try county.score("93", under: Self.scheme, by: nil)
    let row = try #require(try county.log().row(Self.scheme))
    #expect(row.figure == "68.50")
    #expect(row.towns.map(\.evaluation) == ["88", .zero])
  }

  @Test func `A9 half-year scores go together by days, and a weight changed in July counts so`()
    throws
  {
    for (policy, figure) in zip(
      AssessmentPolicies.MidPeriod.allCases, ["87.71", "87.41", "88.01"])
    {
      var county = AssessedCounty()
      try county.found()
      try county.adopt(Self.scheme, kind: .year) { $0.midPeriod = policy }
      try county.setWeight(
        Self.scheme, "0.60", from: "2021-07-01", on: "2021-06-20T09:00:00+08:00")
      for (period, town, department) in [
        ("2021-H1", "84", "90"), ("2021-H2", "86", "92"),
      ] as [(String, ExactDecimal, ExactDecimal)] {
        for division in [AssessedCounty.townA, AssessedCounty.townB] {
          try county.score(
            town, under: Self.scheme, by: division, in: period,
            on: "2022-01-10T09:00:00+08:00")
        }
        try county.score(
          department, under: Self.scheme, by: nil, in: period,
          on: "2022-01-10T09:00:00+08:00")
      }
      let log = try county.log()
      let row = try #require(try log.row(Self.scheme, AssessedCounty.x, "2021"))
      #expect(row.figure == figure, "\(policy)")
      #expect(row.weights.map(\.days) == [181, 184])
      #expect(try log.row(Self.scheme, AssessedCounty.x, "2021-H1") == nil, "a part is no result")
    }
  }

  @Test func `A10 a person who moves in September counts by days in each town`() throws {
    var county = AssessedCounty()
    try county.found()
    try county.adopt(Self.scheme, kind: .year, subjects: .person) {
      $0.sharePolicy = .byHeadDays
    }
    let person: ObjectName = "person/1"
    for (place, from) in [
      (AssessedCounty.townA, "2021-01-01"), (AssessedCounty.townB, "2021-09-16"),
    ] as [(ObjectName, CivilDate)] {
      try county.add(
        PersonPosted(
          person: person, change: .engaged, staffKind: .institutional, body: AssessedCounty.x,
          place: place, post: "p", postType: "t", onPost: true, effectiveFrom: from),
        on: BusinessZone.shanghai.start(of: from))
    }
    for (value, town) in [
      ("88.50", AssessedCounty.townA), ("82.00", AssessedCounty.townB), ("90", nil),
    ] as [(ExactDecimal, ObjectName?)] {
      try county.score(
        value, under: Self.scheme, by: town, of: person, in: "2021",
        on: "2022-01-10T09:00:00+08:00")
    }
    let row = try #require(try county.log().row(Self.scheme, person, "2021"))
    #expect(row.town?.rounded(places: 4)?.text(places: 4) == "86.5945")
    #expect(row.towns.map(\.share) == ["258/365", "107/365"])
  }

  @Test func `A12 of two corrections the last recorded counts, and each cut has its own answer`()
    throws
  {
    var county = try Self.county()
    let typed = try county.score("18", under: Self.scheme, by: AssessedCounty.townB)
    try county.score("88", under: Self.scheme, by: AssessedCounty.townA)
    try county.score("93", under: Self.scheme, by: nil)
    let id = try #require(typed.id)
    for (value, day) in [("80", "2021-10-12"), ("81", "2021-10-14")] as [(ExactDecimal, String)] {
      county.begin()
      try county.repair(
        typed,
        by: FactCorrected(target: id, field: "value", new: .decimal(value), ground: "typingError"),
        on: try #require(Instant("\(day)T09:00:00+08:00")))
    }
    let log = try county.log()
    func figure(_ asOf: AsOf) throws -> String? { try log.row(Self.scheme, asOf: asOf)?.figure }
    #expect(try figure(.recorded("2021-10-11")) == "73.00")
    #expect(try figure(.recorded("2021-10-13")) == "88.50")
    #expect(try figure(.head) == "88.75")
  }

  @Test func `A22 a person and the person's body are assessed by their own schemes`() throws {
    var county = try Self.county()
    let person: ObjectName = "person/1"
    let own: ObjectName = "scheme/persons"
    try county.adopt(own, weight: "0.70", subjects: .person)
    try county.add(
      PersonPosted(
        person: person, change: .engaged, staffKind: .institutional, body: AssessedCounty.x,
        place: AssessedCounty.townA, post: "p", postType: "t", onPost: true,
        effectiveFrom: "2021-01-01"), on: "2021-03-02T09:00:00+08:00")
    try county.scoreAsInExample(under: Self.scheme)
    try county.score("88", under: own, by: AssessedCounty.townA, of: person)
    try county.score("93", under: own, by: nil, of: person)
    let log = try county.log()
    #expect(try log.row(Self.scheme)?.figure == "88.75")
    #expect(try log.row(own, person)?.figure == "89.50")
    #expect(try log.row(own, person)?.compliance == .compliant)
  }

  @Test func `A21 the same score imported twice is one event, and typed in again one score`() throws
  {
    var county = try Self.county()
    let id = EventID(high: 0x8001, low: 1)
    let score = try county.score("88", under: Self.scheme, by: AssessedCounty.townA, id: id)
    try county.score("81", under: Self.scheme, by: AssessedCounty.townB)
    try county.score("93", under: Self.scheme, by: nil)
    let log = try county.log()
    #expect(try log.log.append(score).alreadyThere == 1)
    #expect(try log.row(Self.scheme)?.figure == "88.75")
    var again = score
    again.id = EventID(high: 0x8001, low: 2)
    #expect(try log.log.append(again).appended == 1)
    #expect(try log.row(Self.scheme)?.figure == "88.75")
  }

  @Test func `declared shares are those of the stationing`() throws {
    var county = try Self.county { $0.sharePolicy = .declared }
    try county.scoreAsInExample(under: Self.scheme)
    let row = try #require(try county.log().row(Self.scheme))
    #expect(row.towns.map(\.share) == ["3/4", "1/4"])
    #expect(row.town == "345/4")
  }

  @Test func `whatever came first, the row is the same`() throws {
    var first = try Self.county(like: .t)
    try first.work()
    try first.scoreAsInExample(under: Self.scheme)
    var last = AssessedCounty()
    // Scored in January, before scheme, weight and tickets are known.
    try last.scoreAsInExample(under: Self.scheme, on: "2021-01-02T09:00:00+08:00")
    try last.found()
    try last.work()
    try last.adopt(Self.scheme, like: .t, on: "2021-12-01T09:00:00+08:00")
    let row = try #require(try first.log().row(Self.scheme))
    #expect(row.figure == "88.15")
    #expect(try last.log().row(Self.scheme)?.value == row.value)
    #expect(try last.log().row(Self.scheme)?.weights == row.weights)
  }

  @Test func `without a stationing the towns are those that scored`() throws {
    var county = AssessedCounty()
    try county.publish("rule/floor", .weightFloor, .floor("1/2"))
    try county.adopt(Self.scheme)
    let y: ObjectName = "body/y"
    try county.score("80", under: Self.scheme, by: AssessedCounty.townB, of: y)
    try county.score("90", under: Self.scheme, by: nil, of: y)
    let row = try #require(try county.log().row(Self.scheme, y))
    #expect(row.figure == "85.00")
    #expect(row.towns.count == 1)
  }

  @Test func `two assessors for one town give no result, not a mean that nobody decided`() throws {
    var county = try Self.county()
    try county.scoreAsInExample(under: Self.scheme)
    try county.add(
      ScoreSubmitted(
        scheme: Self.scheme, subject: AssessedCounty.x, period: AssessedCounty.quarter,
        part: "evaluation", assessor: "body/other", town: AssessedCounty.townA, value: "60"),
      on: "2021-10-11T09:00:00+08:00")
    #expect(try county.log().row(Self.scheme)?.missing == .severalScores)
  }

  @Test func `an unreadable period and a scheme not in force are said, not refused`() throws {
    var county = try Self.county()
    try county.score("88", under: Self.scheme, by: AssessedCounty.townA, in: "Q3/2021")
    try county.score("88", under: Self.scheme, by: AssessedCounty.townA, in: "2020-Q4")
    let log = try county.log()
    let view = try log.log.replay(Assessment.self)
    #expect(view.quarantine.isEmpty)
    #expect(
      view.row(of: AssessedCounty.x, in: "Q3/2021", under: Self.scheme)?.missing
        == .unreadablePeriod)
    #expect(
      view.row(of: AssessedCounty.x, in: "2020-Q4", under: Self.scheme)?.missing == .noScheme)
  }

  @Test func `a vertical body whose scheme names no consent is flagged`() throws {
    var county = try Self.county()
    try county.add(
      BodyRegistered(
        body: AssessedCounty.x, name: "x", kind: .stationedBody, level: .town,
        division: AssessedCounty.townA, subordination: .vertical, effectiveFrom: "2021-02-01"),
      on: "2021-02-01T09:00:00+08:00")
    try county.scoreAsInExample(under: Self.scheme)
    #expect(try county.log().row(Self.scheme)?.lacksConsent == true)
  }

  @Test func `points, appeals and refused weights stand in the row`() throws {
    var county = try Self.county { $0.bonusCap = "2" }
    try county.scoreAsInExample(under: Self.scheme)
    for (kind, points) in [(PointsRecorded.Kind.bonus, "5"), (.deduction, "1")]
      as [(PointsRecorded.Kind, ExactDecimal)]
    {
      try county.add(
        PointsRecorded(
          scheme: Self.scheme, subject: AssessedCounty.x, period: AssessedCounty.quarter,
          kind: kind,
          points: points, ground: "g", document: AssessedCounty.document),
        on: "2021-10-12T09:00:00+08:00")
    }
    for day in ["2021-09-30", "2021-10-01"] {
      try county.add(
        CommandRefused(
          command: "AssessmentWeightSet", rule: "I-18", source: "S39",
          commandID: EventID(high: 1, low: 1), proposer: AssessedCounty.county,
          subject: Self.scheme),
        on: try #require(Instant("\(day)T09:00:00+08:00")))
    }
    let row = try #require(try county.log().row(Self.scheme))
    #expect(row.figure == "89.75")
    #expect((row.bonus, row.deduction) == ("5", "1"))
    #expect(row.refusedWeights == 1, "the second came after the period")
  }

  @Test func `a row is explained by its own events, not by other bodies' or other quarters'`()
    throws
  {
    var county = try Self.county(like: .t)
    let early: Instant = "2021-07-10T09:00:00+08:00"
    for (value, town) in [("70", AssessedCounty.townA), ("70", nil)]
      as [(ExactDecimal, ObjectName?)]
    {
      try county.score(value, under: Self.scheme, by: town, in: "2021-Q2", on: early)
    }
    county.begin()
    try county.ticket(in: "division/av")
    try county.ticket(in: "division/bv")
    try county.ticket(in: "division/av", .init(handler: "body/y"))
    try county.scoreAsInExample(under: Self.scheme)
    for (value, town) in [("70", AssessedCounty.townA), ("70", nil)]
      as [(ExactDecimal, ObjectName?)]
    {
      try county.score(value, under: Self.scheme, by: town, of: "body/y")
    }
    let log = try county.log()
    let view = try log.log.replay(Assessment.self)
    let row = try view.row(matching: "1:x:2021-Q3")
    let explanation = try view.explain(row.key)
    var names: [EventType: Int] = [:]
    for position in explanation.all {
      let event = try #require(try log.log.event(at: position))
      names[event.content.type, default: 0] += 1
      #expect(!event.content.references(.handler).contains("body/y"))
      #expect(!event.content.references(.subject).contains("body/y"))
      #expect(!event.content.stream.text.hasSuffix("/3"), "the ticket of another body")
    }
    let plain = try log.log.events()
    let behind = MemoryFeed(
      explanation.all.enumerated().compactMap { index, position in
        plain.first { $0.position == position }.map {
          StoredEvent(
            position: Position(UInt64(index + 1)), recorded: $0.recorded, flags: $0.flags,
            streamVersion: $0.streamVersion, content: $0.content)
        }
      })
    let again = try ReplayEngine(behind).replay(Assessment.self)
    #expect(
      again.row(of: AssessedCounty.x, in: AssessedCounty.quarter, under: Self.scheme)?.value
        == view.row(of: AssessedCounty.x, in: AssessedCounty.quarter, under: Self.scheme)?.value)
    #expect(names[.scoreSubmitted] == 3)
    #expect(names[.handlingCompleted] == 2)
    #expect(names[.assessmentWeightSet] == 1)
  }
}
