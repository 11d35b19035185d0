// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Puts the events of a group: full segments as segments, what is left into the tail.
///
/// All in the transaction of the append, so that a reader finds each event in exactly one place,
/// and a crash leaves the state before or the state after. The tail never has 256 events.
struct Sealer {
  private let core: WriterCore
  private let shapes: [Shape]

  init(_ core: WriterCore, shapes: [Shape]) {
    self.core = core
    self.shapes = shapes
  }

  /// Puts what is not sealed yet and brings `tail` up to date.
  func put(
    _ pending: inout PendingEvents, _ tail: inout TailState,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    if pending.isFull { try seal(&pending, &tail, &transaction) }
    var position = tail.sealed + UInt64(pending.segment.rows.lowerBound)
    try pending.segment.forEachEntry { (entry, objects, heap) throws(LMDBError) in
      position += 1
      try put(entry, objects, heap, at: position, &transaction)
    }
    tail.leaves?.append(contentsOf: pending.leaves)
  }

  private func put(
    _ entry: Entry, _ objects: UnsafeRawBufferPointer, _ heap: UnsafeRawBufferPointer,
    at position: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let size = Entry.headerBytes + objects.count + heap.count
    try IndexKey.position(position).withBytes { key throws(LMDBError) in
      try transaction.put(core.tables.tail, key: key, valueCount: size, append: true) {
        entry.write(objects: objects, heap: heap, to: $0)
      }
    }
  }

  /// Seals the full segment: what the tail has of it, and events of the group.
  func seal(
    _ pending: inout PendingEvents, _ tail: inout TailState,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let number = tail.sealed / UInt64(SegmentLayout.events)
    var leaves: [UInt8] = []
    leaves.reserveCapacity(SegmentLayout.events * Digester.bytes)
    if pending.segment.rows.lowerBound > 0 {
      leaves += try tailLeaves(tail, transaction)
      try addTail(to: &pending.segment, transaction)
      try transaction.clear(core.tables.tail)
    }
    leaves.append(contentsOf: pending.leaves)
    try put(&pending.segment, number, &transaction)
    try SubtreeRoots(core).add(&leaves, segment: number, &transaction)
    tail.sealed += UInt64(SegmentLayout.events)
    tail.leaves = []
    pending.begin(segment: number + 1)
  }

  private func put(
    _ segment: inout SegmentBuilder, _ number: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try IndexKey.position(number).withBytes { (key) throws(LMDBError) in
      try segment.withParts(slots: { shapes[Int($0)].slots }) { (parts, size) throws(LMDBError) in
        try transaction.put(core.tables.segments, key: key, valueCount: size, append: true) {
          var room = $0
          for part in parts {
            room.copyMemory(from: part)
            room = UnsafeMutableRawBufferPointer(rebasing: room[part.count...])
          }
        }
      }
    }
  }

  private func addTail(
    to segment: inout SegmentBuilder, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) {
    var entries: [(entry: Entry, value: UnsafeRawBufferPointer)] = []
    entries.reserveCapacity(segment.rows.lowerBound)
    var cursor = try transaction.cursor(core.tables.tail)
    while try cursor.next() {
      guard let entry = Entry(cursor.valueBytes), Int(entry.shape) < shapes.count,
        cursor.valueBytes.count == entry.size(objects: shapes[Int(entry.shape)].slots.count)
      else { throw unsealable }
      entries.append((entry, cursor.valueBytes))
    }
    guard segment.putInFront(entries) else { throw unsealable }
  }

  private var unsealable: LMDBError {
    LMDBError(
      .damaged(page: nil, table: "tail", what: "an entry that cannot be sealed"), path: core.path)
  }

  /// The leaf hashes of the tail: from memory, or made again from its events.
  private func tailLeaves(
    _ tail: TailState, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> [UInt8] {
    if let leaves = tail.leaves { return leaves }
    var leaves: [UInt8] = []
    var digester = Digester(core.identity.digestAlgorithm)
    var reader = EntryReader(core.dictionary)
    let store = EntryStore(tables: core.tables)
    let snapshot = try transaction.snapshot(core.tables)
    for position in stride(from: snapshot.sealed + 1, through: snapshot.head, by: 1) {
      guard let entry = try store.entry(at: position, transaction),
        let event = try? reader.event(entry, at: position)
      else {
        throw LMDBError(
          .damaged(page: nil, table: "tail", what: "event #\(position) cannot be read"),
          path: core.path)
      }
      leaves += digester.hash([0] + event.record)
    }
    return leaves
  }
}
