// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The inspections of one day, what they found, and the cases that begin with it.
struct EnforcementDay {
  private let world: World
  private let date: CivilDate
  private var random: SeededRandom
  private(set) var requests: [SampleRequest] = []
  private(set) var cases: [CaseStart] = []

  init(_ world: World, _ date: CivilDate) {
    self.world = world
    self.date = date
    random = SeededRandom(world.seed, "enforcement", date.daysSinceEpoch)
  }

  mutating func run() {
    let isWorkday = world.clock.isWorkday(date)
    for town in world.plan.towns where !town.isZone {
      let count = isWorkday ? random.index(weighted: [240, 400, 260, 100]) : random.below(5) / 4
      for number in 0..<count { inspect(town, number) }
      if isWorkday, random.chance(18) { refuse(in: town) }
    }
    if date == SpecialDays.filing { beginSpecialCase() }
  }

  private func name(_ town: CountyPlan.Town, _ number: Int) -> String {
    let (year, month, day) = date.components
    let digits = [(year, 4), (month, 2), (day, 2)].map { CountyPlan.padded($0, $1) }.joined()
    return "sample-\(town.code)-\(digits)-\(number + 1)"
  }

  private mutating func inspect(_ town: CountyPlan.Town, _ number: Int) {
    let key = name(town, number)
    let name = ObjectName(.inspection, key)
    var course = Course(
      world, name, label: "inspection",
      from: LocalTime(date, minute: 520 + 120 * number + random.below(110)))
    let office = town.units["zhzf"] ?? town.centre
    let officers = world.staffing.pair(in: town.index, &random)
    let power = random.index(weighted: PowerTable.penaltyWeights)
    let place = town.villages.lowerBound + random.below(town.villages.count)
    let village = world.plan.villages[place]
    let actor = Actor(body: office.body, person: officers[0].person)
    let results: [InspectionRecorded.Result] = [.nothing, .corrected, .clue, .transferred]
    let result = results[random.index(weighted: [580, 220, 180, 20])]
    course.add(
      InspectionRecorded(
        inspection: name, division: village.division,
        power: [PowerTable.penalties[power].power], officer: officers.map(\.person),
        certificate: officers.compactMap { $0.certificate(on: date) }, result: result,
        record: course.record("inspection")), by: actor)
    if result == .clue { follow(&course, key, town, power, officers, actor) }
    if result == .corrected, random.chance(60) { announce(&course, name, office, actor) }
    requests += course.requests
  }

  /// A clue ends in a case or is closed; one in twelve waits.
  private mutating func follow(
    _ course: inout Course, _ key: String, _ town: CountyPlan.Town, _ power: Int,
    _ officers: [Staffing.Officer], _ actor: Actor
  ) {
    switch random.index(weighted: [720, 200, 80]) {
    case 0:
      course.time = course.time.adding(minutes: random.number(in: 10...40))
      cases.append(
        CaseStart(
          name: ObjectName(.case, key), town: town.index, power: power,
          inspection: course.name, foundOn: date, filed: course.time, officers: officers))
    case 1:
      course.work(days: 0...4)
      course.add(
        ClueClosed(
          inspection: course.name,
          ground: random.element(of: [.minor, .minor, .notProven, .notFiled])),
        by: actor)
    default: break
    }
  }

  /// What was put right on the spot is told to the public.
  private func announce(
    _ course: inout Course, _ name: ObjectName, _ office: Unit, _ actor: Actor
  ) {
    course.work(days: 1...3)
    course.add(
      EnforcementPublished(
        publication: ObjectName(.publication, name.key), body: office.body, inspection: name,
        stage: .during, what: "inspection", place: "countySite"),
      by: actor, stream: ObjectName(.publication, name.key))
  }

  /// An officer without a valid certificate was to act: refused, and kept (I-10).
  private mutating func refuse(in town: CountyPlan.Town) {
    let office = town.units["zhzf"] ?? town.centre
    guard
      let officer = world.staffing.officers.last(where: {
        $0.town == town.index && $0.certificate == nil
      })
    else { return }
    var course = Course(
      world, ObjectName(.inspection, "\(name(town, 8))"), label: "refusal",
      from: LocalTime(date, minute: 560 + random.below(400)))
    course.add(
      CommandRefused(
        command: "record", rule: "I-10",
        source: "county text S21, S46; Administrative Penalty Law, art. 42 (行政处罚法第42条)",
        commandID: world.names.id("command\nofficer \(course.name)"), proposer: office.body,
        town: [town.division], subject: officer.person),
      by: Actor(body: office.body), stream: office.body)
    requests += course.requests
  }

  /// The case whose power the county takes back while it is open.
  private mutating func beginSpecialCase() {
    let town = world.plan.towns[SpecialDays.town]
    cases.append(
      CaseStart(
        name: ObjectName(.case, name(town, 7)), town: town.index, power: SpecialDays.power,
        foundOn: date, filed: LocalTime(date, minute: 630), isPowerWithdrawn: true))
  }
}
