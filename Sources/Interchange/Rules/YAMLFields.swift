// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Values of an event's fields as people write them in YAML, by the fields of its schema.
///
/// What may be left out beyond optional fields: lists, which are then empty, and truth values,
/// which are then false.
struct YAMLFields {
  private let problems: ProblemList

  init(_ problems: ProblemList) { self.problems = problems }

  /// The fields of a message; nil, and a problem, if the node is no mapping.
  func message(_ node: YAMLNode, _ fields: [Field], _ path: String) -> [NamedValue]? {
    guard var map = YAMLMap(node, path: path, problems: problems) else { return nil }
    var values: [NamedValue] = []
    for field in fields {
      let place = map.path(field.name)
      if let node = map.take(field.name) {
        if let value = value(node, field.type, place) {
          values.append(NamedValue(field.name, value))
        }
      } else if let standard = standard(field) {
        values.append(NamedValue(field.name, standard))
      } else if !field.isOptional {
        problems.add(
          "the key \"\(field.name)\" is missing; it must be \(phrase(field.type))", node, path)
      }
    }
    map.finish()
    return values
  }

  private func standard(_ field: Field) -> Value? {
    guard !field.isOptional else { return nil }
    switch field.type {
    case .bool: return .bool(false)
    case .list, .set: return .list([])
    default: return nil
    }
  }

  private func value(_ node: YAMLNode, _ type: FieldType, _ path: String) -> Value? {
    switch type {
    case .message(let fields): return message(node, fields, path).map { .message($0) }
    case .list(let element):
      let values = node.items(path, problems).enumerated().compactMap { index, item in
        value(item, element, "\(path)[\(index)]")
      }
      return .list(values)
    case .set(let element):
      guard case .list(let values)? = value(node, .list(element), path) else { return nil }
      return .list(sorted(values, element))
    case .enumeration(let cases):
      guard let text = node.text, cases.contains(where: { $0.name == text }) else {
        problems.addUnknown("the word", node.text ?? "", among: cases.map(\.name), node, path)
        return nil
      }
      return .text(text)
    default:
      guard let json = json(node, type),
        let value = try? FieldJSON.value(json, as: type, pointer: path)
      else {
        problems.add("must be \(phrase(type))", node, path)
        return nil
      }
      return value
    }
  }

  /// In the one form in which a set is stored.
  private func sorted(_ values: [Value], _ element: FieldType) -> [Value] {
    var unique: [Value] = []
    for value in values where !unique.contains(value) { unique.append(value) }
    guard case .enumeration(let cases) = element else {
      return unique.sorted { Value.precedes($0, $1) }
    }
    return cases.map { .text($0.name) }.filter(unique.contains)
  }

  /// A scalar in the JSON form that the type reads.
  private func json(_ node: YAMLNode, _ type: FieldType) -> JSONValue? {
    guard case .scalar(let text, let isPlain) = node.content else { return nil }
    switch type {
    case .bool: return isPlain ? ["true": true, "false": false][text].map { .bool($0) } : nil
    case .int: return isPlain ? .number(text) : nil
    default: return .string(text)
    }
  }

  private func phrase(_ type: FieldType) -> String {
    switch type {
    case .int: "a whole number"
    case .bool: "true or false"
    case .rational: "a fraction or decimal like 1/2 or 0.5"
    case .date: "a day like 2021-01-08"
    case .timeOfDay: "a time of day like 08:30"
    case .enumeration(let cases): "one of \(cases.map(\.name).joined(separator: ", "))"
    case .list, .set: "a list"
    case .message: "a mapping of keys to values"
    default: "a single value"
    }
  }
}
