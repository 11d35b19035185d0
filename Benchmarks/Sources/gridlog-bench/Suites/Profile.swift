// SPDX-License-Identifier: Apache-2.0
import Counters
import EventSourcing
import Foundation

/// One piece of our work over and over, for a profiler: `gridlog-bench profile NAME EVENTS`, or
/// `gridlog-bench profile NAME LOG` on a log of the workload that is there already.
enum Profile {
  struct Unknown: Error, CustomStringConvertible {
    let description =
      "profile takes import, append-1000, append-1, scan, history, tree, verify, replay, rebuild, "
      + "decoded or twelve"
  }

  static func run(_ name: String, events: Int, in directory: String) throws {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let log = try EventLog.create(
      at: directory + "/profile", options: Stores.options, clock: .source)
    var workload = Workload(events: events, for: log)
    let size = ["append-1000": 1000, "append-1": 1][name] ?? 8192
    var left = events
    while left > 0 {
      let batch = workload.next(min(size, left))
      try log.append(batch.events)
      left -= batch.count
    }
    if !["import", "append-1000", "append-1"].contains(name) { try run(name, on: log) }
  }

  /// Prints the nanoseconds of processor time that one event takes.
  static func run(_ name: String, on log: EventLog) throws {
    let count = Int(try log.head.rawValue)
    var events = 0
    let cost = try Cost.of {
      switch name {
      case "scan":
        for _ in 0..<20 { keep(try log.replay(HeaderFilter.self)) }
        events = 20 * count
      case "history":
        var random = Random(seed: 7)
        for _ in 0..<20_000 {
          events += try log.events(.stream(Workload.ticket(random.below(count * 11 / 100)))).count
        }
      case "replay":
        for _ in 0..<5 { keep(try log.replay(TicketCases.self)) }
        events = 5 * count
      case "rebuild":
        for _ in 0..<5 { keep(try log.rebuild(TicketCases.self)) }
        events = 5 * count
      case "decoded":
        for _ in 0..<5 { keep(try log.replay(Decoded.self)) }
        events = 5 * count
      case "twelve":
        for _ in 0..<5 { keep(try log.replay(Twelve.projections)) }
        events = 5 * count
      case "tree":
        keep(try log.verify(.tree))
        events = count
      case "verify":
        keep(try log.verify())
        events = count
      default: throw Unknown()
      }
    }
    print("\(name): \(cost.cpu * 1e9 / Double(max(1, events))) ns/event cpu, \(events) events")
  }
}
