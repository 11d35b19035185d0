// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
public import GridGovernance

/// Why a JSON value does not fit the field it stands in: where, and what was expected.
///
/// The value itself is never part of the text: it may be personal.
public struct FieldJSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// JSON Pointer (RFC 6901) from the object of fields.
  public let pointer: String
  public let expected: Words
  public let found: Words

  public init(pointer: String, expected: Words, found: Words) {
    self.pointer = pointer
    self.expected = expected
    self.found = found
  }

  public var description: String {
    "\(pointer): expected \(expected.english), found \(found.english)"
  }
}

/// Fields of an event as JSON, by its schema: the form of CloudEvents data and of imports.
///
/// Instants are RFC 3339, dates `2021-03-05`, times of day `08:30`, decimals and fractions texts,
/// bytes hexadecimal, any value an object whose one member is named by its type
/// (docs/CLOUDEVENTS.md).
public enum FieldJSON {
  // MARK: From JSON

  /// The named values of an object of fields, references and sealed fields included.
  public static func values(
    _ json: JSONValue, of schema: EventSchema
  ) throws(FieldJSONError) -> [NamedValue] {
    guard let members = json.members else {
      throw mismatch(
        "", Words("an object with the fields of \(schema.name)", "含 \(schema.name) 各字段的对象"), json)
    }
    let isForeign = { (member: JSONMember) in
      (schema.carriesForeignReferences || schema.isPlain)
        && schema.field(named: member.key) == nil
    }
    var values = try values(
      members.filter { !isForeign($0) }, fields: schema.fields, pointer: "")
    if schema.isPlain {
      return values + (try untyped(members.filter(isForeign), pointer: ""))
    }
    // A repair names every object of the event that it repairs, in the roles of that event.
    for member in members where isForeign(member) {
      let pointer = "/" + escaped(member.key)
      guard let elements = member.value.elements else {
        values.append(NamedValue(member.key, .object(try object(member.value, pointer))))
        continue
      }
      var objects: [Value] = []
      for element in elements { objects.append(.object(try object(element, pointer))) }
      values.append(NamedValue(member.key, .list(objects)))
    }
    return values
  }

  private static func values(
    _ members: [JSONMember], fields: [Field], pointer: String
  ) throws(FieldJSONError) -> [NamedValue] {
    var values: [NamedValue] = []
    for member in members {
      let place = pointer + "/" + escaped(member.key)
      guard let field = fields.first(where: { $0.name == member.key }) else {
        throw FieldJSONError(
          pointer: place,
          expected: Words.one(of: fields.map(\.name)),
          found: Words("a field that the schema does not have", "模式中没有的字段"))
      }
      values.append(NamedValue(field.name, try value(member.value, of: field, pointer: place)))
    }
    return values
  }

  /// Fields of a plain event, whose struct makes dates and decimals of their texts.
  private static func untyped(
    _ members: [JSONMember], pointer: String
  ) throws(FieldJSONError) -> [NamedValue] {
    var values: [NamedValue] = []
    for member in members {
      let place = pointer + "/" + escaped(member.key)
      values.append(NamedValue(member.key, try untyped(member.value, pointer: place)))
    }
    return values
  }

  private static func untyped(
    _ json: JSONValue, pointer: String
  ) throws(FieldJSONError) -> Value {
    switch json {
    case .bool(let flag): return .bool(flag)
    case .string(let text): return .text(text)
    case .object(let members): return .message(try untyped(members, pointer: pointer))
    case .array(let elements):
      var values: [Value] = []
      for (index, element) in elements.enumerated() {
        values.append(try untyped(element, pointer: "\(pointer)/\(index)"))
      }
      return .list(values)
    case .number(let digits):
      guard let number = Int64(digits) else {
        throw mismatch(
          pointer,
          Words(
            "a whole number of at most 64 bits, or a decimal as text",
            "不超过64位的整数，或文本形式的小数"), json)
      }
      return .int(number)
    case .null:
      throw mismatch(pointer, Words("a value; what is absent is left out", "一个值；没有的字段请删去"), json)
    }
  }

  /// The value of one field.
  static func value(
    _ json: JSONValue, of field: Field, pointer: String
  ) throws(FieldJSONError) -> Value {
    guard case .reference(_, _, let repeats) = field.place else {
      return try value(json, as: field.type, pointer: pointer)
    }
    guard repeats else { return .object(try object(json, pointer)) }
    guard let elements = json.elements else {
      throw mismatch(pointer, Words("a list of objects", "对象列表"), json)
    }
    var objects: [Value] = []
    for (index, element) in elements.enumerated() {
      objects.append(.object(try object(element, "\(pointer)/\(index)")))
    }
    return .list(objects)
  }

