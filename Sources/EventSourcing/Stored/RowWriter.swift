// SPDX-License-Identifier: Apache-2.0

/// Writes keys and rows as bytes that describe themselves (docs/FORMAT.md §7.2).
///
/// Straight from the type's own `encode`, without a plain value between: a rebuild writes every
/// row of a view. What can be known once of a type is kept: how its values are written, the
/// container of its fields, the numbers of their names.
final class RowWriter {
  // Raw memory, because class fields are checked for exclusive access at every use.
  private let room: UnsafeMutablePointer<RowRoom>
  /// The generation's number + 1 of each event type and kind of object of this process.
  private let typeNumbers: UnsafeMutablePointer<NumberCache>
  private let kindNumbers: UnsafeMutablePointer<NumberCache>
  let names: StoredNames
  /// Makes plain values of what writes itself in an unusual order.
  private let plain: ValueEncoder
  private var sorts: [ObjectIdentifier: Sort] = [:]
  /// Rows of one table come one after the other.
  private var lastType: ObjectIdentifier?
  private var lastSort = Sort.plain
  private var fields: [KeyedFields] = []
  private var serial = 0
  /// True once containers were used in another order than innermost first.
  private var isTangled = false

  /// How values of a type are written.
  private enum Sort {
    case plain, unordered, ownEncoding
    case planned(PlannedFields)
  }

  /// False where rows are written by their own `encode` alone: what plans are held against.
  private let makesPlans: Bool

  init(
    _ names: StoredNames, makingPlans makesPlans: Bool = true,
    spelling: @escaping ValueEncoder.Spelling
  ) {
    self.makesPlans = makesPlans
    room = .allocate(capacity: 1)
    room.initialize(to: RowRoom())
    typeNumbers = .allocate(capacity: 1)
    typeNumbers.initialize(to: NumberCache())
    kindNumbers = .allocate(capacity: 1)
    kindNumbers.initialize(to: NumberCache())
    self.names = names
    plain = ValueEncoder(spelling: spelling)
  }

  deinit {
    room.pointee.deallocate()
    room.deallocate()
    typeNumbers.pointee.deallocate()
    typeNumbers.deallocate()
    kindNumbers.pointee.deallocate()
    kindNumbers.deallocate()
  }

  // MARK: What is written

  var count: Int { room.pointee.count }

  func removeAll() { room.pointee.removeAll() }

