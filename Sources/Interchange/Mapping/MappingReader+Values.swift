// SPDX-License-Identifier: Apache-2.0

// MARK: - Templates

extension MappingReader {
  private static let filters = ["slug", "lower", "upper", "or:", "lookup:"]

  /// A template written as a scalar.
  func template(_ node: YAMLNode, _ path: String) -> Template? {
    guard let text = node.text else {
      problems.add("must be text, with columns between braces", node, path)
      return nil
    }
    return template(text, node, path)
  }

  func template(_ text: String, _ node: YAMLNode, _ path: String) -> Template? {
    let syntax: [TemplateSyntax.Part]
    do throws(TemplateSyntax.Failure) {
      syntax = try TemplateSyntax.parts(of: text)
    } catch {
      problems.add(error.message, node, path)
      return nil
    }
    var parts: [Template.Part] = []
    for part in syntax {
      switch part {
      case .text(let text): parts.append(.text(text))
      case .place(let place):
        guard let operand = operand(place, node, path) else { return nil }
        parts.append(.column(operand))
      }
    }
    return Template(parts: parts)
  }

  /// A bare column with filters, as in `when`.
  func operand(_ text: String, _ node: YAMLNode, _ path: String) -> Operand? {
    guard let place = try? TemplateSyntax.place(text) else {
      problems.add("must be a column name", node, path)
      return nil
    }
    return operand(place, node, path)
  }

  private func operand(
    _ place: TemplateSyntax.Place, _ node: YAMLNode, _ path: String
  ) -> Operand? {
    guard let column = column(place.name, node, path) else { return nil }
    var filters: [Filter] = []
    for (name, argument) in place.filters {
      guard let filter = filter(name, argument, node, path) else { return nil }
      filters.append(filter)
    }
    return Operand(column: column, filters: filters)
  }

  private func filter(
    _ name: String, _ argument: String?, _ node: YAMLNode, _ path: String
  ) -> Filter? {
    switch (name, argument) {
    case ("slug", nil): return .slug
    case ("lower", nil): return .lower
    case ("upper", nil): return .upper
    case ("or", let text?): return .or(text)
    case ("lookup", let table?): return lookup(table.trimmedOfSpace, node, path).map { .lookup($0) }
    default:
      let written = argument == nil ? name : "\(name):"
      problems.addUnknown("the filter", written, among: Self.filters, node, path)
      return nil
    }
  }

  /// One template, or the alternatives of `first-of`.
  func alternatives(_ node: YAMLNode, _ path: String) -> [Template] {
    if node.text != nil { return template(node, path).map { [$0] } ?? [] }
    guard var map = YAMLMap(node, path: path, problems: problems) else { return [] }
    let items = map.require("first-of", "a list of templates")
    map.finish()
    return (items?.items(map.path("first-of"), problems) ?? []).compactMap { template($0, path) }
  }
}

// MARK: - Conditions

extension MappingReader {
  private static let conditionKeys = [
    "filled", "empty", "equals", "one-of", "compare", "not", "all", "any",
  ]

  /// A condition: a mapping whose keys must all hold.
  func condition(_ node: YAMLNode, _ path: String) -> Condition? {
    let before = problems.problems.count
    var conditions: [Condition] = []
    for entry in node.entries(path, problems) {
      let place = "\(path).\(entry.key)"
      switch entry.key {
      case "filled": conditions += columns(entry.value, place).map { .filled($0) }
      case "empty": conditions += columns(entry.value, place).map { .not(.filled($0)) }
      case "equals", "one-of": conditions += memberships(entry.value, place)
      case "compare": conditions += comparison(entry.value, place).map { [$0] } ?? []
      case "not": conditions += condition(entry.value, place).map { [.not($0)] } ?? []
      case "all": conditions.append(.all(list(entry.value, place)))
      case "any": conditions.append(.any(list(entry.value, place)))
      default:
        problems.addUnknown(
          "the condition", entry.key, among: Self.conditionKeys, entry.keyNode, path)
      }
    }
    if conditions.isEmpty, problems.problems.count == before {
      problems.add("must say what has to hold", node, path)
    }
    guard problems.problems.count == before else { return nil }
    return conditions.count == 1 ? conditions[0] : .all(conditions)
  }

  private func columns(_ node: YAMLNode, _ path: String) -> [ColumnID] {
    node.texts(path, problems).compactMap { column($0, node, path) }
  }

  private func list(_ node: YAMLNode, _ path: String) -> [Condition] {
    node.items(path, problems).enumerated().compactMap { condition($1, "\(path)[\($0)]") }
  }

  private func memberships(_ node: YAMLNode, _ path: String) -> [Condition] {
    node.entries(path, problems).compactMap { entry in
      guard let operand = operand(entry.key, entry.keyNode, path) else { return nil }
      return .oneOf(operand, entry.value.texts("\(path).\(entry.key)", problems))
    }
  }

