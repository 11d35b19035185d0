// SPDX-License-Identifier: Apache-2.0
internal import LMDB
internal import Synchronization

/// In which direction a read goes.
public enum ReadDirection: Hashable, Sendable {
  /// From the first position on.
  case forwards
  /// From the last position back.
  case backwards
}

extension EventLog {
  /// Reads matching events into memory, at most `limit` of them.
  ///
  /// - Parameters:
  ///   - after: Only events behind this position.
  ///   - through: Only events up to this position; the head if not given.
  /// - Returns: The events in order of their positions, the latest first when read backwards.
  public func events(
    _ query: Query = .all, after: Position = .origin, through: Position? = nil,
    direction: ReadDirection = .forwards, limit: Int = .max
  ) throws(EventLogError) -> [StoredEvent] {
    var scan = LogScan(self, query, after: after, through: through, direction: direction)
    var events: [StoredEvent] = []
    while events.count < limit, try scan.next(limit - events.count, into: &events) {}
    return events
  }

  /// Hands matching events to `body` one after the other until it returns false.
  ///
  /// Reads in batches, each in a transaction of its own, so that no old pages are kept while the
  /// caller works: events appended meanwhile are seen if `through` is not given.
  public func forEach(
    _ query: Query = .all, after: Position = .origin, through: Position? = nil,
    direction: ReadDirection = .forwards,
    _ body: (StoredEvent) throws(EventLogError) -> Bool
  ) throws(EventLogError) {
    var scan = LogScan(self, query, after: after, through: through, direction: direction)
    var batch: [StoredEvent] = []
    while try scan.next(into: &batch) {
      for event in batch where try !body(event) { return }
      batch.removeAll(keepingCapacity: true)
    }
  }

  /// The event at that position, `nil` beyond the head.
  public func event(at position: Position) throws(EventLogError) -> StoredEvent? {
    try events(after: position.predecessor, through: position, limit: 1).first
  }

  /// The event with that id, `nil` if the log has none.
  public func event(_ id: EventID) throws(EventLogError) -> StoredEvent? {
    let place = try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      return try index.find(id, try IndexState(tables, transaction), transaction)?.position
    }
    guard let place else { return nil }
    return try event(at: Position(place))
  }

  /// How many events the stream has: what the next append expects.
  public func version(of stream: ObjectName) throws(EventLogError) -> UInt64 {
    try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      try dictionary.refresh(transaction)
      guard let object = try dictionary.object(stream, transaction),
        let posting = dictionary.state.withLock({ $0.posting(HeaderRole.stream, object) })
      else { return 0 }
      return try index.version(of: posting, try IndexState(tables, transaction), transaction)
    }
  }
}

/// A read under way: one bounded batch a transaction.
private struct LogScan {
  private static let batch = 256

  private let log: EventLog
  private let query: Query
  private let direction: ReadDirection
  private let through: Position?
  private var after: Position
  private var before: UInt64?
  private var isDone = false
  private var reader: EntryReader

  init(
    _ log: EventLog, _ query: Query, after: Position, through: Position?,
    direction: ReadDirection
  ) {
    self.log = log
    self.query = query
    self.after = after
    self.through = through
    self.direction = direction
    reader = EntryReader(log.dictionary)
  }

  /// Adds the next events, at most `most`; false, and nothing added, behind the last one.
  mutating func next(
    _ most: Int = .max, into events: inout [StoredEvent]
  ) throws(EventLogError) -> Bool {
    guard !isDone else { return false }
    let transaction = try store { () throws(LMDBError) in
      try log.environment.beginRead()
    }
    let count = min(most, LogScan.batch)
    let (index, places) = try store { () throws(LMDBError) in
      let index = try IndexReader(log.index, transaction)
      return (index, try positions(count, index, transaction))
    }
    isDone = places.count < count
    if events.isEmpty { events.reserveCapacity(places.count) }
    var memory = ReadMemory(index.state.snapshot)
    for start in stride(from: 0, to: places.count, by: ReadMemory.ahead) {
      let next = places[start..<min(start + ReadMemory.ahead, places.count)]
      try store { () throws(LMDBError) in try memory.fetch(next, log.tables, transaction) }
      for (index, place) in zip(next.indices, next) {
        let ahead = index + ReadMemory.lead
        if ahead < next.endIndex { memory.fetch(next[ahead]) }
        events.append(try event(at: place, &memory, transaction))
      }
    }
    if let last = places.last {
      if direction == .forwards { after = Position(last) } else { before = last }
    }
    return true
  }

  private func positions(
    _ count: Int, _ index: IndexReader, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> [UInt64] {
    let end = min(through?.rawValue ?? .max, index.state.head)
    let lists = try index.lists(for: query, log.dictionary, transaction)
    var places: [UInt64] = []
    switch direction {
    case .forwards:
      var next = after.rawValue + 1
      while places.count < count,
        let place = try index.firstMatch(lists, atOrAfter: next, upTo: end, transaction)
      {
        places.append(place)
        next = place + 1
      }
    case .backwards:
      var next = before.map { $0 - 1 } ?? end
      while places.count < count, next > after.rawValue,
        let place = try index.lastMatch(
          lists, atOrBefore: next, downTo: after.rawValue + 1, transaction)
      {
        places.append(place)
        next = place - 1
      }
    }
    return places
  }

  private mutating func event(
    at place: UInt64, _ memory: inout ReadMemory, _ transaction: borrowing ReadTransaction
  ) throws(EventLogError) -> StoredEvent {
    guard let event = try reader.event(at: place, &memory, transaction) else {
      throw EventLogError(
        .damaged(what: "event #\(place) is in an index but not in the log"), path: log.path)
    }
    return event
  }
}

extension EventLog {
  /// The log's present: the machine's clock, or where a log has the source's clock the recorded
  /// time of its last event. Never earlier than what was recorded.
  public func now() throws(EventLogError) -> Instant {
    let last = try events(direction: .backwards, limit: 1).first?.recorded ?? .earliest
    return identity.clock == .source ? last : max(last, SystemClock.now())
  }
}
