// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Secretaries and heads of villages, liaisons, organisers, party duty lists (S4–S8, S27).
extension Setup {
  /// One holder of both roles in 209 of the 225 villages, 92.9 % (S7: over 90 %).
  static let villagesApart = 16
  /// And in 50 of the 57 communities.
  static let communitiesApart = 7

  mutating func conferRoles() {
    begin("2021-01-25", hour: 9)
    for town in reformedTowns {
      confer(
        plan.names.person("o", town.index), .partyOrganiser, town.division, by: party(of: town))
    }
    var seen = (villages: 0, communities: 0)
    for (index, village) in plan.villages.enumerated() {
      let apart: Int?
      if village.isCommunity {
        apart = Setup.apart(seen.communities, Setup.communitiesApart, of: 57)
        seen.communities += 1
      } else {
        apart = Setup.apart(seen.villages, Setup.villagesApart, of: 225)
        seen.villages += 1
      }
      conferRoles(in: village, index, apart: apart)
    }
  }

  /// Which of those set apart, spread evenly, the `number`-th of `all` is; `nil` for the others.
  private static func apart(_ number: Int, _ count: Int, of all: Int) -> Int? {
    let before = number * count / all
    return (number + 1) * count / all > before ? before : nil
  }

  private mutating func conferRoles(
    in village: CountyPlan.Village, _ index: Int, apart: Int?
  ) {
    let body = party(of: plan.towns[village.town])
    let secretary = plan.names.person("s", index)
    // Of those apart every fourth has no secretary, every fourth no head.
    if apart.map({ $0 % 4 != 2 }) ?? true {
      confer(secretary, .villageSecretary, village.division, by: body)
    }
    if apart.map({ $0 % 4 != 3 }) ?? true {
      let head = apart == nil ? secretary : plan.names.person("h", index)
      confer(head, .villageHead, village.division, by: body)
    }
    if Setup.hasLiaison(index) {
      confer(Setup.liaison(plan, index, 0), .gridLiaison, village.division, by: body)
    }
  }

  /// One village in a hundred has no liaison.
  static func hasLiaison(_ village: Int) -> Bool { village % 94 != 93 }

  /// The liaison of a village after that many handings over.
  static func liaison(_ plan: CountyPlan, _ village: Int, _ round: Int) -> ObjectName {
    plan.names.person("l", round * 1_000 + village)
  }

  private mutating func confer(
    _ person: ObjectName, _ role: PersonRole, _ scope: ObjectName, by body: ObjectName
  ) {
    let isSecretary = role == .villageSecretary
    let papers =
      isSecretary ? ["2020-secretaries-county", "2020-secretaries-town"] : ["2020-roles"]
    add(
      RoleConferred(
        person: person, roleKind: role, scope: scope,
        managedBy: isSecretary ? [.town, .county] : [.town],
        document: papers.map { Setup.document($0) }, effectiveFrom: "2021-01-01"),
      by: body)
  }

  /// 党建工作局, or the zone's general office.
  func party(of town: CountyPlan.Town) -> ObjectName {
    (town.units["djj"] ?? town.units["dzb"] ?? town.centre).body
  }

  mutating func listPartyDuties() {
    begin("2021-02-08", hour: 9)
    for town in plan.towns {
      listPartyDuties(
        of: town.division, .town, ["三会一课", "党员教育管理", "网格党建", "党风廉政", "意识形态"],
        by: party(of: town))
    }
    for village in plan.villages {
      listPartyDuties(
        of: village.division, .village, ["三会一课", "党员联系群众", "村务公开", "网格党小组"],
        by: party(of: plan.towns[village.town]))
    }
  }

  private mutating func listPartyDuties(
    of division: ObjectName, _ level: Level, _ texts: [String], by body: ObjectName
  ) {
    add(
      PartyDutyListed(
        division: division, level: level,
        items: texts.enumerated().map { index, text in
          PartyDutyListed.Item(code: "p\(index + 1)", text: text)
        }, effectiveFrom: "2021-03-01"),
      by: body)
  }
}
