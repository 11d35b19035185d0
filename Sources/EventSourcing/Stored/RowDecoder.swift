// SPDX-License-Identifier: Apache-2.0

/// The `Decoder` in front of a ``RowReader``: one value that begins at `start`.
struct RowDecoder: Decoder {
  let reader: RowReader
  let start: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(try KeyedRow<Key>(self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ListedRow(self) }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    SingleRow(reader: reader, start: start)
  }
}

private final class KeyedRow<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let reader: RowReader
  /// Where each field's value begins. Fields come as they were written, nearly always in the
  /// order in which they are asked for.
  private var fields: [(name: String, start: Int)] = []
  private var next = 0

  init(_ decoder: RowDecoder) throws {
    reader = decoder.reader
    reader.seek(decoder.start)
    guard try reader.tag() == .message else { throw reader.failure("no group of fields") }
    while let name = try reader.fieldName() {
      fields.append((name, reader.offset))
      try reader.skip()
    }
  }

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { fields.compactMap { Key(stringValue: $0.name) } }

  private func find(_ key: Key) -> Int? {
    let name = key.stringValue
    if next < fields.count, fields[next].name == name { return fields[next].start }
    guard let index = fields.firstIndex(where: { $0.name == name }) else { return nil }
    next = index
    return fields[index].start
  }

  private func require(_ key: Key) throws -> Int {
    guard let start = find(key) else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: [], debugDescription: "the field is absent"))
    }
    next += 1
    return start
  }

  func contains(_ key: Key) -> Bool { find(key) != nil }

  func decodeNil(forKey key: Key) throws -> Bool {
    guard let start = find(key) else { return true }
    reader.seek(start)
    return try reader.peek() == .none
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    reader.seek(try require(key))
    return try reader.read(type)
  }

  private func decoder(_ key: Key) throws -> RowDecoder {
    RowDecoder(reader: reader, start: try require(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    throw reader.failure("a row that inherits")
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

private struct ListedRow: UnkeyedDecodingContainer {
  private let reader: RowReader
  private let starts: [Int]
  private(set) var currentIndex = 0

  init(_ decoder: RowDecoder) throws {
    reader = decoder.reader
    reader.seek(decoder.start)
    guard try reader.tag() == .list else { throw reader.failure("no list") }
    var starts: [Int] = []
    while try reader.peek() != .end {
      starts.append(reader.offset)
      try reader.skip()
    }
    self.starts = starts
  }

  var codingPath: [any CodingKey] { [] }
  var count: Int? { starts.count }
  var isAtEnd: Bool { currentIndex >= starts.count }

  private mutating func next() throws -> Int {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Value.self, .init(codingPath: [], debugDescription: "the list ends here"))
    }
    defer { currentIndex += 1 }
    return starts[currentIndex]
  }

  mutating func decodeNil() throws -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    reader.seek(try next())
    return try reader.read(type)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try RowDecoder(reader: reader, start: next()).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try RowDecoder(reader: reader, start: next()).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    RowDecoder(reader: reader, start: try next())
  }
}

private struct SingleRow: SingleValueDecodingContainer {
  let reader: RowReader
  let start: Int
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool {
    reader.seek(start)
    return (try? reader.peek()) == RowTag.none
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    reader.seek(start)
    return try reader.read(type)
  }
}
