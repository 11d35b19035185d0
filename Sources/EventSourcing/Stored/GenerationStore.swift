// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB

/// The LMDB environment of one generation of a stored view (docs/FORMAT.md §7).
///
/// Apart from the log's, so that folding never waits for an append nor an append for folding.
/// Commits are not flushed: whatever a power failure takes can be folded again, and ``DirtyMark``
/// sees to it that it is.
struct GenerationStore {
  let path: String
  let environment: Environment
  private let meta: LMDB.Table
  private let blocks: LMDB.Table
  private let snapshots: LMDB.Table

  private static let tables = ["blocks", "meta", "snapshots"]
  private static let stateKey = Array("state".utf8)

  private static func options(readOnly: Bool) -> EnvironmentOptions {
    var options = EnvironmentOptions(tables: tables)
    options.isUnsynced = true
    options.isReadOnly = readOnly
    return options
  }

  /// Makes an empty generation; it is there with its state or not at all.
  static func create(
    at path: String, _ state: GenerationState
  ) throws(EventLogError) -> GenerationStore {
    try store { () throws(LMDBError) in
      var options = GenerationStore.options(readOnly: false)
      options.createsMissingTables = true
      let environment = try Environment.create(at: path, options: options) {
        (empty) throws(LMDBError) in
        let made = try GenerationStore(empty)
        var transaction = try empty.beginWrite()
        try made.put(state, &transaction)
        try transaction.commit()
      }
      return try GenerationStore(environment)
    }
  }

  static func open(at path: String, readOnly: Bool) throws(EventLogError) -> GenerationStore {
    try store { () throws(LMDBError) in
      try GenerationStore(try Environment.open(at: path, options: options(readOnly: readOnly)))
    }
  }

  private init(_ environment: Environment) throws(LMDBError) {
    self.environment = environment
    path = environment.path
    meta = try environment.table("meta")
    blocks = try environment.table("blocks")
    snapshots = try environment.table("snapshots")
  }

  /// Runs `body` in one transaction that counts whole or not at all.
  func change(
    _ body: (inout WriteTransaction) throws(LMDBError) -> Void
  ) throws(EventLogError) {
    try store { () throws(LMDBError) in
      try environment.withRoom { () throws(LMDBError) in
        var transaction = try environment.beginWrite()
        try body(&transaction)
        try transaction.commit()
      }
    }
  }

  func put(
    _ state: GenerationState, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try transaction.put(meta, key: GenerationStore.stateKey, value: state.bytes)
  }

  /// Puts a block as it is from that epoch on; earlier ones stay for snapshots.
  func put(
    _ bytes: UnsafeRawBufferPointer, at key: UInt64, epoch: Int,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try GenerationStore.key(key, epoch).withBytes { (key) throws(LMDBError) in
      try transaction.put(blocks, key: key, value: bytes)
    }
  }

  /// Later epochs first, so that the newest one not behind a snapshot is the next at or after.
  private static func key(_ block: UInt64, _ epoch: Int) -> IndexKey {
    IndexKey(high: block, low: UInt64(UInt32.max - UInt32(epoch)) << 32, count: 12)
  }

  /// The state in a transaction.
  func state(
    _ transaction: borrowing ReadTransaction
  ) throws(EventLogError) -> GenerationState {
    let bytes = try store { () throws(LMDBError) in
      try transaction.bytes(meta, key: GenerationStore.stateKey)
    }
    do throws(GenerationProblem) {
      guard let bytes else { throw .damaged("it has no state") }
      return try GenerationState(bytes)
    } catch {
      switch error {
      case .damaged(let what): throw EventLogError(.damaged(what: what), path: path)
      case .newer(let layout):
        throw EventLogError(
          .newerFormat(found: layout, supported: Int(GenerationState.layout)), path: path)
      }
    }
  }

  /// The bytes of a block as they lie in the map, as of the end of an epoch.
  func block(
    _ key: UInt64, epoch: Int, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    var cursor = try transaction.cursor(blocks)
    var isThere = false
    try GenerationStore.key(key, epoch).withBytes { (key) throws(LMDBError) in
      isThere = try cursor.seek(atOrAfter: key)
    }
    guard isThere, GenerationStore.block(of: cursor.keyBytes) == key else { return nil }
    return cursor.valueBytes
  }

  private static func block(of key: UnsafeRawBufferPointer) -> UInt64 {
    UInt64(bigEndian: key.loadUnaligned(as: UInt64.self))
  }

