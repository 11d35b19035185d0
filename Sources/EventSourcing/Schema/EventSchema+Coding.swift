// SPDX-License-Identifier: Apache-2.0

/// The parts of an event that its schema describes, apart from the header.
public struct EventBody: Hashable, Sendable {
  public var references: [Reference]
  /// Canonical payload bytes.
  public var payload: [UInt8]
  /// Clear and to be sealed; canonical bytes a group.
  public var clear: [ClearSection]

  public init(references: [Reference], payload: [UInt8], clear: [ClearSection]) {
    self.references = references
    self.payload = payload
    self.clear = clear
  }
}

/// Personal fields of one purpose before they are sealed.
public struct ClearSection: Hashable, Sendable {
  public let subject: ObjectName
  public let purpose: String
  public let bytes: [UInt8]

  public init(subject: ObjectName, purpose: String, bytes: [UInt8]) {
    self.subject = subject
    self.purpose = purpose
    self.bytes = bytes
  }
}

extension EventSchema {
  var sealedPurposes: [(purpose: String, subjects: [Role], fields: [Field])] {
    var groups: [(purpose: String, subjects: [Role], fields: [Field])] = []
    for field in fields {
      guard case .sealed(let subjects, let purpose) = field.place else { continue }
      if let index = groups.firstIndex(where: { $0.purpose == purpose }) {
        groups[index].fields.append(field)
      } else {
        groups.append((purpose, subjects, [field]))
      }
    }
    return groups
  }

  /// Sorts named values into references, payload and sealed sections, each checked.
  ///
  /// References come in the order of the schema's fields, repeats in the order of their list.
  public func encode(_ values: [NamedValue]) throws(SchemaError) -> EventBody {
    if let plain { return try encode(values, plain) }
    let coder = FieldCoder(self)
    let foreign = values.filter { field(named: $0.name) == nil }
    if let stray = foreign.first, !carriesForeignReferences {
      throw coder.error(stray.name, .unknownField)
    }
    var references = try references(in: values, coder)
    for value in foreign { references += try foreignReferences(value, coder) }
    try checkCount(references)
    let payload = try coder.encode(
      payloadFields,
      values.filter { value in payloadFields.contains { $0.name == value.name } })
    var clear: [ClearSection] = []
    for group in sealedPurposes {
      let present = values.filter { value in group.fields.contains { $0.name == value.name } }
      let bytes = try coder.encode(group.fields, present)
      if present.isEmpty { continue }
      clear.append(
        ClearSection(
          subject: try subject(group.subjects, references, coder, group.fields[0].name),
          purpose: group.purpose, bytes: bytes))
    }
    return EventBody(references: references, payload: payload, clear: clear)
  }

  private func subject(
    _ roles: [Role], _ references: [Reference], _ coder: FieldCoder, _ name: String
  ) throws(SchemaError) -> ObjectName {
    for role in roles {
      if let reference = references.first(where: { $0.role == role }) { return reference.object }
    }
    throw coder.error(name, .noSubject(roles: roles.map(\.name)))
  }

  func references(
    in values: [NamedValue], _ coder: FieldCoder
  ) throws(SchemaError) -> [Reference] {
    var references: [Reference] = []
    for field in fields {
      guard case .reference(let role, let kinds, let repeats) = field.place else { continue }
      guard let value = values.first(where: { $0.name == field.name })?.value else {
        if field.isOptional { continue }
        throw coder.error(field.name, .missing)
      }
      let elements = repeats ? try coder.list(value, field.name) : [value]
      if elements.isEmpty, !field.isOptional { throw coder.error(field.name, .missing) }
      for element in elements {
        let object = try coder.object(element, kinds, field.name)
        references.append(Reference(role, object))
      }
    }
    return references
  }

  /// A reference of the event that this one repairs, under the name of its role there.
  private func foreignReferences(
    _ value: NamedValue, _ coder: FieldCoder
  ) throws(SchemaError) -> [Reference] {
    let elements: [Value] =
      if case .list(let elements) = value.value { elements } else { [value.value] }
    var references: [Reference] = []
    for element in elements {
      references.append(Reference(Role(value.name), try coder.object(element, [], value.name)))
    }
    return references
  }

  func checkCount(_ references: [Reference]) throws(SchemaError) {
    guard references.count <= SchemaLimits.references else {
      throw SchemaError(
        type, version: version, .tooMany(count: references.count, limit: SchemaLimits.references))
    }
  }

