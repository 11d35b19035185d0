// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// The view of a projection as it would be under assumptions; nothing is written.
  ///
  /// The view says what was assumed (``AnyView/assumptions``), differs from the real one by
  /// ``View/changes(to:)``, and there is no certificate of it.
  /// - Parameters:
  ///   - asOf: How much of the log the answer knows. Added events count to what is known from
  ///     their recorded time on; as of a position, if they stand before it.
  /// - Throws: ``ReplayError``, with ``ReplayError/Reason/assumption(_:)`` for what cannot be.
  public func replay<P: Projection>(
    _ projection: P.Type, asOf: AsOf = .head, happenedBy: Moment? = nil, clock: Instant? = nil,
    assuming assumptions: Assumptions, options: ReplayOptions = ReplayOptions()
  ) throws(ReplayError) -> View<P> {
    let feed = try AssumptionResolver(self).feed(assumptions)
    return try ReplayEngine(feed, options: options)
      .replay(projection, asOf: asOf, happenedBy: happenedBy, clock: clock)
  }

  /// The views of several projections under assumptions, in as few passes as their orders allow.
  public func replay(
    _ projections: [any Projection.Type], asOf: AsOf = .head, happenedBy: Moment? = nil,
    clock: Instant? = nil, assuming assumptions: Assumptions,
    options: ReplayOptions = ReplayOptions()
  ) throws(ReplayError) -> [AnyView] {
    let feed = try AssumptionResolver(self).feed(assumptions)
    return try ReplayEngine(feed, options: options)
      .replay(projections, asOf: asOf, happenedBy: happenedBy, clock: clock)
  }

  /// The view of a projection as it is and as it would be under assumptions, of one moment.
  ///
  /// Both are of the same log: what others append meanwhile is in neither.
  public func whatIf(
    _ projection: any Projection.Type, asOf: AsOf = .head, happenedBy: Moment? = nil,
    clock: Instant? = nil, assuming assumptions: Assumptions,
    options: ReplayOptions = ReplayOptions()
  ) throws(ReplayError) -> (real: AnyView, assumed: AnyView) {
    let resolver = try AssumptionResolver(self)
    let feed = try resolver.feed(assumptions)
    let real = try ReplayEngine(resolver.base, options: options)
      .replay([projection], asOf: asOf, happenedBy: happenedBy, clock: clock)
    let assumed = try ReplayEngine(feed, options: options)
      .replay([projection], asOf: asOf, happenedBy: happenedBy, clock: clock)
    return (real[0], assumed[0])
  }
}

extension AnyView {
  /// What the answer assumes against the log; `nil` for a real answer.
  public var assumptions: AssumedHistory? { (context.engine.feed as? OverlayFeed)?.history }
}

/// Looks up what assumptions speak of, and makes the feed of the past that they mean.
private struct AssumptionResolver {
  private let log: EventLog
  let base: LogFeed

  /// An added event before it has a number.
  private struct Candidate {
    let event: NewEvent
    let recorded: Instant
    let after: Position
    let replaced: StoredEvent?
  }

  init(_ log: EventLog) throws(ReplayError) {
    self.log = log
    base = try reading { () throws(EventLogError) in try LogFeed(log) }
  }

  func feed(_ assumptions: Assumptions) throws(ReplayError) -> OverlayFeed {
    var leftOut: [Position: StoredEvent] = [:]
    for target in assumptions.leftOut {
      let event = try event(target)
      leftOut[event.position] = event
    }
    var candidates: [Candidate] = []
    for (index, addition) in assumptions.additions.enumerated() {
      do throws(AppendError) {
        try log.writer.core.check([addition.event])
      } catch {
        throw ReplayError(.assumption(.invalid(number: index + 1, error)))
      }
      let candidate = try candidate(addition)
      if let replaced = candidate.replaced { leftOut[replaced.position] = replaced }
      candidates.append(candidate)
    }
    let order = AssumptionResolver.order(candidates)
    var added: [OverlayFeed.Added] = []
    var replaced: [Position: Position] = [:]
    for (number, index) in order.enumerated() {
      let position = Position.assumed(UInt64(number + 1))
      let event = AssumptionResolver.stored(candidates[index], position, log)
      added.append(
        OverlayFeed.Added(
          event: event, after: candidates[index].after,
          version: try version(of: event.content.stream, at: candidates[index].after)))
      replaced[position] = candidates[index].replaced?.position
    }
    try requireFreeIDs(order.indices.map { (order[$0] + 1, added[$0].event.content.id) }, leftOut)
    return OverlayFeed(
      base, without: leftOut.values.sorted { $0.position < $1.position }, adding: added,
      replaced: replaced)
  }

