// SPDX-License-Identifier: Apache-2.0

/// Collects what is wrong with a mapping file, so that all of it is told at once.
final class ProblemList {
  private(set) var problems: [MappingProblem] = []

  func add(_ message: String, _ node: YAMLNode, _ key: String, suggestion: String? = nil) {
    problems.append(
      MappingProblem(
        line: node.line, column: node.column, key: key, message: message, suggestion: suggestion))
  }

  /// Adds "x is none of a, b, c" with the nearest of them.
  func addUnknown(
    _ what: String, _ word: String, among known: [String], _ node: YAMLNode, _ key: String
  ) {
    add(
      "\(what) \"\(word)\" is none of \(known.joined(separator: ", "))", node, key,
      suggestion: Suggestion.nearest(to: word, in: known))
  }
}

/// A YAML mapping that is read key by key; keys nobody asked for are told at the end.
struct YAMLMap {
  let node: YAMLNode
  let path: String
  private let entries: [YAMLEntry]
  private let problems: ProblemList
  private var asked: [String] = []

  /// Begins to read `node`; nil, and a problem, if it is no mapping.
  init?(_ node: YAMLNode, path: String, problems: ProblemList) {
    guard case .map(let entries) = node.content else {
      problems.add("must be a mapping of keys to values", node, path)
      return nil
    }
    self.node = node
    self.path = path
    self.entries = entries
    self.problems = problems
  }

  /// The place of `key` in the document.
  func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The value of `key`, or nil if it is absent or empty.
  mutating func take(_ key: String) -> YAMLNode? {
    asked.append(key)
    return entries.first { $0.key == key && !$0.value.isEmpty }?.value
  }

  /// The value of `key`; nil, and a problem, if it is absent.
  mutating func require(_ key: String, _ expected: String) -> YAMLNode? {
    if let value = take(key) { return value }
    problems.add("the key \"\(key)\" is missing; it must be \(expected)", node, path)
    return nil
  }

  /// The text of `key`; nil, with a problem, if it is a list or mapping.
  mutating func text(_ key: String) -> String? {
    guard let value = take(key) else { return nil }
    if value.text == nil { problems.add("must be a single value", value, path(key)) }
    return value.text
  }

  /// The truth value of `key`.
  mutating func flag(_ key: String, default standard: Bool) -> Bool {
    guard let value = take(key) else { return standard }
    switch value.text {
    case "true": return true
    case "false": return false
    default:
      problems.add("must be true or false", value, path(key))
      return standard
    }
  }

  /// The texts of `key`, which may be one value or a list.
  mutating func texts(_ key: String) -> [String] {
    guard let value = take(key) else { return [] }
    return value.texts(path(key), problems)
  }

  /// Tells the keys that nobody asked for.
  func finish() {
    for entry in entries where !asked.contains(entry.key) {
      problems.addUnknown("the key", entry.key, among: asked, entry.keyNode, path)
    }
  }
}

extension YAMLNode {
  /// The entries of a mapping; none, and a problem, if it is something else.
  func entries(_ path: String, _ problems: ProblemList) -> [YAMLEntry] {
    if case .map(let entries) = content { return entries }
    problems.add("must be a mapping of names to values", self, path)
    return []
  }

  /// The items of a list; none, and a problem, if it is something else.
  func items(_ path: String, _ problems: ProblemList) -> [YAMLNode] {
    if case .list(let items) = content { return items }
    problems.add("must be a list", self, path)
    return []
  }

  /// The texts of one scalar or of a list of scalars.
  func texts(_ path: String, _ problems: ProblemList) -> [String] {
    if let text { return [text] }
    return items(path, problems).enumerated().compactMap { index, item in
      if item.text == nil { problems.add("must be a single value", item, "\(path)[\(index)]") }
      return item.text
    }
  }
}
