// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// What one command is asked with, read from a JSON object by name.
///
/// Reading describes as well: run over nothing, it notes what it asks for and is given placeholders. So
/// the help of a command cannot say anything else than its code does.
public final class CommandArguments {
  /// `nil` while a command is described.
  private let members: [JSONMember]?
  /// What has been asked for, in that order.
  private(set) var asked: [Field] = []

  init(_ members: [JSONMember]?) { self.members = members }

  /// The value of a field; `nil` if it is optional and not there, and always while describing.
  private func value(_ field: Field) throws(FieldJSONError) -> Value? {
    note(field)
    guard let members else { return nil }
    let place = "/" + FieldJSON.escaped(field.name)
    guard let member = members.first(where: { $0.key == field.name }) else {
      guard !field.isOptional else { return nil }
      throw FieldJSONError(pointer: place, expected: field.expectation, found: .nothing)
    }
    return try FieldJSON.value(member.value, of: field, pointer: place)
  }

  private func note(_ field: Field) {
    if !asked.contains(where: { $0.name == field.name }) { asked.append(field) }
  }

  private func required(_ field: Field) throws(FieldJSONError) -> Value {
    try value(field) ?? field.placeholder
  }

  /// Refuses what the command does not know, rather than read over it.
  func finish() throws(FieldJSONError) {
    guard
      let stray = members?.first(where: { member in
        !asked.contains { $0.name == member.key }
      })
    else { return }
    throw FieldJSONError(
      pointer: "/" + FieldJSON.escaped(stray.key),
      expected: asked.isEmpty ? Words("no parameter", "无参数") : .one(of: asked.map(\.name)),
      found: .anotherName)
  }
}

// Objects.
extension CommandArguments {
  func object(_ name: String, _ kinds: ObjectKind...) throws(FieldJSONError) -> ObjectName {
    guard case .object(let object) = try required(.object(name, kinds)) else {
      preconditionFailure("a reference is read as an object")
    }
    return object
  }

  func object(ifAny name: String, _ kinds: ObjectKind...) throws(FieldJSONError) -> ObjectName? {
    guard case .object(let object)? = try value(.object(name, kinds, optional: true)) else {
      return nil
    }
    return object
  }

  /// Any number of objects; none if left out, unless at least one is needed.
  func objects(
    _ name: String, _ kinds: ObjectKind..., needed: Bool = false
  ) throws(FieldJSONError) -> [ObjectName] {
    let field = Field(
      1, name, .list(.text),
      place: .reference(role: Role(name), kinds: kinds, repeats: true), optional: !needed)
    guard case .list(let values)? = try value(field) else { return [] }
    return values.compactMap { value in
      if case .object(let object) = value { object } else { nil }
    }
  }
}

// Plain values, by the types that events have.
extension CommandArguments {
  /// One of the names of an enumeration.
  func word<E: Enumeration>(_ name: String, _: E.Type) throws(FieldJSONError) -> E {
    try word(try required(Field(1, name, E.type)), name)
  }

  func word<E: Enumeration>(ifAny name: String, _: E.Type) throws(FieldJSONError) -> E? {
    guard let value = try value(Field(1, name, E.type, optional: true)) else { return nil }
    return try word(value, name)
  }

  private func word<E: Enumeration>(_ value: Value, _ name: String) throws(FieldJSONError) -> E {
    guard case .text(let text) = value, let word = E(rawValue: text) else {
      throw FieldJSONError(
        pointer: "/" + FieldJSON.escaped(name), expected: E.type.phrase,
        found: Words("another text", "其他文本"))
    }
    return word
  }

  /// A short name that a rule set lists.
  func code(_ name: String) throws(FieldJSONError) -> String {
    guard case .text(let text) = try required(Field(1, name, .code)) else { return "" }
    return text
  }

  func code(ifAny name: String) throws(FieldJSONError) -> String? {
    guard case .text(let text)? = try value(Field(1, name, .code, optional: true)) else {
      return nil
    }
    return text
  }

  /// A public name, in clear.
  func name(_ name: String) throws(FieldJSONError) -> String {
    guard case .text(let text) = try required(.publicName(name)) else { return "" }
    return text
  }

  func name(ifAny name: String) throws(FieldJSONError) -> String? {
    guard case .text(let text)? = try value(.publicName(name, optional: true)) else { return nil }
    return text
  }

