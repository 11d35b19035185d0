// SPDX-License-Identifier: Apache-2.0

/// The roles, kinds and object numbers of events on their way into entries, one event behind the
/// other.
struct SlotBuffer: ~Copyable {
  /// Role in the upper half, kind in the lower.
  private var words: RawColumn<UInt32>
  private var objects: RawColumn<UInt32>

  /// In place of the kind, where the object has no number yet; no kind has this number.
  private static let unnumbered = UInt32(UInt16.max)

  init(capacity: Int = 32) {
    words = RawColumn(capacity: capacity)
    objects = RawColumn(capacity: capacity)
  }

  var count: Int { words.count }

  mutating func clear() {
    words.clear()
    objects.clear()
  }

  @inline(__always)
  mutating func add(_ role: Role, _ object: ObjectID) {
    words.append(UInt32(role.number) << 16 | UInt32(object.kind.number))
    objects.append(object.number)
  }

  /// An object whose number only the log can tell.
  @inline(__always)
  mutating func add(unnumbered role: Role) {
    words.append(UInt32(role.number) << 16 | SlotBuffer.unnumbered)
    objects.append(0)
  }

  /// The object of a slot, `nil` if it has no number yet.
  func object(_ slot: Int) -> ObjectID? {
    let kind = words.base[slot] & 0xFFFF
    guard kind != SlotBuffer.unnumbered else { return nil }
    return ObjectID(kind: ObjectKind(number: UInt16(kind)), number: objects.base[slot])
  }

  /// The slots of one event; valid until the next one is added.
  @inline(__always)
  subscript(slots: Range<Int>) -> EventSlots {
    EventSlots(words: words[slots], numbers: objects[slots])
  }

  /// All of them, as those of one event.
  var all: EventSlots { self[0..<count] }
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
