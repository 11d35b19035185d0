// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Keeps the roots of full subtrees of the log's RFC 6962 tree (docs/FORMAT.md §2.7).
///
/// Level 0 is a segment of 256 leaves, each level above 256 of the one below. Leaf hashes are not
/// stored: they are made again from the records where a proof asks for them.
struct SubtreeRoots {
  /// As many as a segment has events.
  static let fanOut = UInt64(SegmentLayout.events)

  private let core: WriterCore

  init(_ core: WriterCore) { self.core = core }

  /// Stores the root of a segment, and of every subtree that it completes.
  ///
  /// - Parameter hashes: The leaves; written over.
  func add(
    _ hashes: inout [UInt8], segment: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    var digester = Digester(core.identity.digestAlgorithm)
    var level: UInt8 = 0
    var number = segment
    while true {
      hashes.withUnsafeMutableBytes { SubtreeRoots.fold($0, &digester) }
      let root = Array(hashes.prefix(Digester.bytes))
      try transaction.put(
        core.tables.tree, key: SubtreeRoots.key(level, number), value: root)
      guard (number + 1).isMultiple(of: SubtreeRoots.fanOut) else { return }
      level += 1
      number /= SubtreeRoots.fanOut
      hashes.removeAll(keepingCapacity: true)
      for child in number * SubtreeRoots.fanOut..<(number + 1) * SubtreeRoots.fanOut {
        guard
          let hash = try transaction.bytes(
            core.tables.tree, key: SubtreeRoots.key(level - 1, child)),
          hash.count == Digester.bytes
        else {
          throw LMDBError(
            .damaged(page: nil, table: "tree", what: "subtree \(child) of level \(level - 1)"),
            path: core.path)
        }
        hashes += hash
      }
    }
  }

  static func key(_ level: UInt8, _ number: UInt64) -> [UInt8] {
    var key = KeyWriter(capacity: 9)
    key.append(number)
    return [level] + key.bytes
  }

  /// The root over a power of two of hashes, 32 bytes each.
  static func root(of hashes: [UInt8], _ digester: inout Digester) -> [UInt8] {
    var row = hashes
    row.withUnsafeMutableBytes { fold($0, &digester) }
    return Array(row.prefix(Digester.bytes))
  }

  /// Leaves the root over a power of two of hashes in the place of the first one; the others
  /// are gone then.
  static func fold(_ hashes: UnsafeMutableRawBufferPointer, _ digester: inout Digester) {
    var count = hashes.count / Digester.bytes
    withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digester.bytes, alignment: 1) { node in
      node[0] = 1
      let children = UnsafeMutableRawBufferPointer(rebasing: node[1...])
      // Each level is written over the one below it: a node's place was read before.
      while count > 1 {
        for index in 0..<count / 2 {
          let pair = 2 * index * Digester.bytes..<2 * (index + 1) * Digester.bytes
          children.copyMemory(from: UnsafeRawBufferPointer(rebasing: hashes[pair]))
          let place = index * Digester.bytes..<(index + 1) * Digester.bytes
          digester.hash(
            UnsafeRawBufferPointer(node),
            to: UnsafeMutableRawBufferPointer(rebasing: hashes[place]))
        }
        count /= 2
      }
    }
  }
}
