// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules need to remember of a ticket: a state and a stack of hops.
///
/// It is the fold of the ticket's stream and nothing else (I-26). It is `Codable`, so that a
/// projection can keep it as a row.
public struct TicketState: Hashable, Codable, Sendable {
  /// The ticket.
  public var ticket: ObjectName?
  /// `nil` before the report.
  public var status: TicketStatus?
  /// The level that holds the ticket: that accepted it, or to which it went up.
  public var level: Level?
  /// 1, and one more with each rework of hop 1 and each reopening.
  public var round = 1

  /// A code of the origin list.
  public var origin: String?
  /// The category in force.
  public var category: ObjectName?
  /// The division.
  public var division: ObjectName?
  /// The grid.
  public var grid: ObjectName?
  /// Whose key seals the personal text.
  public var reporter: ObjectName?
  /// The urgency of the report until registration sets a grade.
  public var grade: TicketGrade?
  public var isSelfSolved = false
  /// Whether the reporter has taken the report back (撤诉).
  public var isWithdrawn = false

  /// Who accepted it.
  public var acceptedBy: TicketHolder?
  /// Who registered it: the holder of the parent of hop 1.
  public var registeredBy: TicketHolder?
  /// The list item under which it was registered.
  public var listItem: ObjectName?
  /// The duty that the item gives.
  public var duty: TicketRegistered.Duty?
  /// Who declined or referred it, for reopening by the level above.
  public var turnedAwayBy: TicketHolder?

  /// The stack of hops, hop 1 first. At an end the hops stay, each with how it ended.
  public var hops: [TicketHop] = []
  /// Hops that are no longer in the stack, in the order in which they left it.
  public var legs: [TicketHop] = []
  /// All requests, ruled on or not.
  public var requests: [TicketRequest] = []
  /// All calls for support.
  public var supports: [TicketSupport] = []
  /// All supervisions.
  public var supervisions: [TicketSupervision] = []
  /// Persons sent to look who have not yet said what they saw.
  public var checks: [TicketCheck] = []
  /// Who has returned the ticket to whom; a second time is refused (I-28).
  public var returns: [TicketReturn] = []

  /// Why the clock stands still; `nil` while it runs.
  public var suspension: SuspensionClass?
  /// Whether it was ever shelved 挂账: then a ripe condition reopens it.
  public var wasShelved = false
  /// Where a refused return leads back to.
  public var statusBeforeReturn: TicketStatus?
  /// Where a reopened referral leads back to.
  public var statusBeforeReferral: TicketStatus?
  /// Where an undone merge leads back to.
  public var statusBeforeMerge: TicketStatus?
  /// How it was closed; `nil` while it is open.
  public var closing: TicketClosing?
  /// The ticket in which it goes on.
  public var mergedInto: ObjectName?
  /// Indicators that leave the ticket out.
  public var excludedFrom: [String] = []
  /// Pairs that the table does not have, as corrected or imported histories may hold.
  public var anomalies: [TicketAnomaly] = []
  /// How many events were folded.
  public var eventCount = 0

  public init() {}
}

extension TicketState {
  /// The deepest open hop.
  public var topHop: TicketHop? { hops.last { $0.ended == nil } }

  /// The unit of the deepest hop, open or not.
  public var unit: ObjectName? { (topHop ?? hops.last)?.handler }

  /// The unit that answers for the whole ticket: that of hop 1.
  public var answerable: ObjectName? { hops.first?.handler }

  /// Whether a pair that the table does not have stands in its history.
  public var isAnomalous: Bool { !anomalies.isEmpty }

  /// Requests that nobody has ruled on.
  public var openRequests: [TicketRequest] { requests.filter { $0.outcome == nil } }

  /// Calls with a unit that has neither finished nor been excused.
  public var openSupports: [TicketSupport] { supports.filter(\.isOpen) }
}

/// A body that acted on a ticket, and its level at that time, where it is known.
public struct TicketHolder: Hashable, Codable, Sendable {
  /// The public body.
  public var body: ObjectName?
  /// The level.
  public var level: Level?

  public init(body: ObjectName?, level: Level?) {
    self.body = body
    self.level = level
  }
}

/// How a hop ended.
public enum HopEnd: String, Enumeration {
  case completed, returned, redirected, recalled, wrongUnit, escalated, merged, voided, closed
}

