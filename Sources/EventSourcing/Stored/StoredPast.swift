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
    // Snapshots of a happened order are for going back, not for the past: what was recorded later
    // may stand before their end. Its rows as of now are of use, and else a fold from nothing.
    let isRecorded = type.order == .recorded
    reading = try StoredReading(serving, of: type.name, stored) {
      !isRecorded || $0.position <= moment.position
    }
    let vocabulary = ReplayEngine.vocabulary(of: type)
    let session = ReplaySession(
      feed: feed, options: options, moment: moment, directory: reading.snapshot.directory,
      plan: VocabularyPlan(vocabulary))
    fold =
      isRecorded || reading.snapshot.state.position == moment.position
      ? try StoredPast.folded(type, reading, session)
      : try folding { () throws(ReplayError) in
        try session.run([ReplayEngine.fold(type, session.plan)])[0]
      }
    context = ViewContext(engine, session, vocabulary)
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
