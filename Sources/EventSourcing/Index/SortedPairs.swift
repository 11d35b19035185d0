// SPDX-License-Identifier: Apache-2.0

/// Keys with a value each, sorted by key; values of one key stay in their order.
///
/// Raw memory: some million pairs pass through here for an index run of 65,536 events.
struct SortedPairs<Key: FixedWidthInteger & UnsignedInteger>: ~Copyable {
  private let keys: UnsafeMutablePointer<Key>
  private let values: UnsafeMutablePointer<UInt32>
  let count: Int

  private static var digitBits: Int { 11 }

  /// - Parameter count: How many pairs there will be; each must be put before it is read.
  init(count: Int) {
    self.count = count
    keys = .allocate(capacity: max(1, count))
    values = .allocate(capacity: max(1, count))
  }

  deinit {
    keys.deallocate()
    values.deallocate()
  }

  /// - Parameter place: In the order of the values of one key.
  @inline(__always)
  func put(_ key: Key, _ value: UInt32, at place: Int) {
    assert(place >= 0 && place < count, "a place of these pairs")
    (keys + place).initialize(to: key)
    (values + place).initialize(to: value)
  }

  @inline(__always)
  subscript(place: Int) -> (key: Key, value: UInt32) {
    precondition(place >= 0 && place < count, "a place of these pairs")
    return (keys[place], values[place])
  }

  /// Sorts a part of the pairs, by those bits in which keys differ: numbers of one sort of object
  /// differ in few.
  func sort(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "places of these pairs")
    let part = Columns(keys: keys + range.lowerBound, values: values + range.lowerBound)
    var (all, any) = (Key.max, Key(0))
    for place in 0..<range.count { (all, any) = (all & part.keys[place], any | part.keys[place]) }
    guard range.count > 1, all != any else { return }
    let room = SortedPairs(count: range.count)
    var (from, to) = (part, Columns(keys: room.keys, values: room.values))
    var shift = (all ^ any).trailingZeroBitCount
    while shift < Key.bitWidth, (all ^ any) >> shift != 0 {
      SortedPairs.pass(from, range.count, shift: Key(shift), to)
      swap(&from, &to)
      shift += SortedPairs.digitBits
    }
    guard from.keys != part.keys else { return }
    part.keys.update(from: from.keys, count: range.count)
    part.values.update(from: from.values, count: range.count)
  }

  private struct Columns {
    let keys: UnsafeMutablePointer<Key>
    let values: UnsafeMutablePointer<UInt32>
  }

  /// Puts the pairs in the order of one digit.
  private static func pass(_ from: Columns, _ count: Int, shift: Key, _ to: Columns) {
    let mask = Key(truncatingIfNeeded: (1 << digitBits) - 1)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << digitBits) { places in
      places.initialize(repeating: 0)
      for index in 0..<count {
        places[Int(truncatingIfNeeded: from.keys[index] &>> shift & mask)] += 1
      }
      var next = 0
      for digit in places.indices { (places[digit], next) = (next, next + places[digit]) }
      for index in 0..<count {
        let digit = Int(truncatingIfNeeded: from.keys[index] &>> shift & mask)
        to.keys[places[digit]] = from.keys[index]
        to.values[places[digit]] = from.values[index]
        places[digit] += 1
      }
    }
  }
}
