// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Makes the hashes of all events again and holds them against the stored roots of subtrees.
struct TreeCheck {
  private let log: EventLog
  private let hashing: Hashing
  private var leaves: [UInt8] = []
  /// Of the level below, as far as the subtree under way goes.
  private var roots: [[UInt8]] = [[]]

  /// One context and one buffer for all events: to begin one costs more than a hash.
  private final class Hashing {
    var digester: Digester
    private var record = ContentBuffer()

    init(_ algorithm: DigestAlgorithm) { digester = Digester(algorithm) }

    /// The leaf hash of an event's record.
    func leaf(of event: StoredEvent) -> [UInt8] {
      record.begin(event)
      return [UInt8](unsafeUninitializedCapacity: Digester.bytes) { leaf, count in
        digester.hash(record.bytes, to: UnsafeMutableRawBufferPointer(leaf))
        count = Digester.bytes
      }
    }
  }

  init(_ log: EventLog) {
    self.log = log
    hashing = Hashing(log.identity.digestAlgorithm)
  }

  /// The hash of an event as a leaf of the tree.
  func leaf(of event: StoredEvent) -> [UInt8] { hashing.leaf(of: event) }

  /// Takes in the next leaf; checks the subtrees that it completes.
  mutating func add(
    _ leaf: [UInt8], at position: UInt64, _ report: inout VerifyReport,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    leaves += leaf
    let events = UInt64(SegmentLayout.events)
    guard position.isMultiple(of: events) else { return }
    defer { leaves.removeAll(keepingCapacity: true) }
    guard UInt64(leaves.count) == events * UInt64(Digester.bytes) else { return }
    let root = SubtreeRoots.root(of: leaves, &hashing.digester)
    try add(root: root, of: position / events - 1, &report, transaction)
  }

  /// Whether that is the stored root of a segment.
  func isRoot(
    _ root: [UInt8], of segment: UInt64, _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) -> Bool {
    try transaction.bytes(log.tables.tree, key: SubtreeRoots.key(0, segment)) == root
  }

  /// Takes in the root of the next segment; checks it and the subtrees that it completes.
  mutating func add(
    root: [UInt8], of segment: UInt64, _ report: inout VerifyReport,
    _ transaction: borrowing ReadTransaction
  ) throws(LMDBError) {
    var number = segment
    var root = root
    for level in 0... {
      let stored = try transaction.bytes(
        log.tables.tree, key: SubtreeRoots.key(UInt8(level), number))
      if stored != root {
        report.add(
          VerifyReport.Problem(
            at: Position(SegmentLayout.firstPosition(of: number << (8 * UInt64(level)))),
            "an event from here on is not what its hash in the tree says (level \(level))"))
      }
      if roots.count == level { roots.append([]) }
      roots[level] += root
      guard (number + 1).isMultiple(of: SubtreeRoots.fanOut) else { return }
      let hashes = roots[level]
      roots[level] = []
      guard UInt64(hashes.count) == SubtreeRoots.fanOut * UInt64(Digester.bytes) else { return }
      root = SubtreeRoots.root(of: hashes, &hashing.digester)
      number /= SubtreeRoots.fanOut
    }
  }
}
