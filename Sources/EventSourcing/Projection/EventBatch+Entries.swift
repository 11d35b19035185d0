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
    for index in entries.indices {
      let entry = entries[index]
      let position = EventBatch.position(entry)
      guard position <= limit, let value = entry.value, entry.value_size >= Entry.headerBytes
      else { return index }
      let type = Int(value.loadUnaligned(fromByteOffset: 40, as: UInt16.self))
      let shape = Int(value.loadUnaligned(fromByteOffset: 44, as: UInt32.self))
      guard type < symbols.types.count, shape < symbols.shapes.count else { return index }
      guard
        filler.add(
          value, entry.value_size, at: position, symbols.types[type], symbols.shapes[shape])
      else { return index }
    }
    return entries.count
  }
}

/// Writes rows of a batch; a copy of its cursors, so that a run costs no access checks per row.
struct BatchFiller {
  let columns: BatchColumns
  let objectCapacity: Int
  var row: Int
  var objectCount: Int
  var arenaCount: Int

  /// False, and nothing added, if the entry is not as long as its header says, or has more
  /// objects than an event may have.
  @inline(__always)
  mutating func add(
    _ value: UnsafeRawPointer, _ size: Int, at position: UInt64,
    _ type: EntrySymbols.TypeOfEntry, _ shape: EntrySymbols.ShapeOfEntry
  ) -> Bool {
    let payload = Int(value.loadUnaligned(fromByteOffset: 48, as: UInt32.self))
    let extras = Int(value.loadUnaligned(fromByteOffset: 52, as: UInt32.self))
    let start = Entry.headerBytes + 4 * shape.count
    guard start + payload + extras == size, objectCount + shape.count <= objectCapacity else {
      return false
    }
    guard type.isWanted else { return true }
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
    for slot in 0..<shape.count {
      let number = value.loadUnaligned(
        fromByteOffset: Entry.headerBytes + 4 * slot, as: UInt32.self)
      columns.objects[objectCount + slot] = shape.kinds[slot] | UInt64(number)
    }
    objectCount += shape.count
    UnsafeMutableRawPointer(columns.arena + arenaCount)
      .copyMemory(from: value + start, byteCount: payload + extras)
    columns.payload[row] = ByteRange(start: arenaCount, count: payload)
    columns.extras[row] = ByteRange(start: arenaCount + payload, count: extras)
    arenaCount += payload + extras
    row += 1
    return true
  }
}
