// SPDX-License-Identifier: Apache-2.0

/// A feed with events left out and added: another past, which nobody stores.
///
/// A fold over it is the fold of a log in which just these events had been recorded, but that
/// recorded events keep their positions and added ones are `+1`, `+2` …
package final class OverlayFeed: EventFeed {
  /// An added event, and the position that it stands behind.
  package struct Added {
    package let event: StoredEvent
    package let after: Position
    /// The version that its stream has there without any assumption.
    package let version: UInt64
  }

  private struct Entry {
    let event: StoredEvent
    let shape: Shape
    let objects: [ObjectID]
    let extras: [UInt8]
  }

  /// From a place on, by how much the versions of a stream differ from the recorded ones.
  private struct Shift {
    let place: UInt64
    let change: Int64
  }

  package let history: AssumedHistory
  private let base: any EventFeed
  private let overlay: OverlayDirectory
  private let map: AssumedPlaces
  private let leftOut: Set<UInt64>
  private let entries: [Entry]
  private let shifts: [ObjectID: [Shift]]

  package var directory: any ObjectDirectory { overlay }
  package var zone: BusinessZone { base.zone }
  package var digestAlgorithm: DigestAlgorithm { base.digestAlgorithm }
  package var places: AssumedPlaces? { map }
  package var head: Position { base.head.advanced(by: map.count) }

  /// - Parameters:
  ///   - leftOut: Events of `base`, by position.
  ///   - added: By place, numbered so.
  package init(
    _ base: any EventFeed, without leftOut: [StoredEvent], adding added: [Added],
    replaced: [Position: Position] = [:]
  ) {
    self.base = base
    let overlay = OverlayDirectory(base.directory)
    let map = AssumedPlaces(after: added.map(\.after))
    self.overlay = overlay
    self.map = map
    self.leftOut = Set(leftOut.map(\.position.rawValue))
    let shifts = OverlayFeed.shifts(leftOut, added, map, overlay)
    self.shifts = shifts
    entries = added.map { added in
      let stream = overlay.number(of: added.event.content.stream)
      let change = OverlayFeed.change(shifts[stream], at: map.place(of: added.event.position))
      let event = StoredEvent(
        position: added.event.position, recorded: added.event.recorded, flags: added.event.flags,
        streamVersion: UInt64(Int64(added.version) + change), content: added.event.content)
      let slots = event.content.slots
      return Entry(
        event: event,
        shape: SharedShapes.shape(slots.map { Shape.Slot($0.role, $0.object.kind) }),
        objects: slots.map { overlay.number(of: $0.object) },
        extras: event.content.extras.bytes)
    }
    history = AssumedHistory(
      leftOut: leftOut, added: entries.map(\.event), replaced: replaced)
  }

  private static func shifts(
    _ leftOut: [StoredEvent], _ added: [Added], _ map: AssumedPlaces, _ overlay: OverlayDirectory
  ) -> [ObjectID: [Shift]] {
    var steps: [ObjectID: [Shift]] = [:]
    for (event, change) in leftOut.map({ ($0, -1 as Int64) }) + added.map({ ($0.event, 1) }) {
      let place = map.place(of: event.position).rawValue
      steps[overlay.number(of: event.content.stream), default: []]
        .append(Shift(place: place, change: change))
    }
    return steps.mapValues { steps in
      var sum: Int64 = 0
      return steps.sorted { $0.place < $1.place }.map { step in
        sum += step.change
        return Shift(place: step.place, change: sum)
      }
    }
  }

  private static func change(_ shifts: [Shift]?, at place: Position) -> Int64 {
    shifts?.last { $0.place <= place.rawValue }?.change ?? 0
  }

  // MARK: Reading

  package func position(recordedAtOrBefore moment: Instant) throws(ReplayError) -> Position {
    let recorded = try base.position(recordedAtOrBefore: moment)
    var place = map.place(of: recorded)
    // Behind the last recorded event stand added ones that are recorded by then, or later.
    while let number = map.event(at: place.advanced(by: 1)).assumedNumber,
      entries[Int(number) - 1].event.recorded <= moment
    {
      place = place.advanced(by: 1)
    }
    return place
  }

  package func fill(
    _ batch: EventBatch, after: Position, upTo limit: Position, types: Set<EventType>?
  ) throws(ReplayError) -> Position {
    batch.removeAll()
    guard after < limit else { return limit }
    let next = map.event(at: after.advanced(by: 1))
    guard next.assumedNumber == nil else {
      return fillAdded(batch, after: after, upTo: limit, types)
    }
    // A run of recorded events, up to the next added one.
    let last = map.recorded(upTo: limit)
    let end = map.after(map.added(upTo: after)).map { min($0, last) } ?? last
    let reached = try base.fill(batch, after: next.predecessor, upTo: end, types: types)
    settle(batch)
    if !leftOut.isEmpty {
      batch.arrange((0..<batch.count).filter { !leftOut.contains(batch.position($0).rawValue) })
    }
    return map.place(of: reached)
  }

  private func fillAdded(
    _ batch: EventBatch, after: Position, upTo limit: Position, _ types: Set<EventType>?
  ) -> Position {
    var place = after
    while place < limit, !batch.isFull,
      let number = map.event(at: place.advanced(by: 1)).assumedNumber
    {
      place = place.advanced(by: 1)
      let entry = entries[Int(number) - 1]
      if types?.contains(entry.event.content.type) ?? true { append(entry, to: batch) }
    }
    return place
  }

  package func fill(
    _ batch: EventBatch, positions: ArraySlice<Position>
  ) throws(ReplayError) {
    let events = positions.map { map.event(at: $0) }
    let recorded = events.filter { $0.assumedNumber == nil }
    try base.fill(batch, positions: recorded[...])
    settle(batch)
    guard recorded.count < events.count else { return }
    var order: [Int] = []
    var nextRecorded = 0
    for event in events {
      if let number = event.assumedNumber {
        order.append(batch.count)
        append(entries[Int(number) - 1], to: batch)
      } else {
        order.append(nextRecorded)
        nextRecorded += 1
      }
    }
    batch.arrange(order)
  }

  /// Gives recorded events the versions that their streams have here.
  private func settle(_ batch: EventBatch) {
    guard !shifts.isEmpty else { return }
    for row in 0..<batch.count {
      guard let shifts = shifts[batch.stream(row)] else { continue }
      let change = OverlayFeed.change(shifts, at: map.place(of: batch.position(row)))
      batch.moveVersion(row, by: change)
    }
  }

  private func append(_ entry: Entry, to batch: EventBatch) {
    batch.append(entry.event, shape: entry.shape, objects: entry.objects, extras: entry.extras)
  }
}

extension EventBatch {
  /// Keeps just these rows, in this order.
  func arrange(_ order: [Int]) {
    guard order != Array(0..<count) else { return }
    let columns = columns.pointee
    func arrange<T>(_ column: UnsafeMutablePointer<T>) {
      let values = order.map { column[$0] }
      for (row, value) in values.enumerated() { column[row] = value }
    }
    arrange(columns.position)
    arrange(columns.recorded)
    arrange(columns.occurred)
    arrange(columns.type)
    arrange(columns.version)
    arrange(columns.flags)
    arrange(columns.streamVersion)
    arrange(columns.idHigh)
    arrange(columns.idLow)
    arrange(columns.shape)
    arrange(columns.objectStart)
    arrange(columns.payload)
    arrange(columns.extras)
    var filler = filler
    filler.row = order.count
    keep(filler)
  }

  /// Moves the version of an event in its stream.
  fileprivate func moveVersion(_ row: Int, by change: Int64) {
    let version = Int64(columns.pointee.streamVersion[row]) + change
    columns.pointee.streamVersion[row] = UInt64(max(0, version))
  }
}
