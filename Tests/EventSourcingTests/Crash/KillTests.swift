// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Testing

/// Real processes killed at random moments of real appends (reliability R2).
@Suite(.serialized) struct KillTests {
  private static let kills = ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] == nil ? 110 : 5000

  @Test func `whatever was acknowledged is there after kill -9, and a retry duplicates nothing`()
    throws
  {
    let seed = UInt64(20_260_417)
    var generator = SeededGenerator(seed: seed)
    let directory = TemporaryDirectory("kill")
    let path = directory.path(of: "log")
    let options = EventLogOptions(catalogue: SchemaCatalogue([Counted.schema]))
    _ = try EventLog.create(at: path, options: options)
    var next = 1
    var committedUnacknowledged = 0
    for round in 0..<KillTests.kills {
      let batch = [1, 3, 20, 120].randomElement(using: &generator) ?? 1
      let microseconds = UInt32.random(in: 0..<40_000, using: &generator)
      let acknowledged = try KillTests.killed(
        path, first: next, batch: batch, seed: round, after: microseconds)
      let log = try EventLog(at: path, options: options)
      let head = try log.head
      let context: Comment = "seed \(seed), round \(round), batch \(batch)"
      #expect(head.rawValue >= UInt64(acknowledged ?? 0), context)
      // Whole batches only: nothing of a half-done one is left.
      #expect((Int(head.rawValue) - (next - 1)).isMultiple(of: batch), context)
      if Int(head.rawValue) > max(acknowledged ?? 0, next - 1) { committedUnacknowledged += 1 }
      // The client retries what it has no receipt for.
      let retried = try log.append(KillTests.events(from: next, count: batch, seed: round))
      #expect(retried.positions.first == Position(UInt64(next)), context)
      next = Int(try log.head.rawValue) + 1
    }
    let log = try EventLog(at: path, options: options)
    let events = try log.events()
    #expect(events.map(\.position.rawValue) == Array(1..<UInt64(next)))
    #expect(Set(events.map(\.content.id)).count == events.count)
    #expect(events.map { Int($0.content.id.low) } == Array(1..<next))
    print(
      "kill -9: \(KillTests.kills) kills, \(events.count) events, \(committedUnacknowledged) commits unacknowledged"
    )
  }

  private static func events(from first: Int, count: Int, seed: Int) throws -> [NewEvent] {
    try (first..<first + count).map { number in
      try NewEvent(
        Counted(
          counter: ObjectName("counter", "c\(number % 5)"), index: number,
          filling: String(repeating: "x", count: (number * 37 + seed) % 600)),
        id: EventID(high: 0xC0DE, low: UInt64(number)), occurred: "2021-08-05T00:00:00Z")
    }
  }

  /// Runs the writer, kills it after its first acknowledgement or a while, and returns the last
  /// index it acknowledged.
  private static func killed(
    _ path: String, first: Int, batch: Int, seed: Int, after microseconds: UInt32
  ) throws -> Int? {
    let process = Process()
    process.executableURL = BuiltProducts.directory.appendingPathComponent("CrashWriter")
    process.arguments = [path, String(first), String(batch), String(seed)]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    usleep(microseconds)
    kill(process.processIdentifier, SIGKILL)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return lines.compactMap { Int($0) }.last
  }
}
