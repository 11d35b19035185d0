// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport

/// A feed that shows only some positions of another: what an explanation must be enough for.
final class SelectedFeed: EventFeed {
  private let base: MemoryFeed
  private let selected: [Position]

  init(_ base: MemoryFeed, _ selected: [Position]) {
    self.base = base
    self.selected = selected.sorted()
  }

  var directory: any ObjectDirectory { base.directory }
  var zone: BusinessZone { base.zone }
  var head: Position { base.head }

  func position(recordedAtOrBefore moment: Instant) throws(ReplayError) -> Position {
    try base.position(recordedAtOrBefore: moment)
  }

  func fill(
    _ batch: EventBatch, after: Position, upTo limit: Position, types: Set<EventType>?
  ) throws(ReplayError) -> Position {
    let wanted = selected.filter { position in
      let type = base.events[Int(position.rawValue) - 1].content.type
      return position > after && position <= limit && types?.contains(type) ?? true
    }
    try base.fill(batch, positions: wanted.prefix(EventBatch.capacity))
    return wanted.count <= EventBatch.capacity ? limit : wanted[EventBatch.capacity - 1]
  }

  func fill(_ batch: EventBatch, positions: ArraySlice<Position>) throws(ReplayError) {
    try base.fill(batch, positions: positions)
  }
}
