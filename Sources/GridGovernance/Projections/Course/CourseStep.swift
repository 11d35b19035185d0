// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What an event does to a ticket's course: the fields that a fold of states reads, no more.
///
/// Objects are numbers and lists are rare, so that a history of many tickets stays small.
enum CourseStep: Codable, Hashable, Sendable {
  indirect case reported(CourseReport)
  case accepted(Level)
  case declined(TicketDeclined.Stage)
  case referred
  case checkAssigned(CheckAssigned.Kind)
  case registered(category: ObjectID, grade: TicketGrade)
  case regraded(category: ObjectID?, grade: TicketGrade?)
  case dispatched(ObjectID)
  case redirected(ObjectID)
  case signedFor
  case returned(request: ObjectID)
  case requested(RequestMade.Kind, ObjectID)
  case extensionRequested(ObjectID, TimeUnit)
  indirect case ruled(CourseRuling)
  indirect case suspended(CourseSuspension)
  case resumed
  case completed
  case inspected(WorkInspected.Result, wrongUnit: Bool)
  case closed(CloseReason, case: ObjectID?)
  case reopened(ReopenGround)
  case escalated(to: Level, urgency: TicketGrade?)
  case merged(into: ObjectID)
  case unmerged(survivorClosed: Bool)
  case voided
  case excluded([String])
  case exclusionLifted([String])
  /// Types that leave state and hops as they are.
  case noted
}

/// What a report says of where a ticket stands.
struct CourseReport: Codable, Hashable, Sendable {
  var origin: String
  var category: ObjectID
  var division: ObjectID
  var grid: ObjectID?
  var urgency: TicketGrade?
  var due: Instant?
  /// Whether there is somebody to call back.
  var hasReporter = false
}

/// What a ruling says of where a ticket stands.
struct CourseRuling: Codable, Hashable, Sendable {
  var request: ObjectID
  var kind: RequestKind
  var result: RequestRuled.Result
  var grantedUnits: Int?
  /// From when the grant counts; else from the request's time (K8).
  var effectiveFrom: Instant?
}

/// A suspension, as far as clocks and states depend on it.
struct CourseSuspension: Codable, Hashable, Sendable {
  var kind: SuspensionClass
  /// K18: whether all clocks stand, not the hop's alone.
  var isWhole: Bool
  var request: ObjectID?
}

/// One event of a ticket, as its course is folded from.
struct CourseFact: Codable, Hashable, Sendable {
  var id: EventID
  var occurred: Instant
  /// The body that acted, where the event says so.
  var actor: ObjectID?
  var type: CourseType
  /// The hop that the event names.
  var hop: Int32?
  var step: CourseStep
}

extension CourseFact {
  /// The number of the variant in braces, as the ticket table has it; 0 for types without one.
  var variant: Int {
    switch step {
    case .declined(let stage): stage.number
    case .checkAssigned(let kind): kind.number
    case .requested(let kind, _): kind.number
    case .ruled(let ruling): TicketTable.ruling(ruling.kind, ruling.result)
    case .inspected(let result, let wrongUnit):
      TicketTable.inspection(result) + (wrongUnit ? 10 : 0)
    case .closed(let reason, _): reason.number
    default: 0
    }
  }

  /// The hop that the ticket table looks at; several types name one that nothing depends on.
  var checkedHop: Int? {
    switch type {
    case .dispatched, .redirected, .signedFor, .returned, .progressed, .contacted, .completed,
      .inspected:
      hop.map(Int.init)
    default: nil
    }
  }
}
