// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import LMDB
internal import Synchronization

/// Commits groups of appends: the only code that writes events.
///
/// Invariants:
/// - a request is checked wholly, against the committed state and the group so far, before its
///   first put; so a refused request leaves nothing behind;
/// - a group is one transaction: all its requests become visible at once, or none;
/// - positions are dense, recorded time never goes back.
final class WriterCore: Sendable {
  struct Memory {
    /// The transaction this process committed last; another number at the next one means that
    /// somebody else wrote in between.
    var lastTransaction: UInt64 = 0
    var tail: TailMemory?
    var upkeep = Upkeep.none
    /// What the last group's events were noted in, to be written over.
    var recent: RecentEvents?
  }

  /// Whether index runs wait to be written.
  enum Upkeep {
    case none
    /// When there is a moment.
    case due
    /// So much has gathered that whoever opens the log reads it slowly: before anything else.
    case overdue
  }

  /// What the next append would else have to read again.
  struct TailMemory {
    var tail: TailState
    /// Versions of streams that were written to of late.
    var versions = StreamVersions()
  }

  let path: String
  let environment: Environment
  let tables: LogTables
  let dictionary: LogDictionary
  let index: LogIndex
  let keys: KeyStore
  let headFile: HeadFile
  let lock: WriterLock
  let identity: LogIdentity
  let options: EventLogOptions
  let observer: LogObserver
  let memory = Mutex(Memory())
  let keptMemory = KeptMemory()
  /// Names of types and roles that events of this log had.
  let fieldNames = Mutex(FieldNames())

  init(
    path: String, environment: Environment, tables: LogTables, dictionary: LogDictionary,
    index: LogIndex, keys: KeyStore, headFile: HeadFile, lock: WriterLock, identity: LogIdentity,
    options: EventLogOptions, observer: LogObserver
  ) {
    self.path = path
    self.environment = environment
    self.tables = tables
    self.dictionary = dictionary
    self.index = index
    self.keys = keys
    self.headFile = headFile
    self.lock = lock
    self.identity = identity
    self.options = options
    self.observer = observer
  }

  /// One result a request, in order.
  func commit(_ requests: [AppendRequest]) -> [Result<Receipt, AppendError>] {
    guard !options.isReadOnly else {
      return failure(.log(EventLogError(.readOnly, path: path)), requests.count)
    }
    // Schemas, limits and seals need no lock: other writers go on meanwhile.
    var keys = SealingKeys(keys, for: requests)
    let prepared = requests.map { request in
      Result { () throws(AppendError) in try prepare(request, &keys) }
    }
    if let failure = keys.failure {
      return self.failure(.log(EventLogError(failure)), requests.count)
    }
    do throws(EventLogError) {
      return try lock.held(waitingMilliseconds: options.lockTimeout) {
        () throws(EventLogError) in
        // What is appended to a file that nobody will open again would be lost.
        guard self.environment.isInPlace else { throw EventLogError(.replaced, path: self.path) }
        return try self.commitLocked(prepared)
      }
    } catch {
      return failure(.log(error), requests.count)
    }
  }

  private func failure(
    _ error: AppendError, _ count: Int
  ) -> [Result<Receipt, AppendError>] {
    Array(repeating: .failure(error), count: count)
  }

  private func commitLocked(
    _ prepared: [Result<PreparedRequest, AppendError>]
  ) throws(EventLogError) -> [Result<Receipt, AppendError>] {
    try withRoom { () throws(LMDBError) in try attempt(prepared) }
  }

  /// Room for more events than that is given back.
  private static let mostRecentKept = 1 << 14

  /// Runs a transaction, and the whole of it again where the map is full (design §4).
  private func withRoom<R>(_ body: () throws(LMDBError) -> R) throws(EventLogError) -> R {
    try store { () throws(LMDBError) in
      try environment.withRoom(grown: observer.mapGrown, body)
    }
  }

