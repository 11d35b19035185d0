// SPDX-License-Identifier: Apache-2.0

/// A view as of an earlier moment: the rows of a snapshot, and the events since folded on top in
/// memory. Nothing is stored.
struct StoredPast {
  let reading: StoredReading
  private let fold: AnyFold
  private let context: ViewContext

  init(
    _ type: any Projection.Type, _ log: EventLog, _ options: ReplayOptions, _ asOf: AsOf,
    clock: Instant?
  ) throws(ProjectionError) {
    let stored = StoredProjections(log: log, options: options)
    guard let serving = try stored.generations(of: type.name)?.serving else {
      throw .notStored(projection: type.name)
    }
    guard serving.version == type.version else {
      throw .otherVersion(
        projection: type.name, stored: serving.version, code: type.version)
    }
    let feed = try projecting { () throws(EventLogError) in try LogFeed(log) }
    let engine = ReplayEngine(feed, options: options)
    let moment = try folding { () throws(ReplayError) in try engine.resolve(asOf, nil, clock) }
    let found = try StoredReading(serving, of: type.name, stored) {
      $0.position <= moment.position
    }
    let vocabulary = ReplayEngine.vocabulary(of: type)
    func session(_ reading: StoredReading) -> ReplaySession {
      ReplaySession(
        feed: feed, options: options, moment: moment, directory: reading.snapshot.directory,
        plan: VocabularyPlan(vocabulary))
    }
    if type.order == .happened {
      let past = HappenedPast(type, log, moment.position)
      reading = try past.unchanged(found, session(found)) {
        change throws(ProjectionError) in
        try StoredReading(serving, of: type.name, stored) {
          $0.position <= moment.position && $0.isUnchanged(before: change)
        }
      }
      fold = try past.folded(reading, session(reading))
    } else {
      reading = found
      fold = try StoredPast.folded(type, reading, session(reading))
    }
    context = ViewContext(engine, session(reading), vocabulary)
    try reading.checkRows()
  }

  private static func folded(
    _ type: any Projection.Type, _ reading: StoredReading, _ session: ReplaySession
  ) throws(ProjectionError) -> AnyFold {
    let snapshot = reading.snapshot
    var fold = try StoredFold.fold(
      type, snapshot, careful: !snapshot.state.quarantine.isEmpty)
    try forward(fold, snapshot.state.position, session)
    if fold.needsCare {
      fold = try StoredFold.fold(type, snapshot, careful: true)
      try forward(fold, snapshot.state.position, session)
    }
    fold.close(adding: snapshot.state.refusedAmendments)
    return fold
  }

  private static func forward(
    _ fold: AnyFold, _ start: Position, _ session: ReplaySession
  ) throws(ProjectionError) {
    let batch = session.makeBatch()
    try folding { () throws(ReplayError) in
      try session.scan(batch, after: start, types: session.types(of: [fold]), .folding) { batch in
        fold.take(
          batch, session.plan.prepare(batch, session.directory), happenedBy: .max)
      }
    }
  }

  func view(whole: Bool = false) throws(ProjectionError) -> AnyView {
    if whole { try reading.detach(fold.tables) }
    return try folding { () throws(ReplayError) in try fold.makeView(context) }
  }
}

/// The view of a projection in happened order as of a cut of the log.
private struct HappenedPast {
  private let type: any Projection.Type
  private let log: EventLog
  private let cut: Position

  init(_ type: any Projection.Type, _ log: EventLog, _ cut: Position) {
    self.type = type
    self.log = log
    self.cut = cut
  }

  /// `reading`, or another one that `earlier` gives, of which the cut changes nothing.
  func unchanged(
    _ reading: StoredReading, _ session: ReplaySession,
    _ earlier: (HappenedOrder.Place) throws(ProjectionError) -> StoredReading
  ) throws(ProjectionError) -> StoredReading {
    let state = reading.snapshot.state
    // A snapshot with events behind it stands as long as nothing was stored that changes it.
    guard isWhole(state), state.position < cut else { return reading }
    let fold = try StoredFold.fold(type, reading.snapshot, careful: false)
    let order = try folding { () throws(ReplayError) in
      try HappenedOrder(session, [fold], after: state.position)
    }
    guard let change = try HappenedChange.first(in: order, state, fold, log) else {
      return reading
    }
    return try earlier(change)
  }

  /// True for rows of everything recorded up to the state's position, false for a snapshot.
  private func isWhole(_ state: GenerationState) -> Bool {
    state.foldedThrough.map { $0 == state.position } ?? true
  }

  func folded(
    _ reading: StoredReading, _ session: ReplaySession
  ) throws(ProjectionError) -> AnyFold {
    let state = reading.snapshot.state
    guard state.folded > 0 else {
      return try folding { () throws(ReplayError) in
        try session.run([ReplayEngine.fold(type, session.plan)])[0]
      }
    }
    var fold = try StoredFold.fold(
      type, reading.snapshot, careful: !state.quarantine.isEmpty)
    var refused = try forward(fold, state, session)
    if fold.needsCare {
      fold = try StoredFold.fold(type, reading.snapshot, careful: true)
      refused = try forward(fold, state, session)
    }
    fold.close(adding: refused)
    return fold
  }

  /// Folds what the cut has behind a state; gives the amendments that were refused.
  private func forward(
    _ fold: AnyFold, _ state: GenerationState, _ session: ReplaySession
  ) throws(ProjectionError) -> [QuarantinedEvent] {
    return try folding { () throws(ReplayError) in
      let order = try HappenedOrder(
        session, [fold], after: state.foldedThrough ?? state.position,
        behind: isWhole(state) ? nil : state.frontierPlace)
      let refused = try order.fold([fold], session, .folding)
      return HappenedChange.merged(refused.values.map(\.self), state.refusedEdits, fold)
    }
  }
}
