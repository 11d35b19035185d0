// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// The list of roles and kinds that an event's object numbers follow: interned, shared by all
/// events of the same make-up, so that no role or kind is stored per event (docs/FORMAT.md §2.3).
@usableFromInline package final class Shape: Sendable {
  /// One column of object numbers.
  package struct Slot: Hashable, Sendable {
    package let role: Role
    package let kind: ObjectKind

    package init(_ role: Role, _ kind: ObjectKind) {
      self.role = role
      self.kind = kind
    }
  }

  /// Header objects first, in the order of `HeaderRole.all`, then the references in theirs.
  package let slots: [Slot]
  // Raw memory, because every reference of every event of a fold is looked up here. Written
  // once in init and never freed: shapes live as long as their process.
  nonisolated(unsafe) let firstSlot: UnsafePointer<UInt16>
  nonisolated(unsafe) let roles: UnsafePointer<UInt16>
  /// The kind of each slot where `ObjectID.rawValue` has it; zeros behind, up to `leastRoom`.
  nonisolated(unsafe) let kinds: UnsafePointer<UInt64>
  /// One more than the largest role number in the table.
  let limit: Int

  static let none = UInt16.max
  /// As many slots are read at once where there is room.
  static let leastRoom = 8

  package init(_ slots: [Slot]) {
    self.slots = slots
    limit = Int(slots.map(\.role.number).max() ?? 0) + 1
    let first = UnsafeMutablePointer<UInt16>.allocate(capacity: limit)
    first.initialize(repeating: Shape.none, count: limit)
    let copy = UnsafeMutablePointer<UInt16>.allocate(capacity: max(1, slots.count))
    let kinds = UnsafeMutablePointer<UInt64>.allocate(
      capacity: max(Shape.leastRoom, slots.count))
    kinds.initialize(repeating: 0, count: max(Shape.leastRoom, slots.count))
    for (index, slot) in slots.enumerated().reversed() {
      first[Int(slot.role.number)] = UInt16(index)
      (copy + index).initialize(to: slot.role.number)
      kinds[index] = ObjectID(kind: slot.kind, number: 0).rawValue
    }
    firstSlot = UnsafePointer(first)
    roles = UnsafePointer(copy)
    self.kinds = UnsafePointer(kinds)
  }
}

/// Roles of the header's own objects: their names cannot clash with a schema's.
package enum HeaderRole {
  package static let stream: Role = "@stream"
  package static let actorBody: Role = "@body"
  package static let actorPerson: Role = "@person"
  package static let actorPost: Role = "@post"
  package static let system: Role = "@system"
  /// The order in which a shape lists those that an event has.
  package static let all = [stream, actorBody, actorPerson, actorPost, system]
}

/// The shapes of this process by their slots, so that equal ones are one object.
package enum SharedShapes {
  private static let shapes = Mutex<[[Shape.Slot]: Shape]>([:])

  package static func shape(_ slots: [Shape.Slot]) -> Shape {
    shapes.withLock { shapes in
      if let shape = shapes[slots] { return shape }
      let shape = Shape(slots)
      shapes[slots] = shape
      return shape
    }
  }
}
