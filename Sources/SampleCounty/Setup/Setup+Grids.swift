// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// 874 comprehensive and 53 dedicated grids, each with its full-time worker (S24–S26).
extension Setup {
  mutating func drawGrids() {
    begin("2021-01-18", hour: 9)
    for grid in plan.grids {
      let town = plan.towns[plan.villages[grid.village].town]
      add(
        GridDrawn(
          grid: grid.name, kind: grid.kind, village: plan.villages[grid.village].division,
          effectiveFrom: "2021-02-01"),
        by: town.centre.body)
    }
  }

  mutating func staffGrids() {
    begin("2021-02-22", hour: 9)
    for grid in plan.grids {
      let town = plan.towns[plan.villages[grid.village].town]
      add(
        GridStaffed(
          grid: grid.name, force: .worker, member: [grid.worker], memberKinds: [.worker],
          fullTime: true, effectiveFrom: "2021-03-01"),
        by: town.centre.body)
    }
    for (index, grid) in plan.grids.enumerated() where grid.kind == .comprehensive {
      staffTeams(grid, index)
    }
  }

  /// 1 police team for every comprehensive grid, N teams and a party branch for some (S5, S29).
  private mutating func staffTeams(_ grid: CountyPlan.Grid, _ index: Int) {
    let village = plan.villages[grid.village]
    let town = plan.towns[village.town]
    guard let police = town.units["gaj"] else { return }
    let names = plan.names
    let auxiliary = names.person("a", index)
    // One in seventy waits for its officer.
    let isWhole = index % 70 != 69
    add(
      GridStaffed(
        grid: grid.name, force: .policeTeam,
        member: isWhole ? [names.person("c", grid.village), auxiliary] : [auxiliary],
        memberKinds: isWhole ? [.policeOfficer, .auxiliary] : [.auxiliary], fullTime: false,
        effectiveFrom: "2021-03-01"),
      by: police.body)
    guard grid.name == plan.grids[village.grids.lowerBound].name else { return }
    if grid.village % 3 == 0 {
      add(
        GridStaffed(
          grid: grid.name, force: .partyBranch, member: [names.person("b", grid.village)],
          memberKinds: [.volunteer], fullTime: false, effectiveFrom: "2021-03-01"),
        by: party(of: town))
    }
    guard grid.village % 2 == 0 else { return }
    add(
      GridStaffed(
        grid: grid.name, force: .socialTeam,
        team: ObjectName(.body, "\(town.code)-\(OfficeTable.socialTeam.key)"), fullTime: false,
        effectiveFrom: "2021-03-01"),
      by: town.centre.body)
  }
}
