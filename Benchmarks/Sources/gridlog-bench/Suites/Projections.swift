// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance

/// Adds up every header field of every event: what a scan costs before any question.
struct HeaderTotals: Projection {
  typealias Vocabulary = GovernanceEvent
  static let name = "header-totals", version = 1
  let sums = Table<Int, Int>()

  func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let times = event.recorded.microseconds &+ event.occurred.microseconds
    let id = Int(truncatingIfNeeded: event.id.high &+ event.id.low)
    let place = Int(truncatingIfNeeded: event.position.rawValue &+ event.streamVersion)
    let isReport = event.type == .incidentReported ? 1 : 0
    sums[0, default: 0] &+= Int(times) &+ id &+ place &+ Int(event.flags.rawValue) &+ isReport
  }
}

/// The last event of each ticket.
struct LastEventOfTicket: Projection {
  typealias Vocabulary = GovernanceEvent
  static let name = "last-event-of-ticket", version = 1
  let last = Table<ObjectID, EventType>()

  func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    last[event.stream] = event.type
  }
}
