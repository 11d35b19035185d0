// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// The lists: 86 shared items in 8 domains (S36), and the other four kinds.
extension Setup {
  mutating func listDuties() {
    begin("2021-01-20", hour: 9)
    for domain in DutyTable.domains {
      for (index, matter) in domain.matters.enumerated() { list(matter, index, of: domain) }
    }
    listOthers(DutyTable.powersAndDuties, "qz", .powersAndDuties)
    listOthers(DutyTable.basicDuties, "jb", .basicDuty)
    listOthers(DutyTable.supportDuties, "ph", .supportDuty)
    listOthers(DutyTable.takenBack, "sh", .takenBack)
  }

  /// The county leads four items of five; of the others the towns do, each with its own office.
  private mutating func list(_ matter: String, _ index: Int, of domain: DutyTable.Domain) {
    let department = body(domain.department)
    let offices = plan.towns.compactMap {
      ($0.units[domain.office] ?? $0.units[OfficeTable.zoneSubstitute])?.body
    }
    let countyLeads = DutyTable.countyLeads(index)
    add(
      DutyItemListed(
        listItem: DutyTable.item(index, of: domain), list: .sharedResponsibility,
        domain: domain.code, clause: DutyTable.clause(matter, in: domain),
        lead: countyLeads ? [department] : offices,
        supporter: countyLeads ? offices : [department], guide: [department],
        supervisor: [body(domain.supervisor)], itemVersion: 1,
        document: Setup.document("2021-duty-list"), effectiveFrom: "2021-02-01"),
      by: register)
  }

  private mutating func listOthers(
    _ matters: [String], _ key: String, _ list: DutyItemListed.List
  ) {
    for (index, matter) in matters.enumerated() {
      let domain = DutyTable.domains[index % DutyTable.domains.count]
      let offices = plan.towns.compactMap { $0.units["dzb"]?.body }
      let isTaken = list == .takenBack
      add(
        DutyItemListed(
          listItem: ObjectName(.listItem, "sample-\(key)-\(CountyPlan.padded(index + 1, 2))"),
          list: list, domain: domain.code, clause: "\(matter)（示例条款）",
          lead: isTaken || list == .supportDuty ? [body(domain.department)] : offices,
          supporter: list == .supportDuty ? offices : [], guide: [body(domain.department)],
          town: plan.towns.map(\.division), itemVersion: 1,
          document: Setup.document("2021-duty-list"), effectiveFrom: "2021-02-01"),
        by: register)
    }
  }
}
