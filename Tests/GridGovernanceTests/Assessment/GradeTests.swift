// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Yearly grades and their quota (I-20).
@Suite struct GradeTests {
  private static let rule: ObjectName = "rule/grade-quota"

  private static func person(_ number: Int) -> ObjectName { ObjectName(.person, "p\(number)") }

  private static func grade(
    _ number: Int, _ grade: GradeAwarded.Grade = .excellent, year: Int = 2021
  ) -> GradeAwarded {
    GradeAwarded(
      person: person(number), body: Body.office, year: year, grade: grade,
      staffKind: .administrative, rule: rule, participantList: "document/list-2021")
  }

  /// An office with so many people, of whom a fifth may be excellent.
  private static func office(
    of count: Int, _ rounding: GradeQuotaRule.Rounding = .down
  ) throws -> RegisterLog {
    let place = try RegisterLog()
    try place.log.append(
      NewEvent(
        RuleSetPublished(
          rule: rule, kind: .gradeQuota,
          content: RuleContent(gradeQuota: GradeQuotaRule(share: "1/5", rounding: rounding)),
          effectiveFrom: "2021-01-01")))
    for number in 1...count {
      try place.county.organisation.execute(
        .post(Registered.post(person(number), in: Body.office)), at: Registered.now)
    }
    return place
  }

  @Test(
    arguments: [
      (37, "1/5", GradeQuotaRule.Rounding.down, 7), (37, "1/5", .halfUp, 7), (4, "1/5", .down, 0),
      (4, "1/5", .halfUp, 1), (0, "1/5", .halfUp, 0), (5, "1", .down, 5),
      (10, "1/4", .halfUp, 3), (10, "1/4", .down, 2),
    ] as [(Int, Rational, GradeQuotaRule.Rounding, Int)])
  func `A17 places are a share of the participants, a fraction by the rule set`(
    participants: Int, share: Rational, rounding: GradeQuotaRule.Rounding, places: Int
  ) {
    #expect(
      GradeQuotaRule(share: share, rounding: rounding).places(of: participants) == places)
  }

  @Test func `I-20 beyond the quota excellent is refused, recorded once, also after a retry`()
    throws
  {
    let place = try Self.office(of: 10)
    for number in 1...2 { try place.county.grades.award(Self.grade(number), at: Registered.now) }
    let command = EventID(high: 20, low: 20)
    for _ in 0..<3 {
      do throws(CommandError<Rejection>) {
        try place.county.grades.award(Self.grade(3), at: Registered.now, commandID: command)
        Issue.record("the third of two places was given")
      } catch .rejected(let no) {
        #expect(no.rule == "I-20")
        #expect(no.message.english.contains("2 places"))
      } catch {
        throw error
      }
    }
    let refused = try place.log.events(.types(.commandRefused))
    #expect(refused.count == 1)
    #expect(try refused[0].decode(CommandRefused.self).commandID == command)
    // Other grades have no quota, and a place that is given up is free again.
    try place.county.grades.award(Self.grade(3, .competent), at: Registered.now)
    try place.county.grades.award(Self.grade(1, .competent), at: Registered.now)
    try place.county.grades.award(Self.grade(3), at: Registered.now)
    #expect(try place.county.grades.state().grade(of: Self.person(3), in: 2021) == .excellent)
    // The same person again takes no second place.
    try place.county.grades.award(Self.grade(2), at: Registered.now)
  }

  @Test func `I-20 the quota is of the staff at the year's end, the lent counted at home`() throws {
    let place = try Self.office(of: 6)
    let desk = place.county.organisation
    try desk.execute(
      .leave(
        PersonLeft(
          person: Self.person(6), body: Body.office, ground: "retired",
          effectiveFrom: "2021-11-01")),
      at: Registered.now)
    #expect(
      try Self.refusal(of: Self.grade(6, .competent), in: place) == "§7.1 GradeAwarded")
    try desk.execute(
      .post(
        Registered.post(
          Self.person(5), in: Registered.stationed, as: .seconded, home: Body.office,
          from: "2021-06-01")),
      at: Registered.now)
    // Five take part, so there is one place; four would have none.
    #expect(try Self.refusal(of: Self.grade(5), in: place) == nil)
    #expect(try Self.refusal(of: Self.grade(1), in: place) == "I-20")
    var elsewhere = Self.grade(1, .competent)
    elsewhere.rule = "rule/none"
    #expect(try Self.refusal(of: elsewhere, in: place) == "§7.1 GradeAwarded")
  }

  /// The rule that refuses the award; `nil` if it is made.
  private static func refusal(of grade: GradeAwarded, in place: RegisterLog) throws -> String? {
    do throws(CommandError<Rejection>) {
      try place.county.grades.award(grade, at: Registered.now)
      return nil
    } catch .rejected(let no) {
      return no.rule
    } catch {
      throw error
    }
  }

  @Test func `I-20 of several who take the last place at once one gets it`() throws {
    let place = try Self.office(of: 5)
    let results = race(place.log, 5) { county, index in
      try county.grades.award(Self.grade(index + 1), at: Registered.now)
    }
    #expect(results.successes == 1)
    #expect(try place.county.grades.state().excellent(in: Self.grade(1).group) == 1)
  }
}
