// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of origin lists 来源清单: as which source a town counts a report (I-15).
struct OriginBook {
  let origins: Workspace<Int, OriginLists>

  private static let all = 0

  /// Takes rule sets of origins; other events are not its.
  func take(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard event.type == .ruleSetPublished,
      event.enumeration(RuleSetPublished.Field.kind) == RuleKind.origins.number,
      let rule = event.reference(.rule)
    else { return }
    let published = try event.decode(RuleSetPublished.self)
    let list = OriginList(
      from: published.effectiveFrom, rule: rule, rows: published.content.origins ?? [])
    origins.update(OriginBook.all, default: OriginLists()) { $0.lists.insertByDay(list) }
  }

  /// The source of a code by the lists in force on that day; `nil` if none of them has it.
  ///
  /// Where no list is in force, as in imports, a code that is itself the name of a source counts
  /// as that source.
  func source(of code: String, on day: CivilDate) -> TownSource? {
    var isListed = false
    var seen: [ObjectID] = []
    for list in origins[OriginBook.all]?.lists.reversed() ?? []
    where list.from <= day && !seen.contains(list.rule) {
      isListed = true
      seen.append(list.rule)
      if let row = list.rows.first(where: { $0.code == code }) { return row.townSource }
    }
    return isListed ? nil : TownSource(rawValue: code)
  }
}

/// Every published origin list.
struct OriginLists: TableRow {
  var lists: [OriginList] = []
}

/// One published origin list; it replaces earlier ones of the same rule from its day on.
struct OriginList: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var rule: ObjectID
  var rows: [OriginRule]
}
