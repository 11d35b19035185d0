// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// What comes by the week, the month, the quarter and the year.
extension DailyBusiness {
  mutating func runCounty() {
    if date == SpecialDays.withdrawal { withdrawPower() }
    guard world.clock.isWorkday(date) else { return }
    if date.weekday == 1 { recordAbsences() }
    if isFirstWorkday(from: 3) { askForAdmission() }
    if isFirstWorkday(from: 11) { train() }
    if isFirstWorkday(from: 16) { decideAdmission() }
    if isFirstWorkday(from: 20) { handOver() }
    if isFirstWorkday(from: 26) { fulfilAdmission() }
    scoreQuarter()
    let (year, month, _) = date.components
    if month == 1, isFirstWorkday(from: 18) { awardGrades(of: year - 1) }
    if month == 10, year % 5 == 0, isFirstWorkday(from: 20) { renewCertificates(year) }
  }

  /// Whether it is the first working day of its month from that day on.
  private func isFirstWorkday(from day: Int) -> Bool {
    let today = date.components.day
    guard today >= day else { return false }
    return !(day..<today).contains { world.clock.isWorkday(date.adding(days: $0 - today)) }
  }

  private var reformedTowns: [CountyPlan.Town] { world.plan.towns.filter { !$0.isZone } }

  private var register: ObjectName { ObjectName(.body, "\(CountyPlan.countyCode)-bwb") }

  private func body(_ key: String) -> ObjectName {
    (world.plan.departments[key] ?? world.plan.centre).body
  }

  // MARK: Staff

  /// One officer of every other town is away for some days of the week, most are stood in for.
  private mutating func recordAbsences() {
    let week = date.daysSinceEpoch / 7
    for town in reformedTowns where (week + town.index) % 2 == 0 {
      guard let office = town.units["zhzf"], let people = world.staffing.onDuty[town.index]
      else { continue }
      let index = (week / 2 + town.index) % people.count
      let (absent, other) = (people[index].person, people[(index + 3) % people.count].person)
      let (from, to) = (date.adding(days: 1), date.adding(days: random.number(in: 1...3)))
      add(
        AbsenceRecorded(
          person: absent, body: office.body, post: "enforcementOfficer",
          kind: random.element(of: [.leave, .leave, .illness, .training]), effectiveFrom: from,
          effectiveTo: to),
        minute: 545, second: town.index, by: office.body)
      guard random.chance(700) else { continue }
      add(
        AbCoverDeclared(
          covered: absent, person: other, body: office.body, postA: "enforcementOfficer",
          postB: "enforcementOfficer", effectiveFrom: from, effectiveTo: to, ground: "absence"),
        minute: 546, second: town.index, by: office.body)
    }
  }

  /// A village gets another liaison, one a month, in the order of the list (I-13).
  private mutating func handOver() {
    let (year, month, _) = date.components
    let months = (year - 2021) * 12 + month - 8
    let index = months % world.plan.villages.count
    let round = months / world.plan.villages.count
    let village = world.plan.villages[index]
    guard Setup.hasLiaison(index) else { return }
    let (from, to) = (
      Setup.liaison(world.plan, index, round), Setup.liaison(world.plan, index, round + 1)
    )
    let body = world.plan.towns[village.town].centre.body
    add(
      RoleEnded(
        person: from, roleKind: .gridLiaison, scope: village.division, effectiveFrom: date),
      minute: 1_000, by: body)
    add(
      RoleConferred(
        person: to, roleKind: .gridLiaison, scope: village.division, managedBy: [.town],
        document: [Setup.document("liaison-\(year)-\(month)")], effectiveFrom: date),
      minute: 1_000, second: 1, by: body)
  }

  private mutating func train() {
    for number in 0..<3 {
      let town = random.element(of: reformedTowns)
      let item = PowerTable.penalties[random.index(weighted: PowerTable.penaltyWeights)]
      let people = (world.staffing.onDuty[town.index] ?? []).map(\.person)
      add(
        TrainingCompleted(
          person: Array(people.dropFirst(number * 4).prefix(4)), trainer: body(item.department),
          topic: .enforcement,
          form: random.element(of: [.joint, .model, .shadowing, .legalGuidance]),
          power: [item.power], town: [town.division], hours: ExactDecimal(random.number(in: 2...8))),
        minute: 1_020 + number, by: body(item.department))
    }
  }

  /// The grades of a year: excellent up to the quota.
  private mutating func awardGrades(of year: Int) {
    for town in reformedTowns {
      guard let office = town.units["zhzf"] else { continue }
      let people = world.staffing.officers.filter {
        $0.town == town.index && ($0.place == .post || $0.place == .lent)
      }
      let first = random.below(people.count)
      for index in people.indices {
        let isExcellent = (index + first) % people.count < people.count / 5
        add(
          GradeAwarded(
            person: people[index].person, body: office.body, year: year,
            grade: isExcellent ? .excellent : .competent, staffKind: .institutional,
            rule: SampleProcedures.gradeQuota,
            participantList: Setup.document("\(year)-participants-\(town.code)")),
          minute: 560 + town.index, second: index, by: office.body)
      }
    }
  }

