// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// The 50 % assessment out of a real log: events in, rows out.
@Suite struct AssessmentViewTests {
  static func scheme(
    _ sample: SampleScheme, _ shares: AssessmentPolicies.SharePolicy
  ) -> ObjectName {
    ObjectName(.scheme, "\(sample.rawValue)-\(shares.rawValue)")
  }

  /// All six schemes over the tickets and scores of domain §6.3.
  static func example() throws -> AssessedCounty {
    var county = AssessedCounty()
    try county.found()
    for sample in SampleScheme.allCases {
      for shares in [AssessmentPolicies.SharePolicy.equal, .byDeadlines] {
        try county.adopt(scheme(sample, shares), like: sample) { $0.sharePolicy = shares }
      }
    }
    return county
  }

  static func scored(_ county: inout AssessedCounty) throws {
    for sample in SampleScheme.allCases {
      for shares in [AssessmentPolicies.SharePolicy.equal, .byDeadlines] {
        try county.scoreAsInExample(under: scheme(sample, shares))
      }
    }
  }

  /// Town, figure and fraction of each scheme at w = 0.50.
  static let table: [(SampleScheme, AssessmentPolicies.SharePolicy, String, String)] = [
    (.n, .equal, "169/2", "88.75"), (.n, .byDeadlines, "257/3", "89.33"),
    (.t, .equal, "169/2", "88.15"), (.t, .byDeadlines, "257/3", "88.85"),
    (.h, .equal, "", "90.40"), (.h, .byDeadlines, "", "90.80"),
  ]

  @Test func `schemes N, T and H come out of 120 tickets to the hundredth`() throws {
    var county = try Self.example()
    try county.work()
    try Self.scored(&county)
    let log = try county.log()
    let view = try log.log.replay(Assessment.self)
    #expect(view.quarantine.isEmpty)
    for (sample, shares, town, figure) in Self.table {
      let row = try #require(
        view.row(
          of: AssessedCounty.x, in: AssessedCounty.quarter, under: Self.scheme(sample, shares)))
      #expect(row.figure == figure, "\(sample) \(shares)")
      let computed = AssessmentScore(of: sample.inputs(shares: shares))
      #expect(row.value == computed.value.value, "the fold has the exact value of the model")
      if !town.isEmpty { #expect(row.town?.description == town) }
      #expect(row.compliance == .compliant)
      #expect(row.missing == nil)
      #expect(row.towns.map(\.deadlines) == [80, 40])
      #expect(row.towns.map(\.handling) == ["2385/26", "13765/156"])
      #expect(row.towns[0].indicators == WorkedExample.countsA)
      #expect(row.towns[1].indicators == WorkedExample.countsB)
    }
  }

  @Test func `A25 the row of H shows the nominal weight and what it really leaves the towns`()
    throws
  {
    var county = try Self.example()
    try county.scoreAsInExample(under: Self.scheme(.h, .equal))
    let log = try county.log()
    let row = try #require(try log.row(Self.scheme(.h, .equal)))
    #expect(row.weight == "0.50")
    #expect(row.effectiveTownSay == "0.20")
    #expect(row.missing == .handlingMissing)
    let view = try log.log.replay(Assessment.self)
    let scheme = try #require(view.object(Self.scheme(.h, .equal)))
    #expect(view.projection.schemes[scheme]?.weights.map(\.effectiveTownSay) == ["1/5"])
  }

