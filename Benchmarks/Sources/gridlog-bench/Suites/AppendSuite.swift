// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GridGovernance

/// Three logs of the same events, grown together: ours, raw C LMDB, SQLite.
final class Stores {
  let directory: String
  private(set) var log: EventLog?
  let raw: RawStore
  let sqlite: SQLiteStore
  var workload: Workload
  var encoder = RecordEncoder()
  private(set) var count = 0
  /// Bytes of all entries: what the events themselves are.
  private(set) var entryBytes = 0

  init(in directory: String, seed: UInt64, keepsSealed: Bool = false) throws {
    self.directory = directory
    try FileManager.default.createDirectory(
      atPath: directory + "/raw", withIntermediateDirectories: true)
    log = try EventLog.create(
      at: directory + "/ours.gridlog",
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue))
    raw = try RawStore.create(in: directory + "/raw")
    sqlite = try SQLiteStore(at: directory + "/events.sqlite")
    workload = Workload(seed: seed, keepsSealed: keepsSealed)
  }

  /// The next events in the form that each store takes.
  func next(_ count: Int) throws -> (events: [NewEvent], records: [Record], batch: RawBatch) {
    let events = try workload.next(count)
    let records = events.map { encoder.encode($0) }
    self.count += count
    entryBytes += records.reduce(0) { $0 + $1.bytes }
    return (events, records, RawBatch(records))
  }

  /// Commits one after the other by everybody, each beside the same commit of the others.
  func duel(eventsPerCommit: Int, rounds: Int) throws -> Duel {
    guard let log else { preconditionFailure("the log is closed") }
    var duel = Duel(3)
    for _ in 0..<rounds {
      let (events, records, batch) = try next(eventsPerCommit)
      try duel.round([
        { try log.append(events) },
        { try self.raw.append(batch) },
        { try self.sqlite.append(records) },
      ])
    }
    return duel
  }

  /// Throws unless our store and the C program's hold the same bytes.
  ///
  /// The log is closed for it: a process must not have one LMDB file open twice.
  func compare(ignoringExtras: Bool = false) throws {
    log = nil
    let ours = try RawStore.open(directory + "/ours.gridlog/log")
    try raw.compare(with: ours, ignoringExtras: ignoringExtras)
  }

  func ourUsedBytes() throws -> Int {
    log = nil
    return try RawStore.open(directory + "/ours.gridlog/log").usedBytes
  }

  func reopen() throws -> EventLog {
    let opened = try EventLog(
      at: directory + "/ours.gridlog",
      options: EventLogOptions(catalogue: GovernanceEvent.catalogue))
    log = opened
    return opened
  }
}

/// Durable appends.
struct AppendSuite {
  let report: Report
  let stores: Stores

  private static let floor = 0.75

  /// Events a commit, and how many commits.
  static let sizes = [(1000, 60), (100, 120), (1, 200)]

  func run(scale: Double, sizes: [(Int, Int)] = AppendSuite.sizes) throws {
    for (size, rounds) in sizes {
      let duel = try stores.duel(
        eventsPerCommit: size, rounds: max(4, Int(Double(rounds) * scale)))
      tell(duel, size)
    }
    try stores.compare()
    let events = Double(stores.count)
    report.cost(
      "disk", "B/event, C", ours: Double(try stores.ourUsedBytes()) / events,
      yardstick: Double(stores.raw.usedBytes) / events, floor: 0.9)
  }

  /// With personal text: the C program puts as many bytes, but has no keys and no cipher.
  static func runSealed(_ report: Report, in directory: String, scale: Double) throws {
    let stores = try Stores(in: directory, seed: 20_240_102, keepsSealed: true)
    let duel = try stores.duel(eventsPerCommit: 100, rounds: max(4, Int(30 * scale)))
    report.cost(
      "append-100 sealed", "µs/commit, C clear", ours: duel.median(0, \.wall) * 1e6,
      yardstick: duel.median(1, \.wall) * 1e6, ratio: duel.ratio(of: 1, \.wall))
    report.cost(
      "append-100 sealed cpu", "µs/commit, C clear", ours: duel.median(0, \.cpu) * 1e6,
      yardstick: duel.median(1, \.cpu) * 1e6, ratio: duel.ratio(of: 1, \.cpu))
    try stores.compare(ignoringExtras: true)
  }

  private func tell(_ duel: Duel, _ size: Int) {
    let name = "append-\(size)"
    let events = Double(size)
    func cost(
      _ suffix: String, _ unit: String, _ part: KeyPath<Cost, Double>, scale: Double,
      peer: Int = 1, floor: Double? = nil
    ) {
      report.cost(
        name + suffix, unit, ours: duel.median(0, part) * scale,
        yardstick: duel.median(peer, part) * scale, ratio: duel.ratio(of: peer, part),
        floor: floor)
    }
    cost("", "µs/commit, C", \.wall, scale: 1e6, floor: AppendSuite.floor)
    cost(" cpu", "µs/commit, C", \.cpu, scale: 1e6)
    cost("", "µs/commit, SQLite", \.wall, scale: 1e6, peer: 2)
    cost(" cpu", "µs/commit, SQLite", \.cpu, scale: 1e6, peer: 2)
    report.cost(
      "\(name) written", "B/commit, C", ours: duel.mean(0, \.bytes),
      yardstick: duel.mean(1, \.bytes), floor: 0.9)
    report.cost(
      "\(name) writes", "calls/commit, C", ours: duel.mean(0, \.writes),
      yardstick: duel.mean(1, \.writes))
    report.cost(
      "\(name) flushes", "calls/commit, C", ours: duel.mean(0, \.flushes),
      yardstick: duel.mean(1, \.flushes), floor: 1)
    report.cost(
      "\(name) allocations", "per event", ours: duel.mean(0, \.allocations) / events,
      yardstick: duel.mean(1, \.allocations) / events)
  }
}
