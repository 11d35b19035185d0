// SPDX-License-Identifier: Apache-2.0

extension StoredEvent {
  /// The fields of the event by the names of its schema, sealed ones left out.
  ///
  /// - Throws: ``SchemaError`` if the catalogue does not know the type and version, or if the
  ///   payload does not fit.
  public func fields(in catalogue: SchemaCatalogue) throws(SchemaError) -> [NamedValue] {
    try schema(in: catalogue).values(references: content.references, payload: content.payload)
  }

  /// The schema of the event's type and version.
  public func schema(in catalogue: SchemaCatalogue) throws(SchemaError) -> EventSchema {
    guard let schema = catalogue.schema(content.type, version: content.version) else {
      let newest = catalogue.newest(content.type)?.version
      throw SchemaError(
        content.type, version: content.version,
        newest.map { .unknownVersion(newest: $0) } ?? .unknownType)
    }
    return schema
  }

  /// The sealed fields of the event as handles, by the names of its schema.
  public func sealedFields(of schema: EventSchema) -> [(name: String, handle: SealedHandle)] {
    schema.sealedPurposes.flatMap { group in
      content.sealed.filter { $0.purpose == group.purpose }.flatMap { section in
        group.fields.map { field in
          (field.name, SealedHandle(event: content.id, section: section, field: field.number))
        }
      }
    }
  }

  /// The event as a typed struct, its sealed fields as handles.
  ///
  /// - Throws: ``SchemaError`` if the event is of another type or does not fit the struct.
  public func decode<E: Event>(_ type: E.Type) throws(SchemaError) -> E {
    let schema = E.schema
    guard content.type == schema.type, content.version == schema.version else {
      throw SchemaError(content.type, version: content.version, .unknownType)
    }
    let sealed = sealedFields(of: schema).map { NamedValue($0.name, $0.handle.value) }
    return try schema.decode(E.self, content.references, content.payload, sealed: sealed)
  }
}

extension SealedHandle {
  /// The handle as a value, for the decoder only: it never reaches bytes.
  var value: Value {
    .message([
      NamedValue("event", .id(event)), NamedValue("subject", .object(section.subject)),
      NamedValue("purpose", .text(section.purpose)),
      NamedValue("ciphertext", .bytes(section.ciphertext)), NamedValue("field", .int(Int64(field))),
    ])
  }

  init?(value: Value) {
    guard case .id(let event)? = value["event"], case .object(let subject)? = value["subject"],
      case .text(let purpose)? = value["purpose"],
      case .bytes(let ciphertext)? = value["ciphertext"], case .int(let field)? = value["field"]
    else { return nil }
    self.init(
      event: event,
      section: SealedSection(subject: subject, purpose: purpose, ciphertext: ciphertext),
      field: Int(field))
  }
}
