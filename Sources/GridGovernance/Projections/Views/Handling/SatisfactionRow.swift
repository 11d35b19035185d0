// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// With or without what is excluded from an indicator (`TicketExcluded`).
public enum Exclusions: String, Enumeration {
  /// 剔除后: excluded tickets are left out.
  case leftOut
  /// 剔除前: every ticket counts.
  case counted
}

/// A unit and a month, with or without excluded tickets.
public struct SatisfactionKey: TableKey, MonthKey {
  /// The unit that answers for the ticket: that of hop 1.
  public var unit: ObjectID
  public var exclusions: Exclusions
  public var month: Month

  public init(unit: ObjectID, exclusions: Exclusions, month: Month) {
    self.unit = unit
    self.exclusions = exclusions
    self.month = month
  }
}

/// What reporters said of a unit's work in a month; see ``Satisfaction``.
public struct SatisfactionRow: TableRow, PeriodRow {
  /// Tickets called back: `reached` + `notReached`.
  public var followedUp = 0
  public var reached = 0
  public var notReached = 0
  /// Reporters who say that the unit had contacted them.
  public var contacted = 0
  /// 响应率, in the reporter's word: `contacted` ÷ `reached`.
  public var contactedRate: ExactDecimal?
  public var solved = 0
  /// 解决率: `solved` ÷ `reached`.
  public var solvedRate: ExactDecimal?
  public var satisfied = 0
  /// 满意率: `satisfied` ÷ `reached`.
  public var satisfiedRate: ExactDecimal?
  /// Reporters who were reached and said nothing of any of the three.
  public var silent = 0
  /// Rounds of work that the unit completed, called back or not.
  public var completed = 0
  /// Of those, the ones in which the unit had reached the reporter before the deadline.
  public var unitContacted = 0
  /// 响应率, by the unit's own contacts: `unitContacted` ÷ `completed`.
  public var unitContactedRate: ExactDecimal?

  public init() {}

  public mutating func add(_ later: SatisfactionRow) {
    followedUp += later.followedUp
    reached += later.reached
    notReached += later.notReached
    contacted += later.contacted
    solved += later.solved
    satisfied += later.satisfied
    silent += later.silent
    completed += later.completed
    unitContacted += later.unitContacted
    settle()
  }

  mutating func settle() {
    contactedRate = .rate(contacted, of: reached)
    solvedRate = .rate(solved, of: reached)
    satisfiedRate = .rate(satisfied, of: reached)
    unitContactedRate = .rate(unitContacted, of: completed)
  }

  mutating func count(_ call: FollowUpCall, _ number: Int) {
    followedUp += number
    if call.reached { reached += number } else { notReached += number }
    guard call.reached else { return settle() }
    if call.contacted == true { contacted += number }
    if call.solved == true { solved += number }
    if call.isSatisfied == true { satisfied += number }
    if call.contacted == nil, call.solved == nil, call.isSatisfied == nil { silent += number }
    settle()
  }

  mutating func count(_ work: CompletedWork, _ number: Int) {
    completed += number
    if work.isContacted { unitContacted += number }
    settle()
  }
}

/// The answers of one call, and where they count.
struct FollowUpCall: Codable, Hashable, Sendable {
  var unit: ObjectID
  var month: Month
  /// Of the ticket; a later call of the same round takes the place of an earlier one.
  var round: Int
  var reached: Bool
  var contacted: Bool?
  var solved: Bool?
  var isSatisfied: Bool?
}

/// One round of work that was completed, and where it counts.
struct CompletedWork: Codable, Hashable, Sendable {
  var unit: ObjectID
  var month: Month
  var round: Int
  var isContacted: Bool
}

/// What satisfaction must remember of a ticket.
struct AskedTicket: TableRow {
  var calls: [FollowUpCall] = []
  var works: [CompletedWork] = []
  /// When the unit of hop 1 reached the reporter in this round.
  var contacted: Instant?
}
