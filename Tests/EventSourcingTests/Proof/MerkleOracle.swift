// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// RFC 6962 §2.1 word for word, recursive; it remembers the hashes it has made.
final class MerkleOracle {
  private let leaves: [[UInt8]]
  private let hasher: TreeHasher
  private var known: [Range<Int>: [UInt8]] = [:]

  init(leaves: [[UInt8]], hasher: TreeHasher) {
    self.leaves = leaves
    self.hasher = hasher
  }

  func root(_ range: Range<Int>) -> [UInt8] {
    if let hash = known[range] { return hash }
    let hash: [UInt8]
    switch range.count {
    case 0: hash = hasher.empty
    case 1: hash = leaves[range.lowerBound]
    default:
      let middle = MerkleOracle.middle(range)
      hash = hasher.node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
    }
    known[range] = hash
    return hash
  }

  /// PATH(m, D[n]).
  func path(_ index: Int, _ range: Range<Int>) -> [[UInt8]] {
    guard range.count > 1 else { return [] }
    let middle = MerkleOracle.middle(range)
    return index < middle
      ? path(index, range.lowerBound..<middle) + [root(middle..<range.upperBound)]
      : path(index, middle..<range.upperBound) + [root(range.lowerBound..<middle)]
  }

  /// PROOF(m, D[n]).
  func proof(_ old: Int, _ size: Int) -> [[UInt8]] { subproof(old, 0..<size, true) }

  private func subproof(_ end: Int, _ range: Range<Int>, _ isKnown: Bool) -> [[UInt8]] {
    if end == range.upperBound { return isKnown ? [] : [root(range)] }
    let middle = MerkleOracle.middle(range)
    return end <= middle
      ? subproof(end, range.lowerBound..<middle, isKnown) + [root(middle..<range.upperBound)]
      : subproof(end, middle..<range.upperBound, false) + [root(range.lowerBound..<middle)]
  }

  private static func middle(_ range: Range<Int>) -> Int {
    var width = 1
    while width * 2 < range.count { width *= 2 }
    return range.lowerBound + width
  }
}

/// Records in memory, as a log would hold them.
struct RecordTree: TreeSource {
  let algorithm: DigestAlgorithm
  var hashes: [[UInt8]]
  var count: UInt64 { UInt64(hashes.count) }
  /// How many leaves were asked for.
  var reads = 0

  init(_ records: [[UInt8]], _ algorithm: DigestAlgorithm = .sha256) {
    let hasher = TreeHasher(algorithm)
    self.algorithm = algorithm
    hashes = records.map { hasher.leaf($0) }
  }

  mutating func leaves(_ range: Range<UInt64>) throws(EventLogError) -> [[UInt8]] {
    reads += range.count
    return Array(hashes[Int(range.lowerBound)..<Int(range.upperBound)])
  }
}

/// The first `count` of the records "0", "1", "2" …
func numbers(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("\($0)".utf8) } }
