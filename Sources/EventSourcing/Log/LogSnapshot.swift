// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// How far the log goes in one transaction's view, and where its events stand.
///
/// Sealing moves events from the tail into a segment in one commit, so a view has each event in
/// exactly one of the two.
struct LogSnapshot: Hashable, Sendable {
  /// Events in segments: positions 1 to this.
  let sealed: UInt64
  /// The position of the last event, 0 if there is none.
  let head: UInt64
}

extension ReadableTransaction where Self: ~Copyable {
  /// Both tables are dense, so their sizes tell.
  borrowing func snapshot(_ tables: LogTables) throws(LMDBError) -> LogSnapshot {
    let sealed = UInt64(try count(tables.segments)) * UInt64(SegmentLayout.events)
    return LogSnapshot(sealed: sealed, head: sealed + UInt64(try count(tables.tail)))
  }

  /// The position of the last event that this transaction sees.
  borrowing func head(_ tables: LogTables) throws(LMDBError) -> Position {
    Position(try snapshot(tables).head)
  }

  /// A sealed segment, its directory checked.
  borrowing func segment(
    _ number: UInt64, _ tables: LogTables
  ) throws(LMDBError) -> SegmentView {
    guard let bytes = try peek(tables.segments, key: number) else {
      throw damage(number, "it is missing")
    }
    return try segment(number, bytes)
  }

  /// The same of bytes that were found already.
  borrowing func segment(
    _ number: UInt64, _ bytes: UnsafeRawBufferPointer
  ) throws(LMDBError) -> SegmentView {
    do {
      return try SegmentView(bytes, segment: number)
    } catch {
      throw damage(number, error.what)
    }
  }

  borrowing func damage(_ segment: UInt64, _ what: String) -> LMDBError {
    LMDBError(
      .damaged(page: nil, table: "segments", what: "segment \(segment): \(what)"),
      path: environment.path)
  }
}

/// Reads single entries, wherever they stand: in a segment, in the tail, their payload apart.
struct EntryStore: Sendable {
  let tables: LogTables

  /// The entry in the form of the tail, its payload in its place; `nil` beyond the head.
  func entry<T: ReadableTransaction & ~Copyable>(
    at position: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt8]? {
    guard let stored = try stored(at: position, transaction) else { return nil }
    return try joined(stored, at: position, transaction)
  }

  /// The entry as it is stored.
  func stored<T: ReadableTransaction & ~Copyable>(
    at position: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt8]? {
    var memory = ReadMemory(try transaction.snapshot(tables))
    guard position > 0, position <= memory.snapshot.head else { return nil }
    guard position <= memory.snapshot.sealed else {
      return try IndexKey.position(position).withBytes { key throws(LMDBError) in
        try transaction.find(tables.tail, key).map(Array.init)
      }
    }
    return try row(at: position, &memory, transaction).bytes
  }

  /// The row of a sealed event.
  func row<T: ReadableTransaction & ~Copyable>(
    at position: UInt64, _ memory: inout ReadMemory, _ transaction: borrowing T
  ) throws(LMDBError) -> SegmentRow {
    var segment = try memory.segment(of: position, tables, transaction)
    do {
      let row = try SegmentRow(
        &segment, row: Int(position - segment.view.first), tables.heaps)
      memory.remember(segment)
      return row
    } catch {
      throw transaction.damage(SegmentLayout.segment(of: position), error.what)
    }
  }

  /// Puts a payload that stands apart in its place again.
  func joined<T: ReadableTransaction & ~Copyable>(
    _ stored: [UInt8], at position: UInt64, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt8] {
    let found = stored.withUnsafeBytes { Entry($0) }
    guard var entry = found, entry.isApart else { return stored }
    let payload = try payload(at: position, entry.payloadCount, transaction)
    let start = stored.count - entry.storedHeapBytes
    guard start >= Entry.headerBytes else { throw damage(position, transaction) }
    let extras = stored[(start + Entry.hashBytes)...]
    entry.payloadBytes = UInt32(payload.count)
    var whole = stored[..<start] + payload + extras
    whole.withUnsafeMutableBytes { entry.writeHeader(to: $0) }
    return Array(whole)
  }

  /// A payload that stands under its own key.
  func payload<T: ReadableTransaction & ~Copyable>(
    at position: UInt64, _ count: Int, _ transaction: borrowing T
  ) throws(LMDBError) -> [UInt8] {
    let found = try IndexKey.position(position).withBytes { key throws(LMDBError) in
      try transaction.find(tables.payloads, key).map(Array.init)
    }
    guard let found, found.count == count else { throw damage(position, transaction) }
    return found
  }

  private func damage<T: ReadableTransaction & ~Copyable>(
    _ position: UInt64, _ transaction: borrowing T
  ) -> LMDBError {
    LMDBError(
      .damaged(page: nil, table: "payloads", what: "the payload of #\(position)"),
      path: transaction.environment.path)
  }
}
