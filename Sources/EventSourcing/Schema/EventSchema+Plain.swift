// SPDX-License-Identifier: Apache-2.0

/// What the schema of a plain event says in place of payload fields.
struct PlainPayload: Hashable, Sendable {
  /// The struct that gives the fields; `nil` for a version that only its upcaster knows.
  let event: (any PlainEvent.Type)?
  let harmless: String

  static func == (left: PlainPayload, right: PlainPayload) -> Bool {
    left.event.map { ObjectIdentifier($0) } == right.event.map { ObjectIdentifier($0) }
      && left.harmless == right.harmless
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(event.map { ObjectIdentifier($0) })
    hasher.combine(harmless)
  }
}

extension EventSchema {
  /// The schema of a plain event: its references, and canonical JSON for everything else.
  init<E: PlainEvent>(of event: E.Type) {
    self.init(
      E.type, version: E.version, stream: E.stream, references: E.references,
      plain: PlainPayload(event: event, harmless: E.harmless))
  }

  /// A former version of a plain event whose struct is gone: enough to lift its events.
  ///
  /// Traps if `references` has another field than a reference, or if `harmless` is empty.
  public init(
    plain type: EventType, version: Int, harmless: String, stream: Role? = nil,
    references: [Field] = []
  ) {
    self.init(
      type, version: version, stream: stream, references: references,
      plain: PlainPayload(event: nil, harmless: harmless))
  }

  private init(
    _ type: EventType, version: Int, stream: Role?, references: [Field], plain: PlainPayload
  ) {
    for field in references {
      guard case .reference = field.place else {
        preconditionFailure("\(type): \(field.name) is not a reference; leave it to the struct")
      }
    }
    precondition(!plain.harmless.isEmpty, "\(type): say why its text cannot name a person")
    self.init(
      type, version: version, title: type.name, stream: stream, references, plain: plain)
  }

  /// Whether the payload is canonical JSON, whose fields are listed nowhere.
  public var isPlain: Bool { plain != nil }

  // MARK: Writing

  /// The parts of an event with these fields, as its struct would write them.
  ///
  /// A text may stand for a date, a decimal, an object: what the struct makes of it is written.
  func encode(_ given: [NamedValue], _ plain: PlainPayload) throws(SchemaError) -> EventBody {
    let coder = FieldCoder(self)
    let values = try plain.event.map { (event) throws(SchemaError) in
      try written(given, by: event)
    }
    let references = try references(in: values ?? given, coder)
    try checkCount(references)
    var writer = CanonicalJSONWriter(coder)
    try writer.write((values ?? given).filter { field(named: $0.name) == nil })
    return EventBody(references: references, payload: writer.bytes, clear: [])
  }

  private func written<E: PlainEvent>(
    _ given: [NamedValue], by event: E.Type
  ) throws(SchemaError) -> [NamedValue] {
    let read = try decode(event, from: given + emptyLists(besides: given))
    let values = try ValueEncoder(takesSealed: false).fields(of: read, self)
    if let stray = EventSchema.stray(.message(given), .message(values), "") {
      throw SchemaError(type, version: version, field: stray, .unknownField)
    }
    return values
  }

  /// No reference in a role that may repeat is an empty list to the struct.
  private func emptyLists(besides given: [NamedValue]) -> [NamedValue] {
    fields.compactMap { field in
      guard case .reference(_, _, repeats: true) = field.place,
        !given.contains(where: { $0.name == field.name })
      else { return nil }
      return NamedValue(field.name, .list([]))
    }
  }

  /// The path of the first part of `given` that `written` does not have: a struct reads over it.
  private static func stray(_ given: Value, _ written: Value, _ path: String) -> String? {
    switch (given, written) {
    case (.message(let given), .message(let written)):
      for field in given {
        let place = path.isEmpty ? field.name : "\(path).\(field.name)"
        guard let counterpart = written.first(where: { $0.name == field.name }) else {
          return place
        }
        if let found = stray(field.value, counterpart.value, place) { return found }
      }
      return nil
    case (.list(let given), .list(let written)):
      guard given.count == written.count else { return path }
      for (index, (element, counterpart)) in zip(given, written).enumerated() {
        if let found = stray(element, counterpart, "\(path)[\(index)]") { return found }
      }
      return nil
    case (.message, _), (.list, _): return path
    default: return nil
    }
  }

  // MARK: Reading

  /// The fields of a payload by name; texts, whole numbers, truth values, lists and groups.
  func plainValues(_ payload: [UInt8]) throws(SchemaError) -> [NamedValue] {
    do throws(WireError) {
      let values = try CanonicalJSONReader.fields(payload)
      if let twice = values.first(where: { field(named: $0.name) != nil }) {
        throw WireError(
          offset: 0, reason: .notCanonical("the reference \(twice.name) stands in the payload"))
      }
      return values
    } catch {
      throw SchemaError(type, version: version, field: "payload", .bytes(error))
    }
  }

  /// Refuses bytes that the struct would write otherwise: one event has one form.
  func check(
    _ payload: [UInt8], _ values: [NamedValue], _ plain: PlainPayload
  ) throws(SchemaError) {
    let written = try encode(values, plain).payload
    guard written != payload else { return }
    let offset = zip(written, payload).prefix { $0 == $1 }.count
    throw SchemaError(
      type, version: version, field: "payload",
      .bytes(WireError(offset: offset, reason: .notCanonical("its struct writes it otherwise"))))
  }
}
