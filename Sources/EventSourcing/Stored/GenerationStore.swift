// SPDX-License-Identifier: Apache-2.0
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

  private static let tables = ["blocks", "meta"]
  private static let stateKey = Array("state".utf8)

  private static func options(readOnly: Bool) -> EnvironmentOptions {
    var options = EnvironmentOptions(tables: tables)
    options.isUnsynced = true
    options.isReadOnly = readOnly
    options.mapSize = 1 << 36
    return options
  }

  /// Makes an empty generation.
  static func create(
    at path: String, _ state: GenerationState
  ) throws(EventLogError) -> GenerationStore {
    let made = try store { () throws(LMDBError) -> GenerationStore in
      var options = GenerationStore.options(readOnly: false)
      options.createsMissingTables = true
      return try GenerationStore(try Environment.create(at: path, options: options))
    }
    try made.change { transaction throws(LMDBError) in
      try transaction.put(made.meta, key: GenerationStore.stateKey, value: state.bytes)
    }
    return made
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

  /// Puts a block; one without any known row is taken away.
  func put(
    _ bytes: [UInt8], at key: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    if bytes.count > 4 || bytes[0] | bytes[1] != 0 {
      try transaction.put(blocks, key: key, value: bytes.span.bytes)
    } else {
      var writer = KeyWriter(capacity: 9)
      writer.append(key)
      _ = try transaction.delete(blocks, key: writer.bytes)
    }
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

  /// The bytes of a block as they lie in the map.
  func block(
    _ key: UInt64, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    var key = key.bigEndian
    return try withUnsafeBytes(of: &key) { (key) throws(LMDBError) in
      try transaction.find(blocks, key)
    }
  }

  /// Hands over the blocks from `key` on while `body` says so.
  func eachBlock(
    from key: UInt64, _ transaction: borrowing ReadTransaction,
    _ body: (UInt64, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    var cursor = try transaction.cursor(blocks)
    var isThere = try cursor.seek(atOrAfter: key)
    while isThere {
      let number = cursor.keyBytes.loadUnaligned(as: UInt64.self).bigEndian
      guard try body(number, cursor.valueBytes) else { return }
      isThere = try cursor.next()
    }
  }
}

/// A view of a generation that does not change: as a backing for tables.
final class GenerationSnapshot: TableBacking {
  let store: GenerationStore
  private(set) var state: GenerationState
  let names: StoredNames
  let directory: OverlayDirectory
  private var transaction: ReadTransaction

  init(_ store: GenerationStore, _ base: any ObjectDirectory) throws(EventLogError) {
    self.store = store
    let transaction = try EventSourcing.store { () throws(LMDBError) in
      try store.environment.beginRead()
    }
    state = try store.state(transaction)
    names = StoredNames(state.names)
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
      let bytes = try store.block(key.rawValue, transaction)
    else { return }
    try body(RowReader(bytes, names, directory))
  }

  override func readBlocks(
    of table: Int, _ body: (UInt64, RowReader) throws -> Void
  ) throws {
    guard table < state.tables.count else { return }
    let form = state.tables[table].form
    try store.eachBlock(from: BlockKey.first(of: table), transaction) { key, bytes in
      let key = BlockKey(rawValue: key)
      guard key.table == table else { return false }
      try body(try key.block(form, names), RowReader(bytes, names, directory))
      return true
    }
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
