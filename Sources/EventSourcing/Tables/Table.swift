// SPDX-License-Identifier: Apache-2.0

/// Rows under keys: what a ``Table`` and a ``Workspace`` have in common.
///
/// Both are handles: copies mean the same rows, and folding writes through a `let` property. There
/// is no walk over all rows here, for its order could reach a result; a fold that needs "all rows
/// where …" keeps a workspace under just that key, and a finished view gives its rows sorted.
public protocol KeyedRows {
  associatedtype Key: TableKey
  associatedtype Row: TableRow

  /// The library's own; means nothing to callers.
  var access: RowAccess<Key, Row> { get }
}

/// An answer of a projection: its rows are shown, compared, digested and explained.
///
/// The name of the property is the name of the table.
public struct Table<Key: TableKey, Row: TableRow>: KeyedRows {
  public let access: RowAccess<Key, Row>

  /// An empty table, as the value of a stored property.
  @inlinable public init() { access = RowAccess() }
}

/// What a projection must remember to fold, and shows to nobody.
public struct Workspace<Key: TableKey, Row: TableRow>: KeyedRows {
  public let access: RowAccess<Key, Row>

  /// An empty workspace, as the value of a stored property.
  @inlinable public init() { access = RowAccess() }
}

/// The way to the rows of one table.
public struct RowAccess<Key: TableKey, Row: TableRow> {
  @usableFromInline let store: TableStore<Key, Row>
  // A second way to the same memory saves a load an access.
  @usableFromInline let state: UnsafeMutablePointer<TableState<Key.KeyIndex, Row>>

  @inlinable init() {
    store = TableStore()
    state = store.state
  }

  @inlinable @inline(__always) func find(_ key: Key) -> UnsafeMutablePointer<Row>? {
    if state.pointee.mode & TableMode.watch != 0 { store.noteRead(key) }
    if let found = state.pointee.pages.row(state.pointee.index.slot(of: key)) { return found }
    return state.pointee.isBacked ? store.findStored(key) : nil
  }

  @inlinable @inline(__always)
  func modify(_ key: Key, _ row: Row) -> UnsafeMutablePointer<Row> {
    if state.pointee.mode == 0,
      let found = state.pointee.pages.dirtyRow(state.pointee.index.slot(of: key))
    {
      return found
    }
    return store.makeRow(key, row)
  }

  @inlinable @inline(__always) func replace(_ key: Key, _ row: Row) {
    if state.pointee.mode == 0,
      let found = state.pointee.pages.dirtyRow(state.pointee.index.slot(of: key))
    {
      found.pointee = row
    } else {
      store.replaceRow(key, row)
    }
  }
}

extension KeyedRows {
  /// The row of that key, `nil` if there is none; setting `nil` removes it.
  @inlinable public subscript(key: Key) -> Row? {
    @inline(__always) get { access.find(key)?.pointee }
    @inline(__always) nonmutating set {
      if let newValue { access.replace(key, newValue) } else { _ = access.store.takeRow(key) }
    }
  }

  /// The row of that key; written through, it is put in place first if it was absent.
  ///
  /// The default is a value, not a closure: it may come from the event.
  @inlinable public subscript(key: Key, default row: Row) -> Row {
    @inline(__always) get { access.find(key)?.pointee ?? row }
    @inline(__always) nonmutating _modify { yield &access.modify(key, row).pointee }
  }

  /// Changes several fields of a row in one look-up, putting `row` in place if it was absent.
  ///
  /// `body` must not touch the row that it is given by any other way.
  @inlinable @inline(__always)
  public func update<Result, Failure: Error>(
    _ key: Key, default row: Row, _ body: (inout Row) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(&access.modify(key, row).pointee)
  }

  /// Changes a row if there is one; `nil` if there is none.
  @inlinable @inline(__always) @discardableResult
  public func updateExisting<Result, Failure: Error>(
    _ key: Key, _ body: (inout Row) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let found = access.find(key) else { return nil }
    return try body(&access.modify(key, found.pointee).pointee)
  }

  /// True if there is a row of that key.
  @inlinable @inline(__always) public func contains(_ key: Key) -> Bool {
    access.find(key) != nil
  }

  /// How many rows there are. A fold that uses it depends on every row that came or went.
  public var count: Int { access.store.readCount() }

  /// Takes the row of that key away; the row it was, `nil` if there was none.
  @inlinable @discardableResult public func remove(_ key: Key) -> Row? {
    access.store.takeRow(key)
  }
}

extension Table: TableHandle {
  package var tableStore: AnyTableStore { access.store }
  package var isAnswer: Bool { true }
}

extension Workspace: TableHandle {
  package var tableStore: AnyTableStore { access.store }
  package var isAnswer: Bool { false }
}

/// What registration looks for among a projection's stored properties.
package protocol TableHandle {
  var tableStore: AnyTableStore { get }
  var isAnswer: Bool { get }
}
