// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation

/// One piece of our work over and over, for a profiler: `gridlog-bench profile NAME EVENTS`.
enum Profile {
  struct Unknown: Error, CustomStringConvertible {
    let description = "profile takes import, append-1000, append-1, scan, history or verify"
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
    switch name {
    case "import", "append-1000", "append-1": return
    case "scan": for _ in 0..<20 { keep(try log.replay(HeaderFilter.self)) }
    case "history":
      var random = Random(seed: 7)
      for _ in 0..<20_000 {
        keep(try log.events(.stream(Workload.ticket(random.below(events * 11 / 100)))).count)
      }
    case "verify": keep(try log.verify())
    default: throw Unknown()
    }
  }
}
