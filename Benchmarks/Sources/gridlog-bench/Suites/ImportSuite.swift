// SPDX-License-Identifier: Apache-2.0
import Counters
import EventSourcing
import Foundation

/// Fills every store with the workload, side by side, stretch by stretch.
///
/// A stretch is the 65,536 events of one index run, in commits of 8,192. Our runs are written by
/// a thread of their own, so our processor time is what the process used less what the other
/// stores used on the calling thread: nothing of ours is left out.
struct ImportSuite {
  let report: Report
  let stores: Stores
  private static let commit = 8192
  private static let stretch = 65_536

  /// Bytes an event that our index runs and merges handed to write calls, off the commits.
  private(set) var runBytes = 0.0
  private var total = Totals()

  private struct Totals {
    var events = 0.0
    var ours = 0.0, same = 0.0, keyValue = 0.0, sqlite = 0.0
    var oursWall = 0.0, sameWall = 0.0, keyValueWall = 0.0
    /// Ratios stretch by stretch.
    var toSame: [Double] = [], toKeyValue: [Double] = []
  }

  init(report: Report, stores: Stores) {
    self.report = report
    self.stores = stores
  }

  mutating func run(events: Int) throws {
    let processBytes = counters_read().written_bytes
    let threadBytes = counters_thread_written()
    var left = events
    while left > 0 {
      let count = min(left, ImportSuite.stretch)
      try fill(count, isWhole: count == ImportSuite.stretch)
      left -= count
    }
    let byOthers =
      Double(counters_read().written_bytes - processBytes)
      - Double(counters_thread_written() - threadBytes)
    runBytes = byOthers / Double(events)
    try stores.sqlite.checkpoint()
    tell()
  }

  /// Appends one stretch to every store.
  private mutating func fill(_ count: Int, isWhole: Bool) throws {
    var parts = [Cost](repeating: Cost(), count: 4)
    let process = counters_cpu_seconds()
    let thread = counters_thread_seconds()
    var left = count
    while left > 0 {
      let batch = stores.next(min(left, ImportSuite.commit))
      left -= batch.count
      parts[0].add(try onThread { try stores.openLog().append(batch.events) })
      parts[1].add(try onThread { try stores.openSame().append(batch) })
      parts[2].add(try onThread { try stores.keyValue.append(batch) })
      try stores.flat.append(batch, isDurable: false)
      parts[3].add(try onThread { try stores.sqlite.append(batch) })
    }
    settle()
    // All that ran on other threads was ours.
    let elsewhere =
      counters_cpu_seconds() - process - (counters_thread_seconds() - thread)
    parts[0].cpu += elsewhere
    total.events += Double(count)
    total.ours += parts[0].cpu
    total.same += parts[1].cpu
    total.keyValue += parts[2].cpu
    total.sqlite += parts[3].cpu
    total.oursWall += parts[0].wall
    total.sameWall += parts[1].wall
    total.keyValueWall += parts[2].wall
    guard isWhole else { return }
    total.toSame.append(parts[1].cpu / parts[0].cpu)
    total.toKeyValue.append(parts[2].cpu / parts[0].cpu)
  }

  /// Waits until our log's own thread has nothing left to do.
  private func settle() {
    var used = counters_cpu_seconds() - counters_thread_seconds()
    while true {
      usleep(20_000)
      let now = counters_cpu_seconds() - counters_thread_seconds()
      if now - used < 0.0005 { return }
      used = now
    }
  }

  private func onThread(_ work: () throws -> Void) rethrows -> Cost {
    let cpu = counters_thread_seconds()
    let wall = counters_wall_seconds()
    try work()
    return Cost(
      wall: counters_wall_seconds() - wall, cpu: counters_thread_seconds() - cpu)
  }

  private func tell() {
    let scale = 1e9 / total.events
    func cost(
      _ name: String, _ unit: String, _ ours: Double, _ yardstick: Double, floor: Double? = nil
    ) {
      report.cost(name, unit, ours: ours * scale, yardstick: yardstick * scale, floor: floor)
    }
    // Whole sums: merges of runs fall into few stretches, and a median would leave them out.
    cost("import", "ns/event cpu, C same puts+hashes", total.ours, total.same, floor: 0.75)
    cost("import", "ns/event cpu, C kv+index", total.ours, total.keyValue, floor: 0.3)
    cost("import", "ns/event cpu, SQLite C", total.ours, total.sqlite)
    cost("import wall", "ns/event, C same puts+hashes", total.oursWall, total.sameWall)
    cost("import wall", "ns/event, C kv+index", total.oursWall, total.keyValueWall)
    guard !total.toSame.isEmpty else { return }
    report.share("import, median stretch", "C same puts+hashes", total.toSame.median)
    report.share("import, median stretch", "C kv+index", total.toKeyValue.median)
  }
}

extension Cost {
  mutating func add(_ other: Cost) {
    wall += other.wall
    cpu += other.cpu
  }
}
