// SPDX-License-Identifier: Apache-2.0

/// Values one behind the other in memory of their own.
///
/// Raw memory, because some are added and read for every event of an append: an array would check
/// for uniqueness and count its references at each of them.
struct RawColumn<Element>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(1, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  @inline(never)
  private mutating func grow() {
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
    grown.moveInitialize(from: base, count: count)
    base.deallocate()
    base = grown
    capacity *= 2
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
