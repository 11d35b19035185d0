// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// A plain value for every field of a schema, so that no type is forgotten.
enum SampleValues {
  static func fields(_ fields: [Field], withOptional: Bool) -> [NamedValue] {
    fields.filter { withOptional || !$0.isOptional }.map { field in
      NamedValue(field.name, value(field, withOptional))
    }
  }

  private static func value(_ field: Field, _ withOptional: Bool) -> Value {
    guard case .reference(_, let kinds, let repeats) = field.place else {
      return value(field.type, withOptional)
    }
    let object = Value.object(ObjectName(kinds.first ?? "thing", "1"))
    return repeats ? .list([object]) : object
  }

  private static func value(_ type: FieldType, _ withOptional: Bool) -> Value {
    switch type {
    case .bool: .bool(true)
    case .int: .int(3)
    case .decimal: .decimal("88.75")
    case .rational: .rational("1/3")
    case .instant: .instant("2021-08-05T00:00:00Z")
    case .date: .date("2021-08-05")
    case .timeOfDay: .int(510)
    case .enumeration(let cases): .text(cases[cases.count - 1].name)
    case .code: .text("code")
    case .text: .text("text")
    case .bytes: .bytes([1, 2, 255])
    case .eventID: .id(EventID(high: 1, low: 2))
    case .anyValue: .decimal("0.49")
    case .message(let inner): .message(fields(inner, withOptional: withOptional))
    case .list(let element): .list([value(element, withOptional), value(element, withOptional)])
    case .set(let element): .list([value(element, withOptional)])
    }
  }
}

@Suite struct EventCodingTests {
  static let types = Module.allCases.flatMap { module in module.events.map { $0.type.name } }

  @Test(arguments: types, [true, false])
  func `an event survives its bytes`(type: String, withOptional: Bool) throws {
    let event = try #require(
      Module.allCases.flatMap(\.events).first { $0.type == EventType(type) })
    try check(event, withOptional)
  }

  private func check<E: Event>(_ type: E.Type, _ withOptional: Bool) throws {
    var values = SampleValues.fields(E.schema.fields, withOptional: withOptional)
    // Reading the log gives every list of references, be it empty.
    for field in E.schema.fields where field.isRepeatedReference && field.isOptional {
      if !withOptional { values.append(NamedValue(field.name, .list([]))) }
    }
    let event = try ValueDecoder().decode(E.self, from: .message(values))
    guard case .message(let fields) = try ValueEncoder().value(of: event) else {
      Issue.record("\(type) is no group of fields")
      return
    }
    #expect(fields.map(\.name) == E.schema.fields.map(\.name).filter(fields.map(\.name).contains))
    let body = try E.schema.encode(fields)
    let stored = try E.schema.values(references: body.references, payload: body.payload)
    let clear = fields.filter { E.schema.field(named: $0.name)?.isSealed == true }
    #expect(body.clear.isEmpty == clear.isEmpty)
    #expect(try ValueDecoder().decode(E.self, from: .message(stored + clear)) == event)
  }
}

extension Field {
  var isSealed: Bool { if case .sealed = place { true } else { false } }

  var isRepeatedReference: Bool {
    if case .reference(_, _, let repeats) = place { repeats } else { false }
  }
}
