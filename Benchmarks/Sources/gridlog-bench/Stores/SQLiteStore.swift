// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// The same events in SQLite through GRDB: WAL, synchronous FULL, an index for each question that
/// the log's indexes answer.
final class SQLiteStore {
  private let queue: DatabaseQueue
  private var head: Int64 = 0

  init(at path: String) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cache_size = -65536")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { try $0.execute(sql: SQLiteStore.tables) }
  }

  private static let tables = """
    CREATE TABLE objects (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE events (
      position INTEGER PRIMARY KEY, recorded INTEGER NOT NULL, id BLOB NOT NULL,
      stream INTEGER NOT NULL, version INTEGER NOT NULL, type INTEGER NOT NULL,
      entry BLOB NOT NULL);
    CREATE UNIQUE INDEX ids ON events (id);
    CREATE UNIQUE INDEX streams ON events (stream, version);
    CREATE INDEX types ON events (type, position);
    CREATE TABLE postings (
      reference BLOB NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (reference, position)
    ) WITHOUT ROWID;
    """

  /// One transaction, on disk when this returns.
  func append(_ records: [Record]) throws {
    let recorded = Int64(Date().timeIntervalSince1970 * 1_000_000)
    let start = head
    try queue.inTransaction(.immediate) { database in
      let event = try database.cachedStatement(
        sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)")
      let object = try database.cachedStatement(sql: "INSERT INTO objects (name) VALUES (?)")
      let posting = try database.cachedStatement(sql: "INSERT INTO postings VALUES (?, ?)")
      for (index, record) in records.enumerated() {
        let position = start + Int64(index) + 1
        for name in record.names {
          try object.execute(arguments: [String(decoding: name.key, as: UTF8.self)])
        }
        try event.execute(arguments: [
          position, recorded, Data(record.id), record.stream, Int64(record.version), record.type,
          Data(record.entry),
        ])
        for reference in record.postings {
          try posting.execute(arguments: [Data(reference), position])
        }
      }
      return .commit
    }
    head = start + Int64(records.count)
  }
}