  func codes(_ name: String) throws(FieldJSONError) -> [String] {
    guard case .list(let values) = try required(Field(1, name, .list(.code))) else { return [] }
    return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  func codes(ifAny name: String) throws(FieldJSONError) -> [String] {
    guard case .list(let values)? = try value(Field(1, name, .list(.code), optional: true)) else {
      return []
    }
    return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// Words about persons or places: sealed on their way into the log.
  func words(_ name: String) throws(FieldJSONError) -> SealedText {
    guard case .text(let text) = try required(.words(name)) else { return SealedText("") }
    return SealedText(text)
  }

  func words(ifAny name: String) throws(FieldJSONError) -> SealedText? {
    guard case .text(let text)? = try value(.words(name, optional: true)) else { return nil }
    return SealedText(text)
  }

  /// False if left out, unless told otherwise.
  func flag(_ name: String, default fallback: Bool = false) throws(FieldJSONError) -> Bool {
    try flag(ifAny: name) ?? fallback
  }

  func flag(ifAny name: String) throws(FieldJSONError) -> Bool? {
    guard case .bool(let flag)? = try value(Field(1, name, .bool, optional: true)) else {
      return nil
    }
    return flag
  }

  func number(_ name: String) throws(FieldJSONError) -> Int {
    guard case .int(let number) = try required(Field(1, name, .int)) else { return 0 }
    return Int(number)
  }

  func number(ifAny name: String) throws(FieldJSONError) -> Int? {
    guard case .int(let number)? = try value(Field(1, name, .int, optional: true)) else {
      return nil
    }
    return Int(number)
  }

  func decimal(_ name: String) throws(FieldJSONError) -> ExactDecimal {
    guard case .decimal(let decimal) = try required(Field(1, name, .decimal)) else {
      return "0"
    }
    return decimal
  }

  func decimal(ifAny name: String) throws(FieldJSONError) -> ExactDecimal? {
    guard case .decimal(let decimal)? = try value(Field(1, name, .decimal, optional: true)) else {
      return nil
    }
    return decimal
  }

  func share(_ name: String) throws(FieldJSONError) -> Rational {
    guard case .rational(let share) = try required(Field(1, name, .rational)) else {
      return .zero
    }
    return share
  }

  func share(ifAny name: String) throws(FieldJSONError) -> Rational? {
    guard case .rational(let share)? = try value(Field(1, name, .rational, optional: true)) else {
      return nil
    }
    return share
  }

  func date(_ name: String) throws(FieldJSONError) -> CivilDate {
    guard case .date(let date) = try required(Field(1, name, .date)) else {
      preconditionFailure("a date is read as a date")
    }
    return date
  }

  func date(ifAny name: String) throws(FieldJSONError) -> CivilDate? {
    guard case .date(let date)? = try value(Field(1, name, .date, optional: true)) else {
      return nil
    }
    return date
  }

  func instant(_ name: String) throws(FieldJSONError) -> Instant {
    guard case .instant(let instant) = try required(Field(1, name, .instant)) else {
      return Instant(microseconds: 0)
    }
    return instant
  }

  func instant(ifAny name: String) throws(FieldJSONError) -> Instant? {
    guard case .instant(let instant)? = try value(Field(1, name, .instant, optional: true)) else {
      return nil
    }
    return instant
  }

  func event(ifAny name: String) throws(FieldJSONError) -> EventID? {
    guard case .id(let id)? = try value(Field(1, name, .eventID, optional: true)) else {
      return nil
    }
    return id
  }

  /// The hash of a file that is kept elsewhere.
  func hash(_ name: String) throws(FieldJSONError) -> Bytes {
    guard case .bytes(let bytes) = try required(Field(1, name, .bytes)) else { return Bytes([]) }
    return Bytes(bytes)
  }

  func hash(ifAny name: String) throws(FieldJSONError) -> Bytes? {
    guard case .bytes(let bytes)? = try value(Field(1, name, .bytes, optional: true)) else {
      return nil
    }
    return Bytes(bytes)
  }

  /// Hashes of photos and recordings.
  func hashes(_ name: String) throws(FieldJSONError) -> [Bytes] {
    let field = Field(1, name, .list(.bytes), optional: true)
    guard case .list(let values)? = try value(field) else { return [] }
    return values.compactMap { if case .bytes(let bytes) = $0 { Bytes(bytes) } else { nil } }
  }

  /// Parts with fields of their own.
  func parts<Part: Codable>(
    _ name: String, _ fields: [Field], _: Part.Type, needed: Bool = true
  ) throws(FieldJSONError) -> [Part] {
    let field = Field(1, name, .list(.message(fields)), optional: !needed)
    guard case .list(let values)? = try value(field) else { return [] }
    var parts: [Part] = []
    for value in values {
      guard let part = try? ValueDecoder().decode(Part.self, from: value) else {
        throw FieldJSONError(
          pointer: "/" + FieldJSON.escaped(name), expected: field.type.phrase,
          found: Words("a part that lacks a field", "缺少字段的部分"))
      }
      parts.append(part)
    }
    return parts
  }

  /// A typed event, its fields by the names of its schema.
  ///
  /// While a command is described there is none: read all else before.
  func event<E: Event>(_ type: E.Type) throws(FieldJSONError) -> E {
    for field in E.schema.fields { note(field) }
    guard let members else {
      throw FieldJSONError(
        pointer: "", expected: Words(E.schema.name, E.schema.name), found: .nothing)
    }
    return try CommandArguments.event(
      type, members.filter { E.schema.field(named: $0.key) != nil }, at: "")
  }

  /// Any number of typed events, each an object of its fields.
  func events<E: Event>(_ name: String, _ type: E.Type) throws(FieldJSONError) -> [E] {
    note(Field(1, name, .list(.message(E.schema.fields)), optional: true))
    guard let member = members?.first(where: { $0.key == name }) else { return [] }
    let pointer = "/" + FieldJSON.escaped(name)
    guard let elements = member.value.elements else {
      throw FieldJSONError(
        pointer: pointer, expected: Words("a list", "列表"),
        found: member.value.sort)
    }
    var events: [E] = []
    for (index, element) in elements.enumerated() {
      guard let members = element.members else {
        throw FieldJSONError(
          pointer: "\(pointer)/\(index)",
          expected: Words(
            "an object with the fields of \(E.schema.name)", "含 \(E.schema.name) 各字段的对象"),
          found: element.sort)
      }
      events.append(try CommandArguments.event(type, members, at: "\(pointer)/\(index)"))
    }
    return events
  }

  private static func event<E: Event>(
    _ type: E.Type, _ members: [JSONMember], at pointer: String
  ) throws(FieldJSONError) -> E {
    let schema = E.schema
    do throws(FieldJSONError) {
      let values = try FieldJSON.values(.object(members), of: schema)
      do throws(SchemaError) {
        return try schema.event(type, values)
      } catch {
        let name = error.field ?? ""
        throw FieldJSONError(
          pointer: "/" + name.replacing(".", with: "/"),
          expected: schema.field(named: name)?.expectation
            ?? Words("what \(schema.name) has there", "\(schema.name) 该处的内容"),
          found: error.reason == .missing ? .nothing : Words("another value", "其他值"))
      }
    } catch {
      throw FieldJSONError(
        pointer: pointer + error.pointer, expected: error.expected, found: error.found)
    }
  }
}

extension Field {
  fileprivate static func object(
    _ name: String, _ kinds: [ObjectKind], optional: Bool = false
  ) -> Field {
    Field(
      0, name, .text, place: .reference(role: Role(name), kinds: kinds, repeats: false),
      optional: optional)
  }

  fileprivate static func words(_ name: String, optional: Bool = false) -> Field {
    .sealed(1, name, subjects: [], purpose: "", optional: optional)
  }

  fileprivate static func publicName(_ name: String, optional: Bool = false) -> Field {
    Field(1, name, .text, optional: optional, harmless: "a public name")
  }

  /// What is asked for, in an error.
  var expectation: Words {
    guard case .reference(_, let kinds, let repeats) = place else { return type.phrase }
    let names = kinds.map { "\($0.name)/…" }
    let like = kinds.isEmpty ? "" : " like \(names.joined(separator: " or "))"
    let chinese = kinds.isEmpty ? "" : "，形如 \(names.joined(separator: " 或 "))"
    return repeats
      ? Words("a list of objects" + like, "对象列表" + chinese)
      : Words("an object" + like, "对象" + chinese)
  }

  /// Stands for the value while a command is described.
  fileprivate var placeholder: Value {
    guard case .reference(_, let kinds, let repeats) = place else { return type.placeholder }
    let kind = kinds.first ?? .other
    return repeats ? .list([]) : .object(ObjectName(kind, "x"))
  }
}

extension FieldType {
  fileprivate var placeholder: Value {
    switch self {
    case .bool: .bool(false)
    case .int, .timeOfDay: .int(1)
    case .decimal: .decimal("0")
    case .rational: .rational(.zero)
    case .instant: .instant(Instant(microseconds: 0))
    case .date: .date(CivilDate(daysSinceEpoch: 0))
    case .enumeration(let cases): .text(cases.first?.name ?? "")
    case .code, .text: .text("x")
    case .bytes: .bytes([])
    case .eventID: .id(EventID(high: 0, low: 0))
    case .anyValue, .message: .message([])
    case .list, .set: .list([])
    }
  }
}

extension Words {
  static let nothing = Words("nothing", "无")
  static let anotherName = Words("another name", "其他名称")
}
