// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

/// The events of these processes.
enum CountedEvents: EventVocabulary {
  static var catalogue: SchemaCatalogue { SchemaCatalogue([Counted.schema]) }
}

/// How far each counter has come, and every event's own row: one table found by objects, one by
/// keys that are numbered as they come.
struct CounterState: Projection {
  typealias Vocabulary = CountedEvents
  static let name = "counter-state", version = 1
  static let snapshots = SnapshotPolicy.every(64)
  let counts = Table<ObjectID, Int>()
  let positions = Table<Position, Int>()

  func apply(_ event: borrowing RecordedEvent<CountedEvents>) throws(Refusal) {
    let index = event.int(1) ?? 0
    // Every event is written where a crash can tear it from the others.
    counts[event.stream, default: 0] += index
    positions[event.position] = counts[event.stream]
  }
}

/// The same in the order in which it happened.
struct CounterPast: Projection {
  typealias Vocabulary = CountedEvents
  static let name = "counter-past", version = 1
  static let order = FoldOrder.happened
  static let snapshots = SnapshotPolicy.every(64)
  let counts = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<CountedEvents>) throws(Refusal) {
    counts[event.stream, default: 0] += event.int(1) ?? 0
  }
}

private let projections: [any Projection.Type] = [CounterState.self, CounterPast.self]

/// Appends, brings the stored views up to date, rebuilds and goes back, until it is killed.
func projectUntilKilled(_ arguments: [String]) throws {
  guard arguments.count == 4, let seed = Int(arguments[3]) else { exit(2) }
  let log = try Counted.log(arguments[2])
  var options = ReplayOptions()
  options.memoryLimit = seed % 2 == 0 ? 0 : 1 << 20
  var round = seed
  while true {
    let next = Int(try log.head.rawValue) + 1
    try log.append(
      try (next..<next + 50).map { number in
        try NewEvent(
          Counted(counter: ObjectName("counter", "c\(number % 40)"), index: number, filling: ""),
          occurred: occurred(number))
      })
    try log.project(projections, options: options)
    switch round % 4 {
    case 1: _ = try log.rebuild(CounterState.self, options: options)
    case 2: _ = try? log.rollback("counter-state")
    case 3: _ = try log.rebuild(CounterPast.self, options: options)
    default: break
    }
    round += 1
  }
}

/// A second apart, and every seventieth told late.
private func occurred(_ number: Int) -> Instant {
  let second = number % 70 == 0 ? number - number % 400 / 2 : number
  return Instant(microseconds: 1_628_125_200_000_000 + Int64(second) * 1_000_000)
}

/// Holds whatever is stored against folds from nothing, now and as of earlier moments; ends with
/// 1 if anything differs.
func checkProjected(_ arguments: [String]) throws {
  guard arguments.count == 3 else { exit(2) }
  let log = try Counted.log(arguments[2])
  var checked = 0
  for stored in try log.storedProjections() {
    let changes = try log.verifyStored(stored.projection, among: projections)
    guard let changes, changes.isEmpty else { fatal("\(stored.projection): rows differ") }
    checked += 1
  }
  let head = try log.head.rawValue
  for cut in stride(from: 0, to: head, by: Int(max(1, head / 5))) {
    let asOf = AsOf.position(Position(cut))
    for type in projections {
      guard try log.storedProjections().contains(where: { $0.projection == type.name })
      else { continue }
      let past = try log.storedView(ofAny: type, asOf: asOf)
      guard past.digest == (try log.replay([type], asOf: asOf))[0].digest else {
        fatal("\(type.name) as of \(cut): rows differ")
      }
      checked += 1
    }
  }
  // It goes on from there, too.
  for upkeep in try log.project(projections) where upkeep.position.rawValue != head {
    fatal("\(upkeep.projection) stands at \(upkeep.position)")
  }
  for projection in projections {
    guard try log.verifyStored(projection.name, among: projections)?.isEmpty == true else {
      fatal("\(projection.name): rows differ after going on")
    }
  }
  print("checked \(checked)")
}

private func fatal(_ what: String) -> Never {
  print("wrong: \(what)")
  exit(1)
}
