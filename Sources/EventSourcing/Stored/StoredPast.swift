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
    reading = try StoredReading(serving, of: type.name, stored, atOrBefore: moment.position)
    let snapshot = reading.snapshot
    let vocabulary = ReplayEngine.vocabulary(of: type)
    let session = ReplaySession(
      feed: feed, options: options, moment: moment, directory: snapshot.directory,
      plan: VocabularyPlan(vocabulary))
    context = ViewContext(engine, session, vocabulary)
    fold = try StoredPast.folded(type, reading, session)
    fold.close(adding: snapshot.state.refusedAmendments)
    try reading.checkRows()
  }

  private static func folded(
    _ type: any Projection.Type, _ reading: StoredReading, _ session: ReplaySession
  ) throws(ProjectionError) -> AnyFold {
    let snapshot = reading.snapshot
    // What happened late may belong anywhere: only rows as of now are of use.
    guard type.order == .recorded || snapshot.state.position == session.moment.position else {
      return try folding { () throws(ReplayError) in
        let fold = try ReplayEngine.fold(type, session.plan)
        return try session.run([fold])[0]
      }
    }
    let careful = !snapshot.state.quarantine.isEmpty
    var fold = try StoredFold.fold(type, snapshot, careful: careful)
    try forward(fold, snapshot.state.position, session)
    guard fold.needsCare else { return fold }
    fold = try StoredFold.fold(type, snapshot, careful: true)
    try forward(fold, snapshot.state.position, session)
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
