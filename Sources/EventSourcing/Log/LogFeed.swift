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
  /// Bytes of payloads after which a batch ends, so that long ones do not add up.
  private static let mostBytes = 4 << 20
  private let rows = SegmentRows()
  private var placed = PlacedSegments()
  private var choice = SparseChoice()
  /// How many times a segment was read: what leaving segments out saves.
  private(set) var segmentsRead = 0
  private let entryStore: EntryStore

  init(_ log: EventLog) throws(EventLogError) {
    self.log = log
    reader = EntryReader(log.dictionary)
    symbols = reader.symbols
    entryStore = EntryStore(tables: log.tables)
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
      try entryStore.stored(at: position, transaction)?.withUnsafeBytes { Entry($0) }
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
    let sealed = try transaction.snapshot(log.tables).sealed
    let sparse = try choice.scan(
      types, after: after.rawValue, upTo: limit.rawValue, log, transaction)
    var position = after.rawValue
    while position < limit.rawValue, batch.hasRoom(bytes: LogFeed.mostBytes) {
      guard position < sealed else {
        return try scanTail(transaction, batch, after: position, upTo: limit)
      }
      if let sparse, position < sparse.indexed {
        let next = try sparse.next(after: position, transaction) ?? sparse.indexed + 1
        position = min(next - 1, limit.rawValue)
        if next > sparse.indexed || next > limit.rawValue { continue }
      }
      position = try scanSegment(transaction, batch, after: position, upTo: limit.rawValue)
    }
    return Position(position)
  }

  /// Adds what is wanted of one segment; returns the position of the last event looked at.
  private func scanSegment(
    _ transaction: borrowing ReadTransaction, _ batch: EventBatch, after: UInt64,
    upTo limit: UInt64
  ) throws(LMDBError) -> UInt64 {
    let number = SegmentLayout.segment(of: after + 1)
    let view = try transaction.segment(number, log.tables)
    segmentsRead += 1
    do {
      try rows.loadColumns(view)
      let first = Int(after + 1 - view.first)
      let last = Int(min(limit, view.first + UInt64(SegmentLayout.events) - 1) - view.first)
      let done = try batch.append(
        rows, first..<last + 1, from: view.first, symbols, bytes: LogFeed.mostBytes)
      if done > first || last < first { return view.first + UInt64(done) - 1 }
    } catch {
      throw transaction.damage(number, error.what)
    }
    // A symbol that came after the last look, or a payload that stands apart.
    try addStored(at: after + 1, transaction, to: batch, only: wanted)
    return after + 1
  }

  private func scanTail(
    _ transaction: borrowing ReadTransaction, _ batch: EventBatch, after: UInt64,
    upTo limit: Position
  ) throws(LMDBError) -> Position {
    var cursor = try transaction.cursor(log.tables.tail)
    guard try cursor.seek(atOrAfter: after + 1) else { return limit }
    var position = after
    var start = Cursor.Start.here
    while EventBatch.capacity - batch.count >= LogFeed.run, position < limit.rawValue {
      let count = try cursor.take(from: start, into: entries)
      guard count > 0 else { return limit }
      start = .behind
      let taken = UnsafeMutableBufferPointer(rebasing: entries[..<count])
      position = try add(taken, upTo: limit.rawValue, to: batch, transaction)
      if count < LogFeed.run { return limit }
    }
    return Position(position)
  }

  private func addStored(
    at position: UInt64, _ transaction: borrowing ReadTransaction, to batch: EventBatch,
    only types: Set<EventType>?
  ) throws(LMDBError) {
    guard let entry = try entryStore.entry(at: position, transaction) else {
      throw damaged(position, "it is not in the log")
    }
    var failure: LMDBError?
    entry.withUnsafeBytes { value in
      do throws(LMDBError) {
        try add(value, at: position, to: batch, only: types)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    guard reader.knowsMore(than: symbols) else { return }
    symbols = reader.symbols
    symbols.want(wanted)
  }

  /// Adds what is wanted of these entries; returns the position of the last one looked at.
  private func add(
    _ taken: UnsafeMutableBufferPointer<clmdb_entry>, upTo limit: UInt64, to batch: EventBatch,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UInt64 {
    var next = 0
    while next < taken.count {
      let rest = UnsafeMutableBufferPointer(rebasing: taken[next...])
      next += batch.append(rest, upTo: limit, symbols)
      guard next < taken.count else { break }
      let position = EventBatch.position(taken[next])
      if position > limit { return limit }
      // A symbol that came after the last look, a payload that stands apart, or damage.
      try addStored(at: position, transaction, to: batch, only: wanted)
      next += 1
    }
    return EventBatch.position(taken[taken.count - 1])
  }

  func fill(
    _ batch: EventBatch, positions: ArraySlice<Position>
  ) throws(ReplayError) {
    batch.removeAll()
    wanted = nil
    symbols.want(nil)
    try reading { transaction throws(EventLogError) in
      do throws(LMDBError) {
        try place(positions, transaction, into: batch)
      } catch {
        throw EventLogError(error)
      }
    }
  }

  /// Adds events in the order given: from the columns of their segment where several stand in it,
  /// one by one where they lie far apart.
  private func place(
    _ positions: ArraySlice<Position>, _ transaction: borrowing ReadTransaction,
    into batch: EventBatch
  ) throws(LMDBError) {
    placed.begin(positions, sealed: try transaction.snapshot(log.tables).sealed)
    var next = positions.startIndex
    while next < positions.endIndex {
      let position = positions[next].rawValue
      guard let rows = try placed.rows(of: position, log.tables, transaction) else {
        try addStored(at: position, transaction, to: batch, only: nil)
        next += 1
        continue
      }
      let number = SegmentLayout.segment(of: position)
      let (first, past) = (SegmentLayout.firstPosition(of: number), number + 1)
      var end = next + 1
      while end < positions.endIndex, positions[end].rawValue == position + UInt64(end - next),
        SegmentLayout.segment(of: positions[end].rawValue) < past
      { end += 1 }
      let start = Int(position - first)
      do throws(SegmentDamage) {
        next +=
          try batch.append(
            rows, start..<start + (end - next), from: first, symbols, bytes: .max) - start
      } catch {
        throw transaction.damage(number, error.what)
      }
      guard next < end else { continue }
      // A symbol that came after the last look, or a payload that stands apart.
      try addStored(at: positions[next].rawValue, transaction, to: batch, only: nil)
      next += 1
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
      .damaged(page: nil, table: "tail", what: "event #\(position): \(what)"), path: log.path)
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
