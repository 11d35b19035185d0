// SPDX-License-Identifier: Apache-2.0

/// Makes the root of the log's tree from hashes that come in order: of single events, or roots of
/// full subtrees.
struct RootBuilder {
  private var frontier = TreeFrontier()
  private let hasher: TreeHasher

  init(_ algorithm: DigestAlgorithm) { hasher = TreeHasher(algorithm) }

  /// Takes in the root of a full subtree of 2^`height` leaves that stands behind all before it.
  mutating func add(_ hash: [UInt8], height: Int = 0) {
    frontier.append(hash, height: height, hasher)
  }

  /// Takes in a segment's worth of leaf hashes, 32 bytes each.
  mutating func add(leaves: [UInt8]) {
    for start in stride(from: 0, to: leaves.count, by: TreeHasher.hashBytes) {
      add(Array(leaves[start..<start + TreeHasher.hashBytes]))
    }
  }

  /// The root over everything so far; of nothing, the hash of nothing.
  func root() -> [UInt8] { frontier.root(hasher) }

  /// Leaves of a segment as a power of two.
  static let segmentHeight = 8
}
