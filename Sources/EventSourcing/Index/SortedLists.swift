// SPDX-License-Identifier: Apache-2.0

/// The lists of a stretch of events, on their way into a run.
///
/// Parted by role and kind first: objects of one kind have neighbouring numbers, so that each
/// part is sorted in one pass or two.
struct SortedLists: ~Copyable {
  /// The lists of one role and kind. (Not private: 6.3.1 could then not free a column of them from
  /// another file.)
  struct Part {
    let prefix: UInt32
    /// The part of the posting that came behind one of this part last: most events are made alike.
    var following = 0
    var count = 0
    /// Where its next pair is put; when all are, its end.
    var next = 0
  }

  private let first: UInt64
  private var parts = RawColumn<Part>(capacity: 64)
  /// Numbers of objects with positions, counted from `first`, part by part.
  private let pairs: SortedPairs<UInt32>

  /// - Parameters:
  ///   - first: The position of the first event.
  ///   - postings: How many there are.
  init(first: UInt64, postings: Int) {
    self.first = first
    pairs = SortedPairs(count: postings)
  }

  /// Takes in the postings of all events, event by event, and sorts them.
  ///
  /// - Parameter counts: How many postings each event has.
  mutating func sort(_ postings: UnsafeBufferPointer<Posting>, _ counts: some Sequence<Int>) {
    measure(postings)
    var (place, part, offset) = (0, 0, UInt32(0))
    for count in counts {
      for posting in postings[place..<place + count] {
        part = self.part(of: posting, after: part)
        pairs.put(
          UInt32(truncatingIfNeeded: posting.rawValue), offset, at: parts.base[part].next)
        parts.base[part].next += 1
      }
      place += count
      offset += 1
    }
    for part in parts[0..<parts.count] { pairs.sort(part.next - part.count..<part.next) }
  }

  /// Finds the parts and how large each is.
  private mutating func measure(_ postings: UnsafeBufferPointer<Posting>) {
    var part = 0
    for posting in postings {
      part = self.part(of: posting, after: part)
      parts.base[part].count += 1
    }
    var all = UnsafeMutableBufferPointer(start: parts.base, count: parts.count)
    all.sort { $0.prefix < $1.prefix }
    var start = 0
    for index in all.indices {
      all[index].following = 0
      all[index].next = start
      start += all[index].count
    }
  }

  /// - Parameter last: The part of the posting before.
  @inline(__always)
  private mutating func part(of posting: Posting, after last: Int) -> Int {
    let prefix = UInt32(truncatingIfNeeded: posting.rawValue >> 32)
    if parts.count > 0 {
      let guess = parts.base[last].following
      if parts.base[guess].prefix == prefix { return guess }
    }
    return otherPart(prefix, after: last)
  }

  @inline(never)
  private mutating func otherPart(_ prefix: UInt32, after last: Int) -> Int {
    let known = parts[0..<parts.count].firstIndex { $0.prefix == prefix }
    if known == nil { parts.append(Part(prefix: prefix)) }
    let part = known ?? parts.count - 1
    parts.base[last].following = part
    return part
  }

  /// How many lists there are.
  var count: Int {
    parts[0..<parts.count].reduce(0) { count, part in
      let range = part.next - part.count..<part.next
      return count
        + range.count { $0 == range.lowerBound || pairs[$0].key != pairs[$0 - 1].key }
    }
  }

  /// Hands the lists over by their postings, each with its positions ascending, none twice.
  func forEach<E: Error>(
    _ body: (Posting, ArraySlice<UInt64>) throws(E) -> Void
  ) throws(E) {
    var positions: [UInt64] = []
    for part in parts[0..<parts.count] {
      for place in part.next - part.count..<part.next {
        let (number, offset) = pairs[place]
        let position = first + UInt64(offset)
        if positions.last != position { positions.append(position) }
        guard place + 1 == part.next || pairs[place + 1].key != number else { continue }
        try body(
          Posting(rawValue: UInt64(part.prefix) << 32 | UInt64(number)), positions[...])
        positions.removeAll(keepingCapacity: true)
      }
    }
  }
}