  private func event(_ target: Assumptions.Target) throws(ReplayError) -> StoredEvent {
    let found = try reading { () throws(EventLogError) in
      switch target {
      case .position(let position):
        position > .origin && position <= base.head ? try log.event(at: position) : nil
      case .id(let id): try log.event(id)
      }
    }
    guard let found, found.position <= base.head else {
      throw ReplayError(.assumption(.noSuchEvent(target)))
    }
    return found
  }

  private func candidate(_ addition: Assumptions.Addition) throws(ReplayError) -> Candidate {
    switch addition.place {
    case .insteadOf(let target):
      let replaced = try event(target)
      return Candidate(
        event: addition.event, recorded: replaced.recorded,
        after: replaced.position.predecessor, replaced: replaced)
    case .recorded(let given):
      guard let recorded = given ?? addition.event.occurred else {
        let last = try reading { () throws(EventLogError) in try log.event(at: base.head) }
        return Candidate(
          event: addition.event, recorded: last?.recorded ?? .earliest, after: base.head,
          replaced: nil)
      }
      return Candidate(
        event: addition.event, recorded: recorded,
        after: try base.position(recordedAtOrBefore: recorded), replaced: nil)
    }
  }

  /// By place, then by recorded time, then as they were given; what replaces an event comes last
  /// of those before it, for it is recorded when that one was.
  private static func order(_ candidates: [Candidate]) -> [Int] {
    candidates.indices.sorted { left, right in
      let (a, b) = (candidates[left], candidates[right])
      if a.after != b.after { return a.after < b.after }
      return a.recorded == b.recorded ? left < right : a.recorded < b.recorded
    }
  }

  private static func stored(
    _ candidate: Candidate, _ position: Position, _ log: EventLog
  ) -> StoredEvent {
    let event = candidate.event
    let occurred = event.occurred ?? candidate.replaced?.content.occurred ?? candidate.recorded
    var flags: RecordFlags = log.identity.clock == .source ? .clockInjected : []
    if occurred > candidate.recorded.adding(microseconds: log.options.futureTolerance) {
      flags.insert(.occurredLater)
    }
    return StoredEvent(
      position: position, recorded: candidate.recorded, flags: flags, streamVersion: 0,
      content: EventContent(
        id: event.id ?? candidate.replaced?.content.id ?? unusedID(position), type: event.type,
        version: event.version, stream: event.stream, occurred: occurred, actor: event.actor,
        source: event.source, causation: event.causation, correlation: event.correlation,
        references: event.body.references, payload: event.body.payload,
        // A fold sees that something is sealed, and nothing of it.
        sealed: event.body.clear.map {
          SealedSection(subject: $0.subject, purpose: $0.purpose, ciphertext: [])
        }))
  }

  /// A UUID of version 8 that a position decides: the same answer every time.
  private static func unusedID(_ position: Position) -> EventID {
    EventID(high: 0x7768_6174_2D69_8066, low: 0x8000_0000_0000_0000 | position.rawValue)
  }

  /// How many events the stream has up to a position, in the log as it is.
  private func version(
    of stream: ObjectName, at position: Position
  ) throws(ReplayError) -> UInt64 {
    try reading { () throws(EventLogError) in
      try log.events(.stream(stream), through: position, direction: .backwards, limit: 1)
        .first?.streamVersion ?? 0
    }
  }

  private func requireFreeIDs(
    _ ids: [(number: Int, id: EventID)], _ leftOut: [Position: StoredEvent]
  ) throws(ReplayError) {
    var known: Set<EventID> = []
    for (number, id) in ids.sorted(by: { $0.number < $1.number }) {
      guard known.insert(id).inserted else {
        throw ReplayError(.assumption(.idTaken(number: number, id: id, by: nil)))
      }
      let place = try reading { () throws(EventLogError) in try log.event(id)?.position }
      guard let place, place <= base.head, leftOut[place] == nil else { continue }
      throw ReplayError(.assumption(.idTaken(number: number, id: id, by: place)))
    }
  }
}

/// Runs what reads the log and says its errors as those of a replay.
private func reading<R>(_ body: () throws(EventLogError) -> R) throws(ReplayError) -> R {
  do {
    return try body()
  } catch {
    throw ReplayError(.unreadable(error.description))
  }
}
