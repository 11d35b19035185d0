// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Every edition of every rule set and calendar that a log knows 规则集版本: what `gridlog rules`
/// lists and compares.
///
/// Corrected editions stand as corrected, annulled ones are gone.
public struct RuleRegister: Projection {
  public static let name = "rule-register"
  public static let version = 1
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = [.ruleSetPublished, .workCalendarPublished]

  public let editions = Table<RuleEditionKey, RuleEdition>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .ruleSetPublished {
      guard let rule = event.reference(.rule) else {
        throw Refusal("RuleSetPublished without rule")
      }
      let published = try event.decode(RuleSetPublished.self)
      editions[RuleEditionKey(rule: rule, position: event.position)] = RuleEdition(
        kind: published.kind, from: published.effectiveFrom, published: event.occurred,
        recorded: event.recorded, movesOpen: published.appliesToOpen,
        appliesBy: published.appliesBy, source: published.source,
        unverified: published.unverified ?? false, content: published.content)
    } else {
      guard let calendar = event.reference(.calendar) else {
        throw Refusal("WorkCalendarPublished without calendar")
      }
      let published = try event.decode(WorkCalendarPublished.self)
      editions[RuleEditionKey(rule: calendar, position: event.position)] = RuleEdition(
        from: published.issuedOn, published: event.occurred, recorded: event.recorded,
        source: published.notice, days: published.days, hours: published.hours)
    }
  }
}

/// One edition of one rule set or calendar.
public struct RuleEditionKey: TableKey {
  public var rule: ObjectID
  /// Where it was published.
  public var position: Position

  public init(rule: ObjectID, position: Position) {
    self.rule = rule
    self.position = position
  }
}

/// What an edition says; see ``RuleRegister``.
public struct RuleEdition: TableRow, Hashable {
  /// `nil` for a calendar.
  public var kind: RuleKind?
  /// The first day of its effect; of a calendar the day of the notice.
  public var from: CivilDate
  public var published: Instant
  public var recorded: Instant
  public var movesOpen = false
  public var appliesBy: RuleSetPublished.AppliesBy?
  public var source: String?
  public var unverified = false
  public var content: RuleContent?
  public var days: [WorkCalendarPublished.Day] = []
  public var hours: [WorkCalendarPublished.Hours] = []
}

/// An edition with its name and place, for lists.
public struct KnownRule: Hashable, Sendable {
  public var name: ObjectName
  public var position: Position
  public var edition: RuleEdition
  /// The day from which a later edition holds; `nil` if none does.
  public var until: CivilDate?

  /// Whether it is the edition in force on that day; notices of a calendar all are.
  public func isInForce(on day: CivilDate) -> Bool {
    edition.from <= day && until.map { day < $0 } ?? true
  }
}

extension View<RuleRegister> {
  /// All editions: by name, then by the first day of their effect; of one day the later published
  /// replaces the earlier.
  public var rules: [KnownRule] {
    let known = entries(of: \.editions).map { key, edition in
      KnownRule(name: name(of: key.rule), position: key.position, edition: edition)
    }
    var rules = known.sorted { left, right in
      let (one, other) = (left.name.text, right.name.text)
      if one != other { return one.utf8.lexicographicallyPrecedes(other.utf8) }
      return left.edition.order(left.position) < right.edition.order(right.position)
    }
    for index in rules.indices.dropLast() where rules[index].edition.kind != nil {
      let next = rules[index + 1]
      if next.name == rules[index].name { rules[index].until = next.edition.from }
    }
    return rules
  }
}

extension RuleEdition {
  fileprivate func order(_ position: Position) -> (CivilDate, Instant, Position) {
    (from, published, position)
  }
}
