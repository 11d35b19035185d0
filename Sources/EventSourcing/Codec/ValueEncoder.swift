// SPDX-License-Identifier: Apache-2.0

/// Turns any `Encodable` into a plain value: structs become messages in declaration order.
///
/// The one bridge from Swift types to bytes, digests and exports; authors of events, keys and
/// rows write no code for it. Binary floating point is refused.
package struct ValueEncoder {
  /// Spells out what only the open log can: an `ObjectID` as its object's name.
  package typealias Spelling = (ObjectID) -> ObjectName?

  let spelling: Spelling?
  /// Whether clear text on its way to a seal may pass.
  private let takesSealed: Bool

  package init(spelling: Spelling? = nil, takesSealed: Bool = true) {
    self.spelling = spelling
    self.takesSealed = takesSealed
  }

  package func value(of encodable: some Encodable) throws -> Value {
    try plain(encodable, path: []) ?? .message([])
  }

  /// `nil` for an optional that holds nothing.
  package func optionalValue(of encodable: some Encodable) throws -> Value? {
    try plain(encodable, path: [])
  }

  /// The value of one of the commonest types: comparing types costs a fraction of asking for a
  /// conformance, and every property of every event comes by here.
  fileprivate static func common<T>(_ value: T) -> Value? {
    if T.self == ObjectName.self { return (value as? ObjectName)?.plainValue }
    if T.self == String.self { return (value as? String)?.plainValue }
    if T.self == Int.self { return (value as? Int)?.plainValue }
    if T.self == Bool.self { return (value as? Bool)?.plainValue }
    return nil
  }

  /// `nil` only for an absent optional.
  fileprivate func plain(_ encodable: any Encodable, path: [any CodingKey]) throws -> Value? {
    if let plain = encodable as? any PlainValue {
      guard ValueEncoder.isWithin64Bits(plain) else {
        throw refusal(encodable, path, "a whole number has 64 bits with its sign")
      }
      return plain.plainValue
    }
    if let object = encodable as? ObjectID {
      guard let name = spelling?(object) else {
        throw refusal(encodable, path, "an object number has no name here")
      }
      return .object(name)
    }
    if let type = encodable as? EventType { return .text(type.name) }
    if case .clear(let text)? = encodable as? SealedText {
      guard takesSealed else { throw refusal(encodable, path, "nothing is sealed here") }
      return .text(text)
    }
    if let unordered = encodable as? any UnorderedEncodable {
      return try unordered.ordered { try plain($0, path: path) }
    }
    let box = EncodingBox()
    try encodable.encode(to: BoxEncoder(box: box, codingPath: path, root: self))
    return box.value
  }

  /// False for numbers that only types without a sign reach.
  private static func isWithin64Bits(_ value: any PlainValue) -> Bool {
    let type: Any.Type = Swift.type(of: value)
    guard type == UInt64.self || type == UInt.self else { return true }
    return ((value as? UInt64) ?? (value as? UInt).map(UInt64.init) ?? 0) <= UInt64(Int64.max)
  }

  fileprivate func refusal(
    _ value: Any, _ path: [any CodingKey], _ reason: String
  ) -> EncodingError {
    .invalidValue(value, .init(codingPath: path, debugDescription: reason))
  }
}

/// Where one encoder leaves its result; a class, because containers outlive the call.
private final class EncodingBox {
  var fields: [(String, EncodingBox)]?
  var elements: [EncodingBox]?
  var single: Value?

  var value: Value? {
    if let single { return single }
    if let elements { return .list(elements.compactMap(\.value)) }
    guard let fields else { return nil }
    return .message(
      fields.compactMap { name, box in box.value.map { NamedValue(name, $0) } })
  }

  func field(_ name: String) -> EncodingBox {
    let box = EncodingBox()
    fields?.append((name, box))
    return box
  }

  func element() -> EncodingBox {
    let box = EncodingBox()
    elements?.append(box)
    return box
  }
}

private struct BoxEncoder: Encoder {
  let box: EncodingBox
  let codingPath: [any CodingKey]
  let root: ValueEncoder
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    box.fields = box.fields ?? []
    return KeyedEncodingContainer(KeyedBox<Key>(box: box, codingPath: codingPath, root: root))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    box.elements = box.elements ?? []
    return UnkeyedBox(box: box, codingPath: codingPath, root: root)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleBox(box: box, codingPath: codingPath, root: root)
  }
}

private struct KeyedBox<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let box: EncodingBox
  let codingPath: [any CodingKey]
  let root: ValueEncoder

  mutating func encodeNil(forKey key: Key) throws { _ = box.field(key.stringValue) }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    let field = box.field(key.stringValue)
    if let common = ValueEncoder.common(value) {
      field.single = common
    } else {
      field.single = try root.plain(value, path: codingPath + [key])
    }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    BoxEncoder(box: box.field(key.stringValue), codingPath: codingPath + [key], root: root)
      .container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    BoxEncoder(box: box.field(key.stringValue), codingPath: codingPath + [key], root: root)
      .unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    BoxEncoder(box: box.field("super"), codingPath: codingPath, root: root)
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder {
    BoxEncoder(box: box.field(key.stringValue), codingPath: codingPath + [key], root: root)
  }
}

private struct UnkeyedBox: UnkeyedEncodingContainer {
  let box: EncodingBox
  let codingPath: [any CodingKey]
  let root: ValueEncoder
  var count: Int { box.elements?.count ?? 0 }

  mutating func encodeNil() throws {
    throw root.refusal(Value.list([]), codingPath, "a list has no gaps")
  }

  mutating func encode<T: Encodable>(_ value: T) throws {
    guard let plain = try ValueEncoder.common(value) ?? root.plain(value, path: codingPath) else {
      throw root.refusal(value, codingPath, "a list has no gaps")
    }
    box.element().single = plain
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    BoxEncoder(box: box.element(), codingPath: codingPath, root: root).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    BoxEncoder(box: box.element(), codingPath: codingPath, root: root).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    BoxEncoder(box: box.element(), codingPath: codingPath, root: root)
  }
}

private struct SingleBox: SingleValueEncodingContainer {
  let box: EncodingBox
  let codingPath: [any CodingKey]
  let root: ValueEncoder

  mutating func encodeNil() throws {}

  mutating func encode<T: Encodable>(_ value: T) throws {
    if let reason = ForeignNumber.reason(T.self) {
      throw root.refusal(value, codingPath, reason)
    }
    box.single = try root.plain(value, path: codingPath)
  }
}

/// Numbers that are no values of a log.
///
/// Left to themselves they would write and read themselves through their own container: without
/// end.
enum ForeignNumber {
  /// Why a number of that type is refused; `nil` for every other type.
  static func reason(_ type: Any.Type) -> String? {
    if type == Double.self || type == Float.self {
      return "binary floating point is not a value of the log"
    }
    guard type == Int128.self || type == UInt128.self else { return nil }
    return "a whole number has 64 bits with its sign"
  }
}
