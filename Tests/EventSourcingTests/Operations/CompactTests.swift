// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import LMDB
import Testing

@testable import EventSourcing

/// A compacted log says the same, and no program that writes to it loses an event by it.
@Suite struct CompactTests {
  private let directory = TemporaryDirectory("compact")
  private var path: String { directory.path(of: "test.gridlog") }

  /// A closed log and what it said.
  private func made(_ count: Int) throws -> [StoredEvent] {
    let log = try EventLog.create(at: path, options: noteOptions)
    for start in stride(from: 1, through: count, by: 50) {
      try log.append(
        (start..<min(start + 50, count + 1)).map { number in
          var event = try note(
            "n\(number % 31)", words: number, author: number % 3 == 0 ? "person/p1" : nil,
            text: number % 9 == 0 ? SealedText.clear("private \(number)") : nil)
          event.id = EventID(high: 9, low: UInt64(number))
          return event
        })
    }
    return try log.events()
  }

  private func compacted(_ options: CompactOptions = CompactOptions()) throws -> CompactReport {
    try EventLog.compact(at: path, options: options)
  }

  @Test func `events, indexes and hashes are as before, in fewer bytes`() throws {
    let events = try made(1500)
    let report = try compacted()
    #expect(report.head == 1500)
    #expect(report.bytesAfter < report.bytesBefore)
    #expect(report.deflated == 0)
    let log = try EventLog(at: path, options: noteOptions)
    #expect(try log.events() == events)
    #expect(try log.verify().isIntact)
    #expect(try log.append([note("n1")]).positions == [1501])
    #expect(try log.verify().isIntact, "HEAD and the store agree after the next commit too")
    #expect(FileSystem.names(in: path) == ["HEAD", "keys", "log", "writer.lock"])
  }

  @Test func `cold segments are deflated, and every way of reading finds the same`() throws {
    let events = try made(2000)
    var options = CompactOptions()
    options.compresses = true
    options.plainSegments = 2
    let report = try compacted(options)
    #expect(report.deflated == 5)
    #expect(report.plain == 2)
    let log = try EventLog(at: path, options: noteOptions)
    #expect(try log.events() == events, "scans")
    for position in [1, 2, 255, 256, 257, 1000, 1280, 1281, 1999] as [UInt64] {
      #expect(try log.event(at: Position(position)) == events[Int(position) - 1], "point reads")
    }
    #expect(
      try log.events(.stream("note/n3"))
        == events.filter { $0.content.stream == "note/n3" })
    #expect(try log.verify().isIntact)
    // What is deflated stays so; a log of both forms is backed up as any other.
    let again = directory.path(of: "backup")
    try log.backUp(to: again)
    try Backup(at: again).verify()
  }

  @Test func `deflated once, a segment is left alone, and its damage is found`() throws {
    _ = try made(1100)
    var options = CompactOptions()
    options.compresses = true
    options.plainSegments = 0
    #expect(try compacted(options).deflated == 4)
    #expect(try compacted(options).deflated == 0)
    let environment = try Environment.open(
      at: path + "/log", options: EnvironmentOptions(tables: ["segments"]))
    let table = try environment.table("segments")
    var transaction = try environment.beginWrite()
    let key = [UInt8](repeating: 0, count: 8)
    var value = try #require(try transaction.bytes(table, key: key))
    value[value.count - 60] ^= 4
    try transaction.put(table, key: key, value: value)
    try transaction.commit()
    let report = try EventLog(at: path, options: noteOptions).verify()
    #expect(report.firstBadPosition == 1)
  }

  @Test func `a log that this process has open is not compacted`() throws {
    _ = try made(300)
    let log = try EventLog(at: path, options: noteOptions)
    let before = try Data(contentsOf: URL(fileURLWithPath: path + "/log/data.mdb"))
    let holder = "this program, which has the log open"
    #expect(throws: EventLogError(.busy(holder: holder), path: path)) { try compacted() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/log/data.mdb")) == before)
    try log.append([note("n1")])
  }

  @Test func `a store that was replaced under a writer takes no event any more`() throws {
    _ = try made(300)
    let log = try EventLog(at: path, options: noteOptions)
    try log.append([note("n1")])
    // As if it had been opened in the moment between the look and the exchange.
    let other = directory.path(of: "other")
    try FileManager.default.copyItem(atPath: path + "/log", toPath: other)
    try Environment.exchange(path + "/log", other)
    #expect(throws: AppendError.log(EventLogError(.replaced, path: path))) {
      try log.append([note("n2")])
    }
    #expect(try log.head == 301, "reading goes on")
  }

  @Test func `stopped anywhere, the log is as it was`() throws {
    let events = try made(1500)
    let before = try Data(contentsOf: URL(fileURLWithPath: path + "/log/data.mdb"))
    for stop in 0..<8 {
      var told = 0
      #expect(throws: EventLogError(.stopped, path: path)) {
        try EventLog.compact(at: path) { _ in
          told += 1
          return told <= stop
        }
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/log/data.mdb")) == before)
      #expect(!FileTree.exists(path + "/log.compacting"))
    }
    #expect(try EventLog(at: path, options: noteOptions).events() == events)
  }
}
