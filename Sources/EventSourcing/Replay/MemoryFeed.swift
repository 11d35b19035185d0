// SPDX-License-Identifier: Apache-2.0

/// Events in memory as a feed: for tests, and for folds over events that no log holds.
package final class MemoryFeed: EventFeed {
  package let events: [StoredEvent]
  package let zone: BusinessZone
  package let digestAlgorithm: DigestAlgorithm
  private let objects: MemoryDirectory
  private let entries: [Entry]

  private struct Entry {
    let shape: Shape
    let objects: [ObjectID]
    let extras: [UInt8]
  }

  package var directory: any ObjectDirectory { objects }
  package var head: Position { Position(UInt64(events.count)) }

  /// Positions must be 1, 2, 3 …; objects of `interned` are numbered first, in that order.
  package init(
    _ events: [StoredEvent], zone: BusinessZone = .shanghai, interned: [ObjectName] = [],
    digest: DigestAlgorithm = .sha256
  ) {
    let objects = MemoryDirectory()
    for name in interned { _ = objects.number(of: name) }
    for (index, event) in events.enumerated() {
      precondition(event.position.rawValue == UInt64(index + 1), "positions have a gap")
    }
    entries = events.map { event in
      let slots = event.content.slots
      return Entry(
        shape: SharedShapes.shape(slots.map { Shape.Slot($0.role, $0.object.kind) }),
        objects: slots.map { objects.number(of: $0.object) }, extras: event.content.extras.bytes)
    }
    self.events = events
    self.zone = zone
    self.objects = objects
    digestAlgorithm = digest
  }

  package func position(recordedAtOrBefore moment: Instant) throws(ReplayError) -> Position {
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].recorded <= moment { low = middle + 1 } else { high = middle }
    }
    return Position(UInt64(low))
  }

  package func fill(
    _ batch: EventBatch, after: Position, upTo limit: Position, types: Set<EventType>?
  ) throws(ReplayError) -> Position {
    batch.removeAll()
    var index = Int(after.rawValue)
    let end = min(Int(limit.rawValue), events.count)
    while index < end, !batch.isFull {
      if types?.contains(events[index].content.type) ?? true { append(index, to: batch) }
      index += 1
    }
    return index >= end ? limit : Position(UInt64(index))
  }

  package func fill(
    _ batch: EventBatch, positions: ArraySlice<Position>
  ) throws(ReplayError) {
    batch.removeAll()
    for position in positions { append(Int(position.rawValue) - 1, to: batch) }
  }

  private func append(_ index: Int, to batch: EventBatch) {
    let event = events[index]
    let entry = entries[index]
    batch.append(event, shape: entry.shape, objects: entry.objects, extras: entry.extras)
  }
}

extension EventBatch {
  /// Adds an event that is in memory; the batch must not be full.
  func append(_ event: StoredEvent, shape: Shape, objects: [ObjectID], extras: [UInt8]) {
    let header = Header(
      position: event.position.rawValue, recorded: event.recorded.microseconds,
      occurred: event.content.occurred.microseconds, id: event.content.id,
      type: event.content.type, version: UInt16(event.content.version),
      flags: event.flags.rawValue, streamVersion: event.streamVersion)
    event.content.payload.withUnsafeBytes { payload in
      extras.withUnsafeBytes { extras in
        append(header, shape: shape, objects: objects, payload: payload, extras: extras)
      }
    }
  }
}

/// Numbers objects in order of first use, as a log does.
package final class MemoryDirectory: ObjectDirectory {
  private var numbers: [ObjectName: ObjectID] = [:]
  private var names: [ObjectID: ObjectName] = [:]
  private var counts: [ObjectKind: UInt32] = [:]

  package init() {}

  package func number(of name: ObjectName) -> ObjectID {
    if let number = numbers[name] { return number }
    let object = ObjectID(kind: name.kind, number: counts[name.kind, default: 0])
    counts[name.kind, default: 0] += 1
    numbers[name] = object
    names[object] = name
    return object
  }

  package func name(of object: ObjectID) -> ObjectName {
    guard let name = names[object] else { preconditionFailure("an object of another log") }
    return name
  }

  package func object(_ name: ObjectName) -> ObjectID? { numbers[name] }
}
