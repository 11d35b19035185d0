// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of a county's choices for tickets, by day.
struct PolicyBook {
  let editions: Workspace<Int, PolicyEditions>

  private static let all = 0

  /// Takes a procedure rule set for tickets; other events are not its.
  func take(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard event.type == .ruleSetPublished,
      event.enumeration(RuleSetPublished.Field.kind) == RuleKind.procedure.number
    else { return }
    let published = try event.decode(RuleSetPublished.self)
    guard let policies = published.content.tickets else { return }
    let edition = PolicyEdition(from: published.effectiveFrom, policies: policies)
    editions.update(PolicyBook.all, default: PolicyEditions()) { $0.all.insertByDay(edition) }
  }

  /// By the last edition in force on that day; `nil` before the first.
  func policies(on day: CivilDate) -> TicketPolicies? {
    editions[PolicyBook.all]?.all.last { $0.from <= day }?.policies
  }
}

/// Ascending by first day.
struct PolicyEditions: TableRow {
  var all: [PolicyEdition] = []
}

/// One edition and its first day.
struct PolicyEdition: Codable, Hashable, Sendable, DatedSpan {
  var from: CivilDate
  var policies: TicketPolicies
}
