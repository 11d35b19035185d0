// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// One frozen document and the code's, member by member.
struct SchemaComparison {
  private let schema: String
  private(set) var changes: [SchemaChange] = []

  init(_ schema: String, _ frozen: JSONValue, _ code: JSONValue) {
    self.schema = schema
    for name in ["x-stream", "x-amends", "x-retracts", "x-references", "x-payload"]
    where frozen[name] != code[name] {
      add(nil, .typeMeaningChanged, frozen[name], code[name])
    }
    if frozen["description"] != code["description"] {
      add(nil, .wordsChanged, frozen["description"], code["description"])
    }
    compareObjects(nil, frozen, code)
  }

  /// The fields of the type itself, or of a message within one.
  private mutating func compareObjects(_ path: String?, _ frozen: JSONValue, _ code: JSONValue) {
    let old = frozen["properties"]?.members ?? []
    let new = code["properties"]?.members ?? []
    let wasRequired = SchemaComparison.texts(frozen["required"])
    let isRequired = SchemaComparison.texts(code["required"])
    for member in old {
      let field = [path, member.key].compactMap { $0 }.joined(separator: ".")
      guard let now = code["properties"]?[member.key] else {
        add(field, .fieldRemoved, member.value["x-field"] ?? member.value["x-role"], nil)
        continue
      }
      compareFields(field, member.value, now)
      switch (wasRequired.contains(member.key), isRequired.contains(member.key)) {
      case (false, true): add(field, .fieldRequired, nil, nil)
      case (true, false): add(field, .fieldOptional, nil, nil)
      default: break
      }
    }
    for member in new where frozen["properties"]?[member.key] == nil {
      let field = [path, member.key].compactMap { $0 }.joined(separator: ".")
      let isNeeded = isRequired.contains(member.key) || member.value["minItems"] != nil
      add(
        field, isNeeded ? .requiredFieldAdded : .optionalFieldAdded, nil,
        member.value["x-field"] ?? member.value["x-role"])
    }
  }

  private mutating func compareFields(_ field: String, _ frozen: JSONValue, _ code: JSONValue) {
    guard (frozen["x-role"] == nil) == (code["x-role"] == nil) else {
      return add(
        field, .placeChanged, frozen["x-role"] ?? frozen["x-field"],
        code["x-role"] ?? code["x-field"])
    }
    if frozen["x-role"] != code["x-role"] {
      add(field, .roleChanged, frozen["x-role"], code["x-role"])
    }
    if frozen["x-field"] != code["x-field"] {
      add(field, .numberChanged, frozen["x-field"], code["x-field"])
    }
    if frozen["x-sealed"] != code["x-sealed"] {
      add(field, .sealingChanged, frozen["x-sealed"], code["x-sealed"])
    }
    if frozen["x-harmless"] != code["x-harmless"] {
      add(field, .wordsChanged, frozen["x-harmless"], code["x-harmless"])
    }
    if frozen["x-role"] != nil { compareKinds(field, frozen, code) }
    compareTypes(field, frozen, code)
  }

  private mutating func compareKinds(_ field: String, _ frozen: JSONValue, _ code: JSONValue) {
    let old = SchemaComparison.texts(frozen["x-kinds"])
    let new = SchemaComparison.texts(code["x-kinds"])
    guard old != new else { return }
    // No kind at all means any.
    let isNarrower = !new.isEmpty && (old.isEmpty || !old.isSubset(of: new))
    add(field, isNarrower ? .kindRemoved : .kindAdded, frozen["x-kinds"], code["x-kinds"])
  }

  private mutating func compareTypes(_ field: String, _ frozen: JSONValue, _ code: JSONValue) {
    let old = SchemaComparison.sort(frozen)
    let new = SchemaComparison.sort(code)
    guard old == new else { return add(field, .typeChanged, .string(old), .string(new)) }
    if frozen["x-numbers"] != nil { return compareCases(field, frozen, code) }
    if let items = frozen["items"], let others = code["items"], frozen["x-role"] == nil {
      return compareTypes(field + "[]", items, others)
    }
    if frozen["x-role"] == nil, frozen["properties"] != nil, frozen["x-type"] == nil {
      return compareObjects(field, frozen, code)
    }
    // An optional list becomes one that must not be empty, or the other way.
    switch (frozen["minItems"], code["minItems"]) {
    case (nil, .some): add(field, .fieldRequired, nil, nil)
    case (.some, nil): add(field, .fieldOptional, nil, nil)
    default: break
    }
  }

  private mutating func compareCases(_ field: String, _ frozen: JSONValue, _ code: JSONValue) {
    let old = frozen["x-numbers"]?.members ?? []
    for one in old {
      guard let number = code["x-numbers"]?[one.key] else {
        add(field, .caseRemoved, .string(one.key), nil)
        continue
      }
      if number != one.value {
        add(
          field, .caseRenumbered, .string("\(one.key) = \(SchemaComparison.text(one.value))"),
          .string("\(one.key) = \(SchemaComparison.text(number))"))
      }
    }
    for one in code["x-numbers"]?.members ?? []
    where frozen["x-numbers"]?[one.key] == nil {
      add(field, .caseAdded, nil, .string(one.key))
    }
  }

  /// What decides how a value is written, in one word.
  private static func sort(_ property: JSONValue) -> String {
    if property["x-numbers"] != nil { return "enumeration" }
    if let type = property["x-type"]?.text { return type }
    guard let type = property["type"]?.text else { return "?" }
    guard type == "array" else { return type }
    return property["uniqueItems"]?.bool == true ? "set" : "list"
  }

  private mutating func add(
    _ field: String?, _ kind: SchemaChange.Kind, _ frozen: JSONValue?, _ code: JSONValue?
  ) {
    changes.append(
      SchemaChange(
        schema, field: field, kind, frozen: frozen.map(SchemaComparison.text),
        code: code.map(SchemaComparison.text)))
  }

  private static func text(_ value: JSONValue) -> String {
    value.text ?? JSONWriter.text(value)
  }

  private static func texts(_ list: JSONValue?) -> Set<String> {
    Set((list?.elements ?? []).compactMap(\.text))
  }
}
