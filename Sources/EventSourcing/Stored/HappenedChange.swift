// SPDX-License-Identifier: Apache-2.0

/// What becomes of a fold in happened order when more is recorded (design §5, "Order").
enum HappenedChange {
  /// The first place at which what was recorded behind a state changes what it has folded; `nil`
  /// if all of it stands behind.
  ///
  /// - Parameter order: The events behind the state, and the amendments up to the same cut.
  static func first(
    in order: HappenedOrder, _ state: GenerationState, _ fold: AnyFold, _ log: EventLog
  ) throws(ProjectionError) -> HappenedOrder.Place? {
    guard state.folded > 0 || state.position > .origin else { return nil }
    let frontier = state.frontierPlace
    var found: HappenedOrder.Place?
    if let place = order.places.first, place < frontier { found = place }
    for id in order.amendedElsewhere(after: state.position) {
      let event = try projecting { () throws(EventLogError) in try log.event(id) }
      guard let event, event.position <= state.position, fold.wants(event.content.type) else {
        continue
      }
      // Wherever it stood and stands now, it is not before the first of these.
      let moments = order.amendments.touches[id]?.moments ?? []
      let place = HappenedOrder.Place(
        occurred: moments.reduce(event.content.occurred.microseconds, min),
        position: event.position.rawValue)
      if place <= frontier { found = found.map { min($0, place) } ?? place }
    }
    return found
  }

  /// Refused amendments that a projection lists, with those that were known, each once.
  static func merged(
    _ refused: [RefusedAmendment], _ known: [QuarantinedEvent], _ fold: AnyFold
  ) -> [QuarantinedEvent] {
    let entries = refused.filter { $0.target.map(fold.wants) ?? true }.map(\.entry)
    var seen: Set<Position> = []
    return (known + entries).filter { seen.insert($0.position).inserted }
      .sorted { $0.position < $1.position }
  }
}

extension GenerationState {
  /// Behind which event, as they happened, the fold stands.
  var frontierPlace: HappenedOrder.Place {
    HappenedOrder.Place(occurred: frontier, position: UInt64(frontierPosition))
  }

  /// True if a change at that place changes nothing of what is folded.
  func isUnchanged(before change: HappenedOrder.Place) -> Bool {
    folded > 0 && frontierPlace < change
  }
}

extension HappenedOrder {
  /// Where a fold may be kept and gone on with.
  struct Cut {
    /// How many events of the order stand before it.
    var count: Int
    /// The last event that changed anything before it: as of that position or a later one, the
    /// events before it are what they are here.
    var known: Position
    /// Every event recorded up to here stands before it.
    var foldedThrough: Position
  }

  /// What is known of the order after each of these numbers of events, ascending and above 0.
  ///
  /// - Parameters:
  ///   - base: Where the order begins.
  ///   - limit: The last event that the order knows.
  func cuts(_ counts: [Int], _ base: GenerationState, _ limit: Position) -> [Cut] {
    var known = base.position.rawValue
    var done = 0
    var cuts = counts.map { count in
      for place in places[done..<count] { known = max(known, place.position) }
      done = count
      return Cut(count: count, known: Position(known), foldedThrough: limit)
    }
    var least = limit.rawValue + 1
    var next = places.count
    for index in cuts.indices.reversed() {
      for place in places[cuts[index].count..<next] { least = min(least, place.position) }
      next = cuts[index].count
      settle(&cuts[index], least)
    }
    return cuts
  }

  /// Takes into account what amendments may have moved over the cut, for whom they are unknown.
  private func settle(_ cut: inout Cut, _ least: UInt64) {
    let end = places[cut.count - 1]
    var (known, least) = (cut.known.rawValue, least)
    for event in touched {
      let (low, high) = (event.places.lowerBound, event.places.upperBound)
      if low <= end { known = max(known, event.last, low.position) }
      if high > end { least = min(least, low.position) }
    }
    cut.known = Position(known)
    cut.foldedThrough = Position(least - 1)
  }
}
