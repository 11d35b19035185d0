// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// Turns entries back into events; symbols it does not know yet are read once and tried again.
struct EntryReader {
  private let dictionary: LogDictionary
  private var types: [TypeSymbol]
  private var shapes: [Shape]

  init(_ dictionary: LogDictionary) {
    self.dictionary = dictionary
    (types, shapes) = dictionary.state.withLock {
      ($0.types.symbols, $0.shapes.symbols)
    }
  }

  /// What it knows, laid out for scans.
  var symbols: EntrySymbols { EntrySymbols(types: types, shapes: shapes) }

  /// Type, shape and lengths of an entry, checked against the value's size.
  mutating func resolve(
    _ entry: Entry, _ value: UnsafeRawBufferPointer, at position: UInt64
  ) throws(EventLogError) -> (TypeSymbol, Shape) {
    if Int(entry.type) >= types.count || Int(entry.shape) >= shapes.count {
      try dictionary.refresh()
      self = EntryReader(dictionary)
    }
    guard Int(entry.type) < types.count, Int(entry.shape) < shapes.count else {
      throw failure(position, "its type or shape is not in the dictionary")
    }
    let shape = shapes[Int(entry.shape)]
    guard value.count == entry.size(objects: shape.slots.count) else {
      throw failure(position, "its length is \(value.count), not what its header says")
    }
    return (types[Int(entry.type)], shape)
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
    let entry = try store { () throws(LMDBError) in
      try EntryStore(tables: dictionary.tables).entry(at: position, transaction)
    }
    guard let entry else { return nil }
    return try event(entry, at: position)
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
