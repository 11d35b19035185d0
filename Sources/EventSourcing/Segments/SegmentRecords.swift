// SPDX-License-Identifier: Apache-2.0
internal import CLMDB
internal import LMDB
internal import Synchronization

/// Makes the leaf hashes of a segment's events from its columns: the records are the bytes that
/// `StoredEvent.record` has, written without an event, a text or an array on the way.
///
/// Where anything is not as a log writes it, it makes none: then the events are to be looked at
/// one by one, which tells what is wrong.
struct SegmentRecords: ~Copyable {
  let rows = SegmentRows()
  private let dictionary: LogDictionary
  private let tables: LogTables
  private var digester: Digester
  private var texts = TextArena()
  /// Where fields 2 and 3 of each type stand, by the log's number.
  private var types: [Int?] = []
  private var shapes: [RecordFields?] = []
  // Raw memory: the record under way, and the hashes of all.
  private var room: UnsafeMutableRawPointer
  private var capacity = 4096
  private let hashes: UnsafeMutableRawBufferPointer
  /// Where the names of all objects of the segment stand, event by event, slot by slot.
  private var places: UnsafeMutablePointer<Int>
  private var placeCapacity = 8 * SegmentLayout.events

  init(_ dictionary: LogDictionary, _ algorithm: DigestAlgorithm) {
    self.dictionary = dictionary
    tables = dictionary.tables
    digester = Digester(algorithm)
    room = .allocate(byteCount: capacity, alignment: 16)
    hashes = .allocate(byteCount: SegmentLayout.events * Digester.bytes, alignment: 16)
    places = .allocate(capacity: placeCapacity)
  }

  deinit {
    room.deallocate()
    hashes.deallocate()
    places.deallocate()
    for fields in shapes { fields?.free() }
  }

  /// Takes over the symbols that the dictionary has learnt since.
  mutating func catchUp() {
    let (newTypes, newShapes, kinds) = dictionary.state.withLock {
      ($0.types.symbols[types.count...], $0.shapes.symbols[shapes.count...], $0.kinds)
    }
    for symbol in newTypes {
      var fields = WireWriter()
      fields.text(2, symbol.type.name)
      fields.unsigned(3, UInt64(symbol.version))
      types.append(texts.add(fields.bytes))
    }
    for shape in newShapes { shapes.append(RecordFields(shape, kinds: kinds, &texts)) }
  }

  /// The leaf hashes of a segment one behind the other, as long as nothing else is asked; `nil`
  /// if its events must be looked at one by one.
  ///
  /// - Parameter fits: Notes on the way which events may not fit their schemas.
  mutating func leaves(
    of number: UInt64, _ fits: inout FitCheck, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    guard let view = try? transaction.segment(number, tables), (try? rows.load(view)) != nil,
      try findNames(transaction)
    else { return nil }
    var outcome: Result<Bool, LMDBError> = .success(true)
    do {
      try rows.forEachHeap(0..<SegmentLayout.events) { events, heap in
        guard case .success(true) = outcome else { return }
        outcome = Result { () throws(LMDBError) in
          try hash(events, heap, from: view.first, &fits, transaction)
        }
      }
    } catch {
      return nil
    }
    return try outcome.get() ? UnsafeRawBufferPointer(hashes) : nil
  }

  /// The root over the hashes that were made last, which are gone then.
  mutating func root() -> [UInt8] {
    SubtreeRoots.fold(hashes, &digester)
    return Array(hashes.prefix(Digester.bytes))
  }