  @Test func `A11 a late correction moves now, not what was known, nor what was published`() throws
  {
    var county = try Self.example()
    let late = try county.work()
    try Self.scored(&county)
    county.begin()
    let scheme = Self.scheme(.h, .equal)
    try county.add(
      AssessmentPublished(
        scheme: scheme, subject: AssessedCounty.x, period: AssessedCounty.quarter, status: .final,
        value: "90.40", grade: "excellent", inputsUpTo: Position(1)),
      on: "2021-10-20T09:00:00+08:00")
    county.begin()
    for made in late.prefix(2) {
      let completed = try #require(made[.handlingCompleted])
      try county.repair(
        completed,
        by: FactCorrected(
          target: try #require(completed.id), field: "occurred",
          new: .instant("2021-08-09T15:00:00+08:00"), ground: "wrongTime"),
        on: "2021-11-05T09:00:00+08:00")
    }
    let log = try county.log()
    let now = [
      "88.75", "89.33", "88.30", "89.05", "90.62", "91.10",
    ]
    for ((sample, shares, _, figure), corrected) in zip(Self.table, now) {
      let scheme = Self.scheme(sample, shares)
      #expect(try log.row(scheme, asOf: .recorded("2021-11-04"))?.figure == figure)
      #expect(try log.row(scheme)?.figure == corrected, "\(sample) \(shares)")
    }
    let row = try #require(try log.row(scheme))
    #expect(row.editions.map(\.value) == ["90.40"])
  }

  @Test func `A20 A30 a voided ticket and an annulled completion leave now, not what was known`()
    throws
  {
    var county = try Self.example()
    try county.work()
    let wrong = try county.ticket(in: "division/av")
    let voided = try county.ticket(in: "division/av", .init(done: nil))
    let scheme = Self.scheme(.t, .equal)
    try county.scoreAsInExample(under: scheme)
    county.begin()
    let completed = try #require(wrong[.handlingCompleted])
    try county.repair(
      completed,
      by: EventAnnulled(
        target: try #require(completed.id), ground: "mistake", document: AssessedCounty.document),
      on: "2021-11-05T09:00:00+08:00")
    try county.add(
      TicketVoided(
        ticket: try #require(voided[.incidentReported]).stream, ground: "notAnIncident"),
      on: "2021-11-05T10:00:00+08:00")
    let log = try county.log()
    func counts(_ asOf: AsOf) throws -> [IndicatorCount]? {
      try log.row(scheme, asOf: asOf)?.towns[0].indicators
    }
    #expect(
      try counts(.recorded("2021-11-04")) == [
        IndicatorCount(.onTimeDisposal, 73, of: 82), IndicatorCount(.closing, 77, of: 82),
        IndicatorCount(.rework, 6, of: 79),
      ])
    // The close stays: a fold made illegal shows the ticket anomalous and goes on.
    #expect(
      try counts(.head) == [
        IndicatorCount(.onTimeDisposal, 72, of: 81), IndicatorCount(.closing, 77, of: 81),
        IndicatorCount(.rework, 6, of: 78),
      ])
  }

  @Test func `A23 a deadline belongs to the business day in Shanghai`() throws {
    var county = try Self.example()
    try county.ticket(in: "division/av", .init(due: "2021-09-30T15:59:59Z"))
    try county.ticket(in: "division/av", .init(due: "2021-09-30T16:30:00Z"))
    let scheme = Self.scheme(.n, .equal)
    try county.score("88", under: scheme, by: AssessedCounty.townA)
    try county.score("88", under: scheme, by: AssessedCounty.townA, in: "2021-Q4")
    let log = try county.log()
    #expect(try log.row(scheme)?.towns[0].deadlines == 1)
    #expect(try log.row(scheme, AssessedCounty.x, "2021-Q4")?.towns[0].deadlines == 1)
  }

