// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB
public import Logging

/// How a log is opened.
public struct EventLogOptions: Sendable {
  /// The types that may be appended and are checked; events of others are refused.
  public var catalogue: SchemaCatalogue
  /// Opens without the right to append; also on media that cannot be written.
  public var isReadOnly = false
  /// How long an append waits for another process's commit, in milliseconds.
  public var lockTimeout = 30_000
  /// How far an event may be dated after the log's clock, in microseconds: 10 minutes.
  public var futureTolerance: Int64 = 600_000_000
  /// Where the log says what it does, at `debug` and `trace` only (docs/OBSERVABILITY.md).
  public var logger = Logger(label: "gridlog.eventsourcing")
  /// Where keys come from; anything but random is for sample counties, never for real people.
  package var keySource = KeySource.random
  /// Events of an index run of the first level; less only in tests of runs.
  package var runEvents = IndexRun.events

  public init(catalogue: SchemaCatalogue) { self.catalogue = catalogue }

  /// Traps if keys that can be made again would meet a log that real people may stand in.
  func requireKeySource(for clock: LogClock) {
    precondition(
      keySource == .random || clock == .source,
      "derived keys are for sample counties, whose log has the source's clock")
  }
}

/// An append-only log of events in a directory of its own.
///
/// Events have dense positions 1, 2, 3 … given at commit. What an append acknowledged is on disk.
/// One instance may be used from any number of threads; several processes may read and write the
/// same log. Opening the same path again in a process shares the store.
public final class EventLog: Sendable {
  /// The log's directory.
  public let path: String
  public let identity: LogIdentity
  public let options: EventLogOptions

  let environment: Environment
  let tables: LogTables
  let dictionary: LogDictionary
  let index: LogIndex
  let keys: KeyStore
  let headFile: HeadFile
  let writer: Writer
  let observer: LogObserver
  let doorbell: Doorbell
  var metrics: LogMetrics { observer.metrics }

  init(path: String, options: EventLogOptions) throws(EventLogError) {
    let store = try EventLog.openStore(path, readOnly: options.isReadOnly)
    self.path = path
    self.options = options
    environment = store
    tables = try EventSourcing.store { () throws(LMDBError) in try LogTables(store) }
    let identity = try EventLog.readIdentity(store, tables, path)
    self.identity = identity
    options.requireKeySource(for: identity.clock)
    dictionary = try LogDictionary(store, tables)
    index = LogIndex(tables, dictionary, runEvents: options.runEvents)
    keys = try EventSourcing.store { () throws(LMDBError) in
      try KeyStore.open(
        at: path + "/keys", readOnly: options.isReadOnly, source: options.keySource)
    }
    headFile = HeadFile(path: path + "/HEAD")
    observer = LogObserver(options.logger, log: identity.id)
    doorbell = Doorbell(store, headPath: headFile.path)
    writer = Writer(
      WriterCore(
        path: path, environment: store, tables: tables, dictionary: dictionary,
        index: index, keys: keys,
        headFile: headFile, lock: WriterLock(path: path + "/writer.lock"), identity: identity,
        options: options, observer: observer),
      doorbell)
    observer.opened(readOnly: options.isReadOnly)
  }

  deinit { writer.close() }

  /// Opens the log at `path`.
  ///
  /// Checks the store's pages first, so that a damaged one gives an error here and not later.
  /// - Throws: ``EventLogError``: missing, damaged, of a newer format, or older than acknowledged.
  public convenience init(
    at path: String, options: EventLogOptions
  ) throws(EventLogError) {
    try self.init(path: path, options: options)
  }

  /// Creates an empty log and opens it.
  ///
  /// It is made beside `path` and moved there when it is whole: after a crash there is either a
  /// log or nothing.
  /// - Parameters:
  ///   - zone: In which zone business days begin; never changes.
  ///   - clock: ``LogClock/source`` lets an archive have a past; never changes, flagged for ever.
  ///   - digest: The hash function of digests and proofs; never changes.
  ///   - now: The moment of creation, for logs that must be the same on every machine.
  public static func create(
    at path: String, options: EventLogOptions, zone: BusinessZone = .shanghai,
    clock: LogClock = .system, digest: DigestAlgorithm = .sha256, id: EventID? = nil,
    now: Instant? = nil
  ) throws(EventLogError) -> EventLog {
    options.requireKeySource(for: clock)
    var generator = SystemRandomNumberGenerator()
    let created = now ?? SystemClock.now()
    let identity = LogIdentity(
      id: id ?? EventID.version7(at: created, using: &generator), zone: zone, clock: clock,
      digest: digest.rawValue, created: created)
    try LogDirectory(path).create(identity, options.keySource)
    return try EventLog(path: path, options: options)
  }

  static func openStore(_ path: String, readOnly: Bool) throws(EventLogError) -> Environment {
    guard LogDirectory(path).exists else { throw EventLogError(.missing, path: path) }
    var options = EnvironmentOptions(tables: LogTables.all)
    options.isReadOnly = readOnly
    return try store { () throws(LMDBError) in
      try Environment.open(at: path + "/log", options: options)
    }
  }

  private static func readIdentity(
    _ environment: Environment, _ tables: LogTables, _ path: String
  ) throws(EventLogError) -> LogIdentity {
    let bytes = try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      return try transaction.bytes(tables.meta, key: LogIdentity.key)
    }
    guard let bytes else { throw EventLogError(.creationInterrupted, path: path) }
    return try LogIdentity(bytes, path: path)
  }

  /// The position of the last event; the origin for an empty log.
  public var head: Position {
    get throws(EventLogError) {
      try store { () throws(LMDBError) in
        let transaction = try environment.beginRead()
        return try transaction.head(tables)
      }
    }
  }
}

/// The machine's clock: read only where the library says so, never in a fold.
enum SystemClock {
  static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  /// Nanoseconds since some moment: for durations that are told to operators, nothing else.
  static func ticks() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// The processor time of this thread in nanoseconds: for the estimates of plans, nothing else.
enum ProcessorClock {
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
