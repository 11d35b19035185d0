// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import LMDB
import Testing

@testable import EventSourcing

/// Runs, merges and what is in memory behind them answer as a scan of the whole log does.
@Suite struct IndexRunTests {
  private static let then = Instant(microseconds: 1_628_125_200_000_000)

  /// A log whose runs are so short that a few thousand events make and merge several.
  private struct SmallRuns {
    let directory = TemporaryDirectory("runs")
    let log: EventLog
    var path: String { directory.path(of: "runs.gridlog") }

    static var options: EventLogOptions {
      var options = EventLogOptions(catalogue: Notes.catalogue)
      options.runEvents = 512
      return options
    }

    init() throws {
      log = try EventLog.create(
        at: directory.path(of: "runs.gridlog"), options: SmallRuns.options)
    }

    func reopened() throws -> EventLog { try EventLog(at: path, options: SmallRuns.options) }

    /// Appends in groups of all sizes; some events bring an id of their own.
    func fill(_ count: Int, _ generator: inout SeededGenerator) throws {
      var requests: [[NewEvent]] = []
      for _ in 0..<count {
        let author: ObjectName? =
          Bool.random(using: &generator)
          ? ObjectName("person", "p\(Int.random(in: 0..<50, using: &generator))") : nil
        let name = "n\(Int.random(in: 0..<300, using: &generator))"
        if Int.random(in: 0..<40, using: &generator) == 0 {
          requests.append([try NewEvent(NoteBurnt(note: ObjectName("note", name)))])
        } else {
          let id =
            Bool.random(using: &generator)
            ? EventID(
              high: .random(in: 0 ... .max, using: &generator),
              low: .random(in: 0 ... .max, using: &generator)) : nil
          requests.append([try note(name, id: id, author: author)])
        }
        if Int.random(in: 0..<400, using: &generator) == 0 {
          for result in log.appendTogether(requests) { _ = try result.get() }
          requests = []
        }
      }
      for result in log.appendTogether(requests) { _ = try result.get() }
      while log.writer.core.upkeep != .none { log.writer.core.keepUp() }
    }
  }

  private static func matches(_ event: StoredEvent, _ query: Query) -> Bool {
    query.items.contains { item in
      (item.types.isEmpty || item.types.contains(event.content.type))
        && item.references.allSatisfy { event.content.references.contains($0) }
        && (item.stream == nil || item.stream == event.content.stream)
    }
  }

  private static let queries: [Query] = [
    .all, .types("NoteBurnt"), .types("NoteTaken"), .types("NoteTaken", "NoteBurnt"),
    .stream("note/n3"), .stream("note/n299"), .stream("note/none"),
    .reference("author", "person/p1"), .reference("author", "person/p49", types: "NoteTaken"),
    .reference("note", "note/n7", types: "NoteBurnt"),
    Query([
      Query.Item(references: [Reference("author", "person/p2"), Reference("note", "note/n1")])
    ]),
    Query.stream("note/n4").or(.reference("author", "person/p5")),
  ]

