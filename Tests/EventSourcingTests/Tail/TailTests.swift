// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import EventSourcing
import EventSourcingTestSupport
import Foundation
import LMDB
import MetricsTestKit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(30))) struct TailTests {
  /// The first `count` events that a tail gives.
  private static func taken(_ count: Int, of tail: EventTail) async throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    for try await event in tail {
      events.append(event)
      if events.count == count { break }
    }
    return events
  }

  @Test func `history comes first, then what is appended, without gap or repeat`() async throws {
    let test = try TemporaryLog()
    let log = test.log
    for number in 1...300 { try await log.append([note("n\(number % 5)", words: number)]) }
    async let taken = TailTests.taken(700, of: log.tail())
    for number in 301...700 { try await log.append([note("n\(number % 5)", words: number)]) }
    let events = try await taken
    #expect(events.map(\.position.rawValue) == Array(1...700))
    #expect(events == (try log.events()))
  }

  @Test func `every one of many tails gets every event of many writers`() async throws {
    let test = try TemporaryLog()
    let log = test.log
    for number in 1...40 { try await log.append([note("a", words: number)]) }
    try await withThrowingTaskGroup(of: [StoredEvent]?.self) { group in
      for start in 0..<40 {
        group.addTask {
          try await TailTests.taken(240 - start, of: log.tail(after: Position(UInt64(start))))
        }
      }
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 { try await log.append([note("w\(writer)", words: number)]) }
          return nil
        }
      }
      var tails = 0
      for try await events in group {
        guard let events else { continue }
        tails += 1
        #expect(events.last?.position == 240)
        #expect(events.map(\.position.rawValue) == Array((241 - UInt64(events.count))...240))
      }
      #expect(tails == 40)
    }
  }

  @Test func `a tail goes on where another one stood`() async throws {
    let test = try TemporaryLog()
    let log = test.log
    for number in 1...40 { try await log.append([note("a", words: number)]) }
    var iterator = log.tail(batch: 16).makeAsyncIterator()
    var positions: [Position] = []
    for _ in 0..<21 { positions.append(try #require(await iterator.next()).position) }
    #expect(iterator.position == 21)
    let rest = try await TailTests.taken(19, of: log.tail(after: iterator.position))
    #expect(positions + rest.map(\.position) == (1...40).map { Position($0) })
  }

  @Test func `a query narrows the tail, and its place moves on over what does not match`()
    async throws
  {
    let test = try TemporaryLog()
    let log = test.log
    for number in 1...30 {
      try await log.append([number % 10 == 0 ? NewEvent(NoteBurnt(note: "note/x")) : note("a")])
    }
    try await log.append([note("a"), note("a")])
    var batches = log.tail(matching: .types("NoteBurnt"), following: false, batch: 2).batches
      .makeAsyncIterator()
    #expect(try await batches.next()?.events.map(\.position) == [10, 20])
    let last = try await batches.next()
    #expect(last?.events.map(\.position) == [30])
    #expect(last?.through == 32)
    #expect(try await batches.next() == nil)
  }

  @Test func `without following a tail ends at the head`() async throws {
    let test = try TemporaryLog()
    var iterator = test.log.tail(following: false).makeAsyncIterator()
    #expect(try await iterator.next() == nil)
    try await test.log.append([note("a"), note("b")])
    #expect(try await iterator.next()?.position == 1)
    #expect(try await iterator.next()?.position == 2)
    #expect(try await iterator.next() == nil)
    #expect(iterator.position == 2)
  }

  @Test func `cancelling ends a tail that waits`() async throws {
    let test = try TemporaryLog()
    let log = test.log
    let waiting = (0..<50).map { _ in
      Task {
        var count = 0
        for try await _ in log.tail() { count += 1 }
        return count
      }
    }
    try await log.append([note("a")])
    for (index, task) in waiting.enumerated() {
      if index.isMultiple(of: 2) { await Task.yield() }
      task.cancel()
    }
    for task in waiting { #expect(try await task.value <= 1) }
    // Cancelled before it began.
    let late = Task {
      for try await _ in log.tail() { return false }
      return true
    }
    late.cancel()
    _ = try await late.value
  }

  @Test func `nothing is read before it is asked for`() async throws {
    let metrics = TestMetrics()
    let test = try withMetricsFactory(metrics) { try TemporaryLog() }
    for number in 1...20 { try await test.log.append([note("a", words: number)]) }
    var iterator = test.log.tail(batch: 8).makeAsyncIterator()
    for _ in 0..<8 { _ = try await iterator.next() }
    #expect(try metrics.expectCounter("gridlog.tail.events").totalValue == 8)
    #expect(try metrics.expectRecorder("gridlog.tail.lag").values == [12])
    _ = try await iterator.next()
    #expect(try metrics.expectCounter("gridlog.tail.events").totalValue == 16)
  }

  @Test func `a slow tail keeps no view of the store open between its batches`() async throws {
    let test = try TemporaryLog()
    for number in 1...20 { try await test.log.append([note("a", words: number)]) }
    var iterator = test.log.tail(batch: 4).makeAsyncIterator()
    _ = try await iterator.next()
    let store = try Environment.open(
      at: test.path + "/log", options: EnvironmentOptions(tables: ["meta"]))
    #expect(try store.readers().allSatisfy { $0.transaction == nil })
    for number in 21...600 { try await test.log.append([note("a", words: number)]) }
    var last: StoredEvent?
    for _ in 2...600 { last = try await iterator.next() }
    #expect(last?.position == 600)
  }

  @Test func `what another log object of this process appends wakes a tail`() async throws {
    let test = try TemporaryLog()
    let log = test.log
    let other = try test.reopened()
    async let taken = TailTests.taken(50, of: log.tail())
    for number in 1...50 { try await other.append([note("a", words: number)]) }
    #expect(try await taken.map(\.position.rawValue) == Array(1...50))
  }

  @Test func `a tail survives its store being reopened under it`() async throws {
    let test = try TemporaryLog()
    let log = test.log
    async let taken = TailTests.taken(6, of: log.tail())
    let store = try Environment.open(
      at: test.path + "/log", options: EnvironmentOptions(tables: ["meta"]))
    for number in 1...3 {
      try await log.append([note("a", words: number)])
      try store.reopen()
      try await log.append([note("a", words: -number)])
    }
    #expect(try await taken.map(\.position.rawValue) == Array(1...6))
  }

  @Test func `a place behind the head is refused: the log is not the one that was read`()
    async throws
  {
    let test = try TemporaryLog()
    try await test.log.append([note("a")])
    var iterator = test.log.tail(after: 2).makeAsyncIterator()
    await #expect(
      throws: EventLogError(.positionBeyondHead(position: 2, head: 1), path: test.path)
    ) { try await iterator.next() }
  }
}
