// SPDX-License-Identifier: Apache-2.0
import EventSourcing
@testable import GridGovernance
import Testing

/// Bodies and towns that end in the middle of a period, archives, and what is only assumed (domain
/// A18, A19, A24, A29).
@Suite struct EndingsTests {
  private static let scheme: ObjectName = "scheme/2021"
  private static let heir: ObjectName = "body/y"
  /// 46 of the 92 days of 2021 Q3.
  private static let middle: CivilDate = "2021-08-16"
  private static let told: Instant = "2021-08-10T09:00:00+08:00"

  private func county(
    _ change: (inout AssessmentPolicies) -> Void = { _ in }
  ) throws -> AssessedCounty {
    var county = AssessedCounty()
    try county.found()
    try county.adopt(Self.scheme) { change(&$0) }
    return county
  }

  // MARK: A18

  private func abolish(_ county: inout AssessedCounty) throws {
    try county.add(
      BodyAbolished(
        body: AssessedCounty.x, successor: [Self.heir], document: AssessedCounty.document,
        effectiveFrom: Self.middle), on: Self.told)
  }

  private func succeed(
    _ county: inout AssessedCounty, carries: Bool, after predecessors: [ObjectName] = ["body/x"]
  ) throws {
    try county.add(
      BodyRegistered(
        body: Self.heir, name: "y", kind: .stationedBody, level: .town,
        division: AssessedCounty.townA, subordination: .county, predecessor: predecessors,
        carriesScores: carries, effectiveFrom: Self.middle), on: Self.told)
    try county.add(
      StationedBodyAssigned(
        body: Self.heir, department: AssessedCounty.department,
        town: [AssessedCounty.townA, AssessedCounty.townB], place: .ownSite,
        effectiveFrom: Self.middle), on: Self.told)
  }

  @Test func `A18 a body that ends is scored to its last day`() throws {
    var county = try county()
    try abolish(&county)
    // From the day of its end on nobody weighs it: 0.80 would lift the result.
    try county.setWeight(Self.scheme, "0.80", from: Self.middle, on: Self.told)
    try county.scoreAsInExample(under: Self.scheme)
    let row = try #require(try county.log().row(Self.scheme))
    #expect(row.weight == "0.50")
    #expect(row.weights.map(\.days) == [46])
    #expect(row.figure == "88.75")
  }

  @Test func `A18 a successor starts anew, unless it carries the scores on`() throws {
    var fresh = try county()
    try abolish(&fresh)
    try succeed(&fresh, carries: false)
    try fresh.scoreAsInExample(under: Self.scheme)
    try fresh.score("70", under: Self.scheme, by: AssessedCounty.townA, of: Self.heir)
    try fresh.score("70", under: Self.scheme, by: AssessedCounty.townB, of: Self.heir)
    try fresh.score("80", under: Self.scheme, by: nil, of: Self.heir)
    let anew = try fresh.log()
    #expect(try anew.row(Self.scheme, Self.heir)?.figure == "75.00")
    #expect(try anew.row(Self.scheme)?.figure == "88.75")
    var carried = try county()
    try abolish(&carried)
    try succeed(&carried, carries: true)
    try carried.scoreAsInExample(under: Self.scheme)
    // Without a score of its own it has those that it carries.
    #expect(try carried.log().row(Self.scheme, Self.heir)?.figure == "88.75")
    try carried.score("70", under: Self.scheme, by: AssessedCounty.townA, of: Self.heir)
    try carried.score("71", under: Self.scheme, by: AssessedCounty.townB, of: Self.heir)
    try carried.score("83", under: Self.scheme, by: nil, of: Self.heir)
    // Half of the days each: towns 79 and 76, department 88.
    let row = try #require(try carried.log().row(Self.scheme, Self.heir))
    #expect(row.towns.map(\.evaluation) == ["79", "76"])
    #expect(row.department == "88")
    #expect(row.figure == "82.75")
  }

  @Test func `A18 two bodies merge into one that carries the scores of both`() throws {
    var county = try county()
    try county.add(
      StationedBodyAssigned(
        body: "body/z", department: AssessedCounty.department, town: [AssessedCounty.townA],
        place: .ownSite, effectiveFrom: "2021-01-01"), on: Self.told)
    try abolish(&county)
    try county.add(
      BodyAbolished(
        body: "body/z", successor: [Self.heir], document: AssessedCounty.document,
        effectiveFrom: Self.middle), on: Self.told)
    try succeed(&county, carries: true, after: ["body/x", "body/z"])
    try county.scoreAsInExample(under: Self.scheme)
    try county.score("94", under: Self.scheme, by: AssessedCounty.townA, of: "body/z")
    try county.score("90", under: Self.scheme, by: nil, of: "body/z")
    try county.score("100", under: Self.scheme, by: AssessedCounty.townA, of: Self.heir)
    let row = try #require(try county.log().row(Self.scheme, Self.heir))
    // Town A by all three in equal days, town B by X alone; the department by two.
    #expect(row.towns.map(\.evaluation) == ["94", "81"])
    #expect(row.department == "91.5")
  }

