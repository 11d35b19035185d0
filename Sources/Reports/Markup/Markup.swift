// SPDX-License-Identifier: Apache-2.0

/// A piece of a page: elements and escaped text, never a string as it came.
///
/// Names of elements and attributes are written in the source (`StaticString`); every value goes
/// through ``PageText``. The result is XML as well as HTML: elements without content are closed.
struct Markup {
  let source: String

  private init(source: String) { self.source = source }

  static let none = Markup(source: "")

  /// Text, escaped.
  static func text(_ text: String) -> Markup { Markup(source: PageText.escaped(text)) }

  /// The inline style sheet: source text, never data. A sheet with `<` or `&` would be read in
  /// two ways by HTML and XML.
  static func style(_ sheet: StaticString) -> Markup {
    let text = sheet.description
    precondition(!text.contains("<") && !text.contains("&"), "a style sheet with markup in it")
    return Markup(source: "<style>\n\(text)\n</style>")
  }

  /// The whole page.
  static func page(_ html: Markup) -> String { "<!DOCTYPE html>\n\(html.source)\n" }

  fileprivate static func tag(
    _ name: StaticString, _ attributes: [Attribute], _ content: Markup?
  ) -> Markup {
    var source = "<\(name)"
    for attribute in attributes {
      source += " \(attribute.name)=\"\(PageText.escaped(attribute.value))\""
    }
    guard let content else { return Markup(source: source + "/>") }
    return Markup(source: source + ">\(content.source)</\(name)>")
  }

  fileprivate static func joined(_ parts: [Markup]) -> Markup {
    Markup(source: parts.map(\.source).joined())
  }

  /// Parts on lines of their own, where the space between them means nothing.
  static func lines(_ parts: [Markup]) -> Markup {
    Markup(source: parts.map { $0.source + "\n" }.joined())
  }
}

/// An attribute of an element; its value is escaped where it is written.
struct Attribute {
  let name: StaticString
  let value: String

  init(_ name: StaticString, _ value: String) {
    self.name = name
    self.value = value
  }

  init(_ name: StaticString, _ number: Int) { self.init(name, String(number)) }

  static func id(_ value: String) -> Attribute { Attribute("id", value) }
  static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
}

/// An element with content: `element("td", .class("n")) { "12" }`.
func element(
  _ name: StaticString, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  Markup.tag(name, attributes, content())
}

/// An element without content: `empty("br")` is `<br/>`.
func empty(_ name: StaticString, _ attributes: Attribute...) -> Markup {
  Markup.tag(name, attributes, nil)
}

/// Puts content together; strings are text and are escaped.
@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ text: String) -> Markup { .text(text) }
  static func buildExpression(_ markup: Markup) -> Markup { markup }
  static func buildExpression(_ parts: [Markup]) -> Markup { .lines(parts) }
  static func buildBlock(_ parts: Markup...) -> Markup { .joined(parts) }
  static func buildOptional(_ part: Markup?) -> Markup { part ?? .none }
  static func buildEither(first: Markup) -> Markup { first }
  static func buildEither(second: Markup) -> Markup { second }
  static func buildArray(_ parts: [Markup]) -> Markup { .joined(parts) }
}

extension Markup {
  /// Text from events: it may run from right to left, and is nobody's language.
  static func data(_ text: String) -> Markup {
    element("bdi") { text }
  }

  /// A code, a number of an event, a hash: the same in every language.
  /// Short ones stay on one line.
  static func code(_ text: String) -> Markup {
    element("code", .class(text.utf8.count <= 26 ? "short" : "long")) { text }
  }
}
