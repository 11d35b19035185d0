// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// Scenarios 1 and 2 of domain §9, asked of the views of the sample county.
@Suite struct KitScenarioTests {
  private static let day: AsOf = .recorded("2021-03-05")

  private func view<P: Projection>(_ type: P.Type) throws -> View<P> {
    try SampleMonth.get().log.replay(type, asOf: KitScenarioTests.day)
  }

  private func total(_ list: DutySort, domain: String? = nil) throws -> DutyTotal {
    try #require(
      view(DutyLists.self).totals.first { $0.key == DutyTotalKey(list: list, domain: domain) }?.row)
  }

  // MARK: 1

  @Test func `scenario 1: 15 towns and zones by their codes, 282 villages without invented codes`()
    throws
  {
    let sample = try SampleMonth.get()
    let divisions = sample.typed.compactMap { $0 as? DivisionRegistered }
    let villages = divisions.filter { $0.kind == .village || $0.kind == .community }
    #expect(villages.count == 282)
    #expect(villages.allSatisfy { $0.statCode == nil && $0.division.key.hasPrefix("v-") })
    let towns = divisions.filter { $0.kind == .town || $0.kind == .developmentZone }
    #expect(towns.count == 15)
    #expect(towns.allSatisfy { $0.statCode == $0.division.key })
    #expect(towns.count { $0.kind == .developmentZone } == 1)
  }

  @Test func `scenario 1: 86 shared items in 8 domains, each with a lead`() throws {
    let all = try total(.sharedResponsibility)
    #expect(all.items == 86)
    #expect(all.domains == 8)
    let counts = try (1...8).map { try total(.sharedResponsibility, domain: "D\($0)").items }
    #expect(counts == [14, 13, 12, 12, 11, 9, 8, 7])
    let rows = try view(DutyLists.self).entries(of: \.duties).map(\.row)
    let shared = rows.filter { $0.list == .sharedResponsibility }
    #expect(shared.allSatisfy { $0.lead?.isEmpty == false && $0.support?.isEmpty == false })
  }

  @Test
  func `scenario 1: an organiser in each of the 14 towns, one holder in over 90 % of villages`()
    throws
  {
    let view = try view(PartyOrganisation.self)
    let county = try #require(
      view.totals.first { view.name(of: $0.key) == "division/321023" }?.row)
    #expect(county.withOrganiser == 14)
    #expect(county.villages == 225 && county.communities == 57)
    #expect(county.bothRoles == 209)
    #expect(county.bothRolesRate.map { $0 > "90" } == true)
  }

  @Test func `scenario 1: 214 certificates, twelve mismatches of each kind and more`() throws {
    let sample = try SampleMonth.get()
    let issued = sample.events.filter {
      $0.content.type == .certificateIssued && $0.recorded < "2021-03-06T00:00:00+08:00"
    }
    #expect(issued.count == 214)
    let total = try #require(
      view(CertificateMatch.self).totals.first { $0.key == CertificateTotalKey() }?.row)
    #expect(total.certified == 214)
    #expect(total.certifiedOffPost == 18)
    #expect(total.uncertifiedOnPost == 16)
    #expect(total.onPost == 14 * 14 + 16)
  }

  // MARK: 2

  @Test func `scenario 2: on 5 March 2021 nine offices, 30 and 107 items`() throws {
    let institutions = try view(InstitutionRegister.self)
    let towns = institutions.totals.filter { institutions.name(of: $0.key) != "division/321023" }
    #expect(towns.count { $0.row.offices == 9 && $0.row.officesGap == 0 } == 14)
    let approval = try [DutySort.licence, .otherApproval, .publicService].map { try total($0) }
    #expect(approval.map(\.items).reduce(0, +) == 30)
    #expect(try total(.penalty).items == 107)
    #expect(try total(.penalty).grants == 107 * 14)
  }

  @Test func `scenario 2: on 5 March 2021 874 and 53 grids, all with their full-time workers`()
    throws
  {
    let view = try view(GridRoster.self)
    let county = try #require(view.object("division/321023"))
    for (kind, number) in [(GridKind.comprehensive, 874), (.dedicated, 53)] {
      let total = view.totals.first { $0.key == GridTotalKey(division: county, kind: kind) }?.row
      #expect(total?.grids == number)
      #expect(total?.staffingRate == "100")
    }
  }

  @Test func `scenario 2: on 5 March 2021 no weight of a town's judgment is below the half`() throws
  {
    let view = try view(Assessment.self)
    let schemes = view.entries(of: \.schemes).map(\.row)
    #expect(schemes.count == 2)
    #expect(schemes.map(\.refusedWeights).reduce(0, +) == 1)
    for scheme in schemes {
      #expect(scheme.weights.count == 1)
      #expect(scheme.weights.allSatisfy { $0.weight >= "1/2" && $0.from <= "2021-03-05" })
      #expect(scheme.nonCompliantFrom == nil)
    }
  }
}
