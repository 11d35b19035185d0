// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The `data` of a CloudEvents object: the fields of an event, by its schema.
///
/// ``FieldJSON`` gives the fields their form; here stands what only a whole event has: what is
/// absent, what is sealed, and references that are none of the schema's fields.
struct EventData {
  let schema: EventSchema
  let names: KnownNames

  /// The member with references in roles that no field has, as a repair carries them.
  static let foreignKey = "references"

  init(_ schema: EventSchema, _ names: KnownNames) {
    self.schema = schema
    self.names = names
  }

  // MARK: Reading

  /// The parts of an event in a JSON object; null counts as absent.
  ///
  /// - Throws: ``CloudEventError`` with a pointer below `/data`.
  func body(_ data: JSONValue) throws(CloudEventError) -> EventBody {
    guard case .object(let members) = data else {
      throw CloudEventError(.wrongType(expected: "an object", found: data.sort), at: "/data")
    }
    var foreign: [Reference] = []
    var fields: [JSONMember] = []
    for member in members where member.value != .null {
      if member.key == EventData.foreignKey, schema.carriesForeignReferences {
        foreign = try references(member.value)
      } else {
        try check(member)
        fields.append(member)
      }
    }
    let values = try values(fields)
    do throws(SchemaError) {
      var body = try schema.encode(values)
      body.references += foreign
      return body
    } catch {
      throw CloudEventError(error)
    }
  }

  private func values(_ members: [JSONMember]) throws(CloudEventError) -> [NamedValue] {
    do throws(FieldJSONError) {
      return try FieldJSON.values(.object(members), of: schema)
    } catch {
      throw CloudEventError(error)
    }
  }

  private func error(_ path: String, _ reason: SchemaError.Reason) -> CloudEventError {
    CloudEventError(SchemaError(schema.type, version: schema.version, field: path, reason))
  }

  private func check(_ member: JSONMember) throws(CloudEventError) {
    guard let field = schema.field(named: member.key) else {
      throw error(String(member.key.prefix(64)), .unknownField)
    }
    switch field.place {
    case .payload: return
    case .sealed:
      if case .object = member.value { throw CloudEventError(.sealed, at: "/data/\(field.name)") }
    case .reference(_, let kinds, _):
      let elements = member.value.elements ?? [member.value]
      for (index, element) in elements.enumerated() {
        let path = member.value.elements == nil ? field.name : "\(field.name)[\(index)]"
        try checkKind(element, kinds, path)
      }
    }
  }

  /// Before the engine sees a name: each new kind would stay in this process's table of kinds.
  private func checkKind(
    _ json: JSONValue, _ kinds: [ObjectKind], _ path: String
  ) throws(CloudEventError) {
    guard let text = json.text, ObjectName(text) != nil else { return }
    let kind = String(text.prefix { $0 != "/" })
    let allowed = kinds.isEmpty ? names.kinds : Set(kinds.map(\.name))
    guard allowed.contains(kind) else {
      throw error(path, .wrongKind(expected: kinds.map(\.name).sorted(), found: kind))
    }
  }

  private func references(_ json: JSONValue) throws(CloudEventError) -> [Reference] {
    let place = "/data/\(EventData.foreignKey)"
    guard case .array(let elements) = json else {
      throw CloudEventError(.wrongType(expected: "a list", found: json.sort), at: place)
    }
    var references: [Reference] = []
    for (index, element) in elements.enumerated() {
      guard let role = element["role"]?.text.flatMap({ names.role($0) }),
        let object = element["object"]?.text.flatMap({ names.object($0) })
      else {
        throw CloudEventError(
          .malformed(expected: "a role and an object"), at: "\(place)/\(index)")
      }
      references.append(Reference(role, object))
    }
    return references
  }

  // MARK: Writing

  /// The fields as a JSON object, in the order of the schema.
  ///
  /// A sealed field that the event has stands as `{"sealed": PURPOSE}`, never opened.
  /// - Throws: `SchemaError` if the payload does not fit the schema.
  func json(of content: EventContent) throws(SchemaError) -> JSONValue {
    let values = try schema.values(references: content.references, payload: content.payload)
    var members: [JSONMember] = []
    for field in schema.fields {
      if case .sealed(_, let purpose) = field.place {
        guard content.sealed.contains(where: { $0.purpose == purpose }) else { continue }
        members.append(
          JSONMember(field.name, .object([JSONMember("sealed", .string(purpose))])))
      } else if let value = values.first(where: { $0.name == field.name }) {
        members += FieldJSON.json([value], of: schema).members ?? []
      }
    }
    let foreign = foreignReferences(content)
    if !foreign.isEmpty { members.append(JSONMember(EventData.foreignKey, .array(foreign))) }
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
}
