// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import LMDB
internal import Synchronization

/// The log as replays read it: in batches of copies, each filled in a transaction of its own.
final class LogFeed: EventFeed {
  private let log: EventLog
  private var reader: EntryReader
  private var symbols: EntrySymbols
  /// The types of the scan under way; `nil` for all.
  private var wanted: Set<EventType>?
  // Raw memory, because the store fills it and its pointers lead into the map.
  private let entries: UnsafeMutableBufferPointer<clmdb_entry>
  let head: Position
  /// Entries taken at once: few enough that they are still in the first cache when they are
  /// copied, enough that taking costs next to nothing.
  private static let run = 64

  init(_ log: EventLog) throws(EventLogError) {
    self.log = log
    reader = EntryReader(log.dictionary)
    symbols = reader.symbols
    entries = .allocate(capacity: LogFeed.run)
    head = try log.head
  }

  deinit { entries.deallocate() }

  var directory: any ObjectDirectory { log.dictionary }
  var zone: BusinessZone { log.identity.zone }
  var digestAlgorithm: DigestAlgorithm { log.identity.digestAlgorithm }

  /// A binary search: recorded time never goes back along the log.
  func position(recordedAtOrBefore moment: Instant) throws(ReplayError) -> Position {
    try reading { transaction throws(EventLogError) in
      var low: UInt64 = 0
      var high = head.rawValue
      while low < high {
        let middle = low + (high - low + 1) / 2
        let recorded = try recordedTime(of: middle, transaction)
        if recorded <= moment.microseconds { low = middle } else { high = middle - 1 }
      }
      return Position(low)
    }
  }

  private func recordedTime(
    of position: UInt64, _ transaction: borrowing ReadTransaction
  ) throws(EventLogError) -> Int64 {
    let entry = try store { () throws(LMDBError) in
      try IndexKey.position(position).withBytes { key throws(LMDBError) in
        try transaction.find(log.tables.events, key).flatMap { Entry($0) }
      }
    }
    guard let entry else {
      throw reader.failure(position, "it is not in the log")
    }
    return entry.recorded
  }

  func fill(
    _ batch: EventBatch, after: Position, upTo limit: Position, types: Set<EventType>?
  ) throws(ReplayError) -> Position {
    batch.removeAll()
    guard after < limit else { return limit }
    return try reading { transaction throws(EventLogError) in
      do throws(LMDBError) {
        return try scan(transaction, batch, after: after, upTo: limit, types: types)
      } catch {
        throw EventLogError(error)
      }
    }
  }

  private func scan(
    _ transaction: borrowing ReadTransaction, _ batch: EventBatch, after: Position,
    upTo limit: Position, types: Set<EventType>?
  ) throws(LMDBError) -> Position {
    wanted = types
    symbols.want(types)
    var cursor = try transaction.cursor(log.tables.events)
    guard try cursor.seek(atOrAfter: after.rawValue + 1) else { return limit }
    var position = after.rawValue
    var start = Cursor.Start.here
    while EventBatch.capacity - batch.count >= LogFeed.run, position < limit.rawValue {
      let count = try cursor.take(from: start, into: entries)
      guard count > 0 else { return limit }
      start = .behind
      let taken = UnsafeMutableBufferPointer(rebasing: entries[..<count])
      position = try add(taken, upTo: limit.rawValue, to: batch)
      if count < LogFeed.run { return limit }
    }
    return Position(position)
  }

  /// Adds what is wanted of these entries; returns the position of the last one looked at.
  private func add(
    _ taken: UnsafeMutableBufferPointer<clmdb_entry>, upTo limit: UInt64, to batch: EventBatch
  ) throws(LMDBError) -> UInt64 {
    var next = 0
    while next < taken.count {
      let rest = UnsafeMutableBufferPointer(rebasing: taken[next...])
      next += batch.append(rest, upTo: limit, symbols)
      guard next < taken.count else { break }
      let position = EventBatch.position(taken[next])
      if position > limit { return limit }
      // A symbol that came after the last look, or an entry that is damaged.
      let value = UnsafeRawBufferPointer(
        start: taken[next].value, count: taken[next].value_size)
      try add(value, at: position, to: batch, only: wanted)
      symbols = reader.symbols
      symbols.want(wanted)
      next += 1
    }
    return EventBatch.position(taken[taken.count - 1])
  }

  func fill(
    _ batch: EventBatch, positions: ArraySlice<Position>
  ) throws(ReplayError) {
    batch.removeAll()
    try reading { transaction throws(EventLogError) in
      for position in positions {
        let isThere = try store { () throws(LMDBError) in
          try IndexKey.position(position.rawValue).withBytes { key throws(LMDBError) in
            guard let value = try transaction.find(log.tables.events, key) else { return false }
            try add(value, at: position.rawValue, to: batch, only: nil)
            return true
          }
        }
        guard isThere else { throw reader.failure(position.rawValue, "it is not in the log") }
      }
    }
  }

  private func add(
    _ value: UnsafeRawBufferPointer, at position: UInt64, to batch: EventBatch,
    only types: Set<EventType>?
  ) throws(LMDBError) {
    guard let entry = Entry(value) else { throw damaged(position, "it is too short") }
    guard let (type, shape) = try? reader.resolve(entry, value, at: position) else {
      throw damaged(position, "its header does not fit the dictionary")
    }
    if let types, !types.contains(type.type) { return }
    let payloadStart = Entry.headerBytes + 4 * shape.slots.count
    let extrasStart = payloadStart + Int(entry.payloadBytes)
    batch.append(
      EventBatch.Header(
        position: position, recorded: entry.recorded, occurred: entry.occurred, id: entry.id,
        type: type.type, version: UInt16(type.version), flags: entry.flags,
        streamVersion: entry.streamVersion),
      shape: shape,
      objects: shape.slots.indices.lazy.map { index in
        ObjectID(
          kind: shape.slots[index].kind,
          number: value.loadUnaligned(
            fromByteOffset: Entry.headerBytes + 4 * index, as: UInt32.self))
      },
      payload: UnsafeRawBufferPointer(rebasing: value[payloadStart..<extrasStart]),
      extras: UnsafeRawBufferPointer(rebasing: value[extrasStart...]))
  }

  private func damaged(_ position: UInt64, _ what: String) -> LMDBError {
    LMDBError(
      .damaged(page: nil, table: "events", what: "event #\(position): \(what)"), path: log.path)
  }

  /// Runs `body` in a transaction of its own; what the log says becomes the replay's error.
  private func reading<R>(
    _ body: (borrowing ReadTransaction) throws(EventLogError) -> R
  ) throws(ReplayError) -> R {
    do {
      let transaction = try store { () throws(LMDBError) in
        try log.environment.beginRead()
      }
      return try body(transaction)
    } catch {
      throw ReplayError(.unreadable(error.description))
    }
  }
}
