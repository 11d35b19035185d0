// SPDX-License-Identifier: Apache-2.0

/// Writes the canonical bytes of contents (docs/FORMAT.md §1.1) into memory that is used again.
///
/// An append hashes a record an event: written by way of arrays, it would cost as much as the
/// hash does. The lengths of inner messages are known beforehand, so nothing is written twice.
struct ContentBuffer: ~Copyable {
  // Raw memory: bytes are written without a check of uniqueness and bounds for each.
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0
  /// Names by their process numbers, as far as they were asked for: the tables are locked.
  private var roles: [String?] = []
  private var types: [String?] = []

  init(capacity: Int = 1024) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  /// What was written since the last `clear`; valid until the next write.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  mutating func clear() { count = 0 }

  // MARK: Numbers and texts

  private mutating func reserve(_ needed: Int) {
    guard count + needed > capacity else { return }
    capacity = max(capacity * 2, count + needed)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    grown.update(from: base, count: count)
    base.deallocate()
    base = grown
  }

  /// Most bytes of a tag and a length.
  private static let head = 20

  mutating func little(_ value: some FixedWidthInteger & UnsignedInteger) {
    reserve(8)
    UnsafeMutableRawPointer(base + count)
      .storeBytes(of: UInt64(value).littleEndian, as: UInt64.self)
    count += value.bitWidth / 8
  }

  /// There must be room.
  @inline(__always)
  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      base[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      count += 1
      rest >>= 7
    }
    base[count] = UInt8(truncatingIfNeeded: rest)
    count += 1
  }

  private mutating func number(_ field: UInt64, _ value: UInt64) {
    reserve(ContentBuffer.head)
    varint(field << 3)
    varint(value)
  }

  private mutating func open(_ field: UInt64, size: Int) {
    reserve(ContentBuffer.head + size)
    varint(field << 3 | 2)
    varint(UInt64(size))
  }

  private mutating func text(_ field: UInt64, _ value: String) {
    open(field, size: value.utf8.count)
    let target = base + count
    let copied: Void? = value.utf8.withContiguousStorageIfAvailable { source in
      if let start = source.baseAddress { target.update(from: start, count: source.count) }
    }
    if copied == nil {
      for (index, byte) in value.utf8.enumerated() { target[index] = byte }
    }
    count += value.utf8.count
  }

  private mutating func put(_ field: UInt64, _ value: [UInt8]) {
    open(field, size: value.count)
    value.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { (base + count).update(from: start, count: source.count) }
    }
    count += value.count
  }

  private mutating func id(_ field: UInt64, _ id: EventID) {
    open(field, size: 16)
    let target = UnsafeMutableRawPointer(base + count)
    target.storeBytes(of: id.high.bigEndian, as: UInt64.self)
    target.storeBytes(of: id.low.bigEndian, toByteOffset: 8, as: UInt64.self)
    count += 16
  }

  /// Bytes of a text as a field with a number below 16.
  private static func size(of text: String) -> Int {
    var length = text.utf8.count
    var size = 2 + length
    while length >= 0x80 {
      length >>= 7
      size += 1
    }
    return size
  }

  // MARK: Contents

  /// Everything of a content but its type, stream and references.
  struct Frame {
    let id: EventID
    let version: Int
    let occurred: Instant
    let causation: EventID?
    let correlation: EventID?
  }

  mutating func add(
    _ frame: Frame, type: EventType, stream: ObjectName, actor: Actor, source: Source?,
    references: [Reference], payload: [UInt8], sealed: [SealedSection]
  ) {
    id(1, frame.id)
    text(2, name(of: type))
    number(3, UInt64(frame.version))
    text(4, stream.text)
    let occurred = frame.occurred.microseconds
    number(5, UInt64(bitPattern: occurred << 1 ^ occurred >> 63))
    if !actor.isEmpty { add(actor) }
    if let source { put(7, source.wireBytes) }
    if let causation = frame.causation { id(8, causation) }
    if let correlation = frame.correlation { id(9, correlation) }
    references.withUnsafeBufferPointer { references in
      for index in references.indices {
        let role = name(of: references[index].role)
        let size = ContentBuffer.size(of: references[index].object.text)
        open(10, size: ContentBuffer.size(of: role) + size)
        text(1, role)
        text(2, references[index].object.text)
      }
    }
    put(11, payload)
    for section in sealed { put(12, EventContent.bytes(of: section)) }
  }

  /// The record of an event: 26 bytes of header, then the content.
  mutating func add(_ event: StoredEvent) {
    little(event.position.rawValue)
    little(UInt64(bitPattern: event.recorded.microseconds))
    little(event.flags.rawValue)
    little(event.streamVersion)
    let content = event.content
    add(
      Frame(
        id: content.id, version: content.version, occurred: content.occurred,
        causation: content.causation, correlation: content.correlation),
      type: content.type, stream: content.stream, actor: content.actor, source: content.source,
      references: content.references, payload: content.payload, sealed: content.sealed)
  }

  private mutating func add(_ actor: Actor) {
    var size = 0
    if let body = actor.body { size += ContentBuffer.size(of: body.text) }
    if let person = actor.person { size += ContentBuffer.size(of: person.text) }
    if let post = actor.post { size += ContentBuffer.size(of: post.text) }
    open(6, size: size)
    if let body = actor.body { text(1, body.text) }
    if let person = actor.person { text(2, person.text) }
    if let post = actor.post { text(3, post.text) }
  }

  private mutating func name(of role: Role) -> String {
    let index = Int(role.number)
    if index < roles.count, let name = roles[index] { return name }
    while roles.count <= index { roles.append(nil) }
    let name = role.name
    roles[index] = name
    return name
  }

  private mutating func name(of type: EventType) -> String {
    let index = Int(type.number)
    if index < types.count, let name = types[index] { return name }
    while types.count <= index { types.append(nil) }
    let name = type.name
    types[index] = name
    return name
  }
}

extension Source {
  /// The message {1 system, 2 external id, 3 mode}.
  fileprivate var wireBytes: [UInt8] {
    var writer = WireWriter()
    writer.text(1, system.text)
    if let externalID { writer.text(2, externalID) }
    writer.unsigned(3, UInt64(mode.rawValue))
    return writer.bytes
  }
}
