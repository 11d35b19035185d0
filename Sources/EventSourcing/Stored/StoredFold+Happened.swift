// SPDX-License-Identifier: Apache-2.0

/// Keeping a view whose projection folds events as they happened.
extension StoredFold {
  /// Folds what was recorded since, in the order in which it happened.
  ///
  /// - Returns: False if some of it happened before what is folded already, or amends it: then
  ///   only a fold from nothing gives the same rows.
  func catchUpHappened(_ session: ReplaySession, _ tick: Tick) throws(ProjectionError) -> Bool {
    var isFolded = false
    while !isFolded {
      let order = try ordered(session)
      guard try isBehind(order) else { return false }
      let refused = try stopping { () throws(ReplayError) in
        try order.fold([fold], session, .folding)
      }
      isFolded = try isTaken()
      guard isFolded else { continue }
      position = session.moment.position
      if let span = order.span { state.frontier = span.upperBound }
      keep(refused.values.filter { $0.target.map(fold.wants) ?? true }.map(\.entry))
      tick(position.rawValue, position.rawValue)
    }
    return true
  }

  /// True if what was recorded since belongs behind all that is folded.
  func isOnTop() throws(ProjectionError) -> Bool {
    let feed = try projecting { () throws(EventLogError) in try LogFeed(log) }
    return try isBehind(ordered(session(feed, feed.head)))
  }

  /// Adds to the amendments that were refused for events folded earlier, which stay so.
  private func keep(_ refused: [QuarantinedEvent]) {
    let known = Set(state.refusedAmendments.map(\.position))
    state.refusedAmendments += refused.filter { !known.contains($0.position) }
    state.refusedAmendments.sort { $0.position < $1.position }
  }

  private func ordered(_ session: ReplaySession) throws(ProjectionError) -> HappenedOrder {
    try stopping { () throws(ReplayError) in
      try HappenedOrder(session, [fold], after: position)
    }
  }

  /// True if nothing in that order belongs between events that are folded already.
  private func isBehind(_ order: HappenedOrder) throws(ProjectionError) -> Bool {
    guard position > .origin else { return true }
    if let span = order.span, span.lowerBound < state.frontier { return false }
    for id in order.amendedElsewhere(after: position) {
      let event = try projecting { () throws(EventLogError) in try log.event(id) }
      if let event, event.position <= position, fold.wants(event.content.type) { return false }
    }
    return true
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
