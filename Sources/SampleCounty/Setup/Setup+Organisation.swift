// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Divisions, bodies and people.
extension Setup {
  mutating func registerDivisions() {
    begin("2021-01-04", hour: 8, minute: 30)
    let origin: CivilDate = "2020-01-01"
    add(
      DivisionRegistered(
        division: plan.county, name: CountyPlan.countyName, kind: .county,
        statCode: CountyPlan.countyCode, effectiveFrom: origin),
      by: plan.centre.body)
    for town in plan.towns {
      add(
        DivisionRegistered(
          division: town.division, name: town.name, kind: town.isZone ? .developmentZone : .town,
          parent: plan.county, statCode: town.code, effectiveFrom: origin),
        by: plan.centre.body)
    }
    for village in plan.villages {
      // Without a statistics code: none is to be had, and none is made up (domain §4.1).
      add(
        DivisionRegistered(
          division: village.division, name: village.name,
          kind: village.isCommunity ? .community : .village,
          parent: plan.towns[village.town].division, effectiveFrom: origin),
        by: plan.centre.body)
    }
    measureDivisions()
  }

  /// The county has about 0.9 million people on 1467.48 km² (domain §4.1); what each town has is
  /// invented, by its number of villages.
  private mutating func measureDivisions() {
    for town in plan.towns {
      let people = town.villages.count * 3_190 + (town.index * 137) % 1_000
      add(
        DivisionMeasured(
          division: town.division, population: people, households: people * 10 / 29,
          measuredOn: "2020-11-01"),
        by: plan.centre.body)
    }
  }

  mutating func registerBodies() {
    begin("2021-01-05", hour: 9)
    for body in plan.bodies {
      add(
        BodyRegistered(
          body: body.unit.body, name: body.name, kind: body.unit.kind, level: body.unit.level,
          division: body.division, subordination: subordination(of: body.unit),
          superior: body.superior, document: Setup.document("2020-bodies"),
          effectiveFrom: "2020-07-01"),
        by: register)
    }
    begin("2021-01-06", hour: 9)
    for stationing in plan.stationings {
      add(
        StationedBodyAssigned(
          body: stationing.unit.body, department: stationing.department,
          town: stationing.towns.map { plan.towns[$0].division }, place: .ownSite,
          effectiveFrom: "2020-07-01"),
        by: stationing.department)
    }
  }

  private func subordination(of unit: Unit) -> Subordination {
    // The police are managed from above and by the county (domain §6.1).
    unit.body.key.hasSuffix("-gaj") ? .dual : .county
  }

  /// 值班长 and dispatcher of every centre: acts marked for a role need a holder (I-37).
  mutating func appointPeople() {
    begin("2021-02-18", hour: 9)
    appoint(plan.dutyLeader, plan.dispatcher, to: plan.centre, at: plan.county, .county)
    for town in plan.towns {
      appoint(town.dutyLeader, town.dispatcher, to: town.centre, at: town.division, .town)
    }
  }

  private mutating func appoint(
    _ leader: ObjectName, _ dispatcher: ObjectName, to centre: Unit, at place: ObjectName,
    _ level: Level
  ) {
    let from: CivilDate = "2021-02-19"
    for (person, role, post) in [
      (leader, PersonRole.dutyLeader, "dutyLeader"), (dispatcher, .dispatcher, "dispatcher"),
    ] {
      add(
        PersonPosted(
          person: person, change: .engaged, staffKind: .institutional, body: centre.body,
          place: place, post: post, postType: "command", onPost: true, effectiveFrom: from),
        by: register)
      add(
        RoleConferred(
          person: person, roleKind: role, scope: place, managedBy: [level],
          document: [Setup.document("2021-duty")], effectiveFrom: from),
        by: centre.body)
    }
  }

  /// Where reports of the hotline come in.
  mutating func applyForConnector() {
    begin("2021-03-01", hour: 10)
    add(ConnectorStatusChanged(system: SampleSystems.hotline, status: .applied), by: register)
    add(ConnectorStatusChanged(system: SampleSystems.vertical, status: .applied), by: register)
  }

  mutating func openConnector() {
    begin("2021-06-28", hour: 10)
    add(ConnectorStatusChanged(system: SampleSystems.hotline, status: .open), by: register)
  }
}

/// The systems from which events come.
enum SampleSystems {
  /// 12345 热线, whose orders come by feed, and are typed in again when the feed is down.
  static let hotline: ObjectName = "system/hotline-12345"
  /// A department's platform above the county, into which windows type everything a second time
  /// (S47, S48): access to it was asked for and not given.
  static let vertical: ObjectName = "system/sample-vertical-approval"
}
