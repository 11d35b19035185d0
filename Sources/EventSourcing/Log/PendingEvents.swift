// SPDX-License-Identifier: Apache-2.0

/// The events of a commit group before they are put: entries, leaf hashes, and what the index
/// will need once they are committed.
struct PendingEvents {
  /// Entries in the form of the tail, one behind the other.
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  /// Leaf hashes, 32 bytes each.
  private(set) var leaves: [UInt8] = []
  private(set) var shapes: [UInt32] = []
  private(set) var recent: RecentEvents
  /// Lists that the group has added to: most conditions are about none of them.
  private var lists: Set<Posting> = []
  private let keepsLists: Bool

  /// - Parameter keepsLists: Whether conditions of the group will ask for its own events.
  init(first: UInt64, keepsLists: Bool) {
    recent = RecentEvents(first: first)
    self.keepsLists = keepsLists
  }

  var first: UInt64 { recent.first }
  var count: Int { ends.count }

  /// Makes room for an entry of that many bytes and has it written.
  mutating func add(
    size: Int, shape: UInt32, type: UInt16, id: EventID,
    write: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    // Written beside and copied at once: an array filled with zeros first goes byte by byte.
    withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { entry in
      write(entry)
      bytes.append(contentsOf: entry)
    }
    ends.append(bytes.count)
    shapes.append(shape)
    recent.add(id: id)
    add(Posting(type: type))
  }

  /// Adds the hash of the next event's record; once for each event.
  mutating func addLeaf(of record: UnsafeRawBufferPointer, _ digester: inout Digester) {
    withUnsafeTemporaryAllocation(byteCount: Digester.bytes, alignment: 8) { leaf in
      digester.hash(record, to: leaf)
      leaves.append(contentsOf: leaf)
    }
  }

  /// A posting of the last event.
  mutating func add(_ posting: Posting) {
    recent.add(posting)
    if keepsLists { lists.insert(posting) }
  }

  /// The bytes of one entry.
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

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
