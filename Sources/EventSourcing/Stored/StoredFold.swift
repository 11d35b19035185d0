// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// A projection that goes on folding where its stored rows end.
///
/// Rows and the position they stand at are stored in one transaction, so that whatever happens to
/// the process, what is stored is the fold of a beginning of the log.
final class StoredFold {
  let store: GenerationStore
  private let generation: Int
  let log: EventLog
  let options: ReplayOptions
  private let mark: DirtyMark
  private let writer: RowWriter
  let directory: OverlayDirectory
  private let names: StoredNames
  private let snapshot: GenerationSnapshot
  private(set) var fold: AnyFold
  var state: GenerationState
  /// How far the rows in memory have come.
  var position: Position

  /// Events after which rows are stored at the latest.
  static let checkpointEvents: UInt64 = 131_072

  /// - Throws: ``ProjectionError/otherShape(projection:version:what:)`` if the code has other
  ///   tables than the generation, ``ProjectionError/unusable(projection:generation:what:)`` if
  ///   its rows mean objects that the log has numbered otherwise since.
  init(
    _ type: any Projection.Type, _ store: GenerationStore, generation: Int, of log: EventLog,
    _ options: ReplayOptions
  ) throws(ProjectionError) {
    self.store = store
    self.generation = generation
    self.log = log
    self.options = options
    mark = DirtyMark(path: store.path)
    let snapshot = try projecting { () throws(EventLogError) in
      try GenerationSnapshot(store, log.dictionary)
    }
    guard snapshot.directory.overtaken.isEmpty else {
      throw .unusable(
        projection: type.name, generation: generation,
        what: "the log has since numbered \(snapshot.directory.overtaken[0]) itself")
    }
    self.snapshot = snapshot
    state = snapshot.state
    position = state.position
    let (names, directory) = (snapshot.names, snapshot.directory)
    self.names = names
    self.directory = directory
    writer = RowWriter(names) { directory.name(of: $0) }
    fold = try StoredFold.fold(type, snapshot, careful: !state.quarantine.isEmpty)
  }

  /// A fold whose tables read from the generation.
  static func fold(
    _ type: any Projection.Type, _ snapshot: GenerationSnapshot, careful: Bool
  ) throws(ProjectionError) -> AnyFold {
    let fold = try folding { () throws(ReplayError) in
      try ReplayEngine.fold(
        type, VocabularyPlan(ReplayEngine.vocabulary(of: type)), careful: careful)
    }
    let stored = snapshot.state.tables
    if !stored.isEmpty {
      for (table, column) in zip(fold.tables, stored)
      where table.label != column.table || table.store.form != column.form {
        throw .otherShape(
          projection: type.name, version: type.version, what: "\(column.table) → \(table.label)")
      }
      guard stored.count == fold.tables.count else {
        throw .otherShape(
          projection: type.name, version: type.version,
          what: "\(stored.count) tables → \(fold.tables.count)")
      }
    }
    for (index, table) in fold.tables.enumerated() {
      table.store.attach(snapshot, rows: stored.isEmpty ? 0 : stored[index].rows)
    }
    fold.resume(snapshot.state.quarantine, snapshot.directory)
    return fold
  }

  /// Folds the events up to `limit`, the log's head if none is given, and stores the rows.
  ///
  /// - Parameter tick: Called once a batch with the events folded and all of them.
  /// - Returns: False if the fold must begin from nothing: facts came late for a fold in happened
  ///   order. Nothing was changed then.
  func catchUp(to limit: Position? = nil, tick: Tick = { _, _ in }) throws(ProjectionError) -> Bool
  {
    let feed = try projecting { () throws(EventLogError) in try LogFeed(log) }
    let limit = limit ?? feed.head
    guard state.position < limit else { return true }
    let started = ProcessorClock.now()
    let begin = state.position
    if fold.type.order == .happened {
      guard try catchUpHappened(session(feed, limit), tick) else { return false }
    } else {
      try catchUpRecorded(session(feed, limit), tick)
    }
    let folded = position.rawValue - begin.rawValue
    if folded >= 4096 { state.pace = Int((ProcessorClock.now() - started) / Int64(folded)) }
    try checkpoint()
    return true
  }

  typealias Tick = (_ done: UInt64, _ total: UInt64) -> Void

  private func catchUpRecorded(_ session: ReplaySession, _ tick: Tick) throws(ProjectionError) {
    let limit = session.moment.position
    let batch = session.makeBatch()
    let types = session.types(of: [fold])
    while position < limit {
      try checkStopped()
      let next = try folding { () throws(ReplayError) in
        try session.feed.fill(batch, after: position, upTo: limit, types: types)
      }
      let refusals = session.plan.prepare(batch, directory)
      fold.take(batch, refusals, happenedBy: .max)
      guard try isTaken() else { continue }
      position = next
      tick(position.rawValue, limit.rawValue)
      try storeIfDue()
    }
  }

  private func storeIfDue() throws(ProjectionError) {
    let isFull = residentBytes > options.memoryLimit
    guard
      isFull || isSnapshotDue
        || position.rawValue - state.position.rawValue >= StoredFold.checkpointEvents
    else { return }
    try checkpoint()
    if isFull { for table in fold.tables { table.store.evict() } }
  }

