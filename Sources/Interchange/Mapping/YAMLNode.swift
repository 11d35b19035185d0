// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// A node of a YAML document with its place; aliases are already resolved.
struct YAMLNode {
  enum Content {
    /// A scalar as text. `isPlain` without quotes: only then can it be a number or a truth value.
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    case map([YAMLEntry])
  }

  let content: Content
  let line: Int
  let column: Int

  /// The text of a scalar, or nil.
  var text: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }

  /// Nothing at all, as after `key:`.
  var isEmpty: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }
}

/// One key of a YAML mapping with its value.
struct YAMLEntry {
  let key: String
  let keyNode: YAMLNode
  let value: YAMLNode
}

extension YAMLNode {
  private static let sizeLimit = 1 << 18
  private static let nodeLimit = 50_000

  /// Reads one document of at most 256 KiB.
  ///
  /// - Throws: ``MappingRefused`` with the one place where the YAML itself breaks.
  static func read(_ text: String) throws(MappingRefused) -> YAMLNode {
    guard text.utf8.count <= sizeLimit else {
      throw refusal(1, 1, "the file is larger than \(sizeLimit) bytes")
    }
    let document: Node?
    do {
      document = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw refusal(of: error)
    } catch {
      throw refusal(1, 1, "the file is not YAML")
    }
    guard let document else { throw refusal(1, 1, "the file is empty") }
    // Aliases may repeat a part many times over: the count bounds what they grow into.
    var budget = nodeLimit
    return try convert(document, &budget)
  }

  private static func convert(_ node: Node, _ budget: inout Int) throws(MappingRefused) -> YAMLNode
  {
    let line = node.mark?.line ?? 1
    let column = node.mark?.column ?? 1
    budget -= 1
    guard budget > 0 else { throw refusal(line, column, "aliases repeat too much; write it out") }
    let content: Content
    switch node {
    case .scalar(let scalar):
      content = .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any)
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      for item in sequence { items.append(try convert(item, &budget)) }
      content = .list(items)
    case .mapping(let mapping):
      var entries: [YAMLEntry] = []
      for pair in mapping { entries.append(try entry(pair.key, pair.value, &budget)) }
      content = .map(entries)
    case .alias:
      throw refusal(line, column, "this alias is not understood; write it out")
    }
    return YAMLNode(content: content, line: line, column: column)
  }

  private static func entry(
    _ key: Node, _ value: Node, _ budget: inout Int
  ) throws(MappingRefused) -> YAMLEntry {
    let keyNode = try convert(key, &budget)
    guard let text = keyNode.text else {
      throw refusal(keyNode.line, keyNode.column, "a key must be a plain word")
    }
    return YAMLEntry(key: text, keyNode: keyNode, value: try convert(value, &budget))
  }

  private static func refusal(of error: YamlError) -> MappingRefused {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      refusal(mark.line, mark.column, "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      refusal(
        context.mark.line, context.mark.column,
        "the key \"\(duplicates.first ?? "")\" stands twice in one mapping")
    default: refusal(1, 1, "the file is not YAML; look for unusual characters")
    }
  }

  private static func refusal(_ line: Int, _ column: Int, _ message: String) -> MappingRefused {
    MappingRefused(
      problems: [
        MappingProblem(line: line, column: column, key: "", message: message, suggestion: nil)
      ])
  }
}
