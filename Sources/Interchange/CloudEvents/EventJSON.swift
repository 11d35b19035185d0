// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The JSON form of an event's fields, read and written by interpreting the schema.
///
/// Whole numbers are JSON numbers; decimals and fractions are texts (`"88.75"`, `"1/3"`), for most
/// readers make a JSON number a binary one. Times are RFC 3339, dates `2021-03-05`, times of day
/// `08:30`, bytes hexadecimal, objects `kind/key`, a correction's value `{"date": "2021-10-01"}`.
public struct EventJSON: Sendable {
  public let schema: EventSchema
  private let names: KnownNames

  /// Reads and writes events of `schema`, which `catalogue` holds.
  public init(_ schema: EventSchema, in catalogue: SchemaCatalogue) {
    self.init(schema, KnownNames(catalogue))
  }

  init(_ schema: EventSchema, _ names: KnownNames) {
    self.schema = schema
    self.names = names
  }

  // MARK: Reading

  /// The fields of a JSON object; null counts as absent.
  ///
  /// - Throws: ``CloudEventError`` with a pointer below `/data`.
  public func body(_ data: JSONValue) throws(CloudEventError) -> EventBody {
    guard case .object(let members) = data else {
      throw CloudEventError(.wrongType(expected: "an object", found: data.sort), at: "/data")
    }
    var foreign: [Reference] = []
    var values: [NamedValue] = []
    for member in members where member.value != .null {
      if member.key == EventJSON.foreignKey, schema.carriesForeignReferences {
        foreign = try references(member.value)
        continue
      }
      guard let field = schema.field(named: member.key) else {
        throw CloudEventError(error(member.key, .unknownField))
      }
      if case .sealed = field.place, case .object = member.value {
        throw CloudEventError(.sealed, at: "/data/\(field.name)")
      }
      let value = try value(member.value, field.type, field.name)
      if case .reference(_, let kinds, _) = field.place {
        try checkKinds(value, kinds, field.name)
      }
      values.append(NamedValue(field.name, value))
    }
    do {
      var body = try schema.encode(values)
      body.references += foreign
      return body
    } catch {
      throw CloudEventError(error)
    }
  }

  /// References in roles that are none of the schema's fields, as a repair carries them.
  static let foreignKey = "references"

  private func references(_ json: JSONValue) throws(CloudEventError) -> [Reference] {
    guard case .array(let elements) = json else {
      throw CloudEventError(
        .wrongType(expected: "an array", found: json.sort), at: "/data/references")
    }
    var references: [Reference] = []
    for (index, element) in elements.enumerated() {
      guard let role = element["role"]?.text.flatMap({ names.role($0) }),
        let object = element["object"]?.text.flatMap({ names.object($0) })
      else {
        throw CloudEventError(
          .malformed(expected: "a role and an object"), at: "/data/references/\(index)")
      }
      references.append(Reference(role, object))
    }
    return references
  }

  /// Before the engine sees a name: each new kind would stay in this process's table of kinds.
  private func checkKinds(
    _ value: Value, _ kinds: [ObjectKind], _ path: String
  ) throws(CloudEventError) {
    if case .list(let elements) = value {
      for (index, element) in elements.enumerated() {
        try checkKinds(element, kinds, "\(path)[\(index)]")
      }
      return
    }
    guard case .text(let text) = value, let object = ObjectName(text) else { return }
    let kind = String(object.text.prefix { $0 != "/" })
    let allowed = kinds.isEmpty ? names.kinds : Set(kinds.map(\.name))
    guard allowed.contains(kind) else {
      let expected = kinds.isEmpty ? ["known"] : allowed.sorted()
      throw CloudEventError(error(path, .wrongKind(expected: expected, found: kind)))
    }
  }

  private func error(_ path: String, _ reason: SchemaError.Reason) -> SchemaError {
    SchemaError(schema.type, version: schema.version, field: path, reason)
  }