  /// The roles that fields of this schema name.
  private var ownRoles: Set<Role> {
    Set(
      fields.compactMap { field in
        guard case .reference(let role, _, _) = field.place else { return nil }
        return role
      })
  }

  /// Checks references and payload that come ready-made, as from another log.
  public func check(references: [Reference], payload: [UInt8]) throws(SchemaError) {
    let values = try values(references: references, payload: payload)
    if let plain { try check(payload, values, plain) }
    try checkCount(references)
    let coder = FieldCoder(self)
    let own = ownRoles
    if !carriesForeignReferences, let stray = references.first(where: { !own.contains($0.role) }) {
      throw coder.error(stray.role.name, .unknownField)
    }
    for field in fields {
      guard case .reference(let role, let kinds, let repeats) = field.place else { continue }
      let objects = references.filter { $0.role == role }
      if objects.isEmpty, !field.isOptional { throw coder.error(field.name, .missing) }
      if objects.count > 1, !repeats { throw coder.error(field.name, .notUnique) }
      for object in objects {
        _ = try coder.object(.object(object.object), kinds, field.name)
      }
    }
  }

  /// The named values of references and payload, in the order of the schema's fields.
  public func values(
    references: [Reference], payload: [UInt8]
  ) throws(SchemaError) -> [NamedValue] {
    let payloadValues = try values(inPayload: payload)
    var values: [NamedValue] = []
    for field in fields {
      switch field.place {
      case .payload:
        if let value = payloadValues.first(where: { $0.name == field.name }) {
          values.append(value)
        }
      case .reference(let role, _, let repeats):
        let objects = references.filter { $0.role == role }.map { Value.object($0.object) }
        if repeats {
          values.append(NamedValue(field.name, .list(objects)))
        } else if let object = objects.first {
          values.append(NamedValue(field.name, object))
        }
      case .sealed: break
      }
    }
    return values + (plain == nil ? foreignValues(references) : payloadValues)
  }

  private func values(inPayload payload: [UInt8]) throws(SchemaError) -> [NamedValue] {
    guard plain == nil else { return try plainValues(payload) }
    let coder = FieldCoder(self)
    var decoded: Result<[NamedValue], SchemaError> = .success([])
    payload.withUnsafeBytes { buffer in
      decoded = Result { () throws(SchemaError) in try coder.decode(payloadFields, buffer) }
    }
    return try decoded.get()
  }

  /// References in roles that no field names, grouped by role in order of their first.
  private func foreignValues(_ references: [Reference]) -> [NamedValue] {
    guard carriesForeignReferences else { return [] }
    let own = ownRoles
    var groups: [(role: Role, objects: [Value])] = []
    for reference in references where !own.contains(reference.role) {
      if let index = groups.firstIndex(where: { $0.role == reference.role }) {
        groups[index].objects.append(.object(reference.object))
      } else {
        groups.append((reference.role, [.object(reference.object)]))
      }
    }
    return groups.map { group in
      NamedValue(
        group.role.name, group.objects.count == 1 ? group.objects[0] : .list(group.objects))
    }
  }

  /// The named values of an opened sealed section.
  func values(ofClear bytes: [UInt8], purpose: String) throws(SchemaError) -> [NamedValue] {
    guard let group = sealedPurposes.first(where: { $0.purpose == purpose }) else {
      throw SchemaError(type, version: version, field: purpose, .unknownField)
    }
    let coder = FieldCoder(self)
    var decoded: Result<[NamedValue], SchemaError> = .success([])
    bytes.withUnsafeBytes { buffer in
      decoded = Result { () throws(SchemaError) in try coder.decode(group.fields, buffer) }
    }
    return try decoded.get()
  }
}

extension FieldCoder {
  fileprivate func list(_ value: Value, _ path: String) throws(SchemaError) -> [Value] {
    guard case .list(let elements) = value else {
      throw error(path, .wrongType(expected: "a list of objects", found: value.sort))
    }
    return elements
  }

  fileprivate func object(
    _ value: Value, _ kinds: [ObjectKind], _ path: String
  ) throws(SchemaError) -> ObjectName {
    guard let object = ObjectName(plainValue: value) else {
      throw error(path, .wrongType(expected: "an object like kind/key", found: value.sort))
    }
    guard kinds.isEmpty || kinds.contains(object.kind) else {
      throw error(
        path, .wrongKind(expected: kinds.map(\.name).sorted(), found: object.kind.name))
    }
    return object
  }
}
