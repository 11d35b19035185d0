// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Testing

/// A running `CrashWriter`: what it prints, line by line, and signals to it.
final class OtherProcess {
  private let process = Process()
  private let output = Pipe()
  private var unread = Data()
  /// Every line so far.
  private(set) var lines: [String] = []

  /// - Parameter environment: Variables beside those of this process.
  init(_ arguments: String..., environment: [String: String] = [:]) throws {
    process.executableURL = BuiltProducts.directory.appendingPathComponent("CrashWriter")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    try process.run()
  }

  var id: Int32 { process.processIdentifier }

  /// The next line; waits for it. `nil` when the process has ended.
  func line() -> String? {
    while true {
      if let end = unread.firstIndex(of: 0x0A) {
        let line = String(decoding: unread[unread.startIndex..<end], as: UTF8.self)
        unread = Data(unread[(end + 1)...])
        lines.append(line)
        return line
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return nil }
      unread.append(more)
    }
  }

  /// All lines up to the end of the process; a torn last line is left out.
  func finished() -> [String] {
    while line() != nil {}
    process.waitUntilExit()
    return lines
  }

  var status: Int32 { process.terminationStatus }

  func send(_ signal: Int32) { kill(id, signal) }

  /// Ends it as kill -9 does, and waits for that.
  func end() {
    send(SIGKILL)
    send(SIGCONT)
    _ = finished()
  }

  deinit { if process.isRunning { end() } }
}

/// The event that `CrashWriter` writes, told again here: a test must not take its word for it.
struct Counted: Event {
  var counter: ObjectName
  var index: Int
  var filling: String

  static let schema = EventSchema(
    "Counted", title: "a number was counted", stream: "counter",
    [
      .reference("counter", "counter"), Field(1, "index", .int),
      Field(2, "filling", .text, harmless: "letters x"),
    ])

  static var options: EventLogOptions {
    EventLogOptions(catalogue: SchemaCatalogue([Counted.schema]))
  }

  /// The event that writer `writer` appends under `index`.
  static func event(writer: Int, index: Int) throws -> NewEvent {
    try NewEvent(
      Counted(
        counter: ObjectName("counter", "c\(index % 41)"), index: index,
        filling: String(repeating: "x", count: (index * 37 + writer) % 300)),
      id: EventID(high: UInt64(0xD000 + writer), low: UInt64(index)),
      occurred: "2021-08-05T00:00:00Z")
  }
}

/// An empty log that takes ``Counted``, in a directory that goes away with the test.
struct CountedLog {
  let directory = TemporaryDirectory("counted")
  let log: EventLog
  var path: String { directory.path(of: "test.gridlog") }

  init(_ change: (inout EventLogOptions) -> Void = { _ in }) throws {
    var options = Counted.options
    change(&options)
    log = try EventLog.create(at: directory.path(of: "test.gridlog"), options: options)
  }
}