  /// False if the events must be taken again, with care, from the last stored position.
  func isTaken() throws(ProjectionError) -> Bool {
    if let failure = snapshot.failure { throw unreadable(failure) }
    guard fold.needsCare else { return true }
    try startAgain(careful: true)
    return false
  }

  /// Forgets what was folded since the last stored position.
  func startAgain(careful: Bool) throws(ProjectionError) {
    fold = try StoredFold.fold(fold.type, snapshot, careful: careful)
    position = state.position
  }

  private func unreadable(_ failure: any Error) -> ProjectionError {
    .unusable(
      projection: state.projection, generation: generation,
      what: (failure as? LMDBError)?.sentence ?? "\(failure)")
  }

  func checkStopped() throws(ProjectionError) {
    guard options.isCancelled() else { return }
    try checkpoint()
    throw .stopped(projection: state.projection, at: position)
  }

  func session(_ feed: LogFeed, _ limit: Position) -> ReplaySession {
    ReplaySession(
      feed: feed, options: options,
      moment: ViewMoment(position: limit, known: .latest, happenedBy: nil, clock: .latest),
      directory: directory, plan: fold.plan)
  }

  private var residentBytes: Int { fold.tables.reduce(0) { $0 + $1.store.residentBytes } }

  // MARK: Storing

  /// Stores the rows that changed, with the position they stand at.
  func checkpoint() throws(ProjectionError) {
    guard position > state.position || state.tables.isEmpty else { return }
    let endsEpoch = isSnapshotDue
    let changes = try changedBlocks()
    var next = state
    next.position = position
    next.quarantine = fold.quarantine
    next.overlay = directory.order
    next.tables = fold.tables.enumerated().map { column($0.offset, $0.element) }
    // After the blocks: writing them may have made new names.
    next.names = names.names
    let epoch = next.epoch
    try projecting { () throws(EventLogError) in
      try mark.set()
      try store.change { transaction throws(LMDBError) in
        // A transaction that met a full map runs again.
        next.epoch = epoch
        try changes.forEach { key, bytes throws(LMDBError) in
          try store.put(bytes, at: key, epoch: next.epoch, &transaction)
        }
        if endsEpoch {
          try store.put(snapshot: next, &transaction)
          next.epoch += 1
        }
        try store.put(next, &transaction)
      }
      try snapshot.renew(next)
    }
    state = next
  }

  /// Changes the state alone, as for a comparison.
  func update(_ body: (inout GenerationState) -> Void) throws(ProjectionError) {
    var next = state
    body(&next)
    try projecting { () throws(EventLogError) in
      try mark.set()
      try store.change { transaction throws(LMDBError) in try store.put(next, &transaction) }
      try snapshot.renew(next)
    }
    state = next
  }

  private struct Changes {
    var bytes: [UInt8] = []
    /// By key, so that a table's pages are filled in order.
    var blocks: [(key: UInt64, range: Range<Int>)] = []

    func forEach(
      _ body: (UInt64, UnsafeRawBufferPointer) throws(LMDBError) -> Void
    ) throws(LMDBError) {
      try bytes.span.bytes.withUnsafeBytes { (bytes) throws(LMDBError) in
        for block in blocks {
          try body(block.key, UnsafeRawBufferPointer(rebasing: bytes[block.range]))
        }
      }
    }
  }

  /// True if the events since the last snapshot are as many as the projection wants between two.
  private var isSnapshotDue: Bool {
    guard fold.type.order == .recorded,
      let events = options.snapshotEvents ?? fold.type.snapshots.events
    else { return false }
    return position.rawValue / events > state.position.rawValue / events
  }

  private func changedBlocks() throws(ProjectionError) -> Changes {
    var changes = Changes()
    do {
      for (index, table) in fold.tables.enumerated() {
        try table.store.takeChanges(writer) { block in
          guard
            let key = BlockKey(block, of: index, table.store.form, names, adding: true)
          else { return }
          let start = changes.bytes.count
          changes.bytes += writer.bytes
          changes.blocks.append((key.rawValue, start..<changes.bytes.count))
        }
      }
    } catch {
      throw .replay(
        ReplayError(
          .notPlain(table: "?", detail: ReplayError.detail(error)), in: state.projection))
    }
    changes.blocks.sort { $0.key < $1.key }
    return changes
  }

  private func column(_ index: Int, _ table: RegisteredTable) -> GenerationState.Column {
    var column = GenerationState.Column(
      table: table.label, isAnswer: table.isAnswer, form: table.store.form,
      rows: table.store.count, keyColumns: [], columns: [])
    guard table.isAnswer else { return column }
    let known = state.tables.isEmpty ? nil : state.tables[index]
    column.keyColumns = known?.keyColumns ?? RowShape.keyColumns(table.store)
    // Types that say nothing of themselves are asked again once there is a row to look at.
    column.columns =
      known.flatMap { $0.columns.count > 1 ? $0.columns : nil }
      ?? RowShape.columns(table.store, rows: [])
    return column
  }

  /// Makes what is stored durable, so that even a power failure leaves it usable.
  func finish() throws(ProjectionError) {
    try projecting { () throws(EventLogError) in try mark.clear(store.environment) }
  }
}
