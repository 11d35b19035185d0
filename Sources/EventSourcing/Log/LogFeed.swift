// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// The log as replays read it: in batches of copies, each filled in a transaction of its own.
final class LogFeed: EventFeed {
  private let log: EventLog
  private var reader: EntryReader
  let head: Position

  init(_ log: EventLog) throws(EventLogError) {
    self.log = log
    reader = EntryReader(log.dictionary)
    head = try log.head
  }

  var directory: any ObjectDirectory { log.dictionary }
  var zone: BusinessZone { log.identity.zone }

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
    var key = KeyWriter()
    key.append(position)
    let bytes = key.bytes
    let value = try store { () throws(LMDBError) in
      try transaction.bytes(log.tables.events, key: bytes)
    }
    guard let entry = value?.withUnsafeBytes({ Entry($0) }) else {
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
    var cursor = try transaction.cursor(log.tables.events)
    var position = after.rawValue
    var found = try cursor.seek(atOrAfter: position + 1)
    while found, !batch.isFull {
      position = cursor.key.trailingNumber ?? 0
      guard position <= limit.rawValue else { return limit }
      try add(cursor.valueBytes, at: position, to: batch, only: types)
      if position == limit.rawValue { return limit }
      found = try cursor.next()
    }
    return found ? Position(position) : limit
  }

  func fill(
    _ batch: EventBatch, positions: ArraySlice<Position>
  ) throws(ReplayError) {
    batch.removeAll()
    try reading { transaction throws(EventLogError) in
      for position in positions {
        var key = KeyWriter()
        key.append(position.rawValue)
        let bytes = key.bytes
        let value = try store { () throws(LMDBError) in
          try transaction.bytes(log.tables.events, key: bytes)
        }
        guard let value else { throw reader.failure(position.rawValue, "it is not in the log") }
        try store { () throws(LMDBError) in
          try value.withBuffer { buffer throws(LMDBError) in
            try add(buffer, at: position.rawValue, to: batch, only: nil)
          }
        }
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
