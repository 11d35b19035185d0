// SPDX-License-Identifier: Apache-2.0

/// The events of a commit group on their way into the store: what is not sealed yet, and what the
/// index will need of all of them once they are committed.
struct PendingEvents: ~Copyable {
  /// The segment under way. An event is put into it as it is made, while its bytes are near.
  var segment: SegmentBuilder
  /// Leaf hashes of the events in it, 32 bytes each.
  private var hashes: ByteBuffer
  private(set) var recent: RecentEvents
  /// Lists that the group has added to: most conditions are about none of them.
  private var lists: Set<Posting> = []
  private let keepsLists: Bool

  /// - Parameters:
  ///   - events: About how many there will be.
  ///   - keepsLists: Whether conditions of the group will ask for its own events.
  ///   - memory: What to write into.
  ///   - recent: Of an earlier group, to be written over.
  init(
    after tail: TailState, events: Int, keepsLists: Bool, memory: KeptMemory,
    recent: consuming RecentEvents?
  ) {
    self.recent = recent ?? RecentEvents(first: tail.head + 1)
    self.recent.begin(at: tail.head + 1)
    self.recent.reserveCapacity(events)
    segment = SegmentBuilder(
      segment: tail.sealed / UInt64(SegmentLayout.events), inTail: Int(tail.head - tail.sealed),
      events: events, memory: memory)
    hashes = ByteBuffer(
      capacity: max(1, min(events, SegmentLayout.events)) * Digester.bytes, from: memory)
    self.keepsLists = keepsLists
  }

  /// The events so far, for the index; nothing can be added any more.
  mutating func takeRecent() -> RecentEvents {
    let taken = recent
    recent = RecentEvents(first: taken.first)
    return taken
  }

  var first: UInt64 { recent.first }
  var count: Int { recent.count }

  /// Whether the segment must be sealed before the next event.
  var isFull: Bool { segment.isFull }

  /// Goes on with the next segment.
  mutating func begin(segment number: UInt64) {
    segment.begin(segment: number)
    hashes.clear()
  }

  /// Adds an event: its entry, the hash of its record and its postings.
  ///
  /// - Parameters:
  ///   - prefixes: Role and kind of each slot of the entry's shape, as postings.
  ///   - record: The input of its leaf's hash.
  @inline(__always)
  mutating func add(
    _ entry: Entry, prefixes: UnsafeBufferPointer<UInt64>, _ slots: EventSlots,
    payload: UnsafeRawBufferPointer, extras: [UInt8], record: UnsafeRawBufferPointer,
    _ digester: inout Digester
  ) {
    segment.add(entry, objects: slots.numbers, payload: payload, extras: extras)
    let leaf = hashes.room(Digester.bytes)
    digester.hash(record, to: UnsafeMutableRawBufferPointer(start: leaf, count: Digester.bytes))
    hashes.wrote(upTo: leaf + Digester.bytes)
    recent.add(id: entry.id, type: entry.type, prefixes: prefixes, numbers: slots.numbers)
    if keepsLists { lists.formUnion(recent.postings(count - 1)) }
  }

  /// The leaf hashes of the events in the segment under way, one behind the other.
  var leaves: UnsafeRawBufferPointer { hashes.bytes }

  /// That of the event which was added last.
  var lastLeaf: UnsafeRawBufferPointer { hashes[hashes.count - Digester.bytes..<hashes.count] }

  /// The first position at or after `start` whose event has one posting of every part.
  func firstMatch(_ items: [[[Posting]]], atOrAfter start: UInt64) -> UInt64? {
    let possible = items.filter { parts in
      parts.allSatisfy { part in part.contains { lists.contains($0) } }
    }
    guard !possible.isEmpty else { return nil }
    for index in 0..<count where first + UInt64(index) >= start {
      let postings = recent.postings(index)
      let matches = possible.contains { parts in
        parts.allSatisfy { part in part.contains { postings.contains($0) } }
      }
      if matches { return first + UInt64(index) }
    }
    return nil
  }
}