  /// Hands over the blocks from `key` on, as of the end of an epoch, while `body` says so.
  func eachBlock(
    from key: UInt64, epoch: Int, _ transaction: borrowing ReadTransaction,
    _ body: (UInt64, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    var cursor = try transaction.cursor(blocks)
    guard try cursor.seek(atOrAfter: key) else { return }
    var found = try GenerationStore.visible(after: nil, epoch: epoch, &cursor)
    while let number = found, try body(number, cursor.valueBytes) {
      guard try cursor.next() else { return }
      found = try GenerationStore.visible(after: number, epoch: epoch, &cursor)
    }
  }

  /// True if the blocks of two stores, each as of an epoch, have the same keys and bytes.
  func hasSameBlocks(
    _ transaction: borrowing ReadTransaction, epoch: Int, as other: GenerationStore,
    _ otherTransaction: borrowing ReadTransaction, epoch otherEpoch: Int
  ) throws(LMDBError) -> Bool {
    var mine = try transaction.cursor(blocks)
    var theirs = try otherTransaction.cursor(other.blocks)
    var last: UInt64?
    while true {
      let found = try GenerationStore.next(after: last, epoch: epoch, &mine)
      let wanted = try GenerationStore.next(after: last, epoch: otherEpoch, &theirs)
      guard found == wanted else { return false }
      guard let found else { return true }
      guard GenerationStore.areEqual(mine.valueBytes, theirs.valueBytes) else { return false }
      last = found
    }
  }

  private static func areEqual(
    _ mine: UnsafeRawBufferPointer, _ theirs: UnsafeRawBufferPointer
  ) -> Bool {
    guard mine.count == theirs.count else { return false }
    guard let left = mine.baseAddress, let right = theirs.baseAddress else { return true }
    return memcmp(left, right, mine.count) == 0
  }

  /// Goes on from where the cursor stands to the next block but `last`, as of the end of an epoch:
  /// of each block the first entry that is not too new. Its key, `nil` at the end.
  private static func visible(
    after last: UInt64?, epoch: Int, _ cursor: inout Cursor
  ) throws(LMDBError) -> UInt64? {
    let limit = UInt32.max - UInt32(epoch)
    repeat {
      let number = block(of: cursor.keyBytes)
      let found = cursor.keyBytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
      if number != last, UInt32(bigEndian: found) >= limit { return number }
    } while try cursor.next()
    return nil
  }

  private static func next(
    after last: UInt64?, epoch: Int, _ cursor: inout Cursor
  ) throws(LMDBError) -> UInt64? {
    try cursor.next() ? visible(after: last, epoch: epoch, &cursor) : nil
  }

  // MARK: Snapshots

  /// Remembers the state at the end of an epoch.
  func put(
    snapshot state: GenerationState, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try transaction.put(
      snapshots, key: UInt64(state.epoch), value: state.snapshotBytes.span.bytes)
  }

  /// The last snapshot of which `isWanted` says so; `nil` if there is none.
  func snapshot(
    _ transaction: borrowing ReadTransaction, where isWanted: (GenerationState) -> Bool
  ) throws(EventLogError) -> GenerationState? {
    var found: GenerationState?
    try EventSourcing.store { () throws(LMDBError) in
      var cursor = try transaction.cursor(snapshots)
      var isThere = try cursor.last()
      while isThere {
        guard let state = try? GenerationState(cursor.value.array) else { return }
        if isWanted(state) {
          found = state
          return
        }
        isThere = try cursor.previous()
      }
    }
    return found
  }

  /// Forgets what was stored under later epochs than this, which it ended with a snapshot.
  func remove(
    behind epoch: Int, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    for key in try blocks(behind: epoch, transaction) {
      _ = try transaction.delete(blocks, key: key)
    }
    for key in try snapshots(behind: epoch, transaction) {
      _ = try transaction.delete(snapshots, key: key)
    }
  }

  private func blocks(
    behind epoch: Int, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> [[UInt8]] {
    var keys: [[UInt8]] = []
    let limit = UInt32.max - UInt32(epoch)
    var cursor = try transaction.cursor(blocks)
    while try cursor.next() {
      let found = cursor.keyBytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
      if UInt32(bigEndian: found) < limit { keys.append(Array(cursor.keyBytes)) }
    }
    return keys
  }

  private func snapshots(
    behind epoch: Int, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> [[UInt8]] {
    var keys: [[UInt8]] = []
    var cursor = try transaction.cursor(snapshots)
    var isThere = try cursor.seek(atOrAfter: UInt64(epoch) + 1)
    while isThere {
      keys.append(Array(cursor.keyBytes))
      isThere = try cursor.next()
    }
    return keys
  }

  /// How many snapshots there are.
  func snapshotCount(_ transaction: borrowing ReadTransaction) throws(LMDBError) -> Int {
    try transaction.count(snapshots)
  }
}

/// A view of a generation that does not change: as a backing for tables.
final class GenerationSnapshot: TableBacking {
  let store: GenerationStore
  private(set) var state: GenerationState
  let names: StoredNames
  let directory: OverlayDirectory
  private var transaction: ReadTransaction

  /// As of now.
  convenience init(
    _ store: GenerationStore, _ base: any ObjectDirectory
  ) throws(EventLogError) {
    try self.init(store, base) { _ in true }
  }

  /// As of now, or of the last snapshot, whichever `isWanted` takes first; before any event if it
  /// takes none.
  init(
    _ store: GenerationStore, _ base: any ObjectDirectory,
    where isWanted: (GenerationState) -> Bool
  ) throws(EventLogError) {
    self.store = store
    let transaction = try EventSourcing.store { () throws(LMDBError) in
      try store.environment.beginRead()
    }
    let current = try store.state(transaction)
    state = current
    if !isWanted(current) {
      state = try store.snapshot(transaction, where: isWanted) ?? current.emptied
    }
    names = StoredNames(current.names)
    directory = OverlayDirectory(base)
    for name in state.overlay { directory.add(name) }
    self.transaction = transaction
  }

  /// Sees what was stored last: `state`.
  func renew(_ state: GenerationState) throws(EventLogError) {
    try EventSourcing.store { () throws(LMDBError) in try transaction.renew() }
    self.state = state
  }

  override func readBlock(
    _ block: UInt64, of table: Int, _ body: (RowReader) throws -> Void
  ) throws {
    guard table < state.tables.count,
      let key = BlockKey(block, of: table, state.tables[table].form, names, adding: false),
      let bytes = try store.block(key.rawValue, epoch: state.epoch, transaction)
    else { return }
    try body(RowReader(bytes, names, directory))
  }

  override func readBlocks(
    of table: Int, _ body: (UInt64, RowReader) throws -> Void
  ) throws {
    guard table < state.tables.count else { return }
    let form = state.tables[table].form
    try store.eachBlock(from: BlockKey.first(of: table), epoch: state.epoch, transaction) {
      key, bytes in
      let key = BlockKey(rawValue: key)
      guard key.table == table else { return false }
      try body(try key.block(form, names), RowReader(bytes, names, directory))
      return true
    }
  }
}

extension GenerationSnapshot {
  /// True if every block of the two has the same bytes under the same names: then no row
  /// differs, and none needs to be read.
  func hasSameBlocks(as other: GenerationSnapshot) throws(LMDBError) -> Bool {
    guard state.names == other.state.names, state.tables == other.state.tables,
      state.overlay == other.state.overlay
    else { return false }
    return try store.hasSameBlocks(
      transaction, epoch: state.epoch, as: other.store, other.transaction,
      epoch: other.state.epoch)
  }
}

/// Where a block lies: table, the kind of its objects by the generation's number, number.
struct BlockKey {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// `nil` for a kind that the generation has never named, unless it is to be added.
  init?(_ block: UInt64, of table: Int, _ form: BlockForm, _ names: StoredNames, adding: Bool) {
    switch form {
    case .keyed: rawValue = UInt64(table) << 48 | block
    case .object:
      // An object's number has 32 bits, a block 16 of them.
      let kind = ObjectKind(number: UInt16(truncatingIfNeeded: block >> 28))
      guard adding || names.knows(kind) else { return nil }
      rawValue =
        UInt64(table) << 48 | UInt64(names.number(of: kind)) << 32 | block & 0x0FFF_FFFF
    }
  }

  static func first(of table: Int) -> UInt64 { UInt64(table) << 48 }

  var table: Int { Int(rawValue >> 48) }

  /// The block in this process.
  func block(_ form: BlockForm, _ names: StoredNames) throws(WireError) -> UInt64 {
    switch form {
    case .keyed: return rawValue & 0xFFFF_FFFF_FFFF
    case .object:
      let kind = try names.kind(Int(rawValue >> 32 & 0xFFFF))
      return UInt64(kind.number) << 28 | rawValue & 0x0FFF_FFFF
    }
  }
}
