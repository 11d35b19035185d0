// SPDX-License-Identifier: Apache-2.0

/// Makes a `Decodable` from a plain value: the way back of `ValueEncoder`.
package struct ValueDecoder {
  package init() {}

  package func decode<T: Decodable>(_ type: T.Type, from value: Value) throws -> T {
    try ValueDecoder.make(type, from: value, path: [])
  }

  fileprivate static func make<T: Decodable>(
    _ type: T.Type, from value: Value, path: [any CodingKey]
  ) throws -> T {
    if let plain = type as? any PlainValue.Type {
      if let made = plain.init(plainValue: value) as? T { return made }
      // In JSON a date is a text: the type's own text form reads it.
      guard case .text = value, !isWritten(type) else { throw mismatch(T.self, value, path) }
    }
    if type == SealedText.self, let sealed = sealedText(value) as? T { return sealed }
    return try T(from: PlainDecoder(value: value, codingPath: path))
  }

  /// Whether JSON has a form of its own for the type, beside text.
  private static func isWritten(_ type: Any.Type) -> Bool {
    type is any FixedWidthInteger.Type || type == Bool.self || type == String.self
  }

  private static func sealedText(_ value: Value) -> SealedText? {
    if case .text(let text) = value { return .clear(text) }
    return SealedHandle(value: value).map { .sealed($0) }
  }

  fileprivate static func mismatch(
    _ type: Any.Type, _ value: Value, _ path: [any CodingKey]
  ) -> DecodingError {
    .typeMismatch(
      type, .init(codingPath: path, debugDescription: "expected \(type), found \(value.sort)"))
  }
}

private struct PlainDecoder: Decoder {
  let value: Value
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .message(let fields) = value else {
      throw ValueDecoder.mismatch([String: Value].self, value, codingPath)
    }
    return KeyedDecodingContainer(KeyedValues<Key>(fields: fields, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let elements) = value else {
      throw ValueDecoder.mismatch([Value].self, value, codingPath)
    }
    return UnkeyedValues(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    SingleValue(value: value, codingPath: codingPath)
  }
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let fields: [NamedValue]
  let codingPath: [any CodingKey]
  var allKeys: [Key] { fields.compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool { fields.contains { $0.name == key.stringValue } }
  func decodeNil(forKey key: Key) throws -> Bool { !contains(key) }

  private func value(_ key: Key) throws -> Value {
    guard let field = fields.first(where: { $0.name == key.stringValue }) else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "the field is absent"))
    }
    return field.value
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try ValueDecoder.make(type, from: value(key), path: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try PlainDecoder(value: value(key), codingPath: codingPath + [key]).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try PlainDecoder(value: value(key), codingPath: codingPath + [key]).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    PlainDecoder(value: .message(fields), codingPath: codingPath)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    PlainDecoder(value: try value(key), codingPath: codingPath + [key])
  }
}

private struct UnkeyedValues: UnkeyedDecodingContainer {
  let elements: [Value]
  let codingPath: [any CodingKey]
  var currentIndex = 0
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  init(elements: [Value], codingPath: [any CodingKey]) {
    self.elements = elements
    self.codingPath = codingPath
  }

  private mutating func next() throws -> Value {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Value.self, .init(codingPath: codingPath, debugDescription: "the list ends here"))
    }
    defer { currentIndex += 1 }
    return elements[currentIndex]
  }

  mutating func decodeNil() throws -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try ValueDecoder.make(type, from: next(), path: codingPath)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try PlainDecoder(value: next(), codingPath: codingPath).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try PlainDecoder(value: next(), codingPath: codingPath).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    PlainDecoder(value: try next(), codingPath: codingPath)
  }
}

private struct SingleValue: SingleValueDecodingContainer {
  let value: Value
  let codingPath: [any CodingKey]

  func decodeNil() -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    guard ForeignNumber.reason(type) == nil else {
      throw ValueDecoder.mismatch(type, value, codingPath)
    }
    return try ValueDecoder.make(type, from: value, path: codingPath)
  }
}
