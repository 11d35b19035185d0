// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// Reads a rule file part by part; what is wrong is remembered, so that all of it is told at once.
final class RuleFileReader {
  let problems = ProblemList()
  private(set) var faults: [RuleFileProblem] = []

  func file(_ document: YAMLNode) -> RuleFile? {
    guard var map = YAMLMap(document, path: "", problems: problems) else { return nil }
    if let version = map.require("gridlog-rules", "\(RuleFile.version)"),
      version.text != String(RuleFile.version)
    {
      problems.add("this program reads version \(RuleFile.version)", version, "gridlog-rules")
    }
    _ = map.text("about")
    let publisher = map.take("publisher").flatMap { object($0, .body, "publisher") }
    var items: [RuleFileItem] = []
    for (index, node) in (map.take("rules")?.items("rules", problems) ?? []).enumerated() {
      if let item = ruleSet(node, "rules[\(index)]") { items.append(item) }
    }
    for (index, node) in (map.take("calendars")?.items("calendars", problems) ?? []).enumerated() {
      if let item = calendar(node, "calendars[\(index)]") { items.append(item) }
    }
    map.finish()
    if items.isEmpty, problems.problems.isEmpty {
      problems.add("the file names no rules and no calendars", document, "")
    }
    return RuleFile(publisher: publisher, items: items)
  }

  /// An object of that kind; the kind may be left out.
  private func object(_ node: YAMLNode, _ kind: ObjectKind, _ path: String) -> ObjectName? {
    guard let text = node.text else {
      problems.add("must be a single value", node, path)
      return nil
    }
    let full = text.contains("/") ? text : "\(kind.name)/\(text)"
    guard let name = ObjectName(full), name.kind == kind else {
      problems.add("must be an object like \(kind.name)/name", node, path)
      return nil
    }
    return name
  }

  // MARK: Rule sets

  private func ruleSet(_ node: YAMLNode, _ path: String) -> RuleFileItem? {
    guard var map = YAMLMap(node, path: path, problems: problems) else { return nil }
    let rule = map.require("rule", "the rule set's name")
      .flatMap { object($0, .rule, map.path("rule")) }
    let kindNode = map.require("kind", "one of \(RuleKind.allCases.map(\.rawValue))")
    let kind = kindNode.flatMap { word($0, map.path("kind"), RuleKind.self) }
    let from = date(&map, "effectiveFrom")
    let movesOpen = map.flag("appliesToOpen", default: false)
    let appliesBy = map.take("appliesBy")
      .flatMap { word($0, map.path("appliesBy"), RuleSetPublished.AppliesBy.self) }
    let documents = map.texts("document").compactMap { text in
      object(YAMLNode(text, like: node), .document, map.path("document"))
    }
    let source = map.require("source", "where the figures come from")?.text
    let unverified = map.flag("unverified", default: false)
    let contentNode = map.require("content", "what the rule set says")
    map.finish()
    // Read before anything gives up: all that is wrong is told at once.
    let content = contentNode.flatMap { self.content($0, map.path("content")) }
    guard let contentNode, let content, let rule, let kind, let from, let source else {
      return nil
    }
    for fault in content.faults(for: kind) {
      let (place, text) = contentNode.find(fault.path, map.path("content"))
      faults.append(
        RuleFileProblem(
          line: place.line, column: place.column, field: text, message: fault.message))
    }
    let event = RuleSetPublished(
      rule: rule, kind: kind, content: content, effectiveFrom: from, appliesToOpen: movesOpen,
      appliesBy: appliesBy, document: documents, source: source,
      unverified: unverified ? true : nil)
    return RuleFileItem(content: .ruleSet(event), line: node.line)
  }

  private func content(_ node: YAMLNode, _ path: String) -> RuleContent? {
    let before = problems.problems.count
    guard let values = YAMLFields(problems).message(node, RuleContent.fields, path),
      problems.problems.count == before
    else { return nil }
    guard let content = try? ValueDecoder().decode(RuleContent.self, from: .message(values)) else {
      problems.add("does not fit the schema of rule sets", node, path)
      return nil
    }
    return content
  }

  // MARK: Calendars