/// One leg of a ticket's way: a unit that has it from whoever stands above.
public struct TicketHop: Hashable, Codable, Sendable {
  /// 1 under the registering level, then deeper.
  public var number: Int
  /// The unit that handles.
  public var handler: ObjectName
  /// The body that sent it there; `nil` where an import does not say.
  public var dispatcher: ObjectName?
  /// Whose work it is, where one person is named.
  public var worker: ObjectName?
  /// The rule set by which it was sent.
  public var rule: ObjectName
  /// Whether the unit may not return it (I-28).
  public var isBinding: Bool
  /// The reason.
  public var ground: DispatchGround
  /// The department whose work it is (I-17).
  public var onBehalfOf: ObjectName?
  /// 1, and one more with each rework.
  public var round: Int
  /// When it was sent.
  public var dispatched: Instant
  /// When the unit signed; `nil` before.
  public var signed: Instant?
  /// `nil` while the hop is open.
  public var ended: HopEnd?
}

/// A request, and the ruling on it.
public struct TicketRequest: Hashable, Codable, Sendable {
  /// What became of a request.
  public enum Outcome: String, Enumeration {
    case granted, refused, lapsed
  }

  /// The name.
  public var name: ObjectName
  /// Which of the kinds.
  public var kind: RequestKind
  /// The hop from which it was made; `nil` if there was none.
  public var hop: Int?
  /// When it was made; grants count from here (K8).
  public var made: Instant
  /// `nil` while nobody has ruled.
  public var outcome: Outcome?
}

/// A call for support 吹哨/协办, and how far each summoned unit has come.
public struct TicketSupport: Hashable, Codable, Sendable {
  /// How far a summoned unit has come.
  public enum Progress: String, Enumeration {
    case called, arrived, finished, excused
  }

  /// One summoned unit.
  public struct Unit: Hashable, Codable, Sendable {
    /// The public body.
    public var body: ObjectName
    /// How far it has come.
    public var progress: Progress
  }

  /// The name.
  public var name: ObjectName
  /// Who called.
  public var caller: ObjectName?
  /// Who leads.
  public var lead: ObjectName
  /// Whether the lead may complete while it is open (I-40).
  public var allowsPartial: Bool
  /// The summoned units.
  public var units: [Unit]
  /// The later call that took its place.
  public var replacedBy: ObjectName?

  /// Whether a unit still has to finish.
  public var isOpen: Bool {
    replacedBy == nil && units.contains { $0.progress == .called || $0.progress == .arrived }
  }
}

/// A supervision 督办.
public struct TicketSupervision: Hashable, Codable, Sendable {
  /// The name.
  public var name: ObjectName
  /// The unit that handles.
  public var handler: ObjectName
  /// Who issued it.
  public var issuedBy: TicketHolder
  /// The grade.
  public var grade: SupervisionGrade
  /// Whether the unit has answered.
  public var isReplied: Bool
  /// Whether it is over.
  public var isLifted: Bool
}

/// Somebody who was sent to look.
public struct TicketCheck: Hashable, Codable, Sendable {
  /// Which of the kinds.
  public var kind: CheckAssigned.Kind
  /// Who was sent.
  public var assignee: ObjectName
}

/// That a unit has returned the ticket to a dispatcher.
public struct TicketReturn: Hashable, Codable, Sendable {
  /// Who sent it back.
  public var unit: ObjectName
  /// To whom it went back.
  public var dispatcher: ObjectName?
}

/// How a ticket was closed.
public struct TicketClosing: Hashable, Codable, Sendable {
  /// How it is closed.
  public var reason: CloseReason
  /// When.
  public var at: Instant
  /// Whether a hop was open: then a reopening leads back to its unit.
  public var hadHop: Bool
  /// Whether it had been registered.
  public var wasRegistered: Bool
}

/// A pair of state and event that the table does not have.
public struct TicketAnomaly: Hashable, Codable, Sendable {
  /// The state in which the event came; `nil` before the report.
  public var status: TicketStatus?
  /// The event type.
  public var type: String
  /// The rule that would have refused it.
  public var rule: String
  /// The place of the event in the ticket's history: 1 for the first.
  public var index: Int
}
