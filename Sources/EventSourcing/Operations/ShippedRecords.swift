// SPDX-License-Identifier: Apache-2.0

/// A segment's worth of records, or the fewer at a log's end, as they leave the log: each
/// self-contained, with the root over their leaves (docs/FORMAT.md §6.2).
struct ShippedBlock {
  /// The position of the first record.
  let first: UInt64
  let events: [StoredEvent]
  /// Leaf hashes, 32 bytes each, in order.
  let leaves: [UInt8]
  /// Root over the leaves.
  let root: [UInt8]

  var last: UInt64 { first + UInt64(events.count) - 1 }

  init(first: UInt64, events: [StoredEvent], _ algorithm: DigestAlgorithm) {
    self.first = first
    self.events = events
    var digester = Digester(algorithm)
    var leaves: [UInt8] = []
    var tree = RootBuilder(algorithm)
    for event in events {
      let leaf = digester.hash([0] + event.record)
      leaves += leaf
      tree.add(leaf)
    }
    self.leaves = leaves
    root = tree.root()
  }

  /// The records, each behind its length, deflated behind the sizes and the root.
  func bytes() -> [UInt8] {
    var clear: [UInt8] = []
    for event in events {
      let record = event.record
      clear.appendLittleEndian(UInt32(record.count))
      clear += record
    }
    let stored = Deflate.compressed(clear)
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(UInt32(stored.count))
    bytes.appendLittleEndian(UInt32(clear.count))
    bytes += root
    return bytes + stored
  }

  static let headerBytes = 40

  /// Most bytes that the records of a block may have, so that a damaged size asks for no more.
  static let mostBytes = SegmentLayout.events * (SchemaLimits.record + 4096)
}

/// A file of consecutive records, never changed once it is there (docs/FORMAT.md §6.2).
struct ShippedFile {
  let log: EventID
  let first: UInt64
  let last: UInt64

  static let headerBytes = 40
  /// Where a file ends at the latest: a subtree of the second level.
  static let events = UInt64(SegmentLayout.events) * SubtreeRoots.fanOut

  var header: [UInt8] {
    var bytes = Array("GLSG".utf8) + [1, 0, 0, 0]
    bytes += log.bytes
    bytes.appendLittleEndian(first)
    bytes.appendLittleEndian(last)
    return bytes
  }

  init(log: EventID, first: UInt64, last: UInt64) {
    self.log = log
    self.first = first
    self.last = last
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= ShippedFile.headerBytes,
      bytes.starts(with: Array("GLSG".utf8) + [1, 0, 0, 0]),
      let log = EventID(bytes: Array(bytes[8..<24]))
    else { return nil }
    self.init(log: log, first: bytes.little(24, 8), last: bytes.little(32, 8))
    guard first > 0, first <= last, last - first < ShippedFile.events else { return nil }
  }
}

/// Reads the blocks of a file one after the other, each checked against its root.
struct ShippedFileReader {
  let file: ShippedFile
  private let bytes: [UInt8]
  private let path: String
  private let algorithm: DigestAlgorithm
  private var offset = ShippedFile.headerBytes
  private var next: UInt64

  init(_ bytes: [UInt8], path: String, _ algorithm: DigestAlgorithm) throws(EventLogError) {
    guard let file = ShippedFile(bytes) else {
      throw EventLogError(.damagedBackup(what: "it does not begin as it should"), path: path)
    }
    self.file = file
    self.bytes = bytes
    self.path = path
    self.algorithm = algorithm
    next = file.first
  }

  /// The next block; `nil` behind the last one.
  mutating func block() throws(EventLogError) -> ShippedBlock? {
    guard next <= file.last else {
      guard offset == bytes.count else { throw damage("it goes on behind its last event") }
      return nil
    }
    guard bytes.count - offset >= ShippedBlock.headerBytes else { throw damage("it is cut off") }
    let stored = Int(bytes.little(offset, 4))
    let clear = Int(bytes.little(offset + 4, 4))
    let root = Array(bytes[(offset + 8)..<(offset + ShippedBlock.headerBytes)])
    let start = offset + ShippedBlock.headerBytes
    guard stored <= bytes.count - start, clear <= ShippedBlock.mostBytes,
      let records = Deflate.restored(bytes[start..<start + stored], count: clear)
    else { throw damage("its records cannot be inflated") }
    let count = min(UInt64(SegmentLayout.events), file.last - next + 1)
    let block = ShippedBlock(
      first: next, events: try events(records, count: Int(count)), algorithm)
    guard block.root == root else { throw damage("its records are not what its root says") }
    offset = start + stored
    next += count
    return block
  }

  private func events(_ records: [UInt8], count: Int) throws(EventLogError) -> [StoredEvent] {
    var events: [StoredEvent] = []
    events.reserveCapacity(count)
    var offset = 0
    while offset < records.count {
      guard records.count - offset >= 4 else { throw damage("a record is cut off") }
      let size = Int(records.little(offset, 4))
      guard size <= records.count - offset - 4,
        let event = StoredEvent(record: Array(records[(offset + 4)..<(offset + 4 + size)])),
        event.position.rawValue == next + UInt64(events.count)
      else { throw damage("its record \(next + UInt64(events.count)) cannot be read") }
      events.append(event)
      offset += 4 + size
    }
    guard events.count == count else { throw damage("it has \(events.count) records of \(count)") }
    return events
  }

  private func damage(_ what: String) -> EventLogError {
    EventLogError(.damagedBackup(what: "from event #\(next) on: \(what)"), path: path)
  }
}

extension [UInt8] {
  /// The little-endian number of `count` bytes at `offset`.
  func little(_ offset: Int, _ count: Int) -> UInt64 {
    self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
