// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// A projection that goes on folding where its stored rows end.
///
/// Rows and the position they stand at are stored in one transaction, so that whatever happens to
/// the process, what is stored is the fold of a beginning of the log.
final class StoredFold {
  let store: GenerationStore
  let generation: Int
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
  /// The epoch that ended with the snapshot this went back to: what was stored behind it is
  /// forgotten in the transaction that stores something else. `nil` as long as nothing was.
  private(set) var rewoundTo: Int?
  /// What the next transaction stores, epoch by epoch; the bytes stand in the writer.
  private var stages: [Stage] = []

  /// Events after which rows are stored at the latest.
  static let checkpointEvents: UInt64 = 131_072

  /// - Throws: ``ProjectionError/otherShape(projection:version:what:)`` if the code has other
  ///   tables than the generation, ``ProjectionError/unusable(projection:generation:what:)`` if
  ///   its rows mean objects that the log has numbered otherwise since.
  ///
  /// - Parameter isWanted: Goes on as of now, or of the last snapshot, whichever it takes first.
  init(
    _ type: any Projection.Type, _ store: GenerationStore, generation: Int, of log: EventLog,
    _ options: ReplayOptions, where isWanted: (GenerationState) -> Bool = { _ in true }
  ) throws(ProjectionError) {
    self.store = store
    self.generation = generation
    self.log = log
    self.options = options
    mark = DirtyMark(path: store.path)
    var newest: Int?
    let snapshot = try generating(generation, of: type.name) { () throws(EventLogError) in
      try GenerationSnapshot(store, log.dictionary) { state in
        newest = newest ?? state.epoch
        return isWanted(state)
      }
    }
    guard snapshot.directory.overtaken.isEmpty else {
      throw .unusable(
        projection: type.name, generation: generation,
        what: "the log has since numbered \(snapshot.directory.overtaken[0]) itself")
    }
    self.snapshot = snapshot
    state = snapshot.state
    if let newest, state.epoch < newest { rewoundTo = state.epoch }
    position = state.position
    let (names, directory) = (snapshot.names, snapshot.directory)
    self.names = names
    self.directory = directory
    writer = RowWriter(names) { directory.name(of: $0) }
    fold = try StoredFold.fold(type, snapshot, careful: !state.quarantine.isEmpty)
    if rewoundTo != nil { state.epoch += 1 }
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
  /// - Returns: False if the fold must go back first (``rewound()``): facts came late for a fold in
  ///   happened order. Nothing was changed then.
  func catchUp(to limit: Position? = nil, tick: Tick = { _, _ in }) throws(ProjectionError) -> Bool
  {
    let feed = try projecting { () throws(EventLogError) in try LogFeed(log) }
    let limit = limit ?? feed.head
    guard state.position < limit else { return true }
    if fold.type.order == .happened { return try catchUpHappened(session(feed, limit), tick) }
    let started = ProcessorClock.now()
    let begin = state.position
    try catchUpRecorded(session(feed, limit), tick)
    notePace(Int(position.rawValue - begin.rawValue), since: started, in: &state)
    try checkpoint()
    return true
  }

  /// Remembers what an event of a long catch-up took.
  func notePace(_ folded: Int, since started: Int64, in state: inout GenerationState) {
    if folded >= 4096 { state.pace = Int((ProcessorClock.now() - started) / Int64(folded)) }
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
    stages.removeAll()
    writer.removeAll()
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
    var next = state
    next.position = position
    try stage(&next, endsEpoch: isSnapshotDue)
    try commit(next)
  }

  /// What one epoch adds to the store.
  private struct Stage {
    var epoch: Int
    var blocks: [Change]
    var snapshot: GenerationState?
  }

  /// Writes the rows that changed for the transaction to come, and what else a state says of them.
  ///
  /// - Parameter endsEpoch: The rows are a snapshot; what follows changes the next epoch.
  func stage(_ next: inout GenerationState, endsEpoch: Bool) throws(ProjectionError) {
    let blocks = try changedBlocks()
    next.quarantine = fold.quarantine
    next.overlay = directory.order
    next.tables = fold.tables.enumerated().map { column($0.offset, $0.element) }
    // After the blocks: writing them may have made new names.
    next.names = names.names
    stages.append(Stage(epoch: next.epoch, blocks: blocks, snapshot: endsEpoch ? next : nil))
    if endsEpoch { next.epoch += 1 }
  }

  /// Stores all that was staged, and the state it leads to, in one transaction.
  func commit(_ next: GenerationState) throws(ProjectionError) {
    try projecting { () throws(EventLogError) in
      try mark.set()
      // It may run again, if it met a full map.
      try store.change { transaction throws(LMDBError) in
        if let rewoundTo { try store.remove(behind: rewoundTo, &transaction) }
        for stage in stages {
          for (key, range) in stage.blocks {
            try store.put(writer.bytes(range), at: key, epoch: stage.epoch, &transaction)
          }
          if let snapshot = stage.snapshot { try store.put(snapshot: snapshot, &transaction) }
        }
        try store.put(next, &transaction)
      }
      try snapshot.renew(next)
    }
    state = next
    rewoundTo = nil
    stages.removeAll()
    writer.removeAll()
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

  /// A changed block, and where its bytes stand in the writer.
  private typealias Change = (key: UInt64, range: Range<Int>)

  /// True if the events since the last snapshot are as many as the projection wants between two.
  private var isSnapshotDue: Bool {
    guard fold.type.order == .recorded, let events = snapshotEvents else { return false }
    return position.rawValue / events > state.position.rawValue / events
  }

  /// Events between two snapshots; `nil` for none at all.
  var snapshotEvents: UInt64? { options.snapshotEvents ?? fold.type.snapshots.events }

  /// By key, so that a table's pages are filled in order.
  private func changedBlocks() throws(ProjectionError) -> [Change] {
    var changes: [Change] = []
    do {
      for (index, table) in fold.tables.enumerated() {
        let form = table.store.form
        try table.store.takeChanges(writer) { block, range in
          guard let key = BlockKey(block, of: index, form, names, adding: true) else { return }
          changes.append((key.rawValue, range))
        }
      }
    } catch {
      throw .replay(
        ReplayError(
          .notPlain(table: "?", detail: ReplayError.detail(error)), in: state.projection))
    }
    changes.sort { $0.key < $1.key }
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
