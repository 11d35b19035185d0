// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// One commit group under way: what its requests have found and written so far.
struct CommitSession: ~Copyable {
  /// A refusal of the request, or a failure of the store under it.
  enum Stop: Error {
    case refused(AppendError)
    case store(LMDBError)
  }

  let core: WriterCore
  var tail: TailState
  var names: NameSession
  private var known: KnownEvents
  private var writer: EventWriter
  /// One recorded time for the group; with the source's clock, one for each request.
  private var now: Instant?

  /// - Parameters:
  ///   - state: What the transaction sees of the log.
  ///   - requests: How many the group has, and events in them.
  ///   - hasQueries: Whether the condition of any of them has a query.
  init(
    _ core: WriterCore, memory: WriterCore.TailMemory, _ state: IndexState, requests: Int,
    events: Int, hasQueries: Bool
  ) {
    self.core = core
    tail = memory.tail
    names = NameSession(core.dictionary, core.index, state, versions: memory.versions)
    known = KnownEvents(core, state, requests: requests)
    writer = EventWriter(
      core.tables, core.identity.digestAlgorithm,
      PendingEvents(
        after: memory.tail, events: events, keepsLists: hasQueries && requests > 1,
        memory: core.keptMemory, recent: core.takeRecent()))
  }

  /// Hands over what the index needs to know of the group once it is committed.
  mutating func takeRecent() -> RecentEvents { writer.pending.takeRecent() }

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
    let known = try known.find(request, head: tail.head, transaction)
    if let receipt = CommitSession.receipt(known) { return receipt }
    try check(request.condition, transaction)
    let stamp = try stamp(request, known)
    do {
      return try write(request, known, stamp, &transaction)
    } catch {
      throw .store(error)
    }
  }

  /// Puts what is left of the group's events; call it before the commit.
  mutating func flush(_ transaction: inout WriteTransaction) throws(LMDBError) {
    try Sealer(core, shapes: names.state.shapes.symbols)
      .put(&writer.pending, &tail, &transaction)
  }

  /// Seals the segment that is full.
  @inline(never)
  private mutating func seal(_ transaction: inout WriteTransaction) throws(LMDBError) {
    try Sealer(core, shapes: names.state.shapes.symbols)
      .seal(&writer.pending, &tail, &transaction)
  }

  /// A request that is wholly known is answered as it was the first time.
  private static func receipt(_ known: [KnownEvents.Known?]) -> Receipt? {
    let places = known.compactMap(\.self)
    guard !places.isEmpty, places.count == known.count,
      let recorded = places.map(\.recorded).min()
    else { return nil }
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
      found = try firstMatch(query, after: condition.after.rawValue, transaction)
    } catch {
      throw .store(error)
    }
    if let found {
      throw .refused(.conditionFailed(after: condition.after, found: Position(found)))
    }
  }

  /// The first event behind a position that matches: a committed one, or one of this group.
  private func firstMatch(
    _ query: Query, after: UInt64, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> UInt64? {
    let committed = writer.pending.first - 1
    if after < committed {
      let index = IndexReader(core.index, names.indexState)
      let lists = try index.lists(for: query, names: names, transaction)
      let found = try index.firstMatch(
        lists, atOrAfter: after + 1, upTo: committed, transaction)
      if let found { return found }
    }
    guard writer.pending.count > 0 else { return nil }
    var items: [[[Posting]]] = []
    for item in query.items {
      if let parts = try names.parts(of: item, transaction) { items.append(parts) }
    }
    return writer.pending.firstMatch(items, atOrAfter: after + 1)
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
    _ request: PreparedRequest, _ known: [KnownEvents.Known?]
  ) throws(Stop) -> (recorded: Instant, flags: RecordFlags) {
    if core.identity.clock == .source { return sourceStamp(request, known) }
    let clock = now ?? SystemClock.now()
    now = clock
    let recorded = max(clock, tail.recorded)
    let limit = recorded.adding(microseconds: core.options.futureTolerance)
    for index in request.events.indices where (request.latest ?? limit) > limit {
      guard let occurred = request.events[index].occurred, occurred > limit else { continue }
      // History from elsewhere is kept and flagged, an act entered here is refused (I-25).
      guard request.events[index].source?.mode == .imported else {
        throw .refused(
          .occurredInFuture(index: index, occurred: occurred, clock: recorded))
      }
    }
    return (recorded, recorded > clock ? .clockClamped : [])
  }

  /// An archive's commit is the request: its own last act is when it became known.
  private func sourceStamp(
    _ request: PreparedRequest, _ known: [KnownEvents.Known?]
  ) -> (recorded: Instant, flags: RecordFlags) {
    let fresh = known.isEmpty ? [] : request.events.indices.filter { known[$0] == nil }
    let latest =
      known.isEmpty ? request.latest : fresh.compactMap { request.events[$0].occurred }.max()
    let time = latest ?? tail.recorded
    let recorded = max(time, tail.recorded)
    return (recorded, recorded > time ? [.clockInjected, .clockClamped] : .clockInjected)
  }

  // MARK: Writing

  private mutating func write(
    _ request: PreparedRequest, _ known: [KnownEvents.Known?],
    _ stamp: (recorded: Instant, flags: RecordFlags), _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Receipt {
    var positions: [Position] = []
    positions.reserveCapacity(request.events.count)
    let first = tail.head + 1
    let limit = stamp.recorded.adding(microseconds: core.options.futureTolerance)
    for index in request.ids.indices {
      if !known.isEmpty, let known = known[index] {
        positions.append(Position(known.position))
        continue
      }
      let occurred = request.records.columns.row(index).pointee.occurred ?? stamp.recorded
      tail.head += 1
      let place = EventWriter.Place(
        position: tail.head, recorded: stamp.recorded, occurred: occurred,
        flags: occurred > limit ? stamp.flags.union(.occurredLater) : stamp.flags)
      try add(request, index, at: place, &transaction)
      positions.append(Position(tail.head))
    }
    tail.recorded = stamp.recorded
    self.known.remember(request, known, recorded: stamp.recorded, from: first)
    return Receipt(
      positions: positions, appended: Int(tail.head - first + 1), recorded: stamp.recorded)
  }

  @inline(__always)
  private mutating func add(
    _ request: borrowing PreparedRequest, _ index: Int, at place: EventWriter.Place,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    if writer.pending.isFull { try seal(&transaction) }
    try writer.add(request, index, at: place, &names, &transaction)
  }

  // MARK: Restoring

  /// Writes events as another log had them; false at the first one that does not come out the
  /// same, down to its hash in the tree, or does not follow.
  mutating func restore(
    _ block: ShippedBlock, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> Bool {
    let request = PreparedRequest(
      restoring: block.events, log: core.dictionary.number, memory: core.keptMemory)
    for (index, event) in block.events.enumerated() {
      guard event.position.rawValue == tail.head + 1, event.recorded >= tail.recorded else {
        return false
      }
      tail.head += 1
      let place = EventWriter.Place(
        position: tail.head, recorded: event.recorded, occurred: event.content.occurred,
        flags: event.flags)
      try add(request, index, at: place, &transaction)
      let leaf = block.leaves[index * Digester.bytes..<(index + 1) * Digester.bytes]
      guard writer.pending.lastLeaf.elementsEqual(leaf) else { return false }
      tail.recorded = event.recorded
    }
    return true
  }
}
