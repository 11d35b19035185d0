// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// Makes a log from the records of another: written as an append writes them, in order, each
/// held against its hash, then verified whole before it gets its name.
struct LogAssembly {
  /// Where the records come from, block after block.
  typealias Source = () throws(EventLogError) -> ShippedBlock?

  let target: String
  let identity: LogIdentity
  let options: EventLogOptions
  /// A directory of keys to copy; without one the log begins with none.
  let keys: String?
  /// How many events will come.
  let total: UInt64
  /// Blocks of one commit.
  static let blocks = 16

  /// - Parameter root: What the root over all events must be; `nil` if nobody knows.
  /// - Returns: What verifying the log counted.
  func make(
    root: [UInt8]?, from next: Source, _ progress: OperationListener
  ) throws(EventLogError) -> VerifyReport {
    let scratch = try ScratchLog(for: target)
    try LogDirectory(scratch.path).create(identity, .random)
    if let keys { try copy(keys, to: scratch.path) }
    let report = try fill(scratch.path, root: root, from: next, progress)
    try scratch.finish()
    return report
  }

  /// The log is closed again when this returns.
  private func fill(
    _ path: String, root: [UInt8]?, from next: Source, _ progress: OperationListener
  ) throws(EventLogError) -> VerifyReport {
    var options = options
    options.isReadOnly = false
    let log = try EventLog(path: path, options: options)
    var tree = RootBuilder(identity.digestAlgorithm)
    var blocks: [ShippedBlock] = []
    while let block = try next() {
      tree.add(leaves: block.leaves)
      blocks.append(block)
      guard blocks.count == LogAssembly.blocks else { continue }
      try log.writer.core.restore(blocks)
      blocks.removeAll(keepingCapacity: true)
      try tell(.copying, block.last, progress)
    }
    if !blocks.isEmpty { try log.writer.core.restore(blocks) }
    try tell(.copying, total, progress)
    if let root, tree.root() != root {
      throw EventLogError(.damagedBackup(what: "its root is not that of its events"), path: target)
    }
    return try verified(log, progress)
  }

  private func verified(
    _ log: EventLog, _ progress: OperationListener
  ) throws(EventLogError) -> VerifyReport {
    let report = try log.verify { told in
      guard told.stage == .events else { return true }
      return progress(OperationProgress(.verifying, done: told.done, total: told.total))
    }
    guard report.isComplete else { throw EventLogError(.stopped, path: target) }
    if let problem = report.problems.first {
      throw EventLogError(
        .damaged(what: "what was made does not verify: \(problem)"), path: target)
    }
    return report
  }

  /// Copies a directory of keys with everything that its owner alone may read.
  private func copy(_ keys: String, to path: String) throws(EventLogError) {
    FileTree.remove(path + "/keys")
    try store { () throws(LMDBError) in
      var options = EnvironmentOptions(tables: ["keys"])
      options.isReadOnly = true
      options.fileMode = 0o600
      try Environment.open(at: keys, options: options).copy(to: path + "/keys", compacting: true)
    }
    try FileTree.restrict(path + "/keys", to: 0o700)
  }

  private func tell(
    _ stage: OperationProgress.Stage, _ done: UInt64, _ progress: OperationListener
  ) throws(EventLogError) {
    guard progress(OperationProgress(stage, done: Int(done), total: Int(total))) else {
      throw EventLogError(.stopped, path: target)
    }
  }
}
