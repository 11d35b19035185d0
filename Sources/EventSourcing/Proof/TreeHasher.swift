// SPDX-License-Identifier: Apache-2.0

/// The two kinds of hash in an RFC 6962 tree, kept apart by their first byte.
///
/// Not sendable: it holds one context of libcrypto, used again and again.
package final class TreeHasher {
  package let algorithm: DigestAlgorithm
  private var digester: Digester

  /// Bytes of every hash, with either function.
  package static let hashBytes = Digester.bytes

  package init(_ algorithm: DigestAlgorithm) {
    self.algorithm = algorithm
    digester = Digester(algorithm)
  }

  /// The hash of a leaf: H(0x00 ‖ record).
  package func leaf(_ record: [UInt8]) -> [UInt8] {
    digester.update([0x00])
    return digester.hash(record)
  }

  /// The hash of a node: H(0x01 ‖ left ‖ right).
  package func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    digester.update([0x01])
    digester.update(left)
    return digester.hash(right)
  }

  /// The root of a tree without leaves: H of nothing.
  package var empty: [UInt8] { digester.hash([]) }
}
