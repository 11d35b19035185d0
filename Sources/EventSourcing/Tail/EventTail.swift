// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// Events in the order of their positions, as they come: first what is there, then whatever any
  /// process appends.
  ///
  /// ```swift
  /// for try await event in log.tail(after: lastSeen, matching: .types("TicketClosed")) {
  ///   …  // position of the last one handled = where to go on
  /// }
  /// ```
  ///
  /// No event is skipped or given twice. Nothing is read before it is asked for: a slow reader
  /// slows nobody down, and between batches it keeps no old pages. The sequence ends when its
  /// task is cancelled, promptly also while it waits; any number of them may run.
  ///
  /// - Parameters:
  ///   - after: Where to go on: the position of the last event seen; the origin for all of them.
  ///   - following: False ends at the head of the moment that is reached.
  ///   - batch: Events read at a time; they are held in memory.
  /// - Throws: While reading, ``EventLogError``: ``EventLogError/Kind/positionBeyondHead`` if the
  ///   log ends before `after`, for then it is not the log that was read.
  public func tail(
    after: Position = .origin, matching query: Query = .all, following: Bool = true,
    batch: Int = 256
  ) -> EventTail {
    EventTail(
      reader: TailReader(self, query: query, after: after, isFollowing: following, batch: batch))
  }
}

extension EventLog {
  /// The same as ``tail(after:matching:following:batch:)`` for code without tasks: hands batches
  /// to `body` on the calling thread, and blocks it while there are none.
  ///
  /// - Parameter isWanted: Asked before each batch, and several times a second while nothing
  ///   comes; false ends it.
  /// - Returns: How far matching events were handed out: pass it as `after` to go on.
  @available(*, noasync, message: "in async code, iterate over tail(after:)")
  @discardableResult
  public func follow(
    _ query: Query = .all, after: Position = .origin, following: Bool = true, batch: Int = 256,
    while isWanted: () -> Bool, _ body: (EventTailBatch) throws(EventLogError) -> Void
  ) throws(EventLogError) -> Position {
    var reader = TailReader(
      self, query: query, after: after, isFollowing: following, batch: batch)
    while isWanted() {
      let rings = doorbell.rings
      if let events = try reader.read() {
        try body(EventTailBatch(events: events, through: reader.position))
        continue
      }
      guard following else { break }
      doorbell.wait(past: rings, milliseconds: 200)
    }
    return reader.position
  }
}

/// The events of a log as they come; see ``EventLog/tail(after:matching:following:batch:)``.
public struct EventTail: AsyncSequence, Sendable {
  public typealias Element = StoredEvent
  public typealias Failure = EventLogError

  let reader: TailReader

  /// The same events by the batches in which they are read.
  public var batches: EventTailBatches { EventTailBatches(reader: reader) }

  public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

  /// Gives one event after the other; from where it stands another one can go on.
  public struct Iterator: AsyncIteratorProtocol {
    private var reader: TailReader
    private var events: ArraySlice<StoredEvent> = []
    /// Up to here every matching event was given: pass it as `after` to go on.
    ///
    /// At the end of what is there it is the log's head, though the last events did not match.
    public private(set) var position: Position

    init(reader: TailReader) {
      self.reader = reader
      position = reader.position
    }

    /// The next event; waits for it at the head of the log.
    public mutating func next(
      isolation actor: isolated (any _Concurrency.Actor)? = #isolation
    ) async throws(EventLogError) -> StoredEvent? {
      if Task.isCancelled { return nil }
      if events.isEmpty {
        guard let batch = try await reader.next() else {
          position = reader.position
          return nil
        }
        events = batch[...]
      }
      let event = events.removeFirst()
      position = events.isEmpty ? reader.position : event.position
      return event
    }
  }
}

/// The events of a log as they come, by batches.
public struct EventTailBatches: AsyncSequence, Sendable {
  public typealias Element = EventTailBatch
  public typealias Failure = EventLogError

  let reader: TailReader

  public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

  /// Gives one batch after the other.
  public struct Iterator: AsyncIteratorProtocol {
    private var reader: TailReader

    init(reader: TailReader) { self.reader = reader }

    /// The next batch; waits for it at the head of the log.
    public mutating func next(
      isolation actor: isolated (any _Concurrency.Actor)? = #isolation
    ) async throws(EventLogError) -> EventTailBatch? {
      guard let events = try await reader.next() else { return nil }
      return EventTailBatch(events: events, through: reader.position)
    }
  }
}

/// Events read together.
public struct EventTailBatch: Hashable, Sendable {
  /// At least one, in the order of their positions.
  public let events: [StoredEvent]
  /// Up to here every matching event was given: pass it as `after` to go on.
  public let through: Position
}
