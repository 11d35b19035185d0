// SPDX-License-Identifier: Apache-2.0
package import CLMDB

/// A place in a table, walked in key order. It cannot outlive its transaction, nor a change in it.
///
/// Each move verifies the checksum of the entry that it lands on. Where a move gives false there
/// is no such entry, and `key` and `value` must not be asked for.
package struct Cursor: ~Copyable, ~Escapable {
  @usableFromInline let environment: Environment
  @usableFromInline let handle: OpaquePointer
  @usableFromInline let table: Table
  @usableFromInline var entry: clmdb_entry

  @_lifetime(borrow transaction)
  @usableFromInline init<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T, table: Table, handle: OpaquePointer
  ) {
    environment = transaction.environment
    self.handle = handle
    self.table = table
    entry = clmdb_entry()
  }

  deinit { clmdb_cursor_close(environment.core, handle) }

  /// Goes to the first entry; false if the table is empty.
  @inlinable package mutating func first() throws(LMDBError) -> Bool { try move(MDB_FIRST) }

  /// Goes to the last entry; false if the table is empty.
  @inlinable package mutating func last() throws(LMDBError) -> Bool { try move(MDB_LAST) }

  /// Goes to the entry after this one, from a new cursor to the first; false at the end.
  @inlinable package mutating func next() throws(LMDBError) -> Bool { try move(MDB_NEXT) }

  /// Goes to the entry before this one, from a new cursor to the last; false at the beginning.
  @inlinable package mutating func previous() throws(LMDBError) -> Bool { try move(MDB_PREV) }

  /// Goes to the first entry whose key is `key` or after it; false if there is none.
  @inlinable package mutating func seek(
    atOrAfter key: UnsafeRawBufferPointer
  ) throws(LMDBError) -> Bool {
    guard key.count >= 1, key.count <= Environment.maximumKeySize else {
      throw environment.failure(MDB_BAD_VALSIZE, "seek", table: table, key: key)
    }
    var found = clmdb_entry()
    let code = clmdb_cursor_seek(environment.core, handle, key.baseAddress, key.count, &found)
    entry = found
    return try landed(code)
  }

  /// Goes to the first entry whose key is `key` or after it; false if there is none.
  @inlinable package mutating func seek(atOrAfter key: RawSpan) throws(LMDBError) -> Bool {
    // The span is alive until this function returns, so its pointer may leave the closure.
    try seek(atOrAfter: key.withUnsafeBytes { $0 })
  }

  /// Goes to the first entry whose key is the whole number `key` (big-endian) or after it.
  @inlinable package mutating func seek(atOrAfter key: UInt64) throws(LMDBError) -> Bool {
    var key = key.bigEndian
    // A closure must not capture a cursor, so the entry is found beside it.
    let (core, handle) = (environment.core, handle)
    var found = clmdb_entry()
    let code = withUnsafeBytes(of: &key) {
      clmdb_cursor_seek(core, handle, $0.baseAddress, $0.count, &found)
    }
    entry = found
    return try landed(code)
  }

  /// Takes this entry and those behind it, as many as there is room for.
  ///
  /// Much faster than moving one by one. The cursor stands on the last one then; the bytes are
  /// in the map, valid as long as the transaction changes nothing.
  /// - Returns: How many; fewer than there is room for at the end of the table.
  package mutating func take(
    from here: Start, into room: UnsafeMutableBufferPointer<clmdb_entry>
  ) throws(LMDBError) -> Int {
    var count = 0
    let code = clmdb_cursor_take(
      environment.core, handle, here == .here ? MDB_GET_CURRENT : MDB_NEXT, room.baseAddress,
      room.count, &count)
    switch code {
    case 0, MDB_NOTFOUND: return count
    default:
      if code == CLMDB_CHECKSUM { entry = room[count] }
      throw environment.failure(code, "cursor", table: table, key: keyBytes, entry: entry)
    }
  }

  /// Where taking begins.
  package enum Start {
    /// With the entry that the cursor stands on.
    case here
    /// Behind it.
    case behind
  }

  /// The key of the entry.
  package var key: RawSpan {
    @_lifetime(borrow self)
    @inlinable get { _overrideLifetime(RawSpan(_unsafeBytes: keyBytes), borrowing: self) }
  }

  /// The value of the entry, without its checksum.
  package var value: RawSpan {
    @_lifetime(borrow self)
    @inlinable get { _overrideLifetime(RawSpan(_unsafeBytes: valueBytes), borrowing: self) }
  }

  /// The key as bytes in the map, valid as long as the transaction changes nothing.
  @inlinable package var keyBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: entry.key, count: entry.key_size)
  }

  /// The value as bytes in the map, valid as long as the transaction changes nothing.
  @inlinable package var valueBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: entry.value, count: entry.value_size)
  }

  @inlinable mutating func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
    // A pointer to a field would let the cursor escape, hence the local.
    var found = clmdb_entry()
    let code = clmdb_cursor_move(environment.core, handle, operation, &found)
    entry = found
    return try landed(code)
  }

  @inlinable func landed(_ code: Int32) throws(LMDBError) -> Bool {
    if code == 0 { return true }
    if code == MDB_NOTFOUND { return false }
    throw environment.failure(code, "cursor", table: table, key: keyBytes)
  }
}

extension ReadableTransaction where Self: ~Copyable {
  /// A cursor on a table, before its first entry.
  @_lifetime(borrow self)
  package borrowing func cursor(_ table: Table) throws(LMDBError) -> Cursor {
    var handle: OpaquePointer?
    let code = clmdb_cursor_open(environment.core, self.handle, table.handle, &handle)
    guard code == 0, let handle else { throw environment.failure(code, "cursor") }
    return Cursor(self, table: table, handle: handle)
  }
}
