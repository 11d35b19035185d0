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
  func add(
    _ leaves: [UInt8], segment: UInt64, _ transaction: inout WriteTransaction
  ) throws(LMDBError) {
    var digester = Digester(core.identity.digestAlgorithm)
    var level: UInt8 = 0
    var number = segment
    var hashes = leaves
    while true {
      let root = SubtreeRoots.root(of: hashes, &digester)
      try transaction.put(
        core.tables.tree, key: SubtreeRoots.key(level, number), value: root)
      guard (number + 1).isMultiple(of: SubtreeRoots.fanOut) else { return }
      level += 1
      number /= SubtreeRoots.fanOut
      hashes = []
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
    let children = 2 * Digester.bytes
    var nodes = hashes.count / children
    var batch = HashBatch(capacity: nodes)
    withUnsafeTemporaryAllocation(byteCount: nodes * (1 + children), alignment: 1) { room in
      // Each level is written over the one below it, whose hashes stand in the room by then.
      while nodes > 0 {
        for index in 0..<nodes {
          let start = index * (1 + children)
          let node = UnsafeMutableRawBufferPointer(rebasing: room[start...start + children])
          node[0] = 1
          let pair = hashes[index * children..<(index + 1) * children]
          UnsafeMutableRawBufferPointer(rebasing: node[1...])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: pair))
          batch.add(UnsafeRawBufferPointer(node))
        }
        digester.hash(
          &batch, to: UnsafeMutableRawBufferPointer(rebasing: hashes[..<(nodes * Digester.bytes)]))
        nodes /= 2
      }
    }
  }
}