  private func attempt(
    _ prepared: [Result<PreparedRequest, AppendError>]
  ) throws(LMDBError) -> [Result<Receipt, AppendError>] {
    let bytes = prepared.reduce(0) { $0 + ((try? $1.get().bytes) ?? 0) }
    let events = prepared.reduce(0) { $0 + ((try? $1.get().events.count) ?? 0) }
    var transaction = try environment.beginWrite(expecting: UInt64(bytes) * 4)
    // What a killed reader saw could else never be written over, until the log is opened anew.
    if transaction.id.isMultiple(of: 256) {
      observer.cleared(try environment.staleReadersCleared())
    }
    let hasQueries = prepared.contains { (try? $0.get())?.condition.query != nil }
    var session = CommitSession(
      self, memory: try recall(transaction), try IndexState(tables, transaction),
      requests: prepared.count, events: events, hasQueries: hasQueries)
    let head = session.tail.head
    if let error = olderThanAcknowledged(session.tail, transaction: transaction.id - 1) {
      return failure(.log(error), prepared.count)
    }
    var results: [Result<Receipt, AppendError>] = []
    results.reserveCapacity(prepared.count)
    for request in prepared {
      results.append(try session.add(request, &transaction))
    }
    guard session.tail.head > head else {
      remember(session, transaction: transaction.id - 1)
      return results
    }
    try session.flush(&transaction)
    let id = transaction.id
    observer.committing(transaction, head: session.tail.head)
    do throws(LMDBError) {
      try transaction.commit()
    } catch {
      forget()
      guard case .outcomeUnknown(let code) = error.kind else { throw error }
      return settle(code, prepared, results, after: head)
    }
    published(&session, id)
    return results
  }

  /// What a group's events may be noted in.
  func takeRecent() -> RecentEvents? { memory.withLock { $0.recent.take() } }

  /// What follows a commit that counts.
  private func published(_ session: inout CommitSession, _ id: UInt64) {
    session.names.publish()
    let recent = session.takeRecent()
    index.add(recent)
    if recent.count <= WriterCore.mostRecentKept { memory.withLock { $0.recent = recent } }
    remember(session, transaction: id)
    note(session.names.indexState.runs, sealed: session.tail.sealed)
    // The doorbell. If it cannot be rung the events are none the less on disk.
    try? headFile.write(HeadFile.Slot(position: session.tail.head, transaction: id))
  }

  /// Writes blocks of another log's events behind what is there, in one commit.
  ///
  /// - Throws: ``EventLogError/Kind/damaged(what:)`` if one does not come out as it was there.
  func restore(_ blocks: [ShippedBlock]) throws(EventLogError) {
    try lock.held(waitingMilliseconds: options.lockTimeout) { () throws(EventLogError) in
      try self.withRoom { () throws(LMDBError) in
        do throws(LMDBError) {
          try self.attempt(restoring: blocks)
        } catch {
          self.forget()
          throw error
        }
      }
    }
    while upkeep != .none { keepUp() }
  }

  private func attempt(restoring blocks: [ShippedBlock]) throws(LMDBError) {
    let bytes = blocks.reduce(0) { sum, block in
      block.events.reduce(sum) { $0 + $1.content.payload.count + 128 }
    }
    var transaction = try environment.beginWrite(expecting: UInt64(bytes) * 2)
    var session = CommitSession(
      self, memory: try recall(transaction), try IndexState(tables, transaction), requests: 1,
      events: blocks.reduce(0) { $0 + $1.events.count }, hasQueries: false)
    for block in blocks {
      guard try session.restore(block, &transaction) else {
        throw LMDBError(
          .damaged(
            page: nil, table: nil,
            what: "event #\(session.tail.head) does not come out as it was"), path: path)
      }
    }
    try session.flush(&transaction)
    let id = transaction.id
    try transaction.commit()
    published(&session, id)
  }

  private func note(_ runs: RunList, sealed: UInt64) {
    let upkeep: Upkeep =
      sealed >= runs.indexed + 2 * index.runEvents
      ? .overdue : index.isDue(runs, sealed: sealed) ? .due : .none
    memory.withLock { $0.upkeep = upkeep }
  }

  /// What the last commit left to do.
  var upkeep: Upkeep { memory.withLock { $0.upkeep } }

  /// Writes one index run or merges some; does nothing where nothing is due.
  ///
  /// A failure costs speed, never an event: the next commit tries again.
  func keepUp() {
    let commit = try? lock.held(waitingMilliseconds: options.lockTimeout) {
      () throws(EventLogError) in
      try self.withRoom { () throws(LMDBError) in
        try IndexUpkeep(environment: self.environment, index: self.index).step()
      }
    }
    memory.withLock { memory in
      guard let commit = commit ?? nil else {
        memory.upkeep = .none
        return
      }
      // Nobody wrote in between, so what is remembered of the tail is still true.
      if memory.lastTransaction + 1 == commit { memory.lastTransaction = commit }
      // There may be more: the next step finds out.
      memory.upkeep = .due
    }
  }

  /// Keeps what the session knows of the state after `transaction`.
  private func remember(_ session: borrowing CommitSession, transaction: UInt64) {
    var versions = session.names.versions
    versions.settle()
    memory.withLock {
      $0.lastTransaction = transaction
      $0.tail = TailMemory(tail: session.tail, versions: versions)
    }
  }

