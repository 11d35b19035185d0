// SPDX-License-Identifier: Apache-2.0

/// A tree that grows leaf by leaf and remembers only the roots of its full subtrees: 64 hashes
/// hold a tree of any size.
package struct TreeFrontier {
  /// Leaves so far.
  package private(set) var count: UInt64 = 0
  /// Roots of full subtrees, the largest first: one for each bit of ``count`` that is set.
  private var peaks: [[UInt8]] = []

  package init() {}

  /// Adds the hash of the next leaf, or the root of the next full subtree of 2^`height` leaves.
  package mutating func append(_ root: [UInt8], height: Int = 0, _ hasher: TreeHasher) {
    precondition(count.isMultiple(of: 1 << UInt64(height)), "a subtree begins where it may")
    var hash = root
    var carry = count >> UInt64(height)
    while carry & 1 == 1 {
      hash = hasher.node(peaks.removeLast(), hash)
      carry >>= 1
    }
    peaks.append(hash)
    count += 1 << UInt64(height)
  }

  /// The root of all leaves so far.
  package func root(_ hasher: TreeHasher) -> [UInt8] {
    guard var hash = peaks.last else { return hasher.empty }
    for peak in peaks.dropLast().reversed() { hash = hasher.node(peak, hash) }
    return hash
  }
}
