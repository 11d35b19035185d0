// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Establishment, posts and certificates of the enforcement and approval offices (S2, S3, S17, S21).
extension Setup {
  mutating func setEstablishment() {
    begin("2021-01-13", hour: 9)
    for town in reformedTowns {
      for (key, kind, approved) in [
        ("zhzf", StaffKind.institutional, 18), ("xzsp", .administrative, 4),
      ] {
        guard let office = town.units[key] else { continue }
        add(
          EstablishmentSet(
            body: office.body, staffKind: kind, approved: approved, leaderPosts: 2,
            document: Setup.document("2020-establishment"), effectiveFrom: "2020-07-01"),
          by: register)
      }
    }
  }

  mutating func postStaff() {
    begin("2021-01-14", hour: 8, minute: 30)
    for officer in staffing.officers { post(officer) }
    for town in reformedTowns {
      guard let office = town.units["xzsp"] else { continue }
      for person in staffing.approvers[town.index] ?? [] {
        engage(
          person, .administrative, office, town, post: "approvalClerk", type: "approval",
          from: "2020-07-01")
      }
    }
    begin("2021-01-14", hour: 14)
    for officer in staffing.officers {
      guard let certificate = officer.certificate else { continue }
      add(
        CertificateIssued(
          certificate: certificate, person: officer.person, fields: ["comprehensive"],
          effectiveFrom: "2020-11-01", effectiveTo: "2025-10-31"),
        by: justice)
    }
  }

  mutating func moveOfficers() {
    begin("2021-01-26", hour: 9)
    for officer in staffing.officers where officer.place != .post { move(officer) }
  }

  /// Who came without a certificate came late.
  private mutating func post(_ officer: Staffing.Officer) {
    let town = plan.towns[officer.town]
    guard let office = town.units["zhzf"] else { return }
    engage(
      officer.person, .institutional, office, town, post: "enforcementOfficer",
      type: "enforcement", from: officer.certificate == nil ? "2021-01-04" : "2020-07-01")
  }

  private mutating func engage(
    _ person: ObjectName, _ kind: StaffKind, _ office: Unit, _ town: CountyPlan.Town,
    post: String, type: String, from: CivilDate
  ) {
    add(
      PersonPosted(
        person: person, change: .engaged, staffKind: kind, body: office.body,
        place: town.division, post: post, postType: type, onPost: true, effectiveFrom: from),
      by: office.body)
  }

  /// Off the enforcement post, with the certificate: 持证人员不在岗 (S46).
  private mutating func move(_ officer: Staffing.Officer) {
    let town = plan.towns[officer.town]
    guard let office = town.units["zhzf"], let general = town.units["dzb"] else { return }
    let day: CivilDate = "2021-02-01"
    switch officer.place {
    case .post: return
    case .left:
      add(
        PersonLeft(
          person: officer.person, body: office.body, ground: "resigned", effectiveFrom: day),
        by: office.body)
    case .moved:
      add(
        PersonPosted(
          person: officer.person, change: .transferred, staffKind: .institutional,
          body: general.body, place: town.division, post: "generalClerk", postType: "office",
          onPost: true, effectiveFrom: day),
        by: general.body)
    case .lent:
      add(
        PersonPosted(
          person: officer.person, change: .seconded, staffKind: .institutional,
          body: body("cgj"), place: plan.county, post: "projectClerk", postType: "office",
          onPost: false, homeBody: office.body, effectiveFrom: day),
        by: body("cgj"))
    }
  }

  /// 司法局, which gives out and takes in certificates.
  var justice: ObjectName { body("sfj") }

  // MARK: Training

  mutating func train() {
    begin("2021-02-09", hour: 14)
    for town in reformedTowns {
      let people = (staffing.onDuty[town.index] ?? []).map(\.person)
      train(people, .enforcement, .course, by: justice, hours: "24", power: [], in: town)
      train(
        staffing.approvers[town.index] ?? [], .approval, .course, by: body("mzj"), hours: "16",
        power: PowerTable.approvals.prefix(12).map(\.power), in: town)
    }
    for town in plan.towns {
      let workers = plan.grids[town.grids].map(\.worker)
      train(workers, .grid, .course, by: plan.centre.body, hours: "8", power: [], in: town)
    }
  }

