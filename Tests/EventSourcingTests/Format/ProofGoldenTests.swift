// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Testing

/// Texts made by another program (Python with its `cryptography` package) from docs/FORMAT.md §5.
@Suite struct ProofGoldenTests {
  static let origin = "gridlog/0192a000-0000-7000-8000-00000000000f"
  static let key = """
    gridlog/0192a000-0000-7000-8000-00000000000f+a0af1590+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+Dj\
    kQutBJZk
    """
  static let sm3Key = """
    gridlog/0192a000-0000-7000-8000-00000000000f/sm3+9deb64ef+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+\
    1+DjkQutBJZk
    """
  static let event = """
    c2sp.org/tlog-proof@v1
    extra AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABjb250ZW50
    index 2
    tBVXQtyE6LgqamzgTjo6zf/qbp8bmDRXdi9DIzjx95s=
    oKZW4hFl/22kXcB/vX5mpQkbVyx+/oDZl6KPrBW7h80=
    7+3QXjUHzS+Kc18YrFAQgcYsnfu67pEmbmIGSMb8ZhQ=

    gridlog/0192a000-0000-7000-8000-00000000000f
    5
    4aGooFFtS2JD9LtJNEREU/uj9j53ua3Ud5sDwrbWBZ8=

    — gridlog/0192a000-0000-7000-8000-00000000000f oK8VkLHT5LdqPscKhdQyjiwO5QL5nFXRgAXWpcR2LjNsW\
    d3tuDrGCQ5aGSXBsAspy3nXOehSitHY+2P3mQmHa3aM6AE=

    """
  static let growth = """
    gridlog/consistency-proof@v1
    old 3 OD4jORQ0KK9d+ZY4JsWGHYeg/Kijz3vdJclM6C5tu3U=
    cRodHKhbnZpINy05vCvp8SdqlFbWqUKR1LThdyQjrrU=
    tBVXQtyE6LgqamzgTjo6zf/qbp8bmDRXdi9DIzjx95s=
    oKZW4hFl/22kXcB/vX5mpQkbVyx+/oDZl6KPrBW7h80=
    7+3QXjUHzS+Kc18YrFAQgcYsnfu67pEmbmIGSMb8ZhQ=

    gridlog/0192a000-0000-7000-8000-00000000000f
    5
    4aGooFFtS2JD9LtJNEREU/uj9j53ua3Ud5sDwrbWBZ8=

    — gridlog/0192a000-0000-7000-8000-00000000000f oK8VkLHT5LdqPscKhdQyjiwO5QL5nFXRgAXWpcR2LjNsW\
    d3tuDrGCQ5aGSXBsAspy3nXOehSitHY+2P3mQmHa3aM6AE=

    """
  static let sm3 = """
    gridlog/sm3-proof@v1
    extra AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABjb250ZW50
    index 2
    SVaPzi+/oJdtZAw4R8OHthlScmxsvkagxF5WkejfVV4=
    R0KXe4GJKOosoy793d2yYuVb+5PP272KrUUDfDQMSyE=
    Cj9ZNCkCMd8dRAhV6hphL7fXCpDRRolo+KBAteB4UnA=

    gridlog/0192a000-0000-7000-8000-00000000000f/sm3
    5
    J8JbgbG9TF3sA/zBBkF4+NTB+8P1f3vi5bEUIyH2gdc=

    — gridlog/0192a000-0000-7000-8000-00000000000f/sm3 netk7xE6OZSn8syVtfMhYWrW/FZ7Uzb/1PsulaJBe\
    dJsIMJm5D7ykXKHdW8W3AzsVqTiCj3+c775cEs+zE/8VJEfdgM=

    """

  /// Five records whose contents say nothing.
  private static let records = (1...5 as ClosedRange<UInt8>).map { number in
    [number] + [UInt8](repeating: 0, count: 25) + Array("content".utf8)
  }

  private func checkpoint(
    _ algorithm: DigestAlgorithm, _ tree: inout MerkleTree<RecordTree>
  ) throws -> SignedCheckpoint {
    let origin = ProofGoldenTests.origin + (algorithm == .sm3 ? "/sm3" : "")
    return SignedCheckpoint(
      origin: origin,
      head: TreeHead(size: 5, root: Digest(algorithm, bytes: try tree.root(of: 5))),
      signedBy: SigningKey(name: origin, seed: numbers32(1)))
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `an inclusion proof has the text of FORMAT 5_3`(algorithm: DigestAlgorithm) throws {
    var tree = MerkleTree(RecordTree(ProofGoldenTests.records, algorithm))
    let proof = EventProof(
      record: ProofGoldenTests.records[2],
      inclusion: InclusionProof(index: 2, size: 5, hashes: try tree.inclusion(of: 2, in: 5)),
      checkpoint: try checkpoint(algorithm, &tree))
    let golden = algorithm == .sm3 ? ProofGoldenTests.sm3 : ProofGoldenTests.event
    #expect(proof.description == golden)
    let key = try VerifierKey(algorithm == .sm3 ? ProofGoldenTests.sm3Key : ProofGoldenTests.key)
    try EventProof(Array(golden.utf8)).verify(with: [key])
  }

  @Test func `a consistency proof has the text of FORMAT 5_4`() throws {
    var tree = MerkleTree(RecordTree(ProofGoldenTests.records))
    let proof = GrowthProof(
      old: TreeHead(size: 3, root: Digest(.sha256, bytes: try tree.root(of: 3))),
      consistency: ConsistencyProof(from: 3, to: 5, hashes: try tree.consistency(from: 3, to: 5)),
      checkpoint: try checkpoint(.sha256, &tree))
    #expect(proof.description == ProofGoldenTests.growth)
    let key = try VerifierKey(ProofGoldenTests.key)
    try GrowthProof(Array(ProofGoldenTests.growth.utf8)).verify(with: [key])
  }
}
