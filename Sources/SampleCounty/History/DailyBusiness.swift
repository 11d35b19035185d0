// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// What a day brings besides tickets: patrols, a feed that fails, scores, notices.
struct DailyBusiness {
  let world: World
  let date: CivilDate
  /// The events before this day.
  let given: Int
  var random: SeededRandom
  private var ordinal = 0
  private(set) var requests: [SampleRequest] = []

  private static let patrols = 26

  init(_ world: World, _ date: CivilDate, after given: Int) {
    self.world = world
    self.date = date
    self.given = given
    random = SeededRandom(world.seed, "business", date.daysSinceEpoch)
  }

  mutating func run() {
    patrol()
    if random.chance(90) { failFeed() }
    if date.adding(days: 3).month != date.adding(days: 2).month { scoreMonth() }
    // Each with numbers of its own: what is done on other days moves none of them.
    random = SeededRandom(world.seed, "county", date.daysSinceEpoch)
    runCounty()
    for notice in HolidayTable.notices where notice.issued == date {
      add(
        notice.published(for: world.plan.county), minute: 960, by: world.plan.centre.body,
        stream: nil)
    }
  }

  mutating func add(
    _ event: some Event, minute: Int, second: Int = 0, by body: ObjectName,
    person: ObjectName? = nil, stream: ObjectName? = nil
  ) {
    ordinal += 1
    let time = LocalTime(date, minute: minute, second: second)
    let made = NewEvent.sample(
      event, id: world.names.id("business\n\(date)\n\(ordinal)"), stream: stream, occurred: time,
      actor: Actor(body: body, person: person))
    requests.append(SampleRequest(known: time, events: [made]))
  }

  /// Patrols that found nothing.
  private mutating func patrol() {
    let plan = world.plan
    for _ in 0..<DailyBusiness.patrols {
      let grid = random.element(of: plan.grids)
      let end = random.number(in: 480...1110)
      let start = LocalTime(date, minute: end - random.number(in: 25...110))
      add(
        GridPatrolled(
          grid: grid.name, person: grid.worker, start: start.instant,
          end: LocalTime(date, minute: end).instant, households: random.number(in: 0...15)),
        minute: end, second: random.below(60),
        by: plan.villages[grid.village].station.body, person: grid.worker, stream: grid.name)
    }
  }

  private mutating func failFeed() {
    let begin = random.number(in: 420...900)
    let body = world.plan.centre.body
    add(
      ConnectorStatusChanged(
        system: SampleSystems.hotline, status: random.element(of: [.degraded, .down])),
      minute: begin, by: body, stream: nil)
    add(
      ConnectorStatusChanged(system: SampleSystems.hotline, status: .open),
      minute: begin + random.number(in: 15...240), by: body, stream: nil)
  }

  /// The towns and the department judge the market bureaus, two days before the month ends.
  private mutating func scoreMonth() {
    let plan = world.plan
    let bureaus = plan.stationings.filter { $0.unit.body.key.contains("-scjg-") }
    let (year, month, _) = date.components
    let period = "\(year)-\(CountyPlan.padded(month, 2))"
    for (index, bureau) in bureaus.enumerated() {
      for town in bureau.towns {
        let town = plan.towns[town]
        guard let office = town.units["dzb"] else { continue }
        score(
          bureau, period, SampleSchemes.townPart, minute: 840 + index, by: office.body,
          town: town.division)
      }
      score(
        bureau, period, SampleSchemes.departmentPart, minute: 900 + index, by: bureau.department)
    }
  }

  private mutating func score(
    _ bureau: CountyPlan.Stationing, _ period: String, _ part: String, minute: Int,
    by assessor: ObjectName, town: ObjectName? = nil
  ) {
    add(
      ScoreSubmitted(
        scheme: SampleSchemes.month, subject: bureau.unit.body, period: period, part: part,
        assessor: assessor, town: town,
        value: ExactDecimal(mantissa: Int64(random.number(in: 140...194) * 5), scale: 1)),
      minute: minute, by: assessor, stream: nil)
  }
}
