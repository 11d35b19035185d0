// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import LMDB
import Testing

@testable import EventSourcing

/// Records are made before the log has told their places and times, and are completed under its lock.
@Suite struct RecordTests {
  /// Of every length that a time can have in a record.
  private static let times: [Int64] = [0, 1, 63, 64, 8_191, 8_192] + (2...7).map { 1 << (7 * $0) }

  @Test func `a time that only the log knows stands in the record like one that was given`() throws
  {
    let test = try TemporaryLog(clock: .source)
    for round in 0..<24 {
      for time in RecordTests.times {
        let occurred = Instant(microseconds: time + Int64(round) << 50)
        try test.log.append([
          note("given", occurred: occurred), note("told"), note("told", author: "person/p1"),
        ])
      }
    }
    let events = try test.log.events()
    for (given, others) in zip(
      try test.log.events(.stream("note/given")).map(\.content.occurred),
      stride(from: 1, to: events.count, by: 3))
    {
      #expect(events[others].content.occurred == given)
      #expect(events[others + 1].content.occurred == given)
    }
    // Two segments and more: their roots are over the records as they were appended.
    #expect(events.count > 2 * SegmentLayout.events)
    #expect(try test.reopened().verify().isIntact)
  }

  @Test func `a transaction that is run again gives all its names their numbers again`() throws {
    let directory = TemporaryDirectory("again")
    let path = directory.path(of: "test.gridlog")
    let eventOptions = EventLogOptions(catalogue: Notes.catalogue)
    _ = try EventLog.create(at: path, options: eventOptions)
    // Held, so that the log shares its small map and meets its end within the commit.
    var options = EnvironmentOptions(tables: [])
    options.mapSize = 1 << 16
    let store = try Environment.open(at: path + "/log", options: options)
    let log = try EventLog(at: path, options: eventOptions)
    let names = (0..<700).map { log.object(ObjectName("note", "n\($0)")) }
    let author = log.object("person/p1")
    let receipt = try log.append(
      try (0..<2 * names.count).map {
        try NewEvent(NoteTaken(note: names[$0 % names.count], author: author, words: $0))
      })
    #expect(try store.info().mapSize > 1 << 16)
    #expect(receipt.positions == (1...1400).map { Position($0) })
    let again = try EventLog(at: path, options: eventOptions)
    for (index, name) in names.enumerated() {
      let events = try again.events(.stream(ObjectName("note", "n\(index)")))
      #expect(events.map(\.position.rawValue) == [UInt64(index + 1), UInt64(index + 701)])
      #expect(events.map(\.streamVersion) == [1, 2])
      #expect(events[0].content.references[0].object == name)
    }
    #expect(try again.verify().isIntact)
  }
}
