// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import ParcelSamples
import Testing

@testable import EventSourcing

/// Views in happened order go back to a snapshot when facts come late; what they answer is always
/// what a fresh fold would, of the past too.
@Suite struct HappenedRewindTests {
  private let directory = TemporaryDirectory("rewind")
  private static let projections = ReplayLawTests.projections.filter { $0.order == .happened }

  private func log(_ name: String) throws -> EventLog {
    try StoredViewTests.log(directory, name)
  }

  @Test func `late, corrected and annulled facts give the rows of a fresh fold`() throws {
    var outcomes: [ProjectionUpkeep.Outcome: Int] = [:]
    for seed in 300..<320 as Range<UInt64> {
      let log = try log("law-\(seed)")
      let history = SeededParcels.history(seed: seed, count: 70).events
      var random = SeededGenerator(seed: seed)
      var options = ReplayOptions()
      options.snapshotEvents = UInt64.random(in: 1...9, using: &random)
      var done = 0
      while done < history.count {
        let next = min(history.count, done + Int.random(in: 1...10, using: &random))
        try StoredViewTests.append(history[done..<next], to: log)
        done = next
        for upkeep in try log.project(Self.projections, options: options) {
          outcomes[upkeep.outcome, default: 0] += 1
        }
        try compare(log, asOf: .head, "seed \(seed) at \(done)")
        let cut = UInt64.random(in: 0...UInt64(done), using: &random)
        try compare(log, asOf: .position(Position(cut)), "seed \(seed) at \(done) as of \(cut)")
      }
    }
    #expect(outcomes[.rewound, default: 0] > 30, "the law must meet what it is about")
  }

  private func compare(_ log: EventLog, asOf: AsOf, _ place: String) throws {
    for type in Self.projections {
      let stored = try log.storedView(ofAny: type, asOf: asOf)
      let fresh = try log.replay([type], asOf: asOf)[0]
      #expect(stored.rows == fresh.rows, "\(place) \(type.name)")
      #expect(stored.quarantine == fresh.quarantine, "\(place) \(type.name)")
      #expect(stored.digest == fresh.digest, "\(place) \(type.name)")
    }
  }

  /// Parcels sent an hour apart.
  private func sent(_ hours: Range<Int>, to log: EventLog) throws {
    for hour in hours { try send(hour, to: log) }
  }

  private func send(_ hour: Int, to log: EventLog) throws {
    var event = NewEvent.sentV1(ObjectName("parcel", "h\(hour)"), "depot/1", grams: hour)
    event.occurred = Instant(microseconds: 1_628_125_200_000_000 + Int64(hour) * 3_600_000_000)
    _ = try log.append([event])
  }

  @Test func `a late fact is folded from the snapshot before it, not from nothing`() throws {
    let log = try log("plan")
    try sent(0..<100, to: log)
    try sent(150..<200, to: log)
    var options = ReplayOptions()
    options.snapshotEvents = 10
    try log.project([DepotWorkload.self], options: options)
    try send(120, to: log)
    let plan = try log.plan([DepotWorkload.self])[0]
    #expect(plan.need == .rewind)
    // The snapshot behind the hundredth event, fifty events and the late one.
    #expect(plan.events == 51)
    let before = try log.storedView(DepotWorkload.self).rows
    let upkeep = try log.project([DepotWorkload.self], options: options)[0]
    #expect(upkeep.outcome == .rewound && upkeep.generation == 1)
    #expect(try log.storedView(DepotWorkload.self).rows != before)
    #expect(try log.verifyStored("depot-workload", among: [DepotWorkload.self])?.isEmpty == true)
    #expect(try log.plan([DepotWorkload.self])[0].need == .nothing)
  }

  /// How many events a past moment is folded on by.
  private func folded(_ log: EventLog, asOf position: Position) throws -> UInt64 {
    var folded: UInt64 = 0
    let options = ReplayOptions { if $0.phase == .folding { folded = $0.total } }
    let past = try log.storedView(
      ofAny: DepotWorkload.self, asOf: .position(position), options: options)
    let fresh = try log.replay(DepotWorkload.self, asOf: .position(position))
    #expect(past.rows == fresh.rows && past.digest == fresh.digest, "as of \(position)")
    return folded
  }

  @Test func `a past moment is folded on from the last snapshot that knows nothing later`() throws {
    let log = try log("past")
    try sent(0..<100, to: log)
    var options = ReplayOptions()
    options.snapshotEvents = 10
    try log.project([DepotWorkload.self], options: options)
    #expect(try folded(log, asOf: 57) == 7)
    #expect(try folded(log, asOf: 60) == 0)
    // Told late: what stands behind it in any snapshot is known only from here on.
    try send(25, to: log)
    #expect(try folded(log, asOf: 101) == 81, "the view does not know it yet")
    try log.project([DepotWorkload.self], options: options)
    #expect(try folded(log, asOf: 19) == 9)
    #expect(try folded(log, asOf: 57) == 37, "from the twentieth, the last before the late one")
    #expect(try folded(log, asOf: 101) == 0)
  }

  @Test func `a correction keeps a snapshot from serving moments that do not know it`() throws {
    let log = try log("corrected")
    try sent(0..<40, to: log)
    let target = try #require(try log.event(at: 35)).content.id
    _ = try log.append([.correction(of: target, "grams", .int(9))])
    try sent(40..<60, to: log)
    var options = ReplayOptions()
    options.snapshotEvents = 10
    try log.project([DepotWorkload.self], options: options)
    #expect(try folded(log, asOf: 40) == 10, "not from the fortieth, which is corrected")
    #expect(try folded(log, asOf: 41) == 0)
    #expect(try folded(log, asOf: 55) == 4)
  }

  @Test func `what came late and was annulled before the next upkeep stood there in between`()
    throws
  {
    let log = try log("undone")
    try sent(0..<60, to: log)
    var options = ReplayOptions()
    options.snapshotEvents = 10
    try log.project([DepotWorkload.self], options: options)
    try send(25, to: log)
    let late = try #require(try log.event(at: 61)).content.id
    _ = try log.append([try NewEvent(EventAnnulled(target: late), stream: "repair/1")])
    try sent(60..<80, to: log)
    try log.project([DepotWorkload.self], options: options)
    #expect(try folded(log, asOf: 20) == 0)
    #expect(try folded(log, asOf: 61) == 41, "from the twentieth, the last before the late one")
    _ = try folded(log, asOf: 62)
    _ = try folded(log, asOf: 82)
  }

  @Test func `stopped while it goes back, a view stays what it was`() throws {
    let log = try log("stop")
    try sent(0..<60, to: log)
    var options = ReplayOptions()
    options.snapshotEvents = 10
    try log.project([DepotWorkload.self], options: options)
    let before = try log.storedView(DepotWorkload.self).digest
    try send(25, to: log)
    var asked = 0
    var stopped = ReplayOptions(isCancelled: {
      asked += 1
      return asked > 14
    })
    stopped.snapshotEvents = 10
    #expect(throws: ProjectionError.self) {
      try log.project([DepotWorkload.self], options: stopped)
    }
    let (view, source) = try log.storedRows(of: "depot-workload", among: [DepotWorkload.self])
    #expect(view.digest == before && source.position == 60)
    #expect(asked > 14, "it was stopped while it folded")
    try log.project([DepotWorkload.self], options: options)
    #expect(try log.verifyStored("depot-workload", among: [DepotWorkload.self])?.isEmpty == true)
  }
}
