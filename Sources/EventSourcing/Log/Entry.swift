// SPDX-License-Identifier: Apache-2.0

/// One event as a value of the `events` table (docs/FORMAT.md §2.4): 56 bytes of header, object
/// numbers in the order of the shape, payload, and the rarely read rest as wire bytes.
struct Entry {
  static let headerBytes = 56

  var recorded: Int64
  var occurred: Int64
  var id: EventID
  var streamVersion: UInt64
  var type: UInt16
  var flags: UInt16
  var shape: UInt32
  var payloadBytes: UInt32
  var extraBytes: UInt32

  /// Reads the header; `nil` if the value is too short for what it announces.
  @inline(__always)
  init?(_ value: UnsafeRawBufferPointer) {
    guard value.count >= Entry.headerBytes, let base = value.baseAddress else { return nil }
    recorded = base.loadUnaligned(fromByteOffset: 0, as: Int64.self)
    occurred = base.loadUnaligned(fromByteOffset: 8, as: Int64.self)
    id = EventID(
      high: UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
      low: UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 24, as: UInt64.self)))
    streamVersion = base.loadUnaligned(fromByteOffset: 32, as: UInt64.self)
    type = base.loadUnaligned(fromByteOffset: 40, as: UInt16.self)
    flags = base.loadUnaligned(fromByteOffset: 42, as: UInt16.self)
    shape = base.loadUnaligned(fromByteOffset: 44, as: UInt32.self)
    payloadBytes = base.loadUnaligned(fromByteOffset: 48, as: UInt32.self)
    extraBytes = base.loadUnaligned(fromByteOffset: 52, as: UInt32.self)
  }

  init(
    recorded: Int64, occurred: Int64, id: EventID, streamVersion: UInt64, type: UInt16,
    flags: UInt16, shape: UInt32, payloadBytes: UInt32, extraBytes: UInt32
  ) {
    self.recorded = recorded
    self.occurred = occurred
    self.id = id
    self.streamVersion = streamVersion
    self.type = type
    self.flags = flags
    self.shape = shape
    self.payloadBytes = payloadBytes
    self.extraBytes = extraBytes
  }

  /// Payloads longer than this stand under a key of their own (design §3).
  static let mostPayloadBytes = 4096
  /// In `payloadBytes`: the payload stands apart, its hash of 32 bytes is here in its place.
  static let apart: UInt32 = 1 << 31
  static let hashBytes = Digester.bytes

  var isApart: Bool { payloadBytes & Entry.apart != 0 }
  /// The bytes of the payload itself, wherever it stands.
  var payloadCount: Int { Int(payloadBytes & ~Entry.apart) }
  /// The bytes that stand here for the payload.
  var storedPayloadBytes: Int { isApart ? Entry.hashBytes : payloadCount }
  /// The bytes behind the object numbers.
  var storedHeapBytes: Int { Entry.storedHeapBytes(payload: payloadBytes, extras: extraBytes) }

  @inline(__always)
  static func storedHeapBytes(payload: UInt32, extras: UInt32) -> Int {
    (payload & apart != 0 ? hashBytes : Int(payload)) + Int(extras)
  }

  /// The bytes of the whole value for that many objects.
  func size(objects: Int) -> Int { Entry.headerBytes + 4 * objects + storedHeapBytes }

  /// Writes the value from the bytes of the object numbers and the heap; `target` has room for
  /// them and the header, no more.
  @inline(__always)
  func write(
    objects: UnsafeRawBufferPointer, heap: UnsafeRawBufferPointer,
    to target: UnsafeMutableRawBufferPointer
  ) {
    precondition(
      target.count == Entry.headerBytes + objects.count + heap.count
        && storedHeapBytes == heap.count, "room for the entry, no more")
    writeHeader(to: target)
    let end = Entry.headerBytes + objects.count
    UnsafeMutableRawBufferPointer(rebasing: target[Entry.headerBytes..<end])
      .copyMemory(from: objects)
    UnsafeMutableRawBufferPointer(rebasing: target[end...]).copyMemory(from: heap)
  }

  /// Writes the first 56 bytes.
  @inline(__always)
  func writeHeader(to target: UnsafeMutableRawBufferPointer) {
    target.storeBytes(of: recorded, toByteOffset: 0, as: Int64.self)
    target.storeBytes(of: occurred, toByteOffset: 8, as: Int64.self)
    target.storeBytes(of: id.high.bigEndian, toByteOffset: 16, as: UInt64.self)
    target.storeBytes(of: id.low.bigEndian, toByteOffset: 24, as: UInt64.self)
    target.storeBytes(of: streamVersion, toByteOffset: 32, as: UInt64.self)
    target.storeBytes(of: type, toByteOffset: 40, as: UInt16.self)
    target.storeBytes(of: flags, toByteOffset: 42, as: UInt16.self)
    target.storeBytes(of: shape, toByteOffset: 44, as: UInt32.self)
    target.storeBytes(of: payloadBytes, toByteOffset: 48, as: UInt32.self)
    target.storeBytes(of: extraBytes, toByteOffset: 52, as: UInt32.self)
  }
}

