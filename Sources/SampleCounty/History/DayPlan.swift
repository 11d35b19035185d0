// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The reports of one day, in the order of time.
struct DayPlan {
  /// Tickets on a plain working day; with them 20,000 events last a month.
  static let ticketsADay = 48

  /// By weekday, Monday first, in thousandths.
  private static let weekdays = [1090, 1060, 1030, 1010, 1010, 720, 640]

  private(set) var intakes: [Intake] = []

  init(_ world: World, _ date: CivilDate, open: [OpenTicket]) {
    var random = SeededRandom(world.seed, "day", date.daysSinceEpoch)
    var count = DayPlan.ticketsADay * DayPlan.weekdays[date.weekday - 1] / 1000
    // Holidays are quieter than Sundays.
    if !world.clock.isWorkday(date), date.weekday <= 5 { count = count * 55 / 100 }
    count = count * random.number(in: 94...106) / 100
    for _ in 0..<count { intakes.append(DayPlan.intake(world, date, &random)) }
    // A stable order: reports of one second keep the order in which they were drawn.
    let order = intakes.indices.sorted { (intakes[$0].time, $0) < (intakes[$1].time, $1) }
    intakes = order.map { intakes[$0] }
    repeatSome(of: open, &random)
  }

  private static func intake(
    _ world: World, _ date: CivilDate, _ random: inout SeededRandom
  ) -> Intake {
    let kind = IntakeKind.allCases[random.index(weighted: IntakeKind.weights)]
    let hour = random.index(weighted: kind.hours)
    let time = LocalTime(
      date, minute: hour * 60 + random.below(60), second: random.below(60))
    let weights = CategoryTable.items.map { $0.item.weights[kind.weightIndex] }
    return Intake(
      kind: kind, time: time, grid: random.below(world.plan.grids.count),
      item: random.index(weighted: weights))
  }

  /// Some citizens report what was reported before.
  private mutating func repeatSome(of open: [OpenTicket], _ random: inout SeededRandom) {
    guard !open.isEmpty else { return }
    for index in intakes.indices where intakes[index].kind == .citizen && random.chance(150) {
      let intake = intakes[index]
      let known = open.filter { $0.from < intake.time && intake.time < $0.until }
      guard !known.isEmpty else { continue }
      let earlier = random.element(of: known)
      intakes[index] = Intake(
        kind: .citizen, time: intake.time, grid: earlier.grid, item: earlier.item,
        duplicates: earlier)
    }
  }
}
