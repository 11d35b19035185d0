// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc
import ParcelSamples
import Synchronization

/// Folds that are wrong, each in one way: what the conformance kit must find.
protocol PlantedImpurity: Projection where Vocabulary == Parcels {}

extension PlantedImpurity {
  static var name: String { "planted" }
  static var version: Int { 1 }
}

/// A clock behind a global, as applications have it.
private enum WallClock {
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }
}

struct ReadsAClock: PlantedImpurity {
  let seen = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    seen[event.stream] = WallClock.now
  }
}

struct ThrowsDice: PlantedImpurity {
  let seen = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    seen[event.stream] = Int.random(in: 0..<1_000_000)
  }
}

/// The first ones of a dictionary that is made anew for each event.
struct TakesDictionaryOrder: PlantedImpurity {
  /// Kept, for the order follows from the address: memory that is used again would have the same.
  private static let kept = Mutex<[[Int: Int]]>([])
  let first = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    var weights: [Int: Int] = [:]
    for weight in 0..<40 { weights[weight] = weight }
    first[event.stream] = weights.prefix(5).reduce(0) { $0 * 41 + $1.value }
    let made = weights
    Self.kept.withLock { $0.append(made) }
  }
}

/// The order of a dictionary that stays the same as long as the process runs.
struct TakesGlobalOrder: PlantedImpurity {
  static let weights = Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, $0) })
  let sums = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    sums[event.stream] = Self.weights.prefix(5).reduce(0) { $0 * 41 + $1.value }
  }
}

struct KeepsHashValues: PlantedImpurity {
  let hashes = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    hashes[event.stream] = event.name(of: event.stream).text.hashValue
  }
}

struct CountsInAStatic: PlantedImpurity {
  private static let count = Mutex(0)
  let numbers = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    numbers[event.stream] = Self.count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Counts in a static variable, and begins anew where a fold does: folds from nothing agree.
struct CountsFromTheBeginning: PlantedImpurity {
  private static let count = Mutex(0)
  let numbers = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    let isFirst = event.position == 1
    numbers[event.stream] = Self.count.withLock { count in
      count = isFirst ? 1 : count + 1
      return count
    }
  }
}

/// Counts the batches that have several events.
struct RemembersABatch: PlantedImpurity {
  let after = Table<Int, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}

  func apply(_ batch: borrowing BatchSlice<Parcels>) throws(BatchRefusal) {
    after[0] = (after[0] ?? 0) + (batch.rows.count > 1 ? 1 : 0)
  }
}

/// Asks which object was numbered first, which says nothing about the world.
struct ComparesNumbers: PlantedImpurity {
  let largest = Table<ObjectID, ObjectID>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    guard let depot = event.reference(.depot) else { return }
    if largest[event.stream].map({ $0.number < depot.number }) ?? true {
      largest[event.stream] = depot
    }
  }
}

/// A row that does not write all it needs.
struct ForgetfulRow: TableRow {
  var shown = 0
  var hidden = 0

  enum CodingKeys: String, CodingKey { case shown }
}

struct ForgetsWhenStored: PlantedImpurity {
  let counts = Table<ObjectID, ForgetfulRow>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    counts.update(event.stream, default: ForgetfulRow()) { row in
      row.hidden += 1
      row.shown = row.hidden
    }
  }
}