  private static func compare(
    _ log: EventLog, _ all: [StoredEvent], _ generator: inout SeededGenerator, _ seed: UInt64
  ) throws {
    for query in queries {
      let after = Position(UInt64.random(in: 0..<UInt64(all.count), using: &generator))
      let through = Position(UInt64.random(in: 0...UInt64(all.count + 9), using: &generator))
      let expected = all.filter {
        $0.position > after && $0.position <= through && matches($0, query)
      }
      #expect(
        try log.events(query, after: after, through: through) == expected,
        "seed \(seed), \(query), \(after)…\(through)")
      #expect(
        try log.events(query, after: after, through: through, direction: .backwards)
          == expected.reversed(), "seed \(seed), backwards, \(query), \(after)…\(through)")
    }
  }

  @Test(arguments: [11, 4711] as [UInt64])
  func `reads over runs are what a scan would give`(seed: UInt64) throws {
    let test = try SmallRuns()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      try test.fill(Int.random(in: 1...3000, using: &generator), &generator)
      let all = try test.log.events()
      #expect(all.map(\.position.rawValue) == Array(1...UInt64(all.count)))
      try IndexRunTests.compare(test.log, all, &generator, seed)
      // A process that has nothing in memory reads the same.
      let other = try test.reopened()
      try IndexRunTests.compare(other, all, &generator, seed)
      for _ in 0..<200 {
        guard let event = all.randomElement(using: &generator) else { break }
        #expect(try other.event(event.content.id)?.position == event.position)
      }
      #expect(try other.event(EventID(high: 1, low: 2)) == nil)
      for stream in ["note/n3", "note/n17", "note/none"] as [ObjectName] {
        let count = all.filter { $0.content.stream == stream }.count
        #expect(try other.version(of: stream) == UInt64(count))
      }
      let report = try other.verify()
      #expect(report.isIntact, "\(report.problems)")
    }
    let transaction = try test.log.environment.beginRead()
    let runs = try transaction.runs(test.log.tables)
    #expect(runs.indexed > 0)
  }

  @Test func `four runs of a level become one of the next`() throws {
    let test = try SmallRuns()
    var generator = SeededGenerator(seed: 8)
    try test.fill(512 * 21 + 300, &generator)
    let runs = try test.log.environment.beginRead().runs(test.log.tables)
    // 16 + 4 + 1 times 512 events.
    #expect(runs.runs.map(\.level) == [3, 2, 1])
    #expect(runs.indexed == 512 * 21)
    #expect(try test.log.verify().isIntact)
  }

  @Test func `a known id is recognised in a run, and a stream's version is known`() throws {
    let test = try SmallRuns()
    var generator = SeededGenerator(seed: 9)
    let id = EventID(high: 77, low: 88)
    let first = try test.log.append(note("again", words: 3, id: id, occurred: IndexRunTests.then))
    try test.fill(2000, &generator)
    let log = try test.reopened()
    let second = try log.append(note("again", words: 3, id: id, occurred: IndexRunTests.then))
    #expect(second.positions == first.positions)
    #expect(second.appended == 0)
    #expect(throws: AppendError.idTaken(id: id, by: first.last)) {
      try log.append(note("again", words: 4, id: id, occurred: IndexRunTests.then))
    }
    try log.append([note("again")], if: .version(1, of: "note/again"))
    #expect(throws: AppendError.wrongVersion(stream: "note/again", expected: 1, actual: 2)) {
      try log.append([note("again")], if: .version(1, of: "note/again"))
    }
  }

  @Test func `a condition finds what stands in a run, in memory and in its own group`() throws {
    let test = try SmallRuns()
    var generator = SeededGenerator(seed: 10)
    try test.log.append(note("rare", author: "person/rare"))
    try test.fill(1500, &generator)
    let query = Query.reference("author", "person/rare")
    #expect(throws: AppendError.conditionFailed(after: 0, found: 1)) {
      try test.log.append([note("x")], if: .noEvents(matching: query, after: 0))
    }
    try test.log.append([note("x")], if: .noEvents(matching: query, after: 1))
    try test.log.append(note("rare", author: "person/rare"))
    let head = try test.log.head
    #expect(throws: AppendError.conditionFailed(after: 1, found: head)) {
      try test.log.append([note("x")], if: .noEvents(matching: query, after: 1))
    }
  }

  @Test func `a long payload stands apart and comes back`() throws {
    let test = try SmallRuns()
    let heading = String(repeating: "长", count: 20_000)
    let event = try NewEvent(NoteTaken(note: "note/long", words: 1, heading: heading))
    try test.log.append(event)
    for number in 0..<600 { try test.log.append(note("n\(number)")) }
    try test.log.append(event)
    for position in [1, 602] as [Position] {
      let stored = try #require(try test.reopened().event(at: position))
      #expect(try stored.decode(NoteTaken.self).heading == heading)
    }
    #expect(try test.log.verify().isIntact)
  }
}