  // MARK: A19

  private func merge(
    _ county: inout AssessedCounty, _ rule: DivisionAbolished.ShareRule?
  ) throws {
    try county.add(
      DivisionAbolished(
        division: AssessedCounty.townB, successor: [AssessedCounty.townA], shareRule: rule,
        document: AssessedCounty.document, effectiveFrom: Self.middle), on: Self.told)
  }

  @Test(arguments: [
    // Half of B's half goes to A: 3/4 · 88 + 1/4 · 81 = 86.25, and (86.25 + 93) ÷ 2.
    (DivisionAbolished.ShareRule.byDays, ["3/4", "1/4"] as [Rational], "89.63"),
    (.declared, ["1/2", "1/2"], "88.75"),
  ])
  func `A19 a merged town keeps its score under its old name, and its share by the rule`(
    rule: DivisionAbolished.ShareRule, shares: [Rational], figure: String
  ) throws {
    var county = try county()
    try merge(&county, rule)
    try county.scoreAsInExample(under: Self.scheme)
    let log = try county.log()
    let row = try #require(try log.row(Self.scheme))
    #expect(row.towns.map(\.share) == shares)
    #expect(row.towns.map(\.evaluation) == ["88", "81"])
    #expect(row.figure == figure)
  }

  @Test func `A19 a town that went before the period has no share in it`() throws {
    var county = try county()
    try county.add(
      DivisionAbolished(
        division: AssessedCounty.townB, successor: [AssessedCounty.townA],
        document: AssessedCounty.document, effectiveFrom: "2021-07-01"), on: Self.told)
    try county.scoreAsInExample(under: Self.scheme)
    let row = try #require(try county.log().row(Self.scheme))
    #expect(row.towns.map(\.share) == [.one])
    #expect(row.figure == "90.50")
  }

  @Test func `A19 tickets of before the merger stay with the old town`() throws {
    var county = try county()
    try county.work()
    try county.add(
      DivisionRegistered(
        division: "division/bv", name: "v", kind: .village, parent: AssessedCounty.townA,
        effectiveFrom: "2021-09-01"), on: "2021-09-01T09:00:00+08:00")
    try county.scoreAsInExample(under: Self.scheme)
    let row = try #require(try county.log().row(Self.scheme))
    #expect(row.towns.map(\.deadlines) == [80, 40], "August's deadlines are of August's towns")
  }

  // MARK: A24, A29

  @Test func `A24 the summers of 1986 to 1991 shift no day of an archive`() throws {
    let zone = BusinessZone.shanghai
    var day: CivilDate = "1986-04-01"
    while day < "1991-10-01" {
      #expect(zone.date(of: zone.start(of: day)) == day)
      #expect(zone.date(of: zone.end(of: day)) == day)
      day = day.adding(days: 1)
    }
    // Half an hour past midnight on the clocks of that summer, which stood at +09:00.
    #expect(zone.date(of: "1988-07-01T00:30:00+09:00") == "1988-07-01")
    // Civil dates are kept as they are written, and periods have their own days.
    var county = AssessedCounty()
    try county.found()
    try county.adopt(Self.scheme, kind: .year)
    try county.add(
      AssessmentSchemeAdopted(
        scheme: "scheme/archive", subjectKind: .body, periodKind: .year, parts: [],
        handlingCountsFor: .none, policies: .sample, document: [AssessedCounty.document],
        effectiveFrom: "1988-01-01"), on: "2021-03-01T09:00:00+08:00")
    try county.setWeight("scheme/archive", "0.50", from: "1988-01-01")
    try county.setWeight("scheme/archive", "0.60", from: "1988-07-01")
    try county.score("80", under: "scheme/archive", by: AssessedCounty.townA, in: "1988")
    try county.score("90", under: "scheme/archive", by: nil, in: "1988")
    let row = try #require(
      try county.log().row("scheme/archive", AssessedCounty.x, "1988"))
    #expect(row.weights.map(\.from) == ["1988-01-01", "1988-07-01"])
    #expect(row.weights.map(\.days) == [182, 184])
  }

  @Test func `A29 a weight below the floor may be assumed; nothing is appended, and it says so`()
    throws
  {
    var county = try county()
    try county.scoreAsInExample(under: Self.scheme)
    let place = try county.log()
    let head = try place.log.head
    var assumptions = Assumptions()
    try assumptions.setTownWeight("0.40", of: Self.scheme, in: place.log)
    let view = try place.log.replay(Assessment.self, assuming: assumptions)
    let row = try #require(view.row(of: AssessedCounty.x, in: "2021-Q3", under: Self.scheme))
    #expect(row.figure == "89.60")
    #expect(row.compliance == .nonCompliant)
    #expect(try place.log.head == head)
    #expect(try place.row(Self.scheme)?.compliance == .compliant)
  }
}
