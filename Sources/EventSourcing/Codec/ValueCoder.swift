// SPDX-License-Identifier: Apache-2.0

/// Self-describing bytes of a value: corrections carry them, and digests are taken over them.
///
/// One field, whose number says what it is (docs/FORMAT.md §1.4).
package enum ValueCoder {
  private enum Tag: Int {
    case bool = 1
    case int, decimal, rational, instant, date, text, bytes, id, object, list, message
  }

  package static func encode(_ value: Value) -> [UInt8] {
    var writer = WireWriter(reservingCapacity: 16)
    write(value, to: &writer)
    return writer.bytes
  }

  package static func write(_ value: Value, to writer: inout WireWriter) {
    switch value {
    case .bool(let flag): writer.unsigned(Tag.bool.rawValue, flag ? 1 : 0)
    case .int(let number): writer.signed(Tag.int.rawValue, number)
    case .decimal(let decimal):
      var pair = WireWriter(reservingCapacity: 12)
      pair.zigzag(decimal.mantissa)
      pair.varint(UInt64(decimal.scale))
      writer.bytes(Tag.decimal.rawValue, pair.bytes)
    case .rational(let fraction): writer.bytes(Tag.rational.rawValue, rationalBytes(fraction))
    case .instant(let instant): writer.signed(Tag.instant.rawValue, instant.microseconds)
    case .date(let date): writer.signed(Tag.date.rawValue, Int64(date.daysSinceEpoch))
    case .text(let text): writer.text(Tag.text.rawValue, text)
    case .bytes(let bytes): writer.bytes(Tag.bytes.rawValue, bytes)
    case .id(let id): writer.bytes(Tag.id.rawValue, id.bytes)
    case .object(let name): writer.text(Tag.object.rawValue, name.text)
    case .list(let values):
      var inner = WireWriter()
      for value in values { write(value, to: &inner) }
      writer.bytes(Tag.list.rawValue, inner.bytes)
    case .message(let fields):
      var inner = WireWriter()
      for field in fields {
        inner.text(Tag.text.rawValue, field.name)
        write(field.value, to: &inner)
      }
      writer.bytes(Tag.message.rawValue, inner.bytes)
    }
  }

  /// Terms of any size as decimal text: sums of unlike fractions outgrow 64 bits.
  private static func rationalBytes(_ fraction: Rational) -> [UInt8] {
    guard let top = fraction.numerator.int64, let bottom = fraction.denominator.int64 else {
      return [0x80, 0x00] + Array(fraction.description.utf8)
    }
    var pair = WireWriter(reservingCapacity: 20)
    pair.zigzag(top)
    pair.varint(UInt64(bottom))
    return pair.bytes
  }

  static func rational(_ slice: UnsafeRawBufferPointer) throws(WireError) -> Rational {
    if slice.count > 2, slice[0] == 0x80, slice[1] == 0,
      let text = String(validating: slice.dropFirst(2), as: UTF8.self)
    {
      return try bigRational(text)
    }
    var reader = WireReader(slice)
    let top = try reader.zigzag()
    let bottom = try reader.varint()
    guard reader.isAtEnd, let denominator = Int64(exactly: bottom), denominator > 0 else {
      throw WireError(offset: 0, reason: .notCanonical("a fraction without a denominator"))
    }
    let fraction = Rational(BigInteger(top), BigInteger(denominator))
    guard fraction.numerator == BigInteger(top) else {
      throw WireError(offset: 0, reason: .notCanonical("a fraction that is not reduced"))
    }
    return fraction
  }

  private static func bigRational(_ text: String) throws(WireError) -> Rational {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let top = BigInteger(decimal: parts[0]),
      let bottom = parts.count == 2 ? BigInteger(decimal: parts[1]) : BigInteger(1),
      !bottom.isZero, Rational(top, bottom).description == text
    else { throw WireError(offset: 0, reason: .notCanonical("a fraction that is not reduced")) }
    return Rational(top, bottom)
  }

  package static func decode(_ bytes: [UInt8]) throws(WireError) -> Value {
    var result: Result<Value, WireError> = .failure(WireError(offset: 0, reason: .truncated))
    bytes.withUnsafeBytes { buffer in
      result = Result { () throws(WireError) in try decode(buffer) }
    }
    return try result.get()
  }

  static func decode(_ buffer: UnsafeRawBufferPointer) throws(WireError) -> Value {
    var reader = WireReader(buffer)
    let value = try read(&reader, depth: 0)
    guard reader.isAtEnd else {
      throw WireError(offset: reader.offset, reason: .notCanonical("bytes behind the value"))
    }
    return value
  }

  private static func read(_ reader: inout WireReader, depth: Int) throws(WireError) -> Value {
    let start = reader.offset
    let (number, wire) = try reader.tag()
    guard let tag = Tag(rawValue: number), depth < 32,
      (wire == .varint) == [.bool, .int, .instant, .date].contains(tag)
    else { throw WireError(offset: start, reason: .wrongWireType) }
    switch tag {
    case .bool:
      let raw = try reader.varint()
      guard raw <= 1 else { throw WireError(offset: start, reason: .notCanonical("a truth value")) }
      return .bool(raw == 1)
    case .int: return .int(try reader.zigzag())
    case .instant: return .instant(Instant(microseconds: try reader.zigzag()))
    case .date: return .date(CivilDate(daysSinceEpoch: Int(try reader.zigzag())))
    case .text: return .text(try reader.text())
    case .bytes: return .bytes(Array(try reader.delimited()))
    case .decimal: return try decimal(reader.delimited(), start)
    case .rational: return .rational(try rational(reader.delimited()))
    case .id:
      guard let id = EventID(bytes: try reader.delimited()) else {
        throw WireError(offset: start, reason: .notCanonical("an id of other length"))
      }
      return .id(id)
    case .object:
      guard let name = ObjectName(try reader.text()) else {
        throw WireError(offset: start, reason: .notCanonical("not an object name"))
      }
      return .object(name)
    case .list: return try list(reader.delimited(), depth: depth)
    case .message: return try message(reader.delimited(), depth: depth)
    }
  }

  private static func decimal(
    _ slice: UnsafeRawBufferPointer, _ start: Int
  ) throws(WireError) -> Value {
    var reader = WireReader(slice)
    let mantissa = try reader.zigzag()
    let scale = try reader.varint()
    guard reader.isAtEnd, scale <= 18,
      ExactDecimal.isCanonical(mantissa: mantissa, scale: Int(scale))
    else { throw WireError(offset: start, reason: .notCanonical("a decimal not in lowest form")) }
    return .decimal(ExactDecimal(mantissa: mantissa, scale: Int(scale)))
  }

  private static func list(
    _ slice: UnsafeRawBufferPointer, depth: Int
  ) throws(WireError) -> Value {
    var inner = WireReader(slice)
    var values: [Value] = []
    while !inner.isAtEnd { values.append(try read(&inner, depth: depth + 1)) }
    return .list(values)
  }

  private static func message(
    _ slice: UnsafeRawBufferPointer, depth: Int
  ) throws(WireError) -> Value {
    var inner = WireReader(slice)
    var fields: [NamedValue] = []
    while !inner.isAtEnd {
      guard case .text(let name) = try read(&inner, depth: depth + 1) else {
        throw WireError(offset: inner.offset, reason: .notCanonical("a field without its name"))
      }
      fields.append(NamedValue(name, try read(&inner, depth: depth + 1)))
    }
    return .message(fields)
  }
}
