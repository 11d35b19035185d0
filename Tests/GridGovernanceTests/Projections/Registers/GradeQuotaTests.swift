// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// What is the quota of each unit, year and kind of staff, and its use (P22)?
@Suite struct GradeQuotaTests {
  private static func award(
    _ person: ObjectName, _ grade: GradeAwarded.Grade = .excellent, year: Int = 2021,
    body: ObjectName = Body.office
  ) -> GradeAwarded {
    GradeAwarded(
      person: person, body: body, year: year, grade: grade, staffKind: .administrative,
      rule: "rule/quota", participantList: "document/list")
  }

  private static func rule(_ share: Rational, from day: CivilDate) -> RuleSetPublished {
    RuleSetPublished(
      rule: "rule/quota", kind: .gradeQuota,
      content: RuleContent(gradeQuota: GradeQuotaRule(share: share, rounding: .down)),
      effectiveFrom: day)
  }

  private func rows(_ history: HistoryBuilder, _ names: String...) throws -> String {
    let view = try ReplayEngine(history).replay(GradeQuota.self)
    return view.rows.map { row in
      "\(row.key.shortText): "
        + names.map { "\($0) \(row[$0]?.description ?? "–")" }
        .joined(separator: ", ")
    }.joined(separator: "\n")
  }

  private static func office(of people: Int) -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    for number in 1...people {
      history.add(Registered.post(ObjectName(.person, "p\(number)"), from: "2021-02-01"))
    }
    return history
  }

  @Test func `the quota is the share of who works there at the end of the year`() throws {
    var history = Self.office(of: 6)
    history.add(Self.rule("1/4", from: "2021-01-01"))
    history.add(Self.rule("1/2", from: "2022-01-01"))
    history.add(Self.award("person/p1"))
    history.add(Self.award("person/p2", .competent))
    #expect(
      try rows(history, "participants", "share", "quota", "excellent", "competent", "left")
        == "t-office:2021:administrative: participants 6, share 1/4, quota 1, excellent 1, "
        + "competent 1, left 0")
    for number in 3...6 {
      history.add(
        PersonLeft(
          person: ObjectName(.person, "p\(number)"), body: Body.office, ground: "g",
          effectiveFrom: "2021-12-31"))
    }
    #expect(
      try rows(history, "participants", "quota", "left", "excellentRate")
        == "t-office:2021:administrative: participants 2, quota 0, left -1, excellentRate 50")
  }

  @Test func `a later award of the same year replaces the earlier one`() throws {
    var history = Self.office(of: 4)
    history.add(Self.award("person/p1"))
    history.add(Self.award("person/p1", .basic))
    #expect(
      try rows(history, "excellent", "basic", "quota")
        == "t-office:2021:administrative: excellent 0, basic 1, quota –")
  }

  @Test func `whoever is lent to another unit counts at home`() throws {
    var history = Self.office(of: 4)
    history.add(
      Registered.post(
        "person/p4", in: Body.town, as: .seconded, home: Body.office, from: "2021-09-01"))
    history.add(Self.award("person/p1"))
    #expect(try rows(history, "participants").hasSuffix("participants 4"))
  }

  @Test func `a refusal under I-20 is counted with the unit and year of its quota`() throws {
    var history = Self.office(of: 4)
    history.add(Self.rule("1/4", from: "2021-01-01"))
    history.add(Self.award("person/p1"), at: "2022-01-20T09:00:00+08:00")
    history.add(
      CommandRefused(
        command: "GradeAwarded", rule: "I-20", source: "S58",
        commandID: EventID(high: 1, low: 1), proposer: Body.county, subject: "person/p2"),
      at: "2022-01-21T09:00:00+08:00")
    #expect(
      try rows(history, "excellent", "refused")
        == "t-office:2021:administrative: excellent 1, refused 1")
  }

  @Test(arguments: 1...25 as ClosedRange<UInt64>)
  func `use and quota equal a plain count over all awards`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var history = HistoryBuilder.smallCounty()
    var awards: [GradeAwarded] = []
    var posts: [PersonPosted] = []
    let bodies = [Body.office, Body.town]
    for _ in 0..<150 {
      let person = ObjectName(.person, "p\(Int.random(in: 1...9, using: &random))")
      if random.chance(40) {
        let posted = Registered.post(
          person, in: random.choose(bodies), kind: random.choose(StaffKind.allCases),
          from: Registered.first.adding(days: Int.random(in: 0...900, using: &random)))
        posts.append(posted)
        history.add(posted)
      } else {
        var award = Self.award(
          person, random.choose(GradeAwarded.Grade.allCases),
          year: Int.random(in: 2021...2023, using: &random), body: random.choose(bodies))
        award.staffKind = random.choose(StaffKind.allCases)
        awards.append(award)
        history.add(award)
      }
    }
    let view = try ReplayEngine(history).replay(GradeQuota.self)
    #expect(view.quarantine.isEmpty, "seed \(seed)")
    var last: [String: GradeAwarded] = [:]
    for award in awards { last["\(award.person) \(award.year)"] = award }
    for (key, row) in view.entries(of: \.quotas) {
      let unit = view.name(of: key.unit)
      let mine = last.values.filter {
        $0.body == unit && $0.year == key.year && $0.staffKind == key.staffKind
      }
      let note: Comment = "seed \(seed), \(unit) \(key.year) \(key.staffKind)"
      #expect(row.excellent == mine.count { $0.grade == .excellent }, note)
      #expect(row.basic == mine.count { $0.grade == .basic }, note)
      let end = try #require(CivilDate(year: key.year, month: 12, day: 31))
      let people = (1...9).map { ObjectName(.person, "p\($0)") }.filter { person in
        let known = posts.filter { $0.person == person && $0.effectiveFrom <= end }
        let day = known.map(\.effectiveFrom).max()
        let post = known.last { $0.effectiveFrom == day }
        return post?.body == unit && post?.staffKind == key.staffKind
      }
      #expect(row.participants == people.count, note)
    }
  }
}
