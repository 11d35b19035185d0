// SPDX-License-Identifier: Apache-2.0

/// Keys with a value each, sorted by key; values of one key stay in their order.
///
/// A radix sort over those bits in which keys differ: numbers of one sort of object differ in few.
struct SortedPairs<Key: FixedWidthInteger & UnsignedInteger> {
  private(set) var keys: [Key] = []
  private(set) var values: [UInt32] = []
  private var common: (all: Key, any: Key) = (.max, 0)

  private static var digitBits: Int { 11 }

  /// - Parameter room: About how many there will be.
  init(room: Int) {
    keys.reserveCapacity(room)
    values.reserveCapacity(room)
  }

  @inline(__always)
  mutating func add(_ key: Key, _ value: UInt32) {
    keys.append(key)
    values.append(value)
    common = (common.all & key, common.any | key)
  }

  mutating func sort() {
    let differing = common.all ^ common.any
    guard keys.count > 1, differing != 0 else { return }
    var otherKeys = [Key](repeating: 0, count: keys.count)
    var otherValues = [UInt32](repeating: 0, count: keys.count)
    var shift = differing.trailingZeroBitCount
    while shift < Key.bitWidth, differing >> shift != 0 {
      SortedPairs.pass(keys, values, shift: Key(shift), &otherKeys, &otherValues)
      swap(&keys, &otherKeys)
      swap(&values, &otherValues)
      shift += SortedPairs.digitBits
    }
  }

  /// Puts the pairs in the order of one digit.
  private static func pass(
    _ keys: [Key], _ values: [UInt32], shift: Key, _ toKeys: inout [Key],
    _ toValues: inout [UInt32]
  ) {
    let mask = Key(truncatingIfNeeded: (1 << digitBits) - 1)
    var places = [Int](repeating: 0, count: 1 << digitBits)
    for key in keys { places[Int(truncatingIfNeeded: key &>> shift & mask)] += 1 }
    var next = 0
    for digit in places.indices { (places[digit], next) = (next, next + places[digit]) }
    for index in keys.indices {
      let digit = Int(truncatingIfNeeded: keys[index] &>> shift & mask)
      let place = places[digit]
      toKeys[place] = keys[index]
      toValues[place] = values[index]
      places[digit] = place + 1
    }
  }
}

/// The lists of a stretch of events, on their way into a run.
///
/// Parted by role and kind first: objects of one kind have neighbouring numbers, so that each
/// part is sorted in one pass or two.
struct SortedLists {
  private struct Part {
    /// Role and kind.
    let prefix: UInt32
    var pairs: SortedPairs<UInt32>
  }

  private let first: UInt64
  private let events: Int
  private var parts: [Part] = []
  /// The part of each slot of the event before: most events are made like it.
  private var guesses: [Int] = []

  /// - Parameters:
  ///   - first: The position that offsets are counted from.
  ///   - events: How many will be added.
  init(first: UInt64, events: Int) {
    self.first = first
    self.events = events
  }

  /// Adds one event; later ones must have greater offsets.
  mutating func add(_ lists: [Posting], _ range: Range<Int>, _ offset: UInt32) {
    while guesses.count < range.count { guesses.append(0) }
    for slot in 0..<range.count {
      let posting = lists[range.lowerBound + slot].rawValue
      let prefix = UInt32(truncatingIfNeeded: posting >> 32)
      if guesses[slot] >= parts.count || parts[guesses[slot]].prefix != prefix {
        guesses[slot] = part(of: prefix)
      }
      parts[guesses[slot]].pairs.add(UInt32(truncatingIfNeeded: posting), offset)
    }
  }

  private mutating func part(of prefix: UInt32) -> Int {
    if let known = parts.firstIndex(where: { $0.prefix == prefix }) { return known }
    parts.append(Part(prefix: prefix, pairs: SortedPairs(room: events)))
    return parts.count - 1
  }

  mutating func sort() {
    parts.sort { $0.prefix < $1.prefix }
    for index in parts.indices { parts[index].pairs.sort() }
  }

  /// How many lists there are.
  var count: Int {
    parts.reduce(0) { count, part in
      let keys = part.pairs.keys
      return count + keys.indices.count { $0 == 0 || keys[$0] != keys[$0 - 1] }
    }
  }

  /// Hands the lists over by their postings, each with its positions ascending, none twice.
  func forEach<E: Error>(
    _ body: (Posting, ArraySlice<UInt64>) throws(E) -> Void
  ) throws(E) {
    var positions: [UInt64] = []
    for part in parts {
      let (keys, offsets) = (part.pairs.keys, part.pairs.values)
      for index in keys.indices {
        let position = first + UInt64(offsets[index])
        if positions.last != position { positions.append(position) }
        guard index + 1 == keys.count || keys[index + 1] != keys[index] else { continue }
        let posting = Posting(rawValue: UInt64(part.prefix) << 32 | UInt64(keys[index]))
        try body(posting, positions[...])
        positions.removeAll(keepingCapacity: true)
      }
    }
  }
}
