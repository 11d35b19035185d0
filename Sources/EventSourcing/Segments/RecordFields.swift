// SPDX-License-Identifier: Apache-2.0

/// Which objects of a shape are written into which fields of a content (docs/FORMAT.md §1.1).
///
/// Its lists are raw memory, written once and freed by whoever made it: a record reads them all,
/// and arrays would be retained for each.
struct RecordFields {
  /// A part of the actor: its slot, and its tag inside of the message.
  struct ActorField {
    let slot: Int
    let tag: UInt8
  }

  /// A reference: its slot, and where the field of its role stands.
  struct ReferenceField {
    let slot: Int
    let role: Int
  }

  /// The log's numbers of the kinds, slot by slot; the first slot is the stream's.
  let kinds: UnsafeMutableBufferPointer<Int>
  let actor: UnsafeMutableBufferPointer<ActorField>
  let system: Int?
  let references: UnsafeMutableBufferPointer<ReferenceField>
  /// What all of these can need in a record.
  let mostBytes: Int

  static let mostSlots = SchemaLimits.references + HeaderRole.all.count

  var slots: Int { kinds.count }

  /// `nil` for a shape that no append writes.
  init?(
    _ shape: Shape, kinds numbers: NumberedList<ObjectKind>, _ texts: inout TextArena
  ) {
    let slots = shape.slots
    guard slots.count <= RecordFields.mostSlots, slots.first?.role == HeaderRole.stream else {
      return nil
    }
    let actorRoles = [HeaderRole.actorBody, HeaderRole.actorPerson, HeaderRole.actorPost]
    let actor = actorRoles.enumerated().compactMap { index, role in
      slots.firstIndex { $0.role == role }
        .map { ActorField(slot: $0, tag: UInt8((index + 1) << 3 | 2)) }
    }
    system = slots.firstIndex { $0.role == HeaderRole.system }
    var references: [ReferenceField] = []
    var bytes = slots.count * (TextArena.longestName + 2 * RecordCursor.head)
    for slot in slots.indices where !HeaderRole.all.contains(slots[slot].role) {
      var role = WireWriter()
      role.text(1, slots[slot].role.name)
      guard let place = texts.add(role.bytes) else { return nil }
      references.append(ReferenceField(slot: slot, role: place))
      bytes += role.bytes.count
    }
    mostBytes = bytes
    let kinds = slots.compactMap { numbers.number(of: $0.kind) }
    // Each role of the header once, and every kind known.
    let header = 1 + actor.count + (system == nil ? 0 : 1)
    guard header + references.count == slots.count, kinds.count == slots.count else {
      return nil
    }
    self.kinds = RecordFields.kept(kinds)
    self.actor = RecordFields.kept(actor)
    self.references = RecordFields.kept(references)
  }

  private static func kept<T>(_ list: [T]) -> UnsafeMutableBufferPointer<T> {
    let memory = UnsafeMutableBufferPointer<T>.allocate(capacity: list.count)
    _ = memory.initialize(from: list)
    return memory
  }

  func free() {
    kinds.deallocate()
    actor.deallocate()
    references.deallocate()
  }
}

/// The rarely read parts of an entry as they stand in it: a content has the same fields, in two
/// places, so most of them need only be copied.
struct ExtraFields {
  /// The text of the external id.
  var externalID: UnsafeRawBufferPointer?
  var mode = Source.Mode.native
  /// Fields 8 and 9, causation and correlation, with their tags.
  var links = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Fields 12, the sealed sections, with their tags.
  var sealed = UnsafeRawBufferPointer(start: nil, count: 0)

  init() {}

  /// `nil` for all that a log would not write in this form.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = WireReader(bytes)
    var (linksStart, linksEnd, last) = (bytes.count, bytes.count, 0)
    do throws(WireError) {
      while !reader.isAtEnd {
        let start = reader.offset
        let (field, type) = try reader.tag()
        guard field > last || field == 12 && last == 12 else { return nil }
        if field >= 8 { linksStart = min(linksStart, start) }
        if field == 12 { linksEnd = min(linksEnd, start) }
        switch (field, type) {
        case (1, .lengthDelimited): externalID = try reader.delimited()
        case (2, .varint):
          guard let mode = Source.Mode(rawValue: Int(clamping: try reader.varint())) else {
            return nil
          }
          self.mode = mode
        case (8, .lengthDelimited), (9, .lengthDelimited):
          guard try reader.delimited().count == 16 else { return nil }
        case (12, .lengthDelimited): _ = try reader.delimited()
        default: return nil
        }
        last = field
      }
    } catch {
      return nil
    }
    links = UnsafeRawBufferPointer(rebasing: bytes[min(linksStart, linksEnd)..<linksEnd])
    sealed = UnsafeRawBufferPointer(rebasing: bytes[linksEnd...])
  }
}

/// Writes fields one behind the other into memory that has room for all of them.
struct RecordCursor {
  // Raw memory: whoever makes the cursor has reserved enough, and a stride more.
  private(set) var at: UnsafeMutableRawPointer

  /// Most bytes of a tag and a length.
  static let head = 20

  init(_ at: UnsafeMutableRawPointer) { self.at = at }

  @inline(__always)
  mutating func byte(_ value: UInt8) {
    at.storeBytes(of: value, as: UInt8.self)
    at += 1
  }

  @inline(__always)
  mutating func little(_ value: some FixedWidthInteger) {
    at.storeBytes(of: value.littleEndian, as: type(of: value))
    at += value.bitWidth / 8
  }

  @inline(__always)
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      byte(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    byte(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func id(high: UInt64, low: UInt64) {
    byte(1 << 3 | 2)
    byte(16)
    little(high.bigEndian)
    little(low.bigEndian)
  }

  @inline(__always)
  mutating func copy(_ bytes: UnsafeRawBufferPointer) {
    if let source = bytes.baseAddress { at.copyMemory(from: source, byteCount: bytes.count) }
    at += bytes.count
  }

  mutating func copy(_ bytes: [UInt8]) { bytes.withUnsafeBytes { copy($0) } }

  /// A text of the arena: nearly all are within one stride, which is copied without asking.
  @inline(__always)
  mutating func text(_ place: Int, _ texts: borrowing TextArena) {
    let size = texts.size(place)
    let source = texts.bytes(place)
    at.storeBytes(of: source.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
    if size > TextArena.stride { at.copyMemory(from: source, byteCount: size) }
    at += size
  }
}
