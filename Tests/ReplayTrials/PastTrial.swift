// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Glibc
import ParcelSamples

/// What one row of the past costs in a large log: stored rows with snapshots, kept current while
/// it grew, beside folds from nothing. Prints milliseconds of processor time.
///
/// One event a minute; one in a hundred is told up to ten days late, one in a thousand corrected
/// or annulled within five days.
struct PastTrial {
  let directory: String
  let count: Int
  private static let asked = 40
  private static let parcels = (0..<20_000).map { ObjectName("parcel", "p\($0)") }
  private static let depots = (0..<20).map { ObjectName("depot", "d\($0)") }

  func run(_ tally: inout Tally) throws {
    tally.begin(tally.seeds.lowerBound)
    var random = SeededGenerator(seed: tally.seeds.lowerBound)
    let log = try EventLog.create(
      at: "\(directory)/past", options: EventLogOptions(catalogue: Parcels.catalogue))
    let types: [any Projection.Type] = [ParcelStatus.self, DepotWorkload.self]
    var ids: [EventID] = []
    while ids.count < count {
      let events = (0..<1000).map { _ in event(&random, &ids) }
      try log.append(events)
      // Kept current for the first half; the second comes as one catch-up, as after an import.
      if ids.count <= count / 2, ids.count % 20_000 == 0 { try log.project(types) }
    }
    try log.project(types)
    try ask(ParcelStatus.self, log, &random, &tally) { $0.parcels.count }
    try ask(DepotWorkload.self, log, &random, &tally) { $0.work.count }
  }

  private func event(_ random: inout SeededGenerator, _ ids: inout [EventID]) -> NewEvent {
    var event = fact(&random, ids)
    let number = ids.count
    let late = random.chance(1) ? Int.random(in: 0..<14_400, using: &random) : 0
    let id = EventID(high: UInt64(number), low: random.next())
    event.id = id
    event.occurred = Instant(microseconds: Int64(number - late) * 60_000_000)
    ids.append(id)
    return event
  }

  private func fact(_ random: inout SeededGenerator, _ ids: [EventID]) -> NewEvent {
    let (parcel, depot) = (random.choose(Self.parcels), random.choose(Self.depots))
    if ids.count > 7200, Int.random(in: 0..<1000, using: &random) == 0 {
      let target = ids[ids.count - Int.random(in: 1...7200, using: &random)]
      return random.chance(30)
        ? make(EventAnnulled(target: target), stream: "repair/1")
        : .correction(of: target, "depot", .object(depot))
    }
    return ids.count % 10 < 3
      ? make(ParcelSent(parcel: parcel, depot: depot, grams: 7, speed: "normal"))
      : make(ParcelScanned(parcel: parcel, depot: depot))
  }

  private func make(_ event: some Event, stream: ObjectName? = nil) -> NewEvent {
    guard let new = try? NewEvent(event, stream: stream) else { preconditionFailure("misfit") }
    return new
  }

  private func ask<P: Projection>(
    _ type: P.Type, _ log: EventLog, _ random: inout SeededGenerator, _ tally: inout Tally,
    _ read: (P) -> Int
  ) throws {
    var stored: [Double] = []
    var fresh: [Double] = []
    for _ in 0..<Self.asked {
      let asOf = AsOf.position(Position(UInt64.random(in: 1...UInt64(count), using: &random)))
      let begun = Self.milliseconds()
      let one = try log.withStoredView(type, asOf: asOf) { read($0.projection) }
      let middle = Self.milliseconds()
      let two = read(try log.replay(type, asOf: asOf).projection)
      tally.expect(one == two, "\(P.name), as of \(asOf)")
      stored.append(middle - begun)
      fresh.append(Self.milliseconds() - middle)
    }
    for (name, costs) in [("from stored rows", stored), ("from nothing", fresh)] {
      let sorted = costs.sorted()
      print("\(P.name), ms cpu \(name): median \(sorted[20]), slowest \(sorted[39])")
    }
  }

  private static func milliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}