  private static func object(
    _ json: JSONValue, _ pointer: String
  ) throws(FieldJSONError) -> ObjectName {
    guard let text = json.text, let name = ObjectName(text) else {
      throw mismatch(
        pointer, Words("an object like kind/key, at most 200 bytes", "形如 kind/key 的对象，不超过200字节"),
        json)
    }
    return name
  }

  /// One value of a type.
  public static func value(
    _ json: JSONValue, as type: FieldType, pointer: String
  ) throws(FieldJSONError) -> Value {
    switch type {
    case .list(let element), .set(let element):
      guard let elements = json.elements else { throw mismatch(pointer, type.phrase, json) }
      var values: [Value] = []
      for (index, json) in elements.enumerated() {
        values.append(try value(json, as: element, pointer: "\(pointer)/\(index)"))
      }
      return .list(values)
    case .message(let fields):
      guard let members = json.members else { throw mismatch(pointer, type.phrase, json) }
      return .message(try values(members, fields: fields, pointer: pointer))
    case .anyValue: return try anyValue(json, pointer)
    default:
      guard let value = scalar(json, as: type) else { throw mismatch(pointer, type.phrase, json) }
      return value
    }
  }

  private static func scalar(_ json: JSONValue, as type: FieldType) -> Value? {
    switch (type, json) {
    case (.bool, .bool(let flag)): .bool(flag)
    case (.int, .number(let digits)): Int64(digits).map { .int($0) }
    case (.decimal, .string(let text)), (.decimal, .number(let text)):
      ExactDecimal(text).map { .decimal($0) }
    case (.rational, .string(let text)), (.rational, .number(let text)):
      Rational(text).map { .rational($0) }
    case (.instant, .string(let text)): Instant(text).map { .instant($0) }
    case (.date, .string(let text)): CivilDate(text).map { .date($0) }
    case (.timeOfDay, .string(let text)): minutes(text).map { .int($0) }
    case (.enumeration, .string(let text)), (.code, .string(let text)),
      (.text, .string(let text)):
      .text(text)
    case (.bytes, .string(let text)): bytes(text).map { .bytes($0) }
    case (.eventID, .string(let text)): EventID(uuid: text).map { .id($0) }
    default: nil
    }
  }

  private static func anyValue(
    _ json: JSONValue, _ pointer: String
  ) throws(FieldJSONError) -> Value {
    guard let members = json.members, members.count == 1 else {
      throw mismatch(pointer, FieldType.anyValue.phrase, json)
    }
    let (key, inner) = (members[0].key, members[0].value)
    let place = pointer + "/" + escaped(key)
    if let type = tagged.first(where: { $0.name == key })?.type {
      return try value(inner, as: type, pointer: place)
    }
    switch (key, inner) {
    case ("object", _): return .object(try object(inner, place))
    case ("list", .array(let elements)):
      var values: [Value] = []
      for element in elements { values.append(try anyValue(element, place)) }
      return .list(values)
    case ("message", .array(let members)):
      var fields: [NamedValue] = []
      for member in members {
        guard let name = member["name"]?.text, let value = member["value"] else {
          throw mismatch(place, Words("members {name, value}", "成员 {name, value}"), member)
        }
        fields.append(NamedValue(name, try anyValue(value, place)))
      }
      return .message(fields)
    default: throw mismatch(place, FieldType.anyValue.phrase, json)
    }
  }

  private static let tagged: [(name: String, type: FieldType)] = [
    ("bool", .bool), ("int", .int), ("decimal", .decimal), ("rational", .rational),
    ("instant", .instant), ("date", .date), ("text", .text), ("bytes", .bytes), ("id", .eventID),
  ]

