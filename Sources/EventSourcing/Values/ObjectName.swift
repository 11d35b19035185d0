// SPDX-License-Identifier: Apache-2.0
/// The full name of a thing that events speak of: `kind/key`, as `body/321023101-zhzf`.
///
/// Kind: 1…32 ASCII letters and digits, a letter first. Key: 1…200 bytes of UTF-8 without
/// control characters. Streams are objects like any other. No object name holds personal text.
public struct ObjectName: Sendable {
  /// The full text, `kind/key`.
  public let text: String
  /// The object's number in one open log, kept beside by ``EventLog/object(_:)``.
  var number: ObjectNumber?

  /// Checks the form; `nil` if it is not `kind/key`.
  public init?(_ text: some StringProtocol) {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let kind = text.utf8[..<slash]
    let key = text.utf8[text.utf8.index(after: slash)...]
    guard (1...32).contains(kind.count), let first = kind.first, ObjectName.isLetter(first),
      kind.allSatisfy({ ObjectName.isLetter($0) || (48...57).contains($0) }),
      (1...200).contains(key.count), key.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    self.text = String(text)
  }

  /// An object of that kind; traps if the two do not make a name.
  public init(_ kind: ObjectKind, _ key: String) {
    guard let name = ObjectName("\(kind.name)/\(key)") else {
      preconditionFailure("\(kind.name)/\(key) is not an object name")
    }
    self = name
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  /// What stands before the first slash.
  public var kind: ObjectKind {
    let bytes = text.utf8
    return ObjectKind(String(text[..<(bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex)]))
  }

  /// What stands behind the first slash.
  public var key: String {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(text[text.utf8.index(after: slash)...])
  }
}

extension ObjectName: Hashable {
  public static func == (left: ObjectName, right: ObjectName) -> Bool { left.text == right.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension ObjectName: Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// A name written in code; a wrong one is a programmer's error and traps.
  public init(stringLiteral text: String) {
    guard let name = ObjectName(text) else { preconditionFailure("\(text) is not kind/key") }
    self = name
  }

  /// By the bytes of the text, never by a locale.
  public static func < (left: ObjectName, right: ObjectName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  public var description: String { text }
}

extension ObjectName: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let name = ObjectName(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an object like body/x"))
    }
    self = name
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// An object as the open log numbers it: what references hold and projections index by.
///
/// Dense within its kind, in order of first use, never reused. The number never appears in a
/// digest, an export or the order of rows: there the object's name stands (design §3).
public struct ObjectID: Hashable, Sendable {
  /// Kind of this process in the upper half, number within the kind in the lower.
  @usableFromInline package let rawValue: UInt64

  @inlinable package init(rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable package init(kind: ObjectKind, number: UInt32) {
    rawValue = UInt64(kind.number) << 32 | UInt64(number)
  }

  public var kind: ObjectKind { ObjectKind(number: UInt16(truncatingIfNeeded: rawValue >> 32)) }
  @inlinable package var number: UInt32 { UInt32(truncatingIfNeeded: rawValue) }
}

extension ObjectID: Codable {
  /// Always throws: an object number means nothing outside the log that gave it.
  public init(from decoder: any Decoder) throws {
    throw DecodingError.dataCorrupted(
      .init(codingPath: decoder.codingPath, debugDescription: "object numbers are not exchanged"))
  }

  /// Always throws but in the engine's own encoder, which writes the object's name.
  public func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(
      self,
      .init(codingPath: encoder.codingPath, debugDescription: "object numbers are not exchanged"))
  }
}
