// SPDX-License-Identifier: Apache-2.0

/// Writes a group of fields as JSON in its one form: the payload of a plain event.
///
/// RFC 8785 as far as it goes: no white space, keys ascending by UTF-16 code units, one form of
/// each escape. Numbers are whole and of 64 bits; every other value stands as its text; what is
/// absent is left out, so there is no null (docs/FORMAT.md §1.4).
struct CanonicalJSONWriter {
  /// Levels of lists and groups within each other, as deep as any other value may go.
  static let depthLimit = 32

  private(set) var bytes: [UInt8] = []
  private let coder: FieldCoder

  init(_ coder: FieldCoder) { self.coder = coder }

  /// Writes a group.
  ///
  /// - Throws: ``SchemaError`` with the path of a name that stands twice, of a text over the
  ///   limit, or of too many levels.
  mutating func write(
    _ fields: [NamedValue], path: String = "", depth: Int = 0
  ) throws(SchemaError) {
    try checkDepth(depth, path)
    let sorted = fields.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    put("{")
    for (index, field) in sorted.enumerated() {
      let place = path.isEmpty ? field.name : "\(path).\(field.name)"
      if index > 0 {
        guard !sorted[index - 1].name.utf8.elementsEqual(field.name.utf8) else {
          throw coder.error(place, .wrongType(expected: "each name once", found: "it twice"))
        }
        put(",")
      }
      JSONText.quote(field.name, to: &bytes)
      put(":")
      try write(field.value, path: place, depth: depth + 1)
    }
    put("}")
  }

  private mutating func write(
    _ value: Value, path: String, depth: Int
  ) throws(SchemaError) {
    switch value {
    case .bool(let flag): put(flag ? "true" : "false")
    case .int(let number): put(String(number))
    case .message(let fields): try write(fields, path: path, depth: depth)
    case .list(let elements):
      try checkDepth(depth, path)
      put("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { put(",") }
        try write(element, path: "\(path)[\(index)]", depth: depth + 1)
      }
      put("]")
    default:
      let text = value.description
      guard text.utf8.count <= SchemaLimits.text else {
        throw coder.error(path, .tooLong(bytes: text.utf8.count, limit: SchemaLimits.text))
      }
      JSONText.quote(text, to: &bytes)
    }
  }

  private func checkDepth(_ depth: Int, _ path: String) throws(SchemaError) {
    guard depth < CanonicalJSONWriter.depthLimit else {
      throw coder.error(path, .outOfRange("\(CanonicalJSONWriter.depthLimit) levels of nesting"))
    }
  }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

/// The one spelling of a text in JSON.
package enum JSONText {
  /// Adds `text` in quotes: escaped are `"`, `\` and control characters, in the forms of RFC 8785
  /// (`\n`, `\u001f`); everything else stands as UTF-8.
  package static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if let letter = letter(escaping: byte) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(letter)
      } else if byte < 0x20 {
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(contentsOf: Hex.text(byte).utf8)
      } else {
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The letter behind the backslash, for bytes that have one.
  static func letter(escaping byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    case 0x08: UInt8(ascii: "b")
    case 0x09: UInt8(ascii: "t")
    case 0x0A: UInt8(ascii: "n")
    case 0x0C: UInt8(ascii: "f")
    case 0x0D: UInt8(ascii: "r")
    default: nil
    }
  }

  /// The byte that a letter behind a backslash stands for.
  static func byte(escapedBy letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "r"): 0x0D
    default: nil
    }
  }
}
