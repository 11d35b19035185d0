// SPDX-License-Identifier: Apache-2.0

/// Gives a type made-up values, and keeps what it gave; fails at whatever is no field of a plan.
final class TrialDecoder: Decoder {
  var random: TrialNumbers
  private(set) var given: [RowTrial.Entry] = []
  private var isKeyed = false
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ random: TrialNumbers) { self.random = random }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard !isKeyed else { throw RowTrial.Failure() }
    isKeyed = true
    return KeyedDecodingContainer(TrialFields<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw RowTrial.Failure() }
  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    throw RowTrial.Failure()
  }

  /// The next value of a field; `nil` where an optional shall hold nothing.
  fileprivate func next<T>(_ type: T.Type, _ name: String, isOptional: Bool) throws -> T? {
    guard let kind = RowPlan.Kind(type) else { throw RowTrial.Failure() }
    let isAbsent = isOptional && random.next() & 3 == 0
    let bits = random.bits(kind)
    given.append(
      RowTrial.Entry(
        name: name, kind: kind, isOptional: isOptional, bits: isAbsent ? nil : bits))
    return isAbsent ? nil : value(kind, bits) as? T
  }

  private func value(_ kind: RowPlan.Kind, _ bits: UInt64) -> Any {
    switch kind {
    case .int: Int(Int64(bitPattern: bits))
    case .bool: bits == 1
    case .instant: Instant(microseconds: Int64(bitPattern: bits))
    case .date: CivilDate(daysSinceEpoch: Int(Int64(bitPattern: bits)))
    case .object: ObjectID(rawValue: bits)
    case .type: EventType(number: UInt16(truncatingIfNeeded: bits))
    }
  }
}

private struct TrialFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: TrialDecoder
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  // Whoever asks what there is does not simply read its fields.
  func contains(_ key: Key) -> Bool { false }
  func decodeNil(forKey key: Key) throws -> Bool { throw RowTrial.Failure() }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard let value = try decoder.next(type, key.stringValue, isOptional: false) else {
      throw RowTrial.Failure()
    }
    return value
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    try decoder.next(type, key.stringValue, isOptional: true)
  }

  // The two that the standard library asks for by name.
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    try decoder.next(type, key.stringValue, isOptional: true)
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try decoder.next(type, key.stringValue, isOptional: true)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    throw RowTrial.Failure()
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw RowTrial.Failure()
  }

  func superDecoder() throws -> any Decoder { throw RowTrial.Failure() }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw RowTrial.Failure() }
}

/// Keeps what a value writes of itself; whatever is no field of a plan makes it fail.
final class TrialEncoder: Encoder {
  fileprivate(set) var written: [RowTrial.Entry] = []
  private var containers = 0
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    containers += 1
    if containers > 1 { spoil() }
    return KeyedEncodingContainer(TrialWriter<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    spoil()
    return RowEncoder(writer: RowWriter(StoredNames()) { _ in nil }, depth: 0).unkeyedContainer()
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    spoil()
    return RowEncoder(writer: RowWriter(StoredNames()) { _ in nil }, depth: 0)
      .singleValueContainer()
  }

  /// Leaves something that was never given, so that the trial fails.
  fileprivate func spoil() {
    written.append(RowTrial.Entry(name: "", kind: .int, isOptional: false, bits: nil))
  }

  fileprivate func note<T>(_ value: T, _ name: String) {
    guard let kind = RowPlan.Kind(T.self) else { return spoil() }
    let place = RowPlan.Place(kind: kind, isOptional: false, offset: 0)
    let bits = withUnsafeBytes(of: value) { bytes in bytes.baseAddress.flatMap(place.bits) }
    written.append(RowTrial.Entry(name: name, kind: kind, isOptional: false, bits: bits))
  }
}

private struct TrialWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: TrialEncoder
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil(forKey key: Key) {}

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) {
    encoder.note(value, key.stringValue)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder.spoil()
    return KeyedEncodingContainer(TrialWriter<Nested>(encoder: encoder))
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    encoder.spoil()
    return encoder
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}
