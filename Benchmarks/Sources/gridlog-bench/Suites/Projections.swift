// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance

/// Looks at every header field of every event and keeps one in 4,096: what a scan costs, with
/// next to no table behind it.
struct HeaderFilter: Projection {
  static let name = "header-filter", version = 1
  let hits = Table<Int, Int>()

  // The one step for a hot projection: the engine's loop then holds the body itself.
  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    let times = UInt64(bitPattern: event.recorded.microseconds &+ event.occurred.microseconds)
    let places = event.position.rawValue &+ event.streamVersion &+ UInt64(event.flags.rawValue)
    let isReport: UInt64 = event.type == .incidentReported ? 1 : 0
    let sum = times &+ places &+ event.id.high &+ event.id.low &+ isReport
    if sum & 0xFFF == 0 { hits[0, default: 0] += 1 }
  }
}

/// The last event of each ticket.
struct LastEventOfTicket: Projection {
  static let name = "last-event-of-ticket", version = 1
  let last = Table<ObjectID, EventType>()

  func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    last[event.stream] = event.type
  }
}
