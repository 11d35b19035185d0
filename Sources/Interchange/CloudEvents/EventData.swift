// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The `data` of a CloudEvents object: the fields of an event, by its schema.
///
/// ``FieldJSON`` gives the fields their form; here stands what only a whole event has: what is
/// absent, what is sealed, and references that are none of the schema's fields.
struct EventData {
  let schema: EventSchema
  let names: KnownNames

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
      throw CloudEventError(
        .wrongType(expected: "an object", found: data.sort.english), at: "/data")
    }
    let fields = members.filter { $0.value != .null }
    for member in fields { try check(member) }
    let values = try values(fields)
    do throws(SchemaError) {
      return try schema.encode(values)
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
      if schema.isPlain { return }
      // A repair names the objects of the event that it repairs, in the roles of that event.
      guard schema.carriesForeignReferences, names.role(member.key) != nil else {
        throw error(String(member.key.prefix(64)), .unknownField)
      }
      return try checkKinds(member, [])
    }
    switch field.place {
    case .payload: return
    case .sealed:
      if case .object = member.value { throw CloudEventError(.sealed, at: "/data/\(field.name)") }
    case .reference(_, let kinds, _): try checkKinds(member, kinds)
    }
  }

  private func checkKinds(
    _ member: JSONMember, _ kinds: [ObjectKind]
  ) throws(CloudEventError) {
    guard let elements = member.value.elements else {
      return try checkKind(member.value, kinds, member.key)
    }
    for (index, element) in elements.enumerated() {
      try checkKind(element, kinds, "\(member.key)[\(index)]")
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
    let foreign = values.filter { schema.field(named: $0.name) == nil }
    return .object(members + (FieldJSON.json(foreign, of: schema).members ?? []))
  }
}
