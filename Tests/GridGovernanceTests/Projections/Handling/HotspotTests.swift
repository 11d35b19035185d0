// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

struct HotspotTests {
  private static func publish(
    _ history: inout HistoryBuilder, _ rows: [HotspotRule], from day: CivilDate = "2021-01-01"
  ) {
    history.add(
      RuleSetPublished(
        rule: "rule/hotspots", kind: .hotspots, content: RuleContent(hotspots: rows),
        effectiveFrom: day), at: "2021-01-05T09:00:00+08:00")
  }

  private func table(_ history: HistoryBuilder) throws -> String {
    lines(
      try ReplayEngine(history).replay(Hotspots.self).rows, "reports", "repeats", "clusters",
      "threshold")
  }

  @Test func `a matter that comes back so often in so many days is a hotspot, once a time`() throws
  {
    var history = HistoryBuilder.smallCounty()
    HotspotTests.publish(&history, [HotspotRule(reports: 3, days: 7)])
    // 1, 2, 7: three within seven days; 8 keeps it up; 20, 21, 22 reach it anew.
    for (number, day) in ["01", "02", "07", "08", "20", "21", "22"].enumerated() {
      history.report(ObjectName(.ticket, String(number)), "08-\(day) 09:00", grid: "grid/1")
    }
    history.report("ticket/other", "08-21 09:00", grid: "grid/2")
    #expect(
      try table(history) == """
        E07:1:2021-08: reports 7, repeats 3, clusters 2, threshold 3
        E07:2:2021-08: reports 1, repeats 0, clusters 0, threshold 3
        """)
  }

  @Test func `without a rule there are reports and no clusters`() throws {
    var history = HistoryBuilder.smallCounty()
    for number in 1...5 {
      history.report(ObjectName(.ticket, String(number)), "08-01 0\(number):00")
    }
    #expect(try table(history) == "E07:v:2021-08: reports 5, repeats 0, clusters 0, threshold –")
  }

  @Test func `the threshold of the category counts before that of its class and of all`() throws {
    var history = HistoryBuilder.smallCounty()
    HotspotTests.publish(
      &history,
      [
        HotspotRule(reports: 9, days: 30), HotspotRule(category: "E01", reports: 2, days: 30),
      ])
    for number in 1...2 {
      history.report(
        ObjectName(.ticket, String(number)), "08-0\(number) 09:00", category: "category/E01-01")
      history.report(ObjectName(.ticket, String(number + 10)), "08-0\(number) 10:00")
    }
    #expect(
      try table(history) == """
        E01-01:v:2021-08: reports 2, repeats 1, clusters 1, threshold 2
        E07:v:2021-08: reports 2, repeats 0, clusters 0, threshold 9
        """)
  }

  @Test func `voiding takes a report out, a corrected category takes it along`() throws {
    var history = HistoryBuilder.smallCounty()
    HotspotTests.publish(&history, [HotspotRule(reports: 2, days: 7)])
    for number in 1...3 {
      history.report(ObjectName(.ticket, String(number)), "08-0\(number) 09:00")
    }
    history.add(
      TicketVoided(ticket: "ticket/3", ground: "g"), at: time("08-04 09:00"), by: Body.town)
    history.add(
      TicketRegraded(ticket: "ticket/2", category: "category/E01-01", ground: "g"),
      at: time("08-05 09:00"), by: Body.town)
    #expect(
      try table(history) == """
        E01-01:v:2021-08: reports 1, repeats 0, clusters 0, threshold 2
        E07:v:2021-08: reports 1, repeats 0, clusters 0, threshold 2
        """)
  }

  @Test func `merges are of the reports, urgings and reopenings of their own month`() throws {
    var history = HistoryBuilder.smallCounty()
    history.report("ticket/1", "08-01 09:00")
    history.report("ticket/2", "08-02 09:00")
    history.add(
      TicketMerged(ticket: "ticket/2", survivor: "ticket/1"), at: time("09-01 09:00"),
      by: Body.town)
    history.add(
      ReporterSpoke(ticket: "ticket/1", kind: .urge, channel: "phone"), at: time("09-02 09:00"),
      by: Body.county)
    let view = try ReplayEngine(history).replay(Hotspots.self)
    #expect(
      lines(view.rows, "reports", "merged", "mergeRate", "urgings") == """
        E07:v:2021-08: reports 2, merged 1, mergeRate 0.5, urgings 0
        E07:v:2021-09: reports 0, merged 0, mergeRate –, urgings 1
        """)
    let year = try #require(AssessmentPeriod("2021"))
    #expect(
      lines(try view.rows(in: year), "reports", "merged", "mergeRate", "urgings")
        == "E07:v:2021: reports 2, merged 1, mergeRate 0.5, urgings 1")
  }

  /// The oracle sorts all reports that stand at the end and looks at each pair.
  @Test(arguments: 1...25 as ClosedRange<UInt64>)
  func `clusters equal a brute count over all reports that stand`(seed: UInt64) throws {
    let tickets = RandomTickets(seed: seed, steps: 300)
    var history = tickets.history
    HotspotTests.publish(&history, [HotspotRule(reports: 2, days: 20)])
    struct Report {
      var key: String
      var day: CivilDate
    }
    var reports: [Report] = []
    for facts in tickets.facts.values {
      var report: Report?
      for fact in facts {
        let day = BusinessZone.shanghai.date(of: fact.occurred)
        switch fact.event {
        case .reported(let event) where report == nil:
          report = Report(key: "\(event.category):\(event.division)", day: day)
        case .regraded(let event):
          guard let category = event.category, let old = report else { continue }
          let division = old.key.split(separator: ":")[1]
          report?.key = "\(category):\(division)"
        case .voided: report = nil
        default: break
        }
        if case .voided = fact.event { break }
      }
      if let report { reports.append(report) }
    }
    reports.sort { $0.day < $1.day }
    var expected: [String: [Int]] = [:]
    for (index, report) in reports.enumerated() {
      let before = reports[...index].filter {
        $0.key == report.key
          && report.day.daysSinceEpoch - $0.day.daysSinceEpoch < 20
      }
      let key = "\(report.key):\(Month(report.day))"
      expected[key, default: [0, 0]][0] += 1
      if before.count >= 2 { expected[key, default: [0, 0]][1] += 1 }
    }
    for row in try ReplayEngine(history).replay(Hotspots.self).rows {
      let plain = expected[row.key.text] ?? [0, 0]
      #expect([count(row, "reports"), count(row, "repeats")] == plain, "seed \(seed), \(row.key)")
      #expect(count(row, "clusters") <= count(row, "repeats"), "seed \(seed), \(row.key)")
    }
  }
}
