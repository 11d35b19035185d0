// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Turns events into entries of the group under way, with names as numbers.
///
/// What it needs per event is kept and used again, so that a thousand events do not make a
/// thousand arrays.
struct EventWriter: ~Copyable {
  let tables: LogTables
  var pending: PendingEvents
  private var digester: Digester
  /// What events of a type were made like of late, by the process number of the type.
  private var types: [TypePlan] = []
  private var shapes: [ShapePlan] = []
  /// Roles and kinds of the slots of all `shapes`, and the same as postings.
  private var words = RawColumn<UInt32>(capacity: 64)
  private var prefixes = RawColumn<UInt64>(capacity: 64)

  /// A type as the log numbers it, and the shape of the last event that had it.
  private struct TypePlan {
    var version = -1
    var symbol: UInt16 = 0
    /// A place in `shapes`, -1 for none.
    var shape = -1
  }

  /// A shape that the log has numbered.
  private struct ShapePlan {
    let symbol: UInt32
    let slots: Range<Int>
  }

  init(_ tables: LogTables, _ digest: DigestAlgorithm, _ pending: consuming PendingEvents) {
    self.tables = tables
    self.pending = pending
    digester = Digester(digest)
  }

  /// What the log adds to an event.
  struct Place {
    let position: UInt64
    let recorded: Instant
    let occurred: Instant
    let flags: RecordFlags
  }

  /// Adds an event of a request and gives it the next version of its stream.
  @inline(__always)
  mutating func add(
    _ request: borrowing PreparedRequest, _ index: Int, at place: Place,
    _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let row = request.records.columns.row(index)
    request.records.columns.fetchUnnumbered(before: index)
    if !row.pointee.unnumbered.isEmpty { try number(request, row, &names, &transaction) }
    let slots = request.records.columns.slots[row.pointee.slots]
    let type = try type(row.pointee.type, row.pointee.version, &names, &transaction)
    let shape = shapes[try self.shape(slots, of: type, &names, &transaction)]
    let version = try names.nextVersion(of: slots.stream, transaction)
    request.records.columns.content.complete(
      &row.pointee.record, position: place.position, recorded: place.recorded, flags: place.flags,
      version: version, occurred: place.occurred)
    let payload = request.records.columns.content[payload: row.pointee.record]
    let extras = request.rare.isEmpty ? [] : request.rare[index].extras
    let entry = Entry(
      recorded: place.recorded.microseconds, occurred: place.occurred.microseconds,
      id: request.ids[index], streamVersion: version, type: types[type].symbol,
      flags: place.flags.rawValue, shape: shape.symbol,
      payloadBytes: UInt32(payload.count) | (EventWriter.isApart(payload) ? Entry.apart : 0),
      extraBytes: UInt32(extras.count))
    let record = request.records.columns.content[record: row.pointee.record]
    guard !EventWriter.isApart(payload) else {
      return try put(payload, at: place.position, &transaction).withBuffer { hash in
        add(entry, shape, slots, stored: hash, extras, record)
      }
    }
    add(entry, shape, slots, stored: payload, extras, record)
  }

  /// - Parameter stored: What stands in the entry for the payload.
  @inline(__always)
  private mutating func add(
    _ entry: Entry, _ shape: ShapePlan, _ slots: EventSlots, stored: UnsafeRawBufferPointer,
    _ extras: [UInt8], _ record: UnsafeRawBufferPointer
  ) {
    pending.add(
      entry, prefixes: prefixes[shape.slots], slots, payload: stored, extras: extras,
      record: record, &digester)
  }

  /// The place of the event's type in `types`.
  @inline(__always)
  private mutating func type(
    _ type: EventType, _ version: Int, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Int {
    let index = Int(type.number)
    if index < types.count, types[index].version == version { return index }
    while types.count <= index { types.append(TypePlan()) }
    let symbol = try names.number(of: TypeSymbol(type: type, version: version), &transaction)
    types[index] = TypePlan(version: version, symbol: symbol)
    return index
  }

  /// The place in `shapes` of an event's slots: mostly that of the type's last event.
  @inline(__always)
  private mutating func shape(
    _ slots: EventSlots, of type: Int, _ names: inout NameSession,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Int {
    let last = types[type].shape
    if last >= 0, slots.matches(words[shapes[last].slots]) { return last }
    let shape = try otherShape(slots, &names, &transaction)
    types[type].shape = shape
    return shape
  }

  private mutating func otherShape(
    _ slots: EventSlots, _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Int {
    for index in shapes.indices where slots.matches(words[shapes[index].slots]) { return index }
    let shape = slots.shape
    let symbol = try names.number(ofShape: shape, &transaction)
    let first = words.count
    for word in slots.words { words.append(word) }
    for prefix in names.prefixes(of: shape) { prefixes.append(prefix) }
    shapes.append(ShapePlan(symbol: symbol, slots: first..<words.count))
    return shapes.count - 1
  }

  /// A payload that is too long to stand among the others.
  @inline(__always)
  private static func isApart(_ payload: UnsafeRawBufferPointer) -> Bool {
    payload.count > Entry.mostPayloadBytes
  }

  /// Puts such a payload under its own key; its hash stays in its place.
  private mutating func put(
    _ payload: UnsafeRawBufferPointer, at position: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> [UInt8] {
    try IndexKey.position(position).withBytes { key throws(LMDBError) in
      try transaction.put(tables.payloads, key: key, value: payload, append: true)
    }
    return [UInt8](unsafeUninitializedCapacity: Digester.bytes) { hash, count in
      digester.hash(payload, to: UnsafeMutableRawBufferPointer(hash))
      count = Digester.bytes
    }
  }

  /// Looks for the objects of an event that have no number yet; those that are new get one.
  private func number(
    _ request: borrowing PreparedRequest, _ row: UnsafeMutablePointer<RecordColumns.Row>,
    _ names: inout NameSession, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try request.records.columns.forEachUnnumbered(row) {
      (object: RecordColumns.Unnumbered) throws(LMDBError) -> Void in
      let number =
        if let known = names.number(of: object.handle) {
          known
        } else {
          try names.object(object.name.pointee, &transaction)
        }
      request.records.columns.slots.put(number, at: object.slot)
    }
  }
}

extension [UInt8] {
  /// The bytes as a buffer, for the calls of the store that take one.
  func withBuffer<R>(
    _ body: (UnsafeRawBufferPointer) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    var result: Result<R, LMDBError>?
    withUnsafeBytes { buffer in
      result = Result { () throws(LMDBError) in try body(buffer) }
    }
    guard let result else { preconditionFailure("the closure ran") }
    return try result.get()
  }
}
