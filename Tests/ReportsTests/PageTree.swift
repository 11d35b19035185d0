// SPDX-License-Identifier: Apache-2.0
import Foundation
import FoundationXML

/// A page read as XML: what a strict reader sees.
final class PageTree: NSObject, XMLParserDelegate {
  final class Node {
    let name: String
    let attributes: [String: String]
    var children: [Node] = []
    /// Text of the node itself, where it is a text.
    var text = ""

    init(_ name: String, _ attributes: [String: String] = [:]) {
      self.name = name
      self.attributes = attributes
    }

    /// All text inside, in order.
    var content: String { name.isEmpty ? text : children.map(\.content).joined() }

    func all(_ wanted: String) -> [Node] {
      (name == wanted ? [self] : []) + children.flatMap { $0.all(wanted) }
    }

    func all(class wanted: String) -> [Node] {
      let classes = attributes["class"]?.split(separator: " ") ?? []
      return (classes.contains { $0 == wanted } ? [self] : [])
        + children.flatMap { $0.all(class: wanted) }
    }

    func first(id: String) -> Node? {
      if attributes["id"] == id { return self }
      for child in children {
        if let found = child.first(id: id) { return found }
      }
      return nil
    }

    /// The texts that are not inside one of these elements.
    func texts(outside names: Set<String>) -> [String] {
      if names.contains(name) { return [] }
      return name.isEmpty ? [text] : children.flatMap { $0.texts(outside: names) }
    }

    /// The cells of the first table inside, header aside, as text.
    var cells: [[String]] {
      (all("table").first?.all("tr") ?? []).map { row in
        row.all("td").map { $0.content.trimmingCharacters(in: .whitespaces) }
      }.filter { !$0.isEmpty }
    }
  }

  private(set) var root = Node("page")
  private var path: [Node] = []
  private(set) var fault: String?

  init(_ html: String) {
    super.init()
    path = [root]
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    if !parser.parse() {
      fault = "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")"
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let node = Node(name, attributes)
    path.last?.children.append(node)
    path.append(node)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    path.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = path.last?.children.last, last.name.isEmpty {
      last.text += text
    } else {
      let node = Node("")
      node.text = text
      path.last?.children.append(node)
    }
  }
}
