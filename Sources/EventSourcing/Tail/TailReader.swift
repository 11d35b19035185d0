// SPDX-License-Identifier: Apache-2.0

/// Reads a log forwards in bounded batches, and waits at its end for more.
///
/// Invariants:
/// - `position` only grows, and every matching event up to it was given exactly once;
/// - nothing is read before it is asked for, and between two batches no transaction is open.
struct TailReader {
  let log: EventLog
  let query: Query
  let isFollowing: Bool
  let batch: Int
  /// How far the log was read: matching events up to here were given.
  private(set) var position: Position
  /// The log's head at the last look.
  private(set) var head = Position.origin

  init(_ log: EventLog, query: Query, after: Position, isFollowing: Bool, batch: Int) {
    self.log = log
    self.query = query
    self.isFollowing = isFollowing
    self.batch = max(1, batch)
    position = after
  }

  /// The next matching events, at least one; `nil` at the end of the log unless following, and
  /// after the task was cancelled.
  mutating func next(
    isolation: isolated (any _Concurrency.Actor)? = #isolation
  ) async throws(EventLogError) -> [StoredEvent]? {
    while !Task.isCancelled {
      // Asked before the look at the log: what is committed after that look rings past it.
      let rings = log.doorbell.rings
      if let events = try read() { return events }
      guard isFollowing else { return nil }
      await log.doorbell.wait(past: rings)
    }
    return nil
  }

  /// The next matching events that are there; `nil` if there are none up to the head.
  mutating func read() throws(EventLogError) -> [StoredEvent]? {
    head = try log.head
    guard position <= head else {
      throw EventLogError(.positionBeyondHead(position: position, head: head), path: log.path)
    }
    guard position < head else { return nil }
    let events = try log.events(query, after: position, through: head, limit: batch)
    try check(events, head)
    position = events.count < batch ? head : events.last?.position ?? head
    log.metrics.tailed(events.count, behind: head.rawValue - position.rawValue)
    return events.isEmpty ? nil : events
  }

  /// Positions have no gaps: where every event is wanted, a missing one is seen at once.
  private func check(_ events: [StoredEvent], _ head: Position) throws(EventLogError) {
    guard query == .all else { return }
    var expected = position.rawValue
    for event in events {
      expected += 1
      guard event.position.rawValue == expected else {
        throw EventLogError(
          .damaged(what: "event #\(expected) is missing before \(event.position)"),
          path: log.path)
      }
    }
    guard events.count < batch, expected < head.rawValue else { return }
    throw EventLogError(.damaged(what: "event #\(expected + 1) is missing"), path: log.path)
  }
}
