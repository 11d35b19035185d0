// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// One field as the catalogue writes it: `@town+: division`, `!text?: Text`, `hop: Int`.
struct CatalogueField {
  let name: String
  let mark: Character?
  let suffix: Character?
  let type: String

  init?(_ text: String) {
    guard let colon = text.firstRange(of: ": ") else { return nil }
    var name = String(text[..<colon.lowerBound])
    mark = name.first.flatMap { "@!".contains($0) ? $0 : nil }
    if mark != nil { name.removeFirst() }
    suffix = name.last.flatMap { "?*+".contains($0) ? $0 : nil }
    if suffix != nil { name.removeLast() }
    self.name = name
    type = String(text[colon.upperBound...])
  }

  /// The fields of a row; commas inside brackets do not separate.
  static func fields(of text: String) -> [CatalogueField] {
    var parts: [String] = []
    var depth = 0
    for character in text {
      if "([{<".contains(character) { depth += 1 }
      if ")]}>".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else if parts.isEmpty {
        parts.append(String(character))
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.trimmingPrefix(" ") }.compactMap { CatalogueField(String($0)) }
  }

  /// How this field is written down, in words that `described(_:)` uses for a schema's field.
  func described(number: Int) -> String {
    switch mark {
    case "@":
      let kinds = type == "any" ? [] : type.split(separator: " or ").map(String.init)
      let repeats = suffix == "*" || suffix == "+"
      let optional = suffix == "?" || suffix == "*"
      return "@\(name) \(kinds.joined(separator: "|")) repeats:\(repeats) optional:\(optional)"
    case "!": return "!\(name) #\(number) optional:\(suffix == "?")"
    default: return "\(name) #\(number) \(sort) optional:\(suffix == "?")"
    }
  }

  private var sort: String {
    let names = [
      "Text": "text", "Code": "code", "Int": "int", "Dec": "decimal", "Rat": "rational",
      "Inst": "instant", "Date": "date", "Bool": "bool", "Hash": "bytes", "Period": "code",
      "Position": "int", "EventID": "eventID", "ID": "eventID", "Value": "anyValue",
      "Message": "message", "Time": "timeOfDay",
    ]
    if let name = names[type] { return name }
    if type.hasPrefix("Enum") { return type }
    if type.hasPrefix("{") { return "message" }
    if type.hasPrefix("Set<") { return "set " + inner(dropping: 4) }
    if type.hasPrefix("[") { return "list " + inner(dropping: 1) }
    return type
  }

  private func inner(dropping count: Int) -> String {
    let inside = String(type.dropFirst(count).dropLast())
    if inside.hasPrefix("{") {
      let fields = CatalogueField.fields(of: String(inside.dropFirst().dropLast()))
      return "{" + fields.map { $0.described(number: 0) }.joined(separator: "; ") + "}"
    }
    return CatalogueField("x: \(inside)").map(\.sort) ?? inside
  }
}

/// How a schema's field is written down, in the words of the catalogue.
func described(_ field: Field, nested: Bool = false) -> String {
  let number = nested ? 0 : field.number
  switch field.place {
  case .reference(let role, let kinds, let repeats):
    let list = kinds.map(\.name).joined(separator: "|")
    return "@\(field.name) \(list) repeats:\(repeats) optional:\(field.isOptional)"
      + (role.name == field.name ? "" : " in another role")
  case .sealed: return "!\(field.name) #\(number) optional:\(field.isOptional)"
  case .payload:
    return "\(field.name) #\(number) \(sort(of: field.type)) optional:\(field.isOptional)"
  }
}

private func sort(of type: FieldType) -> String {
  switch type {
  case .enumeration(let cases): "Enum(\(cases.map(\.name).joined(separator: ", ")))"
  case .list(.message(let fields)):
    "list {" + fields.map { described($0, nested: true) }.joined(separator: "; ") + "}"
  case .list(let element): "list \(sort(of: element))"
  case .set(let element): "set \(sort(of: element))"
  case .message: "message"
  default: "\(type)"
  }
}