  /// 联合执法、示范执法、跟班学习 in spring (S53).
  mutating func guide() {
    begin("2021-03-30", hour: 16)
    let forms: [TrainingCompleted.Form] = [.joint, .model, .shadowing, .legalGuidance]
    for (index, item) in PowerTable.penalties.prefix(48).enumerated() where index % 2 == 0 {
      let town = reformedTowns[index % 14]
      train(
        (staffing.onDuty[town.index] ?? []).prefix(4).map(\.person), .enforcement,
        forms[index / 2 % 4], by: body(item.department), hours: "6", power: [item.power], in: town)
    }
  }

  private mutating func train(
    _ people: [ObjectName], _ topic: TrainingCompleted.Topic, _ form: TrainingCompleted.Form,
    by trainer: ObjectName, hours: ExactDecimal, power: [ObjectName], in town: CountyPlan.Town
  ) {
    add(
      TrainingCompleted(
        person: people, trainer: trainer, topic: topic, form: form, power: power,
        town: [town.division], hours: hours),
      by: trainer)
  }

  // MARK: Grades of 2020, checks of offices

  /// Excellent up to the quota; in two offices one more was proposed, and refused (I-20).
  mutating func awardGrades() {
    begin("2021-02-04", hour: 9)
    for town in reformedTowns {
      guard let office = town.units["zhzf"] else { continue }
      let people = staffing.officers.filter { $0.town == town.index && $0.certificate != nil }
      let places = people.count / 5
      for (index, officer) in people.enumerated() {
        let isLast = index == people.count - 1 && town.index % 5 == 0
        let other: GradeAwarded.Grade = isLast ? .basic : .competent
        award(index < places ? .excellent : other, to: officer.person, of: office, year: 2020, town)
      }
      if town.index % 6 == 3 { refuseGrade(of: people[places].person, office, places) }
    }
  }

  private mutating func award(
    _ grade: GradeAwarded.Grade, to person: ObjectName, of office: Unit, year: Int,
    _ town: CountyPlan.Town
  ) {
    add(
      GradeAwarded(
        person: person, body: office.body, year: year, grade: grade, staffKind: .institutional,
        rule: SampleProcedures.gradeQuota,
        participantList: Setup.document("\(year)-participants-\(town.code)")),
      by: office.body)
  }

  private mutating func refuseGrade(of person: ObjectName, _ office: Unit, _ places: Int) {
    add(
      CommandRefused(
        command: "GradeAwarded", rule: "I-20", source: "county text S58 (优秀等次比例)",
        commandID: plan.names.id("command\ngrade \(person)"), proposer: office.body,
        subject: person, values: [RefusedValue(name: "places", value: .int(Int64(places)))]),
      by: office.body)
  }

  mutating func checkInstitutions() {
    begin("2021-02-25", hour: 14)
    var random = SeededRandom(plan.names.seed, "institutions")
    for town in plan.towns {
      let centre = town.centre.body
      let topics: [(InstitutionChecked.Topic, Int)] = [
        (.management, 900), (.assessment, 600), (.finance, 550), (.premises, 850), (.signs, 700),
      ]
      for (topic, chance) in topics {
        add(
          InstitutionChecked(
            body: centre, town: town.division, topic: topic, met: random.chance(chance),
            document: Setup.document("2021-check-\(town.code)")),
          by: register)
      }
      guard !town.isZone else { continue }
      add(
        InstitutionChecked(
          body: ObjectName(.body, "\(town.code)-\(OfficeTable.hall.key)"), town: town.division,
          topic: .hall, met: random.chance(750),
          document: Setup.document("2021-check-\(town.code)")),
        by: register)
    }
  }
}
