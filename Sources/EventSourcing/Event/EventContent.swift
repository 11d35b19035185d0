// SPDX-License-Identifier: Apache-2.0

/// Who did it: a body, a person under a pseudonym, a post. All three may be absent.
public struct Actor: Hashable, Sendable {
  public var body: ObjectName?
  public var person: ObjectName?
  public var post: ObjectName?

  public init(body: ObjectName? = nil, person: ObjectName? = nil, post: ObjectName? = nil) {
    self.body = body
    self.person = person
    self.post = post
  }

  public var isEmpty: Bool { body == nil && person == nil && post == nil }
}

/// Which system an event came from, and how.
public struct Source: Hashable, Sendable {
  public enum Mode: Int, Hashable, Sendable, CaseIterable {
    /// Entered through this log.
    case native = 1
    /// Taken over from another system.
    case imported = 2
    /// Typed in again by hand though another system holds it.
    case reentered = 3

    public var name: String { String(describing: self) }
  }

  public var system: ObjectName
  /// The record's own name over there, 1…256 bytes. Never personal text.
  public var externalID: String?
  public var mode: Mode

  public init(system: ObjectName, externalID: String? = nil, mode: Mode = .native) {
    self.system = system
    self.externalID = externalID
    self.mode = mode
  }
}

/// An object in the role it plays in an event.
public struct Reference: Hashable, Sendable {
  public let role: Role
  public let object: ObjectName

  public init(_ role: Role, _ object: ObjectName) {
    self.role = role
    self.object = object
  }
}

/// Everything an event says, self-contained: the same wherever and whenever it is stored.
///
/// Its canonical bytes are what ids are compared by and what proofs are made over
/// (docs/FORMAT.md §1.1).
public struct EventContent: Hashable, Sendable {
  public var id: EventID
  public var type: EventType
  public var version: Int
  public var stream: ObjectName
  public var occurred: Instant
  public var actor: Actor
  public var source: Source?
  public var causation: EventID?
  public var correlation: EventID?
  /// In the order given; repeats allowed; at most 256.
  public var references: [Reference]
  /// Canonical wire bytes of the payload fields.
  public var payload: [UInt8]
  /// In the order of their purposes' first fields.
  public var sealed: [SealedSection]

  public init(
    id: EventID, type: EventType, version: Int, stream: ObjectName, occurred: Instant,
    actor: Actor = Actor(), source: Source? = nil, causation: EventID? = nil,
    correlation: EventID? = nil, references: [Reference] = [], payload: [UInt8] = [],
    sealed: [SealedSection] = []
  ) {
    self.id = id
    self.type = type
    self.version = version
    self.stream = stream
    self.occurred = occurred
    self.actor = actor
    self.source = source
    self.causation = causation
    self.correlation = correlation
    self.references = references
    self.payload = payload
    self.sealed = sealed
  }

  /// The objects in that role, in order.
  public func references(_ role: Role) -> [ObjectName] {
    references.filter { $0.role == role }.map(\.object)
  }
}

extension EventContent {
  /// The canonical bytes.
  public var bytes: [UInt8] {
    var buffer = ContentBuffer(capacity: 512 + payload.count)
    buffer.add(self)
    return Array(buffer.bytes)
  }

  static func bytes(of section: SealedSection) -> [UInt8] {
    var writer = WireWriter(reservingCapacity: section.ciphertext.count + 64)
    writer.text(1, section.subject.text)
    writer.text(2, section.purpose)
    writer.bytes(3, section.ciphertext)
    return writer.bytes
  }
}

extension EventContent {
  /// Reads canonical bytes; throws for any other form.
  public init(bytes: [UInt8]) throws(WireError) {
    var parsed: Result<EventContent, WireError> = .failure(WireError(offset: 0, reason: .truncated))
    bytes.withUnsafeBytes { buffer in
      parsed = Result { () throws(WireError) in
        var reader = ContentReader(buffer)
        return try reader.content()
      }
    }
    self = try parsed.get()
    guard self.bytes == bytes else {
      throw WireError(offset: 0, reason: .notCanonical("written again, the bytes differ"))
    }
  }
}

/// Gathers the fields of a content; order and form are checked by writing it again.
struct ContentReader {
  private var reader: WireReader

  init(_ buffer: UnsafeRawBufferPointer) { reader = WireReader(buffer) }

