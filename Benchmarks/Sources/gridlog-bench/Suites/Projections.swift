// SPDX-License-Identifier: Apache-2.0
import Counters
import EventSourcing

/// The sum of an event's header fields, as the C programs make it.
@inline(__always)
private func headerSum(_ event: borrowing RecordedEvent<TicketVocabulary>) -> UInt64 {
  let times = UInt64(bitPattern: event.recorded.microseconds &+ event.occurred.microseconds)
  let places = event.position.rawValue &+ event.streamVersion
  let isReport: UInt64 = event.type == TicketVocabulary.reported ? 1 : 0
  return times &+ places &+ event.id.high &+ event.id.low &+ isReport
}

/// Looks at every header field of every event and keeps one in 4,096: what a scan costs, with
/// next to no table behind it.
struct HeaderFilter: Projection {
  typealias Vocabulary = TicketVocabulary
  static let name = "header-filter", version = 1
  let hits = Table<Int, Int>()

  // The one step for a hot projection: the engine's loop then holds the body itself.
  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    if headerSum(event) & 0xFFF == 0 { hits[0, default: 0] += 1 }
  }
}

/// The whole sum: not timed, to hold the stores together.
struct HeaderTotal: Projection {
  typealias Vocabulary = TicketVocabulary
  static let name = "header-total", version = 1
  let sum = Table<Int, Int>()

  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    sum[0, default: 0] &+= Int(truncatingIfNeeded: headerSum(event))
  }
}

/// The last event of each ticket.
struct TicketStatus: Projection {
  typealias Vocabulary = TicketVocabulary
  static let name = "ticket-status", version = 1
  let last = Table<ObjectID, EventType>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    last[event.stream] = event.type
  }
}

/// Keeps the most anonymous memory that the process had at any time of the scan, in kB.
struct MemoryWatch: Projection {
  typealias Vocabulary = TicketVocabulary
  static let name = "memory-watch", version = 1
  let most = Table<Int, Int>()

  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    // Every 4,096 events: a read of /proc is dear.
    guard event.position.rawValue & 0xFFF == 0 else { return }
    most[0, default: 0] = max(most[0, default: 0], Int(counters_anonymous_bytes() / 1024))
  }
}
