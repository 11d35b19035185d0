// SPDX-License-Identifier: Apache-2.0

/// Writes and reads the fields of a schema: plain values on one side, canonical bytes on the other.
///
/// It interprets the schema, so that an event type needs no code of its own. Errors carry the path
/// of the field, never its value.
struct FieldCoder {
  let type: EventType
  let version: Int

  init(_ schema: EventSchema) {
    type = schema.type
    version = schema.version
  }

  func error(_ path: String, _ reason: SchemaError.Reason) -> SchemaError {
    SchemaError(type, version: version, field: path, reason)
  }

  // MARK: Writing

  /// The canonical bytes of the given fields; `values` may hold only names that `fields` has.
  func encode(
    _ fields: [Field], _ values: [NamedValue], path: String = ""
  ) throws(SchemaError) -> [UInt8] {
    for value in values where !fields.contains(where: { $0.name == value.name }) {
      throw error(path + value.name, .unknownField)
    }
    var writer = WireWriter()
    for field in FieldCoder.ascending(fields) {
      guard let value = values.first(where: { $0.name == field.name })?.value else {
        if field.isOptional { continue }
        throw error(path + field.name, .missing)
      }
      try write(value, as: field.type, number: field.number, to: &writer, path + field.name)
    }
    return writer.bytes
  }

  /// Most lists of fields are written down in order, and a copy of one costs more than a look.
  private static func ascending(_ fields: [Field]) -> [Field] {
    for index in fields.indices.dropFirst() where fields[index].number < fields[index - 1].number {
      return fields.sorted { $0.number < $1.number }
    }
    return fields
  }

  private func write(
    _ value: Value, as type: FieldType, number: Int, to writer: inout WireWriter, _ path: String
  ) throws(SchemaError) {
    switch type {
    case .list(let element):
      try writeList(elements(value, path), as: element, number: number, to: &writer, path)
    case .set(let element):
      try writeSet(elements(value, path), as: element, number: number, to: &writer, path)
    default:
      if let scalar = try scalar(value, as: type, path) {
        writer.unsigned(number, scalar)
      } else {
        writer.bytes(number, try delimited(value, as: type, path))
      }
    }
  }

  private func elements(_ value: Value, _ path: String) throws(SchemaError) -> [Value] {
    guard case .list(let elements) = value else {
      throw error(path, .wrongType(expected: "a list", found: value.sort))
    }
    return elements
  }

  /// Numbers go packed into one field, everything else one field an element.
  ///
  /// An empty list is one empty packed field: absent and empty are different facts.
  private func writeList(
    _ elements: [Value], as type: FieldType, number: Int, to writer: inout WireWriter,
    _ path: String
  ) throws(SchemaError) {
    if FieldCoder.isScalar(type) || elements.isEmpty {
      var packed = WireWriter()
      for (index, element) in elements.enumerated() {
        packed.varint(try scalar(element, as: type, "\(path)[\(index)]") ?? 0)
      }
      writer.bytes(number, packed.bytes)
      return
    }
    for (index, element) in elements.enumerated() {
      let bytes = try delimited(element, as: type, "\(path)[\(index)]")
      // A wrapper keeps a list of one empty text apart from the empty list.
      var wrapped = WireWriter()
      wrapped.bytes(1, bytes)
      writer.bytes(number, wrapped.bytes)
    }
  }

  private func writeSet(
    _ elements: [Value], as type: FieldType, number: Int, to writer: inout WireWriter,
    _ path: String
  ) throws(SchemaError) {
    var keyed: [(key: [UInt8], value: Value)] = []
    for (index, element) in elements.enumerated() {
      keyed.append((try sortKey(element, as: type, "\(path)[\(index)]"), element))
    }
    keyed.sort { $0.key.lexicographicallyPrecedes($1.key) }
    for (left, right) in zip(keyed, keyed.dropFirst()) where left.key == right.key {
      throw error(path, .notUnique)
    }
    try writeList(keyed.map(\.value), as: type, number: number, to: &writer, path)
  }

