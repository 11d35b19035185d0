// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What CloudEvents attributes mean to a log, in both directions (docs/CLOUDEVENTS.md).
///
/// `type` is the event type, `dataschema` carries its version, `subject` is the stream, `time`
/// when it happened, `source` the system it comes from. An id that is a UUID is the event's id;
/// any other is hashed with its source, so that the same line is always the same event.
public struct CloudEventBinding: Sendable {
  public let catalogue: SchemaCatalogue
  /// Extension attributes that are read over.
  public var ignored: Set<String>

  private let names: KnownNames

  /// - Parameter kinds: Kinds of objects that files may name beyond those of the schemas' fields:
  ///   of streams that no field names.
  public init(
    _ catalogue: SchemaCatalogue, ignoring ignored: Set<String> = [], kinds: Set<ObjectKind> = []
  ) {
    self.catalogue = catalogue
    names = KnownNames(catalogue, kinds: kinds)
    self.ignored = ignored
  }

  /// The source of events that name no system: they were entered through the log itself.
  public static let nativeSource = "urn:gridlog:native"

  /// Extension attributes that say where a log holds an event; read over on the way in.
  static let placeAttributes: Set<String> = [
    "position", "recordedtime", "streamversion", "recordflags",
  ]

  // MARK: In

  /// The event that a JSON text states.
  ///
  /// - Throws: ``CloudEventError`` with a pointer to the part that is wrong.
  public func event(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(CloudEventError) -> NewEvent {
    let json: JSONValue
    do {
      json = try JSONParser.parse(bytes, limits: limits)
    } catch {
      throw CloudEventError(.json(error), at: error.pointer)
    }
    return try event(CloudEvent(json))
  }

  /// The event that an envelope states.
  public func event(_ envelope: CloudEvent) throws(CloudEventError) -> NewEvent {
    let attributes = try ExtensionReader(envelope.extensions, ignored: ignored, names)
    let schema = try schema(of: envelope)
    if envelope.dataBase64 != nil {
      throw CloudEventError(
        .wrongType(expected: "JSON in data", found: "bytes"), at: "/data_base64")
    }
    if let type = envelope.datacontenttype, !MediaType.isJSON(type) {
      throw CloudEventError(.malformed(expected: "application/json"), at: "/datacontenttype")
    }
    let data = envelope.data.flatMap { $0 == .null ? nil : $0 } ?? .object([])
    let body = try EventData(schema, names).body(data)
    return NewEvent(
      id: try CloudEventIdentity.id(of: envelope), type: schema.type, version: schema.version,
      stream: try stream(envelope.subject, schema, body.references),
      occurred: envelope.time.flatMap(RFC3339.instant),
      actor: Actor(
        body: try attributes.object("actorbody"), person: try attributes.object("actorperson"),
        post: try attributes.object("actorpost")),
      source: try source(envelope, attributes), causation: try attributes.id("causationid"),
      correlation: try attributes.id("correlationid"), body: body)
  }

  private func schema(of envelope: CloudEvent) throws(CloudEventError) -> EventSchema {
    // Looked up by its name: a stranger's type must not enter the table of names.
    guard let type = names.types[envelope.type], let newest = catalogue.newest(type) else {
      let similar = Suggestion.nearest(to: envelope.type, in: names.types.keys.sorted())
      throw CloudEventError(.unknownType(suggestion: similar), at: "/type")
    }
    guard let dataschema = envelope.dataschema else { return newest }
    let name = dataschema.split { $0 == "/" || $0 == ":" || $0 == "#" }.last ?? ""
    let stem = name.hasSuffix(".json") ? name.dropLast(5) : name
    let prefix = "\(type.name).v"
    guard stem.hasPrefix(prefix), let version = Int(stem.dropFirst(prefix.count)) else {
      throw CloudEventError(
        .malformed(expected: "a schema of this type, ending in \(prefix)\(newest.version).json"),
        at: "/dataschema")
    }
    guard let schema = catalogue.schema(type, version: version) else {
      throw CloudEventError(
        SchemaError(type, version: version, .unknownVersion(newest: newest.version)))
    }
    return schema
  }

  private func stream(
    _ subject: String?, _ schema: EventSchema, _ references: [Reference]
  ) throws(CloudEventError) -> ObjectName {
    let own = schema.stream(in: references)
    guard let subject else {
      guard let own else { throw CloudEventError(.missing, at: "/subject") }
      return own
    }
    guard let stream = names.object(subject) else {
      throw CloudEventError(.malformed(expected: "an object like kind/key"), at: "/subject")
    }
    // An event in the stream of another ticket than its own would be a ticket's false history.
    if let own, own != stream, let role = schema.streamRole {
      throw CloudEventError(.contradicts("data.\(role.name)"), at: "/subject")
    }
    return stream
  }

  private func source(
    _ envelope: CloudEvent, _ attributes: ExtensionReader
  ) throws(CloudEventError) -> Source? {
    let mode = try attributes.mode()
    let externalID = try attributes.text("externalid", limit: 256)
    guard envelope.source != CloudEventBinding.nativeSource else { return nil }
    return Source(
      system: try CloudEventIdentity.system(envelope.source),
      externalID: externalID ?? CloudEventIdentity.externalID(of: envelope),
      mode: mode ?? .native)
  }

  // MARK: Out

  /// The envelope of an event in a log, with its place in extension attributes.
  ///
  /// - Throws: `SchemaError` if its type is unknown or its payload does not fit the schema.
  public func envelope(_ event: StoredEvent) throws(SchemaError) -> CloudEvent {
    let content = event.content
    guard let schema = catalogue.schema(content.type, version: content.version) else {
      let newest = catalogue.newest(content.type)?.version
      throw SchemaError(
        content.type, version: content.version,
        newest.map { .unknownVersion(newest: $0) } ?? .unknownType)
    }
    return CloudEvent(
      id: content.id.description,
      source: content.source.map { CloudEventIdentity.uri(of: $0.system) }
        ?? CloudEventBinding.nativeSource,
      type: content.type.name, subject: content.stream.text, time: content.occurred.description,
      dataschema: SchemaDocument(schema).identifier,
      datacontenttype: "application/json", extensions: extensions(event),
      data: try EventData(schema, names).json(of: content))
  }

  private func extensions(_ event: StoredEvent) -> [JSONMember] {
    let content = event.content
    var members = [
      JSONMember("position", CloudEventBinding.integer(event.position.rawValue)),
      JSONMember("recordedtime", .string(event.recorded.description)),
      JSONMember("streamversion", CloudEventBinding.integer(event.streamVersion)),
    ]
    let flags = event.flags.names.joined(separator: ",")
    let texts = [
      ("recordflags", flags.isEmpty ? nil : flags), ("actorbody", content.actor.body?.text),
      ("actorperson", content.actor.person?.text), ("actorpost", content.actor.post?.text),
      ("causationid", content.causation?.description),
      ("correlationid", content.correlation?.description),
      ("externalid", content.source?.externalID),
      ("sourcemode", content.source.flatMap { $0.mode == .native ? nil : $0.mode.name }),
    ]
    for (name, text) in texts {
      if let text { members.append(JSONMember(name, .string(text))) }
    }
    return members
  }

  /// CloudEvents integers have 32 bits; what is larger is text.
  private static func integer(_ number: UInt64) -> JSONValue {
    number <= UInt64(Int32.max) ? .number(String(number)) : .string(String(number))
  }
}
