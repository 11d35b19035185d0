// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation

/// Whether a scan's memory stays where it is when the log is ten times as long.
struct LargeSuite {
  let report: Report
  private static let events = 10_000_000

  func run(in directory: String) throws {
    try fill(directory + "/large")
    try MemoryCheck(report: report).run(directory + "/large", events: LargeSuite.events)
  }

  private func fill(_ path: String) throws {
    let log = try EventLog.create(at: path, options: Stores.options, clock: .source)
    var workload = Workload(events: LargeSuite.events, for: log)
    var left = LargeSuite.events
    while left > 0 {
      let batch = workload.next(min(left, 8192))
      try log.append(batch.events)
      left -= batch.count
    }
  }
}

/// Anonymous memory of a process of its own that scans a log.
struct MemoryCheck {
  let report: Report

  func run(_ path: String, events: Int) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["scan-memory", path]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let kilobytes = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw RawFailure(description: "the process that scans did not answer")
    }
    report.cost(
      "anonymous memory of a scan", "MB at \(events) events, limit", ours: kilobytes / 1024,
      yardstick: 16, floor: 1)
  }

  /// The other side: prints kB.
  static func scan(_ path: String) throws {
    var options = Stores.options
    options.isReadOnly = true
    let log = try EventLog(at: path, options: options)
    print(try log.replay(MemoryWatch.self).projection.most[0] ?? 0)
  }
}
