// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import GRDB
import RawLMDB

/// SQLite through its C API: the same columns, and an index for each question that the log's
/// indexes answer.
final class RawSQLite {
  let core: OpaquePointer

  init(at path: String) throws(RawFailure) {
    var core: OpaquePointer?
    try RawFailure.check(raw_sqlite_create(path, &core), "SQLite")
    guard let core else { throw RawFailure(description: "SQLite: no store") }
    self.core = core
  }

  deinit { raw_sqlite_close(core) }

  func append(_ batch: Batch) throws(RawFailure) {
    try RawFailure.check(raw_sqlite_append(core, batch.raw, batch.count), "SQLite")
  }

  func checkpoint() throws(RawFailure) {
    try RawFailure.check(raw_sqlite_checkpoint(core), "SQLite")
  }

  func scan() throws(RawFailure) -> raw_seen {
    var seen = raw_seen()
    try RawFailure.check(raw_sqlite_scan(core, &seen), "SQLite")
    return seen
  }

  func history(_ tickets: [UInt32]) throws(RawFailure) -> raw_seen {
    var seen = raw_seen()
    try RawFailure.check(raw_sqlite_history(core, tickets, tickets.count, &seen), "SQLite")
    return seen
  }
}

/// The same file through GRDB, as a Swift program would append to it: WAL, synchronous FULL.
final class GRDBStore {
  private let queue: DatabaseQueue
  /// Knows which objects have rows.
  private let rows: RawSQLite
  private var head: Int64

  init(at path: String, rows: RawSQLite, head: Int) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cache_size = -65536")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    self.rows = rows
    self.head = Int64(head)
  }

  /// One transaction, on disk when this returns.
  func append(_ batch: Batch) throws {
    let start = head
    let recorded = batch.raw[batch.count - 1].occurred
    try queue.inTransaction(.immediate) { database in
      let event = try database.cachedStatement(
        sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for index in 0..<batch.count {
        let raw = batch.raw[index]
        let objects = try self.objects(batch.events[index], raw, database)
        try event.execute(arguments: [
          start + Int64(index) + 1, recorded, raw.occurred,
          Data(batch.events[index].id?.bytes ?? []), objects[0], Int64(raw.version),
          Int64(raw.type), 2, objects[1], objects[2], objects[3], objects[4], objects[5],
          Data(batch.events[index].body.payload),
        ])
      }
      return .commit
    }
    head = start + Int64(batch.count)
  }

  private func objects(
    _ event: NewEvent, _ raw: raw_event, _ database: Database
  ) throws -> [Int64] {
    let numbers = [
      raw.objects.0, raw.objects.1, raw.objects.2, raw.objects.3, raw.objects.4, raw.objects.5,
    ]
    return try numbers.enumerated().map { kind, number in
      let known = raw_sqlite_row(rows.core, Int32(kind), number)
      guard known == 0 else { return known }
      var name = [UInt8](repeating: 0, count: 64)
      let size = raw_name(Int32(kind), number, &name)
      try database.cachedStatement(sql: "INSERT INTO objects (name) VALUES (?)")
        .execute(arguments: [String(decoding: name[..<size], as: UTF8.self)])
      let row = database.lastInsertedRowID
      try RawFailure.check(raw_sqlite_learn(rows.core, Int32(kind), number, row), "SQLite")
      return row
    }
  }
}
