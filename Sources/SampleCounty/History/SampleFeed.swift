// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// The requests of a county in the order in which the log learns of them.
struct SampleFeed {
  private let world: World
  private let events: Int
  private var waiting: ArraySlice<SampleRequest>
  private var history: History
  private var given = 0
  private var tickets = 0
  private var last = History.begin
  /// The latest act given: what happened before it and comes after it is entered late.
  private var latest = Instant.earliest
  /// Acts entered late; they go with the next request that is not, whose time becomes theirs.
  private var late: [NewEvent] = []

  init(seed: UInt64, events: Int) {
    world = World(seed: seed)
    self.events = events
    waiting = Setup(world).requests[...]
    history = History(world)
  }

  /// The next request; `nil` once there are events enough.
  mutating func next() -> [NewEvent]? {
    while given < events {
      guard let request = waiting.popFirst() else {
        waiting = history.nextDay(after: given)[...]
        continue
      }
      // With the source's clock a request is recorded when its last act happened: alone, a late
      // one would be flagged as if the clock had gone back.
      guard request.lastOccurred >= latest else {
        late += request.events
        continue
      }
      latest = request.lastOccurred
      return give(late + request.events, known: request.known)
    }
    return nil
  }

  private mutating func give(_ events: [NewEvent], known: LocalTime) -> [NewEvent] {
    late = []
    given += events.count
    tickets += events.count { $0.type == .incidentReported }
    last = max(last, known.date)
    return events
  }

  var summary: SampleSummary {
    SampleSummary(
      towns: world.plan.towns.count, villages: world.plan.villages.count,
      grids: world.plan.grids.count, tickets: tickets, events: given,
      days: last.daysSinceEpoch - History.begin.daysSinceEpoch + 1, period: History.begin...last)
  }
}