  mutating func content() throws(WireError) -> EventContent {
    var content = EventContent(
      id: EventID(high: 0, low: 0), type: "", version: 0, stream: "none/none",
      occurred: .earliest)
    while !reader.isAtEnd {
      let start = reader.offset
      let (field, type) = try reader.tag()
      guard type == ([3, 5].contains(field) ? .varint : .lengthDelimited) else {
        throw WireError(offset: start, reason: .wrongWireType)
      }
      try read(field, into: &content, start)
    }
    return content
  }

  private mutating func read(
    _ field: Int, into content: inout EventContent, _ start: Int
  ) throws(WireError) {
    switch field {
    case 1: content.id = try id(start)
    case 2: content.type = EventType(try reader.text())
    case 3: content.version = Int(clamping: try reader.varint())
    case 4: content.stream = try ContentReader.object(reader.text(), start)
    case 5: content.occurred = Instant(microseconds: try reader.zigzag())
    case 6: content.actor = try ContentReader.actor(reader.delimited(), start)
    case 7: content.source = try ContentReader.source(reader.delimited(), start)
    case 8: content.causation = try id(start)
    case 9: content.correlation = try id(start)
    case 10: content.references.append(try ContentReader.reference(reader.delimited(), start))
    case 11: content.payload = Array(try reader.delimited())
    case 12: content.sealed.append(try ContentReader.section(reader.delimited(), start))
    default:
      throw WireError(offset: start, reason: .notCanonical("field \(field) is unknown"))
    }
  }

  private mutating func id(_ start: Int) throws(WireError) -> EventID {
    guard let id = EventID(bytes: try reader.delimited()) else {
      throw WireError(offset: start, reason: .notCanonical("an id that is not 16 bytes long"))
    }
    return id
  }

  static func object(_ text: String, _ start: Int) throws(WireError) -> ObjectName {
    guard let name = ObjectName(text) else {
      throw WireError(offset: start, reason: .notCanonical("not an object name"))
    }
    return name
  }

  private static func actor(
    _ slice: UnsafeRawBufferPointer, _ start: Int
  ) throws(WireError) -> Actor {
    var inner = WireReader(slice)
    var actor = Actor()
    while !inner.isAtEnd {
      switch try inner.tag() {
      case (1, .lengthDelimited): actor.body = try object(inner.text(), start)
      case (2, .lengthDelimited): actor.person = try object(inner.text(), start)
      case (3, .lengthDelimited): actor.post = try object(inner.text(), start)
      default: throw WireError(offset: start, reason: .wrongWireType)
      }
    }
    return actor
  }

  private static func source(
    _ slice: UnsafeRawBufferPointer, _ start: Int
  ) throws(WireError) -> Source {
    var inner = WireReader(slice)
    var system: ObjectName?
    var externalID: String?
    var mode: Source.Mode?
    while !inner.isAtEnd {
      switch try inner.tag() {
      case (1, .lengthDelimited): system = try object(inner.text(), start)
      case (2, .lengthDelimited): externalID = try inner.text()
      case (3, .varint): mode = Source.Mode(rawValue: Int(clamping: try inner.varint()))
      default: throw WireError(offset: start, reason: .wrongWireType)
      }
    }
    guard let system, let mode else {
      throw WireError(offset: start, reason: .notCanonical("a source without system or mode"))
    }
    return Source(system: system, externalID: externalID, mode: mode)
  }

  private static func reference(
    _ slice: UnsafeRawBufferPointer, _ start: Int
  ) throws(WireError) -> Reference {
    var inner = WireReader(slice)
    guard try inner.tag() == (1, .lengthDelimited) else {
      throw WireError(offset: start, reason: .wrongWireType)
    }
    let role = Role(try inner.text())
    guard try inner.tag() == (2, .lengthDelimited) else {
      throw WireError(offset: start, reason: .wrongWireType)
    }
    return Reference(role, try object(inner.text(), start))
  }

  static func section(
    _ slice: UnsafeRawBufferPointer, _ start: Int
  ) throws(WireError) -> SealedSection {
    var inner = WireReader(slice)
    var subject: ObjectName?
    var purpose: String?
    var ciphertext: [UInt8]?
    while !inner.isAtEnd {
      switch try inner.tag() {
      case (1, .lengthDelimited): subject = try object(inner.text(), start)
      case (2, .lengthDelimited): purpose = try inner.text()
      case (3, .lengthDelimited): ciphertext = Array(try inner.delimited())
      default: throw WireError(offset: start, reason: .wrongWireType)
      }
    }
    guard let subject, let purpose, let ciphertext else {
      throw WireError(offset: start, reason: .notCanonical("a sealed section with a part missing"))
    }
    return SealedSection(subject: subject, purpose: purpose, ciphertext: ciphertext)
  }
}