  /// Valid until something is written.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: room.pointee.bytes + range.lowerBound, count: range.count)
  }

  /// Room for a number that is known later.
  func reserveUInt16() -> Int {
    room.pointee.reserve(2)
    room.pointee.put(0)
    room.pointee.put(0)
    return room.pointee.count - 2
  }

  func set(_ value: UInt16, at index: Int) {
    room.pointee.bytes[index] = UInt8(truncatingIfNeeded: value)
    room.pointee.bytes[index + 1] = UInt8(value >> 8)
  }

  /// Writes a whole key or row.
  func write<T: Encodable>(root value: T) throws {
    let start = room.pointee.count
    try write(value)
    guard isTangled else { return }
    isTangled = false
    room.pointee.forget(to: 0)
    room.pointee.removeAll(from: start)
    try write(plain.optionalValue(of: value))
  }

  // MARK: Values

  func write<T: Encodable>(_ value: T) throws {
    // Comparing types costs a fraction of asking for a conformance. Of equal types the bits are
    // the value.
    if T.self == Int.self { return int(Int64(unsafeBitCast(value, to: Int.self))) }
    if T.self == ObjectID.self { return object(unsafeBitCast(value, to: ObjectID.self)) }
    if T.self == Instant.self {
      return number(.instant, unsafeBitCast(value, to: Instant.self).microseconds)
    }
    if T.self == EventType.self { return type(unsafeBitCast(value, to: EventType.self)) }
    if T.self == Bool.self { return bool(unsafeBitCast(value, to: Bool.self)) }
    if T.self == CivilDate.self {
      return number(.date, Int64(unsafeBitCast(value, to: CivilDate.self).daysSinceEpoch))
    }
    if T.self == String.self { return text(.text, unsafeBitCast(value, to: String.self)) }
    try write(value, sort(of: value))
  }

  private func sort<T: Encodable>(of value: T) -> Sort {
    let type = ObjectIdentifier(T.self)
    if type == lastType { return lastSort }
    let sort = sorts[type] ?? self.sort(newly: value)
    sorts[type] = sort
    (lastType, lastSort) = (type, sort)
    return sort
  }

  private func sort<T: Encodable>(newly value: T) -> Sort {
    if value is any PlainValue { return .plain }
    if value is any UnorderedEncodable { return .unordered }
    guard makesPlans, let plan = RowPlan(T.self) else { return .ownEncoding }
    return .planned(PlannedFields(plan))
  }

  private func write<T: Encodable>(_ value: T, _ sort: Sort) throws {
    switch sort {
    case .plain, .unordered: try write(plain.optionalValue(of: value))
    case .planned(let fields):
      withUnsafeBytes(of: value) { bytes in
        if let start = bytes.baseAddress { write(fields, start) }
      }
    case .ownEncoding:
      let depth = room.pointee.depth
      try value.encode(to: RowEncoder(writer: self, depth: depth))
      if room.pointee.depth > depth { close(to: depth) }
    }
  }

  /// Writes a row straight from its memory, as its `encode` would.
  private func write(_ fields: PlannedFields, _ row: UnsafeRawPointer) {
    tag(.message)
    for index in 0..<fields.count {
      let field = fields.places + index
      guard let bits = field.pointee.bits(row) else { continue }
      // On first use, so that names are numbered in the order in which rows need them.
      if fields.numbers[index] == 0 {
        fields.numbers[index] = names.number(of: fields.plan.fields[index].name) + 1
      }
      varint(UInt64(fields.numbers[index]))
      switch field.pointee.kind {
      case .int: int(Int64(bitPattern: bits))
      case .bool: bool(bits == 1)
      case .instant: number(.instant, Int64(bitPattern: bits))
      case .date: number(.date, Int64(bitPattern: bits))
      case .object: object(ObjectID(rawValue: bits))
      case .type: type(EventType(number: UInt16(truncatingIfNeeded: bits)))
      }
    }
    tag(.end)
  }

  func write(_ value: Value?) throws {
    guard let value else { return nothing() }
    switch value {
    case .bool(let flag): bool(flag)
    case .int(let number): int(number)
    case .decimal(let decimal):
      number(.decimal, decimal.mantissa)
      varint(UInt64(decimal.scale))
    case .instant(let instant): number(.instant, instant.microseconds)
    case .date(let date): number(.date, Int64(date.daysSinceEpoch))
    case .text(let text): self.text(.text, text)
    case .object(let name): text(.objectName, name.text)
    case .id(let id):
      tag(.id)
      id.bytes.withUnsafeBytes { room.pointee.append($0) }
    case .bytes(let content): delimited(.bytes, content)
    case .rational: delimited(.rational, ValueCoder.encode(value))
    case .list(let values):
      tag(.list)
      for value in values { try write(value) }
      tag(.end)
    case .message(let fields):
      tag(.message)
      for field in fields {
        varint(UInt64(names.number(of: field.name)) + 1)
        try write(field.value)
      }
      tag(.end)
    }
  }

  private func object(_ object: ObjectID) {
    let kind = object.kind
    var known = kindNumbers.pointee[Int(kind.number)]
    if known == 0 {
      known = names.number(of: kind) + 1
      kindNumbers.pointee.set(Int(kind.number), known)
    }
    tag(.object, then: UInt64(known - 1))
    varint(UInt64(object.number))
  }

  private func type(_ type: EventType) {
    var known = typeNumbers.pointee[Int(type.number)]
    if known == 0 {
      known = names.number(of: type.name) + 1
      typeNumbers.pointee.set(Int(type.number), known)
    }
    tag(.type, then: UInt64(known - 1))
  }

  func nothing() { tag(.none) }

  func bool(_ flag: Bool) { tag(flag ? .yes : .no) }

  func int(_ value: Int64) { number(.int, value) }

  @inline(__always)
  private func number(_ number: RowTag, _ value: Int64) {
    tag(number, then: UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  func text(_ tag: RowTag, _ text: String) {
    var text = text
    text.withUTF8 { bytes in
      self.tag(tag, then: UInt64(bytes.count))
      room.pointee.append(UnsafeRawBufferPointer(bytes))
    }
  }

  private func delimited(_ tag: RowTag, _ content: [UInt8]) {
    self.tag(tag, then: UInt64(content.count))
    content.withUnsafeBytes { room.pointee.append($0) }
  }

  private func tag(_ tag: RowTag) {
    room.pointee.reserve(1)
    room.pointee.put(tag.rawValue)
  }

  /// A tag, and the number behind it.
  @inline(__always)
  private func tag(_ tag: RowTag, then number: UInt64) {
    room.pointee.reserve(11)
    room.pointee.put(tag.rawValue)
    room.pointee.varint(number)
  }

  private func varint(_ value: UInt64) {
    room.pointee.reserve(10)
    room.pointee.varint(value)
  }

  // MARK: Containers

  /// Opens a list or a group of fields of a value that began at `depth`; the number that its
  /// container writes under.
  func begin(_ tag: RowTag, at depth: Int) -> Int {
    // A second container for one value: only the slow way joins the two.
    if room.pointee.depth != depth { isTangled = true }
    self.tag(tag)
    serial += 1
    room.pointee.push(serial)
    return serial
  }

  /// The container of a group of fields, the same one for all values of a type.
  func beginFields<Key: CodingKey>(
    _ type: Key.Type, at depth: Int
  ) -> KeyedEncodingContainer<Key> {
    let fields = fields(type)
    fields.container.pointee = begin(.message, at: depth)
    return fields.encoding
  }

  private func fields<Key: CodingKey>(_ type: Key.Type) -> FieldsOf<Key> {
    let id = ObjectIdentifier(type)
    for known in fields where known.keys == id {
      // A group inside a group of the same type needs one of its own.
      if room.pointee.depth > 0, room.pointee.depth(of: known.container.pointee) != nil { continue }
      return unsafeDowncast(known, to: FieldsOf<Key>.self)
    }
    let made = FieldsOf<Key>(self)
    fields.append(made)
    return made
  }

  /// Ends containers inside the one that is written to now.
  @inline(__always)
  func turn(to container: Int) {
    if room.pointee.innermost != container { turnBack(to: container) }
  }

  private func turnBack(to container: Int) {
    guard let depth = room.pointee.depth(of: container) else {
      isTangled = true
      return
    }
    close(to: depth)
  }

  private func close(to depth: Int) {
    while room.pointee.depth > depth {
      room.pointee.forget(to: room.pointee.depth - 1)
      tag(.end)
    }
  }

  /// The depth at which the value of the field or element at hand begins.
  var depth: Int { room.pointee.depth }

  @inline(__always)
  func field(_ number: Int, in container: Int) {
    turn(to: container)
    room.pointee.reserve(10)
    room.pointee.varint(UInt64(number) &+ 1)
  }

  /// Containers whose order is not known beforehand: the value is written the slow way.
  func tangle() { isTangled = true }
}

/// A plan at work: its fields without their names, and the generation's numbers + 1 of those.
private final class PlannedFields {
  let plan: RowPlan
  // Raw memory, because they are read for each row.
  let places: UnsafeMutablePointer<RowPlan.Place>
  let numbers: UnsafeMutablePointer<Int>
  let count: Int

  init(_ plan: RowPlan) {
    self.plan = plan
    count = plan.fields.count
    places = .allocate(capacity: count)
    numbers = .allocate(capacity: count)
    numbers.initialize(repeating: 0, count: count)
    for (index, field) in plan.fields.enumerated() {
      (places + index).initialize(to: field.place)
    }
  }

  deinit {
    places.deallocate()
    numbers.deallocate()
  }
}
