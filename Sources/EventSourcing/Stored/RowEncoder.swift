// SPDX-License-Identifier: Apache-2.0

/// The `Encoder` in front of a ``RowWriter``, for one value.
struct RowEncoder: Encoder {
  let writer: RowWriter
  /// How many containers are open around the value.
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    writer.beginFields(type, at: depth)
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    ListedRow(writer: writer, container: writer.begin(.list, at: depth))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleRow(writer: writer) }
}

/// The container of a type's fields, kept for the next value of the type.
class KeyedFields {
  let keys: ObjectIdentifier
  /// The number that the group of fields at hand is written under. Raw memory, because it is
  /// asked for at each field.
  let container: UnsafeMutablePointer<Int>

  init(_ keys: ObjectIdentifier) {
    self.keys = keys
    container = .allocate(capacity: 1)
    container.initialize(to: 0)
  }

  deinit { container.deallocate() }
}

final class FieldsOf<Key: CodingKey>: KeyedFields {
  let encoding: KeyedEncodingContainer<Key>

  init(_ writer: RowWriter) {
    let row = KeyedRow<Key>(writer)
    encoding = KeyedEncodingContainer(row)
    super.init(ObjectIdentifier(Key.self))
    row.container = container
  }
}

private final class KeyedRow<Key: CodingKey>: KeyedEncodingContainerProtocol {
  // The writer keeps its containers.
  private unowned(unsafe) let writer: RowWriter
  /// Of the ``FieldsOf`` that has this container.
  fileprivate var container: UnsafeMutablePointer<Int>?
  /// The generation's numbers + 1 of fields whose keys are one byte or none, as those of an enum
  /// without payload: equal bytes are the same key, which need not be asked for its name again.
  private let numbers: UnsafeMutablePointer<Int>?

  init(_ writer: RowWriter) {
    self.writer = writer
    if MemoryLayout<Key>.size <= 1, _isPOD(Key.self) {
      numbers = .allocate(capacity: 256)
      numbers?.initialize(repeating: 0, count: 256)
    } else {
      numbers = nil
    }
  }

  deinit { numbers?.deallocate() }

  var codingPath: [any CodingKey] { [] }

  @inline(__always)
  private func begin(_ key: Key) { writer.field(number(key), in: container?.pointee ?? 0) }

  @inline(__always)
  private func number(_ key: Key) -> Int {
    guard let numbers else { return writer.names.number(of: key.stringValue) }
    let byte = withUnsafeBytes(of: key) { $0.isEmpty ? 0 : Int($0[0]) }
    if numbers[byte] == 0 { numbers[byte] = writer.names.number(of: key.stringValue) + 1 }
    return numbers[byte] - 1
  }

  /// An absent field is left out, as everywhere.
  func encodeNil(forKey key: Key) {}

  func encode(_ value: Int, forKey key: Key) {
    begin(key)
    writer.int(Int64(value))
  }

  func encode(_ value: Bool, forKey key: Key) {
    begin(key)
    writer.bool(value)
  }

  func encode(_ value: String, forKey key: Key) {
    begin(key)
    writer.text(.text, value)
  }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    begin(key)
    try writer.write(value)
  }

  func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
    guard let value else { return }
    begin(key)
    try writer.write(value)
  }

  private func encoder(_ key: Key) -> RowEncoder {
    begin(key)
    return RowEncoder(writer: writer, depth: writer.depth)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    writer.tangle()
    return RowEncoder(writer: writer, depth: writer.depth)
  }

  func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
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

  /// The encoder of the next element.
  private mutating func next() -> RowEncoder {
    writer.turn(to: container)
    count += 1
    return RowEncoder(writer: writer, depth: writer.depth)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    next().unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    writer.tangle()
    return RowEncoder(writer: writer, depth: writer.depth)
  }
}

private struct SingleRow: SingleValueEncodingContainer {
  let writer: RowWriter
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil() { writer.nothing() }
  mutating func encode<T: Encodable>(_ value: T) throws { try writer.write(value) }
}
