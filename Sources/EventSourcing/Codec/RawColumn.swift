// SPDX-License-Identifier: Apache-2.0

/// Values one behind the other in memory of their own.
///
/// Raw memory, because some are added and read for every event of an append: an array would check
/// for uniqueness and count its references at each of them.
struct RawColumn<Element>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0
  private var block: MemoryBlock

  init(capacity: Int, from memory: KeptMemory? = nil) {
    block = MemoryBlock(max(1, capacity) * MemoryLayout<Element>.stride, from: memory)
    (base, self.capacity) = block.elements(Element.self)
  }

  deinit { base.deinitialize(count: count) }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  @inline(never)
  private mutating func grow() {
    let grown = MemoryBlock(
      2 * capacity * MemoryLayout<Element>.stride, from: block.source)
    let elements = grown.elements(Element.self)
    elements.base.moveInitialize(from: base, count: count)
    block = grown
    (base, capacity) = elements
  }

  mutating func clear() {
    base.deinitialize(count: count)
    count = 0
  }

  /// A part of it, valid until the next value is added.
  @inline(__always)
  subscript(range: Range<Int>) -> UnsafeBufferPointer<Element> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "values that were added")
    return UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }
}
