// SPDX-License-Identifier: Apache-2.0

/// A plain value: what payload fields, keys and rows are made of (design §3).
///
/// There is no floating point, and an absent field is absent, never a default.
public indirect enum Value: Hashable, Sendable {
  case bool(Bool)
  case int(Int64)
  case decimal(ExactDecimal)
  case rational(Rational)
  case instant(Instant)
  case date(CivilDate)
  case text(String)
  case bytes([UInt8])
  case id(EventID)
  case object(ObjectName)
  case list([Value])
  case message([NamedValue])
}

/// A value under the name of its field.
public struct NamedValue: Hashable, Sendable {
  public let name: String
  public let value: Value

  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}

extension Value {
  /// The value of the field of that name, if this is a message that has it.
  public subscript(name: String) -> Value? {
    guard case .message(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }

  /// What the value is, for error texts.
  package var sort: String {
    switch self {
    case .bool: "a truth value"
    case .int: "a whole number"
    case .decimal: "a decimal number"
    case .rational: "a fraction"
    case .instant: "a time"
    case .date: "a date"
    case .text: "text"
    case .bytes: "bytes"
    case .id: "an event id"
    case .object: "an object"
    case .list: "a list"
    case .message: "a group of fields"
    }
  }
}

extension Value: CustomStringConvertible {
  /// The value as a reader would write it: times in UTC, bytes in hexadecimal.
  public var description: String {
    switch self {
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .decimal(let value): value.description
    case .rational(let value): value.description
    case .instant(let value): value.description
    case .date(let value): value.description
    case .text(let value): value
    case .bytes(let value): Hex.text(value)
    case .id(let value): value.description
    case .object(let value): value.text
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .message(let fields):
      "{" + fields.map { "\($0.name): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }
}

/// A Swift type that stands for one plain value.
///
/// The library's own value types conform; a type of yours is better built from them as a struct.
public protocol PlainValue {
  var plainValue: Value { get }
  init?(plainValue: Value)
}

extension Bool: PlainValue {
  public var plainValue: Value { .bool(self) }
  public init?(plainValue: Value) {
    guard case .bool(let value) = plainValue else { return nil }
    self = value
  }
}

extension FixedWidthInteger where Self: PlainValue {
  /// Traps for numbers above 2⁶³ − 1, which no event can hold.
  public var plainValue: Value { .int(Int64(self)) }
  public init?(plainValue: Value) {
    guard case .int(let value) = plainValue, let number = Self(exactly: value) else { return nil }
    self = number
  }
}

extension Int: PlainValue {}
extension Int64: PlainValue {}
extension Int32: PlainValue {}
extension Int16: PlainValue {}
extension Int8: PlainValue {}
extension UInt: PlainValue {}
extension UInt32: PlainValue {}
extension UInt16: PlainValue {}
extension UInt8: PlainValue {}
extension UInt64: PlainValue {}

extension String: PlainValue {
  public var plainValue: Value { .text(self) }
  public init?(plainValue: Value) {
    guard case .text(let value) = plainValue else { return nil }
    self = value
  }
}

extension ExactDecimal: PlainValue {
  public var plainValue: Value { .decimal(self) }
  public init?(plainValue: Value) {
    switch plainValue {
    case .decimal(let value): self = value
    case .int(let value): self.init(mantissa: value, scale: 0)
    default: return nil
    }
  }
}

extension Rational: PlainValue {
  public var plainValue: Value { .rational(self) }
  public init?(plainValue: Value) {
    switch plainValue {
    case .rational(let value): self = value
    case .decimal(let value): self = value.rational
    case .int(let value): self.init(BigInteger(value), BigInteger(1))
    default: return nil
    }
  }
}

extension Instant: PlainValue {
  public var plainValue: Value { .instant(self) }
  public init?(plainValue: Value) {
    guard case .instant(let value) = plainValue else { return nil }
    self = value
  }
}

extension CivilDate: PlainValue {
  public var plainValue: Value { .date(self) }
  public init?(plainValue: Value) {
    guard case .date(let value) = plainValue else { return nil }
    self = value
  }
}

extension EventID: PlainValue {
  public var plainValue: Value { .id(self) }
  public init?(plainValue: Value) {
    guard case .id(let value) = plainValue else { return nil }
    self = value
  }
}

extension ObjectName: PlainValue {
  public var plainValue: Value { .object(self) }
  public init?(plainValue: Value) {
    switch plainValue {
    case .object(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

/// A string of bytes as one value: hashes, boundaries, ciphertext.
public struct Bytes: Hashable, Sendable, Codable, PlainValue {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var plainValue: Value { .bytes(bytes) }
  public init?(plainValue: Value) {
    guard case .bytes(let value) = plainValue else { return nil }
    bytes = value
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let bytes = Hex.bytes(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not hexadecimal"))
    }
    self.bytes = bytes
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Hex.text(bytes))
  }
}
