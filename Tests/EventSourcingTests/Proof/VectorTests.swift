// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import Testing

/// The vectors of transparency-dev/merkle and of GB/T 32905, beside the repository.
@Suite struct VectorTests {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared")

  private static func url(_ path: String) -> URL { shared.appending(path: path) }
  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url(path).path(percentEncoded: false))
  }
  private static let tree = "data/rfc6962-merkle/"
  private static let sm3 = "data/sm3-sm4-vectors/sm3-oscca.txt"

  private struct Vector: Decodable {
    var file: String
    var leafIdx: UInt64?
    var treeSize: UInt64?
    var start: UInt64?
    var end: UInt64?
    var size: UInt64?
    var size1: UInt64?
    var size2: UInt64?
    var root: Data?
    var root1: Data?
    var root2: Data?
    var leafHash: Data?
    var proof: [Data]?
    var wantErr: Bool

    var hashes: [[UInt8]] { (proof ?? []).map { Array($0) } }
    /// `nil` where the start is behind the end: no range of ours can say so.
    var range: Range<UInt64>? {
      guard let start, let end, start <= end else { return nil }
      return start..<end
    }
  }

  private func vectors(_ name: String) throws -> [Vector] {
    let text = try String(contentsOf: VectorTests.url(VectorTests.tree + name), encoding: .utf8)
    let lines = text.split(separator: "\n")
    return try lines.map { try JSONDecoder().decode(Vector.self, from: Data($0.utf8)) }
  }

  private func check(
    _ name: String, count: Int, _ holds: (Vector, TreeProof) -> Bool
  ) throws {
    let vectors = try vectors(name)
    #expect(vectors.count == count)
    let proof = TreeProof(TreeHasher(.sha256))
    for vector in vectors {
      #expect(holds(vector, proof) == !vector.wantErr, "\(vector.file)")
    }
  }

  @Test(
    .enabled(
      if: exists(tree + "inclusion.jsonl"), "../shared/data/rfc6962-merkle is missing"))
  func `inclusion proofs hold and fail as the vectors say`() throws {
    try check("inclusion.jsonl", count: 98) { vector, proof in
      proof.includes(
        Array(vector.leafHash ?? Data()), at: vector.leafIdx ?? 0, in: 0..<(vector.treeSize ?? 0),
        vector.hashes, root: Array(vector.root ?? Data()))
    }
    try check("subtreeinclusion.jsonl", count: 204) { vector, proof in
      guard let range = vector.range else { return false }
      return proof.includes(
        Array(vector.leafHash ?? Data()), at: vector.leafIdx ?? 0, in: range, vector.hashes,
        root: Array(vector.root ?? Data()))
    }
  }

  @Test(
    .enabled(
      if: exists(tree + "consistency.jsonl"), "../shared/data/rfc6962-merkle is missing"))
  func `consistency proofs hold and fail as the vectors say`() throws {
    try check("consistency.jsonl", count: 98) { vector, _ in
      func head(_ size: UInt64?, _ root: Data?) -> TreeHead {
        TreeHead(size: size ?? 0, root: Digest(.sha256, bytes: Array(root ?? Data())))
      }
      let proof = ConsistencyProof(
        from: vector.size1 ?? 0, to: vector.size2 ?? 0, hashes: vector.hashes)
      return proof.proves(
        head(vector.size1, vector.root1), isBeginningOf: head(vector.size2, vector.root2))
    }
    try check("subtreeconsistency.jsonl", count: 118) { vector, proof in
      guard let range = vector.range else { return false }
      return proof.extends(
        range, root: Array(vector.root1 ?? Data()), to: vector.size ?? 0, vector.hashes,
        root: Array(vector.root2 ?? Data()))
    }
  }

  private struct Roots: Decodable {
    var leaf_inputs_hex: [String]
    var root_of_first_n_leaves: [String]
    var node_hashes: [[String]]
  }

  @Test(
    .enabled(if: exists(tree + "roots.json"), "../shared/data/rfc6962-merkle is missing"))
  func `roots are those of the vectors`() throws {
    let data = try Data(contentsOf: VectorTests.url(VectorTests.tree + "roots.json"))
    let roots = try JSONDecoder().decode(Roots.self, from: data)
    let records = roots.leaf_inputs_hex.compactMap { Hex.bytes($0) }
    var tree = MerkleTree(RecordTree(records))
    #expect(roots.root_of_first_n_leaves.count == 9)
    for (size, root) in roots.root_of_first_n_leaves.enumerated() {
      #expect(Hex.text(try tree.root(of: UInt64(size))) == root, "\(size) leaves")
    }
    #expect(tree.source.hashes.map { Hex.text($0) } == roots.node_hashes[0])
  }

  @Test(.enabled(if: exists(sm3), "../shared/data/sm3-sm4-vectors is missing"))
  func `SM3 gives the digests of the standard`() throws {
    let text = try String(contentsOf: VectorTests.url(VectorTests.sm3), encoding: .utf8)
    var digester = Digester(.sm3)
    var (length, message, checked) = (0, [UInt8](), 0)
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 3, parts[1] == "=" else { continue }
      switch parts[0] {
      case "Len": length = Int(parts[2]) ?? 0
      case "Msg": message = Hex.bytes(parts[2]) ?? []
      default:
        #expect(Hex.text(digester.hash(Array(message.prefix(length / 8)))) == parts[2])
        checked += 1
      }
    }
    #expect(checked >= 5)
  }
}
