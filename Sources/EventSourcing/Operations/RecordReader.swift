// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Reads a log's events in blocks of a segment, each in a transaction of its own, so that no old
/// pages are kept while a long log is copied.
struct RecordReader {
  private let log: EventLog
  private var reader: EntryReader

  init(_ log: EventLog) {
    self.log = log
    reader = EntryReader(log.dictionary)
  }

  /// The block from `first` on, up to `last` at most; of a full segment, held against the root
  /// that the log has of it.
  mutating func block(
    from first: UInt64, through last: UInt64
  ) throws(EventLogError) -> ShippedBlock {
    let size = UInt64(SegmentLayout.events)
    let end = min(last, SegmentLayout.segment(of: first) * size + size)
    var events: [StoredEvent] = []
    events.reserveCapacity(SegmentLayout.events)
    let transaction = try store { () throws(LMDBError) in try log.environment.beginRead() }
    var memory = ReadMemory(
      try store { () throws(LMDBError) in try transaction.snapshot(log.tables) })
    for position in first...end {
      guard let event = try reader.event(at: position, &memory, transaction) else {
        throw EventLogError(.damaged(what: "event #\(position) is missing"), path: log.path)
      }
      events.append(event)
    }
    let block = ShippedBlock(first: first, events: events, log.identity.digestAlgorithm)
    guard events.count == SegmentLayout.events else { return block }
    let number = SegmentLayout.segment(of: first)
    guard try log.segmentRoot(number) == block.root else {
      throw EventLogError(
        .damaged(what: "an event from #\(first) on is not what its hash in the tree says"),
        path: log.path)
    }
    return block
  }
}

extension EventLog {
  /// The stored root of a sealed segment.
  func segmentRoot(_ number: UInt64) throws(EventLogError) -> [UInt8]? {
    try store { () throws(LMDBError) in
      let transaction = try environment.beginRead()
      return try transaction.bytes(tables.tree, key: SubtreeRoots.key(0, number))
    }
  }

  /// The tree over the events of whole segments.
  ///
  /// - Throws: If one is not sealed.
  func tree(ofSegments numbers: Range<UInt64>) throws(EventLogError) -> RootBuilder {
    var tree = RootBuilder(identity.digestAlgorithm)
    for number in numbers {
      guard let root = try segmentRoot(number) else {
        throw EventLogError(.damaged(what: "segment \(number) has no root"), path: path)
      }
      tree.add(root, height: RootBuilder.segmentHeight)
    }
    return tree
  }
}