  private mutating func renewCertificates(_ year: Int) {
    guard let from = CivilDate(year: year, month: 11, day: 1),
      let to = CivilDate(year: year + 5, month: 10, day: 31)
    else { return }
    for (index, officer) in world.staffing.officers.enumerated() where officer.place == .post {
      guard let certificate = officer.certificate(on: from) else { continue }
      add(
        CertificateIssued(
          certificate: certificate, person: officer.person, fields: ["comprehensive"],
          effectiveFrom: from, effectiveTo: to),
        minute: 600 + index / 60, second: index % 60, by: body("sfj"))
    }
  }

  // MARK: Powers and tasks

  /// A penalty item is taken back from one town; what is pending goes to the department.
  private mutating func withdrawPower() {
    add(
      PowerWithdrawn(
        power: PowerTable.penalties[SpecialDays.power].power,
        town: [world.plan.towns[SpecialDays.town].division], pending: .transfer,
        ground: "noGainForThePeople", decidedBy: world.plan.centre.body,
        document: Setup.document("2021-transfer"), effectiveFrom: SpecialDays.withdrawal),
      minute: 570, by: register)
  }

  /// Two requests a month; the rows of the table in turn.
  private var admissions: [(request: TaskAdmissionRequested, number: Int)] {
    let (year, month, _) = date.components
    return (0..<2).compactMap { index in
      let number = year * 24 + month * 2 + index
      let row = AdmissionTable.rows[number % AdmissionTable.rows.count]
      guard let first = CivilDate(year: year, month: month, day: 21) else { return nil }
      let towns = world.plan.towns.map(\.division)
      let asked = Array((towns + towns).dropFirst(number % 11).prefix(3 + number % 6))
      let request = TaskAdmissionRequested(
        admission: ObjectName(
          .admission, "sample-\(year)-\(CountyPlan.padded(month, 2))-\(index + 1)"),
        department: body(row.department), town: asked, kind: row.kind, task: row.task,
        legalBasis: "示例依据", effectiveFrom: first, effectiveTo: first.adding(days: 90),
        funds: ExactDecimal(asked.count * 2), staff: number % 3, consulted: [asked[0]])
      return (request, number)
    }
  }

  private mutating func askForAdmission() {
    for (request, number) in admissions {
      add(request, minute: 580, second: number % 60, by: request.department)
    }
  }

  private mutating func decideAdmission() {
    for (request, number) in admissions {
      add(
        AdmissionTable.decision(request, number, by: register), minute: 900, second: number % 60,
        by: register)
    }
  }

  private mutating func fulfilAdmission() {
    for (request, number) in admissions where AdmissionTable.result(number) != .refused {
      for (index, town) in request.town.enumerated() where index % 3 != 1 {
        add(
          AdmissionFulfilled(
            admission: request.admission, department: request.department, town: town,
            fundsReceived: "1.5", staffReceived: number % 2),
          minute: 950, second: index, by: world.plan.centre.body)
      }
    }
  }

  // MARK: Quarters

  private var bureaus: [CountyPlan.Stationing] {
    world.plan.stationings.filter { $0.unit.body.key.contains("-scjg-") }
  }

  /// Scored in the first week after the quarter, published in the third.
  private mutating func scoreQuarter() {
    let (year, month, _) = date.components
    guard month % 3 == 1, date > "2021-09-30" else { return }
    let period = month == 1 ? "\(year - 1)-Q4" : "\(year)-Q\(month / 3)"
    let isScoring = isFirstWorkday(from: 6)
    let status: AssessmentPublished.Status? =
      isFirstWorkday(from: 15) ? .proposed : isFirstWorkday(from: 22) ? .final : nil
    guard isScoring || status != nil else { return }
    for (index, bureau) in bureaus.enumerated() {
      let scores = SampleScores(
        bureau: index, towns: bureau.towns.count, seed: world.seed, period: period)
      if isScoring { submit(scores, bureau, period, minute: 600 + index) }
      if let status { publish(scores.final, bureau, period, status, minute: 660 + index) }
    }
  }

  private mutating func submit(
    _ scores: SampleScores, _ bureau: CountyPlan.Stationing, _ period: String, minute: Int
  ) {
    for (number, (town, score)) in zip(bureau.towns, scores.towns).enumerated() {
      guard let score, let office = world.plan.towns[town].units["dzb"] else { continue }
      add(
        ScoreSubmitted(
          scheme: SampleSchemes.quarter, subject: bureau.unit.body, period: period,
          part: SampleSchemes.townPart, assessor: office.body,
          town: world.plan.towns[town].division, value: score),
        minute: minute, second: number, by: office.body)
    }
    guard let score = scores.department else { return }
    add(
      ScoreSubmitted(
        scheme: SampleSchemes.quarter, subject: bureau.unit.body, period: period,
        part: SampleSchemes.departmentPart, assessor: bureau.department, value: score),
      minute: minute, second: 50, by: bureau.department)
  }

  private mutating func publish(
    _ value: ExactDecimal?, _ bureau: CountyPlan.Stationing, _ period: String,
    _ status: AssessmentPublished.Status, minute: Int
  ) {
    add(
      AssessmentPublished(
        scheme: SampleSchemes.quarter, subject: bureau.unit.body, period: period, status: status,
        value: value, grade: value.flatMap { SampleScores.grade(of: $0) },
        inputsUpTo: Position(UInt64(given))),
      minute: minute, by: world.plan.centre.body)
  }
}
