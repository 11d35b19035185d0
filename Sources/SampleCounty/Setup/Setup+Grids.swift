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
  }
}
