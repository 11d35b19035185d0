// SPDX-License-Identifier: Apache-2.0

/// One replay of projections that share a vocabulary.
///
/// Projections in recorded order share one pass over the log, those in happened order a second.
struct ReplaySession {
  let feed: any EventFeed
  let options: ReplayOptions
  let moment: ViewMoment
  let directory: OverlayDirectory
  let plan: VocabularyPlan

  /// What an event's time is compared with; the largest number for no cut.
  var happenedBy: Int64 { moment.happenedBy?.microseconds ?? .max }

  func makeBatch() -> EventBatch {
    EventBatch(directory: directory, zone: feed.zone, catalogue: plan.catalogue)
  }

  /// Folds all of them; the result has them in the order given.
  func run(_ folds: [AnyFold]) throws(ReplayError) -> [AnyFold] {
    var folds = folds
    let orders = folds.map { $0.type.order }
    try run(&folds, orders.indices.filter { orders[$0] == .recorded }) {
      folds, phase throws(ReplayError) in
      try foldRecorded(folds, phase)
      return [:]
    }
    var happened: HappenedOrder?
    try run(&folds, orders.indices.filter { orders[$0] == .happened }) {
      folds, phase throws(ReplayError) in
      // Not `??`: its closure would lose the type of the error.
      let order: HappenedOrder
      if let happened { order = happened } else { order = try HappenedOrder(self, folds) }
      happened = order
      return try order.fold(folds, self, phase)
    }
    return folds
  }

  /// Folds one projection under watch; gives the order of events if it folds as they happened.
  func runWatched(_ fold: AnyFold) throws(ReplayError) -> HappenedOrder? {
    guard fold.type.order == .happened else {
      try foldRecorded([fold], .folding)
      fold.close(adding: [])
      return nil
    }
    let order = try HappenedOrder(self, [fold])
    _ = try order.fold([fold], self, .folding)
    fold.close(adding: [])
    return order
  }

  /// Folds the fast way, then those again that met a refusal.
  private func run(
    _ folds: inout [AnyFold], _ indices: [Int],
    _ pass: ([AnyFold], ReplayProgress.Phase) throws(ReplayError) -> [Position: RefusedAmendment]
  ) throws(ReplayError) {
    guard !indices.isEmpty else { return }
    var refused = try pass(indices.map { folds[$0] }, .folding)
    let again = indices.filter { folds[$0].needsCare }
    for index in again { folds[index] = try folds[index].fresh(careful: true, watch: nil) }
    if !again.isEmpty {
      refused.merge(try pass(again.map { folds[$0] }, .foldingAgain)) { first, _ in first }
    }
    for index in indices {
      let fold = folds[index]
      fold.close(
        adding: refused.values.filter { $0.target.map(fold.wants) ?? true }.map(\.entry))
    }
  }

  private func foldRecorded(
    _ folds: [AnyFold], _ phase: ReplayProgress.Phase
  ) throws(ReplayError) {
    let batch = makeBatch()
    try scan(batch, types: types(of: folds), phase) { batch in
      let refusals = plan.prepare(batch, directory)
      for fold in folds { fold.take(batch, refusals, happenedBy: happenedBy) }
    }
  }

  /// The types that any of the folds looks at; `nil` for all.
  func types(of folds: [AnyFold]) -> Set<EventType>? {
    var types: Set<EventType> = []
    for fold in folds {
      guard let own = fold.type.types else { return nil }
      types.formUnion(own)
    }
    return types
  }

  /// Walks the log up to the known cut, a batch at a time.
  func scan(
    _ batch: EventBatch, after start: Position = .origin, types: Set<EventType>?,
    _ phase: ReplayProgress.Phase, _ body: (EventBatch) throws(ReplayError) -> Void
  ) throws(ReplayError) {
    var position = start
    while position < moment.limit {
      try checkpoint(phase, done: position.rawValue, total: moment.limit.rawValue)
      let next = try feed.fill(batch, after: position, upTo: moment.limit, types: types)
      precondition(next > position, "a feed must get on")
      position = next
      try body(batch)
    }
    try checkpoint(phase, done: position.rawValue, total: moment.limit.rawValue)
  }

  func checkpoint(
    _ phase: ReplayProgress.Phase, done: UInt64, total: UInt64
  ) throws(ReplayError) {
    options.progress?(ReplayProgress(phase: phase, done: done, total: total))
    if options.isCancelled() { throw ReplayError(.cancelled(at: Position(done))) }
  }
}
