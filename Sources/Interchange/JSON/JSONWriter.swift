// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Writes JSON so that the same value always gives the same bytes.
///
/// Members keep their order, numbers their digits. Escaped are only `"`, `\` and control
/// characters, in the forms of RFC 8785 (`\n`, `\u001f`); everything else stands as UTF-8.
public struct JSONWriter: Sendable {
  /// How a value is laid out.
  public enum Style: Sendable {
    /// No white space at all: one line, whatever is in it.
    case canonical
    /// Two spaces a level, one member or element a line, empty containers closed up.
    case pretty
  }

  /// Writes `value` as UTF-8, without a line end after it.
  public static func bytes(_ value: JSONValue, style: Style = .canonical) -> [UInt8] {
    var writer = JSONWriter(style: style)
    writer.write(value, level: 0)
    return writer.output
  }

  /// Writes `value` as text, without a line end after it.
  public static func text(_ value: JSONValue, style: Style = .canonical) -> String {
    String(decoding: bytes(value, style: style), as: UTF8.self)
  }

  private let style: Style
  private var output: [UInt8] = []

  private init(style: Style) { self.style = style }

  private mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: put("null")
    case .bool(let value): put(value ? "true" : "false")
    case .number(let digits): put(digits)
    case .string(let text): quote(text)
    case .array(let elements):
      list("[", "]", elements, level: level) { writer, element in
        writer.write(element, level: level + 1)
      }
    case .object(let members):
      list("{", "}", members, level: level) { writer, member in
        writer.quote(member.key)
        writer.put(writer.style == .pretty ? ": " : ":")
        writer.write(member.value, level: level + 1)
      }
    }
  }

  private mutating func list<Item>(
    _ open: String, _ close: String, _ items: [Item], level: Int,
    each: (inout JSONWriter, Item) -> Void
  ) {
    put(open)
    for (index, item) in items.enumerated() {
      if index > 0 { put(",") }
      breakLine(level: level + 1)
      each(&self, item)
    }
    if !items.isEmpty { breakLine(level: level) }
    put(close)
  }

  private mutating func breakLine(level: Int) {
    guard style == .pretty else { return }
    put("\n")
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
  }

  private mutating func quote(_ text: String) { JSONText.quote(text, to: &output) }

  private mutating func put(_ text: String) { output.append(contentsOf: text.utf8) }
}
