// SPDX-License-Identifier: Apache-2.0

/// Makes the root of the log's tree (RFC 6962 §2.1) from hashes that come in order: of single
/// events, or roots of full subtrees.
struct TreeHead: ~Copyable {
  /// Roots of full subtrees from left to right, each of half the leaves of the one before or less.
  private var peaks: [(height: Int, hash: [UInt8])] = []
  private var digester: Digester

  init(_ algorithm: DigestAlgorithm) { digester = Digester(algorithm) }

  /// Takes in the root of a full subtree of 2^`height` leaves that stands behind all before it.
  mutating func add(_ hash: [UInt8], height: Int = 0) {
    var peak = (height: height, hash: hash)
    while let last = peaks.last, last.height == peak.height {
      peaks.removeLast()
      peak = (last.height + 1, digester.hash([1] + last.hash + peak.hash))
    }
    peaks.append(peak)
  }

  /// Takes in a segment's worth of leaf hashes, 32 bytes each.
  mutating func add(leaves: [UInt8]) {
    for start in stride(from: 0, to: leaves.count, by: 32) {
      add(Array(leaves[start..<start + 32]))
    }
  }

  /// The root over everything so far; of nothing, the hash of nothing.
  mutating func root() -> [UInt8] {
    guard var root = peaks.last?.hash else { return digester.hash([]) }
    for peak in peaks.dropLast().reversed() { root = digester.hash([1] + peak.hash + root) }
    return root
  }

  /// Leaves of a segment as a power of two.
  static let segmentHeight = 8
}