  @Test func `a unit answers for the clock that ran out with it`() throws {
    var county = try Self.example()
    let scheme = Self.scheme(.n, .equal)
    // Redirected in time: no part of X's. Redirected late: X's, and not done.
    for day in ["06", "12"] {
      let made = try county.ticket(in: "division/av", .init(done: nil))
      try county.add(
        TicketRedirected(
          ticket: try #require(made[.incidentReported]).stream, hop: 1, handler: "body/y",
          rule: AssessedCounty.limits, ground: .ownDuty),
        on: try #require(Instant("2021-08-\(day)T10:00:00+08:00")))
    }
    try county.ticket(in: "division/av", .init(handler: "body/y"))
    try county.score("88", under: scheme, by: AssessedCounty.townA)
    let log = try county.log()
    let town = try #require(try log.row(scheme)?.towns[0])
    #expect(town.deadlines == 1)
    #expect(town.indicators[0] == IndicatorCount(.onTimeDisposal, 0, of: 1))
  }

  @Test func `composite B counts disposal, pending and extension from the tickets`() throws {
    var county = AssessedCounty()
    try county.found()
    let scheme: ObjectName = "scheme/b"
    try county.adopt(scheme, like: .t) { $0.composite = "B" }
    // As in domain §6.3: 80 due, 78 done, 72 of them on time, 6 twice, 1 pending, 4 extended.
    for index in 0..<80 {
      let done: Int? = index < 72 ? 6 : index < 78 ? 27 : nil
      let made = try county.ticket(in: "division/av", .init(done: done, isReworked: index < 6))
      let ticket = try #require(made[.incidentReported]).stream
      if (70..<74).contains(index) { try county.extend(ticket, number: index) }
      if index == 79 {
        try county.add(
          TicketClosed(ticket: ticket, reason: .forced, document: "document/f", replied: false),
          on: "2021-08-30T10:00:00+08:00")
      }
    }
    try county.score("88", under: scheme, by: AssessedCounty.townA)
    try county.score("93", under: scheme, by: nil)
    let log = try county.log()
    let town = try #require(try log.row(scheme)?.towns[0])
    #expect(
      town.indicators == [
        IndicatorCount(.disposal, 78, of: 80), IndicatorCount(.onTimeDisposal, 72, of: 80),
        IndicatorCount(.reworkOfShouldClose, 6, of: 80),
        IndicatorCount(.overduePending, 1, of: 80), IndicatorCount(.extension, 4, of: 80),
      ])
    #expect(town.handling == "95")
  }

  @Test(arguments: [([SuspensionClass.deferred], "10/11"), ([], "7/8")])
  func `deferred tickets leave should-close where the formula says so`(
    out: [SuspensionClass], rate: String
  ) throws {
    var county = AssessedCounty()
    try county.found()
    let formula = IndicatorRule(
      code: "J", terms: [IndicatorTerm(indicator: "onTimeClosing", weight: "1")],
      definitions: IndicatorDefinitions(suspendedOut: out))
    try county.publish("rule/j", .indicator, RuleContent(indicator: formula))
    let scheme: ObjectName = "scheme/j"
    try county.adopt(scheme, like: .t) { $0.composite = "J" }
    for index in 0..<80 {
      let made = try county.ticket(in: "division/av", .init(done: index < 70 ? 6 : nil))
      if index >= 77 {
        let ticket = try #require(made[.incidentReported]).stream
        try county.add(
          ClockSuspended(ticket: ticket, hop: 1, reach: .hop, class: .deferred, ground: "season"),
          on: "2021-08-03T10:00:00+08:00", stream: ticket)
      }
    }
    try county.score("88", under: scheme, by: AssessedCounty.townA)
    let log = try county.log()
    #expect(try log.row(scheme)?.towns[0].handling?.description == rate)
  }
}

extension AssessedCounty {
  /// An extension by ten working days, asked for and granted.
  fileprivate mutating func extend(_ ticket: ObjectName, number: Int) throws {
    let request = ObjectName(.request, "\(number)")
    try add(
      ExtensionRequested(
        ticket: ticket, hop: 1, request: request, units: 10, unit: .workingDay, ground: "g"),
      on: "2021-08-03T10:00:00+08:00", stream: ticket)
    try add(
      RequestRuled(
        ticket: ticket, request: request, kind: .extension, result: .granted, grantedUnits: 10),
      on: "2021-08-03T11:00:00+08:00", stream: ticket)
  }
}
