// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// Hands events to `handler`, one after the other, and remembers durably how far it came: for
  /// effects outside the log, such as messages and other systems.
  ///
  /// ```swift
  /// try await log.subscribe("sms-gateway", to: .types("TicketDispatched")) { event in
  ///   try await gateway.send(event)
  /// }
  /// ```
  ///
  /// Begins where the subscription of that name stood; runs until its task is cancelled. The
  /// checkpoint is written after the handler has returned: **every event at least once**, in
  /// order, and after a crash the last ones again. A handler that must not act twice keeps the
  /// event's id where it acts. Replays never call a handler.
  ///
  /// - Parameters:
  ///   - name: One process and task at a time handles a name.
  ///   - query: Which events; those that another query left out before are not made up for.
  ///   - start: Where a subscription begins that has no checkpoint yet.
  ///   - following: False returns at the log's head instead of waiting there.
  ///   - interval: Events from one checkpoint to the next: so many come again after a crash. Each
  ///     checkpoint is a flush of the disk, so a long history is handled faster with more.
  ///   - handler: What it throws ends the subscription before that event.
  /// - Returns: The checkpoint, once the task was cancelled or the head is reached.
  /// - Throws: ``SubscriptionError``.
  @discardableResult
  nonisolated(nonsending) public func subscribe(
    _ name: SubscriptionName, to query: Query = .all, startingAfter start: Position = .origin,
    following: Bool = true, checkpointEvery interval: Int = 1,
    handler: nonisolated(nonsending) (StoredEvent) async throws -> Void
  ) async throws(SubscriptionError) -> Position {
    var run = try SubscriptionRun(
      self, name, query: query, start: start, interval: max(1, interval))
    do throws(SubscriptionError) {
      while !Task.isCancelled {
        let rings = doorbell.rings
        if let events = try run.read() {
          try await run.handle(events, handler)
          continue
        }
        try run.reachedHead()
        guard following else { break }
        await doorbell.wait(past: rings)
      }
    } catch {
      run.failed(error)
      throw error
    }
    return try run.finish()
  }
}

/// A subscription under way.
private struct SubscriptionRun {
  private let log: EventLog
  private let name: SubscriptionName
  private let interval: Int
  private let catalogue: Catalogue
  private let hold: SubscriptionHold
  private let metrics: SubscriptionMetrics
  private var reader: TailReader
  /// Everything up to here was handled, or does not match.
  private var done: Position
  /// The durable checkpoint.
  private var written: Position
  /// Events handled since.
  private var pending = 0

  /// Positions without a match that may be passed before that, too, is written down.
  private static let idleDistance: UInt64 = 1024

  init(
    _ log: EventLog, _ name: SubscriptionName, query: Query, start: Position, interval: Int
  ) throws(SubscriptionError) {
    self.log = log
    self.name = name
    self.interval = interval
    do {
      catalogue = try Catalogue(of: log)
    } catch {
      throw .log(error)
    }
    hold = try SubscriptionHold(name, in: log)
    let position = try SubscriptionRun.begin(log, name, catalogue, start: start)
    reader = TailReader(log, query: query, after: position, isFollowing: true, batch: 256)
    done = position
    written = position
    metrics = log.metrics.subscription(name)
    log.observer.subscription(name, "subscription begun", at: position)
  }

  /// Where it goes on; a new one gets its first checkpoint.
  private static func begin(
    _ log: EventLog, _ name: SubscriptionName, _ catalogue: Catalogue, start: Position
  ) throws(SubscriptionError) -> Position {
    let (head, known): (Position, Catalogue.Checkpoint?)
    do {
      (head, known) = (try log.head, try catalogue.checkpoint(of: name))
    } catch {
      throw .log(error)
    }
    let checkpoint = known ?? Catalogue.Checkpoint(log: log.identity.id, position: start)
    guard checkpoint.log == log.identity.id else {
      throw .otherLog(name, checkpoint: checkpoint.log, log: log.identity.id)
    }
    guard checkpoint.position <= head else {
      throw .aheadOfLog(name, checkpoint: checkpoint.position, head: head)
    }
    do {
      if known == nil { try catalogue.set(checkpoint, of: name) }
    } catch {
      throw .log(error)
    }
    return checkpoint.position
  }

  mutating func read() throws(SubscriptionError) -> [StoredEvent]? {
    do {
      return try reader.read()
    } catch {
      throw .log(error)
    }
  }

  nonisolated(nonsending) mutating func handle(
    _ events: [StoredEvent], _ handler: nonisolated(nonsending) (StoredEvent) async throws -> Void
  ) async throws(SubscriptionError) {
    for event in events {
      if Task.isCancelled { return }
      let start = metrics.start()
      do {
        try await handler(event)
      } catch {
        // A handler that was cancelled with its task has not failed.
        if Task.isCancelled, error is CancellationError { return }
        throw .handlerFailed(name, at: event.position, error)
      }
      done = event.position
      pending += 1
      metrics.handled(since: start)
      if pending >= interval { try write() }
    }
    // Only now: what comes behind the last event and does not match is passed too.
    done = reader.position
  }

  /// Nothing is left to handle for now.
  mutating func reachedHead() throws(SubscriptionError) {
    done = reader.position
    metrics.lags(by: 0)
    if pending > 0 || done.rawValue - written.rawValue >= SubscriptionRun.idleDistance {
      try write()
    }
  }

  private mutating func write() throws(SubscriptionError) {
    do {
      try catalogue.set(Catalogue.Checkpoint(log: log.identity.id, position: done), of: name)
      written = done
      pending = 0
      // The head of the last look: good enough for a figure, and costs nothing.
      metrics.lags(by: reader.head.rawValue - min(reader.head, done).rawValue)
    } catch {
      throw .log(error)
    }
  }

  /// The task was cancelled, or the head is reached.
  mutating func finish() throws(SubscriptionError) -> Position {
    if done != written { try write() }
    log.observer.subscription(name, "subscription ended", at: done)
    return done
  }

  /// Keeps what was handled before the failure; if that fails too, it comes again.
  mutating func failed(_ error: SubscriptionError) {
    if done != written { try? write() }
    if case .handlerFailed = error { metrics.failed() }
    log.observer.subscription(name, "subscription failed", at: done)
  }
}
