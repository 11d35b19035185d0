// SPDX-License-Identifier: Apache-2.0

/// Keeping a view whose projection folds events as they happened.
extension StoredFold {
  /// Folds what is recorded and not yet folded, in the order in which it happened, and stores it
  /// with its snapshots in one transaction: until then readers see the rows as they were.
  ///
  /// - Returns: False if some of it stands before what is folded already, or changes it: then the
  ///   fold must go back first (``rewound()``).
  func catchUpHappened(_ session: ReplaySession, _ tick: Tick) throws(ProjectionError) -> Bool {
    let started = ProcessorClock.now()
    while true {
      let order = try ordered(session)
      guard try firstChange(order) == nil else { return false }
      var next = state
      guard try foldSteps(order, session, &next) else { continue }
      position = session.moment.position
      (next.position, next.foldedThrough) = (position, position)
      notePace(order.places.count, since: started, in: &next)
      try stage(&next, endsEpoch: false)
      try commit(next)
      tick(position.rawValue, position.rawValue)
      return true
    }
  }

  /// Folds the events of an order with a snapshot at each step.
  ///
  /// - Returns: False if they must be taken again, with care.
  private func foldSteps(
    _ order: HappenedOrder, _ session: ReplaySession, _ next: inout GenerationState
  ) throws(ProjectionError) -> Bool {
    var done = 0
    for cut in order.cuts(snapshotPlaces(order.places.count), session.moment.position) {
      try fold(order, session, done..<cut.count)
      guard try isTaken() else { return false }
      done = cut.count
      advance(&next, order, done)
      next.position = session.moment.position
      next.foldedThrough = cut.foldedThrough
      try stage(&next, endsEpoch: true)
    }
    let refused = try fold(order, session, done..<order.places.count)
    guard try isTaken() else { return false }
    advance(&next, order, order.places.count)
    next.refusedAmendments = merged(refused.values.map(\.self), next.refusedEdits)
    return true
  }

  @discardableResult
  private func fold(
    _ order: HappenedOrder, _ session: ReplaySession, _ range: Range<Int>
  ) throws(ProjectionError) -> [Position: RefusedAmendment] {
    try stopping { () throws(ReplayError) in
      try order.fold([fold], session, .folding, range)
    }
  }

  /// After how many of that many events the rows are kept.
  private func snapshotPlaces(_ count: Int) -> [Int] {
    guard let events = snapshotEvents.map({ Int(clamping: $0) }) else { return [] }
    let first = (state.folded / events + 1) * events - state.folded
    return first <= count ? Array(stride(from: first, through: count, by: events)) : []
  }

  private func advance(_ next: inout GenerationState, _ order: HappenedOrder, _ count: Int) {
    let done = next.folded - state.folded
    next.lastChange = max(
      next.lastChange ?? next.position, order.lastChange(in: done..<count))
    next.folded = state.folded + count
    next.refusedEdits = merged(order.refusedEdits, state.refusedEdits)
    guard count > 0 else { return }
    next.frontier = order.places[count - 1].occurred
    next.frontierPosition = Int(order.places[count - 1].position)
  }

  private func merged(
    _ refused: [RefusedAmendment], _ known: [QuarantinedEvent]
  ) -> [QuarantinedEvent] {
    HappenedChange.merged(refused, known, fold)
  }

  private func ordered(_ session: ReplaySession) throws(ProjectionError) -> HappenedOrder {
    try stopping { () throws(ReplayError) in
      try HappenedOrder(
        session, [fold], after: state.foldedThrough ?? state.position,
        behind: rewoundTo == nil ? nil : state.frontierPlace)
    }
  }

  // MARK: Going back

  /// The first place at which something recorded since changes what is folded; `nil` if nothing
  /// does.
  private func firstChange(
    _ order: HappenedOrder
  ) throws(ProjectionError) -> HappenedOrder.Place? {
    // Back at a snapshot that nothing changes.
    guard rewoundTo == nil else { return nil }
    return try HappenedChange.first(in: order, state, fold, log)
  }

  /// This view as of the last snapshot that nothing recorded since changes, to be folded on from
  /// there; `nil` if there is none.
  func rewound() throws(ProjectionError) -> StoredFold? {
    let feed = try projecting { () throws(EventLogError) in try LogFeed(log) }
    guard let change = try firstChange(ordered(session(feed, feed.head))) else { return nil }
    let earlier = try StoredFold(
      fold.type, store, generation: generation, of: log, options
    ) { $0.isUnchanged(before: change) }
    return earlier.state.folded > 0 ? earlier : nil
  }

  /// How many events are to be folded, from where the view stands if nothing stands before that,
  /// else from a snapshot; `nil` if only a fold from nothing will do.
  func pendingEvents() throws(ProjectionError) -> (isOnTop: Bool, events: Int?) {
    let feed = try projecting { () throws(EventLogError) in try LogFeed(log) }
    let order = try ordered(session(feed, feed.head))
    if try firstChange(order) == nil { return (true, order.places.count) }
    guard let earlier = try rewound() else { return (false, nil) }
    return (false, try earlier.ordered(session(feed, feed.head)).places.count)
  }

  private func stopping<R>(
    _ body: () throws(ReplayError) -> R
  ) throws(ProjectionError) -> R {
    do {
      return try body()
    } catch {
      guard case .cancelled = error.reason else { throw .replay(error) }
      throw .stopped(projection: state.projection, at: state.position)
    }
  }
}
