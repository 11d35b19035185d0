// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which of an event's fields a made-up one has.
public enum SampleFilling: String, Hashable, Sendable, CaseIterable {
  /// Every field, two elements a list.
  case full
  /// Only the fields that must be there, one element a list.
  case least
}

extension EventSchema {
  /// An event of this shape with made-up values, decided by the schema alone: the same in every
  /// process and program. Sealed fields are left out.
  ///
  /// - Parameter salt: Makes other values; the names of objects stay, so that events meet.
  /// - Throws: ``SchemaError`` for a shape that no made-up value fits.
  public func sample(_ filling: SampleFilling = .full, salt: Int = 0) throws(SchemaError)
    -> NewEvent
  {
    let values = sampleValues(filling, salt: salt)
    let sealed = fields.filter { field in
      if case .sealed = field.place { return !field.isOptional }
      return false
    }
    var body = try encode(values + sealed.map { NamedValue($0.name, .text("")) })
    body.clear = []
    return NewEvent(
      type: type, version: version,
      stream: stream(in: body.references) ?? ObjectName("sample", "1"), body: body)
  }

  /// The same as named values, in the order of the schema's fields.
  public func sampleValues(_ filling: SampleFilling = .full, salt: Int = 0) -> [NamedValue] {
    fields.compactMap { field in
      if field.isOptional, filling == .least { return nil }
      switch field.place {
      case .sealed: return nil
      case .payload: return NamedValue(field.name, field.type.sample(filling, field.number + salt))
      case .reference(_, let kinds, let repeats):
        let kind = kinds.first ?? "thing"
        let objects = (1...(filling == .full ? 2 : 1)).map {
          Value.object(ObjectName(kind, "\($0)"))
        }
        return NamedValue(field.name, repeats ? .list(objects) : objects[0])
      }
    }
  }
}

extension FieldType {
  /// A value of this type; another for another number.
  func sample(_ filling: SampleFilling, _ number: Int) -> Value {
    let small = Int64(number) + 1
    switch self {
    case .bool: return .bool(number % 2 == 1)
    case .int: return .int(small)
    case .decimal: return .decimal(ExactDecimal(mantissa: small * 25, scale: 2))
    case .rational: return .rational(Rational(Int(small), 7))
    case .instant:
      return .instant(Instant(microseconds: 1_628_121_600_000_000 + small * 60_000_000))
    case .date: return .date(CivilDate(daysSinceEpoch: 18_840 + number % 28))
    case .timeOfDay: return .int(small * 15 % 1441)
    case .enumeration(let cases):
      return .text(cases.isEmpty ? "" : cases[number % cases.count].name)
    case .code: return .text("code\(number)")
    case .text: return .text("text \(number)")
    case .bytes: return .bytes([UInt8(truncatingIfNeeded: number), 0, 255])
    case .eventID: return .id(EventID(high: 0x8000, low: UInt64(small)))
    case .anyValue: return .int(small)
    case .message(let fields):
      return .message(
        fields.filter { !$0.isOptional || filling == .full }.map {
          NamedValue($0.name, $0.type.sample(filling, $0.number + number))
        })
    case .list(let element), .set(let element):
      return .list(
        (0..<(filling == .full ? 2 : 1)).map { element.sample(filling, number + $0) })
    }
  }
}
