// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import LMDB
import Testing

@testable import EventSourcing

/// What `verify` holds of segments, runs and roots is broken in the store itself, with checks
/// that are right: what only a faulty or a hostile program could have written.
@Suite struct VerifySealedTests {
  private let directory = TemporaryDirectory("sealed")
  private let path: String

  private static var options: EventLogOptions {
    var options = EventLogOptions(catalogue: Notes.catalogue)
    options.runEvents = 512
    return options
  }

  init() throws {
    path = directory.path(of: "sealed.gridlog")
    let log = try EventLog.create(at: path, options: VerifySealedTests.options)
    for first in stride(from: 0, to: 1400, by: 100) {
      _ = try log.append(
        (first..<first + 100).map { number throws(SchemaError) in
          try note(
            "n\(number % 37)", words: number, author: number % 5 == 0 ? "person/p1" : nil)
        })
    }
    while log.writer.core.upkeep != .none { log.writer.core.keepUp() }
  }

  /// Changes the store behind the log's back; returns what verify then says.
  private func verify(
    _ table: String,
    after change: (inout WriteTransaction, LMDB.Table) throws(LMDBError) -> Void
  ) throws -> VerifyReport {
    let environment = try Environment.open(
      at: path + "/log", options: EnvironmentOptions(tables: [table]))
    var transaction = try environment.beginWrite()
    try change(&transaction, environment.table(table))
    try transaction.commit()
    return try EventLog(at: path, options: VerifySealedTests.options).verify()
  }

  private func first(
    _ transaction: borrowing WriteTransaction, _ table: LMDB.Table
  ) throws(LMDBError) -> (key: [UInt8], value: [UInt8]) {
    var cursor = try transaction.cursor(table)
    guard try cursor.next() else { return ([], []) }
    return (cursor.key.array, cursor.value.array)
  }

  @Test func `a log with segments and runs is intact, and its index is counted`() throws {
    let report = try EventLog(at: path, options: VerifySealedTests.options).verify()
    #expect(report.isIntact, "\(report.problems)")
    #expect(report.events == 1400)
    // Two runs of 512: an id, a type, a stream and a note each, every fifth an author too.
    #expect(report.indexEntries == 1024 * 4 + 205)
  }

  @Test func `a root that is not that of its events is found`() throws {
    let report = try verify("tree") { transaction, table throws(LMDBError) in
      var (key, root) = try first(transaction, table)
      root[3] ^= 1
      try transaction.put(table, key: key, value: root)
    }
    #expect(report.firstBadPosition == 1)
    #expect(report.problems.first?.what.contains("hash") == true, "\(report.problems)")
  }

  @Test func `a segment that says something else is found by its root`() throws {
    let report = try verify("segments") { transaction, table throws(LMDBError) in
      // The second segment, sealed again with one payload byte changed.
      let key: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
      guard var bytes = try transaction.bytes(table, key: key) else { return }
      VerifySealedTests.forgePayload(&bytes)
      try transaction.put(table, key: key, value: bytes)
    }
    #expect(report.firstBadPosition == 257, "\(report.problems)")
    #expect(report.problems.contains { $0.what.contains("hash") })
  }

  /// Changes the number of words in the first event of a segment, and makes both checks again.
  static func forgePayload(_ bytes: inout [UInt8]) {
    func number(_ start: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
    }
    let directory = number(0)
    let heap = bytes.count - SegmentLayout.padding - number(20)
    let block = directory - 4 - 8 * SegmentLayout.blocks
    let end = number(block)
    bytes[heap + 1] ^= 2
    func put(_ check: UInt32, at place: Int) {
      for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
    }
    put(CRC32C.checksum(Array(bytes[heap..<heap + end])), at: block + 4)
    put(CRC32C.checksum(Array(bytes[..<(directory - 4)])), at: directory - 4)
  }

  @Test func `a missing segment is told by the first event that is gone`() throws {
    let report = try verify("segments") { transaction, table throws(LMDBError) in
      _ = try transaction.delete(table, key: [0, 0, 0, 0, 0, 0, 0, 2])
    }
    #expect(report.firstBadPosition == 513, "\(report.problems)")
  }

  @Test func `a list that lost its events is found`() throws {
    let report = try verify("postings") { transaction, table throws(LMDBError) in
      let key = try first(transaction, table).key
      _ = try transaction.delete(table, key: key)
    }
    #expect(!report.isIntact)
    #expect(report.firstBadPosition == 1, "\(report.problems)")
  }

  @Test func `an id that leads to another event is found`() throws {
    let report = try verify("ids") { transaction, table throws(LMDBError) in
      var (key, block) = try first(transaction, table)
      // The position of the first id of the block, behind the distance 0.
      block[1] ^= 1
      try transaction.put(table, key: key, value: block)
    }
    #expect(!report.isIntact)
  }

  @Test func `blocks of a run that does not exist are found`() throws {
    let report = try verify("postings") { transaction, table throws(LMDBError) in
      let value = try first(transaction, table).value
      try transaction.put(
        table, key: PostingBlock.key(run: 99, Posting(rawValue: 7), position: 1), value: value)
    }
    #expect(report.problems.contains { $0.what.contains("no run") }, "\(report.problems)")
  }

  @Test func `a long payload that was exchanged is found by its hash`() throws {
    let log = try EventLog(at: path, options: VerifySealedTests.options)
    let heading = String(repeating: "x", count: 6000)
    try log.append(try NewEvent(NoteTaken(note: "note/long", words: 1, heading: heading)))
    let report = try verify("payloads") { transaction, table throws(LMDBError) in
      var (key, payload) = try first(transaction, table)
      payload[payload.count - 1] = 0x79
      try transaction.put(table, key: key, value: payload)
    }
    #expect(report.firstBadPosition == 1401, "\(report.problems)")
  }
}
