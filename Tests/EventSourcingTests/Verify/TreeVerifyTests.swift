// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import LMDB
import Testing

@testable import EventSourcing

/// Records made from columns are those of the events, and `verify(.tree)` finds what they show.
@Suite struct TreeVerifyTests {
  private let directory = TemporaryDirectory("tree")
  private let path: String
  private let seed = UInt64.random(in: 0 ... .max)

  private static var options: EventLogOptions {
    var options = EventLogOptions(catalogue: Notes.catalogue)
    options.runEvents = 256
    return options
  }

  init() throws {
    path = directory.path(of: "tree.gridlog")
    let log = try EventLog.create(at: path, options: TreeVerifyTests.options)
    var generator = SeededGenerator(seed: seed)
    for hundred in 0..<8 {
      try log.append(
        (0..<100).map { number in
          // The first of a segment is forged below: its payload must stand in the segment.
          let isShort = (100 * hundred + number) % SegmentLayout.events == 0
          return try TreeVerifyTests.event(&generator, isShort: isShort)
        })
      _ = try log.checkpoint()
    }
    while log.writer.core.upkeep != .none { log.writer.core.keepUp() }
  }

  /// With and without every part that a content can have, with names and texts of all lengths.
  private static func event(
    _ generator: inout SeededGenerator, isShort: Bool
  ) throws -> NewEvent {
    func maybe<T>(_ value: @autoclosure () -> T) -> T? {
      Bool.random(using: &generator) ? value() : nil
    }
    func name(_ kind: ObjectKind) -> ObjectName {
      let count = [1, 7, 27, 120, 200].randomElement(using: &generator) ?? 1
      let letter = ["a", "b"].randomElement(using: &generator) ?? "a"
      return ObjectName(kind, String(repeating: letter, count: count))
    }
    func id() -> EventID {
      EventID(
        high: .random(in: 0 ... .max, using: &generator),
        low: .random(in: 0 ... .max, using: &generator))
    }
    let author = maybe(name("person"))
    let letters =
      (isShort ? [0, 3, 200] : [0, 3, 200, 5000]).randomElement(using: &generator) ?? 0
    var event = try NewEvent(
      NoteTaken(
        note: name("note"), author: author, words: .random(in: -9...9999, using: &generator),
        heading: maybe(String(repeating: "字", count: letters)),
        text: author == nil ? nil : maybe("private")),
      id: id(),
      occurred: Instant(microseconds: .random(in: -1_000_000_000...1_000_000, using: &generator)))
    event.actor = Actor(
      body: maybe(name("body")), person: maybe(name("person")), post: maybe(name("post")))
    event.source = maybe(
      Source(
        system: name("system"), externalID: maybe(String(repeating: "e", count: letters % 251 + 1)),
        mode: Source.Mode.allCases.randomElement(using: &generator) ?? .native))
    event.causation = maybe(id())
    event.correlation = maybe(id())
    return event
  }

  private func opened() throws -> EventLog {
    try EventLog(at: path, options: TreeVerifyTests.options)
  }

  /// The leaf hashes of a segment by way of columns, and by way of events.
  private func leaves(_ log: EventLog, _ segment: UInt64) throws -> (fast: [UInt8]?, slow: [UInt8])
  {
    var records = SegmentRecords(log.dictionary, log.identity.digestAlgorithm)
    records.catchUp()
    var fits = FitCheck(nil)
    let transaction = try log.environment.beginRead()
    let fast = try records.leaves(of: segment, &fits, transaction).map(Array.init)
    var digester = Digester(log.identity.digestAlgorithm)
    let first = SegmentLayout.firstPosition(of: segment)
    let events = try log.events(after: Position(first - 1), through: Position(first + 255))
    return (fast, events.flatMap { digester.hash([0] + $0.record) })
  }

  @Test func `hashes made from columns are those of the events, deflated or not`() throws {
    for segment in 0..<UInt64(3) {
      let leaves = try leaves(try opened(), segment)
      #expect(leaves.fast == leaves.slow, "segment \(segment), seed \(seed)")
    }
    var options = CompactOptions()
    options.compresses = true
    options.plainSegments = 0
    _ = try EventLog.compact(at: path, options: options)
    for segment in 0..<UInt64(3) {
      let leaves = try leaves(try opened(), segment)
      #expect(leaves.fast == leaves.slow, "deflated segment \(segment), seed \(seed)")
    }
  }

  @Test func `a log as it was written has its tree, with the root of verify`() throws {
    let log = try opened()
    let report = try log.verify(.tree)
    #expect(report.isIntact, "\(report.problems), seed \(seed)")
    #expect(report.events == 800)
    #expect(report.checkpoints == 8, "they end inside of segments too")
    #expect(report.pages == 0 && report.indexEntries == 0)
    let everything = try log.verify()
    #expect(everything.isIntact, "\(everything.problems), seed \(seed)")
    #expect(report.root == everything.root)
    #expect(report.root != nil)
  }

  /// Changes the store behind the log's back; returns what verify then says of the tree.
  private func verify(
    _ table: String,
    after change: (inout WriteTransaction, LMDB.Table) throws(LMDBError) -> Void
  ) throws -> VerifyReport {
    let environment = try Environment.open(
      at: path + "/log", options: EnvironmentOptions(tables: [table]))
    var transaction = try environment.beginWrite()
    try change(&transaction, environment.table(table))
    try transaction.commit()
    return try opened().verify(.tree)
  }

  @Test func `a segment that says something else is found, and not taken for another's fault`()
    throws
  {
    let report = try verify("segments") { transaction, table throws(LMDBError) in
      let key: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
      guard var bytes = try transaction.bytes(table, key: key) else { return }
      VerifySealedTests.forgePayload(&bytes)
      try transaction.put(table, key: key, value: bytes)
    }
    #expect(report.firstBadPosition == 257, "\(report.problems)")
    #expect(
      report.problems.contains { $0.what.contains("rewritten") },
      "by its checkpoints, \(report.problems), seed \(seed)")
  }

  @Test func `a name that was exchanged is found by every event that has it`() throws {
    let report = try verify("objects") { transaction, table throws(LMDBError) in
      var cursor = try transaction.cursor(table)
      guard try cursor.first() else { return }
      let (key, name) = (cursor.key.array, cursor.value.array)
      try transaction.put(table, key: key, value: name + Array("x".utf8))
    }
    #expect(report.firstBadPosition == 1, "\(report.problems)")
  }

  @Test func `roots above segments and a missing segment are found`() throws {
    let report = try verify("tree") { transaction, table throws(LMDBError) in
      try transaction.put(
        table, key: SubtreeRoots.key(0, 2), value: [UInt8](repeating: 7, count: 32))
    }
    #expect(report.firstBadPosition == 513, "\(report.problems)")
    let second = try verify("segments") { transaction, table throws(LMDBError) in
      _ = try transaction.delete(table, key: [0, 0, 0, 0, 0, 0, 0, 2])
    }
    #expect(second.firstBadPosition == 513, "\(second.problems)")
  }

  @Test func `indexes are not its concern`() throws {
    let report = try verify("postings") { transaction, table throws(LMDBError) in
      var cursor = try transaction.cursor(table)
      guard try cursor.first() else { return }
      let key = cursor.key.array
      _ = try transaction.delete(table, key: key)
    }
    #expect(report.isIntact, "\(report.problems)")
    #expect(try !opened().verify().isIntact)
  }
}