  /// `{StatusDate} < {CloseDate}`; both sides are compared as what their columns are.
  func comparison(_ node: YAMLNode, _ path: String) -> Condition? {
    guard let text = node.text, let (sign, range) = Self.sign(in: text) else {
      let signs = Comparison.allCases.map(\.rawValue).joined(separator: " ")
      problems.add("must compare two values with one of \(signs)", node, path)
      return nil
    }
    guard let left = template(text[..<range.lowerBound].trimmedOfSpace, node, path),
      let right = template(text[range.upperBound...].trimmedOfSpace, node, path)
    else { return nil }
    let kinds = Set((left.columns + right.columns).map { columns[$0].kind })
    guard let kind = kinds.first, kinds.count == 1 else {
      problems.add(
        kinds.isEmpty
          ? "must name a column" : "compares different kinds; describe both under columns", node,
        path)
      return nil
    }
    return .compare(left, sign, right, kind)
  }

  /// The first sign of comparison outside braces.
  private static func sign(in text: String) -> (Comparison, Range<String.Index>)? {
    var depth = 0
    for index in text.indices {
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      guard depth == 0 else { continue }
      for sign in Comparison.allCases where text[index...].hasPrefix(sign.rawValue) {
        return (sign, index..<text.index(index, offsetBy: sign.rawValue.count))
      }
    }
    return nil
  }
}

// MARK: - Field values

extension MappingReader {
  private static let valueKeys = [
    "text", "time", "date", "integer", "decimal", "bool", "lookup", "first-of", "if", "doubts",
    "json",
  ]

  /// The rule for a field's value.
  func value(_ node: YAMLNode, _ path: String) -> FieldValue? {
    switch node.content {
    case .scalar(let text, let isPlain):
      if isPlain, let constant = Self.constant(text) { return .constant(constant) }
      return template(text, node, path).map { .text($0) }
    case .list(let items):
      return .list(items.enumerated().compactMap { value($1, "\(path)[\($0)]") })
    case .map(let entries):
      guard var map = YAMLMap(node, path: path, problems: problems) else { return nil }
      guard let form = entries.first(where: { Self.valueKeys.contains($0.key) }) else {
        let written = entries.first?.key ?? ""
        problems.addUnknown("the form", written, among: Self.valueKeys, node, path)
        return nil
      }
      _ = map.take(form.key)
      defer { map.finish() }
      return value(form, &map)
    }
  }

  private func value(_ form: YAMLEntry, _ map: inout YAMLMap) -> FieldValue? {
    let (node, path) = (form.value, map.path(form.key))
    switch form.key {
    case "text": return template(node, path).map { .text($0) }
    case "time": return column(node, path).map { .time($0) }
    case "date": return column(node, path).map { .date($0) }
    case "integer": return column(node, path).map { .integer($0) }
    case "decimal": return column(node, path).map { .decimal($0) }
    case "bool": return condition(node, path).map { .bool($0) }
    case "lookup":
      guard let name = node.text, let table = lookup(name, node, path),
        let of = map.require("of", "the template to look up"),
        let template = template(of, map.path("of"))
      else { return nil }
      return .lookup(table, template)
    case "first-of":
      let items = node.items(path, problems)
      return .firstOf(items.enumerated().compactMap { value($1, "\(path)[\($0)]") })
    case "if": return choice(node, path, &map)
    case "doubts": return .doubts(node.text == "all" ? nil : node.texts(path, problems))
    default: return .constant(Self.json(node))
    }
  }

  private func choice(_ node: YAMLNode, _ path: String, _ map: inout YAMLMap) -> FieldValue? {
    guard let condition = condition(node, path),
      let then = map.require("then", "the value if the condition holds"),
      let value = value(then, map.path("then"))
    else { return nil }
    let otherwise = map.take("else").flatMap { self.value($0, map.path("else")) }
    return .choice(condition, then: value, otherwise: otherwise)
  }

  private func column(_ node: YAMLNode, _ path: String) -> ColumnID? {
    guard let name = node.text else {
      problems.add("must be a column name", node, path)
      return nil
    }
    return column(name, node, path)
  }

  /// `true`, `false` and JSON numbers without quotes; YAML's other spellings (`yes`, `0x1F`, `1_0`)
  /// are text here, for they differ between readers.
  private static func constant(_ text: String) -> JSONValue? {
    switch text {
    case "true": .bool(true)
    case "false": .bool(false)
    default:
      if let first = text.first, first == "-" || first.isASCII && first.isNumber,
        case .number(let digits)? = try? JSONParser.parse(text), digits == text
      {
        .number(digits)
      } else {
        nil
      }
    }
  }

  private static func json(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .scalar(let text, let isPlain):
      if node.isEmpty { return .null }
      return isPlain ? constant(text) ?? .string(text) : .string(text)
    case .list(let items): return .array(items.map { json($0) })
    case .map(let entries): return .object(entries.map { JSONMember($0.key, json($0.value)) })
    }
  }
}
