// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Events as a log would hold them, made without one.
///
/// Positions, stream versions and recorded times follow the rules of a log: no gaps, and recorded
/// time never goes back. Sealed fields are left out.
public struct HistoryBuilder: Sendable {
  public private(set) var events: [StoredEvent] = []
  private var versions: [ObjectName: UInt64] = [:]
  /// The recorded time of the next event, unless one is given.
  public var clock: Instant

  public init(from start: Instant = "2021-08-01T00:00:00+08:00") { clock = start }

  /// Adds an event, recorded at `recorded` or one minute after the last.
  ///
  /// Without an id it gets one made from its position; without a time, its recorded time.
  @discardableResult
  public mutating func append(_ event: NewEvent, recorded: Instant? = nil) -> StoredEvent {
    let position = UInt64(events.count + 1)
    let time = max(recorded ?? clock, events.last?.recorded ?? .earliest)
    clock = time.adding(microseconds: 60_000_000)
    versions[event.stream, default: 0] += 1
    let content = EventContent(
      id: event.id ?? EventID(high: 0x8000, low: position &* 0x9E37_79B9_7F4A_7C15),
      type: event.type, version: event.version, stream: event.stream,
      occurred: event.occurred ?? time, actor: event.actor, source: event.source,
      causation: event.causation, correlation: event.correlation,
      references: event.body.references, payload: event.body.payload)
    let stored = StoredEvent(
      position: Position(position), recorded: time, flags: [],
      streamVersion: versions[event.stream, default: 1], content: content)
    events.append(stored)
    return stored
  }
}

extension HistoryBuilder {
  /// The view of a projection over these events, as a log that holds them would give it.
  public func replay<P: Projection>(
    _ projection: P.Type, asOf: AsOf = .head, happenedBy: Moment? = nil, clock: Instant? = nil
  ) throws(ReplayError) -> View<P> {
    try ReplayEngine(MemoryFeed(events))
      .replay(projection, asOf: asOf, happenedBy: happenedBy, clock: clock)
  }
}

/// A history that a seed decides: the same on every machine, so that the seed is the reproduction.
public struct SeededHistory: Sendable {
  public let seed: UInt64
  public let events: [StoredEvent]

  /// Asks `next` for one event after the other; it sees the events so far.
  public init(
    seed: UInt64, count: Int,
    next: (inout SeededGenerator, borrowing HistoryBuilder) -> NewEvent
  ) {
    var random = SeededGenerator(seed: seed)
    var builder = HistoryBuilder()
    for _ in 0..<count {
      let event = next(&random, builder)
      let minutes = Int64.random(in: 0...600, using: &random)
      let recorded = builder.clock.adding(microseconds: minutes * 60_000_000)
      builder.append(event, recorded: recorded)
    }
    self.seed = seed
    events = builder.events
  }

  /// The same events, each recorded so many minutes after the one before; where that would go
  /// back, at the same time.
  package init(seed: UInt64, _ steps: [(event: NewEvent, minutes: Int64)]) {
    var builder = HistoryBuilder()
    var clock = builder.clock
    for (event, minutes) in steps {
      clock = clock.adding(microseconds: minutes * 60_000_000)
      clock = builder.append(event, recorded: clock).recorded
    }
    self.seed = seed
    events = builder.events
  }
}

extension SeededGenerator {
  /// One of the elements; traps if there are none.
  public mutating func choose<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  /// True `percent` times in a hundred.
  public mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }
}
