// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Which generation an answer comes from.
public struct StoredSource: Hashable, Sendable {
  public let generation: Int
  /// The version of the code that folded it.
  public let version: Int
  /// True if this program does not have that version: the rows stay as they are, and columns that
  /// change with time alone are shown as stored.
  public let isFrozen: Bool
  /// The last event it knows.
  public let position: Position
  /// Events recorded since.
  public let lag: UInt64
}

extension EventLog {
  /// The stored view of a projection, as it stands: nothing is folded.
  ///
  /// All its rows are read; ``withStoredView(_:reaching:clock:_:)`` reads those asked for.
  ///
  /// - Parameters:
  ///   - position: Throws if the view has not come that far.
  ///   - clock: The moment for columns that change with time alone; by default when the last
  ///     event that the view knows was recorded.
  /// - Throws: ``ProjectionError``: not stored, of another version, behind, or unreadable.
  public func storedView<P: Projection>(
    _ projection: P.Type, reaching position: Position = .origin, clock: Instant? = nil
  ) throws(ProjectionError) -> View<P> {
    let reading = try StoredReading(P.self, self, reaching: position)
    return try reading.view(projection, clock: clock, whole: true)
  }

  /// The view of a projection as of any moment: from the last snapshot before it, and the events
  /// since.
  ///
  /// The same rows as ``replay(_:asOf:happenedBy:clock:options:)``, sooner. Rows are read when
  /// they are asked for, so one row of a large view costs little. With `happenedBy` a view in
  /// recorded order is folded from nothing: its rows do not say what happened later.
  ///
  /// - Throws: ``ProjectionError``, also if a row could not be read: `body`'s result is not given
  ///   out then.
  public func withStoredView<P: Projection, R>(
    _ projection: P.Type, asOf: AsOf, happenedBy: Moment? = nil, clock: Instant? = nil,
    options: ReplayOptions = ReplayOptions(), _ body: (View<P>) -> R
  ) throws(ProjectionError) -> R {
    let past = try StoredPast(
      projection, self, options, asOf, happenedBy: happenedBy, clock: clock)
    guard let view = try past.view() as? View<P> else {
      preconditionFailure("a view of another type")
    }
    let result = body(view)
    try past.reading.checkRows()
    return result
  }

  /// The same for a projection whose type is not known where it is asked, all rows read.
  public func storedView(
    ofAny projection: any Projection.Type, asOf: AsOf, happenedBy: Moment? = nil,
    clock: Instant? = nil, options: ReplayOptions = ReplayOptions()
  ) throws(ProjectionError) -> AnyView {
    try StoredPast(projection, self, options, asOf, happenedBy: happenedBy, clock: clock)
      .view(whole: true)
  }

  /// Reads rows of a stored view, one by one or in any number, all as of one moment.
  ///
  /// What is folded meanwhile is not seen. The stored view's file cannot reuse the pages that are
  /// read until `body` returns.
  ///
  /// ```swift
  /// let row = try log.withStoredView(TicketStatusView.self) { view in
  ///   view.object("ticket/2021-0815").flatMap { view.projection.tickets[$0] }
  /// }
  /// ```
  /// - Throws: ``ProjectionError``, also if a row could not be read: `body`'s result is not given
  ///   out then.
  public func withStoredView<P: Projection, R>(
    _ projection: P.Type, reaching position: Position = .origin, clock: Instant? = nil,
    _ body: (View<P>) -> R
  ) throws(ProjectionError) -> R {
    let reading = try StoredReading(P.self, self, reaching: position)
    let result = body(try reading.view(projection, clock: clock, whole: false))
    try reading.checkRows()
    return result
  }

  /// The stored rows of a projection by its name: through its code if it is among `projections`
  /// in that version, else as the rows describe themselves.
  public func storedRows(
    of name: String, among projections: [any Projection.Type] = [],
    reaching position: Position = .origin, clock: Instant? = nil
  ) throws(ProjectionError) -> (view: AnyView, source: StoredSource) {
    let reading = try StoredReading(name, self, reaching: position)
    let version = reading.snapshot.state.version
    if let type = projections.first(where: { $0.name == name && $0.version == version }) {
      let view = try reading.anyView(type, clock: clock, whole: true)
      return (view, try reading.source(isFrozen: false))
    }
    return (try reading.frozenView(clock: clock), try reading.source(isFrozen: true))
  }
}

/// One look at the serving generation of a projection.
struct StoredReading {
  let snapshot: GenerationSnapshot
  private let log: EventLog
  private let generation: Int

