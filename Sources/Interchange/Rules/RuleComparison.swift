// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
public import GridGovernance

/// What differs between the rules in force at two moments 规则比较, field by field.
public struct RuleComparison: Sendable {
  /// One field that differs.
  public struct Change: Hashable, Sendable {
    public let rule: ObjectName
    /// The place in the rule set, elements of lists by what they are about: `limits[handle
    /// E01-01].amount`. Empty where the whole rule set is there on one side only.
    public let field: String
    /// `nil` where the first side has none.
    public let old: Value?
    public let new: Value?
    /// The editions compared; `nil` where there is none.
    public let oldEdition: Position?
    public let newEdition: Position?
  }

  public let changes: [Change]

  /// Compares the editions in force on each side's day, by name; calendars by what they say of
  /// each day.
  public init(
    _ old: [KnownRule], on oldDay: CivilDate, with new: [KnownRule], on newDay: CivilDate
  ) {
    let left = RuleComparison.leaves(old, oldDay)
    let right = RuleComparison.leaves(new, newDay)
    let names = Set(left.keys).union(right.keys)
      .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    changes = names.flatMap { RuleComparison.changes($0, left[$0], right[$0]) }
  }

  /// The leaves of a rule, in the order of its text.
  private struct Side {
    var edition: Position
    var leaves: [(field: String, value: Value)]

    subscript(_ field: String) -> Value? { leaves.first { $0.field == field }?.value }
  }

  private static func leaves(_ rules: [KnownRule], _ day: CivilDate) -> [ObjectName: Side] {
    var sides: [ObjectName: Side] = [:]
    for rule in rules where rule.isInForce(on: day) {
      let found = rule.leaves
      if rule.edition.kind == nil, let before = sides[rule.name] {
        // Notices add up: what a later one says of a day takes the place of the earlier.
        let kept = before.leaves.filter { leaf in !found.contains { $0.field == leaf.field } }
        sides[rule.name] = Side(edition: rule.position, leaves: kept + found)
      } else {
        sides[rule.name] = Side(edition: rule.position, leaves: found)
      }
    }
    return sides
  }

  private static func changes(_ name: ObjectName, _ old: Side?, _ new: Side?) -> [Change] {
    guard let old, let new else {
      let kind = (old ?? new)?["kind"]
      return [
        Change(
          rule: name, field: "", old: old.flatMap { _ in kind }, new: new.flatMap { _ in kind },
          oldEdition: old?.edition, newEdition: new?.edition)
      ]
    }
    var seen: Set<String> = []
    let fields = (old.leaves + new.leaves).map(\.field).filter { seen.insert($0).inserted }
    return fields.compactMap { field in
      guard old[field] != new[field] else { return nil }
      return Change(
        rule: name, field: field, old: old[field], new: new[field], oldEdition: old.edition,
        newEdition: new.edition)
    }
  }
}

extension KnownRule {
  /// Every value of the edition under its place.
  fileprivate var leaves: [(field: String, value: Value)] {
    var leaves: [(field: String, value: Value)] = []
    if let kind = edition.kind {
      leaves.append(("kind", .text(kind.rawValue)))
      leaves.append(("effectiveFrom", .date(edition.from)))
      leaves.append(("appliesToOpen", .bool(edition.movesOpen)))
    } else {
      leaves.append(("kind", .text("calendar")))
    }
    if let by = edition.appliesBy { leaves.append(("appliesBy", .text(by.rawValue))) }
    if let source = edition.source, edition.kind != nil { leaves.append(("source", .text(source))) }
    if edition.unverified { leaves.append(("unverified", .bool(true))) }
    for day in edition.days {
      leaves.append(("days[\(day.date)]", .text(day.off ? "off" : "worked")))
    }
    for span in edition.hours {
      let days = span.weekdays.map(String.init).joined(separator: ",")
      leaves.append(
        ("hours[\(span.from)..\(span.to) \(days) \(clock(span.open))]", .text(clock(span.close))))
    }
    if let content = edition.content, let value = try? ValueEncoder().value(of: content) {
      flatten(value, "", into: &leaves)
    }
    return leaves
  }

  private func clock(_ minutes: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  private func flatten(
    _ value: Value, _ path: String, into leaves: inout [(field: String, value: Value)]
  ) {
    switch value {
    case .message(let fields):
      for field in fields {
        flatten(field.value, path.isEmpty ? field.name : "\(path).\(field.name)", into: &leaves)
      }
    case .list(let elements):
      guard elements.contains(where: { if case .message = $0 { true } else { false } }) else {
        leaves.append((path, value))
        return
      }
      for (index, element) in elements.enumerated() {
        flatten(element, "\(path)[\(element.nameInList ?? "\(index)")]", into: &leaves)
      }
    default: leaves.append((path, value))
    }
  }
}

extension Value {
  /// What an element of a rule set's list is about, so that a moved row is no changed row.
  fileprivate var nameInList: String? {
    guard case .message(let fields) = self else { return nil }
    for name in ["code", "indicator", "item", "subject", "divisionKind"] {
      if let value = fields.first(where: { $0.name == name })?.value { return value.description }
    }
    let words = ["stage", "category", "grade", "level", "handlerKind"].compactMap { name in
      fields.first { $0.name == name }?.value.description
    }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}
