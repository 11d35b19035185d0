// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Texts as they stand in fields, one behind the other in one piece of memory: a name is read from
/// the store once, and put into a record by copying.
struct TextArena: ~Copyable {
  // Raw memory: a record copies some of these an event, each in two instructions.
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private var count = 0
  /// Where an object's name stands, by the log's number of the kind, then the object's own.
  private var places: [[Int]] = []

  private static let unknown = -1
  /// So many bytes are copied at once, whether or not the text is as long.
  static let stride = 32
  /// The longest field of a name; kind and key are bounded (docs/FORMAT.md §1.1).
  static let longestName = 2 + 32 + 1 + 200

  init() {
    capacity = 64 << 10
    base = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  /// Bytes of the field at a place.
  @inline(__always)
  func size(_ place: Int) -> Int { Int((base + place).loadUnaligned(as: UInt16.self)) }

  /// Where the field at a place begins; as many bytes as ``stride`` may be read.
  @inline(__always)
  func bytes(_ place: Int) -> UnsafeRawPointer { UnsafeRawPointer(base + place + 2) }

  /// Where the name of an object stands: its length as a varint, then its text. `nil` if there
  /// is no such object, or none that a log could have written.
  @inline(__always)
  mutating func place(
    kind: Int, number: UInt32, _ tables: LogTables, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Int? {
    if kind < places.count, Int(number) < places[kind].count {
      let place = places[kind][Int(number)]
      if place != TextArena.unknown { return place }
    }
    return try read(kind, number, tables, transaction)
  }

  @inline(never)
  private mutating func read(
    _ kind: Int, _ number: UInt32, _ tables: LogTables, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Int? {
    let key = IndexKey.object(kind: UInt16(kind), number: number)
    let text = try key.withBytes { key throws(LMDBError) in
      try transaction.find(tables.objects, key)
    }
    guard let text, text.count <= TextArena.longestName - 2 else { return nil }
    while places.count <= kind { places.append([]) }
    let missing = Int(number) + 1 - places[kind].count
    if missing > 0 {
      // In steps, for numbers mostly come in order.
      let more = max(missing, min(places[kind].count, 1 << 16))
      places[kind].append(contentsOf: repeatElement(TextArena.unknown, count: more))
    }
    let place = begin(room: TextArena.longestName)
    var field = RecordCursor(base + place + 2)
    field.varint(UInt64(text.count))
    field.copy(text)
    end(place, field)
    places[kind][Int(number)] = place
    return place
  }

  /// Adds the bytes of some fields; `nil` if they are too many.
  mutating func add(_ fields: [UInt8]) -> Int? {
    guard fields.count <= Int(UInt16.max) else { return nil }
    let place = begin(room: fields.count)
    var field = RecordCursor(base + place + 2)
    field.copy(fields)
    end(place, field)
    return place
  }

  private mutating func begin(room: Int) -> Int {
    reserve(2 + room + TextArena.stride)
    return count
  }

  private mutating func end(_ place: Int, _ field: RecordCursor) {
    let start = base + place
    start.storeBytes(of: UInt16(field.at - start - 2), as: UInt16.self)
    count = field.at - base
  }

  private mutating func reserve(_ needed: Int) {
    guard count + needed > capacity else { return }
    capacity = max(capacity * 2, count + needed)
    let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    grown.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = grown
  }
}
