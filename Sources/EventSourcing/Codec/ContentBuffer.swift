// SPDX-License-Identifier: Apache-2.0

/// Writes the canonical bytes of contents (docs/FORMAT.md §1.1) into memory that is used again.
///
/// An append hashes a record an event: written by way of arrays, it would cost as much as the
/// hash does. The lengths of inner messages are known beforehand, so nothing is written twice.
struct ContentBuffer: ~Copyable {
  private var buffer: ByteBuffer
  /// Those that were written so far.
  private(set) var names: FieldNames

  init(
    capacity: Int = 1024, names: FieldNames = FieldNames(), from memory: KeptMemory? = nil
  ) {
    buffer = ByteBuffer(capacity: capacity, from: memory)
    self.names = names
  }

  /// What was written since the last `clear`; valid until the next write.
  var bytes: UnsafeRawBufferPointer { buffer.bytes }

  /// Begins the input of a leaf's hash anew: 0x00 and the record's header (FORMAT §1.2).
  private mutating func begin(
    position: UInt64, recorded: Instant, flags: RecordFlags, version: UInt64
  ) {
    buffer.clear()
    var pen = WirePen(at: buffer.room(RecordPlace.headBytes))
    pen.head(position: position, recorded: recorded, flags: flags, version: version)
    buffer.wrote(upTo: pen.at)
  }

  // MARK: Contents

  /// Adds the record of an event on its way into the log behind what is there, with room for what
  /// only the log can tell: ``complete(_:position:recorded:flags:version:occurred:)``.
  @inline(__always)
  mutating func addRecord(
    of event: UnsafePointer<NewEvent>, id: EventID, sealed: [SealedSection]?
  ) -> RecordPlace {
    let start = buffer.count
    buffer.leave(RecordPlace.headBytes)
    addHead(
      id, event.pointee.type, event.pointee.version, event.stream.shortText,
      text: event.pointee.stream.text)
    var place = RecordPlace(start: start, time: buffer.count)
    if let occurred = event.pointee.occurred {
      add(time: occurred)
    } else {
      buffer.leave(RecordPlace.timeBytes)
      place.timeEnd = buffer.count
    }
    add(event.actor)
    if let source = event.pointee.source { add(field: 7, source.wireBytes) }
    if let causation = event.pointee.causation { add(field: 8, causation) }
    if let correlation = event.pointee.correlation { add(field: 9, correlation) }
    add(event.references)
    add(field: 11, event.payload)
    place.payload = buffer.count - event.payload.count..<buffer.count
    if let sealed {
      for section in sealed { add(field: 12, EventContent.bytes(of: section)) }
    }
    place.end = buffer.count
    return place
  }

  /// Writes what the log tells of a record. May be done again, with other values.
  ///
  /// - Parameter occurred: What counts if the event did not say.
  @inline(__always)
  borrowing func complete(
    _ record: inout RecordPlace, position: UInt64, recorded: Instant, flags: RecordFlags,
    version: UInt64, occurred: Instant
  ) {
    if record.timeEnd > 0 { put(occurred, into: &record) }
    var pen = WirePen(at: buffer.base + record.start)
    pen.head(position: position, recorded: recorded, flags: flags, version: version)
  }

  /// The time ends where its room does; what stands before it is moved up to it.
  private borrowing func put(_ time: Instant, into record: inout RecordPlace) {
    let start = record.timeEnd - WirePen.size(ofTime: time)
    let head = record.time - record.start
    UnsafeMutableRawPointer(buffer.base + (start - head))
      .copyMemory(from: buffer.base + record.start, byteCount: head)
    var pen = WirePen(at: buffer.base + start)
    pen.time(5, time)
    record.start = start - head
    record.time = start
  }

  /// The bytes of a complete record, 0x00 in front: the input of its leaf's hash.
  @inline(__always)
  subscript(record record: RecordPlace) -> UnsafeRawBufferPointer {
    buffer[record.start..<record.end]
  }

  @inline(__always)
  subscript(payload record: RecordPlace) -> UnsafeRawBufferPointer { buffer[record.payload] }

  mutating func add(_ content: EventContent) {
    addHead(
      content.id, content.type, content.version, content.stream.number?.text,
      text: content.stream.text)
    add(time: content.occurred)
    withUnsafePointer(to: content.actor) { add($0) }
    if let source = content.source { add(field: 7, source.wireBytes) }
    if let causation = content.causation { add(field: 8, causation) }
    if let correlation = content.correlation { add(field: 9, correlation) }
    content.references.withUnsafeBufferPointer { add($0) }
    content.payload.withUnsafeBytes { add(field: 11, $0) }
    for section in content.sealed { add(field: 12, EventContent.bytes(of: section)) }
  }

