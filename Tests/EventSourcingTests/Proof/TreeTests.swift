// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Testing

@Suite struct TreeTests {
  @Test(arguments: DigestAlgorithm.allCases)
  func `roots and proofs of every size up to 300 are those of RFC 6962`(
    algorithm: DigestAlgorithm
  ) throws {
    let hasher = TreeHasher(algorithm)
    var all = MerkleTree(RecordTree(numbers(300), algorithm))
    let oracle = MerkleOracle(leaves: all.source.hashes, hasher: hasher)
    var frontier = TreeFrontier()
    var roots: [[UInt8]] = []
    for size in 0...300 {
      let root = oracle.root(0..<size)
      roots.append(root)
      #expect(try all.root(of: UInt64(size)) == root, "root of \(size)")
      #expect(frontier.root(hasher) == root, "frontier of \(size)")
      if size < 300 { frontier.append(all.source.hashes[size], hasher) }
    }
    // Every index for some sizes, some indexes for every size; every old size for every 7th.
    for size in 1...300 {
      let indexes = size % 37 == 0 || size < 40 ? Array(0..<size) : [0, size / 3, size - 1]
      for index in indexes {
        let proof = InclusionProof(
          index: UInt64(index), size: UInt64(size),
          hashes: try all.inclusion(of: UInt64(index), in: UInt64(size)))
        try #require(proof.hashes == oracle.path(index, 0..<size), "\(index) of \(size)")
        let head = TreeHead(size: UInt64(size), root: Digest(algorithm, bytes: roots[size]))
        try #require(proof.proves(Array("\(index)".utf8), in: head), "\(index) of \(size)")
      }
    }
    for size in 1...300 where size < 40 || size % 29 == 0 || size > 298 || size == 256 {
      for old in 1...size {
        let proof = ConsistencyProof(
          from: UInt64(old), to: UInt64(size),
          hashes: try all.consistency(from: UInt64(old), to: UInt64(size)))
        try #require(proof.hashes == oracle.proof(old, size), "\(old) to \(size)")
        let before = TreeHead(size: UInt64(old), root: Digest(algorithm, bytes: roots[old]))
        let after = TreeHead(size: UInt64(size), root: Digest(algorithm, bytes: roots[size]))
        try #require(proof.proves(before, isBeginningOf: after), "\(old) to \(size)")
      }
    }
  }

  @Test(arguments: [255, 256, 257, 511, 512, 513, 768, 1023, 1024, 1025, 2049])
  func `trees of several tiles are those of RFC 6962 too`(size: Int) throws {
    var tree = MerkleTree(RecordTree(numbers(size)))
    let oracle = MerkleOracle(leaves: tree.source.hashes, hasher: TreeHasher(.sha256))
    var random = SeededGenerator(seed: UInt64(size))
    #expect(try tree.root(of: UInt64(size)) == oracle.root(0..<size))
    for place in [0, 255, size - 1] + (0..<8).map({ _ in Int.random(in: 0..<size, using: &random) })
    where place < size {
      #expect(
        try tree.inclusion(of: UInt64(place), in: UInt64(size)) == oracle.path(place, 0..<size),
        "\(place) of \(size)")
      #expect(
        try tree.consistency(from: UInt64(place + 1), to: UInt64(size))
          == oracle.proof(place + 1, size), "\(place + 1) to \(size)")
    }
  }

  @Test func `a tile is read once, however much is asked`() throws {
    var tree = MerkleTree(RecordTree(numbers(2048)))
    _ = try tree.root(of: 2048)
    #expect(tree.source.reads == 2048)
    _ = try tree.root(of: 1792)
    _ = try tree.consistency(from: 512, to: 2048)
    #expect(tree.source.reads == 2048)
    _ = try tree.inclusion(of: 700, in: 2048)
    #expect(tree.source.reads == 2048 + 255, "the siblings inside its own tile")
  }

  @Test(arguments: [1, 2, 40, 255, 256, 700, 1023] as [Int])
  func `the first leaf that differs is found`(place: Int) throws {
    var one = MerkleTree(RecordTree(numbers(1024)))
    var records = numbers(1100)
    records[place] = [0xFF]
    var other = MerkleTree(RecordTree(records))
    #expect(try one.firstDifference(from: &other) == UInt64(place))
    #expect(try other.firstDifference(from: &one) == UInt64(place))
    var same = MerkleTree(RecordTree(numbers(1100)))
    #expect(try one.firstDifference(from: &same) == nil)
  }
}
