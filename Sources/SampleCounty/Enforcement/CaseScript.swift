// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// Where a case begins.
struct CaseStart: Sendable {
  let name: ObjectName
  /// Into ``CountyPlan/towns``.
  let town: Int
  /// Into ``PowerTable/penalties``.
  let power: Int
  /// What came before it: a clue of an inspection, or a ticket.
  var inspection: ObjectName?
  var ticket: ObjectName?
  let foundOn: CivilDate
  let filed: LocalTime
  /// The two officers; others are drawn where a ticket led to it.
  var officers: [Staffing.Officer] = []
  /// The county takes the power back while the case is open (domain §9, scenario 3).
  var isPowerWithdrawn = false
}

/// The life of one penalty case, by the state table of domain §3.2 and the law of 2021.
///
/// Every step moves the time on. What is late is late by the limits only: a decision is served or
/// published after its day in a few cases, which the views show.
struct CaseScript {
  let start: CaseStart
  let town: CountyPlan.Town
  let office: Unit
  let power: PowerTable.Item
  let party: ObjectName
  let partyKind: CaseFiled.PartyKind
  let procedure: CaseFiled.Procedure
  let officers: [Staffing.Officer]
  var course: Course
  /// What was published of the decision.
  var published: ObjectName?
  /// Measures, requests, publications so far: each has a name of its own.
  private var papers = 0

  init(_ world: World, _ start: CaseStart) {
    self.start = start
    town = world.plan.towns[start.town]
    office = town.units["zhzf"] ?? town.centre
    power = PowerTable.penalties[start.power]
    course = Course(world, start.name, label: "case", from: start.filed)
    let number = Int(course.random.next() >> 34)
    party = world.names.person("u", number)
    partyKind = course.random.chance(550) ? .person : .entity
    let isOrdinary = course.random.chance(420) || start.isPowerWithdrawn
    procedure = isOrdinary ? .ordinary : .simple
    officers =
      start.officers.isEmpty
      ? world.staffing.pair(in: start.town, &course.random) : start.officers
  }

  mutating func run() {
    file()
    if start.isPowerWithdrawn {
      transferWithPower()
    } else if procedure == .simple {
      decideOnTheSpot()
    } else {
      inquire()
    }
  }

  // MARK: Names and actors

  var name: ObjectName { start.name }
  var actor: Actor { Actor(body: office.body, person: officers.first?.person) }
  var people: [ObjectName] { officers.map(\.person) }

  /// The officers' certificates of the day: they are renewed every five years.
  var certificates: [ObjectName] {
    officers.compactMap { $0.certificate(on: course.date) }
  }

  mutating func paper(_ kind: ObjectKind) -> ObjectName {
    papers += 1
    return ObjectName(kind, "\(name.key)-\(papers)")
  }

  // MARK: Filing

  private mutating func file() {
    let isOld = procedure == .ordinary && course.random.chance(300)
    course.add(
      CaseFiled(
        case: name, power: power.power, agency: office.body, actingBody: office.body,
        party: [party], partyName: SealedText("示例当事人 \(party.key)"),
        inspection: start.inspection, ticket: start.ticket,
        actEnded: isOld
          ? start.foundOn.adding(days: -course.random.number(in: 1...60)) : start.foundOn,
        foundOn: start.foundOn, endangers: course.random.chance(120), harm: false,
        procedure: procedure, officer: people, certificate: certificates,
        record: course.record("filing"), partyKind: partyKind), by: actor)
  }

  // MARK: The simple procedure

  private mutating func decideOnTheSpot() {
    course.time = course.time.adding(minutes: course.random.number(in: 4...25))
    collect(.scene)
    course.time = course.time.adding(minutes: course.random.number(in: 3...20))
    let isWarning = course.random.chance(350)
    let fine =
      partyKind == .person
      ? course.random.number(in: 1...4) * 50 : course.random.number(in: 4...30) * 100
    course.add(
      PenaltyDecided(
        case: name, outcome: .penalised, kinds: [isWarning ? "warning" : "fine"],
        amount: isWarning ? nil : ExactDecimal(fine), collective: false, officer: people,
        certificate: certificates, record: course.record("decision")), by: actor)
    course.time = course.time.adding(minutes: 2)
    serve(.decision, "direct")
    guard isWarning || fine <= 100 else { return finish(publishFirst: true) }
    course.time = course.time.adding(minutes: 3)
    execute(isWarning ? .performed : .onTheSpot)
    close()
    publish()
    archive()
  }

  // MARK: A power taken back

  /// Pending cases go to the department that gets the power back, which ends this one.
  private mutating func transferWithPower() {
    assign()
    course.work(days: 1...2)
    collect(.scene)
    course.time = LocalTime(SpecialDays.transfer, minute: 600)
    let department = course.world.plan.departments[power.department]?.body ?? office.body
    course.add(
      CaseTransferred(
        case: name, agency: department, ground: .powerWithdrawn,
        document: Setup.document("2021-transfer")), by: actor)
    course.work(days: 12...15)
    course.add(
      CaseClosed(case: name, how: .dropped, record: course.record("closing")),
      by: Actor(body: department))
  }
}

/// Days on which the county does something once.
enum SpecialDays {
  /// One penalty item is taken back from one town, its pending cases go to the department.
  static let filing: CivilDate = "2021-08-04"
  static let withdrawal: CivilDate = "2021-08-12"
  static let transfer: CivilDate = "2021-08-17"
  static let town = 5
  static let power = 33
}
