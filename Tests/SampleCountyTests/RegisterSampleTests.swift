// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// The county's own figures of 2021-03-05 (domain §9, scenario 2), from the register views.
///
/// The figures of the report are those of `KitScenarioTests`; here is what stands around them.
@Suite struct RegisterSampleTests {
  private static let day: AsOf = .recorded("2021-03-05")

  @Test func `874 comprehensive and 53 dedicated grids, every one with its full-time worker`()
    throws
  {
    let sample = try SampleMonth.get()
    let view = try sample.log.replay(GridRoster.self, asOf: Self.day)
    let county = view.object("division/321023")
    func total(_ kind: GridKind) -> GridTotal? {
      view.totals.first { $0.key == GridTotalKey(division: county ?? $0.key.division, kind: kind) }?
        .row
    }
    #expect(total(.comprehensive)?.grids == 874)
    #expect(total(.dedicated)?.grids == 53)
    for kind in GridKind.allCases {
      #expect(total(kind)?.staffedFullTime == total(kind)?.grids)
      #expect(total(kind)?.staffingRate == "100")
      let towns = view.totals.filter { $0.key.kind == kind && $0.key.division != county }
      #expect(towns.reduce(0) { $0 + $1.row.grids } == total(kind)?.grids, "towns and county agree")
    }
    let before = try sample.log.replay(GridRoster.self, asOf: .recorded("2021-02-20"))
    #expect(before.totals.allSatisfy { $0.row.staffingRate == "0" }, "not yet staffed then")
  }

  @Test func `nine offices in each of the fourteen towns, fewer in the zone`() throws {
    let view = try SampleMonth.get().log.replay(InstitutionRegister.self, asOf: Self.day)
    var offices: [Int: Int] = [:]
    for (key, row) in view.totals where view.name(of: key) != "division/321023" {
      offices[row.offices, default: 0] += 1
    }
    #expect(offices[9] == 14)
    #expect(offices.values.reduce(0, +) == 15)
  }

  @Test func `villages and communities are counted apart, and vacant roles are shown`() throws {
    let view = try SampleMonth.get().log.replay(PartyOrganisation.self, asOf: Self.day)
    let county = try #require(
      view.totals.first { view.name(of: $0.key) == "division/321023" }?.row)
    #expect(county.villages == 225 && county.communities == 57)
    #expect(county.withoutSecretary == 6 && county.withoutHead == 5)
    #expect(county.communitiesBothRoles == 50)
    #expect(county.towns == 15)
  }

  @Test func `every view of the catalogue has rows of the sample`() throws {
    let answers = try SampleViews.get()
    #expect(answers.count == 26)
    for (name, answer) in answers {
      #expect(!answer.isEmpty, "\(name)")
      #expect(answer.quarantined == 0, "\(name)")
    }
  }

  @Test func `a year's excellent grades are within the quota, and what was beyond was refused`()
    throws
  {
    let view = try SampleMonth.get().log.replay(GradeQuota.self, asOf: Self.day)
    let rows = view.entries(of: \.quotas).map(\.row)
    #expect(rows.count == 14)
    #expect(rows.allSatisfy { ($0.left ?? -1) >= 0 })
    #expect(rows.map(\.refused).reduce(0, +) == 2)
  }

  @Test func `every event is in the freshness of its day`() throws {
    let sample = try SampleMonth.get()
    let view = try sample.log.replay(DataFreshness.self)
    #expect(view.totals.reduce(0) { $0 + $1.row.events } == sample.events.count)
  }
}