  init(
    _ projection: String, _ log: EventLog, reaching position: Position
  ) throws(ProjectionError) {
    let stored = StoredProjections(log: log, options: ReplayOptions())
    guard let serving = try stored.generations(of: projection)?.serving else {
      throw .notStored(projection: projection)
    }
    try self.init(serving, of: projection, stored)
    guard snapshot.state.position >= position else {
      throw .behind(projection: projection, at: snapshot.state.position, asked: position)
    }
  }

  /// The rows that the code of a projection has folded.
  init(
    _ projection: any Projection.Type, _ log: EventLog, reaching position: Position
  ) throws(ProjectionError) {
    try self.init(projection.name, log, reaching: position)
    let version = snapshot.state.version
    guard version == projection.version else {
      throw .otherVersion(projection: projection.name, stored: version, code: projection.version)
    }
  }

  /// - Parameter isWanted: As of now, or of the last snapshot, whichever it takes first.
  init(
    _ generation: Generations.Generation, of projection: String, _ stored: StoredProjections,
    where isWanted: (GenerationState) -> Bool = { _ in true }
  ) throws(ProjectionError) {
    let store = try stored.open(
      generation.number, of: projection, readOnly: stored.log.options.isReadOnly)
    snapshot = try generating(generation.number, of: projection) { () throws(EventLogError) in
      try GenerationSnapshot(store, stored.log.dictionary, where: isWanted)
    }
    log = stored.log
    self.generation = generation.number
  }

  /// Throws what could not be read of the rows so far.
  func checkRows() throws(ProjectionError) {
    guard let failure = snapshot.failure else { return }
    throw .unusable(
      projection: snapshot.state.projection, generation: generation,
      what: (failure as? LMDBError)?.sentence ?? "\(failure)")
  }

  func source(isFrozen: Bool) throws(ProjectionError) -> StoredSource {
    let head = try projecting { () throws(EventLogError) in try log.head }
    let state = snapshot.state
    return StoredSource(
      generation: generation, version: state.version, isFrozen: isFrozen,
      position: state.position, lag: head.rawValue - min(head.rawValue, state.position.rawValue))
  }

  private func context(
    _ vocabulary: any EventVocabulary.Type, _ clock: Instant?
  ) throws(ProjectionError) -> ViewContext {
    let feed = try projecting { () throws(EventLogError) in try LogFeed(log) }
    let engine = ReplayEngine(feed)
    let position = snapshot.state.position
    let known = try folding { () throws(ReplayError) in try engine.recorded(position) }
    let session = ReplaySession(
      feed: feed, options: engine.options,
      moment: ViewMoment(
        position: position, known: known, happenedBy: nil, clock: clock ?? known),
      directory: snapshot.directory, plan: VocabularyPlan(vocabulary))
    return ViewContext(engine, session, vocabulary)
  }

  /// - Parameter whole: Every row is read now, and nothing of the store is held afterwards.
  func anyView(
    _ type: any Projection.Type, clock: Instant?, whole: Bool
  ) throws(ProjectionError) -> AnyView {
    let fold = try StoredFold.fold(type, snapshot, careful: false)
    let context = try context(ReplayEngine.vocabulary(of: type), clock)
    fold.close(adding: snapshot.state.refusedAmendments)
    if whole { try detach(fold.tables) }
    return try folding { () throws(ReplayError) in try fold.makeView(context) }
  }

  func view<P: Projection>(
    _ type: P.Type, clock: Instant?, whole: Bool
  ) throws(ProjectionError) -> View<P> {
    guard let view = try anyView(type, clock: clock, whole: whole) as? View<P> else {
      preconditionFailure("a view of another type")
    }
    return view
  }

  func frozenView(clock: Instant?) throws(ProjectionError) -> AnyView {
    let state = snapshot.state
    let tables = state.tables.enumerated().map { number, column in
      RegisteredTable(
        label: column.table, store: FrozenTable(number, of: snapshot),
        isAnswer: column.isAnswer)
    }
    try detach(tables.filter(\.isAnswer))
    return AnyView(state, tables, try context(NoVocabulary.self, clock))
  }

  func detach(_ tables: [RegisteredTable]) throws(ProjectionError) {
    for table in tables { table.store.detach() }
    try checkRows()
  }
}

/// For rows whose events nobody here can fold.
private enum NoVocabulary: EventVocabulary {
  static var catalogue: SchemaCatalogue { SchemaCatalogue([]) }
}
