// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import EventSourcing

/// The root of a log, made from whatever is at hand, against RFC 6962 §2.1 word by word.
@Suite struct RootBuilderTests {
  private func leaf(_ number: Int) -> [UInt8] {
    var digester = Digester(.sha256)
    return digester.hash([0, UInt8(number & 255), UInt8(number >> 8)])
  }

  /// MTH(D[n]) as the RFC writes it: split at the largest power of two below n.
  private func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
    var digester = Digester(.sha256)
    guard let first = leaves.first else { return digester.hash([]) }
    guard leaves.count > 1 else { return first }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return digester.hash([1] + root(leaves[..<middle]) + root(leaves[middle...]))
  }

  @Test(arguments: [0, 1, 2, 3, 7, 8, 255, 256, 257, 600, 1024, 1300])
  func `leaf by leaf it is the root that the RFC defines`(count: Int) {
    let leaves = (0..<count).map(leaf)
    var tree = RootBuilder(.sha256)
    for leaf in leaves { tree.add(leaf) }
    #expect(tree.root() == root(leaves[...]))
  }

  @Test(arguments: [256, 512, 700, 1300])
  func `from roots of segments and the leaves behind them it is the same`(count: Int) {
    let leaves = (0..<count).map(leaf)
    var tree = RootBuilder(.sha256)
    for segment in 0..<count / 256 {
      tree.add(root(leaves[segment * 256..<segment * 256 + 256]), height: 8)
    }
    tree.add(leaves: leaves[(count / 256 * 256)...].flatMap(\.self))
    #expect(tree.root() == root(leaves[...]))
  }

  @Test func `the empty tree of SHA-256 is the hash of nothing`() {
    let tree = RootBuilder(.sha256)
    #expect(
      Hex.text(tree.root())
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
