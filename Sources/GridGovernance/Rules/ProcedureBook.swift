// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The editions of all procedures and service guides that are known, by the day from which each
/// holds.
///
/// Which edition a step goes by is the one in force on the step's own day, unless that edition
/// says `filingDate`: then it is the one that was in force when the case was filed (domain §3.1).
/// Of each rule set one edition counts; their rows add up.
public struct ProcedureBook: Codable, Hashable, Sendable {
  /// One edition of one rule set.
  public struct Edition: Codable, Hashable, Sendable {
    /// The rule set.
    public var rule: ObjectName
    /// The first day of its effect.
    public var from: CivilDate
    /// Whose day decides whether it applies.
    public var appliesBy: RuleSetPublished.AppliesBy
    /// Whether nobody has held it against its text.
    public var isUnverified: Bool
    /// What it says.
    public var content: RuleContent
  }

  /// By day; of one day the later published stands later.
  private(set) var editions: [Edition] = []

  public init() {}

  public init(_ published: [RuleSetPublished]) {
    for rule in published { publish(rule) }
  }

  /// Takes a published rule set in; sets that say nothing of procedures and guides are left out.
  public mutating func publish(_ rule: RuleSetPublished) {
    let content = rule.content
    guard content.penalty != nil || content.approval != nil || content.serviceGuide != nil else {
      return
    }
    let edition = Edition(
      rule: rule.rule, from: rule.effectiveFrom, appliesBy: rule.appliesBy ?? .stepDate,
      isUnverified: rule.unverified ?? false, content: content)
    let index = editions.lastIndex { $0.from <= edition.from }.map { $0 + 1 } ?? 0
    editions.insert(edition, at: index)
  }

  /// The edition of that rule set in force on that day.
  public func edition(of rule: ObjectName, on day: CivilDate) -> Edition? {
    editions.last { $0.rule == rule && $0.from <= day }
  }

  /// One edition of each rule set in force on that day, the later in force standing later.
  func live(on day: CivilDate) -> [Edition] {
    var seen: Set<ObjectName> = []
    return editions.reversed().filter { $0.from <= day && seen.insert($0.rule).inserted }
      .reversed()
  }

  /// What a step on that day goes by, in a case filed on the other.
  func applied(on step: CivilDate, filed: CivilDate) -> [AppliedEdition] {
    live(on: step).compactMap { edition in
      guard edition.appliesBy == .filingDate else {
        return AppliedEdition(edition: edition, appliedBy: .stepDate)
      }
      return self.edition(of: edition.rule, on: filed)
        .map { AppliedEdition(edition: $0, appliedBy: .filingDate) }
    }
  }

  /// The days after `first` up to and with `last` on which an edition came into force.
  func changes(after first: CivilDate, through last: CivilDate) -> [Edition] {
    editions.filter { first < $0.from && $0.from <= last }
  }
}

/// An edition, and whose day brought it to the step.
struct AppliedEdition: Hashable, Sendable {
  let edition: ProcedureBook.Edition
  let appliedBy: RuleSetPublished.AppliesBy
}

/// A limit as it applies to one step of one case.
public struct AppliedLimit: Hashable, Sendable {
  /// The row.
  public let row: ProcedureLimit
  /// The rule set that has it.
  public let rule: ObjectName
  /// Whether the day of the step or of the filing chose the edition.
  public let appliedBy: RuleSetPublished.AppliesBy
  /// Whether the row or its rule set is unverified.
  public let isUnverified: Bool

  init(_ row: ProcedureLimit, _ applied: AppliedEdition) {
    self.row = row
    rule = applied.edition.rule
    appliedBy = applied.appliedBy
    isUnverified = applied.edition.isUnverified || row.unverified ?? false
  }

  var terms: ClockTerms { ClockTerms(row.amount, row.unit, row.policies) }
}

extension [AppliedEdition] {
  /// The penalty procedures among them.
  var penalty: [PenaltyProcedure] { compactMap(\.edition.content.penalty) }

  /// The limit of a step of a penalty case.
  func penaltyLimit(_ step: ProcedureStep) -> AppliedLimit? {
    limit {
      $0.penalty?.limits
    } where: {
      $0.step == step
    }
  }

  /// The limit of a step of an application for an item of that kind.
  func approvalLimit(
    _ step: ProcedureStep, kind: PowerDevolved.Kind?, item: String
  ) -> AppliedLimit? {
    limit {
      $0.approval?.limits
    } where: { row in
      row.step == step && row.item ?? item == item
        && (row.itemKind == nil || row.itemKind == kind)
    }
  }

  private func limit(
    in part: (RuleContent) -> [ProcedureLimit]?, where fits: (ProcedureLimit) -> Bool
  ) -> AppliedLimit? {
    var best: AppliedLimit?
    for applied in self {
      for row in part(applied.edition.content) ?? [] where fits(row) {
        if best.map({ row.exactness >= $0.row.exactness }) ?? true {
          best = AppliedLimit(row, applied)
        }
      }
    }
    return best
  }
}

extension ProcedureLimit {
  fileprivate var exactness: Int { (item == nil ? 0 : 2) + (itemKind == nil ? 0 : 1) }
}
