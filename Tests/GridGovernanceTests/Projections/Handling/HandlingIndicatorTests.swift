// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct HandlingIndicatorTests {
  private static let compositeA = IndicatorRule(
    code: "A",
    terms: [
      IndicatorTerm(indicator: "onTimeDisposal", weight: "60"),
      IndicatorTerm(indicator: "closing", weight: "30"),
      IndicatorTerm(indicator: "rework", weight: "10", inverted: true),
    ])

  /// Four tickets of one office due in August: two in time, one late, one not done; of those in
  /// time one was reworked.
  private static func august() -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    for number in 1...4 {
      let ticket = ObjectName(.ticket, String(number))
      history.report(ticket, "08-02 09:00", due: "08-10 12:00")
      history.dispatch(ticket, "08-02 10:00", to: Body.office)
    }
    history.complete("ticket/1", "08-05 09:00")
    history.close("ticket/1", "08-06 09:00")
    history.complete("ticket/2", "08-06 09:00")
    history.inspect("ticket/2", "08-07 09:00", .failed)
    history.complete("ticket/2", "08-08 09:00")
    history.close("ticket/2", "08-09 09:00")
    history.complete("ticket/3", "08-11 09:00")
    history.close("ticket/3", "08-12 09:00")
    return history
  }

  private func publish(_ rule: IndicatorRule, _ history: inout HistoryBuilder, from day: CivilDate)
  {
    history.add(
      RuleSetPublished(
        rule: "rule/composite-a", kind: .indicator, content: RuleContent(indicator: rule),
        effectiveFrom: day), at: "2021-08-25T09:00:00+08:00")
  }

  private func rates(_ history: HistoryBuilder, _ dimension: String = "unit") throws -> String {
    let rows = try ReplayEngine(history).replay(HandlingIndicators.self).rows
      .filter { $0.key.values[0] == .text(dimension) }
    return rows.map { row in
      "\(row.key.values[2]) \(count(row, "numerator"))/\(count(row, "denominator"))"
        + " \(row["rate"]?.description ?? "no data")"
    }.joined(separator: "\n")
  }

  @Test func `each rate with its terms, and no data apart from zero`() throws {
    let history = HandlingIndicatorTests.august()
    let expected = """
      closing 3/4 0.75
      disposal 3/4 0.75
      extension 0/4 0
      onTimeClosing 2/4 0.5
      onTimeDisposal 2/4 0.5
      overduePending 1/4 0.25
      rework 1/3 0.3333
      reworkOfShouldClose 1/4 0.25
      """
    #expect(try rates(history) == expected)
    #expect(try rates(history, "town") == expected)
    #expect(try rates(history, "category") == expected)
  }

  @Test func `a composite has its formula's name, edition and terms beside the value`() throws {
    var history = HandlingIndicatorTests.august()
    publish(HandlingIndicatorTests.compositeA, &history, from: "2021-08-01")
    let view = try ReplayEngine(history).replay(HandlingIndicators.self)
    let row = try #require(
      try view.rows(of: "formulas").first { $0.key.shortText == "unit:t-office:A:2021-08" })
    // 60 × 1/2 + 30 × 3/4 + 10 × (1 − 1/3)
    #expect(row["value"] == .decimal(ExactDecimal(mantissa: 5917, scale: 2)))
    #expect(row["rule"] == .object("rule/composite-a"))
    #expect(row["edition"] == .date("2021-08-01"))
    #expect(row["mixed"] == nil)
  }

  @Test func `an edition from September leaves August to the one before`() throws {
    var history = HandlingIndicatorTests.august()
    publish(HandlingIndicatorTests.compositeA, &history, from: "2021-01-01")
    var other = HandlingIndicatorTests.compositeA
    other.terms = [IndicatorTerm(indicator: "disposal", weight: "100")]
    publish(other, &history, from: "2021-09-01")
    let engine = ReplayEngine(history)
    func formulas() throws -> String {
      lines(
        try engine.replay(HandlingIndicators.self).rows(of: "formulas")
          .filter { $0.key.shortText.hasPrefix("unit:t-office") }, "edition", "value")
    }
    #expect(try formulas() == "unit:t-office:A:2021-08: edition 2021-01-01, value 59.17")
    publish(other, &history, from: "2021-08-01")
    #expect(
      lines(
        try ReplayEngine(history).replay(HandlingIndicators.self).rows(of: "formulas")
          .filter { $0.key.shortText.hasPrefix("unit:t-office") }, "edition", "value")
        == "unit:t-office:A:2021-08: edition 2021-08-01, value 75")
  }

  @Test func `excluded tickets stand beside, and come back when the exclusion is lifted`() throws {
    var history = HandlingIndicatorTests.august()
    history.add(
      TicketExcluded(
        ticket: "ticket/4", indicators: ["disposal"], ground: "g", document: "document/1"),
      at: time("08-20 09:00"), by: Body.county)
    func disposal() throws -> String {
      lines(
        try ReplayEngine(history).replay(HandlingIndicators.self).rows.filter {
          $0.key.text == "unit:body/t-office:disposal:2021-08"
        }, "numerator", "denominator", "rate", "numeratorAll", "denominatorAll", "rateAll")
    }
    #expect(
      try disposal() == """
        unit:t-office:disposal:2021-08: numerator 3, denominator 3, rate 1, numeratorAll 3, \
        denominatorAll 4, rateAll 0.75
        """)
  }

  @Test func `a quarter's rate follows from its months' terms, and so does a composite`() throws {
    var history = HandlingIndicatorTests.august()
    history.report("ticket/9", "09-02 09:00", due: "09-10 12:00")
    history.dispatch("ticket/9", "09-02 10:00", to: Body.office)
    history.complete("ticket/9", "09-05 09:00")
    history.close("ticket/9", "09-06 09:00")
    publish(HandlingIndicatorTests.compositeA, &history, from: "2021-01-01")
    let view = try ReplayEngine(history).replay(HandlingIndicators.self)
    let quarter = try #require(AssessmentPeriod(written: "2021Q3"))
    let disposal = try view.rows(in: quarter).filter {
      $0.key.text == "unit:body/t-office:disposal:2021-Q3"
    }
    #expect(
      lines(disposal, "numerator", "denominator", "rate")
        == "unit:t-office:disposal:2021-Q3: numerator 4, denominator 5, rate 0.8")
    let formula = try view.rows(of: "formulas", in: quarter).filter {
      $0.key.shortText == "unit:t-office:A:2021-Q3"
    }
    // 60 × 3/5 + 30 × 4/5 + 10 × (1 − 1/4)
    #expect(lines(formula, "value") == "unit:t-office:A:2021-Q3: value 67.5")
  }

  @Test func `stages run from one step to the next, by hop and round`() throws {
    let view = try ReplayEngine(HandlingIndicatorTests.august()).replay(HandlingIndicators.self)
    let rows = try view.rows(of: "stages").filter { $0.key.values[0] == .text("town") }
    #expect(
      lines(rows, "count", "minutes", "mean", "longest") == """
        town:t:check:1:1:2021-08: count 1, minutes 1440, mean 1440, longest 1440
        town:t:close:1:1:2021-08: count 2, minutes 2880, mean 1440, longest 1440
        town:t:close:1:2:2021-08: count 1, minutes 1440, mean 1440, longest 1440
        town:t:complete:1:1:2021-08: count 3, minutes 22860, mean 7620, longest 12900
        town:t:complete:1:2:2021-08: count 1, minutes 1440, mean 1440, longest 1440
        town:t:dispatch:1:1:2021-08: count 4, minutes 240, mean 60, longest 60
        """)
  }

  /// The oracle counts from the deciders' states: what was due, and whether it was done by then.
  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `indicators agree with a plain count over the legs of each ticket`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 300, wild: Int(seed % 3) * 15)
    let view = try ReplayEngine(tickets.history).replay(HandlingIndicators.self)
    var byDimension: [String: [Int]] = [:]
    for row in view.rows {
      let (top, whole) = (count(row, "numerator"), count(row, "denominator"))
      #expect(0 <= top && top <= whole, "seed \(seed), \(row.key.text)")
      #expect(whole <= count(row, "denominatorAll"), "seed \(seed), \(row.key.text)")
      #expect((row["rate"] == nil) == (whole == 0), "seed \(seed), \(row.key.text)")
      let key = "\(row.key.values[0]):\(row.key.values[2])"
      byDimension[key, default: [0, 0]][0] += count(row, "numeratorAll")
      byDimension[key, default: [0, 0]][1] += count(row, "denominatorAll")
    }
    // Every leg has one unit; one town and one category too, unless nobody reported the ticket.
    for indicator in Indicator.allCases {
      let unit = byDimension["unit:\(indicator.rawValue)"]?[1] ?? 0
      for dimension in ["town", "category"] {
        let other = byDimension["\(dimension):\(indicator.rawValue)"]?[1] ?? 0
        #expect(seed % 3 == 0 ? other == unit : other <= unit, "seed \(seed), \(indicator)")
      }
    }
    try checkDisposal(tickets, view, seed)
  }

  /// Disposal and its whole, from the deciders' states: legs with a deadline that the work met or
  /// missed, whoever had them. Only for histories by the rules.
  private func checkDisposal(
    _ tickets: RandomTickets, _ view: View<HandlingIndicators>, _ seed: UInt64
  ) throws {
    guard seed % 3 == 0 else { return }
    var open = 0
    for facts in tickets.facts.values {
      let state = facts.reduce(TicketState()) { TicketDecider.evolve($0, with: $1) }
      guard state.status != .merged, state.status != .voided else { continue }
      open += state.hops.count { $0.ended == nil }
    }
    let counted = view.rows.reduce(0) { sum, row in
      row.key.text.hasPrefix("unit:") && row.key.values[2] == .text("disposal")
        ? sum + count(row, "denominatorAll") : sum
    }
    // Whoever has a ticket now has a deadline for it, by the limit for all that no other row takes.
    #expect(counted >= open, "seed \(seed)")
  }
}