  /// Bytes whose order is the order of a set: big-endian numbers, or the element's own bytes.
  private func sortKey(
    _ value: Value, as type: FieldType, _ path: String
  ) throws(SchemaError) -> [UInt8] {
    guard let scalar = try scalar(value, as: type, path) else {
      return try delimited(value, as: type, path)
    }
    return (0..<8).map { UInt8(truncatingIfNeeded: scalar >> (56 - 8 * $0)) }
  }

  static func isScalar(_ type: FieldType) -> Bool {
    switch type {
    case .bool, .int, .instant, .date, .timeOfDay, .enumeration: true
    default: false
    }
  }

  /// The varint of a scalar; `nil` if the type is not one.
  private func scalar(
    _ value: Value, as type: FieldType, _ path: String
  ) throws(SchemaError) -> UInt64? {
    switch (type, value) {
    case (.bool, .bool(let flag)): return flag ? 1 : 0
    case (.int, .int(let number)): return zigzag(number)
    case (.instant, .instant(let instant)): return zigzag(instant.microseconds)
    case (.date, .date(let date)): return zigzag(Int64(date.daysSinceEpoch))
    case (.timeOfDay, .int(let minutes)):
      guard (0...1440).contains(minutes) else {
        throw error(path, .outOfRange("0…1440 minutes"))
      }
      return UInt64(minutes)
    case (.enumeration(let cases), .text(let name)):
      guard let found = cases.first(where: { $0.name == name }) else {
        throw error(path, .notInList(allowed: cases.map(\.name)))
      }
      return UInt64(found.number)
    default:
      if FieldCoder.isScalar(type) {
        throw error(path, .wrongType(expected: type.sort, found: value.sort))
      }
      return nil
    }
  }

  private func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

  private func delimited(
    _ value: Value, as type: FieldType, _ path: String
  ) throws(SchemaError) -> [UInt8] {
    switch (type, value) {
    case (.text, .text(let text)), (.code, .text(let text)):
      let limit = type == .code ? SchemaLimits.code : SchemaLimits.text
      guard text.utf8.count <= limit else {
        throw error(path, .tooLong(bytes: text.utf8.count, limit: limit))
      }
      return Array(text.utf8)
    case (.bytes, .bytes(let bytes)): return bytes
    case (.eventID, .id(let id)): return id.bytes
    case (.anyValue, _): return ValueCoder.encode(value)
    case (.message(let fields), .message(let values)):
      return try encode(fields, values, path: path + ".")
    default:
      guard let bytes = FieldCoder.number(value, as: type) else {
        throw error(path, .wrongType(expected: type.sort, found: value.sort))
      }
      return bytes
    }
  }

  /// Decimals and fractions: two varints one after the other.
  private static func number(_ value: Value, as type: FieldType) -> [UInt8]? {
    var writer = WireWriter()
    switch type {
    case .decimal:
      guard let decimal = ExactDecimal(plainValue: value) else { return nil }
      writer.zigzag(decimal.mantissa)
      writer.varint(UInt64(decimal.scale))
    case .rational:
      guard let fraction = Rational(plainValue: value), let top = fraction.numerator.int64,
        let bottom = fraction.denominator.int64
      else { return nil }
      writer.zigzag(top)
      writer.varint(UInt64(bottom))
    default: return nil
    }
    return writer.bytes
  }
}

/// How long the parts of an event may be, in bytes (design §3).
public enum SchemaLimits {
  /// A whole record.
  public static let record = 1 << 20
  /// One text field.
  public static let text = 512 << 10
  /// One code.
  public static let code = 256
  /// References of one event.
  public static let references = 256
}

extension FieldType {
  /// What a value of this type is, for error texts.
  package var sort: String {
    switch self {
    case .bool: "a truth value"
    case .int: "a whole number"
    case .decimal: "a decimal number"
    case .rational: "a fraction whose terms fit into 64 bits"
    case .instant: "a time with an offset"
    case .date: "a date"
    case .timeOfDay: "a time of day"
    case .enumeration: "a name from the list"
    case .code: "a code"
    case .text: "text"
    case .bytes: "bytes"
    case .eventID: "an event id"
    case .anyValue: "a value"
    case .message: "a group of fields"
    case .list, .set: "a list"
    }
  }
}
