// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Where a tree's hashes come from: what is stored, and what is made again when it is asked for.
package protocol TreeSource {
  var algorithm: DigestAlgorithm { get }
  /// Leaves there are; leaf `n` belongs to position `n + 1`.
  var count: UInt64 { get }

  /// The hashes of these leaves, in order; asked for at most ``Tile/leaves`` at a time.
  mutating func leaves(_ range: Range<UInt64>) throws(EventLogError) -> [[UInt8]]

  /// The root of tile `number`, all of whose leaves are there.
  mutating func root(ofTile number: UInt64) throws(EventLogError) -> [UInt8]
}

/// A full subtree of the size of a segment (design §4): the unit whose root may be stored.
package enum Tile {
  package static let leaves = UInt64(SegmentLayout.events)

  /// The leaves of a tile.
  package static func range(_ number: UInt64) -> Range<UInt64> {
    number * leaves..<(number + 1) * leaves
  }
}

extension TreeSource {
  /// A tile's root made from its leaves: right for every source, if not the quickest.
  package mutating func root(ofTile number: UInt64) throws(EventLogError) -> [UInt8] {
    try recomputedRoot(ofTile: number)
  }

  package mutating func recomputedRoot(
    ofTile number: UInt64
  ) throws(EventLogError) -> [UInt8] {
    let hasher = TreeHasher(algorithm)
    var frontier = TreeFrontier()
    for leaf in try leaves(Tile.range(number)) { frontier.append(leaf, hasher) }
    return frontier.root(hasher)
  }
}

/// The tree of a log as far as `count` events.
struct LogTreeSource: TreeSource {
  /// Where the roots of tiles come from.
  enum Roots {
    /// As they were stored when their segment was sealed: what the log has always claimed, right
    /// for signing and for finding a way through the tree.
    case stored
    /// From the events as they are now: what the question whether history was rewritten needs.
    case recomputed
  }

  let log: EventLog
  let count: UInt64
  private let roots: Roots
  private let hasher: TreeHasher

  init(_ log: EventLog, count: UInt64, _ roots: Roots) {
    self.log = log
    self.count = count
    self.roots = roots
    hasher = TreeHasher(log.identity.digestAlgorithm)
  }

  var algorithm: DigestAlgorithm { hasher.algorithm }

  mutating func root(ofTile number: UInt64) throws(EventLogError) -> [UInt8] {
    guard roots == .stored else { return try recomputedRoot(ofTile: number) }
    let stored = try log.segmentRoot(number)
    // The last events are in the tail: no root is stored for them yet.
    guard let stored, stored.count == TreeHasher.hashBytes else {
      return try recomputedRoot(ofTile: number)
    }
    return stored
  }

  mutating func leaves(_ range: Range<UInt64>) throws(EventLogError) -> [[UInt8]] {
    var hashes: [[UInt8]] = []
    hashes.reserveCapacity(range.count)
    try log.forEach(after: Position(range.lowerBound), through: Position(range.upperBound)) {
      event throws(EventLogError) in
      guard event.position.rawValue == range.lowerBound + UInt64(hashes.count) + 1 else {
        throw missing(Position(range.lowerBound + UInt64(hashes.count) + 1))
      }
      hashes.append(hasher.leaf(event.record))
      return true
    }
    guard hashes.count == range.count else {
      throw missing(Position(range.lowerBound + UInt64(hashes.count) + 1))
    }
    return hashes
  }

  private func missing(_ position: Position) -> EventLogError {
    EventLogError(.damaged(what: "event \(position) is not in the log"), path: log.path)
  }
}
