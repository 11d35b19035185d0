// SPDX-License-Identifier: Apache-2.0

/// Holds the events against the stored checkpoints while something else reads them: one pass,
/// 64 hashes of memory.
struct CheckpointCheck {
  private var frontier = TreeFrontier()
  private let hasher: TreeHasher
  /// What is still to come, the smallest last.
  private var pending: [SignedCheckpoint] = []
  /// How many were the same.
  private(set) var agreeing = 0
  private var problems: [String] = []

  init(_ log: EventLog) {
    hasher = TreeHasher(log.identity.digestAlgorithm)
    do throws(ProofError) {
      for size in try log.checkpointStore.sizes().reversed() { load(size, of: log) }
    } catch {
      problems.append(error.description)
    }
    compare()
  }

  private mutating func load(_ size: UInt64, of log: EventLog) {
    do throws(ProofError) {
      let checkpoint = try log.checkpointStore.checkpoint(size)
      try log.requireGenuine(checkpoint)
      pending.append(checkpoint)
    } catch {
      problems.append("the checkpoint of \(size) events: \(error)")
    }
  }

  /// The root of all events that were added.
  var root: Digest { Digest(hasher.algorithm, bytes: frontier.root(hasher)) }

  /// Adds the leaf hash of the next event; behind one that could not be read no root says
  /// anything any more.
  mutating func add(_ leaf: [UInt8], at position: Position) {
    guard position.predecessor.rawValue == frontier.count else { return pending = [] }
    frontier.append(leaf, hasher)
    compare()
  }

  /// Adds a whole segment: leaf by leaf only where a checkpoint ends inside of it.
  mutating func add(
    segment leaves: [UInt8], root: [UInt8], from first: Position
  ) {
    let end = first.predecessor.rawValue + UInt64(SegmentLayout.events)
    guard first.predecessor.rawValue == frontier.count,
      pending.last.map({ $0.head.size >= end }) ?? true
    else {
      for row in 0..<SegmentLayout.events {
        let leaf = Array(leaves[row * Digester.bytes..<(row + 1) * Digester.bytes])
        add(leaf, at: Position(first.rawValue + UInt64(row)))
      }
      return
    }
    frontier.append(root, height: RootBuilder.segmentHeight, hasher)
    compare()
  }

  private mutating func compare() {
    while let next = pending.last, next.head.size == frontier.count {
      pending.removeLast()
      if next.head.root == root {
        agreeing += 1
      } else {
        problems.append(
          "the checkpoint of \(next.head.size) events has the root \(next.head.root), "
            + "the events have \(root): history was rewritten")
      }
    }
  }

  /// Reports what was found, and the checkpoints that cover more than there is.
  mutating func finish(_ report: inout VerifyReport) {
    for checkpoint in pending.reversed() {
      problems.append(
        "the checkpoint of \(checkpoint.head.size) events covers more than the log has: "
          + "history was cut")
    }
    pending = []
    // Roots say nothing where an event is missing; that was noted by itself.
    if report.events == Int(report.head.rawValue) { report.root = root }
    report.checkpoints = agreeing
    for problem in problems { report.add(VerifyReport.Problem(at: nil, problem)) }
    problems = []
  }
}
