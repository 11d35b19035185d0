// SPDX-License-Identifier: Apache-2.0

/// The root over all events up to a size: what a checkpoint signs.
public struct TreeHead: Hashable, Sendable {
  /// Events that it covers; the position of the last one.
  public let size: UInt64
  public let root: Digest

  public init(size: UInt64, root: Digest) {
    self.size = size
    self.root = root
  }
}

/// Shows that an event is in the tree of a size, with at most 64 hashes (RFC 6962 §2.1.1).
public struct InclusionProof: Hashable, Sendable {
  /// The event's leaf: its position − 1.
  public let index: UInt64
  /// The tree's size.
  public let size: UInt64
  /// Siblings from the leaf's own up to the root's child, 32 bytes each.
  public let hashes: [[UInt8]]

  public init(index: UInt64, size: UInt64, hashes: [[UInt8]]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// True if these bytes are the record of leaf ``index`` of the tree with that head.
  ///
  /// - Parameter record: As ``StoredEvent/record`` gives it.
  public func proves(_ record: [UInt8], in head: TreeHead) -> Bool {
    let hasher = TreeHasher(head.root.algorithm)
    return head.size == size
      && TreeProof(hasher).includes(
        hasher.leaf(record), at: index, in: 0..<size, hashes, root: head.root.bytes)
  }
}

/// Shows that an earlier tree is the beginning of a later one (RFC 6962 §2.1.2): nothing in it
/// was changed, dropped or put in between.
public struct ConsistencyProof: Hashable, Sendable {
  public let from: UInt64
  public let to: UInt64
  /// 32 bytes each; none if the sizes are equal.
  public let hashes: [[UInt8]]

  public init(from: UInt64, to: UInt64, hashes: [[UInt8]]) {
    self.from = from
    self.to = to
    self.hashes = hashes
  }

  /// True if the tree with the head `old` is the beginning of that with the head `new`.
  ///
  /// False for an empty old tree: that is the beginning of everything and says nothing.
  public func proves(_ old: TreeHead, isBeginningOf new: TreeHead) -> Bool {
    guard old.size == from, new.size == to, from > 0, old.root.algorithm == new.root.algorithm
    else { return false }
    return TreeProof(TreeHasher(new.root.algorithm)).extends(
      0..<from, root: old.root.bytes, to: to, hashes, root: new.root.bytes)
  }
}

/// The arithmetic of proofs, for whole trees and for subtrees such as a shipped segment's.
///
/// Total: any numbers and any bytes give an answer.
package struct TreeProof {
  private let hasher: TreeHasher

  package init(_ hasher: TreeHasher) { self.hasher = hasher }

  /// True if the range can be a subtree: it starts at a multiple of the power of two that holds it.
  private static func isSubtree(_ range: Range<UInt64>) -> Bool {
    let count = range.upperBound - range.lowerBound
    guard count > 1 else { return true }
    // Zero counts as a multiple of anything: it has 64 trailing zeros.
    return range.lowerBound.trailingZeroBitCount >= 64 - (count - 1).leadingZeroBitCount
  }

  /// Whether `leaf` is leaf `index` of the subtree of these leaves with that root (RFC 9162
  /// §2.1.3.2).
  package func includes(
    _ leaf: [UInt8], at index: UInt64, in range: Range<UInt64>, _ hashes: [[UInt8]],
    root: [UInt8]
  ) -> Bool {
    guard range.contains(index), TreeProof.isSubtree(range), areHashes(hashes + [leaf]) else {
      return false
    }
    var first = index - range.lowerBound
    var last = range.upperBound - range.lowerBound - 1
    var hash = leaf
    for sibling in hashes {
      guard last > 0 else { return false }
      if first & 1 == 1 || first == last {
        hash = hasher.node(sibling, hash)
        while first & 1 == 0, first > 0 {
          first >>= 1
          last >>= 1
        }
      } else {
        hash = hasher.node(hash, sibling)
      }
      first >>= 1
      last >>= 1
    }
    return last == 0 && hash == root
  }

  /// Whether the subtree of these leaves, with the root `old`, is in the tree of `size` leaves.
  ///
  /// With a range from 0 it is the consistency of RFC 9162 §2.1.4.2.
  package func extends(
    _ range: Range<UInt64>, root old: [UInt8], to size: UInt64, _ hashes: [[UInt8]],
    root: [UInt8]
  ) -> Bool {
    guard range.upperBound <= size, TreeProof.isSubtree(range) else { return false }
    guard !range.isEmpty else { return hashes.isEmpty && old == hasher.empty }
    // The roots are compared as they are; only what is hashed must be hashes.
    guard areHashes(hashes) else { return false }
    var (first, last, end) = (range.lowerBound, range.upperBound - 1, size - 1)
    let isAtRightEdge = last == end
    while first != last, isAtRightEdge || last & 1 == 1 {
      (first, last, end) = (first >> 1, last >> 1, end >> 1)
    }
    var rest = hashes[...]
    var known = old
    if first != last {
      guard let seed = rest.popFirst() else { return false }
      known = seed
    }
    var whole = known
    for sibling in rest {
      guard end > 0 else { return false }
      if last & 1 == 1 || last == end {
        if first < last { known = hasher.node(sibling, known) }
        whole = hasher.node(sibling, whole)
        while last & 1 == 0, last > 0 {
          (first, last, end) = (first >> 1, last >> 1, end >> 1)
        }
      } else {
        whole = hasher.node(whole, sibling)
      }
      (first, last, end) = (first >> 1, last >> 1, end >> 1)
    }
    return end == 0 && known == old && whole == root
  }

  private func areHashes(_ hashes: [[UInt8]]) -> Bool {
    hashes.count <= 128 && hashes.allSatisfy { $0.count == TreeHasher.hashBytes }
  }
}
