// SPDX-License-Identifier: Apache-2.0

/// Reads stored keys and rows: as values of their Swift type, or as plain values by any program.
///
/// The bytes are borrowed: a reader never leaves the call that made it. Every read is checked
/// against their end.
final class RowReader {
  // Raw memory, because the bytes lie in the map of the store and are read once.
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset: Int
  let names: StoredNames
  let directory: OverlayDirectory

  init(_ bytes: UnsafeRawBufferPointer, _ names: StoredNames, _ directory: OverlayDirectory) {
    self.bytes = bytes
    offset = 0
    self.names = names
    self.directory = directory
  }

  var isAtEnd: Bool { offset >= bytes.count }

  func failure(_ what: String) -> WireError {
    WireError(offset: offset, reason: .notCanonical(what))
  }

  // MARK: Pieces

  func uint16() throws(WireError) -> UInt16 {
    guard offset + 2 <= bytes.count else { throw WireError(offset: offset, reason: .truncated) }
    defer { offset += 2 }
    return UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
  }

  func tag() throws(WireError) -> RowTag {
    guard offset < bytes.count else { throw WireError(offset: offset, reason: .truncated) }
    guard let tag = RowTag(rawValue: bytes[offset]) else { throw failure("an unknown tag") }
    offset += 1
    return tag
  }

  /// The tag that comes next.
  func peek() throws(WireError) -> RowTag {
    let tag = try tag()
    offset -= 1
    return tag
  }

  func seek(_ offset: Int) { self.offset = offset }

  func varint() throws(WireError) -> UInt64 {
    var reader = WireReader(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    let value = try reader.varint()
    offset += reader.offset
    return value
  }

  private func zigzag() throws(WireError) -> Int64 { WireReader.unzigzag(try varint()) }

  private func delimited() throws(WireError) -> UnsafeRawBufferPointer {
    let count = try varint()
    guard count <= UInt64(bytes.count - offset) else {
      throw WireError(offset: offset, reason: .truncated)
    }
    defer { offset += Int(count) }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(count)])
  }

  private func text() throws(WireError) -> String {
    guard let text = String(validating: try delimited(), as: UTF8.self) else {
      throw WireError(offset: offset, reason: .invalidText)
    }
    return text
  }

  private func index() throws(WireError) -> Int {
    guard let index = Int(exactly: try varint()) else { throw failure("a number out of range") }
    return index
  }

  /// The name of the next field, `nil` at the end of the group.
  func fieldName() throws(WireError) -> String? {
    let number = try index()
    return number == 0 ? nil : try names.name(number - 1)
  }

  // MARK: Values

  func object() throws(WireError) -> ObjectID {
    switch try tag() {
    case .object:
      let kind = try names.kind(index())
      guard let number = UInt32(exactly: try varint()) else { throw failure("an object's number") }
      return ObjectID(kind: kind, number: number)
    case .objectName:
      guard let name = ObjectName(try text()) else { throw failure("an object's name") }
      return directory.number(of: name)
    default: throw failure("no object")
    }
  }

  /// The plain value; `nil` for an optional that holds nothing.
  func value(depth: Int = 0) throws(WireError) -> Value? {
    guard depth < 64 else { throw failure("too deep") }
    switch try tag() {
    case .end: throw failure("an end without a beginning")
    case .none: return nil
    case .no: return .bool(false)
    case .yes: return .bool(true)
    case .int: return .int(try zigzag())
    case .decimal: return .decimal(try decimal())
    case .rational: return try ValueCoder.decode(delimited())
    case .instant: return .instant(Instant(microseconds: try zigzag()))
    case .date: return .date(CivilDate(daysSinceEpoch: Int(try zigzag())))
    case .text: return .text(try text())
    case .bytes: return .bytes(Array(try delimited()))
    case .id: return .id(try id())
    case .object, .objectName:
      offset -= 1
      return .object(directory.name(of: try object()))
    case .type: return .text(try names.name(index()))
    case .list: return try list(depth)
    case .message: return try message(depth)
    }
  }

  private func decimal() throws(WireError) -> ExactDecimal {
    let mantissa = try zigzag()
    guard let scale = Int(exactly: try varint()), scale <= 18 else {
      throw failure("a decimal's scale")
    }
    return ExactDecimal(mantissa: mantissa, scale: scale)
  }

  private func id() throws(WireError) -> EventID {
    guard offset + 16 <= bytes.count,
      let id = EventID(bytes: bytes[offset..<offset + 16])
    else { throw WireError(offset: offset, reason: .truncated) }
    offset += 16
    return id
  }

  private func list(_ depth: Int) throws(WireError) -> Value {
    var values: [Value] = []
    while try peek() != .end {
      guard let value = try value(depth: depth + 1) else { throw failure("a list has no gaps") }
      values.append(value)
    }
    offset += 1
    return .list(values)
  }

  private func message(_ depth: Int) throws(WireError) -> Value {
    var fields: [NamedValue] = []
    while let name = try fieldName() {
      if let value = try value(depth: depth + 1) { fields.append(NamedValue(name, value)) }
    }
    return .message(fields)
  }

  /// Goes behind the next value.
  func skip(depth: Int = 0) throws(WireError) {
    guard depth < 64 else { throw failure("too deep") }
    switch try tag() {
    case .end: throw failure("an end without a beginning")
    case .none, .no, .yes: break
    case .int, .instant, .date, .type: _ = try varint()
    case .decimal, .object:
      _ = try varint()
      _ = try varint()
    case .rational, .text, .bytes, .objectName: _ = try delimited()
    case .id: _ = try id()
    case .list:
      while try peek() != .end { try skip(depth: depth + 1) }
      offset += 1
    case .message:
      while try varint() != 0 { try skip(depth: depth + 1) }
    }
  }

  /// A value of its Swift type.
  func read<T: Decodable>(_ type: T.Type) throws -> T {
    if T.self == Int.self {
      guard try tag() == .int else { throw failure("no whole number") }
      return unsafeBitCast(Int(try zigzag()), to: T.self)
    }
    if T.self == ObjectID.self { return unsafeBitCast(try object(), to: T.self) }
    if T.self == Instant.self {
      guard try tag() == .instant else { throw failure("no time") }
      return unsafeBitCast(Instant(microseconds: try zigzag()), to: T.self)
    }
    if T.self == EventType.self {
      guard try tag() == .type, let type = EventType(try names.name(index())) as? T else {
        throw failure("no event type")
      }
      return type
    }
    if let plain = type as? any PlainValue.Type {
      guard let value = try value(), let made = plain.init(plainValue: value) as? T else {
        throw failure("no \(type)")
      }
      return made
    }
    let start = offset
    let made = try T(from: RowDecoder(reader: self, start: start))
    seek(start)
    try skip()
    return made
  }
}
