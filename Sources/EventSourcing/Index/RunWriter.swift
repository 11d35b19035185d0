// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Writes the blocks of one run; lists and ids are handed over in order.
struct RunWriter: ~Copyable {
  private let tables: LogTables
  private let run: UInt32
  private let first: UInt64
  private var lists: UInt64 = 0
  private var entries: UInt64 = 0
  private var lastPosting: Posting?
  private var listFilter: RunFilter
  private var idFilter: RunFilter
  private var leastID = UInt64.max
  private var greatestID: UInt64 = 0
  // The block under way.
  private var block = ByteBuffer(capacity: 2 * PostingBlock.mostBytes)
  private var blockHead: (posting: Posting, position: UInt64)?
  private var blockPosting: UInt64 = 0
  private var group = ByteBuffer(capacity: 2 * PostingBlock.mostBytes)
  private var idBlock = ByteBuffer(capacity: 2 * IDBlock.mostBytes)
  private var idHead: (short: UInt64, offset: UInt64)?
  private var lastID: UInt64 = 0

  /// - Parameters:
  ///   - run: The number of the new run.
  ///   - first: The first position it has.
  ///   - lists: About how many lists it will have, for its filter.
  ///   - ids: How many ids it will have.
  init(_ tables: LogTables, run: UInt32, first: UInt64, lists: Int, ids: Int) {
    self.tables = tables
    self.run = run
    self.first = first
    listFilter = RunFilter(keys: lists)
    idFilter = RunFilter(keys: ids)
  }

  // MARK: Lists

  /// Adds positions of a list, ascending; of the same list again only later ones.
  mutating func add(
    _ posting: Posting, _ positions: ArraySlice<UInt64>, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    if posting != lastPosting {
      lists += 1
      listFilter.insert(posting.rawValue)
      lastPosting = posting
    }
    entries += UInt64(positions.count)
    var rest = positions
    while !rest.isEmpty {
      if blockHead == nil { begin(posting, rest[rest.startIndex]) }
      let taken = fillGroup(posting, rest)
      if taken == 0 {
        try flushBlock(&transaction)
        continue
      }
      append(posting, count: taken)
      rest = rest.dropFirst(taken)
      if !rest.isEmpty { try flushBlock(&transaction) }
    }
  }

  private mutating func begin(_ posting: Posting, _ position: UInt64) {
    blockHead = (posting, position)
    blockPosting = posting.rawValue
  }

  /// Encodes as many positions as the block has room for; how many.
  private mutating func fillGroup(_ posting: Posting, _ positions: ArraySlice<UInt64>) -> Int {
    // Distance of the posting, count and size take at most this much before the positions.
    let room = PostingBlock.mostBytes - block.count - 16
    group.clear()
    let start = group.room(PostingBlock.mostBytes + 10)
    var pen = WirePen(at: start)
    var before = first
    var count = 0
    for position in positions {
      guard pen.at - start + 5 <= room else { break }
      pen.varint(position - before)
      before = position
      count += 1
    }
    group.wrote(upTo: pen.at)
    return count
  }

  private mutating func append(_ posting: Posting, count: Int) {
    var pen = WirePen(at: block.room(30))
    pen.varint(posting.rawValue - blockPosting)
    pen.varint(UInt64(count))
    pen.varint(UInt64(group.count))
    block.wrote(upTo: pen.at)
    block.append(group.bytes)
    blockPosting = posting.rawValue
  }

  private mutating func flushBlock(_ transaction: inout WriteTransaction) throws(LMDBError) {
    guard let head = blockHead else { return }
    let key = PostingBlock.key(run: run, head.posting, position: head.position)
    try key.withBuffer { (key) throws(LMDBError) in
      try transaction.put(tables.postings, key: key, value: block.bytes, append: true)
    }
    block.clear()
    blockHead = nil
  }

  // MARK: Ids

  /// Adds the short form of an id; in order.
  mutating func add(
    id short: UInt64, at position: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    if idBlock.count + 15 > IDBlock.mostBytes { try flushIDs(&transaction) }
    if idHead == nil {
      idHead = (short, position - first)
      lastID = short
    }
    var pen = WirePen(at: idBlock.room(20))
    pen.varint(short - lastID)
    pen.varint(position - first)
    idBlock.wrote(upTo: pen.at)
    lastID = short
    leastID = min(leastID, short)
    greatestID = max(greatestID, short)
    idFilter.insert(short)
  }

  private mutating func flushIDs(_ transaction: inout WriteTransaction) throws(LMDBError) {
    guard let head = idHead else { return }
    let key = IDBlock.key(run: run, short: head.short, offset: head.offset)
    try key.withBuffer { (key) throws(LMDBError) in
      try transaction.put(tables.ids, key: key, value: idBlock.bytes, append: true)
    }
    idBlock.clear()
    idHead = nil
  }

  // MARK: End

  /// Puts what is left and the filters; gives what the list of runs needs.
  mutating func finish(
    level: UInt8, last: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) -> IndexRun {
    try flushBlock(&transaction)
    try flushIDs(&transaction)
    try transaction.put(
      tables.filters, key: FilterKey.lists.key(run), value: listFilter.bytes, append: true)
    try transaction.put(
      tables.filters, key: FilterKey.ids.key(run), value: idFilter.bytes, append: true)
    return IndexRun(
      number: run, level: level, first: first, last: last, lists: lists, entries: entries,
      leastID: leastID, greatestID: greatestID)
  }
}

/// The two filters of a run.
enum FilterKey: UInt8 {
  case lists = 0
  case ids = 1

  func key(_ run: UInt32) -> [UInt8] {
    var key = KeyWriter(capacity: 5)
    key.append(run)
    return key.bytes + [rawValue]
  }
}

/// A block of a run's ids: short forms as distances, each with its position (FORMAT §2.6).
enum IDBlock {
  static let mostBytes = 1_324

  /// Run, short form and offset of the first id.
  static func key(run: UInt32, short: UInt64, offset: UInt64) -> [UInt8] {
    var key = KeyWriter(capacity: 16)
    key.append(run)
    key.append(short)
    key.append(UInt32(offset))
    return key.bytes
  }

  static func head(_ key: UnsafeRawBufferPointer) -> (run: UInt32, short: UInt64)? {
    guard key.count == 16, let base = key.baseAddress else { return nil }
    return (
      UInt32(bigEndian: base.loadUnaligned(fromByteOffset: 0, as: UInt32.self)),
      UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 4, as: UInt64.self))
    )
  }

  /// Hands ids and offsets over until `body` returns false; false if the bytes are not pairs.
  static func forEach(
    _ block: UnsafeRawBufferPointer, from short: UInt64, _ body: (UInt64, UInt64) -> Bool
  ) -> Bool {
    var reader = BlockReader(block)
    var short = short
    while !reader.isAtEnd {
      guard let distance = reader.number(), let offset = reader.number() else { return false }
      short &+= distance
      guard body(short, offset) else { return true }
    }
    return true
  }
}
