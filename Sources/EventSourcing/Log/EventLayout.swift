// SPDX-License-Identifier: Apache-2.0

/// Where the parts of an event stand among the objects of its shape: worked out once a shape, so
/// that an event is put together without asking each slot what it is.
struct EventLayout: Sendable {
  let shape: Shape
  /// Slots of the header's objects, the stream left out.
  private let header: [Int]
  /// Slots of the references, in their order.
  private let references: [Int]

  init(_ shape: Shape) {
    self.shape = shape
    let slots = shape.slots.indices.dropFirst()
    header = slots.filter { HeaderRole.all.contains(shape.slots[$0].role) }
    references = slots.filter { !HeaderRole.all.contains(shape.slots[$0].role) }
  }

  /// What an event says but for payload and extras; `nil` if `name` does not know an object.
  @inline(__always)
  func content(
    _ entry: Entry, _ type: TypeSymbol, name: (Int, ObjectKind) -> ObjectName?
  ) -> EventContent? {
    let slots = shape.slots
    guard let first = slots.first, let stream = name(0, first.kind) else { return nil }
    var content = EventContent(
      id: entry.id, type: type.type, version: type.version, stream: stream,
      occurred: Instant(microseconds: entry.occurred))
    for slot in header {
      guard let object = name(slot, slots[slot].kind) else { return nil }
      content.add(object, as: slots[slot].role)
    }
    content.references.reserveCapacity(references.count)
    for slot in references {
      guard let object = name(slot, slots[slot].kind) else { return nil }
      content.references.append(Reference(slots[slot].role, object))
    }
    return content
  }
}

extension EventContent {
  /// Takes in an object of the header.
  fileprivate mutating func add(_ object: ObjectName, as role: Role) {
    switch role {
    case HeaderRole.actorBody: actor.body = object
    case HeaderRole.actorPerson: actor.person = object
    case HeaderRole.actorPost: actor.post = object
    default: source = Source(system: object)
    }
  }

  /// Takes in the rarely read parts; without a system they say nothing of a source.
  mutating func add(_ extras: Extras) {
    causation = extras.causation
    correlation = extras.correlation
    sealed = extras.sealed
    source?.externalID = extras.externalID
    source?.mode = extras.mode ?? .native
  }
}
