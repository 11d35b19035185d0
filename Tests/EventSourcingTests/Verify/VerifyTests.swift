// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import LMDB
import Testing

@testable import EventSourcing

/// Each rule that `verify` holds is broken in the store itself, with checksums that are right:
/// what only a faulty program could have written.
@Suite struct VerifyTests {
  private let test: TemporaryLog

  init() throws {
    test = try TemporaryLog()
    for number in 1...40 {
      let name = "n\(number % 7)"
      try test.log.append(
        note(name, words: number, author: number % 3 == 0 ? "person/p1" : nil, text: "private"))
    }
  }

  /// Changes the store behind the log's back; returns what verify then says.
  private func verify(
    after change: (inout WriteTransaction, LMDB.Table) throws(LMDBError) -> Void, table: String
  ) throws -> VerifyReport {
    var options = EnvironmentOptions(tables: [table])
    options.createsMissingTables = false
    let environment = try Environment.open(at: test.path + "/log", options: options)
    var transaction = try environment.beginWrite()
    try change(&transaction, environment.table(table))
    try transaction.commit()
    return try test.reopened().verify()
  }

  private func key(_ position: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: position >> (56 - 8 * $0)) }
  }

  @Test func `a log as it was written is intact`() throws {
    var stages: Set<VerifyProgress.Stage> = []
    let report = try test.log.verify { progress in
      stages.insert(progress.stage)
      return true
    }
    #expect(report.isIntact, "\(report.problems)")
    #expect(report.events == 40)
    #expect(report.head == 40)
    #expect(report.checkedValues > 40)
  }

  @Test func `an empty log is intact`() throws {
    let report = try TemporaryLog().log.verify()
    #expect(report.isIntact)
    #expect(report.head == .origin)
  }

  @Test func `a missing event is named by its position`() throws {
    let report = try verify(
      after: { transaction, table throws(LMDBError) in
        _ = try transaction.delete(table, key: self.key(17))
      }, table: "tail")
    #expect(!report.isIntact)
    #expect(report.firstBadPosition == 17)
  }

  @Test func `an event that stands where another belongs is found`() throws {
    let report = try verify(
      after: { transaction, table throws(LMDBError) in
        guard let other = try transaction.bytes(table, key: self.key(9)) else { return }
        try transaction.put(table, key: self.key(10), value: other, append: false)
      }, table: "tail")
    #expect(report.firstBadPosition == 10)
  }

  @Test func `a recorded time that goes back is found`() throws {
    let report = try verify(
      after: { transaction, table throws(LMDBError) in
        guard var bytes = try transaction.bytes(table, key: self.key(30)) else { return }
        for index in 0..<8 { bytes[index] = 0 }
        try transaction.put(table, key: self.key(30), value: bytes, append: false)
      }, table: "tail")
    #expect(report.problems.contains { $0.position == 30 && $0.what.contains("recorded time") })
  }

  @Test func `a payload that its schema does not allow is found`() throws {
    let report = try verify(
      after: { transaction, table throws(LMDBError) in
        guard var bytes = try transaction.bytes(table, key: self.key(10)) else { return }
        // Behind 56 bytes of header, the stream and the note: the tag of the first field.
        bytes[56 + 2 * 4] = 0x7A
        try transaction.put(table, key: self.key(10), value: bytes, append: false)
      }, table: "tail")
    #expect(report.firstBadPosition == 10, "\(report.problems)")
  }

  @Test func `an object number that does not exist is found, not a crash`() throws {
    let report = try verify(
      after: { transaction, table throws(LMDBError) in
        guard var bytes = try transaction.bytes(table, key: self.key(12)) else { return }
        for index in 56..<60 { bytes[index] = 0xEE }
        try transaction.put(table, key: self.key(12), value: bytes, append: false)
      }, table: "tail")
    #expect(report.problems.contains { $0.position == 12 && $0.what.contains("object") })
  }

  @Test func `names that do not agree with their numbers are found`() throws {
    let report = try verify(
      after: { transaction, table throws(LMDBError) in
        _ = try transaction.delete(table, key: Array("note/n3".utf8))
      }, table: "names")
    #expect(!report.isIntact)
  }

  @Test func `the caller can stop it, and the report says so`() throws {
    let report = try test.log.verify { _ in false }
    #expect(!report.isComplete)
    #expect(!report.isIntact)
    #expect(report.problemCount == 0)
  }

  @Test func `events appended while it runs are verified too, and nothing is missed`() throws {
    // More than one batch of objects and of events, and more of both at each step.
    for number in 0..<40 { try test.log.append((0..<60).map { try note("m\(number)-\($0)") }) }
    var told = 0
    let report = try test.log.verify { progress in
      told += 1
      guard progress.stage == .events, told < 12 else { return true }
      return (try? test.log.append([note("late\(told)"), note("n1", author: "person/new")])) != nil
    }
    #expect(report.isIntact, "\(report.problems)")
    #expect(report.head == (try test.log.head))
    #expect(report.head > 2440)
    #expect(report.events == Int(report.head.rawValue))
  }

  @Test func `no old pages are kept while it runs`() throws {
    for _ in 0..<40 { try test.log.append((0..<60).map { try note("n\($0)") }) }
    var states: Set<UInt64> = []
    _ = try test.log.verify { progress in
      guard progress.stage == .events else { return true }
      // Its own reading ended before it told; a commit then finds no reader at all.
      let readers = (try? test.log.environment.readers().compactMap(\.transaction)) ?? []
      states.formUnion(readers)
      return true
    }
    #expect(states.isEmpty)
  }
}
