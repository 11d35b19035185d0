// SPDX-License-Identifier: Apache-2.0

/// The `Encoder` in front of a ``RowWriter``.
struct RowEncoder: Encoder {
  let writer: RowWriter
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedRow<Key>(writer: writer, container: writer.begin(.message)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    ListedRow(writer: writer, container: writer.begin(.list))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleRow(writer: writer) }
}

private struct KeyedRow<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: RowWriter
  let container: Int
  var codingPath: [any CodingKey] { [] }

  /// An absent field is left out, as everywhere.
  mutating func encodeNil(forKey key: Key) {}

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    writer.field(key.stringValue, in: container)
    try writer.write(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    writer.field(key.stringValue, in: container)
    return RowEncoder(writer: writer).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    writer.field(key.stringValue, in: container)
    return RowEncoder(writer: writer).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    writer.tangle()
    return RowEncoder(writer: writer)
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

private struct ListedRow: UnkeyedEncodingContainer {
  let writer: RowWriter
  let container: Int
  var codingPath: [any CodingKey] { [] }
  private(set) var count = 0

  mutating func encodeNil() throws {
    throw EncodingError.invalidValue(
      Value.list([]), .init(codingPath: [], debugDescription: "a list has no gaps"))
  }

  mutating func encode<T: Encodable>(_ value: T) throws {
    writer.turn(to: container)
    count += 1
    try writer.write(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    writer.turn(to: container)
    count += 1
    return RowEncoder(writer: writer).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.turn(to: container)
    count += 1
    return RowEncoder(writer: writer).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    writer.tangle()
    return RowEncoder(writer: writer)
  }
}

private struct SingleRow: SingleValueEncodingContainer {
  let writer: RowWriter
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil() { writer.nothing() }
  mutating func encode<T: Encodable>(_ value: T) throws { try writer.write(value) }
}
