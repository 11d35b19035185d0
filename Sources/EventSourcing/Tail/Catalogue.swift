// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// What a log's readers remember beside it: the LMDB environment `catalogue/` in its directory.
///
/// Apart from the log, so that a checkpoint never waits for an append nor an append for a
/// checkpoint; made when the first subscription begins or the first view is stored.
struct Catalogue {
  /// Up to where a subscription has handled the events of a log.
  struct Checkpoint: Hashable {
    var log: EventID
    var position: Position
  }

  private let environment: Environment
  private let subscriptions: LMDB.Table
  private let projections: LMDB.Table
  private let lock: WriterLock
  private let lockTimeout: Int

  private static let tables = ["projections", "subscriptions"]

  static func path(in log: String) -> String { log + "/catalogue" }

  /// Opens the catalogue of a log, making it if need be.
  init(of log: EventLog) throws(EventLogError) {
    let path = Catalogue.path(in: log.path)
    var options = EnvironmentOptions(tables: Catalogue.tables)
    options.mapSize = 1 << 24
    let environment = try store { () throws(LMDBError) in
      do throws(LMDBError) {
        return try Environment.open(at: path, options: options)
      } catch {
        guard error.kind == .missing || error.kind == .creationInterrupted else { throw error }
      }
      do throws(LMDBError) {
        options.createsMissingTables = true
        return try Environment.create(at: path, options: options)
      } catch {
        // Another process was quicker.
        guard error.kind == .alreadyExists else { throw error }
        return try Environment.open(at: path, options: options)
      }
    }
    try self.init(environment, log)
  }

  /// Opens the catalogue of a log for looking; `nil` if it has none.
  init?(lookingAt log: EventLog) throws(EventLogError) {
    var options = EnvironmentOptions(tables: Catalogue.tables)
    options.isReadOnly = true
    let environment = try store { () throws(LMDBError) -> Environment? in
      do throws(LMDBError) {
        return try Environment.open(at: Catalogue.path(in: log.path), options: options)
      } catch {
        guard error.kind == .missing || error.kind == .creationInterrupted else { throw error }
        return nil
      }
    }
    guard let environment else { return nil }
    try self.init(environment, log)
  }

  private init(_ environment: Environment, _ log: EventLog) throws(EventLogError) {
    self.environment = environment
    subscriptions = try store { () throws(LMDBError) in try environment.table("subscriptions") }
    projections = try store { () throws(LMDBError) in try environment.table("projections") }
    lock = WriterLock(path: Catalogue.path(in: log.path) + "/writer.lock")
    lockTimeout = log.options.lockTimeout
  }

  // MARK: Checkpoints

  func checkpoint(of name: SubscriptionName) throws(EventLogError) -> Checkpoint? {
    let bytes = try store { () throws(LMDBError) in
      try environment.read { (transaction) throws(LMDBError) in
        try transaction.bytes(subscriptions, key: Array(name.text.utf8))
      }
    }
    guard let bytes else { return nil }
    guard let checkpoint = Checkpoint(bytes) else { throw damaged() }
    return checkpoint
  }

  /// All of them, by name.
  func checkpoints() throws(EventLogError) -> [(name: SubscriptionName, at: Checkpoint)] {
    let entries = try entries(of: subscriptions)
    var found: [(name: SubscriptionName, at: Checkpoint)] = []
    for entry in entries {
      let text = String(decoding: entry.name, as: UTF8.self)
      guard let name = SubscriptionName(text), let checkpoint = Checkpoint(entry.value) else {
        throw damaged()
      }
      found.append((name, checkpoint))
    }
    return found
  }

  /// Makes the checkpoint durable; without one, removes it.
  func set(_ checkpoint: Checkpoint?, of name: SubscriptionName) throws(EventLogError) {
    try set(checkpoint?.bytes, for: name.text, in: subscriptions)
  }

  // MARK: Stored views

  func generations(of projection: String) throws(EventLogError) -> Generations? {
    let bytes = try store { () throws(LMDBError) in
      try environment.read { (transaction) throws(LMDBError) in
        try transaction.bytes(projections, key: Array(projection.utf8))
      }
    }
    guard let bytes else { return nil }
    guard let generations = Generations(bytes) else {
      throw damaged("the record of a stored view")
    }
    return generations
  }

  /// All of them, by name.
  func generations() throws(EventLogError) -> [(projection: String, Generations)] {
    var found: [(projection: String, Generations)] = []
    for entry in try entries(of: projections) {
      guard let generations = Generations(entry.value) else {
        throw damaged("the record of a stored view")
      }
      found.append((String(decoding: entry.name, as: UTF8.self), generations))
    }
    return found
  }

  /// Makes the record durable: the one step in which another generation begins to serve.
  func set(_ generations: Generations?, of projection: String) throws(EventLogError) {
    try set(generations?.bytes, for: projection, in: projections)
  }

  // MARK: Entries

  private func entries(
    of table: LMDB.Table
  ) throws(EventLogError) -> [(name: [UInt8], value: [UInt8])] {
    try store { () throws(LMDBError) in
      try environment.read { (transaction) throws(LMDBError) in
        var entries: [(name: [UInt8], value: [UInt8])] = []
        var cursor = try transaction.cursor(table)
        while try cursor.next() { entries.append((cursor.key.array, cursor.value.array)) }
        return entries
      }
    }
  }

  private func set(
    _ value: [UInt8]?, for name: String, in table: LMDB.Table
  ) throws(EventLogError) {
    // LMDB's own lock would wait for ever for a process that was stopped while it writes.
    try lock.held(waitingMilliseconds: lockTimeout) { () throws(EventLogError) in
      try store { () throws(LMDBError) in
        try environment.withRoom { () throws(LMDBError) in
          try environment.write { (transaction) throws(LMDBError) in
            let key = Array(name.utf8)
            if let value {
              try transaction.put(table, key: key, value: value)
            } else {
              _ = try transaction.delete(table, key: key)
            }
          }
        }
      }
    }
  }

  private func damaged(
    _ what: String = "the checkpoint of a subscription"
  ) -> EventLogError {
    EventLogError(.damaged(what: "\(what) cannot be read"), path: environment.path)
  }
}

extension Catalogue.Checkpoint {
  /// Log id, 16 bytes; position, big-endian (docs/FORMAT.md §3.1).
  var bytes: [UInt8] {
    var key = KeyWriter()
    key.append(position.rawValue)
    return log.bytes + key.bytes
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count == 24, let log = EventID(bytes: bytes.prefix(16)) else { return nil }
    self.log = log
    position = Position(bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }
}
