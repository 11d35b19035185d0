// SPDX-License-Identifier: Apache-2.0
import Dispatch
import EventSourcing
import Foundation

/// Many tasks that append one event at a time, beside one task that does: what sharing a flush
/// gives.
struct CrowdSuite {
  let report: Report
  private static let appenders = 256
  private static let each = 4
  private static let alone = 64

  func run(in directory: String, rounds: Int) throws {
    let log = try EventLog.create(at: directory + "/crowd", options: Stores.options)
    var workload = Workload(
      events: rounds * (CrowdSuite.appenders * CrowdSuite.each + CrowdSuite.alone) + 1024,
      for: log)
    var duel = Duel(2)
    for _ in 0..<rounds {
      let many = workload.next(CrowdSuite.appenders * CrowdSuite.each).events
      let few = workload.next(CrowdSuite.alone).events
      try duel.round([
        { try wait { try await CrowdSuite.together(many, log) } },
        {
          try wait {
            for event in few { try await log.append([event]) }
          }
        },
      ])
    }
    let together = duel.median(0, \.wall) * 1e6 / Double(CrowdSuite.appenders * CrowdSuite.each)
    let alone = duel.median(1, \.wall) * 1e6 / Double(CrowdSuite.alone)
    let scale = Double(CrowdSuite.alone) / Double(CrowdSuite.appenders * CrowdSuite.each)
    report.cost(
      "256 async appenders", "µs/event, one appender", ours: together, yardstick: alone,
      ratio: duel.ratio(of: 1, \.wall) / scale, floor: 20)
  }

  private static func together(_ events: [NewEvent], _ log: EventLog) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for appender in 0..<appenders {
        let own = events[appender * each..<(appender + 1) * each]
        group.addTask {
          for event in own { try await log.append([event]) }
        }
      }
      try await group.waitForAll()
    }
  }
}

/// Runs asynchronous work to its end on this thread.
private func wait(_ work: @escaping @Sendable () async throws -> Void) throws {
  let done = DispatchSemaphore(value: 0)
  let box = Outcome()
  Task.detached {
    do {
      try await work()
    } catch {
      box.error = error
    }
    done.signal()
  }
  done.wait()
  if let error = box.error { throw error }
}

/// Written once before the semaphore is signalled, read once after it was waited for.
private final class Outcome: @unchecked Sendable {
  var error: (any Error)?
}