  /// Begins anew with 0x00 and the event's record.
  mutating func begin(_ event: StoredEvent) {
    begin(
      position: event.position.rawValue, recorded: event.recorded, flags: event.flags,
      version: event.streamVersion)
    add(event.content)
  }

  /// Most bytes of a tag and a length, of a number, or of an id as a field.
  private static let most = 20

  /// Id, type, version and stream.
  ///
  /// - Parameter text: The name of the stream, where it is none that its handle keeps.
  @inline(__always)
  private mutating func addHead(
    _ id: EventID, _ type: EventType, _ version: Int, _ short: ShortText?,
    text: @autoclosure () -> String
  ) {
    let index = names.index(of: type)
    let room = 4 * ContentBuffer.most + names.types[index].size + ShortText.room
    let most = max(ShortText.room, short == nil ? text().utf8.count : 0)
    var pen = WirePen(at: buffer.room(room + most))
    pen.id(1, id)
    names.types[index].write(&pen)
    pen.byte(3 << 3)
    pen.varint(UInt64(version))
    if let short {
      pen.open(4, size: short.count)
      pen.short(short)
    } else {
      pen.text(4, text())
    }
    buffer.wrote(upTo: pen.at)
  }

  @inline(__always)
  private mutating func add(time: Instant) {
    var pen = WirePen(at: buffer.room(RecordPlace.timeBytes))
    pen.time(5, time)
    buffer.wrote(upTo: pen.at)
  }

  @inline(__always)
  private mutating func add(_ references: UnsafeBufferPointer<Reference>) {
    guard let first = references.baseAddress else { return }
    for reference in first..<first + references.count {
      if let text = reference.object.shortText {
        add(reference.pointee.role, text)
      } else {
        add(reference.pointee.role, reference.pointee.object.text)
      }
    }
  }

  /// A reference to an object by its handle.
  @inline(__always)
  private mutating func add(_ role: Role, _ object: ShortText) {
    let index = names.index(of: role)
    let size = names.roles[index].size + 2 + object.count
    var pen = WirePen(
      at: buffer.room(ContentBuffer.most + names.roles[index].size + 2 * ShortText.room))
    pen.open(10, size: size)
    names.roles[index].write(&pen)
    pen.open(2, size: object.count)
    pen.short(object)
    buffer.wrote(upTo: pen.at)
  }

  private mutating func add(_ role: Role, _ object: String) {
    let index = names.index(of: role)
    let size = names.roles[index].size + ContentBuffer.size(of: object)
    var pen = WirePen(at: buffer.room(ContentBuffer.most + ShortText.room + size))
    pen.open(10, size: size)
    names.roles[index].write(&pen)
    pen.text(2, object)
    buffer.wrote(upTo: pen.at)
  }

  @inline(__always)
  private mutating func add(_ actor: UnsafePointer<Actor>) {
    if actor.pointee.body == nil, actor.pointee.post == nil,
      let person = actor.person?.shortText
    {
      var pen = WirePen(at: buffer.room(ContentBuffer.most + ShortText.room))
      pen.open(6, size: 2 + person.count)
      pen.open(2, size: person.count)
      pen.short(person)
      buffer.wrote(upTo: pen.at)
    } else if !actor.pointee.isEmpty {
      addParts(of: actor.pointee)
    }
  }

  private mutating func addParts(of actor: borrowing Actor) {
    var size = 0
    if let body = actor.body { size += ContentBuffer.size(of: body.text) }
    if let person = actor.person { size += ContentBuffer.size(of: person.text) }
    if let post = actor.post { size += ContentBuffer.size(of: post.text) }
    var pen = WirePen(at: buffer.room(ContentBuffer.most + size))
    pen.open(6, size: size)
    if let body = actor.body { pen.text(1, body.text) }
    if let person = actor.person { pen.text(2, person.text) }
    if let post = actor.post { pen.text(3, post.text) }
    buffer.wrote(upTo: pen.at)
  }

  @inline(__always)
  private mutating func add(field: UInt8, _ bytes: UnsafeRawBufferPointer) {
    var pen = WirePen(at: buffer.room(ContentBuffer.most + bytes.count))
    pen.open(field, size: bytes.count)
    pen.raw(bytes)
    buffer.wrote(upTo: pen.at)
  }

  private mutating func add(field: UInt8, _ bytes: [UInt8]) {
    bytes.withUnsafeBytes { add(field: field, $0) }
  }

  private mutating func add(field: UInt8, _ id: EventID) {
    var pen = WirePen(at: buffer.room(ContentBuffer.most))
    pen.id(field, id)
    buffer.wrote(upTo: pen.at)
  }

  /// Bytes of a text as a field with a number below 16.
  @inline(__always)
  private static func size(of text: String) -> Int {
    var length = text.utf8.count
    var size = 2 + length
    while length >= 0x80 {
      length >>= 7
      size += 1
    }
    return size
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
