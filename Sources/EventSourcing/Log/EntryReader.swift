// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Turns entries back into events; symbols it does not know yet are read once and tried again.
struct EntryReader {
  private let dictionary: LogDictionary
  private var types: [TypeSymbol]
  private var layouts: [EventLayout]

  init(_ dictionary: LogDictionary) {
    self.dictionary = dictionary
    (types, layouts) = dictionary.state.withLock {
      ($0.types.symbols, $0.shapes.layouts)
    }
  }

  /// What it knows, laid out for scans.
  var symbols: EntrySymbols { EntrySymbols(types: types, shapes: layouts.map(\.shape)) }

  /// Whether it has learned of symbols since these were laid out.
  func knowsMore(than symbols: borrowing EntrySymbols) -> Bool {
    types.count > symbols.types.count || layouts.count > symbols.shapes.count
  }

  /// Type, shape and lengths of an entry, checked against the value's size.
  mutating func resolve(
    _ entry: Entry, _ value: UnsafeRawBufferPointer, at position: UInt64
  ) throws(EventLogError) -> (TypeSymbol, Shape) {
    let (type, layout) = try resolve(entry, at: position)
    let shape = layout.shape
    guard value.count == entry.size(objects: shape.slots.count) else {
      throw failure(position, "its length is \(value.count), not what its header says")
    }
    return (type, shape)
  }

  /// Type and layout of an entry; read from the store once if they are new.
  private mutating func resolve(
    _ entry: Entry, at position: UInt64
  ) throws(EventLogError) -> (TypeSymbol, EventLayout) {
    if Int(entry.type) >= types.count || Int(entry.shape) >= layouts.count {
      try dictionary.learn()
      self = EntryReader(dictionary)
    }
    guard Int(entry.type) < types.count, Int(entry.shape) < layouts.count else {
      throw failure(position, "its type or shape is not in the dictionary")
    }
    return (types[Int(entry.type)], layouts[Int(entry.shape)])
  }

  func failure(_ position: UInt64, _ reason: String) -> EventLogError {
    EventLogError(
      .undecodable(position: Position(position), reason: reason),
      path: dictionary.environment.path)
  }

  /// The event at a position, wherever it stands; `nil` beyond the head.
  mutating func event<T: ReadableTransaction & ~Copyable>(
    at position: UInt64, _ transaction: borrowing T
  ) throws(EventLogError) -> StoredEvent? {
    var memory = try store { () throws(LMDBError) in
      ReadMemory(try transaction.snapshot(dictionary.tables))
    }
    return try event(at: position, &memory, transaction)
  }

  /// The same, for many events of one transaction.
  mutating func event<T: ReadableTransaction & ~Copyable>(
    at position: UInt64, _ memory: inout ReadMemory, _ transaction: borrowing T
  ) throws(EventLogError) -> StoredEvent? {
    let entries = EntryStore(tables: dictionary.tables)
    if position > 0, position <= memory.snapshot.sealed {
      let row = try store { () throws(LMDBError) in
        try entries.row(at: position, &memory, transaction)
      }
      if !row.entry.isApart { return try event(row, at: position, transaction) }
    }
    let entry = try store { () throws(LMDBError) in
      try entries.entry(at: position, transaction)
    }
    guard let entry else { return nil }
    return try event(entry, at: position)
  }

  /// The event of a row, from its columns and from where its payload lies.
  private mutating func event<T: ReadableTransaction & ~Copyable>(
    _ row: SegmentRow, at position: UInt64, _ transaction: borrowing T
  ) throws(EventLogError) -> StoredEvent {
    let (type, layout) = try resolve(row.entry, at: position)
    guard layout.shape.slots.count == row.shape.slots else {
      throw failure(position, "it has \(row.shape.slots) objects, not what its shape says")
    }
    guard var content = try content(row, type, layout, transaction) else {
      throw failure(position, "it names an object that does not exist")
    }
    let payload = row.entry.payloadCount
    do {
      try row.withHeap { heap in
        Result { () throws(WireError) in
          content.payload = Array(UnsafeRawBufferPointer(rebasing: heap[..<payload]))
          guard heap.count > payload else { return }
          let extras = UnsafeRawBufferPointer(rebasing: heap[payload...])
          content.add(try Extras(extras))
        }
      }.get()
    } catch {
      throw failure(position, error.description)
    }
    return StoredEvent(position: Position(position), entry: row.entry, content: content)
  }

  /// What a row says but for payload and extras; names that are not in memory are read.
  @inline(__always)
  private func content<T: ReadableTransaction & ~Copyable>(
    _ row: SegmentRow, _ type: TypeSymbol, _ layout: EventLayout,
    _ transaction: borrowing T
  ) throws(EventLogError) -> EventContent? {
    // Handed on as it is made: a comparison with nothing would copy it, and count all its names.
    if let known = dictionary.content(row.entry, type, layout, object: { row.object($0) }) {
      return known
    }
    let objects = layout.shape.slots.indices.map {
      ObjectID(kind: layout.shape.slots[$0].kind, number: row.object($0))
    }
    _ = try store { () throws(LMDBError) in try dictionary.storedNames(of: objects, transaction) }
    return dictionary.content(row.entry, type, layout) { row.object($0) }
  }

  /// The event of an entry that was read already.
  mutating func event(
    _ entry: [UInt8], at position: UInt64
  ) throws(EventLogError) -> StoredEvent {
    var event: Result<StoredEvent, EventLogError>?
    entry.withUnsafeBytes { value in
      event = Result { () throws(EventLogError) in try self.event(value, at: position) }
    }
    guard let event else { preconditionFailure("the closure ran") }
    return try event.get()
  }

  /// The event in full.
  mutating func event(
    _ value: UnsafeRawBufferPointer, at position: UInt64
  ) throws(EventLogError) -> StoredEvent {
    guard let entry = Entry(value) else { throw failure(position, "it is too short") }
    let (type, shape) = try resolve(entry, value, at: position)
    let objects = shape.slots.indices.map { index in
      ObjectID(
        kind: shape.slots[index].kind,
        number: value.loadUnaligned(
          fromByteOffset: Entry.headerBytes + 4 * index, as: UInt32.self))
    }
    let names = try store { () throws(LMDBError) in try dictionary.storedNames(of: objects) }
    guard let names else { throw failure(position, "it names an object that does not exist") }
    let slots = zip(shape.slots, names).map { (role: $0.role, object: $1) }
    let payloadStart = Entry.headerBytes + 4 * shape.slots.count
    let extrasStart = payloadStart + Int(entry.payloadBytes)
    let extras: Extras
    do {
      extras = try Extras(UnsafeRawBufferPointer(rebasing: value[extrasStart...]))
    } catch {
      throw failure(position, error.description)
    }
    return StoredEvent(
      position: Position(position), entry: entry, type: type, slots: slots,
      payload: UnsafeRawBufferPointer(rebasing: value[payloadStart..<extrasStart]),
      extras: extras)
  }
}
