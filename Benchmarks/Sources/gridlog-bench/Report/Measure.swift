// SPDX-License-Identifier: Apache-2.0
import Counters

/// What one piece of work cost.
struct Cost {
  /// Seconds by the clock.
  var wall = 0.0
  /// Seconds of processor time, user and system, all threads.
  var cpu = 0.0
  var allocations = 0.0
  var flushes = 0.0
  /// Handed to write calls.
  var bytes = 0.0
  var writes = 0.0
  /// Pages of memory that were new to the process, or had been given back.
  var faults = 0.0

  /// Runs `work` once. The counters are read outside of the timed part.
  static func of(_ work: () throws -> Void) rethrows -> Cost {
    let before = counters_read()
    let cpu = counters_cpu_seconds()
    let wall = counters_wall_seconds()
    try work()
    let wallAfter = counters_wall_seconds()
    let cpuAfter = counters_cpu_seconds()
    let after = counters_read()
    return Cost(
      wall: wallAfter - wall, cpu: cpuAfter - cpu,
      allocations: Double(after.allocations - before.allocations),
      flushes: Double(after.flushes - before.flushes),
      bytes: Double(after.written_bytes - before.written_bytes),
      writes: Double(after.write_calls - before.write_calls),
      faults: Double(after.page_faults - before.page_faults))
  }
}

/// The costs of the same work done by several, round by round; the first one is ours.
struct Duel {
  private(set) var costs: [[Cost]]

  init(_ count: Int) { costs = Array(repeating: [], count: count) }

  /// One round: everybody in turn, the first another one each time, and every second time the
  /// other way round: who comes next finds the memory that the one before has just given back.
  mutating func round(_ work: [() throws -> Void]) throws {
    let start = costs[0].count
    for offset in work.indices {
      let step = start.isMultiple(of: 2) ? offset : work.count - offset
      let index = (start + step) % work.count
      costs[index].append(try Cost.of(work[index]))
    }
  }

  func median(_ index: Int, _ part: KeyPath<Cost, Double>) -> Double {
    costs[index].map { $0[keyPath: part] }.median
  }

  func mean(_ index: Int, _ part: KeyPath<Cost, Double>) -> Double {
    costs[index].map { $0[keyPath: part] }.mean
  }

  /// Yardstick ÷ ours in each round, so that a disk which changes its pace does so for both.
  func ratio(of yardstick: Int, to ours: Int = 0, _ part: KeyPath<Cost, Double>) -> Double {
    zip(costs[yardstick], costs[ours]).map { $0[keyPath: part] / $1[keyPath: part] }.median
  }
}
