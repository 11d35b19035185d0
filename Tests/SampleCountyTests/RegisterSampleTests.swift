// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// The county's own figures of 2021-03-05 (domain §9, scenario 2), from the register views.
///
/// The sample has divisions, bodies, grids, posts of the centres and connectors. It has neither
/// duty lists (8 domains, 86 items) nor powers (30, 107), neither organisers nor secretaries,
/// neither certificates, grades nor admissions: those figures are asked of histories that tests
/// write themselves. The weight of half is the assessment's.
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
    #expect(county.withoutSecretary == 282 && county.bothRoles == 0)
    #expect(county.towns == 15)
  }

  @Test func `what the sample lacks gives empty registers, not zeros`() throws {
    let log = try SampleMonth.get().log
    #expect(try log.replay(DutyLists.self, asOf: Self.day).totals.isEmpty)
    #expect(try log.replay(CertificateMatch.self, asOf: Self.day).rows.isEmpty)
    #expect(try log.replay(GradeQuota.self, asOf: Self.day).rows.isEmpty)
    #expect(try log.replay(AdmissionRegister.self, asOf: Self.day).rows.isEmpty)
  }

  @Test func `every event is in the freshness of its day`() throws {
    let sample = try SampleMonth.get()
    let view = try sample.log.replay(DataFreshness.self)
    #expect(view.totals.reduce(0) { $0 + $1.row.events } == sample.events.count)
  }
}
