// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The applications received at the windows of the towns on one working day.
struct ApprovalDay {
  private let world: World
  private let date: CivilDate

  /// On a working day, in every ten towns: 14 × 0.9 are about 270 a month.
  private static let counts = [380, 400, 160, 60]

  init(_ world: World, _ date: CivilDate) {
    self.world = world
    self.date = date
  }

  func requests() -> [SampleRequest] {
    guard world.clock.isWorkday(date) else { return [] }
    var random = SeededRandom(world.seed, "approval", date.daysSinceEpoch)
    let (year, month, day) = date.components
    let digits = [(year, 4), (month, 2), (day, 2)].map { CountyPlan.padded($0, $1) }.joined()
    var requests: [SampleRequest] = []
    for town in world.plan.towns where !town.isZone {
      // The seat of the county has the most to do.
      let count = random.index(weighted: ApprovalDay.counts) + (town.index == 0 ? 2 : 0)
      for number in 0..<count {
        let name = ObjectName(.application, "sample-\(town.code)-\(digits)-\(number + 1)")
        let span = WorkClock.spans[number % 2]
        let time = LocalTime(
          date, minute: span.lowerBound + random.below(span.count - 10),
          second: random.below(60))
        var script = ApplicationScript(world, name, town, at: time)
        script.run()
        requests += script.course.requests
      }
    }
    return requests
  }
}
