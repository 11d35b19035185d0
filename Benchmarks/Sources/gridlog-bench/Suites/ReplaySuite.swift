// SPDX-License-Identifier: Apache-2.0
import Counters
import EventSourcing
import Foundation
import RawLMDB

/// Projections over the whole log: the shared peers' projection D beside the same decode in C, and
/// twelve questions in one pass beside what others took for them.
struct ReplaySuite {
  let report: Report
  let stores: Stores

  /// Of the shared reference (performance.md, D; text ids, one thread, CPU): not measured here, for
  /// neither program is part of this package. Events a second.
  private static let recordedDuckDB = 1.1e6
  private static let recordedEventSourcing = 61e3

  func run(rounds: Int) throws {
    try decoded(rounds)
    try twelve(max(5, rounds / 2))
    try MemoryCheck(report: report).runTwelve(stores.directory + "/ours")
  }

  private func decoded(_ rounds: Int) throws {
    let log = stores.openLog()
    var status = [UInt16](repeating: 0, count: stores.workload.tickets.tickets)
    try check(try log.replay(Decoded.self), try stores.flat.project(&status), status)
    var duel = Duel(2)
    for _ in 0..<rounds {
      try duel.round([
        { keep(try log.replay(Decoded.self)) },
        { keep(try stores.flat.project(&status)) },
      ])
    }
    let scale = 1e9 / Double(stores.count)
    let ours = duel.median(0, \.cpu) * scale
    report.cost(
      "projection D, every field decoded", "ns/event cpu, flat file in C", ours: ours,
      yardstick: duel.median(1, \.cpu) * scale, ratio: duel.ratio(of: 1, \.cpu), floor: 0.6)
    report.cost(
      "projection D, every field decoded", "ns/event cpu, Python eventsourcing, recorded",
      ours: ours, yardstick: 1e9 / ReplaySuite.recordedEventSourcing, floor: 50)
  }

  /// Both have decoded the same.
  private func check(
    _ ours: View<Decoded>, _ theirs: raw_projection, _ status: [UInt16]
  ) throws {
    let sums = ours.projection.sums[0]
    try expectEqual(
      sums.map { UInt64(bitPattern: Int64($0.sum)) }, theirs.numbers, "numbers of D")
    try expectEqual(sums.map { UInt64($0.count) }, theirs.text, "text of D")
    let tickets = ours.entries(of: \.status)
    try expectEqual(tickets.count, status.count(where: { $0 > 0 }), "tickets of D")
    for (key, type) in tickets {
      let place = UInt16(TicketVocabulary.place(of: type) + 1)
      guard let ticket = Int(ours.name(of: key).key.dropFirst(5)) else { continue }
      try expectEqual(place, status[ticket], "status of ticket \(ticket)")
    }
    var months: [UInt64] = []
    withUnsafeBytes(of: theirs.town_month) { bytes in
      months = Array(bytes.bindMemory(to: UInt64.self))
    }
    let counted = ours.entries(of: \.townMonth).reduce(0) { $0 + UInt64($1.row) }
    try expectEqual(counted, months.reduce(0, +), "events by town and month of D")
    try expectEqual(
      ours.entries(of: \.townMonth).count, months.count(where: { $0 > 0 }), "towns and months of D")
  }

  private func twelve(_ rounds: Int) throws {
    let log = stores.openLog()
    var costs: [Cost] = []
    for _ in 0..<rounds {
      costs.append(try Cost.of { keep(try log.replay(Twelve.projections)) })
    }
    let scale = 1e9 / Double(stores.count)
    report.cost(
      "twelve projections in one pass", "ns/event cpu, DuckDB text ids, recorded",
      ours: costs.map(\.cpu).median * scale, yardstick: 1e9 / ReplaySuite.recordedDuckDB, floor: 5)
  }
}

/// Appends of one event while a stored view is rebuilt on the other core, beside appends alone.
///
/// Told, not gated: what waits for the disk moves with the machine.
struct LatencySuite {
  let report: Report
  private static let appends = 200

  /// - Parameter path: A filled log that nothing is compared with any more.
  func run(_ path: String) throws {
    let log = try EventLog(at: path, options: Stores.options)
    var workload = Workload(events: 4 * LatencySuite.appends, for: log)
    _ = try log.project([TicketCases.self])
    let idle = try latencies(&workload, log)
    let rebuilds = Rebuilds(log)
    let busy = try latencies(&workload, log)
    let count = try rebuilds.stop()
    for (name, share) in [("median", 0.5), ("p99", 0.99)] {
      report.cost(
        "append-1 during a rebuild, \(name)", "µs, idle; \(count) rebuilds",
        ours: busy.quantile(share) * 1e6, yardstick: idle.quantile(share) * 1e6)
    }
  }

  private func latencies(_ workload: inout Workload, _ log: EventLog) throws -> [Double] {
    var taken: [Double] = []
    for _ in 0..<LatencySuite.appends {
      let events = workload.next(1).events
      let begun = counters_wall_seconds()
      try log.append(events)
      taken.append(counters_wall_seconds() - begun)
    }
    return taken
  }
}

/// Rebuilds one after the other on a thread of its own.
private final class Rebuilds: @unchecked Sendable {
  private let lock = NSCondition()
  private var isWanted = true
  private var isDone = false
  private var count = 0
  private var failure: (any Error)?

  init(_ log: EventLog) {
    Thread.detachNewThread { self.run(log) }
  }

  private func run(_ log: EventLog) {
    var isWanted = true
    var failure: (any Error)?
    while isWanted, failure == nil {
      do { _ = try log.rebuild(TicketCases.self) } catch { failure = error }
      lock.withLock {
        count += 1
        isWanted = self.isWanted
      }
    }
    lock.withLock {
      self.failure = failure
      isDone = true
      lock.broadcast()
    }
  }

  /// Ends after the rebuild under way; how many there were.
  func stop() throws -> Int {
    lock.lock()
    defer { lock.unlock() }
    isWanted = false
    while !isDone { lock.wait() }
    if let failure { throw failure }
    return count
  }
}
