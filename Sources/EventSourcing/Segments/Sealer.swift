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

  /// Puts everything and brings `tail` up to date.
  func put(
    _ pending: borrowing PendingEvents, _ tail: inout TailState,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    var next = 0
    var inTail = Int(pending.first - 1 - tail.sealed)
    while inTail + pending.count - next >= SegmentLayout.events {
      let taken = SegmentLayout.events - inTail
      try seal(pending, next..<next + taken, inTail: inTail, &tail, &transaction)
      next += taken
      inTail = 0
    }
    for index in next..<pending.count {
      try put(pending, index, &transaction)
    }
    tail.leaves?.append(contentsOf: pending.leaves(next..<pending.count))
  }

  private func put(
    _ pending: borrowing PendingEvents, _ index: Int, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let position = pending.first + UInt64(index)
    let entry = pending.entry(index)
    try IndexKey.position(position).withBytes { key throws(LMDBError) in
      try transaction.put(core.tables.tail, key: key, value: entry, append: true)
    }
  }

  /// Seals what the tail has together with events of the group.
  private func seal(
    _ pending: borrowing PendingEvents, _ range: Range<Int>, inTail: Int, _ tail: inout TailState,
    _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let number = tail.sealed / UInt64(SegmentLayout.events)
    var builder = SegmentBuilder(segment: number)
    var leaves: [UInt8] = []
    if inTail > 0 {
      leaves = try tailLeaves(tail, transaction)
      try addTail(to: &builder, transaction)
      try transaction.clear(core.tables.tail)
    }
    for index in range {
      builder.add(pending.entry(index), slots: shapes[Int(pending.shapes[index])].slots)
    }
    leaves.append(contentsOf: pending.leaves(range))
    try put(builder, number, &transaction)
    try SubtreeRoots(core).add(leaves, segment: number, &transaction)
    tail.sealed += UInt64(SegmentLayout.events)
    tail.leaves = []
  }

  private func put(
    _ builder: borrowing SegmentBuilder, _ number: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try IndexKey.position(number).withBytes { (key) throws(LMDBError) in
      try builder.withParts { (parts, size) throws(LMDBError) in
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
    to builder: inout SegmentBuilder, _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) {
    var cursor = try transaction.cursor(core.tables.tail)
    while try cursor.next() {
      guard let entry = Entry(cursor.valueBytes), Int(entry.shape) < shapes.count else {
        throw LMDBError(
          .damaged(page: nil, table: "tail", what: "an entry that cannot be sealed"),
          path: core.path)
      }
      builder.add(cursor.valueBytes, slots: shapes[Int(entry.shape)].slots)
    }
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
