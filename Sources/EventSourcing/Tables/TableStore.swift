// SPDX-License-Identifier: Apache-2.0

/// What a table's accesses have to do besides reading and writing; none in a plain fold.
@usableFromInline enum TableMode {
  /// Old rows are kept, so that a refused event can be undone.
  @usableFromInline static let journal: UInt8 = 1
  /// Each read and write is told to a watch, for `explain`.
  @usableFromInline static let watch: UInt8 = 2
  /// The fold is over: a view's tables are read only.
  @usableFromInline static let closed: UInt8 = 4
}

/// All that an access needs, behind one pointer.
@usableFromInline struct TableState<Index: TableIndex, Row> {
  @usableFromInline var mode: UInt8
  @usableFromInline var pages: RowPages<Row>
  @usableFromInline var index: Index
  /// Rows that are present.
  @usableFromInline var count: Int
  /// Whether what is not in memory may lie elsewhere.
  @usableFromInline var isBacked: Bool

  @inlinable init() {
    mode = 0
    isBacked = false
    pages = RowPages()
    index = Index()
    count = 0
  }
}

/// The storage of one table: owned by the engine, reached through handles.
///
/// A handle and all its copies mean the same rows. One fold uses it at a time.
@usableFromInline
package final class TableStore<Key: TableKey, Row: TableRow>: AnyTableStore {
  // Raw memory, because class fields are checked for exclusive access at every use.
  @usableFromInline let state: UnsafeMutablePointer<TableState<Key.KeyIndex, Row>>
  /// Rows as they were before the event at hand; `nil` for absent.
  private var journal: [(slot: UInt64, row: Row?)] = []
  var backing: TableBacking?
  /// False until the keys of a backing were read.
  var hasKeys = true
  var residentPages = 0

  @usableFromInline override init() {
    state = .allocate(capacity: 1)
    state.initialize(to: TableState())
  }

  deinit {
    state.pointee.pages.deallocate()
    state.pointee.index.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  // MARK: Slow paths of the handle

  /// The row of a key to be written in place, put there first if it was absent.
  @inlinable @inline(never)
  func makeRow(_ key: Key, _ row: Row) -> UnsafeMutablePointer<Row> {
    let slot = state.pointee.isBacked ? bringSlot(key) : state.pointee.index.insert(key)
    if state.pointee.mode != 0 { careful(slot, reads: true, writes: true) }
    return place(slot, row)
  }

  /// Puts a row in place of whatever is there.
  @inlinable @inline(never)
  func replaceRow(_ key: Key, _ row: Row) {
    let slot = state.pointee.isBacked ? bringSlot(key) : state.pointee.index.insert(key)
    if state.pointee.mode != 0 { careful(slot, reads: false, writes: true) }
    place(slot, row).pointee = row
  }

  /// Takes a row away and gives it back.
  @inlinable @inline(never)
  func takeRow(_ key: Key) -> Row? {
    let slot = state.pointee.isBacked ? bring(key) : state.pointee.index.slot(of: key)
    guard slot != .max else { return nil }
    guard let row = state.pointee.pages.dirtyRow(slot) else {
      if state.pointee.mode != 0 { careful(slot, reads: true, writes: false) }
      return nil
    }
    if state.pointee.mode != 0 { careful(slot, reads: true, writes: true) }
    let old = row.pointee
    clear(slot)
    return old
  }

  /// The row of a key that is not in memory.
  @inlinable @inline(never)
  func findStored(_ key: Key) -> UnsafeMutablePointer<Row>? {
    // First, because it may move the pages' list.
    let slot = bring(key)
    return state.pointee.pages.row(slot)
  }

  /// Tells the watch that a row was read.
  @inlinable @inline(never)
  func noteRead(_ key: Key) {
    let slot = state.pointee.index.slot(of: key)
    if slot != .max { careful(slot, reads: true, writes: false) }
  }

  @inlinable func place(_ slot: UInt64, _ row: Row) -> UnsafeMutablePointer<Row> {
    if let found = state.pointee.pages.dirtyRow(slot) { return found }
    let page = state.pointee.pages.page(slot) ?? makePage(slot)
    RowPages<Row>.mark(slot, in: page)
    let place = RowPages<Row>.row(slot, in: page)
    place.initialize(to: row)
    RowPages<Row>.setPresent(true, slot, in: page)
    state.pointee.count += 1
    if state.pointee.mode != 0 { noteCount(writes: true) }
    return place
  }

  @usableFromInline func makePage(_ slot: UInt64) -> UnsafeMutableRawPointer {
    residentPages += 1
    return state.pointee.pages.makePage(slot)
  }

  @inlinable func clear(_ slot: UInt64) {
    guard let row = state.pointee.pages.dirtyRow(slot), let page = state.pointee.pages.page(slot)
    else { return }
    row.deinitialize(count: 1)
    RowPages<Row>.setPresent(false, slot, in: page)
    state.pointee.count -= 1
    if state.pointee.mode != 0 { noteCount(writes: true) }
  }

  /// The number of rows as the fold sees it.
  @usableFromInline func readCount() -> Int {
    noteCount(writes: false)
    return state.pointee.count
  }

  /// Watches see the number of rows as one more row.
  @usableFromInline func noteCount(writes: Bool) {
    watch?.note(table: number, slot: .max, isWrite: writes)
  }

  /// Journal and watch, before the access itself.
  @usableFromInline func careful(_ slot: UInt64, reads: Bool, writes: Bool) {
    let mode = state.pointee.mode
    if writes {
      precondition(
        mode & TableMode.closed == 0,
        "a row of a finished view was written; only `apply` writes, and only while it runs")
      if mode & TableMode.journal != 0 {
        journal.append((slot, state.pointee.pages.row(slot)?.pointee))
      }
    }
    guard mode & TableMode.watch != 0 else { return }
    if reads { watch?.note(table: number, slot: slot, isWrite: false) }
    if writes { watch?.note(table: number, slot: slot, isWrite: true) }
  }

  // MARK: What the engine asks

  override package var mode: UInt8 {
    get { state.pointee.mode }
    set { state.pointee.mode = newValue }
  }

  override package var count: Int { state.pointee.count }

  override package func commit() { journal.removeAll(keepingCapacity: true) }

  override package func undo() {
    for (slot, row) in journal.reversed() {
      if let row { place(slot, row).pointee = row } else { clear(slot) }
    }
    journal.removeAll(keepingCapacity: true)
  }

  override package var rowType: any TableRow.Type { Row.self }
  override package var keyType: any TableKey.Type { Key.self }

  /// The rows with their keys, in no order that means anything.
  package func entries() -> [(slot: UInt64, key: Key, row: Row)] {
    readAll()
    var entries: [(slot: UInt64, key: Key, row: Row)] = []
    entries.reserveCapacity(state.pointee.count)
    state.pointee.pages.forEach { slot, row in
      entries.append((slot, state.pointee.index.key(at: slot), row.pointee))
    }
    return entries
  }

  override package func plainRows(
    _ encoder: ValueEncoder, presenting presenters: [Any]
  ) throws -> [PlainRow] {
    let present = presenters.lazy.compactMap { $0 as? (Row, Key) -> Row }.first
    return try entries().map { entry in
      let row = present.map { $0(entry.row, entry.key) } ?? entry.row
      return PlainRow(
        slot: entry.slot, key: try encoder.value(of: entry.key),
        row: try encoder.optionalValue(of: row))
    }
  }

  override package func anyRow() -> Any? { sample?.row }

  override var form: BlockForm { Key.self == ObjectID.self ? .object : .keyed }
  override var residentBytes: Int { residentPages * RowPages<Row>.pageBytes }
  override func attach(_ backing: TableBacking?, rows: Int) { readThrough(backing, rows: rows) }
  override func loadAll() { readAll() }
  override func takeChanges(
    _ writer: RowWriter, _ body: (UInt64, Range<Int>) throws -> Void
  ) throws {
    try writeChanges(writer, body)
  }
  override func drop() { forgetAll() }
  override func evict() { forgetPages() }
  override func detach() {
    readAll()
    backing = nil
    state.pointee.isBacked = false
  }

  override package func checkPlain(_ encoder: ValueEncoder) throws {
    guard let sample else { return }
    _ = try encoder.optionalValue(of: sample.key)
    _ = try encoder.optionalValue(of: sample.row)
  }
}

extension TableStore {
  /// The first entry, if there is one.
  fileprivate var sample: (key: Key, row: Row)? {
    state.pointee.pages.first.map { (state.pointee.index.key(at: $0), $1.pointee) }
  }
}

/// A row as plain values.
package struct PlainRow {
  package var slot: UInt64
  package var key: Value
  /// `nil` for an optional row that holds nothing.
  package var row: Value?
}

/// A table without its types: what the engine works with.
@usableFromInline package class AnyTableStore {
  /// Place among the projection's stored properties; -1 until registered.
  package final var number = -1
  package final var watch: FoldWatch?

  @usableFromInline package init() {}

  package var mode: UInt8 {
    get { preconditionFailure("a table has a mode") }
    set { preconditionFailure("a table has no mode \(newValue)") }
  }
  package var count: Int { preconditionFailure("a table has rows") }
  package var rowType: any TableRow.Type { preconditionFailure("a table has a row type") }
  package var keyType: any TableKey.Type { preconditionFailure("a table has a key type") }

  /// Keeps what was written since the last commit.
  package func commit() {}
  /// Takes back what was written since the last commit.
  package func undo() {}
  /// All rows as plain values; `presenters` whose types are the table's are applied.
  package func plainRows(
    _ encoder: ValueEncoder, presenting presenters: [Any]
  ) throws -> [PlainRow] { [] }
  /// Some row, for a look at its shape.
  package func anyRow() -> Any? { nil }

  /// The names of its fields, if its rows are known by their description alone.
  var described: (keyColumns: [String], columns: [String])? { nil }

  // MARK: Backing

  /// How its blocks are laid out.
  var form: BlockForm { .keyed }
  /// Bytes of its pages in memory.
  var residentBytes: Int { 0 }
  /// Reads what is not in memory from there from now on; the table must be empty.
  func attach(_ backing: TableBacking?, rows: Int) {}
  /// Reads every row.
  func loadAll() {}
  /// Writes each changed block to `writer`, behind what is there, and calls `body` for it.
  func takeChanges(
    _ writer: RowWriter, _ body: (UInt64, Range<Int>) throws -> Void
  ) throws {}
  func drop() {}
  func evict() {}
  /// Reads every row and needs the backing no more.
  func detach() {}
  /// Writes some row, to see whether rows of this type can be written.
  func checkPlain(_ encoder: ValueEncoder) throws {}
}
