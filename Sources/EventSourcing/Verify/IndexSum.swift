// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// What an index has or should have, as one number that does not depend on order: the sum of a
/// hash of each entry.
///
/// Equal contents always have equal sums. Different ones have different sums but for one case in
/// 2⁶⁴; so that nobody can look for that case, the hash has a key that is drawn anew each time.
struct IndexSum: Equatable {
  private(set) var entries: UInt64 = 0
  private(set) var ids: UInt64 = 0
  private var lists: UInt64 = 0
  private var shorts: UInt64 = 0
  /// Two entries that must not be in this order, or bytes that are no entries.
  private var isSound = true

  init() {}

  static func randomKey() -> UInt64 {
    var random = SystemRandomNumberGenerator()
    return random.next()
  }

  /// The finisher of SplitMix64.
  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var hash = value
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }

  @inline(__always)
  private mutating func add(list hash: UInt64, at position: UInt64, _ key: UInt64) {
    entries &+= 1
    lists &+= IndexSum.mixed((hash ^ position) &+ key)
  }

  @inline(__always)
  mutating func add(_ posting: Posting, at position: UInt64, _ key: UInt64) {
    add(list: IndexSum.mixed(posting.rawValue ^ key), at: position, key)
  }

  @inline(__always)
  mutating func add(id: EventID, at position: UInt64, _ key: UInt64) {
    add(short: id.shortForm, at: position, key)
  }

  @inline(__always)
  private mutating func add(short: UInt64, at position: UInt64, _ key: UInt64) {
    ids &+= 1
    shorts &+= IndexSum.mixed((IndexSum.mixed(short ^ key) ^ position) &+ key)
  }

  /// Adds the objects of an event; one that it names twice in a role is one entry.
  @inline(__always)
  mutating func add(
    _ prefixes: [UInt64], _ numbers: UnsafeBufferPointer<UInt32>, at position: UInt64,
    _ key: UInt64
  ) {
    for slot in prefixes.indices {
      var isKnown = false
      for before in 0..<slot
      where prefixes[before] == prefixes[slot] && numbers[before] == numbers[slot] {
        isKnown = true
      }
      if !isKnown {
        add(Posting(rawValue: prefixes[slot] | UInt64(numbers[slot])), at: position, key)
      }
    }
  }

  /// What a run has.
  init(
    _ run: IndexRun, _ key: UInt64, _ tables: LogTables, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    var sum = IndexSum()
    var last: (posting: UInt64, position: UInt64) = (0, 0)
    try run.forEachBlock(of: tables.postings, transaction) { name, block in
      guard let head = PostingBlock.Head(name) else { return sum.isSound = false }
      let isRead = PostingBlock.forEachGroup(block, head) { group in
        let hash = IndexSum.mixed(group.posting.rawValue ^ key)
        let isWhole = group.forEachPosition(from: run.first) { position in
          if (group.posting.rawValue, position) <= last { sum.isSound = false }
          last = (group.posting.rawValue, position)
          sum.add(list: hash, at: position, key)
        }
        if !isWhole { sum.isSound = false }
        return isWhole
      }
      if !isRead { sum.isSound = false }
    }
    try run.forEachBlock(of: tables.ids, transaction) { name, block in
      guard let head = IDBlock.head(name) else { return sum.isSound = false }
      let isRead = IDBlock.forEach(block, from: head.short) { short, offset in
        sum.add(short: short, at: run.first &+ offset, key)
        return true
      }
      if !isRead { sum.isSound = false }
    }
    self = sum
  }
}
