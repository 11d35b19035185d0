// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct PeriodTests {
  @Test(arguments: [
    ("2021-08", "2021-08"), ("2021Q3", "2021-Q3"), ("2021-q3", "2021-Q3"), ("2021H1", "2021-H1"),
    ("2021", "2021"),
  ])
  func `a period is read as people write it`(written: String, name: String) throws {
    #expect(AssessmentPeriod(written: written)?.description == name)
  }

  @Test(arguments: [
    "2021Q5", "2021H3", "2021-13", "21Q3", "Q3", "2021Q", "", "2021-08-01", "Q3-2021",
  ])
  func `what is no period is not guessed at`(written: String) {
    #expect(AssessmentPeriod(written: written) == nil)
  }

  @Test func `a quarter adds what came and went, and keeps what stood at its two ends`() throws {
    let history = SixMonths.history()
    let view = try ReplayEngine(history).replay(TownWorkload.self)
    let months = view.rows.map { "\($0.key.shortText) \($0["openAtEnd"]?.description ?? "")" }
    #expect(
      months == [
        "t:2021-05 1", "t:2021-06 1", "t:2021-07 2", "t:2021-08 3", "t:2021-09 3", "t:2021-10 2",
      ])
    let quarter = try view.rows(in: try #require(AssessmentPeriod("2021-Q3")))
    #expect(quarter.map(\.key.text) == ["division/t:2021-Q3"])
    #expect(
      lines(quarter, "openAtStart", "received", "voided", "openAtEnd")
        == "t:2021-Q3: openAtStart 1, received 2, voided 0, openAtEnd 3")
    let year = try view.rows(in: try #require(AssessmentPeriod("2021")))
    #expect(
      lines(year, "openAtStart", "received", "voided", "openAtEnd")
        == "t:2021: openAtStart 0, received 3, voided 1, openAtEnd 2")
    #expect(try view.keyColumns(in: try #require(AssessmentPeriod("2021"))) == ["town", "period"])
    #expect(try view.rows(in: try #require(AssessmentPeriod("2020"))).isEmpty)
  }

  @Test func `rows without a month belong to no period`() throws {
    let view = try ReplayEngine(SixMonths.history()).replay(TicketStatusView.self)
    #expect(throws: PeriodError.self) {
      try view.rows(in: try #require(AssessmentPeriod("2021")))
    }
  }

  @Test(arguments: [5, 77] as [UInt64])
  func `the balance of every period closes, and halves make the year`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 400, wild: 10, repaired: 10)
    let view = try ReplayEngine(tickets.history).replay(TownWorkload.self)
    func rows(_ text: String) throws -> [ViewRow] {
      try view.rows(in: try #require(AssessmentPeriod(text)))
    }
    var received = 0
    for text in ["2021-H1", "2021-H2"] {
      for row in try rows(text) {
        func count(_ names: String...) -> Int {
          names.reduce(0) { sum, name in
            guard case .int(let number)? = row[name] else { return sum }
            return sum + Int(number)
          }
        }
        received += count("received")
        #expect(
          count("openAtStart", "received", "reopened", "unmerged")
            - count(
              "declined", "referred", "closed", "voided", "merged", "leftRedirect", "leftReturn",
              "leftWrongUnit", "leftEscalation") == count("openAtEnd"), "seed \(seed), \(row)")
      }
    }
    let year = try rows("2021").reduce(0) { sum, row in
      guard case .int(let number)? = row["received"] else { return sum }
      return sum + Int(number)
    }
    #expect(year == received && year > 0, "seed \(seed)")
  }
}

/// Three reports in May, July and August, one voided in October.
private enum SixMonths {
  static func history() -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    let days: [Instant] = [
      "2021-05-31T23:59:59+08:00", "2021-07-01T00:00:00+08:00", "2021-08-20T09:00:00+08:00",
    ]
    for (number, day) in days.enumerated() {
      history.add(
        IncidentReported(
          ticket: ObjectName(.ticket, String(number)), origin: "gridWorker", channel: "app",
          category: "category/E07", division: SmallCounty.village, text: "words"),
        at: day, by: Body.station)
    }
    history.add(
      TicketVoided(ticket: "ticket/1", ground: "twice"), at: "2021-10-01T00:00:00+08:00",
      by: Body.town)
    return history
  }
}
