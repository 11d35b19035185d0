// SPDX-License-Identifier: Apache-2.0

/// What ``EventLog/checkpoint(signedBy:)`` gives.
public struct CheckpointReceipt: Hashable, Sendable {
  public let checkpoint: SignedCheckpoint
  /// The file that holds it.
  public let path: String
  /// False if a checkpoint of this size was stored before; then it is that one.
  public let isNew: Bool
}

extension EventLog {
  var checkpointStore: CheckpointStore { CheckpointStore(directory: path + "/checkpoints") }
  private var keyRing: KeyRing { KeyRing(directory: path + "/keys") }

  /// Signs the log as it stands, and stores the checkpoint for good.
  ///
  /// First it proves that the newest stored checkpoint is the beginning of what it is about to
  /// sign: a log never signs two histories. A copy of the checkpoint belongs somewhere else, for
  /// whoever has this machine can rewrite both.
  /// - Parameter key: The newest key of the log if not given.
  /// - Throws: ``ProofError/rewritten(_:)`` if history is not what was signed before;
  ///   ``ProofError/noSigningKey(path:)``; ``EventLogError`` for a log that is older than what
  ///   was acknowledged, and what else reading and writing throw.
  public func checkpoint(signedBy key: SigningKey? = nil) throws(ProofError) -> CheckpointReceipt {
    guard !options.isReadOnly else { throw .log(EventLogError(.readOnly, path: path)) }
    let signer: SigningKey
    if let key { signer = key } else { signer = try signingKey() }
    guard signer.verifierKey.name.isSame(as: identity.origin) else {
      throw .otherLog(expected: identity.origin, found: signer.verifierKey.name)
    }
    // Before the log's end is looked at: other processes write HEAD after their commits.
    let acknowledged = headFile.read()?.position ?? 0
    var tree = try tree(upTo: nil)
    guard acknowledged <= tree.source.count else {
      throw .log(
        EventLogError(
          .olderThanAcknowledged(
            head: Position(tree.source.count), acknowledged: Position(acknowledged)), path: path))
    }
    try requireBeginning(&tree)
    let head = try head(of: &tree, at: tree.source.count)
    let made = SignedCheckpoint(origin: identity.origin, head: head, signedBy: signer)
    let (stored, isNew) = try checkpointStore.store(made)
    return CheckpointReceipt(
      checkpoint: stored, path: checkpointStore.path(head.size), isNew: isNew)
  }

  /// Throws unless the newest stored checkpoint is the beginning of this tree.
  func requireBeginning(
    _ tree: inout MerkleTree<LogTreeSource>
  ) throws(ProofError) {
    let store = checkpointStore
    guard let size = try store.sizes().last else { return }
    let stored = try store.checkpoint(size)
    try requireGenuine(stored)
    try requireHead(stored.head, from: store.path(size), in: &tree)
  }

  /// Throws if a stored checkpoint is another log's, or a signature of the log's own keys is wrong.
  ///
  /// Signed by a key that is not here it may well be genuine: keys are not part of a backup.
  func requireGenuine(_ stored: SignedCheckpoint) throws(ProofError) {
    guard stored.origin.isSame(as: identity.origin) else {
      throw .otherLog(expected: identity.origin, found: stored.origin)
    }
    let keys = try verifierKeys()
    do throws(ProofError) {
      try stored.verify(with: keys)
    } catch {
      guard case .unsigned = error else { throw error }
    }
  }

  /// The sizes of the stored checkpoints, ascending.
  public func checkpointSizes() throws(ProofError) -> [UInt64] { try checkpointStore.sizes() }

  /// The stored checkpoint of that size.
  public func storedCheckpoint(of size: UInt64) throws(ProofError) -> SignedCheckpoint {
    let sizes = try checkpointStore.sizes()
    guard sizes.contains(size) else { throw .noCheckpoint(asked: size, stored: sizes) }
    return try checkpointStore.checkpoint(size)
  }
}

// MARK: Keys

extension EventLog {
  /// The key that checkpoints are signed with: the newest.
  public func signingKey() throws(ProofError) -> SigningKey {
    let keys = try keyRing.keys()
    guard let key = keys.last else { throw .noSigningKey(path: path) }
    return key
  }

  /// Makes a key that signs from now on; earlier ones stay, for what they signed.
  public func newSigningKey() throws(ProofError) -> SigningKey {
    guard !options.isReadOnly else { throw .log(EventLogError(.readOnly, path: path)) }
    return try keyRing.add(name: identity.origin, options.keySource)
  }

  /// The public halves of the log's keys, the oldest first; empty if the keys are elsewhere.
  public func verifierKeys() throws(ProofError) -> [VerifierKey] {
    try keyRing.keys().map(\.verifierKey)
  }
}

// MARK: Holding it against what was said before

extension EventLog {
  /// Proves that nothing which a checkpoint covers was rewritten since.
  ///
  /// - Parameters:
  ///   - source: Where the checkpoint comes from, for errors.
  ///   - keys: Who may have signed it; the log's own if not given, which proves nothing against
  ///     somebody who had the log's directory: keep the verifier key apart.
  /// - Throws: ``ProofError/rewritten(_:)``, ``ProofError/otherLog(expected:found:)``, and what
  ///   ``SignedCheckpoint/verify(with:)`` throws.
  public func compare(
    with checkpoint: SignedCheckpoint, from source: String, keys: [VerifierKey]? = nil
  ) throws(ProofError) {
    var tree = try tree(upTo: nil, .recomputed)
    try compare(checkpoint, source: source, keys: keys, with: &tree)
  }

  func compare(
    _ checkpoint: SignedCheckpoint, source: String, keys: [VerifierKey]? = nil,
    with tree: inout MerkleTree<LogTreeSource>
  ) throws(ProofError) {
    guard checkpoint.origin.isSame(as: identity.origin) else {
      throw .otherLog(expected: identity.origin, found: checkpoint.origin)
    }
    let trusted: [VerifierKey]
    if let keys { trusted = keys } else { trusted = try verifierKeys() }
    try checkpoint.verify(with: trusted)
    try requireHead(checkpoint.head, from: source, in: &tree)
  }

  private func requireHead(
    _ expected: TreeHead, from source: String, in tree: inout MerkleTree<LogTreeSource>
  ) throws(ProofError) {
    let isCovered = expected.size <= tree.source.count
    let found = isCovered ? try head(of: &tree, at: expected.size) : nil
    guard found != expected else { return }
    throw .rewritten(
      ProofError.Rewriting(
        source: source, expected: expected, found: found, head: Position(tree.source.count)))
  }

  /// Proves that an older copy of the log is the beginning of this one.
  ///
  /// - Returns: The head that both have.
  /// - Throws: ``ProofError/rewritten(_:)`` with the first event that differs.
  @discardableResult
  public func compare(withCopy copy: EventLog) throws(ProofError) -> TreeHead {
    guard copy.identity.origin.isSame(as: identity.origin) else {
      throw .otherLog(expected: identity.origin, found: copy.identity.origin)
    }
    var mine = try tree(upTo: nil, .recomputed)
    var old = try copy.tree(upTo: nil, .recomputed)
    let size = old.source.count
    let expected = try copy.head(of: &old, at: size)
    let found = size <= mine.source.count ? try head(of: &mine, at: size) : nil
    guard found != expected else { return expected }
    let first = try proving { () throws(EventLogError) in
      try mine.firstDifference(from: &old)
    }
    throw .rewritten(
      ProofError.Rewriting(
        source: copy.path, expected: expected, found: found,
        head: Position(mine.source.count), first: first.map { Position($0 + 1) }))
  }
}
