// SPDX-License-Identifier: Apache-2.0

/// The roles, kinds and object numbers of events on their way into entries, one event behind the
/// other.
struct SlotBuffer: ~Copyable {
  /// Role in the upper half, kind in the lower.
  private var words: RawColumn<UInt32>
  private var objects: RawColumn<UInt32>

  init(capacity: Int, from memory: KeptMemory?) {
    words = RawColumn(capacity: capacity, from: memory)
    objects = RawColumn(capacity: capacity, from: memory)
  }

  var count: Int { words.count }

  /// - Parameter object: `nil` where only the log can tell its number: it is put later.
  @inline(__always)
  mutating func add(_ role: Role, _ object: ObjectID?) {
    words.append(UInt32(role.number) << 16)
    objects.append(0)
    if let object { put(object, at: count - 1) }
  }

  /// Puts the object of a slot in its place, and of what was there.
  @inline(__always)
  func put(_ object: ObjectID, at slot: Int) {
    precondition(slot >= 0 && slot < count, "a slot that was added")
    words.base[slot] = words.base[slot] & 0xFFFF_0000 | UInt32(object.kind.number)
    objects.base[slot] = object.number
  }

  /// The slots of one event; valid until the next one is added.
  @inline(__always)
  subscript(slots: Range<Int>) -> EventSlots {
    EventSlots(words: words[slots], numbers: objects[slots])
  }
}

/// The roles, kinds and object numbers of one event, where they lie.
struct EventSlots {
  /// Role in the upper half, kind in the lower.
  let words: UnsafeBufferPointer<UInt32>
  let numbers: UnsafeBufferPointer<UInt32>

  /// The first one: every event has a stream.
  @inline(__always)
  var stream: ObjectID {
    ObjectID(kind: ObjectKind(number: UInt16(truncatingIfNeeded: words[0])), number: numbers[0])
  }

  /// Whether the event is made of these roles and kinds.
  @inline(__always)
  func matches(_ others: UnsafeBufferPointer<UInt32>) -> Bool {
    guard others.count == words.count else { return false }
    for index in words.indices where others[index] != words[index] { return false }
    return true
  }

  var shape: [Shape.Slot] {
    words.map {
      Shape.Slot(
        Role(number: UInt16($0 >> 16)), ObjectKind(number: UInt16(truncatingIfNeeded: $0)))
    }
  }
}
