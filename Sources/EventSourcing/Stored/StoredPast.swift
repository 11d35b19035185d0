// SPDX-License-Identifier: Apache-2.0

/// A view as of an earlier moment: the rows of a snapshot, and the events since folded on top in
/// memory. Nothing is stored.
struct StoredPast {
  let reading: StoredReading
  private let fold: AnyFold
  private let context: ViewContext

  init(
    _ type: any Projection.Type, _ log: EventLog, _ options: ReplayOptions, _ asOf: AsOf,
    happenedBy: Moment?, clock: Instant?
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
    let moment = try folding { () throws(ReplayError) in
      try engine.resolve(asOf, happenedBy, clock)
    }
    let vocabulary = ReplayEngine.vocabulary(of: type)
    let found = try PastStart(type: type, serving: serving, stored: stored)
      .reading(engine.session(vocabulary, moment), log)
    reading = found
    let session = ReplaySession(
      feed: feed, options: options, moment: moment, directory: found.snapshot.directory,
      plan: VocabularyPlan(vocabulary))
    fold =
      switch type.order {
      case .recorded: try StoredPast.recorded(type, found, session)
      case .happened: try StoredPast.happened(type, found, session)
      }
    context = ViewContext(engine, session, vocabulary)
    try reading.checkRows()
  }

  /// Folds on top of a snapshot, with care if something is refused.
  private static func onTop(
    _ type: any Projection.Type, _ snapshot: GenerationSnapshot,
    _ body: (AnyFold) throws(ReplayError) -> Void
  ) throws(ProjectionError) -> AnyFold {
    let fold = try StoredFold.fold(
      type, snapshot, careful: !snapshot.state.quarantine.isEmpty)
    try folding { () throws(ReplayError) in try body(fold) }
    guard fold.needsCare else { return fold }
    let careful = try StoredFold.fold(type, snapshot, careful: true)
    try folding { () throws(ReplayError) in try body(careful) }
    return careful
  }

  private static func recorded(
    _ type: any Projection.Type, _ reading: StoredReading, _ session: ReplaySession
  ) throws(ProjectionError) -> AnyFold {
    let state = reading.snapshot.state
    let fold = try onTop(type, reading.snapshot) { fold throws(ReplayError) in
      let batch = session.makeBatch()
      let types = session.types(of: [fold])
      try session.scan(batch, after: state.position, types: types, .folding) { batch in
        fold.take(
          batch, session.plan.prepare(batch, session.directory), happenedBy: session.happenedBy)
      }
    }
    fold.close(adding: state.refusedAmendments)
    return fold
  }

  private static func happened(
    _ type: any Projection.Type, _ reading: StoredReading, _ session: ReplaySession
  ) throws(ProjectionError) -> AnyFold {
    let state = reading.snapshot.state
    var edits: [QuarantinedEvent] = []
    var refused: [RefusedAmendment] = []
    let fold = try onTop(type, reading.snapshot) { fold throws(ReplayError) in
      let order = try HappenedOrder(
        session, [fold], after: state.foldedThrough ?? state.position,
        behind: state.folded > 0 ? state.frontierPlace : nil)
      refused = Array(try order.fold([fold], session, .folding).values)
      edits = HappenedChange.merged(order.refusedEdits, state.refusedEdits, fold)
    }
    fold.close(adding: HappenedChange.merged(refused, edits, fold))
    return fold
  }

  func view(whole: Bool = false) throws(ProjectionError) -> AnyView {
    if whole { try reading.detach(fold.tables) }
    return try folding { () throws(ReplayError) in try fold.makeView(context) }
  }
}

/// Which stored rows a past moment is folded on from.
private struct PastStart {
  let type: any Projection.Type
  let serving: Generations.Generation
  let stored: StoredProjections

  func reading(
    _ session: ReplaySession, _ log: EventLog
  ) throws(ProjectionError) -> StoredReading {
    let found =
      switch type.order {
      // Rows in recorded order do not say what happened later: a cut of that is folded from nothing.
      case .recorded:
        try reading {
          session.moment.happenedBy == nil && $0.position <= session.moment.position
        }
      case .happened: try happened(session, log)
      }
    // The log has numbered itself what these rows know under another number.
    guard found.snapshot.directory.overtaken.isEmpty else { return try reading { _ in false } }
    return found
  }

  private func reading(
    where isWanted: (GenerationState) -> Bool
  ) throws(ProjectionError) -> StoredReading {
    try StoredReading(serving, of: type.name, stored, where: isWanted)
  }

  /// The newest rows in which nothing has a part that is recorded or happened later than the
  /// moment, and that nothing changes which is known then and that they do not know.
  ///
  /// Snapshots that something recorded up to the view's own position changes are gone: the view
  /// went back behind them.
  private func happened(
    _ session: ReplaySession, _ log: EventLog
  ) throws(ProjectionError) -> StoredReading {
    let moment = session.moment.position
    let newest = try reading { _ in true }
    let state = newest.snapshot.state
    var change: HappenedOrder.Place?
    if state.position < moment {
      let fold = try folding { () throws(ReplayError) in
        try ReplayEngine.fold(type, session.plan)
      }
      let order = try folding { () throws(ReplayError) in
        try HappenedOrder(session, [fold], after: state.position)
      }
      change = try HappenedChange.first(in: order, state, fold, log)
    }
    let isPart = { (state: GenerationState) in
      state.isKnown(asOf: moment) && state.frontier <= session.happenedBy
    }
    if change == nil, isPart(state) { return newest }
    return try reading {
      // What was stored since the look above does not know of the change.
      $0.position <= state.position && isPart($0)
        && (change.map($0.isUnchanged(before:)) ?? true)
    }
  }
}
