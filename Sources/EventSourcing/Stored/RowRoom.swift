// SPDX-License-Identifier: Apache-2.0

/// Bytes that a ``RowWriter`` fills, and the containers that are open in them.
///
/// Raw memory, because a rebuild writes every row of a view several times: array bounds,
/// uniqueness and exclusive access are asked once a value here, not once a byte.
struct RowRoom {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity = 4096
  /// The containers that are open, innermost last, by the numbers they write under.
  private var open: UnsafeMutablePointer<Int>
  private(set) var depth = 0
  private var openCapacity = 64

  init() {
    bytes = .allocate(capacity: capacity)
    open = .allocate(capacity: openCapacity)
  }

  func deallocate() {
    bytes.deallocate()
    open.deallocate()
  }

  mutating func removeAll(from start: Int = 0) { count = start }

  /// Makes room for that many bytes; the puts below do not ask.
  @inline(__always)
  mutating func reserve(_ needed: Int) {
    if count &+ needed > capacity { grow(needed) }
  }

  @inline(never)
  private mutating func grow(_ needed: Int) {
    capacity = max(capacity * 2, count + needed)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    grown.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = grown
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    bytes[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      put(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    put(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(_ content: UnsafeRawBufferPointer) {
    reserve(content.count)
    if let start = content.baseAddress {
      UnsafeMutableRawPointer(bytes + count).copyMemory(from: start, byteCount: content.count)
    }
    count += content.count
  }

  // MARK: Containers

  /// The container that is written to now; `nil` outside of all.
  @inline(__always)
  var innermost: Int? { depth > 0 ? open[depth - 1] : nil }

  @inline(__always)
  mutating func push(_ container: Int) {
    if depth == openCapacity { growOpen() }
    open[depth] = container
    depth &+= 1
  }

  @inline(never)
  private mutating func growOpen() {
    let grown = UnsafeMutablePointer<Int>.allocate(capacity: openCapacity * 2)
    grown.update(from: open, count: depth)
    open.deallocate()
    open = grown
    openCapacity *= 2
  }

  /// How many containers are open up to and including that one; `nil` if it is closed.
  func depth(of container: Int) -> Int? {
    (0..<depth).last { open[$0] == container }.map { $0 + 1 }
  }

  mutating func forget(to depth: Int) { self.depth = depth }
}

/// Small numbers by small numbers; 0 for those that are not known yet.
struct NumberCache {
  private var numbers: UnsafeMutablePointer<Int>
  private var capacity = 64

  init() {
    numbers = .allocate(capacity: capacity)
    numbers.initialize(repeating: 0, count: capacity)
  }

  func deallocate() { numbers.deallocate() }

  @inline(__always)
  subscript(_ index: Int) -> Int { index < capacity ? numbers[index] : 0 }

  mutating func set(_ index: Int, _ number: Int) {
    if index >= capacity {
      let grown = UnsafeMutablePointer<Int>.allocate(capacity: index * 2)
      grown.initialize(from: numbers, count: capacity)
      (grown + capacity).initialize(repeating: 0, count: index * 2 - capacity)
      numbers.deallocate()
      numbers = grown
      capacity = index * 2
    }
    numbers[index] = number
  }
}
