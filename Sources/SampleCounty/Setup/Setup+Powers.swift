// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// 30 + 107 items for each of the 14 towns (S9, S18), and what stands at their halls (S13–S16).
extension Setup {
  /// The first withdrawn item: three were taken back from some towns (domain §9, scenario 3).
  static let withdrawn = 30..<33

  var reformedTowns: [CountyPlan.Town] { plan.towns.filter { !$0.isZone } }

  mutating func devolvePowers() {
    begin("2021-01-11", hour: 9)
    let towns = reformedTowns.map(\.division)
    for item in PowerTable.all {
      let department = body(item.department)
      let needsApprover = item.kind == .licence || item.kind == .otherApproval
      add(
        PowerDevolved(
          power: item.power, kind: item.kind, mode: .devolved,
          ground: item.kind == .penalty || item.kind == .coerciveMeasure
            ? .concentratedPower : .provincialDecision,
          town: towns, transferor: department, supervisor: department,
          approver: needsApprover ? department : nil, decidedBy: plan.centre.body,
          document: Setup.document("2020-powers"), publishedOn: "2020-12-30",
          effectiveFrom: "2021-01-01"),
        by: register)
    }
  }

  /// Services stationed in the halls of towns: each offers what its departments handed over, and
  /// some halls lack an item (S41).
  mutating func stationServices() {
    begin("2021-01-12", hour: 9)
    var random = SeededRandom(plan.names.seed, "halls")
    for town in reformedTowns {
      for service in OfficeTable.hallServices {
        let items = PowerTable.approvals.filter {
          service.departments.contains($0.department) && !random.chance(70)
        }
        add(
          StationedBodyAssigned(
            body: ObjectName(.body, "\(town.code)-\(service.row.key)"),
            department: body(service.departments[0]), town: [town.division], place: .serviceHall,
            serviceItem: items.map(\.power), effectiveFrom: "2021-01-01"),
          by: body(service.departments[0]))
      }
    }
  }

  /// 承接评估 at the half-year, and three penalty items taken back from three towns from 1 June.
  mutating func withdrawPowers() {
    begin("2021-05-20", hour: 10)
    let towns = reformedTowns.suffix(3).map(\.division)
    for item in PowerTable.penalties[Setup.withdrawn] {
      add(
        PowerWithdrawn(
          power: item.power, town: towns, pending: .finish, ground: "noGainForThePeople",
          decidedBy: plan.centre.body, document: Setup.document("2021-withdrawal"),
          effectiveFrom: "2021-06-01"),
        by: register)
    }
  }

  mutating func reviewUptake() {
    begin("2021-06-30", hour: 14)
    var random = SeededRandom(plan.names.seed, "uptake")
    let items = PowerTable.approvals + Array(PowerTable.penalties.prefix(40))
    for (index, item) in items.enumerated() where index % 3 == 0 {
      for town in reformedTowns where random.chance(300) {
        let uses = random.number(in: 0...60)
        let isWell = random.chance(800)
        add(
          PowerUptakeReviewed(
            power: item.power, town: town.division, usable: uses > 2, capable: random.chance(850),
            wellRun: isWell,
            evidence: PowerUptakeReviewed.Evidence(
              uses: uses, demand: uses + random.number(in: 0...20),
              passedUp: random.number(in: 0...4), satisfaction: random.number(in: 70...99),
              cases: item.kind == .penalty ? uses / 6 : 0, reversed: isWell ? 0 : 1,
              training: random.number(in: 0...3), supportGiven: random.number(in: 0...5)),
            outcome: uses == 0 ? .withdraw : .keep,
            reviewDue: random.chance(600) ? "2021-12-31" : "2022-06-30"),
          by: register)
      }
    }
  }

  /// The body of a department.
  func body(_ key: String) -> ObjectName {
    guard let unit = plan.departments[key] else {
      preconditionFailure("\(key) is a department of the table")
    }
    return unit.body
  }
}
