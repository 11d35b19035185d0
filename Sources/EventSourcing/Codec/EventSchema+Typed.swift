// SPDX-License-Identifier: Apache-2.0

extension EventSchema {
  /// The parts of a typed event, each checked.
  func encode<E: Event>(_ event: E) throws(SchemaError) -> EventBody {
    let body = try encode(ValueEncoder(takesSealed: !isPlain).fields(of: event, self))
    // What a plain event writes of itself is all that will ever be known of it.
    guard isPlain, try decode(E.self, body.references, body.payload) != event else { return body }
    throw SchemaError(
      type, version: version,
      .wrongType(expected: "a struct that reads back as it was", found: "one that loses a part"))
  }

  /// The typed struct that these parts of an event make.
  ///
  /// - Parameter sealed: What stands for the sealed fields: handles, or words that say nothing.
  /// - Throws: ``SchemaError`` with the path of the field that does not fit.
  func decode<E: Event>(
    _ event: E.Type, _ references: [Reference], _ payload: [UInt8], sealed: [NamedValue] = []
  ) throws(SchemaError) -> E {
    try decode(event, from: values(references: references, payload: payload) + sealed)
  }

  /// The typed struct that has these fields.
  func decode<E: Event>(
    _ event: E.Type, from values: [NamedValue]
  ) throws(SchemaError) -> E {
    do {
      return try ValueDecoder().decode(event, from: .message(values))
    } catch {
      throw self.error(error, "what \(E.self) has there")
    }
  }

  /// The typed event with these fields as somebody gives them: checked as on its way into the log,
  /// personal text still clear.
  ///
  /// - Throws: ``SchemaError`` for the first field that is missing or does not fit.
  package func event<E: Event>(_ type: E.Type, _ values: [NamedValue]) throws(SchemaError) -> E {
    let body = try encode(values)
    let words = values.filter { value in
      if case .sealed? = field(named: value.name)?.place { true } else { false }
    }
    return try decode(type, body.references, body.payload, sealed: words)
  }

  /// An error of `Codable` code, without its own words: they may hold the value.
  fileprivate func error(_ error: any Error, _ expected: String) -> SchemaError {
    var path: [any CodingKey] = []
    var reason = SchemaError.Reason.wrongType(expected: expected, found: "something else")
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      (path, reason) = (context.codingPath + [key], .missing)
    case DecodingError.typeMismatch(let type, let context):
      path = context.codingPath
      reason = .wrongType(expected: "a value for \(type)", found: "another")
    case DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
      path = context.codingPath
    case EncodingError.invalidValue(let value, let context):
      path = context.codingPath
      reason = .wrongType(expected: expected, found: "\(Swift.type(of: value))")
    default: break
    }
    let field = path.map(\.stringValue).joined(separator: ".")
    return SchemaError(type, version: version, field: field.isEmpty ? nil : field, reason)
  }
}

extension ValueEncoder {
  /// The properties of a typed event by name.
  ///
  /// - Throws: ``SchemaError`` with the path of what is no plain value.
  func fields(of event: some Event, _ schema: EventSchema) throws(SchemaError) -> [NamedValue] {
    let expected = "a plain value: whole numbers of 64 bits, exact decimals, text, times, and such"
    do {
      guard case .message(let fields) = try value(of: event) else {
        throw SchemaError(
          schema.type, version: schema.version,
          .wrongType(expected: "a struct of plain values", found: "a value without fields"))
      }
      return fields
    } catch let error as SchemaError {
      throw error
    } catch {
      throw schema.error(error, expected)
    }
  }
}
