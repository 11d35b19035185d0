// SPDX-License-Identifier: Apache-2.0

/// The lists and ids of the events behind the last sorted run, in memory.
///
/// An append only puts its events behind the others. The tables to look things up in are brought
/// up to date by who asks: an import of new events never asks for a list. Lists are chains from
/// the last position back, in arrays: a posting is added in some nanoseconds and without an
/// allocation of its own. Only committed events are in here.
struct RecentIndex {
  private struct Link {
    /// Position, counted from the first one.
    let offset: UInt32
    /// The link of the position before in the same list, -1 for none.
    let previous: Int32
  }

  private var events: RecentEvents
  private var links: [Link] = []
  /// Events whose postings are in the chains, and lists that were begun.
  private var chained = 0
  private var lists = 0
  /// Lists by open addressing: the posting, and the last link of its chain.
  private var postings: [UInt64] = []
  private var chains: [Int32] = []
  /// Offsets by open addressing over the ids, and events whose ids are in there.
  private var idSlots: [Int32] = []
  private var placed = 0

  private static let leastSlots = 1 << 10

  /// Covers nothing yet, and goes on at `first`.
  init(first: UInt64) { self.init(RecentEvents(first: first)) }

  private init(_ events: RecentEvents) {
    self.events = events
    postings = Array(repeating: 0, count: RecentIndex.leastSlots)
    chains = Array(repeating: -1, count: RecentIndex.leastSlots)
    idSlots = Array(repeating: -1, count: RecentIndex.leastSlots)
  }

  /// The first position covered; everything up to `last` is.
  var first: UInt64 { events.first }
  var last: UInt64 { events.last }
  var count: Int { events.count }
  /// How many postings all lists have together; `chain` must have been called.
  var entries: Int { links.count }

  /// Whether it has all that a view has behind its runs.
  func covers(_ state: IndexState) -> Bool {
    first <= state.indexed + 1 && last >= max(state.head, state.indexed)
  }

  /// Takes in events that follow what is there, and leaves out the others.
  mutating func add(_ events: borrowing RecentEvents) { self.events.append(events) }

  /// Lets go of what a run has; all of it must be here.
  mutating func drop(through position: UInt64) {
    events.drop(through: position)
    // Chains and tables name places that have moved: they are made again by who asks next.
    let kept = events
    events = RecentEvents(first: 1)
    self = RecentIndex(kept)
  }

  // MARK: Chains

  /// Brings the lists up to date.
  mutating func chain() {
    while chained < events.count {
      for posting in events.postings(chained) { add(posting, UInt32(chained)) }
      chained += 1
    }
  }

  /// Again the same of one event is no posting more.
  private mutating func add(_ posting: Posting, _ offset: UInt32) {
    if lists * 2 >= chains.count { growLists() }
    let slot = slot(of: posting.rawValue)
    let previous = chains[slot]
    if previous >= 0 {
      guard links[Int(previous)].offset != offset else { return }
    } else {
      postings[slot] = posting.rawValue
      lists += 1
    }
    chains[slot] = Int32(links.count)
    links.append(Link(offset: offset, previous: previous))
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

  /// Positions of a list in ascending order, from the last one that is at most `end` back to the
  /// first one that is at least `start`, or until there are `limit` of them.
  func positions(
    of posting: Posting, from start: UInt64, through end: UInt64, limit: Int = .max
  ) -> [UInt64] {
    precondition(chained == count, "the chains are up to date")
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

  // MARK: Ids

  /// Brings the table of ids up to date.
  mutating func placeIDs() {
    guard placed < count else { return }
    if count * 2 >= idSlots.count {
      var slots = idSlots.count
      while count * 2 >= slots { slots *= 4 }
      idSlots = Array(repeating: -1, count: slots)
      placed = 0
    }
    events.ids.withUnsafeBufferPointer { ids in
      idSlots.withUnsafeMutableBufferPointer { slots in
        let mask = slots.count - 1
        for offset in placed..<ids.count {
          var slot = RecentIndex.slot(of: ids[offset], mask)
          while slots[slot] >= 0 { slot = (slot + 1) & mask }
          slots[slot] = Int32(truncatingIfNeeded: offset)
        }
      }
    }
    placed = count
  }

  @inline(__always)
  private static func slot(of id: EventID, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: mixed(id.high ^ id.low) >> 20) & mask
  }

  /// The greatest id of a stretch.
  func greatestID(from start: UInt64, through end: UInt64) -> EventID? {
    events.ids[Int(start - first)...Int(end - first)].max()
  }

  /// The id of the event at a position.
  func id(at position: UInt64) -> EventID? {
    guard position >= first, position <= last else { return nil }
    return events.ids[Int(position - first)]
  }

  /// Those of the ids that are here, by their places in the array.
  ///
  /// Ids that ascend, as those made in time order do, are behind all that is here: then no table
  /// is made nor asked.
  mutating func suspects(among ids: [EventID]) -> [Int] {
    let greatest = events.greatestID
    let old = ids.indices.filter { ids[$0] <= greatest }
    guard !old.isEmpty else { return [] }
    placeIDs()
    return old.filter { position(of: ids[$0]) != nil }
  }

  /// The position of the event with that id; `placeIDs` must have been called.
  @inline(__always)
  func position(of id: EventID) -> UInt64? {
    let mask = idSlots.count - 1
    var slot = RecentIndex.slot(of: id, mask)
    while idSlots[slot] >= 0 {
      let offset = Int(idSlots[slot])
      if events.ids[offset] == id { return first + UInt64(offset) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  // MARK: Writing a run

  /// The lists of a stretch, sorted.
  func sortedLists(from start: UInt64, through end: UInt64) -> SortedLists {
    let stretch = Int(start - first)...Int(end - first)
    let postings = events.lists[events.range(stretch)]
    var lists = SortedLists(first: start, postings: postings.count)
    postings.withUnsafeBufferPointer { lists.sort($0, events.counts(stretch)) }
    return lists
  }

  /// The short forms of the ids of a stretch, with the positions' offsets from its first, in
  /// order.
  func sortedIDs(from start: UInt64, through end: UInt64) -> SortedPairs<UInt64> {
    let ids = events.ids[Int(start - first)...Int(end - first)]
    let pairs = SortedPairs<UInt64>(count: ids.count)
    for (place, id) in ids.enumerated() { pairs.put(id.shortForm, UInt32(place), at: place) }
    pairs.sort(0..<pairs.count)
    return pairs
  }
}
