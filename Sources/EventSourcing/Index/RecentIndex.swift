// SPDX-License-Identifier: Apache-2.0

/// The lists and ids of the events behind the last sorted run, in memory.
///
/// Lists are chains from the last position back, in arrays: a posting is added in some
/// nanoseconds and without an allocation of its own. Only committed events are in here.
struct RecentIndex {
  private struct Link {
    /// Position, counted from the first one.
    let offset: UInt32
    /// The link of the position before in the same list, -1 for none.
    let previous: Int32
    /// The list, by the order in which lists were begun.
    let list: Int32
  }

  /// The first position covered; everything up to `last` is.
  private(set) var first: UInt64
  private(set) var last: UInt64
  private var links: [Link] = []
  /// Lists by open addressing: the posting, and the last link of its chain.
  private var postings: [UInt64] = []
  private var chains: [Int32] = []
  /// Postings of the lists, in the order in which they were begun.
  private var begun: [UInt64] = []
  /// Ids by offset, and offsets by open addressing over the ids.
  private var highs: [UInt64] = []
  private var lows: [UInt64] = []
  private var idSlots: [Int32] = []

  /// Covers nothing yet, and goes on at `first`.
  init(first: UInt64) {
    self.first = first
    last = first - 1
    postings = Array(repeating: 0, count: 1 << 10)
    chains = Array(repeating: -1, count: 1 << 10)
    idSlots = Array(repeating: -1, count: 1 << 10)
  }

  var lists: Int { begun.count }
  /// How many postings all lists have together.
  var entries: Int { links.count }
  var count: Int { highs.count }

  /// Whether it has all that a view has behind its runs.
  func covers(_ state: IndexState) -> Bool {
    first <= state.indexed + 1 && last >= max(state.head, state.indexed)
  }

  // MARK: Adding

  /// Takes in events that follow what is there, and leaves out the others.
  mutating func add(_ events: borrowing RecentEvents) {
    for index in 0..<events.count where events.first + UInt64(index) == last + 1 {
      add(id: events.ids[index])
      for posting in events.postings(index) { add(posting) }
    }
  }

  /// Takes in the next event; its postings are added next.
  private mutating func add(id: EventID) {
    last += 1
    if highs.count * 2 >= idSlots.count { growIDs() }
    insert(id: highs.count, id.high, id.low)
    highs.append(id.high)
    lows.append(id.low)
  }

  /// Adds a posting of the last event; again the same is no posting more.
  private mutating func add(_ posting: Posting) {
    if lists * 2 >= chains.count { growLists() }
    let slot = slot(of: posting.rawValue)
    let offset = UInt32(last - first)
    let previous = chains[slot]
    var list = Int32(begun.count)
    if previous >= 0 {
      let link = links[Int(previous)]
      guard link.offset != offset else { return }
      list = link.list
    } else {
      postings[slot] = posting.rawValue
      begun.append(posting.rawValue)
    }
    chains[slot] = Int32(links.count)
    links.append(Link(offset: offset, previous: previous, list: list))
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 29)
  }

  /// The slot of a list, or the free one where it belongs.
  @inline(__always)
  private func slot(of posting: UInt64) -> Int {
    let mask = chains.count - 1
    var slot = Int(truncatingIfNeeded: RecentIndex.mixed(posting) >> 20) & mask
    while chains[slot] >= 0, postings[slot] != posting { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func growLists() {
    let (oldPostings, oldChains) = (postings, chains)
    postings = Array(repeating: 0, count: oldChains.count * 4)
    chains = Array(repeating: -1, count: oldChains.count * 4)
    for index in oldChains.indices where oldChains[index] >= 0 {
      let slot = slot(of: oldPostings[index])
      postings[slot] = oldPostings[index]
      chains[slot] = oldChains[index]
    }
  }

  private mutating func insert(id offset: Int, _ high: UInt64, _ low: UInt64) {
    let mask = idSlots.count - 1
    var slot = Int(truncatingIfNeeded: RecentIndex.mixed(high ^ low) >> 20) & mask
    while idSlots[slot] >= 0 { slot = (slot + 1) & mask }
    idSlots[slot] = Int32(offset)
  }

  private mutating func growIDs() {
    idSlots = Array(repeating: -1, count: idSlots.count * 4)
    for offset in highs.indices { insert(id: offset, highs[offset], lows[offset]) }
  }

  // MARK: Asking

  /// Positions of a list in ascending order, from the last one that is at most `end` back to the
  /// first one that is at least `start`, or until there are `limit` of them.
  func positions(
    of posting: Posting, from start: UInt64, through end: UInt64, limit: Int = .max
  ) -> [UInt64] {
    var found: [UInt64] = []
    var link = chains[slot(of: posting.rawValue)]
    while link >= 0, found.count < limit {
      let position = first + UInt64(links[Int(link)].offset)
      guard position >= start else { break }
      if position <= end { found.append(position) }
      link = links[Int(link)].previous
    }
    found.reverse()
    return found
  }

  /// The id of the event at a position.
  func id(at position: UInt64) -> EventID? {
    guard position >= first, position <= last else { return nil }
    let offset = Int(position - first)
    return EventID(high: highs[offset], low: lows[offset])
  }

  /// The position of the event with that id.
  func position(of id: EventID) -> UInt64? {
    let mask = idSlots.count - 1
    var slot = Int(truncatingIfNeeded: RecentIndex.mixed(id.high ^ id.low) >> 20) & mask
    while idSlots[slot] >= 0 {
      let offset = Int(idSlots[slot])
      if highs[offset] == id.high, lows[offset] == id.low { return first + UInt64(offset) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  // MARK: Writing a run

  /// Hands over the lists of a stretch by their postings, each with its positions ascending.
  ///
  /// Links are read once, in their order: following each list's chain would miss the cache at
  /// every step.
  func forEachList<E: Error>(
    from start: UInt64, through end: UInt64,
    _ body: (Posting, ArraySlice<UInt64>) throws(E) -> Void
  ) throws(E) {
    let within = links.partitioningIndex { first + UInt64($0.offset) >= start }
    let behind = links.partitioningIndex { first + UInt64($0.offset) > end }
    var ends = [Int32](repeating: 0, count: begun.count)
    for link in within..<behind { ends[Int(links[link].list)] += 1 }
    let order = begun.indices.sorted { begun[$0] < begun[$1] }
    var next: Int32 = 0
    for list in order {
      let count = ends[list]
      ends[list] = next
      next += count
    }
    var positions = [UInt64](repeating: 0, count: Int(next))
    for index in within..<behind {
      let link = links[index]
      positions[Int(ends[Int(link.list)])] = first + UInt64(link.offset)
      ends[Int(link.list)] += 1
    }
    var from = 0
    for list in order {
      let to = Int(ends[list])
      if to > from { try body(Posting(rawValue: begun[list]), positions[from..<to]) }
      from = to
    }
  }

  /// The short forms of the ids of a stretch, with the positions' offsets, in order.
  func sortedIDs(
    from start: UInt64, through end: UInt64
  ) -> [(short: UInt64, offset: UInt32)] {
    (Int(start - first)...Int(end - first)).map {
      (EventID(high: highs[$0], low: lows[$0]).shortForm, UInt32($0))
    }
    .sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
  }
}

extension Array {
  /// The first index whose element satisfies the predicate, where those that do stand behind
  /// those that do not.
  fileprivate func partitioningIndex(_ predicate: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
