// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Rule sets and calendars by command: what may be published, and what is told where it may not.
struct RulesDeskTests {
  let place: RegisterLog

  init() throws { place = try RegisterLog() }

  private func limits(
    _ amount: Int = 5, from day: CivilDate = "2021-09-01", _ rule: ObjectName = "rule/limits"
  ) -> RuleSetPublished {
    RuleSetPublished(
      rule: rule, kind: .limits,
      content: RuleContent(limits: [LimitRule(stage: .handle, amount: amount, unit: .workingDay)]),
      effectiveFrom: day)
  }

  private func publish(_ rule: RuleSetPublished, as id: EventID? = nil) throws -> Receipt {
    try place.county.rules.execute(.publish(rule), at: Registered.now, commandID: id)
  }

  @Test func `an edition replaces the one before from its day on, and the same again is refused`()
    throws
  {
    _ = try publish(limits(5))
    _ = try publish(limits(3, from: "2021-10-01"))
    #expect(try rejection { try publish(limits(3, from: "2021-10-01")) } != nil)
    // Of one day the later word stands.
    _ = try publish(limits(4, from: "2021-10-01"))
    let editions = try place.county.rules.state().editions["rule/limits"] ?? []
    #expect(editions.map { $0.content.limits?.first?.amount } == [5, 3, 4])
    #expect(try place.types() == Array(repeating: "RuleSetPublished", count: 3))
  }

  @Test func `what no rule set may say is refused with the place in it`() throws {
    let no = try rejection { try publish(limits(-1)) }
    #expect(no?.message.english.hasPrefix("limits.0.amount:") == true)
    let part = try rejection {
      try publish(
        RuleSetPublished(
          rule: "rule/x", kind: .origins, content: limits().content, effectiveFrom: "2021-09-01"))
    }
    #expect(part?.message.english.contains("kind origins") == true)
    _ = try publish(limits())
    let other = try rejection {
      try publish(
        RuleSetPublished(
          rule: "rule/limits", kind: .origins,
          content: RuleContent(origins: [
            OriginRule(code: "gridWorker", name: "网格员上报", townSource: .grid)
          ]), effectiveFrom: "2021-09-01"))
    }
    #expect(other?.message.english.contains("kind limits") == true)
    #expect(try place.types() == ["RuleSetPublished"])
  }

  @Test func `I-22 a formula that names money is refused, recorded once, also after a retry`()
    throws
  {
    let formula = RuleSetPublished(
      rule: "rule/formula", kind: .indicator,
      content: RuleContent(
        indicator: IndicatorRule(
          code: "fines", terms: [IndicatorTerm(indicator: "fineAmount", weight: "100")])),
      effectiveFrom: "2021-01-01")
    let id = EventID(high: 22, low: 22)
    for _ in 0..<3 {
      #expect(try rejection { try publish(formula, as: id) }?.rule == "I-22")
    }
    #expect(try place.types() == ["CommandRefused"])
  }

  @Test func `a notice says each day once, opens before it closes, and holds somewhere`() throws {
    let notice = { (days: [CivilDate], hours: [WorkCalendarPublished.Hours], scope: ObjectName) in
      WorkCalendarPublished(
        calendar: "calendar/2021",
        days: days.map { WorkCalendarPublished.Day(date: $0, off: true) }, hours: hours,
        scope: scope, notice: "n", issuedOn: "2020-11-25")
    }
    func refused(_ event: WorkCalendarPublished) throws -> Bool {
      try rejection {
        try place.county.rules.execute(.publishCalendar(event), at: Registered.now)
      } != nil
    }
    let county = SmallCounty.county
    let hours = { (open: Int, close: Int, weekdays: [Int]) in
      WorkCalendarPublished.Hours(
        from: "2021-05-01", to: "2021-09-30", weekdays: weekdays, open: open, close: close)
    }
    #expect(try refused(notice(["2021-10-01", "2021-10-01"], [], county)))
    #expect(try refused(notice([], [hours(720, 510, [1])], county)))
    #expect(try refused(notice([], [hours(510, 720, [0, 8])], county)))
    #expect(try refused(notice(["2021-10-01"], [], "division/unheard-of")))
    let good = notice(["2021-10-01"], [hours(510, 720, [1, 2, 3, 4, 5])], county)
    #expect(try !refused(good))
    #expect(try refused(good))
    #expect(try place.types() == ["WorkCalendarPublished"])
  }

  @Test func `rules are the county's, and somebody publishes them`() throws {
    let town = County(place.log, scope: .towns([SmallCounty.town])).acting(as: Body.town)
    #expect(try rejection { try town.rules.execute(.publish(limits())) }?.rule == "scope")
    let nobody = County(place.log, scope: .county)
    #expect(try rejection { try nobody.rules.execute(.publish(limits())) } != nil)
    #expect(try place.types() == [])
  }

  @Test(.timeLimit(.minutes(30)))
  func `of the same edition at once exactly one is published`() throws {
    let rule = limits()
    let results = race(place.log, 8) { county, _ in
      try county.rules.execute(.publish(rule), at: Registered.now)
    }
    #expect(results.successes == 1)
    #expect(results.areRefusals(of: "§7.1 RuleSetPublished"))
  }
}
