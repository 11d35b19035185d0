// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// What changed on the registers between the reform's report and the first ticket.
extension Setup {
  /// Who left hands the certificate in, two months late.
  mutating func takeInCertificates() {
    begin("2021-05-17", hour: 15)
    for officer in staffing.officers where officer.place == .left {
      guard let certificate = officer.certificate else { continue }
      add(
        CertificateInvalidated(
          certificate: certificate, person: officer.person, ground: .surrendered,
          effectiveFrom: "2021-05-17"),
        by: justice)
    }
  }

  /// Some volunteers leave a grid, and towns say what they think of a bureau's new head (S57).
  mutating func changeStaff() {
    begin("2021-06-10", hour: 9)
    for town in plan.towns.prefix(6) {
      // Those of even numbers have a team on their first grid.
      guard let village = town.villages.first(where: { $0 % 2 == 0 }) else { continue }
      add(
        GridReleased(
          grid: plan.grids[plan.villages[village].grids.lowerBound].name, force: .socialTeam,
          team: ObjectName(.body, "\(town.code)-\(OfficeTable.socialTeam.key)"),
          effectiveFrom: "2021-06-10"),
        by: town.centre.body)
    }
    for (index, bureau) in plan.stationings.enumerated()
    where bureau.unit.body.key.contains("-scjg-") {
      for town in bureau.towns.prefix(2) {
        guard let office = plan.towns[town].units["dzb"] else { continue }
        add(
          AppointmentOpinionGiven(
            person: plan.names.person("m", index), body: bureau.unit.body,
            town: plan.towns[town].division, post: "bureauHead",
            opinion: town == 4 ? .object : .agree,
            document: Setup.document("2021-opinion-\(plan.towns[town].code)")),
          by: office.body)
      }
    }
  }
}
