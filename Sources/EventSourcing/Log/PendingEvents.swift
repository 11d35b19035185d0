// SPDX-License-Identifier: Apache-2.0

/// The events of a commit group before they are put: entries, leaf hashes, and what the index
/// will need once they are committed.
struct PendingEvents: ~Copyable {
  /// Entries in the form of the tail, one behind the other.
  private var bytes: ByteBuffer
  private var ends: [Int] = []
  /// Leaf hashes, 32 bytes each.
  private var hashes: ByteBuffer
  private(set) var shapes: [UInt32] = []
  private(set) var recent: RecentEvents
  /// Lists that the group has added to: most conditions are about none of them.
  private var lists: Set<Posting> = []
  private let keepsLists: Bool

  /// - Parameters:
  ///   - events: About how many there will be.
  ///   - keepsLists: Whether conditions of the group will ask for its own events.
  init(first: UInt64, events: Int, keepsLists: Bool) {
    recent = RecentEvents(first: first)
    recent.reserveCapacity(events)
    ends.reserveCapacity(events)
    shapes.reserveCapacity(events)
    bytes = ByteBuffer(capacity: max(1, events) * 320)
    hashes = ByteBuffer(capacity: max(1, events) * Digester.bytes)
    self.keepsLists = keepsLists
  }

  var first: UInt64 { recent.first }
  var count: Int { ends.count }

  /// Adds an event: its entry, the hash of its record and its postings.
  ///
  /// - Parameters:
  ///   - prefixes: Role and kind of each slot of the entry's shape, as postings.
  ///   - numbers: The object numbers, one a slot.
  @inline(__always)
  mutating func add(
    _ entry: Entry, prefixes: [UInt64], numbers: UnsafeBufferPointer<UInt32>,
    payload: [UInt8], extras: [UInt8], record: UnsafeRawBufferPointer,
    _ digester: inout Digester
  ) {
    let size = entry.size(objects: numbers.count)
    let target = bytes.room(size)
    entry.write(
      objects: numbers, payload: payload, extras: extras,
      to: UnsafeMutableRawBufferPointer(start: target, count: size))
    bytes.wrote(upTo: target + size)
    ends.append(bytes.count)
    shapes.append(entry.shape)
    let leaf = hashes.room(Digester.bytes)
    digester.hash(record, to: UnsafeMutableRawBufferPointer(start: leaf, count: Digester.bytes))
    hashes.wrote(upTo: leaf + Digester.bytes)
    recent.add(id: entry.id, type: entry.type, prefixes: prefixes, numbers: numbers)
    if keepsLists { lists.formUnion(recent.postings(count - 1)) }
  }

  /// The bytes of one entry, valid as long as nothing is added.
  func entry(_ index: Int) -> UnsafeRawBufferPointer {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The leaf hashes of some events, one behind the other.
  func leaves(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    hashes[range.lowerBound * Digester.bytes..<range.upperBound * Digester.bytes]
  }

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