/// The parts of a content that are rarely read, as wire bytes under their content numbers.
struct Extras: Hashable {
  var externalID: String?
  var mode: Source.Mode?
  var causation: EventID?
  var correlation: EventID?
  var sealed: [SealedSection] = []

  var bytes: [UInt8] {
    guard
      externalID != nil || mode != nil || causation != nil || correlation != nil
        || !sealed.isEmpty
    else { return [] }
    var writer = WireWriter()
    if let externalID { writer.text(1, externalID) }
    if let mode { writer.unsigned(2, UInt64(mode.rawValue)) }
    if let causation { writer.bytes(8, causation.bytes) }
    if let correlation { writer.bytes(9, correlation.bytes) }
    for section in sealed { writer.bytes(12, EventContent.bytes(of: section)) }
    return writer.bytes
  }

  init(
    externalID: String? = nil, mode: Source.Mode? = nil, causation: EventID? = nil,
    correlation: EventID? = nil, sealed: [SealedSection] = []
  ) {
    self.externalID = externalID
    self.mode = mode
    self.causation = causation
    self.correlation = correlation
    self.sealed = sealed
  }

  init(_ buffer: UnsafeRawBufferPointer) throws(WireError) {
    var reader = WireReader(buffer)
    while !reader.isAtEnd {
      let start = reader.offset
      switch try reader.tag() {
      case (1, .lengthDelimited): externalID = try reader.text()
      case (2, .varint): mode = Source.Mode(rawValue: Int(clamping: try reader.varint()))
      case (8, .lengthDelimited): causation = EventID(bytes: try reader.delimited())
      case (9, .lengthDelimited): correlation = EventID(bytes: try reader.delimited())
      case (12, .lengthDelimited):
        sealed.append(try ContentReader.section(reader.delimited(), start))
      default: throw WireError(offset: start, reason: .wrongWireType)
      }
    }
  }
}

extension EventContent {
  /// The objects of the header and the references, each with its role, in a shape's order.
  var slots: [(role: Role, object: ObjectName)] {
    var slots: [(role: Role, object: ObjectName)] = [(HeaderRole.stream, stream)]
    slots.reserveCapacity(references.count + 3)
    if let body = actor.body { slots.append((HeaderRole.actorBody, body)) }
    if let person = actor.person { slots.append((HeaderRole.actorPerson, person)) }
    if let post = actor.post { slots.append((HeaderRole.actorPost, post)) }
    if let source { slots.append((HeaderRole.system, source.system)) }
    for reference in references { slots.append((reference.role, reference.object)) }
    return slots
  }

  var extras: Extras {
    Extras(
      externalID: source?.externalID, mode: source?.mode, causation: causation,
      correlation: correlation, sealed: sealed)
  }
}

extension StoredEvent {
  /// Puts an entry and its names together again.
  init(
    position: Position, entry: Entry, type: TypeSymbol, slots: [(role: Role, object: ObjectName)],
    payload: UnsafeRawBufferPointer, extras: Extras
  ) {
    var content = EventContent(
      id: entry.id, type: type.type, version: type.version, stream: slots[0].object,
      occurred: Instant(microseconds: entry.occurred), causation: extras.causation,
      correlation: extras.correlation, payload: Array(payload), sealed: extras.sealed)
    for slot in slots.dropFirst() {
      switch slot.role {
      case HeaderRole.actorBody: content.actor.body = slot.object
      case HeaderRole.actorPerson: content.actor.person = slot.object
      case HeaderRole.actorPost: content.actor.post = slot.object
      case HeaderRole.system:
        content.source = Source(
          system: slot.object, externalID: extras.externalID, mode: extras.mode ?? .native)
      default: content.references.append(Reference(slot.role, slot.object))
      }
    }
    self.init(position: position, entry: entry, content: content)
  }

  init(position: Position, entry: Entry, content: EventContent) {
    self.init(
      position: position, recorded: Instant(microseconds: entry.recorded),
      flags: RecordFlags(rawValue: entry.flags), streamVersion: entry.streamVersion,
      content: content)
  }
}
