// SPDX-License-Identifier: Apache-2.0

/// What events have in common unless they say otherwise.
struct EventDefaults {
  var stream: [Template] = []
  var occurred: EventRule.Occurred?
  var actor: [Template] = []
  var subject: [Template] = []
  var references: [NamedRule<[Template]>] = []
}

extension MappingReader {
  func eventDefaults(_ node: YAMLNode?) -> EventDefaults {
    var defaults = EventDefaults()
    guard let node, var map = YAMLMap(node, path: "defaults", problems: problems) else {
      return defaults
    }
    mayUseElement = each != nil
    defer { mayUseElement = false }
    defaults.stream = templates(&map, "stream", use: "stream")
    defaults.actor = templates(&map, "actor", use: "actor")
    defaults.subject = templates(&map, "subject", use: "subject")
    defaults.occurred = occurred(&map, use: "time")
    defaults.references = references(&map, use: "references")
    map.finish()
    return defaults
  }

  private func templates(_ map: inout YAMLMap, _ key: String, use: String) -> [Template] {
    guard let node = map.take(key) else { return [] }
    return using(use) { alternatives(node, map.path(key)) }
  }

  private func occurred(_ map: inout YAMLMap, use: String) -> EventRule.Occurred? {
    guard let node = map.take("occurred") else { return nil }
    let path = map.path("occurred")
    if let name = node.text {
      return using(use) { column(name, node, path) }.map { .column($0) }
    }
    guard var fixed = YAMLMap(node, path: path, problems: problems) else { return nil }
    let at = fixed.require("at", "a time such as 2014-01-01T00:00:00+08:00")
    fixed.finish()
    guard let at, let time = try? TimeFormat.rfc3339.read(at.text ?? "", zone: .utc) else {
      problems.add("must be a time with its offset, 2014-01-01T00:00:00+08:00", node, path)
      return nil
    }
    return .at(time)
  }

  /// A mapping of roles to one object, to several in a list, or to the first of alternatives.
  private func references(_ map: inout YAMLMap, use: String) -> [NamedRule<[Template]>] {
    guard let node = map.take("references") else { return [] }
    let path = map.path("references")
    return using(use) {
      node.entries(path, problems).flatMap { references($0, "\(path).\($0.key)") }
    }
  }

  private func references(_ entry: YAMLEntry, _ path: String) -> [NamedRule<[Template]>] {
    guard case .list(let items) = entry.value.content else {
      return [NamedRule(name: entry.key, rule: alternatives(entry.value, path))]
    }
    // An empty list says that the role is not filled, whatever the defaults say.
    if items.isEmpty { return [NamedRule(name: entry.key, rule: [])] }
    return items.enumerated().map { index, item in
      NamedRule(name: entry.key, rule: alternatives(item, "\(path)[\(index)]"))
    }
  }

  private func fields(
    _ map: inout YAMLMap, _ key: String, type: String, sealed: Bool
  ) -> [NamedRule<FieldValue>] {
    guard let node = map.take(key) else { return [] }
    let path = map.path(key)
    return node.entries(path, problems).compactMap { entry in
      using("\(type).\(entry.key)", sealed: sealed) {
        value(entry.value, "\(path).\(entry.key)").map { NamedRule(name: entry.key, rule: $0) }
      }
    }
  }
}

// MARK: - Events

extension MappingReader {
  func events(_ node: YAMLNode?, _ defaults: EventDefaults) -> [EventRule] {
    guard let node else { return [] }
    return node.items("events", problems).enumerated().compactMap { index, item in
      guard var map = YAMLMap(item, path: "events[\(index)]", problems: problems) else {
        return nil
      }
      let rule = event(&map, defaults)
      map.finish()
      if let rule, rule.stream.isEmpty {
        problems.add("the key \"stream\" is missing here and under defaults", item, map.path)
      }
      return rule
    }
  }

  /// The parts that events and objects share.
  private func event(_ map: inout YAMLMap, _ defaults: EventDefaults) -> EventRule? {
    guard let typeNode = map.require("type", "an event type"), let type = typeNode.text else {
      return nil
    }
    var rule = EventRule(type: type)
    rule.isInElement = isInElement(&map)
    mayUseElement = rule.isInElement
    defer { mayUseElement = false }
    rule.isImplied = map.flag("implied", default: false)
    if let when = map.take("when") {
      rule.when = using("when of \(type)") { condition(when, map.path("when")) }
    }
    rule.stream = templates(&map, "stream", use: "stream of \(type)")
    rule.actor = templates(&map, "actor", use: "actor of \(type)")
    rule.subject = templates(&map, "subject", use: "subject of \(type)")
    rule.references = references(&map, use: "references of \(type)")
    rule.fields = fields(&map, "fields", type: type, sealed: false)
    rule.sealed = fields(&map, "sealed", type: type, sealed: true)
    rule.expects = expectation(&map)
    let occurred = occurred(&map, use: "time of \(type)")
    let isTimed = map.take("occurred") != nil
    if let occurred { rule.occurred = occurred }
    fill(&rule, from: defaults, isTimed: isTimed, map)
    return rule
  }

