// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Figures of a log at one moment; cheap to ask for, whatever the log's size.
public struct LogStatistics: Hashable, Sendable {
  /// The position of the last event.
  public let head: Position
  /// When the first and the last event were recorded; `nil` for an empty log.
  public let recorded: ClosedRange<Instant>?
  /// Bytes of events, indexes and names.
  public let logBytes: Int
  /// Bytes of the keys under which personal text is sealed.
  public let keyBytes: Int
  /// How many different objects the events name.
  public let objects: Int

  /// Bytes of the whole log; locks and `HEAD` are not counted.
  public var bytes: Int { logBytes + keyBytes }
}

extension EventLog {
  /// The figures of this moment.
  public func statistics() throws(EventLogError) -> LogStatistics {
    let head = try head
    let first = try events(limit: 1).first?.recorded
    let last = try events(after: head.predecessor, through: head, limit: 1).first?.recorded
    return try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      return LogStatistics(
        head: head, recorded: first.flatMap { first in last.map { first...max(first, $0) } },
        logBytes: Int(clamping: try environment.info().usedBytes),
        keyBytes: Int(clamping: try keys.usedBytes()),
        objects: try transaction.count(tables.names))
    }
  }

  /// How many events of each type and version there are, by name, then version.
  ///
  /// Reads the lists of types: some milliseconds for 100,000 events.
  public func typeCounts() throws(EventLogError) -> [TypeCount] {
    try dictionary.refresh()
    let symbols = dictionary.state.withLock { $0.types.symbols }
    let counts = try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      let state = try IndexState(tables, transaction)
      return try symbols.indices.map { number throws(LMDBError) in
        try PostingReader(Posting(type: UInt16(number)), index, state).count(transaction)
      }
    }
    return zip(symbols, counts).map { TypeCount(type: $0.type, version: $0.version, count: $1) }
      .filter { $0.count > 0 }
      .sorted { ($0.type, $0.version) < ($1.type, $1.version) }
  }
}

/// How many events of a type there are.
public struct TypeCount: Hashable, Sendable {
  public let type: EventType
  public let version: Int
  public let count: Int
}
