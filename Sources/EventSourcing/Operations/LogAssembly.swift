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
  /// A directory of keys to copy; without one the log opens nothing that was sealed.
  let keys: String?
  /// Whether the log is the one that the records come from, under the same id: then it goes on
  /// signing with that one's keys, if they are there.
  let keepsID: Bool
  /// How many events will come.
  let total: UInt64
  /// Blocks of one commit.
  static let blocks = 16

  /// What was made.
  struct Made {
    /// What verifying the log counted.
    let verified: VerifyReport
    /// Whether it signs with a key that nobody has seen yet.
    let hasNewSigningKey: Bool
  }

  /// - Parameter root: What the root over all events must be; `nil` if nobody knows.
  func make(
    root: [UInt8]?, from next: Source, _ progress: OperationListener
  ) throws(EventLogError) -> Made {
    let scratch = try ScratchLog(for: target)
    try LogDirectory(scratch.path).create(identity, .random)
    var hasNewSigningKey = true
    if let keys { hasNewSigningKey = try !copy(keys, to: scratch.path + "/keys") }
    let report = try fill(scratch.path, root: root, from: next, progress)
    try scratch.finish()
    return Made(verified: report, hasNewSigningKey: hasNewSigningKey)
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

  /// Copies the keys of sealed text with the log of their uses, and signing keys if they are the
  /// log's own.
  ///
  /// - Returns: Whether the log has a signing key of those; else it keeps its new one.
  private func copy(_ keys: String, to path: String) throws(EventLogError) -> Bool {
    let copied = path + ".copied"
    try store { () throws(LMDBError) in
      var options = EnvironmentOptions(tables: ["keys"])
      options.isReadOnly = true
      options.fileMode = 0o600
      try Environment.open(at: keys, options: options).copy(to: copied, compacting: true)
    }
    let signing = keepsID ? try signingKeys(in: keys) : []
    // A log of a new id has a new origin, and what the old keys sign would not be its word.
    var files = try signing.isEmpty ? signingKeys(in: path) : signing
    let access = "access.log"
    if let bytes = try FileTree.read("\(keys)/\(access)") { files.append((access, bytes)) }
    for (name, bytes) in files {
      _ = try ProofFiles.create("\(copied)/\(name)", bytes, mode: 0o600)
    }
    try FileTree.restrict(copied, to: 0o700)
    FileTree.remove(path)
    try FileTree.rename(copied, path)
    return !signing.isEmpty
  }

  /// The files of keys that sign for the log.
  private func signingKeys(
    in directory: String
  ) throws(EventLogError) -> [(name: String, bytes: [UInt8])] {
    do throws(ProofError) {
      return try KeyRing(directory: directory).files(signingFor: identity.origin)
    } catch {
      guard case .log(let error) = error else { preconditionFailure("\(error)") }
      throw error
    }
  }

  private func tell(
    _ stage: OperationProgress.Stage, _ done: UInt64, _ progress: OperationListener
  ) throws(EventLogError) {
    guard progress(OperationProgress(stage, done: Int(done), total: Int(total))) else {
      throw EventLogError(.stopped, path: target)
    }
  }
}
