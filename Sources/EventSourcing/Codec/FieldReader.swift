// SPDX-License-Identifier: Apache-2.0

extension FieldCoder {
  /// The fields in these bytes as plain values, in the order of their numbers.
  ///
  /// Only the canonical form is accepted: encoding the result gives the same bytes.
  func decode(
    _ fields: [Field], _ buffer: UnsafeRawBufferPointer, path: String = ""
  ) throws(SchemaError) -> [NamedValue] {
    do {
      return try FieldReader(fields: fields).read(buffer)
    } catch {
      throw self.error(path.isEmpty ? "payload" : path, .bytes(error))
    }
  }
}

/// Reads the fields of one message; every departure from the canonical form is an error.
private struct FieldReader {
  let fields: [Field]

  func read(_ buffer: UnsafeRawBufferPointer) throws(WireError) -> [NamedValue] {
    var reader = WireReader(buffer)
    var values: [NamedValue] = []
    var last = 0
    var next: (field: Int, type: WireType)? = reader.isAtEnd ? nil : try reader.tag()
    while let (number, wireType) = next {
      guard number > last else { throw WireError(offset: reader.offset, reason: .fieldOutOfOrder) }
      guard let field = fields.first(where: { $0.number == number }) else {
        throw refused(reader.offset, "field \(number) is not in the schema")
      }
      last = number
      next = nil
      let value: Value
      if case .list(let element) = field.type {
        (value, next) = try list(of: element, wireType, number, &reader)
      } else if case .set(let element) = field.type {
        (value, next) = try list(of: element, wireType, number, &reader)
        try checkSet(value, of: element, reader.offset)
      } else {
        value = try single(field.type, wireType, &reader)
      }
      values.append(NamedValue(field.name, value))
      if next == nil, !reader.isAtEnd { next = try reader.tag() }
    }
    for field in fields
    where !field.isOptional && !values.contains(where: { $0.name == field.name }) {
      throw refused(reader.offset, "field \(field.name) is required and absent")
    }
    return values
  }

  private func refused(_ offset: Int, _ detail: String) -> WireError {
    WireError(offset: offset, reason: .notCanonical(detail))
  }

  private func single(
    _ type: FieldType, _ wireType: WireType, _ reader: inout WireReader
  ) throws(WireError) -> Value {
    let start = reader.offset
    if FieldCoder.isScalar(type) {
      guard wireType == .varint else { throw WireError(offset: start, reason: .wrongWireType) }
      return try scalar(reader.varint(), as: type, start)
    }
    guard wireType == .lengthDelimited else {
      throw WireError(offset: start, reason: .wrongWireType)
    }
    return try delimited(reader.delimited(), as: type, start)
  }

  /// The elements, and the tag behind them if one was read on the way.
  private func list(
    of type: FieldType, _ wireType: WireType, _ number: Int, _ reader: inout WireReader
  ) throws(WireError) -> (Value, (field: Int, type: WireType)?) {
    guard wireType == .lengthDelimited else {
      throw WireError(offset: reader.offset, reason: .wrongWireType)
    }
    if FieldCoder.isScalar(type) {
      var packed = WireReader(try reader.delimited())
      var elements: [Value] = []
      while !packed.isAtEnd {
        elements.append(try scalar(packed.varint(), as: type, packed.offset))
      }
      return (.list(elements), nil)
    }
    var elements: [Value] = []
    while true {
      let start = reader.offset
      let wrapped = try reader.delimited()
      if wrapped.isEmpty {
        guard elements.isEmpty else { throw refused(start, "an empty element in a list") }
        return (.list([]), nil)
      }
      var element = WireReader(wrapped)
      guard try element.tag() == (1, .lengthDelimited) else {
        throw refused(start, "a list element without its wrapper")
      }
      elements.append(try delimited(element.delimited(), as: type, start))
      guard element.isAtEnd else { throw refused(start, "bytes behind a list element") }
      guard !reader.isAtEnd else { return (.list(elements), nil) }
      let tag = try reader.tag()
      guard tag.field == number else { return (.list(elements), tag) }
      guard tag.type == .lengthDelimited else {
        throw WireError(offset: start, reason: .wrongWireType)
      }
    }
  }

