// SPDX-License-Identifier: Apache-2.0

/// Learns the fields of a type by asking it to decode itself from made-up values.
///
/// So the columns of an empty table are known, and binary floating point is found before a fold.
/// A type that accepts none of the made-up values, as an enum that is not `CaseIterable`, ends the
/// look there.
enum TypeProbe {
  /// The names of a struct's coding keys in declaration order; `nil` for a single value.
  static func fields(of type: any Decodable.Type) -> [String]? {
    let record = ProbeRecord()
    _ = try? ProbeDecoder.make(type, record, depth: 0)
    return record.isKeyed ? record.fields : nil
  }

  /// True if values of the type hold `Double` or `Float` anywhere.
  static func holdsFloatingPoint(_ type: any Decodable.Type) -> Bool {
    let record = ProbeRecord()
    _ = try? ProbeDecoder.make(type, record, depth: 0)
    return record.sawFloatingPoint.value
  }
}

/// What the type asked for.
private final class ProbeRecord {
  final class Flag {
    var value = false
  }

  var isKeyed = false
  var fields: [String] = []
  let sawFloatingPoint: Flag

  init(sharing flag: Flag = Flag()) { sawFloatingPoint = flag }
}

private struct ProbeError: Error {}

private struct ProbeDecoder: Decoder {
  let record: ProbeRecord
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// A made-up value of the type; the type's own `init(from:)` is asked last.
  static func make<T: Decodable>(_ type: T.Type, _ record: ProbeRecord, depth: Int) throws -> T {
    if type is any BinaryFloatingPoint.Type { record.sawFloatingPoint.value = true }
    if let plain = type as? any PlainValue.Type {
      for value in samples {
        if let made = plain.init(plainValue: value) as? T { return made }
      }
    }
    if let made = ObjectID(rawValue: 0) as? T { return made }
    // Types may hold lists of themselves.
    guard depth < 8 else { throw ProbeError() }
    do {
      return try T(from: ProbeDecoder(record: record, depth: depth))
    } catch {
      if let cases = type as? any CaseIterable.Type, let made = first(cases) as? T { return made }
      throw error
    }
  }

  private static func first<C: CaseIterable>(_ type: C.Type) -> Any? { type.allCases.first }

  private static let samples: [Value] = [
    .bool(false), .int(0), .decimal(ExactDecimal(0)), .rational(.zero), .instant(.earliest),
    .date(CivilDate(daysSinceEpoch: 0)), .text(""), .bytes([]), .id(EventID(high: 0, low: 0)),
    .object("none/none"),
  ]

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    record.isKeyed = true
    return KeyedDecodingContainer(KeyedProbe<Key>(record: record, depth: depth))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    UnkeyedProbe(record: record, depth: depth)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    SingleProbe(record: record, depth: depth)
  }
}

private struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let record: ProbeRecord
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  private func inner(_ key: Key) -> ProbeRecord {
    if !record.fields.contains(key.stringValue) { record.fields.append(key.stringValue) }
    return ProbeRecord(sharing: record.sawFloatingPoint)
  }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) throws -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try ProbeDecoder.make(type, inner(key), depth: depth + 1)
  }

  /// An optional that cannot be made up is absent: the look goes on behind it.
  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    try? ProbeDecoder.make(type, inner(key), depth: depth + 1)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(KeyedProbe<Nested>(record: inner(key), depth: depth + 1))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    UnkeyedProbe(record: inner(key), depth: depth + 1)
  }

  func superDecoder() throws -> any Decoder { ProbeDecoder(record: record, depth: depth + 1) }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    ProbeDecoder(record: inner(key), depth: depth + 1)
  }
}

/// A list of one element.
private struct UnkeyedProbe: UnkeyedDecodingContainer {
  let record: ProbeRecord
  let depth: Int
  var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { 1 }
  var isAtEnd: Bool { currentIndex > 0 }

  init(record: ProbeRecord, depth: Int) {
    self.record = ProbeRecord(sharing: record.sawFloatingPoint)
    self.depth = depth
  }

  mutating func decodeNil() throws -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    currentIndex += 1
    return try ProbeDecoder.make(type, record, depth: depth + 1)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    currentIndex += 1
    return KeyedDecodingContainer(KeyedProbe<Nested>(record: record, depth: depth + 1))
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    currentIndex += 1
    return UnkeyedProbe(record: record, depth: depth + 1)
  }

  mutating func superDecoder() throws -> any Decoder {
    ProbeDecoder(record: record, depth: depth + 1)
  }
}

private struct SingleProbe: SingleValueDecodingContainer {
  let record: ProbeRecord
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    if type is any BinaryFloatingPoint.Type {
      record.sawFloatingPoint.value = true
      throw ProbeError()
    }
    return try ProbeDecoder.make(type, record, depth: depth + 1)
  }
}
