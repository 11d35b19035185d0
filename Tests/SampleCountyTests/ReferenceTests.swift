// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance
import Testing

@testable import SampleCounty

@Suite struct ReferenceTests {
  private static let plan = CountyPlan(names: SampleNames(seed: 7))

  @Test(
    .enabled(
      if: SharedFile.exists("data/cn-baoying/villages.csv"),
      "shared/data/cn-baoying is not beside the repository"))
  func `towns and villages are those of the public lists`() throws {
    let towns = try SharedFile.rows("data/cn-baoying/towns.csv")
    #expect(TownTable.rows.map { [$0.code, $0.name] } == towns)
    let villages = try SharedFile.rows("data/cn-baoying/villages.csv")
    let ours = TownTable.rows.flatMap { row in row.villageNames.map { [row.code, $0] } }
    #expect(ours == villages.map { [$0[0], $0[2]] })
  }

  @Test(
    .enabled(
      if: SharedFile.exists("data/cn-workdays/workdays-2015-2026.csv"),
      "shared/data/cn-workdays is not beside the repository"))
  func `working days are those of the notices`() throws {
    let clock = WorkClock()
    for row in try SharedFile.rows("data/cn-workdays/workdays-2015-2026.csv")
    where row[0] >= "2021-01-01" {
      let date = try #require(CivilDate(row[0]))
      #expect(clock.isWorkday(date) == (row[2] == "1"), "\(date)")
    }
  }

  @Test func `the county has its 15 towns, 282 villages and 874 + 53 grids`() {
    let plan = ReferenceTests.plan
    #expect(plan.towns.count == 15)
    #expect(plan.villages.count == 282)
    #expect(plan.villages.count { $0.isCommunity } == 57)
    #expect(plan.grids.count { $0.kind == .comprehensive } == 874)
    #expect(plan.grids.count { $0.kind == .dedicated } == 53)
    #expect(Set(plan.grids.map(\.name)).count == 927)
    #expect(Set(plan.grids.map(\.worker)).count == 927)
    #expect(Set(plan.bodies.map(\.unit.body)).count == plan.bodies.count)
    #expect(plan.villages.allSatisfy { $0.grids.count >= 3 })
    #expect(plan.villages[42].division == "division/v-0043")
    #expect(plan.grids[plan.villages[42].grids.lowerBound].name == "grid/321023101-v-0043-1001")
    #expect(plan.towns[1].units["zhzf"]?.body == "body/321023101-zhzf")
  }

  @Test func `working minutes skip nights, noons, weekends and holidays`() {
    let clock = WorkClock()
    // 2021-02-10 16:30 and four hours (domain §2.3, case 15).
    let start = LocalTime("2021-02-10", minute: 990)
    #expect(clock.advance(start, workingMinutes: 240) == LocalTime("2021-02-18", minute: 690))
    let saturday = LocalTime("2021-08-07", minute: 600)
    #expect(clock.advance(saturday, workingMinutes: 1) == LocalTime("2021-08-09", minute: 511))
    let night = LocalTime("2021-08-03", minute: 1439)
    #expect(clock.advance(night, daytimeMinutes: 10).date == "2021-08-04")
  }

  @Test func `numbers of a seed are these on every machine`() {
    var random = SeededRandom(7, "test", 1)
    #expect((0..<6).map { _ in random.below(1000) } == [421, 631, 335, 881, 420, 58])
    #expect(SampleNames(seed: 7).person("w", 0) == "person/wc357fe9a")
    #expect(
      "\(SampleNames(seed: 7).event("ticket/x", 1))" == "f9ba25cc-1248-83a3-9e32-91e548ae2a14")
  }
}