  private func checkSet(
    _ value: Value, of type: FieldType, _ offset: Int
  ) throws(WireError) {
    guard case .list(let elements) = value else { return }
    for (left, right) in zip(elements, elements.dropFirst())
    where !FieldReader.precedes(left, right, as: type) {
      throw refused(offset, "a set that is not ascending")
    }
  }

  private static func precedes(_ left: Value, _ right: Value, as type: FieldType) -> Bool {
    switch (left, right) {
    // Cases go by the numbers that stand in the bytes, not by their names.
    case (.text(let a), .text(let b)) where type.cases != nil:
      number(a, in: type) < number(b, in: type)
    case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.bytes(let a), .bytes(let b)): a.lexicographicallyPrecedes(b)
    case (.id(let a), .id(let b)): a < b
    case (.int(let a), .int(let b)): zigzagged(a) < zigzagged(b)
    case (.date(let a), .date(let b)):
      zigzagged(Int64(a.daysSinceEpoch)) < zigzagged(Int64(b.daysSinceEpoch))
    case (.instant(let a), .instant(let b)): zigzagged(a.microseconds) < zigzagged(b.microseconds)
    default: left != right
    }
  }

  private static func number(_ name: String, in type: FieldType) -> Int {
    type.cases?.first { $0.name == name }?.number ?? 0
  }

  private static func zigzagged(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: value << 1 ^ value >> 63)
  }

  private func scalar(
    _ raw: UInt64, as type: FieldType, _ offset: Int
  ) throws(WireError) -> Value {
    switch type {
    case .bool:
      guard raw <= 1 else { throw refused(offset, "a truth value above 1") }
      return .bool(raw == 1)
    case .int: return .int(WireReader.unzigzag(raw))
    case .instant:
      let instant = Instant(microseconds: WireReader.unzigzag(raw))
      guard instant >= .earliest, instant <= .latest else {
        throw refused(offset, "a time outside the years 1 to 9999")
      }
      return .instant(instant)
    case .date:
      let days = WireReader.unzigzag(raw)
      guard (-719_162...2_932_896).contains(days) else {
        throw refused(offset, "a date outside the years 1 to 9999")
      }
      return .date(CivilDate(daysSinceEpoch: Int(days)))
    case .timeOfDay:
      guard raw <= 1440 else { throw refused(offset, "a time of day above 24:00") }
      return .int(Int64(raw))
    case .enumeration(let cases):
      guard let found = cases.first(where: { $0.number == Int(exactly: raw) }) else {
        throw refused(offset, "number \(raw) is not in the list")
      }
      return .text(found.name)
    default: throw refused(offset, "a number where none belongs")
    }
  }

  private func delimited(
    _ slice: UnsafeRawBufferPointer, as type: FieldType, _ offset: Int
  ) throws(WireError) -> Value {
    switch type {
    case .text, .code:
      guard let text = String(validating: slice, as: UTF8.self) else {
        throw WireError(offset: offset, reason: .invalidText)
      }
      return .text(text)
    case .bytes: return .bytes(Array(slice))
    case .eventID:
      guard let id = EventID(bytes: slice) else { throw refused(offset, "an id of other length") }
      return .id(id)
    case .anyValue: return try ValueCoder.decode(slice)
    case .message(let fields): return .message(try FieldReader(fields: fields).read(slice))
    case .decimal:
      var reader = WireReader(slice)
      let mantissa = try reader.zigzag()
      let scale = try reader.varint()
      guard reader.isAtEnd, scale <= 18,
        ExactDecimal.isCanonical(mantissa: mantissa, scale: Int(scale))
      else { throw refused(offset, "a decimal that is not in its lowest form") }
      return .decimal(ExactDecimal(mantissa: mantissa, scale: Int(scale)))
    case .rational: return .rational(try ValueCoder.rational(slice))
    default: throw refused(offset, "bytes where a number belongs")
    }
  }
}

extension FieldType {
  /// The cases of an enumeration.
  fileprivate var cases: [EnumerationCase]? {
    if case .enumeration(let cases) = self { cases } else { nil }
  }
}
