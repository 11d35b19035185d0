// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import LMDB
import Testing

/// Readers, tails and writers in processes of their own (reliability R10, R11).
@Suite(.serialized, .timeLimit(.minutes(30))) struct TailProcessTests {
  private static let isSoak = ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] != nil
  /// Events of each writer.
  private static let count = isSoak ? 4000 : 120

  @Test(arguments: [2, 5, 8])
  func `writers in several processes interleave without loss, gap or repeat`(writers: Int) throws {
    let test = try CountedLog()
    let total = writers * TailProcessTests.count
    let tails = try (0..<2).map { _ in
      try OtherProcess("tail", test.path, "0", String(total))
    }
    let running = try (0..<writers).map { writer in
      try OtherProcess("write", test.path, "\(writer)", "1", "\(TailProcessTests.count)")
    }
    for writer in running {
      let lines = writer.finished()
      #expect(lines.last == "\(TailProcessTests.count)", "\(lines.last ?? "nothing")")
      #expect(writer.status == 0)
    }
    let events = try test.log.events()
    try TailProcessTests.expectWhole(events, writers: writers)
    let seen = events.map { "\($0.position.rawValue) \($0.content.id.high) \($0.content.id.low)" }
    for tail in tails { #expect(Array(tail.finished().dropFirst()) == seen) }
    // Every name and index of every process agrees with every other.
    #expect(try test.log.verify().problems == [])
  }

  /// Every event once, as it was written; positions and versions of streams without gaps.
  private static func expectWhole(_ events: [StoredEvent], writers: Int) throws {
    #expect(events.map(\.position.rawValue) == Array(1...UInt64(writers * count)))
    var versions: [ObjectName: UInt64] = [:]
    for event in events {
      versions[event.content.stream, default: 0] += 1
      #expect(event.streamVersion == versions[event.content.stream])
      let index = Int(event.content.id.low)
      let expected = try Counted.event(
        writer: Int(event.content.id.high) - 0xD000, index: index)
      #expect(event.content.payload == expected.body.payload)
      #expect(event.content.references == expected.body.references)
    }
    for writer in 0..<writers {
      let own = events.filter { $0.content.id.high == UInt64(0xD000 + writer) }
      #expect(own.map { Int($0.content.id.low) } == Array(1...count))
    }
  }

  @Test func `writers killed with kill -9 do not disturb those who read`() throws {
    let test = try CountedLog()
    let rounds = TailProcessTests.isSoak ? 200 : 12
    let tail = try OtherProcess("tail", test.path, "0", "18446744073709551615")
    #expect(tail.line() == "ready")
    var random = SeededGenerator(seed: 20_260_418)
    var next = 1
    for _ in 0..<rounds {
      let writer = try OtherProcess("write", test.path, "1", "\(next)", "1000000")
      let wanted = Int.random(in: 1...15, using: &random)
      for _ in 0..<wanted { _ = writer.line() }
      usleep(UInt32.random(in: 0..<3000, using: &random))
      writer.end()
      let acknowledged = Int(writer.lines.last ?? "") ?? next - 1
      let head = Int(try test.log.head.rawValue)
      #expect(head >= acknowledged)
      next = head + 1
    }
    // The last commits may have been made by a writer that died before it could ring.
    for position in 1..<next { #expect(tail.line() == "\(position) 53249 \(position)") }
    tail.end()
  }

  @Test func `a tail that is killed goes on behind the last event it has seen`() throws {
    let test = try CountedLog()
    let total = 600
    let writer = try OtherProcess("write", test.path, "3", "1", "\(total)")
    var random = SeededGenerator(seed: 7)
    var seen: [String] = []
    while seen.count < total {
      let tail = try OtherProcess("tail", test.path, "\(seen.count)", "\(total)")
      #expect(tail.line() == "ready")
      let wanted = Int.random(in: 1...150, using: &random)
      while tail.lines.count <= wanted, tail.line() != nil {}
      tail.end()
      // What it printed before it died counts too.
      seen += tail.lines.dropFirst()
    }
    #expect(seen == (1...total).map { "\($0) 53251 \($0)" })
    #expect(writer.finished().last == "\(total)")
  }

  @Test func `a commit whose writer could not ring is seen all the same`() async throws {
    let test = try CountedLog()
    var iterator = test.log.tail().makeAsyncIterator()
    try await test.log.append([Counted.event(writer: 2, index: 1)])
    #expect(try await iterator.next()?.position == 1)
    // Without HEAD a writer cannot ring; as when it is killed after its commit.
    let head = test.path + "/HEAD"
    try FileManager.default.moveItem(atPath: head, toPath: head + ".away")
    let writer = try OtherProcess("write", test.path, "2", "2", "9")
    for position in 2...9 {
      #expect(try await iterator.next()?.position == Position(UInt64(position)))
    }
    #expect(writer.finished().last == "9")
    // Another file takes its place, as after a restore: it is watched from then on.
    try FileManager.default.moveItem(atPath: head + ".away", toPath: head)
    try await test.log.append([Counted.event(writer: 2, index: 10)])
    #expect(try await iterator.next()?.position == 10)
  }
}
