// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// One commit group under way: what its requests have found and written so far.
struct CommitSession {
  /// A refusal of the request, or a failure of the store under it.
  enum Stop: Error {
    case refused(AppendError)
    case store(LMDBError)
  }

  /// Where an event stands that was there before.
  struct Known {
    let position: UInt64
    let recorded: Instant
  }

  let core: WriterCore
  var tail: TailState
  var names: NameSession
  /// Events of this group by id: a repeat inside the group is a repeat too.
  private var written: [EventID: StoredEvent] = [:]
  private var reader: EntryReader
  /// One recorded time for the group; with the source's clock, one for each request.
  private var now: Instant?

  init(_ core: WriterCore, tail: TailState) {
    self.core = core
    self.tail = tail
    names = NameSession(core.dictionary)
    reader = EntryReader(core.dictionary)
  }

  /// Checks a request, then writes it; a refusal is a result, a failing store an error.
  mutating func add(
    _ request: Result<PreparedRequest, AppendError>, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Result<Receipt, AppendError> {
    let prepared: PreparedRequest
    switch request {
    case .success(let request): prepared = request
    case .failure(let error): return .failure(error)
    }
    do throws(Stop) {
      return .success(try take(prepared, &transaction))
    } catch {
      switch error {
      case .refused(let refusal): return .failure(refusal)
      case .store(let failure): throw failure
      }
    }
  }

  private mutating func take(
    _ request: PreparedRequest, _ transaction: inout WriteTransaction
  ) throws(Stop) -> Receipt {
    let known = try knownEvents(request, transaction)
    if let receipt = CommitSession.receipt(known) { return receipt }
    try check(request.condition, transaction)
    let stamp = try stamp(request, known)
    do {
      return try write(request, known, stamp, &transaction)
    } catch {
      throw .store(error)
    }
  }

  // MARK: Ids

  private mutating func knownEvents(
    _ request: PreparedRequest, _ transaction: borrowing WriteTransaction
  ) throws(Stop) -> [Known?] {
    var known: [Known?] = []
    known.reserveCapacity(request.events.count)
    var inRequest: Set<EventID> = []
    for event in request.events {
      guard inRequest.insert(event.content.id).inserted else {
        throw .refused(.idTaken(id: event.content.id, by: Position(tail.head + 1)))
      }
      known.append(event.hasID ? try knownEvent(event, transaction) : nil)
    }
    return known
  }

  private mutating func knownEvent(
    _ event: PreparedRequest.Prepared, _ transaction: borrowing WriteTransaction
  ) throws(Stop) -> Known? {
    guard let stored = try stored(event.content.id, transaction) else { return nil }
    guard CommitSession.isSame(event, stored.content) else {
      throw .refused(.idTaken(id: event.content.id, by: stored.position))
    }
    return Known(position: stored.position.rawValue, recorded: stored.recorded)
  }

  private mutating func stored(
    _ id: EventID, _ transaction: borrowing WriteTransaction
  ) throws(Stop) -> StoredEvent? {
    if let event = written[id] { return event }
    let place: [UInt8]?
    let value: [UInt8]?
    do {
      place = try transaction.bytes(core.tables.ids, key: id.bytes)
      guard let place else { return nil }
      value = try transaction.bytes(core.tables.events, key: place)
    } catch {
      throw .store(error)
    }
    guard let place, let value else {
      throw .store(
        LMDBError(
          .damaged(page: nil, table: "ids", what: "an id whose event is missing"),
          path: core.path))
    }
    var event: Result<StoredEvent, EventLogError>?
    value.withUnsafeBytes { buffer in
      event = Result { () throws(EventLogError) in
        try reader.event(buffer, at: place.reduce(0) { $0 << 8 | UInt64($1) })
      }
    }
    do {
      return try event?.get()
    } catch {
      throw .refused(.log(error))
    }
  }

  /// "Same id, same bytes": a time that was not given and a seal that cannot be made again are
  /// not compared (design §3).
  private static func isSame(
    _ event: PreparedRequest.Prepared, _ stored: EventContent
  ) -> Bool {
    var content = event.content
    var stored = stored
    if !event.hasOccurred { content.occurred = stored.occurred }
    let erased = Set(event.erased.map(\.purpose))
    stored.sealed.removeAll { erased.contains($0.purpose) }
    return content == stored
  }

  /// A request that is wholly known is answered as it was the first time.
  private static func receipt(_ known: [Known?]) -> Receipt? {
    let places = known.compactMap(\.self)
    guard places.count == known.count, let recorded = places.map(\.recorded).min() else {
      return nil
    }
    return Receipt(
      positions: places.map { Position($0.position) }, appended: 0, recorded: recorded)
  }

  // MARK: Conditions

  private func check(
    _ condition: AppendCondition, _ transaction: borrowing WriteTransaction
  ) throws(Stop) {
    for (stream, expected) in condition.expectedVersions.sorted(by: { $0.key < $1.key }) {
      let actual: UInt64
      do {
        actual = try version(of: stream, transaction)
      } catch {
        throw .store(error)
      }
      guard actual == expected else {
        throw .refused(.wrongVersion(stream: stream, expected: expected, actual: actual))
      }
    }
    guard let query = condition.query else { return }
    let found: UInt64?
    do {
      let index = IndexReader(core.tables)
      let lists = try index.lists(for: query, names: names, transaction)
      found = try index.firstMatch(
        lists, atOrAfter: condition.after.rawValue + 1, upTo: tail.head, transaction)
    } catch {
      throw .store(error)
    }
    if let found {
      throw .refused(.conditionFailed(after: condition.after, found: Position(found)))
    }
  }

  private func version(
    of stream: ObjectName, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    guard let object = try names.find(stream, transaction) else { return 0 }
    return try names.version(of: object, transaction)
  }

  // MARK: Time

  /// The recorded time of a request, and what the log notes about it.
  private mutating func stamp(
    _ request: PreparedRequest, _ known: [Known?]
  ) throws(Stop) -> (recorded: Instant, flags: RecordFlags) {
    if core.identity.clock == .source {
      // An archive's commit is the request: its own last act is when it became known.
      let times = zip(request.events, known).filter { $1 == nil && $0.hasOccurred }
        .map(\.0.content.occurred)
      let time = times.max() ?? tail.recorded
      let recorded = max(time, tail.recorded)
      return (recorded, recorded > time ? [.clockInjected, .clockClamped] : .clockInjected)
    }
    let clock = now ?? SystemClock.now()
    now = clock
    let recorded = max(clock, tail.recorded)
    let limit = recorded.adding(microseconds: core.options.futureTolerance)
    for (index, event) in request.events.enumerated()
    where event.hasOccurred && event.content.occurred > limit {
      // History from elsewhere is kept and flagged, an act entered here is refused (I-25).
      guard event.content.source?.mode == .imported else {
        throw .refused(
          .occurredInFuture(index: index, occurred: event.content.occurred, clock: recorded))
      }
    }
    return (recorded, recorded > clock ? .clockClamped : [])
  }

  // MARK: Writing

  private mutating func write(
    _ request: PreparedRequest, _ known: [Known?],
    _ stamp: (recorded: Instant, flags: RecordFlags), _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Receipt {
    var positions: [Position] = []
    positions.reserveCapacity(known.count)
    for (event, known) in zip(request.events, known) {
      if let known {
        positions.append(Position(known.position))
        continue
      }
      let stored = try put(event, stamp, &transaction)
      written[stored.content.id] = stored
      positions.append(stored.position)
    }
    tail.recorded = stamp.recorded
    let appended = known.count { $0 == nil }
    return Receipt(positions: positions, appended: appended, recorded: stamp.recorded)
  }

  private mutating func put(
    _ event: PreparedRequest.Prepared, _ stamp: (recorded: Instant, flags: RecordFlags),
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> StoredEvent {
    var content = event.content
    if !event.hasOccurred { content.occurred = stamp.recorded }
    var flags = stamp.flags
    let limit = stamp.recorded.adding(microseconds: core.options.futureTolerance)
    if content.occurred > limit { flags.insert(.occurredLater) }
    tail.head += 1
    let writer = EventWriter(position: tail.head, tables: core.tables)
    let version = try writer.put(
      content, extras: event.extras, recorded: stamp.recorded, flags: flags, &names, &transaction)
    return StoredEvent(
      position: Position(tail.head), recorded: stamp.recorded, flags: flags,
      streamVersion: version, content: content)
  }
}
