// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import LMDB
import Testing

@testable import EventSourcing

/// A log whose map is far too small: it grows under everything that goes on, and nobody is told (R9).
@Suite(.serialized, .timeLimit(.minutes(30))) struct MapGrowthTests {
  private static let size: UInt64 = 1 << 16

  /// Events of each process.
  private static let count = Trial.isSoak ? 20_000 : 800

  @Test func `the map grows under appends, reads, seals and upkeep of one process`() throws {
    let directory = TemporaryDirectory("growing")
    let trial = try Trial(
      "concurrent", directory.path(of: "log"), Trial.isSoak ? "4000" : "200", "grow",
      failsCalls: false)
    #expect(trial.status == 0 && !trial.wasKilled, "\(trial.output)")
    #expect(trial["failures"] == "0", "\(trial.output)")
    let size = UInt64(trial["map of log"] ?? "") ?? 0
    #expect(size >= 8 * MapGrowthTests.size, "\(trial.output)")
  }

  @Test func `the map of the keys grows, and every subject keeps its key`() throws {
    let directory = TemporaryDirectory("growing")
    let path = directory.path(of: "keys")
    _ = try KeyStore.create(at: path)
    var options = EnvironmentOptions(tables: ["keys"])
    options.mapSize = MapGrowthTests.size
    let store = try Environment.open(at: path, options: options)
    let keys = try KeyStore.open(at: path, readOnly: false)
    let subjects = (1...2_000).map { ObjectName("person", "p\($0)") }
    let made = try keys.keys(making: Set(subjects))
    #expect(try store.info().mapSize >= 4 * MapGrowthTests.size)
    for subject in subjects {
      let key = try keys.key(of: subject)
      #expect(key == made[subject])
      guard case .known = key else {
        Issue.record("\(subject) has no key")
        return
      }
    }
    for subject in subjects { try keys.erase(subject) }
    #expect(try keys.key(of: subjects[0]) == .erased)
  }

  @Test func `the map grows in writers and readers of several processes`() throws {
    let directory = TemporaryDirectory("growing")
    let path = directory.path(of: "test.gridlog")
    _ = try EventLog.create(at: path, options: Counted.options)
    // Held, so that the log of this process shares it.
    var options = EnvironmentOptions(tables: [])
    options.mapSize = MapGrowthTests.size
    let store = try Environment.open(at: path + "/log", options: options)
    let log = try EventLog(at: path, options: Counted.options)
    let variables = ["GRIDLOG_MAP": String(MapGrowthTests.size)]
    let count = MapGrowthTests.count
    let tail = try OtherProcess("tail", path, "0", String(3 * count), environment: variables)
    let writers = try (0..<2).map { writer in
      try OtherProcess("write", path, "\(writer)", "1", "\(count)", environment: variables)
    }
    for first in stride(from: 1, through: count, by: 8) {
      try log.append(
        (first..<min(first + 8, count + 1)).map { try Counted.event(writer: 2, index: $0) })
      // Reads meet maps that others made larger.
      let head = try log.head
      #expect(try log.event(at: head)?.position == head)
    }
    for writer in writers {
      #expect(writer.finished().last == "\(count)")
      #expect(writer.status == 0)
    }
    #expect(tail.finished().count == 3 * count + 1, "\(tail.lines.last ?? "")")
    #expect(tail.status == 0)
    let events = try log.events()
    #expect(events.map(\.position.rawValue) == Array(1...UInt64(3 * count)))
    for writer in 0..<3 {
      let own = events.filter { $0.content.id.high == UInt64(0xD000 + writer) }
      #expect(own.map { Int($0.content.id.low) } == Array(1...count))
    }
    #expect(try log.verify().problems == [])
    #expect(try store.info().mapSize >= 8 * MapGrowthTests.size)
  }

  @Test func `a fold finds names while another process has outgrown the map it reads in`() throws {
    let directory = TemporaryDirectory("growing")
    let path = directory.path(of: "test.gridlog")
    let name: ObjectName = "counter/c1"
    try EventLog.create(at: path, options: Counted.options)
      .append([Counted.event(writer: 0, index: 1)])
    var options = EnvironmentOptions(tables: [])
    options.mapSize = MapGrowthTests.size
    let store = try Environment.open(at: path + "/log", options: options)
    let log = try EventLog(at: path, options: Counted.options)
    try store.read { (view) throws(LMDBError) in
      let object = try log.dictionary.object(name, view)
      // Beside the open view no other can begin: the map cannot be taken over under it.
      _ = try? OtherProcess("write", path, "0", "2", "400").finished()
      #expect(throws: LMDBError.self) { _ = try store.beginRead() }
      #expect(object != nil)
      if let object { #expect(log.dictionary.name(of: object) == name) }
      #expect(log.dictionary.object("counter/c2") == nil)
    }
    #expect(try log.head == 400)
    #expect(log.dictionary.object("counter/c2") != nil)
  }
}