  /// Hashes some neighbours, whose heap bytes these are; false if one is not as a log writes it.
  private mutating func hash(
    _ events: Range<Int>, _ heap: UnsafeRawBufferPointer, from first: UInt64,
    _ fits: inout FitCheck, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Bool {
    let start = rows.heapStart[events.lowerBound]
    for row in events {
      let range = rows.heapStart[row] - start..<rows.heapStart[row + 1] - start
      guard
        let record = try record(
          row, at: first + UInt64(row), UnsafeRawBufferPointer(rebasing: heap[range]), &fits,
          transaction)
      else { return false }
      let target = row * Digester.bytes..<(row + 1) * Digester.bytes
      digester.hash(record, to: UnsafeMutableRawBufferPointer(rebasing: hashes[target]))
    }
    return true
  }

  // MARK: One record

  /// The record of an event behind the zero byte of a leaf; valid until the next one.
  private mutating func record(
    _ row: Int, at position: UInt64, _ heap: UnsafeRawBufferPointer,
    _ fits: inout FitCheck, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    let length = UInt32(truncatingIfNeeded: rows.column(.payload)[row])
    let inPlace = length & Entry.apart == 0 ? Int(length) : Entry.hashBytes
    let payload = UnsafeRawBufferPointer(rebasing: heap[..<inPlace])
    let extras = UnsafeRawBufferPointer(rebasing: heap[inPlace...])
    guard length & Entry.apart != 0 else {
      fits.note(row, rows, payload)
      return try write(row, at: position, payload, extras, transaction)
    }
    // What stands in its place is its hash.
    let count = Int(length & ~Entry.apart)
    let apart = try? EntryStore(tables: tables).payload(at: position, count, transaction)
    guard let apart, digester.hash(apart).elementsEqual(payload) else { return nil }
    let written = apart.withUnsafeBytes { whole in
      fits.note(row, rows, whole)
      return Result { () throws(LMDBError) in
        try write(row, at: position, whole, extras, transaction)
      }
    }
    return try written.get()
  }

  @inline(__always)
  private mutating func write(
    _ row: Int, at position: UInt64, _ payload: UnsafeRawBufferPointer,
    _ extras: UnsafeRawBufferPointer, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> UnsafeRawBufferPointer? {
    let type = Int(truncatingIfNeeded: rows.column(.type)[row])
    let shape = Int(rows.shapeSymbol(row))
    guard type < types.count, shape < shapes.count, let typeFields = types[type],
      let fields = shapes[shape],
      let rare = extras.isEmpty ? ExtraFields() : ExtraFields(extras)
    else { return nil }
    let places = places + rows.objectStart[row]
    reserve(
      256 + texts.size(typeFields) + fields.mostBytes + payload.count + extras.count)
    var out = RecordCursor(room)
    out.byte(0)
    out.little(position)
    writeHeader(row, typeFields, places, &out)
    writeObjects(fields, places, rare, &out)
    out.byte(11 << 3 | 2)
    out.varint(UInt64(payload.count))
    out.copy(payload)
    out.copy(rare.sealed)
    return UnsafeRawBufferPointer(start: room, count: out.at - room)
  }

  /// Looks up where the names of the segment's objects stand; false if one does not exist.
  ///
  /// All before the first record, and with a hint for the memory: names lie far apart, and a
  /// record that had to wait for each of its own would take half as long again.
  private mutating func findNames(
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Bool {
    let count = rows.objectStart[SegmentLayout.events]
    if count > placeCapacity {
      placeCapacity = count
      places.deallocate()
      places = .allocate(capacity: count)
    }
    for row in 0..<SegmentLayout.events {
      let shape = Int(rows.shapeSymbol(row))
      let start = rows.objectStart[row]
      guard shape < shapes.count, let fields = shapes[shape],
        rows.objectStart[row + 1] - start == fields.slots
      else { return false }
      for slot in 0..<fields.slots {
        guard
          let place = try texts.place(
            kind: fields.kinds[slot], number: rows.objects[start + slot], tables, transaction)
        else { return false }
        clmdb_prefetch(texts.bytes(place), 1)
        places[start + slot] = place
      }
    }
    return true
  }

  @inline(__always)
  private func writeHeader(
    _ row: Int, _ typeFields: Int, _ places: UnsafeMutablePointer<Int>, _ out: inout RecordCursor
  ) {
    out.little(rows.column(.recorded)[row])
    out.little(UInt16(truncatingIfNeeded: rows.column(.flags)[row]))
    out.little(rows.column(.streamVersion)[row])
    out.id(high: rows.column(.idHigh)[row], low: rows.column(.idLow)[row])
    out.text(typeFields, texts)
    // The stream is the first of all slots.
    out.byte(4 << 3 | 2)
    out.text(places[0], texts)
    let occurred = Int64(bitPattern: rows.column(.occurred)[row])
    out.byte(5 << 3)
    out.varint(UInt64(bitPattern: occurred << 1 ^ occurred >> 63))
  }

  @inline(__always)
  private func writeObjects(
    _ fields: RecordFields, _ places: UnsafeMutablePointer<Int>, _ rare: ExtraFields,
    _ out: inout RecordCursor
  ) {
    if !fields.actor.isEmpty {
      var size = fields.actor.count
      for field in fields.actor { size += texts.size(places[field.slot]) }
      out.byte(6 << 3 | 2)
      out.varint(UInt64(size))
      for field in fields.actor {
        out.byte(field.tag)
        out.text(places[field.slot], texts)
      }
    }
    if let system = fields.system { writeSource(places[system], rare, &out) }
    out.copy(rare.links)
    for field in fields.references {
      let place = places[field.slot]
      out.byte(10 << 3 | 2)
      out.varint(UInt64(texts.size(field.role) + 1 + texts.size(place)))
      out.text(field.role, texts)
      out.byte(2 << 3 | 2)
      out.text(place, texts)
    }
  }

  private func writeSource(_ system: Int, _ rare: ExtraFields, _ out: inout RecordCursor) {
    var message = WireWriter()
    message.raw([1 << 3 | 2])
    message.raw(UnsafeRawBufferPointer(start: texts.bytes(system), count: texts.size(system)))
    if let externalID = rare.externalID { message.bytes(2, externalID) }
    message.unsigned(3, UInt64(rare.mode.rawValue))
    out.byte(7 << 3 | 2)
    out.varint(UInt64(message.bytes.count))
    out.copy(message.bytes)
  }

  private mutating func reserve(_ needed: Int) {
    guard needed > capacity else { return }
    capacity = max(2 * capacity, needed)
    room.deallocate()
    room = .allocate(byteCount: capacity, alignment: 16)
  }
}
