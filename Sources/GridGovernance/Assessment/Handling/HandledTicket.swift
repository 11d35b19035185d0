// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A ticket as its handling counts: who had it, when it was due, what came of it.
///
/// It keeps hops that have ended too, for a unit answers for the clock that ran out with it
/// (domain §2.6, v).
struct HandledTicket: TableRow {
  var division: ObjectID?
  var category: ObjectID?
  var grade: TicketGrade?
  /// A deadline that came with the report.
  var dueGiven: Instant?
  /// In the order in which the units got it.
  var legs: [HandlingLeg] = []
  var requests: [LegRequest] = []
  var closed: Closing?
  var isVoided = false
  var isMerged = false
  var excludedFrom: [String] = []

  struct Closing: Codable, Hashable, Sendable {
    var at: Instant
    var reason: CloseReason
  }
}

/// One unit's part in a ticket.
struct HandlingLeg: Codable, Hashable, Sendable {
  var number: Int
  var handler: ObjectID
  var worker: ObjectID?
  var dispatched: Instant
  /// Of the first round (K11); `nil` if no limit is live.
  var clock: Clock?
  /// Of a clock that stands, the deadline that it had.
  var due: Instant?
  /// When the first round was done.
  var completed: Instant?
  /// Whether the latest round is done.
  var isDone = false
  var isReworked = false
  var isExtended = false
  var suspension: SuspensionClass?
  /// `nil` while the hop is open.
  var ended: HopEnd?
  var endedAt: Instant?
}

/// A request that a ruling may grant.
struct LegRequest: Codable, Hashable, Sendable {
  var name: ObjectID
  /// The place in `legs`.
  var leg: Int
  var made: Instant
  var unit: TimeUnit?
}

extension HandledTicket {
  /// The deepest open leg.
  var top: Int? { legs.lastIndex { $0.ended == nil } }

  /// The open leg of that hop.
  func leg(_ hop: Int?) -> Int? {
    guard let hop else { return top }
    return legs.lastIndex { $0.number == hop && $0.ended == nil }
  }

  /// Ends the open legs from that hop number on.
  mutating func endLegs(from number: Int, as end: HopEnd, at time: Instant) {
    for index in legs.indices where legs[index].ended == nil && legs[index].number >= number {
      legs[index].ended = end
      legs[index].endedAt = time
      legs[index].suspension = nil
    }
  }

  /// Brings the legs back that ended at the close.
  mutating func reopenLegs() {
    for index in legs.indices where legs[index].ended == .closed {
      legs[index].ended = nil
      legs[index].endedAt = nil
      legs[index].isDone = false
    }
  }

  /// What came of that leg; `nil` if it counts nowhere.
  ///
  /// Without a deadline there is nothing that should have been disposed of. A unit that the
  /// ticket left in time has no part in it, nor one whose work it never was.
  func outcome(of leg: HandlingLeg) -> HandlingOutcome? {
    guard !isMerged, let due = leg.due, leg.ended != .wrongUnit else { return nil }
    let endedInTime = leg.endedAt.map { $0 <= due } ?? false
    switch leg.ended {
    case .returned, .redirected, .recalled, .escalated:
      if endedInTime { return nil }
    case .closed where closed?.reason.takesWorkAway ?? false:
      if endedInTime, leg.completed == nil { return nil }
    default: break
    }
    let completed = leg.completed ?? handedOn(leg)
    var outcome = HandlingOutcome()
    outcome.isDisposed = leg.isDone || leg.ended == .completed || handedOn(leg) != nil
    outcome.isOnTime = completed.map { $0 <= due } ?? false
    outcome.isClosed = closed != nil
    outcome.isClosedOnTime = closed.map { $0.at <= due } ?? false
    outcome.isHandled = leg.completed != nil
    outcome.isReworked = leg.isReworked
    outcome.isExtended = leg.isExtended
    outcome.isPending = !outcome.isDisposed && leg.ended == nil && leg.suspension == nil
    outcome.isVoided = isVoided
    outcome.suspension = leg.suspension
    outcome.excludedFrom = excludedFrom
    return outcome
  }

  /// When a case or another authority took the matter over, which disposes of it.
  private func handedOn(_ leg: HandlingLeg) -> Instant? {
    guard leg.ended == .closed, let closed else { return nil }
    return closed.reason == .caseFiled || closed.reason == .transferred ? closed.at : nil
  }
}

extension CloseReason {
  /// Whether such a close ends work that nobody needs any more.
  fileprivate var takesWorkAway: Bool { self == .withdrawnByReporter || self == .terminated }
}
