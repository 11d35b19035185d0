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
    report.cost(
      "anonymous memory of a scan", "MB at \(events) events, limit",
      ours: try ask("scan-memory", path)[0] / 1024, yardstick: 16, floor: 1)
  }

  /// What twelve projections in one pass take, beside the memory that their rows need.
  func runTwelve(_ path: String) throws {
    let told = try ask("twelve-memory", path)
    report.cost(
      "anonymous memory of twelve projections", "MB, 16 and their rows", ours: told[0] / 1024,
      yardstick: 16 + told[1] / 1024, floor: 1)
  }

  /// What a process of its own says, in kB.
  private func ask(_ what: String, _ path: String) throws -> [Double] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = [what, path]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard !numbers.isEmpty else {
      throw RawFailure(description: "the process that replays did not answer")
    }
    return numbers
  }

  /// The other side of ``run(_:events:)``.
  static func scan(_ path: String) throws {
    print(try openReadOnly(path).replay(MemoryWatch.self).projection.most[0] ?? 0)
  }

  /// The other side of ``runTwelve(_:)``: the most there was, and the rows' own bytes.
  static func twelve(_ path: String) throws {
    let views = try openReadOnly(path).replay(Twelve.projections + [MemoryWatch.self])
    let most = (views.last as? View<MemoryWatch>)?.projection.most[0] ?? 0
    // Only these have a row for each of many objects: each ticket thrice, each person.
    var bytes = 0
    for case let view as View<TicketStatus> in views {
      let tickets = view.projection.last.count
      bytes += tickets * (2 * MemoryLayout<EventType>.stride + MemoryLayout<Instant>.stride)
    }
    for case let view as View<Actors> in views {
      bytes += view.projection.count.count * MemoryLayout<Int>.stride
    }
    print(most, bytes / 1024)
  }

  private static func openReadOnly(_ path: String) throws -> EventLog {
    var options = Stores.options
    options.isReadOnly = true
    return try EventLog(at: path, options: options)
  }
}
