// SPDX-License-Identifier: Apache-2.0

/// What a restore made.
public struct RestoreReport: Hashable, Sendable {
  /// The identity of the log that was made.
  public let identity: LogIdentity
  /// The position of its last event.
  public let head: Position
  /// What verifying it counted.
  public let verified: VerifyReport
  /// Whether the keys of sealed text were copied; without them it stays sealed.
  public let hasKeys: Bool
  /// Whether it signs with a key made for it: whoever checks its checkpoints needs the new
  /// verifier key. False if it is the same log and `keys` held its signing keys.
  public let hasNewSigningKey: Bool
}

extension Backup {
  /// Makes a log of the backup, at a path where nothing is yet, and verifies it.
  ///
  /// The log is built beside its place and gets its name when it is whole and verified; after an
  /// interruption there is nothing under the name, and the next restore removes what was left. The
  /// backup is only read: its medium need not be writable.
  ///
  /// A log restored to its backup's end is that log, with its id. One restored to an earlier point
  /// takes another way from there, so it has an id of its own and names its parent; so does one
  /// for which that is asked, because the first is still in use.
  ///
  /// - Parameters:
  ///   - path: Where the log will be.
  ///   - point: How much of the past it shall have.
  ///   - keys: The `keys` directory of the log, which no backup has; it is copied, the signing
  ///     keys only if the log keeps its id.
  ///   - asNew: Gives the log an id of its own in any case.
  ///   - id: The new id if one is needed; random if not given.
  ///   - now: When a new id begins to count; the machine's clock if not given.
  public func restore(
    to path: String, at point: AsOf = .head, options: EventLogOptions, keys: String? = nil,
    asNew: Bool = false, id: EventID? = nil, now: Instant? = nil,
    progress: OperationListener = { _ in true }
  ) throws(EventLogError) -> RestoreReport {
    let end = try position(of: point)
    let isWhole = end == head && !asNew
    var identity = identity
    if !isWhole {
      var generator = SystemRandomNumberGenerator()
      let created = now ?? SystemClock.now()
      let parent = LogParent(
        id: identity.id, position: end, cause: .restored, root: try root(through: end))
      identity = identity.child(
        id ?? EventID.version7(at: created, using: &generator), created: created, parent: parent)
    }
    let assembly = LogAssembly(
      target: path, identity: identity, options: options, keys: keys, keepsID: isWhole,
      total: end.rawValue)
    var reader = BackupReader(self, through: end.rawValue)
    let made = try assembly.make(
      root: isWhole ? manifest.root : identity.parent?.root,
      from: { () throws(EventLogError) in try reader.next() }, progress)
    return RestoreReport(
      identity: identity, head: end, verified: made.verified, hasKeys: keys != nil,
      hasNewSigningKey: made.hasNewSigningKey)
  }

  /// Root over the events up to a position.
  private func root(through end: Position) throws(EventLogError) -> [UInt8] {
    guard end < head else { return manifest.root }
    var reader = BackupReader(self, through: end.rawValue)
    var tree = RootBuilder(identity.digestAlgorithm)
    while let block = try reader.next() { tree.add(leaves: block.leaves) }
    return tree.root()
  }
}
