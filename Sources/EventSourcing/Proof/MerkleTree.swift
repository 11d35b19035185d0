// SPDX-License-Identifier: Apache-2.0

/// Roots and proofs of an RFC 6962 tree over a source of hashes.
///
/// Reads each tile at most once in its life: the roots of tiles are kept, some 100 bytes for
/// 256 events, so that a second root of a log of ten million costs no second reading.
package struct MerkleTree<Source: TreeSource> {
  package private(set) var source: Source
  private let hasher: TreeHasher
  private var tiles: [UInt64: [UInt8]] = [:]

  package init(_ source: Source) {
    self.source = source
    hasher = TreeHasher(source.algorithm)
  }

  /// The root of the first `size` leaves; traps if there are fewer.
  package mutating func root(of size: UInt64) throws(EventLogError) -> [UInt8] {
    precondition(size <= source.count, "the tree has only \(source.count) leaves")
    return size == 0 ? hasher.empty : try hash(0..<size)
  }

  /// The siblings on the way from leaf `index` up to the root of the first `size` leaves
  /// (RFC 6962 §2.1.1).
  package mutating func inclusion(
    of index: UInt64, in size: UInt64
  ) throws(EventLogError) -> [[UInt8]] {
    precondition(index < size && size <= source.count, "leaf \(index) is not among \(size)")
    var path: [[UInt8]] = []
    var range = 0..<size
    while range.count > 1 {
      let middle = MerkleTree.middle(of: range)
      if index < middle {
        path.append(try hash(middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        path.append(try hash(range.lowerBound..<middle))
        range = middle..<range.upperBound
      }
    }
    return path.reversed()
  }

  /// The hashes that show that the tree of `old` leaves is the beginning of that of `size`
  /// (RFC 6962 §2.1.2); none if they are the same.
  package mutating func consistency(
    from old: UInt64, to size: UInt64
  ) throws(EventLogError) -> [[UInt8]] {
    precondition(0 < old && old <= size && size <= source.count, "\(old) is not before \(size)")
    var path: [[UInt8]] = []
    var range = 0..<size
    // True as long as the subtree under way is one that the verifier knows as the old root.
    var isKnown = true
    while old < range.upperBound {
      let middle = MerkleTree.middle(of: range)
      if old <= middle {
        path.append(try hash(middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        path.append(try hash(range.lowerBound..<middle))
        range = middle..<range.upperBound
        isKnown = false
      }
    }
    if !isKnown { path.append(try hash(range)) }
    return path.reversed()
  }

  /// Where RFC 6962 splits: the left part is the largest power of two below the whole.
  private static func middle(of range: Range<UInt64>) -> UInt64 {
    let count = range.upperBound - range.lowerBound
    return range.lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
  }

  /// The hash over leaves that are a subtree: one tile, some of a tile, or several tiles.
  private mutating func hash(_ range: Range<UInt64>) throws(EventLogError) -> [UInt8] {
    if range.count > Int(Tile.leaves) {
      let middle = MerkleTree.middle(of: range)
      let left = try hash(range.lowerBound..<middle)
      return hasher.node(left, try hash(middle..<range.upperBound))
    }
    guard range.count == Int(Tile.leaves) else {
      var frontier = TreeFrontier()
      for leaf in try source.leaves(range) { frontier.append(leaf, hasher) }
      return frontier.root(hasher)
    }
    return try root(ofTile: range.lowerBound / Tile.leaves)
  }

  private mutating func root(ofTile number: UInt64) throws(EventLogError) -> [UInt8] {
    if let known = tiles[number] { return known }
    let root = try source.root(ofTile: number)
    tiles[number] = root
    return root
  }

  /// The first leaf that both trees have and that is not the same; `nil` if there is none.
  ///
  /// Reads the leaves of one tile of each, besides the roots of the tiles before it.
  package mutating func firstDifference<Other: TreeSource>(
    from other: inout MerkleTree<Other>
  ) throws(EventLogError) -> UInt64? {
    let end = min(source.count, other.source.count)
    var number: UInt64 = 0
    while (number + 1) * Tile.leaves <= end,
      try root(ofTile: number) == other.root(ofTile: number)
    {
      number += 1
    }
    let first = number * Tile.leaves
    let range = first..<min(first + Tile.leaves, end)
    let (mine, others) = (try source.leaves(range), try other.source.leaves(range))
    return zip(mine, others).enumerated().first { $0.element.0 != $0.element.1 }
      .map { first + UInt64($0.offset) }
  }
}
