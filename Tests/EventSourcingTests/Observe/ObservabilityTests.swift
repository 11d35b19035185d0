// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import EventSourcing
import EventSourcingTestSupport
import Foundation
import InMemoryLogging
import Logging
import MetricsTestKit
import Testing

@Suite struct ObservabilityTests {
  /// The names that docs/OBSERVABILITY.md lists.
  private static func documentedNames() throws -> Set<String> {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../docs/OBSERVABILITY.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    return Set(text.matches(of: /\| `(gridlog\.[a-z.]+)` \|/).map { String($0.output.1) })
  }

  /// A log whose every capability was used once.
  private static func used(
    _ metrics: TestMetrics, _ change: (inout EventLogOptions) -> Void = { _ in }
  ) async throws -> TemporaryLog {
    let test = try withMetricsFactory(metrics) { try TemporaryLog(change) }
    try await test.log.append([note("a", words: 1), note("b", words: 2)])
    try await test.log.append([note("a", words: 3)])
    for query in [Query.stream("note/a"), .types("NoteTaken")] {
      _ = try? await test.log.append(
        [note("c")], if: .noEvents(matching: query, after: .origin))
    }
    _ = try? await test.log.append([note("a")], if: .version(9, of: "note/a"))
    _ = try? await test.log.append([])
    for try await _ in test.log.tail(following: false) {}
    _ = try? await test.log.subscribe("s", following: false) { event in
      if event.position == 3 { throw CancellationError() }
    }
    return test
  }

  @Test func `every metric has a documented name, and every documented name is a metric`()
    async throws
  {
    let metrics = TestMetrics()
    let test = try await ObservabilityTests.used(metrics)
    let names =
      metrics.counters.map(\.label) + metrics.recorders.map(\.label)
      + metrics.timers.map(\.label) + metrics.meters.map(\.label)
    #expect(try Set(names) == ObservabilityTests.documentedNames())
    withExtendedLifetime(test) {}
  }

  @Test func `appends, commits and refusals are counted`() async throws {
    let metrics = TestMetrics()
    let test = try await ObservabilityTests.used(metrics)
    #expect(try metrics.expectCounter("gridlog.commits").totalValue == 2)
    #expect(try metrics.expectCounter("gridlog.append.events").totalValue == 3)
    #expect(try metrics.expectCounter("gridlog.append.bytes").totalValue > 300)
    #expect(try metrics.expectTimer("gridlog.commit.duration").values.count == 6)
    #expect(try metrics.expectRecorder("gridlog.commit.events").values == [2, 1])
    #expect(try metrics.expectRecorder("gridlog.log.head").lastValue == 3)
    #expect(try metrics.expectRecorder("gridlog.log.bytes").lastValue ?? 0 > 4096)
    for (reason, count) in [("condition", 2), ("version", 1), ("empty", 1), ("id", 0)] {
      let counter = try metrics.expectCounter("gridlog.append.refusals", [("reason", reason)])
      #expect(counter.totalValue == Int64(count), "\(reason)")
    }
    withExtendedLifetime(test) {}
  }

  @Test func `tails and subscriptions tell how far behind they are`() async throws {
    let metrics = TestMetrics()
    let test = try await ObservabilityTests.used(metrics)
    let dimensions = [("subscription", "s")]
    #expect(try metrics.expectCounter("gridlog.tail.events").totalValue == 6)
    #expect(
      try metrics.expectCounter("gridlog.subscription.events", dimensions).totalValue == 2)
    #expect(
      try metrics.expectCounter("gridlog.subscription.failures", dimensions).totalValue == 1)
    #expect(
      try metrics.expectRecorder("gridlog.subscription.lag", dimensions).values == [2, 1])
    #expect(
      try metrics.expectTimer("gridlog.subscription.duration", dimensions).values.count == 2)
    withExtendedLifetime(test) {}
  }

  @Test func `the log speaks to the logger it is given, at debug and trace only, and of no person`()
    async throws
  {
    let lines = InMemoryLogHandler()
    let test = try await ObservabilityTests.used(TestMetrics()) { options in
      options.logger = Logger(label: "test") { _ in lines }
      options.logger.logLevel = .trace
    }
    try await test.log.append([note("secret", author: "person/p7", text: "张三 13800000000")])
    let said = lines.entries
    #expect(
      Set(said.map { "\($0.message)" }) == [
        "log opened", "commit", "append refused", "subscription begun", "subscription failed",
      ])
    #expect(said.allSatisfy { $0.level <= .debug })
    #expect(said.allSatisfy { $0.metadata["log"] == "\(test.log.identity.id)" })
    let words = said.map { "\($0.message) \($0.metadata)" }.joined()
    for personal in ["secret", "person", "p7", "张三", "13800000000", test.path] {
      #expect(!words.contains(personal), "\(personal)")
    }
  }

  @Test func `a logger's level is respected`() async throws {
    let lines = InMemoryLogHandler()
    let test = try await ObservabilityTests.used(TestMetrics()) { options in
      options.logger = Logger(label: "test") { _ in lines }
      options.logger.logLevel = .debug
    }
    #expect(!lines.entries.contains { $0.level == .trace })
    #expect(lines.entries.contains { $0.message == "append refused" })
    withExtendedLifetime(test) {}
  }

  /// Without a backend the logging package itself prints from `info` on.
  @Test func `a program that sets nothing up prints nothing of ours`() throws {
    let test = try CountedLog()
    let process = Process()
    process.executableURL = BuiltProducts.directory.appendingPathComponent("CrashWriter")
    process.arguments = ["write", test.path, "1", "1", "5"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}