  /// `for: record` or `for:` the name of the iterated elements, which is the default if there is one.
  private func isInElement(_ map: inout YAMLMap) -> Bool {
    guard let node = map.take("for"), let text = map.text("for") else { return each != nil }
    if text == "record" { return false }
    if text == each?.name { return true }
    problems.addUnknown(
      "the value", text, among: ["record"] + (each.map { [$0.name] } ?? []), node, map.path("for"))
    return false
  }

  /// Takes from the defaults what the event does not say itself.
  ///
  /// Defaults may name columns of the element; then they do not serve events of the record.
  private func fill(
    _ rule: inout EventRule, from defaults: EventDefaults, isTimed: Bool, _ map: YAMLMap
  ) {
    var taken: [Template] = []
    func fill(_ part: inout [Template], from standard: [Template]) {
      guard part.isEmpty else { return }
      part = standard
      taken += standard
    }
    fill(&rule.stream, from: defaults.stream)
    fill(&rule.actor, from: defaults.actor)
    fill(&rule.subject, from: defaults.subject)
    let own = Set(rule.references.map(\.name))
    let others = defaults.references.filter { !own.contains($0.name) }
    rule.references = others + rule.references
    var used = (taken + others.flatMap(\.rule)).flatMap(\.columns)
    if !isTimed {
      if let occurred = defaults.occurred { rule.occurred = occurred }
      if case .column(let column)? = defaults.occurred { used.append(column) }
      if defaults.occurred == nil {
        problems.add("the key \"occurred\" is missing here and under defaults", map.node, map.path)
      }
    }
    guard !rule.isInElement, let foreign = used.first(where: { columns[$0].isInElement }) else {
      return
    }
    problems.add(
      "takes \"\(columns[foreign].name)\" from defaults, which no event of the record has",
      map.node, map.path)
  }

  private func expectation(_ map: inout YAMLMap) -> EventRule.Expectation? {
    guard let node = map.take("expects"),
      var inner = YAMLMap(node, path: map.path("expects"), problems: problems)
    else { return nil }
    let type = inner.require("type", "an event type")?.text
    let doubt = inner.require("doubt", "the name of the doubt")?.text
    inner.finish()
    guard let type, let doubt else { return nil }
    return EventRule.Expectation(type: type, doubt: doubt)
  }
}

// MARK: - Objects and checks

extension MappingReader {
  func objects(_ node: YAMLNode?, _ defaults: EventDefaults) -> [ObjectRule] {
    guard let node else { return [] }
    // An object's stream is the object itself, and it has none of the records' references.
    let ours = EventDefaults(occurred: defaults.occurred, actor: defaults.actor)
    return node.items("objects", problems).enumerated().compactMap { index, item in
      guard var map = YAMLMap(item, path: "objects[\(index)]", problems: problems) else {
        return nil
      }
      let role = map.text("role")
      let objectNode = map.require("object", "the object's name, such as body/{Agency|slug}")
      if let stream = map.take("stream") {
        problems.add("an object's stream is the object itself", stream, map.path("stream"))
      }
      guard var event = event(&map, ours), let objectNode else { return nil }
      mayUseElement = event.isInElement
      defer { mayUseElement = false }
      let object = using("object of \(event.type)") {
        template(objectNode, map.path("object"))
      }
      map.finish()
      guard let object else { return nil }
      event.stream = [object]
      return ObjectRule(object: object, role: role, event: event)
    }
  }

  func checks(_ node: YAMLNode?) -> [MappingCheck] {
    (node?.entries("checks", problems) ?? []).compactMap { entry in
      let path = "checks.\(entry.key)"
      guard var map = YAMLMap(entry.value, path: path, problems: problems) else { return nil }
      if entry.key != entry.key.slug {
        problems.add("a doubt's name is small letters, digits and hyphens", entry.keyNode, path)
      }
      mayUseElement = each != nil
      usedElement = false
      let condition = using("check \(entry.key)") { doubt(&map) }
      mayUseElement = false
      let action = word(&map, "action", MappingCheck.Action.self) ?? .keep
      map.finish()
      return condition.map {
        MappingCheck(
          name: entry.key, action: action, condition: $0, isInElement: usedElement)
      }
    }
  }

  /// The doubt as a comparison in one line or as a condition.
  private func doubt(_ map: inout YAMLMap) -> Condition? {
    guard let node = map.require("doubt", "what makes the record doubtful") else { return nil }
    let path = map.path("doubt")
    return node.text == nil ? condition(node, path) : comparison(node, path)
  }
}