  private func calendar(_ node: YAMLNode, _ path: String) -> RuleFileItem? {
    guard var map = YAMLMap(node, path: path, problems: problems) else { return nil }
    let name = map.require("calendar", "the calendar's name")
      .flatMap { object($0, .calendar, map.path("calendar")) }
    let scope = map.require("scope", "the division for which it holds")
      .flatMap { object($0, .division, map.path("scope")) }
    let notice = map.require("notice", "the number or title of the published notice")?.text
    let issued = date(&map, "issuedOn")
    let off = days(&map, "off", off: true)
    let worked = days(&map, "worked", off: false)
    var hours: [WorkCalendarPublished.Hours] = []
    for (index, item) in (map.take("hours")?.items(map.path("hours"), problems) ?? []).enumerated()
    {
      hours += self.hours(item, "\(map.path("hours"))[\(index)]")
    }
    map.finish()
    guard let name, let scope, let notice, let issued else { return nil }
    let event = WorkCalendarPublished(
      calendar: name, days: (off + worked).sorted { $0.date < $1.date }, hours: hours,
      scope: scope, notice: notice, issuedOn: issued)
    return RuleFileItem(content: .calendar(event), line: node.line)
  }

  /// `2021-02-11` or `2021-02-11..2021-02-17`.
  private func days(_ map: inout YAMLMap, _ key: String, off: Bool) -> [WorkCalendarPublished.Day] {
    guard let node = map.take(key) else { return [] }
    return node.items(map.path(key), problems).flatMap { item -> [WorkCalendarPublished.Day] in
      let ends = (item.text ?? "").split(separator: "..", omittingEmptySubsequences: false)
        .map { CivilDate($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first <= last, last.daysSinceEpoch - first.daysSinceEpoch < 366
      else {
        problems.add(
          "must be a day like 2021-02-11, or days like 2021-02-11..2021-02-17", item, map.path(key))
        return []
      }
      return (0...(last.daysSinceEpoch - first.daysSinceEpoch)).map {
        WorkCalendarPublished.Day(date: first.adding(days: $0), off: off)
      }
    }
  }

  /// One season with its spans: `{from, to, weekdays: [1, …], spans: ["08:30-12:00", …]}`.
  private func hours(_ node: YAMLNode, _ path: String) -> [WorkCalendarPublished.Hours] {
    guard var map = YAMLMap(node, path: path, problems: problems) else { return [] }
    let from = date(&map, "from")
    let to = date(&map, "to")
    let weekdays = map.texts("weekdays").map { Int($0) ?? 0 }
    let spanNodes = map.require("spans", "a list of spans like 08:30-12:00")
    map.finish()
    if weekdays.isEmpty || !weekdays.allSatisfy((1...7).contains) {
      problems.add("must be numbers from 1 for Monday to 7 for Sunday", node, map.path("weekdays"))
    }
    guard let from, let to, let spanNodes else { return [] }
    return spanNodes.items(map.path("spans"), problems).compactMap { item in
      let ends = (item.text ?? "").split(separator: "-").map { RuleFileReader.minutes($0) }
      guard ends.count == 2, let open = ends[0], let close = ends[1], open < close else {
        problems.add("must be a span like 08:30-12:00", item, map.path("spans"))
        return nil
      }
      return WorkCalendarPublished.Hours(
        from: from, to: to, weekdays: weekdays, open: open, close: close)
    }
  }

  private static func minutes(_ text: Substring) -> Int? {
    let json = JSONValue.string(text.trimmingSpaces)
    guard case .int(let minutes)? = try? FieldJSON.value(json, as: .timeOfDay, pointer: "") else {
      return nil
    }
    return Int(minutes)
  }

  // MARK: Words

  private func date(_ map: inout YAMLMap, _ key: String) -> CivilDate? {
    guard let node = map.require(key, "a day like 2021-01-08") else { return nil }
    guard let text = node.text, let date = CivilDate(text) else {
      problems.add("must be a day like 2021-01-08", node, map.path(key))
      return nil
    }
    return date
  }

  private func word<E: Enumeration>(_ node: YAMLNode, _ path: String, _ type: E.Type) -> E? {
    if let found = node.text.flatMap(E.init(rawValue:)) { return found }
    problems.addUnknown(
      "the word", node.text ?? "", among: E.allCases.map(\.rawValue), node, path)
    return nil
  }
}

extension YAMLNode {
  init(_ text: String, like node: YAMLNode) {
    self.init(content: .scalar(text, isPlain: true), line: node.line, column: node.column)
  }

  /// The node at a path of keys and numbers, as far as it goes, and the path as people write it.
  fileprivate func find(_ path: [String], _ base: String) -> (YAMLNode, String) {
    var node = self
    var text = base
    for step in path {
      switch node.content {
      case .map(let entries):
        text += ".\(step)"
        guard let entry = entries.first(where: { $0.key == step }) else { return (node, text) }
        // An element of a list stands where its value begins, a field where its name does.
        node = YAMLNode(
          content: entry.value.content, line: entry.keyNode.line, column: entry.keyNode.column)
      case .list(let items):
        text += "[\(step)]"
        guard let index = Int(step), items.indices.contains(index) else { return (node, text) }
        node = items[index]
      case .scalar: return (node, text)
      }
    }
    return (node, text)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
