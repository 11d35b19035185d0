// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

extension WriteTransaction {
  /// Stores a value with its checksum under a key, in place of an earlier one.
  ///
  /// - Parameter append: The key is after all others of its table: faster, and pages are filled.
  /// - Throws: ``LMDBError/Kind/keyNotAfterLast(table:)`` if it is not;
  ///   ``LMDBError/Kind/mapFull(mapBytes:)``, after which the whole transaction must be run again.
  @inlinable package mutating func put(
    _ table: Table, key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer,
    append: Bool = false
  ) throws(LMDBError) {
    try checkSize(key, table)
    let code = clmdb_put(
      environment.core, handle, table.handle, key.baseAddress, key.count, value.baseAddress,
      value.count, append ? UInt32(MDB_APPEND) : 0)
    guard code == 0 else { throw environment.failure(code, "put", table: table, key: key) }
    putBytes += UInt64(key.count + value.count)
  }

  /// Stores a value under a key.
  @inlinable package mutating func put(
    _ table: Table, key: RawSpan, value: RawSpan, append: Bool = false
  ) throws(LMDBError) {
    try key.withUnsafeBytes { (key) throws(LMDBError) in
      try value.withUnsafeBytes { (value) throws(LMDBError) in
        try put(table, key: key, value: value, append: append)
      }
    }
  }

  /// Stores a value under a key.
  package mutating func put(
    _ table: Table, key: [UInt8], value: [UInt8], append: Bool = false
  ) throws(LMDBError) {
    try put(table, key: key.span.bytes, value: value.span.bytes, append: append)
  }

  /// Stores a value under a whole number, big-endian so that byte order is numeric order.
  @inlinable package mutating func put(
    _ table: Table, key: UInt64, value: RawSpan, append: Bool = false
  ) throws(LMDBError) {
    var key = key.bigEndian
    try withUnsafeBytes(of: &key) { (key) throws(LMDBError) in
      try value.withUnsafeBytes { (value) throws(LMDBError) in
        try put(table, key: key, value: value, append: append)
      }
    }
  }

  /// Stores a value that `fill` writes straight into its page: all `valueCount` bytes of it.
  @inlinable package mutating func put(
    _ table: Table, key: UnsafeRawBufferPointer, valueCount: Int, append: Bool = false,
    fill: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(LMDBError) {
    try checkSize(key, table)
    var room: UnsafeMutableRawPointer?
    let code = clmdb_reserve(
      environment.core, handle, table.handle, key.baseAddress, key.count, valueCount,
      append ? UInt32(MDB_APPEND) : 0, &room)
    guard code == 0 else { throw environment.failure(code, "put", table: table, key: key) }
    fill(UnsafeMutableRawBufferPointer(start: room, count: valueCount))
    clmdb_seal(key.baseAddress, key.count, room, valueCount)
    putBytes += UInt64(key.count + valueCount)
  }

  /// Stores a value under a key that the table does not have yet.
  ///
  /// Faster than a look and a put, above all if the keys ascend. The bytes of `value` must not lie
  /// in the map.
  /// - Returns: What stands under the key if it is there: nothing was stored then. Valid until
  ///   this transaction changes something.
  package mutating func insert(
    _ table: Table, key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    try checkSize(key, table)
    let cursor = try insertion(table)
    var there = clmdb_entry()
    let code = clmdb_insert(
      environment.core, cursor, key.baseAddress, key.count, value.baseAddress, value.count, &there)
    if code == MDB_KEYEXIST {
      return UnsafeRawBufferPointer(start: there.value, count: there.value_size)
    }
    guard code == 0 else {
      throw environment.failure(code, "insert", table: table, key: key, entry: there)
    }
    putBytes += UInt64(key.count + value.count)
    return nil
  }

  private mutating func insertion(_ table: Table) throws(LMDBError) -> OpaquePointer {
    if let cursor = insertions[table.handle] { return cursor }
    var cursor: OpaquePointer?
    let code = clmdb_cursor_open(environment.core, handle, table.handle, &cursor)
    guard code == 0, let cursor else { throw environment.failure(code, "cursor") }
    insertions[table.handle] = cursor
    return cursor
  }

  /// Stores `count` keys of one size with values of one size, each laid out one after the other.
  ///
  /// Faster than one by one if the keys ascend. The values may be empty.
  package mutating func putRun(
    _ table: Table, keys: UnsafeRawBufferPointer, values: UnsafeRawBufferPointer, count: Int
  ) throws(LMDBError) {
    guard count > 0 else { return }
    let keySize = keys.count / count
    let first = UnsafeRawBufferPointer(start: keys.baseAddress, count: keySize)
    try checkSize(first, table)
    var run = clmdb_run(
      keys: keys.baseAddress, key_size: keySize, values: values.baseAddress,
      value_size: values.count / count, count: count)
    var done = 0
    let code = clmdb_put_run(environment.core, handle, table.handle, &run, &done)
    guard code == 0 else {
      let failed = UnsafeRawBufferPointer(rebasing: keys[done * keySize..<(done + 1) * keySize])
      throw environment.failure(code, "put", table: table, key: failed)
    }
    putBytes += UInt64(keys.count + values.count)
  }

  /// Removes a key; false if it was not there.
  package mutating func delete(
    _ table: Table, key: UnsafeRawBufferPointer
  ) throws(LMDBError) -> Bool {
    try checkSize(key, table)
    var beside = clmdb_entry()
    let code = clmdb_del(
      environment.core, handle, table.handle, key.baseAddress, key.count, &beside)
    if code == MDB_NOTFOUND { return false }
    guard code == 0 else {
      throw environment.failure(code, "delete", table: table, key: key, entry: beside)
    }
    return true
  }

  /// Removes a key; false if it was not there.
  package mutating func delete(_ table: Table, key: RawSpan) throws(LMDBError) -> Bool {
    try key.withUnsafeBytes { (key) throws(LMDBError) in try delete(table, key: key) }
  }

  /// Removes a key; false if it was not there.
  package mutating func delete(_ table: Table, key: [UInt8]) throws(LMDBError) -> Bool {
    try delete(table, key: key.span.bytes)
  }

  /// Removes every key of a table; the table stays.
  package mutating func clear(_ table: Table) throws(LMDBError) {
    let code = clmdb_clear(environment.core, handle, table.handle)
    guard code == 0 else { throw environment.failure(code, "clear") }
  }

  @inlinable package func checkSize(
    _ key: UnsafeRawBufferPointer, _ table: Table
  ) throws(LMDBError) {
    guard key.count >= 1, key.count <= Environment.maximumKeySize else {
      throw environment.failure(MDB_BAD_VALSIZE, "put", table: table, key: key)
    }
  }
}
