// SPDX-License-Identifier: Apache-2.0

/// The roles, kinds and object numbers of one event on its way into an entry.
struct SlotBuffer: ~Copyable {
  // Raw memory: written and compared for every object of every event of an append.
  private var slots: UnsafeMutablePointer<UInt32>
  private var objects: UnsafeMutablePointer<UInt32>
  private var capacity = 32
  private(set) var count = 0

  init() {
    slots = .allocate(capacity: capacity)
    objects = .allocate(capacity: capacity)
  }

  deinit {
    slots.deallocate()
    objects.deallocate()
  }

  mutating func clear() { count = 0 }

  @inline(__always)
  mutating func add(_ role: Role, _ object: ObjectID) {
    if count == capacity { grow() }
    slots[count] = UInt32(role.number) << 16 | UInt32(object.kind.number)
    objects[count] = object.number
    count += 1
  }

  private mutating func grow() {
    let (oldSlots, oldObjects) = (slots, objects)
    capacity *= 2
    slots = .allocate(capacity: capacity)
    objects = .allocate(capacity: capacity)
    slots.update(from: oldSlots, count: count)
    objects.update(from: oldObjects, count: count)
    oldSlots.deallocate()
    oldObjects.deallocate()
  }

  /// The object numbers, valid until the next event.
  var numbers: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: objects, count: count) }

  /// Whether the event is made of these roles and kinds.
  @inline(__always)
  func matches(_ others: [UInt32]) -> Bool {
    guard others.count == count else { return false }
    return others.withUnsafeBufferPointer { others in
      for index in 0..<count where others[index] != slots[index] { return false }
      return true
    }
  }

  /// The roles and kinds, as they are compared.
  var packed: [UInt32] { Array(UnsafeBufferPointer(start: slots, count: count)) }

  var shape: [Shape.Slot] {
    packed.map {
      Shape.Slot(
        Role(number: UInt16($0 >> 16)), ObjectKind(number: UInt16(truncatingIfNeeded: $0)))
    }
  }
}
