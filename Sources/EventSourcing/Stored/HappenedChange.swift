// SPDX-License-Identifier: Apache-2.0

/// What becomes of a fold in happened order when more is recorded (design §5, "Order").
enum HappenedChange {
  /// The first place at which what was recorded behind a state changes what it has folded, or would
  /// have, as of a moment since; `nil` if all of it stands behind.
  ///
  /// - Parameter order: The events behind the state, and the amendments up to the same cut.
  static func first(
    in order: HappenedOrder, _ state: GenerationState, _ fold: AnyFold, _ log: EventLog
  ) throws(ProjectionError) -> HappenedOrder.Place? {
    guard state.folded > 0 || state.position > .origin else { return nil }
    let frontier = state.frontierPlace
    var found: HappenedOrder.Place?
    if let place = order.places.first, place < frontier { found = place }
    // What came since and was undone or moved since changes nothing now; as of a moment in between
    // it stood there, and snapshots behind it would not know.
    for event in order.touched.map(\.places.lowerBound)
    where event.position > state.position.rawValue && event < frontier {
      found = found.map { min($0, event) } ?? event
    }
    for id in order.amendedElsewhere(after: state.position) {
      let event = try projecting { () throws(EventLogError) in try log.event(id) }
      guard let event, event.position <= state.position, fold.wants(event.content.type) else {
        continue
      }
      // Wherever it stood and stands now, it is not before the first of these.
      let moments = order.amendments.moments[id] ?? []
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

  /// True if nothing recorded behind that position had a part in what is folded.
  func isKnown(asOf position: Position) -> Bool { (lastChange ?? self.position) <= position }

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
    /// Every event recorded up to here stands before it.
    var foldedThrough: Position
  }

  /// What stands before each of these numbers of events, ascending and above 0.
  ///
  /// - Parameter limit: The last event that the order knows.
  func cuts(_ counts: [Int], _ limit: Position) -> [Cut] {
    var least = limit.rawValue + 1
    var next = places.count
    var cuts: [Cut] = []
    for count in counts.reversed() {
      for place in places[count..<next] { least = min(least, place.position) }
      next = count
      let first = touched.filter { $0.places.upperBound > places[count - 1] }
        .reduce(least) { min($0, $1.places.lowerBound.position) }
      cuts.append(Cut(count: count, foldedThrough: Position(first - 1)))
    }
    return cuts.reversed()
  }

  /// The last event that changed what stands at these places; at the end of the order also what
  /// ever stood behind them.
  func lastChange(in range: Range<Int>) -> Position {
    let last = places[range].reduce(0) { max($0, $1.position) }
    let end = range.upperBound == places.count ? nil : places[range.upperBound - 1]
    return touched.filter { touched in end.map { touched.places.lowerBound <= $0 } ?? true }
      .reduce(Position(last)) { max($0, $1.lastAmendment) }
  }
}
