// SPDX-License-Identifier: Apache-2.0

/// A schema as a JSON Schema document (2020-12): the file in `schemas/`, the contract for
/// CloudEvents data.
///
/// What JSON Schema has no word for stands in `x-` members: `x-field` the number in the bytes,
/// `x-type` the value type, `x-numbers` the numbers of an enumeration, `x-role` and `x-kinds` of a
/// reference, `x-sealed` with subjects and purpose, `x-harmless` why clear text is allowed,
/// `x-stream`, `x-amends`, `x-retracts` and `x-references` of the type, `x-payload` of a plain one.
/// The text is the same in every process.
public struct SchemaDocument: Hashable, Sendable {
  private let schema: EventSchema

  public init(_ schema: EventSchema) { self.schema = schema }

  /// The name of the file: `TicketDispatched.v1.json`.
  public var fileName: String { schema.name + ".json" }

  /// The URI by which CloudEvents name the schema: `urn:gridlog:schema:TicketDispatched.v1`.
  public var identifier: String { "urn:gridlog:schema:\(schema.name)" }

  /// The document, two spaces a level, with a line break at the end.
  public var text: String { json.text + "\n" }

  private var json: SchemaJSON {
    var members: [(String, SchemaJSON)] = [
      ("$schema", "https://json-schema.org/draft/2020-12/schema"),
      ("$id", .string(identifier)),
      ("title", .string(schema.type.name)),
      ("description", .string(schema.title)),
    ]
    if let role = schema.streamRole { members.append(("x-stream", .string(role.name))) }
    switch schema.effect {
    case .none: break
    case .amends(let target, let field, let value):
      members.append(
        (
          "x-amends",
          .object([
            ("target", .string(target)), ("field", .string(field)), ("value", .string(value)),
          ])
        ))
    case .retracts(let target):
      members.append(("x-retracts", .object([("target", .string(target))])))
    }
    if schema.carriesForeignReferences { members.append(("x-references", "any")) }
    if let plain = schema.plain {
      members += [("x-payload", "canonical JSON"), ("x-harmless", .string(plain.harmless))]
    }
    members += object(schema.fields, isOpen: schema.isPlain)
    if schema.carriesForeignReferences {
      members[members.count - 1].1 = .object([
        ("anyOf", .array([name([]), .object([("type", "array"), ("items", name([]))])]))
      ])
    }
    return .object(members)
  }

  private func object(_ fields: [Field], isOpen: Bool = false) -> [(String, SchemaJSON)] {
    [
      ("type", "object"),
      ("properties", .object(fields.map { ($0.name, .object(property($0))) })),
      ("required", .array(fields.filter { !$0.isOptional }.map { .string($0.name) })),
      ("additionalProperties", .bool(isOpen)),
    ]
  }

  private func property(_ field: Field) -> [(String, SchemaJSON)] {
    var members: [(String, SchemaJSON)] = []
    switch field.place {
    case .reference(let role, let kinds, let repeats):
      members.append(("x-role", .string(role.name)))
      members.append(("x-kinds", .array(kinds.map { .string($0.name) })))
      if repeats {
        members += [("type", "array"), ("items", name(kinds))]
        if !field.isOptional { members.append(("minItems", .int(1))) }
      } else {
        members += nameMembers(kinds)
      }
      return members
    case .sealed(let subjects, let purpose):
      members.append(("x-field", .int(field.number)))
      members.append(
        (
          "x-sealed",
          .object([
            ("subjects", .array(subjects.map { .string($0.name) })),
            ("purpose", .string(purpose)),
          ])
        ))
    case .payload: members.append(("x-field", .int(field.number)))
    }
    if let harmless = field.harmless { members.append(("x-harmless", .string(harmless))) }
    return members + type(field.type)
  }

  private func name(_ kinds: [ObjectKind]) -> SchemaJSON { .object(nameMembers(kinds)) }

  private func nameMembers(_ kinds: [ObjectKind]) -> [(String, SchemaJSON)] {
    let names = kinds.map(\.name).joined(separator: "|")
    let kind =
      switch kinds.count {
      case 0: "[A-Za-z][A-Za-z0-9]{0,31}"
      case 1: names
      default: "(\(names))"
      }
    return [("type", "string"), ("pattern", .string("^\(kind)/.{1,200}$"))]
  }

  private func type(_ type: FieldType) -> [(String, SchemaJSON)] {
    switch type {
    case .list(let element):
      [("type", "array"), ("items", .object(self.type(element)))]
    case .set(let element):
      [("type", "array"), ("items", .object(self.type(element))), ("uniqueItems", .bool(true))]
    case .message(let fields): object(fields)
    case .enumeration(let cases):
      [
        ("enum", .array(cases.map { .string($0.name) })),
        ("x-numbers", .object(cases.map { ($0.name, .int($0.number)) })),
      ]
    case .anyValue: anyValue
    default: [("x-type", .string(type.name))] + scalar(type)
    }
  }

  private func scalar(_ type: FieldType) -> [(String, SchemaJSON)] {
    switch type {
    case .bool: [("type", "boolean")]
    case .int: [("type", "integer")]
    case .instant: [("type", "string"), ("format", "date-time")]
    case .date: [("type", "string"), ("format", "date")]
    case .eventID: [("type", "string"), ("format", "uuid")]
    case .code: [("type", "string"), ("maxLength", .int(SchemaLimits.code))]
    case .decimal: [("type", "string"), ("pattern", #"^-?[0-9]+(\.[0-9]+)?$"#)]
    case .rational: [("type", "string"), ("pattern", #"^-?[0-9]+(\.[0-9]+)?(/[0-9]+)?$"#)]
    case .timeOfDay: [("type", "string"), ("pattern", "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    case .bytes: [("type", "string"), ("pattern", "^([0-9a-f]{2})*$")]
    default: [("type", "string")]
    }
  }

  /// One member, whose name is the value's type: `{"date": "2021-10-01"}`.
  private var anyValue: [(String, SchemaJSON)] {
    let sorts: [(String, FieldType)] = [
      ("bool", .bool), ("int", .int), ("decimal", .decimal), ("rational", .rational),
      ("instant", .instant), ("date", .date), ("text", .text), ("bytes", .bytes),
      ("id", .eventID),
    ]
    let members: [(String, SchemaJSON)] =
      sorts.map { ($0.0, .object(scalar($0.1))) } + [
        ("object", name([])), ("list", .object([("type", "array")])),
        ("message", .object([("type", "array")])),
      ]
    return [
      ("x-type", .string(FieldType.anyValue.name)), ("type", "object"),
      ("properties", .object(members)), ("minProperties", .int(1)),
      ("maxProperties", .int(1)), ("additionalProperties", .bool(false)),
    ]
  }
}

extension FieldType {
  /// The name of the type as schema files write it.
  public var name: String {
    switch self {
    case .bool: "bool"
    case .int: "int"
    case .decimal: "decimal"
    case .rational: "rational"
    case .instant: "instant"
    case .date: "date"
    case .timeOfDay: "timeOfDay"
    case .enumeration: "enumeration"
    case .code: "code"
    case .text: "text"
    case .bytes: "bytes"
    case .eventID: "eventID"
    case .anyValue: "anyValue"
    case .message: "message"
    case .list: "list"
    case .set: "set"
    }
  }
}