  private static func minutes(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      let hour = Int64(parts[0]), let minute = Int64(parts[1]), hour >= 0, minute >= 0,
      minute < 60, hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var digits = text.utf8.makeIterator()
    while let high = digits.next(), let low = digits.next() {
      guard let first = digit(high), let second = digit(low) else { return nil }
      bytes.append(first << 4 | second)
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func mismatch(
    _ pointer: String, _ expected: Words, _ json: JSONValue
  ) -> FieldJSONError {
    FieldJSONError(pointer: pointer.isEmpty ? "/" : pointer, expected: expected, found: json.sort)
  }

  static func escaped(_ key: String) -> String {
    var text = ""
    for character in key.prefix(64) {
      switch character {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.append(character)
      }
    }
    return text
  }
}

extension FieldJSON {
  // MARK: To JSON

  /// The fields as an object, in the order of the values.
  public static func json(_ values: [NamedValue], of schema: EventSchema) -> JSONValue {
    json(values, fields: schema.fields)
  }

  private static func json(_ values: [NamedValue], fields: [Field]) -> JSONValue {
    .object(
      values.map { value in
        let type = fields.first { $0.name == value.name }?.type ?? .text
        return JSONMember(value.name, json(value.value, as: type))
      })
  }

  /// One value of a type; what does not fit it is written with its own type beside it.
  public static func json(_ value: Value, as type: FieldType) -> JSONValue {
    switch (value, type) {
    case (_, .anyValue): anyJSON(value)
    case (.list(let values), .list(let element)), (.list(let values), .set(let element)):
      .array(values.map { json($0, as: element) })
    case (.message(let values), .message(let fields)): json(values, fields: fields)
    case (.int(let minutes), .timeOfDay): .string(timeText(minutes))
    default: plain(value)
    }
  }

  /// A value as JSON without its type: for rows and reports.
  public static func plain(_ value: Value) -> JSONValue {
    switch value {
    case .bool(let flag): .bool(flag)
    case .int(let number): .number(String(number))
    case .list(let values): .array(values.map(plain))
    case .message(let fields):
      .object(fields.map { JSONMember($0.name, plain($0.value)) })
    default: .string(value.description)
    }
  }

  private static func anyJSON(_ value: Value) -> JSONValue {
    let (name, json): (String, JSONValue) =
      switch value {
      case .bool: ("bool", plain(value))
      case .int: ("int", plain(value))
      case .decimal: ("decimal", plain(value))
      case .rational: ("rational", plain(value))
      case .instant: ("instant", plain(value))
      case .date: ("date", plain(value))
      case .text: ("text", plain(value))
      case .bytes: ("bytes", plain(value))
      case .id: ("id", plain(value))
      case .object: ("object", plain(value))
      case .list(let values): ("list", .array(values.map(anyJSON)))
      case .message(let fields):
        (
          "message",
          .array(
            fields.map {
              .object([
                JSONMember("name", .string($0.name)), JSONMember("value", anyJSON($0.value)),
              ])
            })
        )
      }
    return .object([JSONMember(name, json)])
  }

  private static func timeText(_ minutes: Int64) -> String {
    func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
    return two(minutes / 60) + ":" + two(minutes % 60)
  }
}

extension FieldType {
  /// What JSON is expected for a value of this type.
  var phrase: Words {
    switch self {
    case .bool: Words("true or false", "true 或 false")
    case .int: Words("a whole number of at most 64 bits", "不超过64位的整数")
    case .decimal: Words("a decimal as text, like \"88.75\"", "文本形式的小数，如 \"88.75\"")
    case .rational: Words("a fraction as text, like \"1/3\"", "文本形式的分数，如 \"1/3\"")
    case .instant:
      Words(
        "a time with an offset, like \"2021-08-05T09:00:00+08:00\"",
        "带时区偏移的时间，如 \"2021-08-05T09:00:00+08:00\"")
    case .date: Words("a date, like \"2021-08-05\"", "日期，如 \"2021-08-05\"")
    case .timeOfDay: Words("a time of day, like \"08:30\"", "时刻，如 \"08:30\"")
    case .enumeration(let cases): .one(of: cases.map(\.name))
    case .code: Words("a code as text", "文本形式的代码")
    case .text: Words("text", "文本")
    case .bytes: Words("bytes as lower-case hexadecimal text", "小写十六进制文本形式的字节")
    case .eventID: Words("an event id as a UUID", "UUID 形式的事件编号")
    case .anyValue:
      Words(
        "an object with one member named by its type, like {\"date\": \"2021-08-05\"}",
        "以类型为成员名的对象，如 {\"date\": \"2021-08-05\"}")
    case .message: Words("an object", "对象")
    case .list, .set: Words("a list", "列表")
    }
  }
}

extension Words {
  /// A choice among names, as it is asked for in an error.
  static func one(of names: [String]) -> Words {
    Words(
      "one of \(names.joined(separator: ", "))", "以下之一：\(names.joined(separator: "、"))")
  }
}

extension JSONValue {
  /// What the value is, for error texts.
  var sort: Words {
    switch self {
    case .null: Words("null", "null")
    case .bool: Words("a truth value", "真假值")
    case .number: Words("a number", "数字")
    case .string: Words("another text", "其他文本")
    case .array: Words("a list", "列表")
    case .object: Words("an object", "对象")
    }
  }
}
