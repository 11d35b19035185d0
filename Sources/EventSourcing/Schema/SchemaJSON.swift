// SPDX-License-Identifier: Apache-2.0

/// JSON with members in a given order: what a file that is compared byte by byte needs.
enum SchemaJSON {
  case string(String)
  case int(Int)
  case bool(Bool)
  case array([SchemaJSON])
  case members([Member])

  struct Member {
    let name: String
    let value: SchemaJSON
  }

  static func object(_ members: [(String, SchemaJSON)]) -> SchemaJSON {
    .members(members.map { Member(name: $0.0, value: $0.1) })
  }

  /// Two spaces a level; a list without objects, and an object of short members, on one line.
  var text: String { text(indent: 0) }

  private func text(indent: Int) -> String {
    let line = oneLine
    if isFlat, indent + line.unicodeScalars.count <= 96 { return line }
    let inner = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { inner + $0.text(indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .members(let members) where !members.isEmpty:
      let lines = members.map { member in
        inner + SchemaJSON.quoted(member.name) + ": " + member.value.text(indent: indent + 2)
      }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    default: return line
    }
  }

  private var oneLine: String {
    switch self {
    case .string(let text): SchemaJSON.quoted(text)
    case .int(let number): String(number)
    case .bool(let flag): String(flag)
    case .array(let elements): "[" + elements.map(\.oneLine).joined(separator: ", ") + "]"
    case .members(let members):
      "{"
        + members.map { SchemaJSON.quoted($0.name) + ": " + $0.value.oneLine }
        .joined(separator: ", ") + "}"
    }
  }

  /// Whether it may stand on one line: no object inside another's list.
  private var isFlat: Bool {
    switch self {
    case .string, .int, .bool: true
    case .array(let elements): elements.allSatisfy(\.isScalar)
    case .members(let members): members.allSatisfy { $0.value.isScalar }
    }
  }

  private var isScalar: Bool {
    switch self {
    case .string, .int, .bool: true
    case .array, .members: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONText.quote(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension SchemaJSON: ExpressibleByStringLiteral {
  typealias StringLiteralType = String

  init(stringLiteral text: String) { self = .string(text) }
}