  private func forget() {
    memory.withLock { $0 = Memory() }
    index.forget()
  }

  /// What the log ends with, as `transaction` sees it; from memory if nobody else wrote.
  private func recall(
    _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> TailMemory {
    // Taken out, so that the session's copy of the versions is the only one.
    let known = memory.withLock { memory in
      defer { memory.tail = nil }
      return memory.lastTransaction + 1 == transaction.id ? memory.tail : nil
    }
    if let known { return known }
    try dictionary.refresh(transaction)
    let snapshot = try transaction.snapshot(tables)
    var tail = TailState(head: snapshot.head, sealed: snapshot.sealed, recorded: .earliest)
    if snapshot.head > 0 {
      let last = try EntryStore(tables: tables).stored(at: snapshot.head, transaction)
      guard let entry = last?.withUnsafeBytes({ Entry($0) }) else {
        throw LMDBError(
          .damaged(page: nil, table: "tail", what: "event #\(snapshot.head) is missing"),
          path: path)
      }
      tail.recorded = Instant(microseconds: entry.recorded)
    }
    // Made again from the events when the tail is sealed.
    tail.leaves = snapshot.head == snapshot.sealed ? [] : nil
    return TailMemory(tail: tail)
  }

  /// Holds `HEAD` against the store; where it is behind, as after a crash, it catches up first.
  private func olderThanAcknowledged(
    _ tail: TailState, transaction: UInt64
  ) -> EventLogError? {
    guard let slot = headFile.read() else { return nil }
    if slot.position < tail.head {
      try? headFile.write(HeadFile.Slot(position: tail.head, transaction: transaction))
    }
    guard slot.position > tail.head else { return nil }
    return EventLogError(
      .olderThanAcknowledged(head: Position(tail.head), acknowledged: Position(slot.position)),
      path: path)
  }

  /// A commit failed at its last step: reopened, the store tells by the ids whether it counts.
  ///
  /// What it tells is in memory, and perhaps not on the disk. One more commit, which changes
  /// nothing, makes it so: after a power failure the answer is still true.
  private func settle(
    _ code: Int32, _ prepared: [Result<PreparedRequest, AppendError>],
    _ results: [Result<Receipt, AppendError>], after head: UInt64
  ) -> [Result<Receipt, AppendError>] {
    let isThere = try? isCommitted(prepared, results, after: head)
    if isThere == true { return results }
    let error = EventLogError(.commitFailed(what: String(cString: strerror(code))), path: path)
    return zip(prepared, results).map { request, result in
      guard case .success(let receipt) = result,
        receipt.positions.contains(where: { $0.rawValue > head })
      else { return result }
      if isThere == false { return .failure(.log(error)) }
      return .failure(.outcomeUnknown((try? request.get())?.ids ?? []))
    }
  }

  private func isCommitted(
    _ prepared: [Result<PreparedRequest, AppendError>],
    _ results: [Result<Receipt, AppendError>], after head: UInt64
  ) throws(LMDBError) -> Bool {
    guard let id = WriterCore.firstNewID(prepared, results, after: head) else { return false }
    try environment.reopen()
    var transaction = try environment.beginWrite()
    let isThere = try index.find(id, try IndexState(tables, transaction), transaction) != nil
    let slot = HeadFile.Slot(
      position: try transaction.head(tables).rawValue, transaction: transaction.id)
    try transaction.put(tables.meta, key: LogIdentity.key, value: identity.bytes)
    try transaction.commit()
    if isThere { try? headFile.write(slot) }
    return isThere
  }

  /// The id of the first event that the commit was to add.
  private static func firstNewID(
    _ prepared: [Result<PreparedRequest, AppendError>],
    _ results: [Result<Receipt, AppendError>], after head: UInt64
  ) -> EventID? {
    for (request, result) in zip(prepared, results) {
      guard case .success(let request) = request, case .success(let receipt) = result else {
        continue
      }
      let index = receipt.positions.firstIndex { $0.rawValue > head }
      if let index { return request.ids[index] }
    }
    return nil
  }
}

/// What the next event follows.
struct TailState: Hashable, Sendable {
  /// The position of the last event, 0 if there is none.
  var head: UInt64
  /// How many events stand in segments.
  var sealed: UInt64
  /// The recorded time of the last event.
  var recorded: Instant
  /// The leaf hashes of the events behind the segments, 32 bytes each; `nil` if they must be
  /// made again.
  var leaves: [UInt8]?
}
