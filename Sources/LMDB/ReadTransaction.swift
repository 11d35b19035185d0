// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// What reading needs, in a read transaction as in a write transaction.
package protocol ReadableTransaction: ~Copyable {
  /// The store that is read.
  var environment: Environment { get }
  /// liblmdb's transaction, alive as long as this value.
  var handle: OpaquePointer { get }
}

extension ReadableTransaction where Self: ~Copyable {
  /// The number of the state that is read: that of the commit that made it. In a write
  /// transaction, the number that its commit will have.
  package var id: UInt64 { UInt64(mdb_txn_id(handle)) }

  /// The value of a key, verified, without its checksum; nil if the key is not there.
  ///
  /// - Throws: ``LMDBError/Kind/checksumMismatch(table:key:)`` if the value, or for a missing key
  ///   one of its neighbours, is not what was written.
  @_lifetime(borrow self)
  @inlinable package borrowing func get(
    _ table: Table, key: RawSpan
  ) throws(LMDBError) -> RawSpan? {
    guard
      let bytes = try key.withUnsafeBytes({ (key) throws(LMDBError) in
        try find(table, key)
      })
    else { return nil }
    // The map keeps these bytes until this transaction ends or changes something.
    return _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
  }

  /// The value of a whole number as key, which is stored big-endian so that byte order is
  /// numeric order.
  @_lifetime(borrow self)
  @inlinable package borrowing func get(
    _ table: Table, key: UInt64
  ) throws(LMDBError) -> RawSpan? {
    var key = key.bigEndian
    guard
      let bytes = try withUnsafeBytes(
        of: &key,
        { (key) throws(LMDBError) in
          try find(table, key)
        })
    else { return nil }
    return _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
  }

  /// A copy of the value of a key; nil if the key is not there.
  package borrowing func bytes(
    _ table: Table, key: [UInt8]
  ) throws(LMDBError) -> [UInt8]? {
    let found = try key.span.bytes.withUnsafeBytes { (key) throws(LMDBError) in
      try find(table, key)
    }
    return found.map(Array.init)
  }

  /// The value of a key as bytes in the map: valid until this transaction ends or changes
  /// something. For code that takes pointers anyway; others use ``get(_:key:)``.
  @inlinable package borrowing func find(
    _ table: Table, _ key: UnsafeRawBufferPointer
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    guard key.count >= 1, key.count <= Environment.maximumKeySize else {
      throw environment.failure(MDB_BAD_VALSIZE, "get", table: table, key: key)
    }
    var entry = clmdb_entry()
    let code = clmdb_get(
      environment.core, handle, table.handle, key.baseAddress, key.count, &entry)
    if code == 0 { return UnsafeRawBufferPointer(start: entry.value, count: entry.value_size) }
    if code == MDB_NOTFOUND { return nil }
    throw environment.failure(code, "get", table: table, key: key, entry: entry)
  }

  /// The value of a key as it lies in the map, not verified: only for values whose parts carry
  /// checks of their own, made by whoever reads them.
  package borrowing func peek(
    _ table: Table, key: UInt64
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    var key = key.bigEndian
    return try withUnsafeBytes(of: &key) { (key) throws(LMDBError) in
      var entry = clmdb_entry()
      let code = clmdb_peek(
        environment.core, handle, table.handle, key.baseAddress, key.count, &entry)
      if code == 0 { return UnsafeRawBufferPointer(start: entry.value, count: entry.value_size) }
      if code == MDB_NOTFOUND { return nil }
      throw environment.failure(code, "get", table: table, key: key, entry: entry)
    }
  }

  /// Hands over the values of some whole numbers as keys, as they lie in the map, none verified;
  /// nil for one that ``peek(_:key:)`` is to be asked for.
  ///
  /// - Parameter ahead: So many bytes of each are fetched into the cache.
  package borrowing func peek(
    _ table: Table, keys: [UInt64], ahead: Int,
    _ body: (UInt64, UnsafeRawBufferPointer?) throws(LMDBError) -> Void
  ) throws(LMDBError) {
    let (core, handle) = (environment.core, handle)
    var entries = [clmdb_entry](repeating: clmdb_entry(), count: keys.count)
    let code = clmdb_peek_each(
      core, handle, table.handle, keys, keys.count, ahead, &entries)
    guard code == 0 else { throw environment.failure(code, "get") }
    for (key, entry) in zip(keys, entries) {
      try body(key, entry.value.map { UnsafeRawBufferPointer(start: $0, count: entry.value_size) })
    }
  }

  /// How many keys a table has.
  package borrowing func count(_ table: Table) throws(LMDBError) -> Int {
    var count: UInt64 = 0
    let code = clmdb_count(environment.core, handle, table.handle, &count)
    guard code == 0 else { throw environment.failure(code, "count") }
    return Int(count)
  }
}

/// One unchanging view of a store. It ends with its scope.
///
/// An open view keeps every page that it can see from being used again, in all processes: hold
/// it for a batch, then ``renew()``, or the file grows.
package struct ReadTransaction: ~Copyable, ReadableTransaction {
  package let environment: Environment
  package let handle: OpaquePointer
  /// The one that began it, as the gate counts it.
  private let thread = Environment.currentThread

  init(_ environment: Environment, handle: OpaquePointer) {
    self.environment = environment
    self.handle = handle
    environment.gate.lend(handle, to: thread)
  }

  /// Lets go of the view and takes the newest one. Spans and cursors of the old one are gone:
  /// the compiler sees to it.
  package mutating func renew() throws(LMDBError) {
    clmdb_txn_reset(environment.core, handle)
    let code = clmdb_txn_renew(environment.core, handle)
    guard code == 0 else { throw environment.failure(code, "renew") }
  }

  deinit {
    clmdb_txn_abort(environment.core, handle)
    environment.gate.leave(thread, view: handle)
  }
}

/// A view that somebody else has open: for the length of ``Environment/readNearby(_:)`` only.
package struct NearView: ~Copyable, ReadableTransaction {
  package let environment: Environment
  package let handle: OpaquePointer
}

extension Environment {
  /// Begins a view of the newest state.
  ///
  /// - Throws: ``LMDBError/Kind/readersFull(slots:)`` if no slot is left even after those of dead
  ///   processes were cleared.
  package func beginRead() throws(LMDBError) -> ReadTransaction {
    ReadTransaction(self, handle: try begin(UInt32(MDB_RDONLY)))
  }

  /// Reads in the view that this thread has open, or in the newest where it has none.
  ///
  /// A second view beside an open one could meet a map that another process made larger, which
  /// cannot be taken over before the first has ended.
  package func readNearby<R>(
    _ body: (borrowing NearView) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    if let handle = gate.view(of: Self.currentThread) {
      return try body(NearView(environment: self, handle: handle))
    }
    let view = try beginRead()
    return try body(NearView(environment: self, handle: view.handle))
  }

  /// Begins a transaction and counts it in the gate.
  func begin(_ flags: UInt32) throws(LMDBError) -> OpaquePointer {
    var hasCleared = false
    while true {
      gate.enter(Self.currentThread)
      var handle: OpaquePointer?
      let code = clmdb_txn_begin(core, flags, &handle)
      if code == 0, let handle { return handle }
      gate.leave(Self.currentThread)
      switch code {
      case MDB_MAP_RESIZED: try adoptGrownMap()
      case MDB_PANIC, Int32(CLMDB_SHUT): try reopenIfRefused()
      case MDB_READERS_FULL where !hasCleared:
        hasCleared = true
        _ = try staleReadersCleared()
      default: throw failure(code, "begin")
      }
    }
  }
}