  private func value(
    _ json: JSONValue, _ type: FieldType, _ path: String
  ) throws(CloudEventError) -> Value {
    switch (type, json) {
    case (.list(let element), .array(let elements)), (.set(let element), .array(let elements)):
      var values: [Value] = []
      for (index, json) in elements.enumerated() {
        values.append(try value(json, element, "\(path)[\(index)]"))
      }
      return .list(values)
    case (.message(let fields), .object(let members)):
      return .message(try message(members, fields, path))
    case (.anyValue, _):
      guard let value = EventJSON.tagged(json) else { break }
      return value
    default:
      guard let value = EventJSON.scalar(json, type) else { break }
      return value
    }
    throw CloudEventError(error(path, .wrongType(expected: type.sort, found: json.sort)))
  }

  private func message(
    _ members: [JSONMember], _ fields: [Field], _ path: String
  ) throws(CloudEventError) -> [NamedValue] {
    var values: [NamedValue] = []
    for member in members where member.value != .null {
      let path = "\(path).\(member.key)"
      guard let field = fields.first(where: { $0.name == member.key }) else {
        throw CloudEventError(error(path, .unknownField))
      }
      values.append(NamedValue(field.name, try value(member.value, field.type, path)))
    }
    return values
  }

  /// A value that is one JSON text, number or truth value; nil if it is none of that type.
  private static func scalar(_ json: JSONValue, _ type: FieldType) -> Value? {
    switch (type, json) {
    case (.bool, .bool(let flag)): .bool(flag)
    case (.int, .number(let digits)): Int64(digits).map(Value.int)
    case (.decimal, .string(let text)), (.decimal, .number(let text)):
      ExactDecimal(text).map(Value.decimal)
    case (.rational, .string(let text)), (.rational, .number(let text)):
      Rational(text).map(Value.rational)
    case (.instant, .string(let text)): RFC3339.instant(text).map(Value.instant)
    case (.date, .string(let text)): CivilDate(text).map(Value.date)
    case (.timeOfDay, .string(let text)): minutes(text).map(Value.int)
    case (.enumeration, .string(let text)), (.code, .string(let text)),
      (.text, .string(let text)):
      .text(text)
    case (.bytes, .string(let text)): Hex.bytes(text).map(Value.bytes)
    case (.eventID, .string(let text)): EventID(uuid: text).map(Value.id)
    default: nil
    }
  }

  /// Minutes since midnight of `08:30`, up to `24:00`.
  private static func minutes(_ text: String) -> Int64? {
    let digits = Array(text.utf8)
    guard digits.count == 5, digits[2] == UInt8(ascii: ":"),
      digits.indices.allSatisfy({ $0 == 2 || (48...57).contains(digits[$0]) })
    else { return nil }
    func pair(_ index: Int) -> Int64 { Int64(digits[index] - 48) * 10 + Int64(digits[index + 1] - 48) }
    let minutes = pair(0) * 60 + pair(3)
    return pair(3) < 60 && minutes <= 1440 ? minutes : nil
  }
}

// MARK: - Writing

extension EventJSON {
  /// The fields as a JSON object, in the order of the schema.
  ///
  /// A sealed field that the event has stands as `{"sealed": PURPOSE}`, never opened.
  /// - Throws: `SchemaError` if the payload does not fit the schema.
  public func data(of content: EventContent) throws(SchemaError) -> JSONValue {
    let values = try schema.values(references: content.references, payload: content.payload)
    var members: [JSONMember] = []
    for field in schema.fields {
      if case .sealed(_, let purpose) = field.place {
        guard content.sealed.contains(where: { $0.purpose == purpose }) else { continue }
        members.append(
          JSONMember(field.name, .object([JSONMember("sealed", .string(purpose))])))
      } else if let value = values.first(where: { $0.name == field.name })?.value {
        members.append(JSONMember(field.name, EventJSON.json(value, field.type)))
      }
    }
    let foreign = foreignReferences(content)
    if !foreign.isEmpty { members.append(JSONMember(EventJSON.foreignKey, .array(foreign))) }
    return .object(members)
  }

