// SPDX-License-Identifier: Apache-2.0

/// A value with its type beside it, as `{"date": "2021-10-01"}`: the form of a field whose type
/// only the event itself says, as the new value of a correction.
extension Value: Codable {
  private enum Sort: String, CodingKey, CaseIterable {
    case bool, int, decimal, rational, instant, date, text, bytes, id, object, list, message
  }

  /// The names under which a value may stand in its JSON form, in the order of the cases.
  package static let sortNames = Sort.allCases.map(\.rawValue)

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Sort.self)
    guard let sort = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a value like {\"int\": 1}"))
    }
    self =
      switch sort {
      case .bool: .bool(try container.decode(Bool.self, forKey: sort))
      case .int: .int(try container.decode(Int64.self, forKey: sort))
      case .decimal: .decimal(try container.decode(ExactDecimal.self, forKey: sort))
      case .rational: .rational(try container.decode(Rational.self, forKey: sort))
      case .instant: .instant(try container.decode(Instant.self, forKey: sort))
      case .date: .date(try container.decode(CivilDate.self, forKey: sort))
      case .text: .text(try container.decode(String.self, forKey: sort))
      case .bytes: .bytes(try container.decode(Bytes.self, forKey: sort).bytes)
      case .id: .id(try container.decode(EventID.self, forKey: sort))
      case .object: .object(try container.decode(ObjectName.self, forKey: sort))
      case .list: .list(try container.decode([Value].self, forKey: sort))
      case .message: .message(try container.decode([NamedValue].self, forKey: sort))
      }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Sort.self)
    switch self {
    case .bool(let value): try container.encode(value, forKey: .bool)
    case .int(let value): try container.encode(value, forKey: .int)
    case .decimal(let value): try container.encode(value, forKey: .decimal)
    case .rational(let value): try container.encode(value, forKey: .rational)
    case .instant(let value): try container.encode(value, forKey: .instant)
    case .date(let value): try container.encode(value, forKey: .date)
    case .text(let value): try container.encode(value, forKey: .text)
    case .bytes(let value): try container.encode(Bytes(value), forKey: .bytes)
    case .id(let value): try container.encode(value, forKey: .id)
    case .object(let value): try container.encode(value, forKey: .object)
    case .list(let values): try container.encode(values, forKey: .list)
    case .message(let fields): try container.encode(fields, forKey: .message)
    }
  }
}

extension NamedValue: Codable {
  private enum CodingKeys: CodingKey { case name, value }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .name),
      try container.decode(Value.self, forKey: .value))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(value, forKey: .value)
  }
}

extension Value: PlainValue {
  public var plainValue: Value { self }
  public init?(plainValue: Value) { self = plainValue }
}
