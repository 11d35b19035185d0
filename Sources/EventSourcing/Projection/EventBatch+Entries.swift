// SPDX-License-Identifier: Apache-2.0
internal import CLMDB

/// The types and shapes of a log by their stored numbers, as a scan looks them up per event.
struct EntrySymbols {
  struct TypeOfEntry {
    let number: UInt16
    let version: UInt16
    var isWanted: Bool
  }

  struct ShapeOfEntry {
    // Shapes live as long as their process, so nothing need be retained per event.
    let shape: Unmanaged<Shape>
    let kinds: UnsafePointer<UInt64>
    let count: Int
  }

  private(set) var types: [TypeOfEntry]
  let shapes: [ShapeOfEntry]

  init(types: [TypeSymbol], shapes: [Shape]) {
    self.types = types.map {
      TypeOfEntry(number: $0.type.number, version: UInt16($0.version), isWanted: true)
    }
    self.shapes = shapes.map {
      ShapeOfEntry(shape: .passUnretained($0), kinds: $0.kinds, count: $0.slots.count)
    }
  }

  /// Leaves out events of all types but these.
  mutating func want(_ wanted: Set<EventType>?) {
    for index in types.indices {
      types[index].isWanted = wanted?.contains(EventType(number: types[index].number)) ?? true
    }
  }
}

extension EventBatch {
  /// The position of an entry of the `events` table.
  static func position(_ entry: clmdb_entry) -> UInt64 {
    guard entry.key_size == 8, let key = entry.key else { return 0 }
    return UInt64(bigEndian: key.loadUnaligned(as: UInt64.self))
  }

  /// Adds the wanted ones of a run of entries, up to a position.
  ///
  /// There must be room for all of them. It stops in front of an entry that it cannot read:
  /// of a symbol that is not known yet, or damaged.
  /// - Returns: How many entries it looked at and is done with.
  func append(
    _ entries: UnsafeMutableBufferPointer<clmdb_entry>, upTo limit: UInt64,
    _ symbols: borrowing EntrySymbols
  ) -> Int {
    precondition(entries.count <= EventBatch.capacity - count, "the batch is full")
    reserve(entries: entries.count, bytes: entries.reduce(0) { $0 + $1.value_size })
    var filler = filler
    defer { keep(filler) }
    return symbols.types.withUnsafeBufferPointer { types in
      symbols.shapes.withUnsafeBufferPointer { shapes in
        for index in entries.indices {
          guard filler.add(entries[index], upTo: limit, types, shapes) else { return index }
        }
        return entries.count
      }
    }
  }
}

/// Writes rows of a batch; a copy of its cursors, so that a run costs no access checks per row.
struct BatchFiller {
  let columns: BatchColumns
  let objectCapacity: Int
  var row: Int
  var objectCount: Int
  var arenaCount: Int

  /// False, and nothing added, behind the limit, for an unknown symbol, and for an entry that is
  /// not as long as its header says or has more objects than an event may have.
  @inline(__always)
  mutating func add(
    _ entry: clmdb_entry, upTo limit: UInt64,
    _ types: UnsafeBufferPointer<EntrySymbols.TypeOfEntry>,
    _ shapes: UnsafeBufferPointer<EntrySymbols.ShapeOfEntry>
  ) -> Bool {
    let position = EventBatch.position(entry)
    guard position <= limit, let value = entry.value, entry.value_size >= Entry.headerBytes else {
      return false
    }
    let typeNumber = Int(value.loadUnaligned(fromByteOffset: 40, as: UInt16.self))
    let shapeNumber = Int(value.loadUnaligned(fromByteOffset: 44, as: UInt32.self))
    guard typeNumber < types.count, shapeNumber < shapes.count else { return false }
    let type = types[typeNumber]
    let shape = shapes[shapeNumber]
    let payload = Int(value.loadUnaligned(fromByteOffset: 48, as: UInt32.self))
    let extras = Int(value.loadUnaligned(fromByteOffset: 52, as: UInt32.self))
    // All of these are small: lengths of 32 bits, counts of a dictionary entry.
    let start = Entry.headerBytes &+ 4 &* shape.count
    guard start &+ payload &+ extras == entry.value_size,
      objectCount &+ max(shape.count, Shape.leastRoom) <= objectCapacity
    else { return false }
    guard type.isWanted else { return true }
    write(value, at: position, type, shape, payload, extras, start)
    return true
  }

  @inline(__always)
  private mutating func write(
    _ value: UnsafeRawPointer, at position: UInt64, _ type: EntrySymbols.TypeOfEntry,
    _ shape: EntrySymbols.ShapeOfEntry, _ payload: Int, _ extras: Int, _ start: Int
  ) {
    columns.position[row] = position
    columns.recorded[row] = value.loadUnaligned(fromByteOffset: 0, as: Int64.self)
    columns.occurred[row] = value.loadUnaligned(fromByteOffset: 8, as: Int64.self)
    columns.idHigh[row] = UInt64(
      bigEndian: value.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    columns.idLow[row] = UInt64(
      bigEndian: value.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    columns.streamVersion[row] = value.loadUnaligned(fromByteOffset: 32, as: UInt64.self)
    columns.type[row] = type.number
    columns.version[row] = type.version
    columns.flags[row] = value.loadUnaligned(fromByteOffset: 42, as: UInt16.self)
    columns.shape[row] = shape.shape
    columns.objectStart[row] = objectCount
    writeObjects(
      value + Entry.headerBytes,
      mayReadAhead: start &+ payload &+ extras >= Entry.headerBytes &+ 4 &* Shape.leastRoom, shape)
    UnsafeMutableRawPointer(columns.arena + arenaCount)
      .copyMemory(from: value + start, byteCount: payload &+ extras)
    columns.payload[row] = ByteRange(start: arenaCount, count: payload)
    columns.extras[row] = ByteRange(start: arenaCount &+ payload, count: extras)
    arenaCount &+= payload &+ extras
    row &+= 1
  }

  /// Eight objects at once where there are bytes enough to be read so far: most events have
  /// four to eight, and a loop of a length that changes is mispredicted each time. What is
  /// written too much is written over by the next event, or lies in the room kept free.
  @inline(__always)
  mutating func writeObjects(
    _ numbers: UnsafeRawPointer, mayReadAhead: Bool, _ shape: EntrySymbols.ShapeOfEntry
  ) {
    let target = UnsafeMutableRawPointer(columns.objects + objectCount)
    if shape.count <= Shape.leastRoom, mayReadAhead {
      let read = numbers.loadUnaligned(as: SIMD8<UInt32>.self)
      let kinds = UnsafeRawPointer(shape.kinds).loadUnaligned(as: SIMD8<UInt64>.self)
      let wide = SIMD8<UInt64>(truncatingIfNeeded: read) | kinds
      target.storeBytes(of: wide, as: SIMD8<UInt64>.self)
    } else {
      for slot in 0..<shape.count {
        let number = numbers.loadUnaligned(fromByteOffset: 4 &* slot, as: UInt32.self)
        columns.objects[objectCount &+ slot] = shape.kinds[slot] | UInt64(number)
      }
    }
    objectCount &+= shape.count
  }
}