  private func foreignReferences(_ content: EventContent) -> [JSONValue] {
    let own = schema.fields.compactMap { field -> Role? in
      guard case .reference(let role, _, _) = field.place else { return nil }
      return role
    }
    return content.references.filter { !own.contains($0.role) }.map {
      .object([
        JSONMember("role", .string($0.role.name)), JSONMember("object", .string($0.object.text)),
      ])
    }
  }

  private static func json(_ value: Value, _ type: FieldType) -> JSONValue {
    switch (type, value) {
    case (.timeOfDay, .int(let minutes)):
      .string("\(Digits.padded(Int(minutes) / 60, 2)):\(Digits.padded(Int(minutes) % 60, 2))")
    case (.list(let element), .list(let values)), (.set(let element), .list(let values)):
      .array(values.map { json($0, element) })
    case (.message(let fields), .message(let values)):
      .object(
        values.map { value in
          let type = fields.first { $0.name == value.name }?.type ?? .text
          return JSONMember(value.name, json(value.value, type))
        })
    case (.anyValue, _): tagged(value)
    default: JSONValue(plain: value)
    }
  }
}

// MARK: - Values with their type beside them

extension EventJSON {
  /// `{"int": 5}`: the value's sort, then the value.
  static func tagged(_ value: Value) -> JSONValue {
    let (sort, json): (String, JSONValue) =
      switch value {
      case .bool: ("bool", JSONValue(plain: value))
      case .int: ("int", JSONValue(plain: value))
      case .decimal: ("decimal", JSONValue(plain: value))
      case .rational: ("rational", JSONValue(plain: value))
      case .instant: ("instant", JSONValue(plain: value))
      case .date: ("date", JSONValue(plain: value))
      case .text: ("text", JSONValue(plain: value))
      case .bytes: ("bytes", JSONValue(plain: value))
      case .id: ("id", JSONValue(plain: value))
      case .object: ("object", JSONValue(plain: value))
      case .list(let values): ("list", .array(values.map(tagged)))
      case .message(let fields):
        (
          "message",
          .array(
            fields.map {
              .object([
                JSONMember("name", .string($0.name)), JSONMember("value", tagged($0.value)),
              ])
            })
        )
      }
    return .object([JSONMember(sort, json)])
  }

  /// The value of `{"int": 5}`; nil for any other form.
  static func tagged(_ json: JSONValue) -> Value? {
    guard case .object(let members) = json, members.count == 1, let member = members.first else {
      return nil
    }
    switch member.key {
    case "list":
      guard let elements = member.value.elements else { return nil }
      let values = elements.compactMap { tagged($0) }
      return values.count == elements.count ? .list(values) : nil
    case "message":
      guard let elements = member.value.elements else { return nil }
      let fields = elements.compactMap { element -> NamedValue? in
        guard let name = element["name"]?.text, let value = element["value"].flatMap({ tagged($0) })
        else { return nil }
        return NamedValue(name, value)
      }
      return fields.count == elements.count ? .message(fields) : nil
    case "object":
      return member.value.text.flatMap { ObjectName($0) }.map(Value.object)
    default:
      guard let type = plainTypes[member.key] else { return nil }
      return scalar(member.value, type)
    }
  }

  private static let plainTypes: [String: FieldType] = [
    "bool": .bool, "int": .int, "decimal": .decimal, "rational": .rational, "instant": .instant,
    "date": .date, "text": .text, "bytes": .bytes, "id": .eventID,
  ]
}

extension JSONValue {
  /// A plain value as rows and events show it; its type is for the reader to know.
  public init(plain value: Value) {
    self =
      switch value {
      case .bool(let flag): .bool(flag)
      case .int(let number): .number(String(number))
      case .list(let values): .array(values.map(JSONValue.init(plain:)))
      case .message(let fields):
        .object(fields.map { JSONMember($0.name, JSONValue(plain: $0.value)) })
      case .decimal, .rational, .instant, .date, .text, .bytes, .id, .object:
        .string(value.description)
      }
  }
}
