// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// The root over the first `size` events; over all of them if no size is given.
  ///
  /// - Throws: ``ProofError/beyondHead(asked:head:)``, or what reading the log throws.
  public func treeHead(at size: UInt64? = nil) throws(ProofError) -> TreeHead {
    var tree = try tree(upTo: size)
    return try head(of: &tree, at: tree.source.count)
  }

  /// The hashes that lead from an event to the root over the first `size` events.
  ///
  /// - Parameter size: At least the event's position; the head if not given.
  public func inclusionProof(
    of position: Position, in size: UInt64? = nil
  ) throws(ProofError) -> InclusionProof {
    var tree = try tree(upTo: size)
    let size = tree.source.count
    guard position > .origin, position.rawValue <= size else {
      throw .beyondHead(asked: position.rawValue, head: Position(size))
    }
    let index = position.predecessor.rawValue
    return try proving { () throws(EventLogError) in
      InclusionProof(index: index, size: size, hashes: try tree.inclusion(of: index, in: size))
    }
  }

  /// The hashes that show that the first `old` events are the beginning of the first `size`.
  ///
  /// - Parameters:
  ///   - old: At least 1: an empty log is the beginning of everything.
  ///   - size: At least `old`; the head if not given.
  public func consistencyProof(
    from old: UInt64, to size: UInt64? = nil
  ) throws(ProofError) -> ConsistencyProof {
    var tree = try tree(upTo: size)
    let size = tree.source.count
    guard old > 0, old <= size else { throw .beyondHead(asked: old, head: Position(size)) }
    return try proving { () throws(EventLogError) in
      ConsistencyProof(from: old, to: size, hashes: try tree.consistency(from: old, to: size))
    }
  }

  /// The tree of the first `size` events.
  func tree(
    upTo size: UInt64?, _ roots: LogTreeSource.Roots = .stored
  ) throws(ProofError) -> MerkleTree<LogTreeSource> {
    let head = try proving { () throws(EventLogError) in try self.head }
    guard size ?? 0 <= head.rawValue else { throw .beyondHead(asked: size ?? 0, head: head) }
    return MerkleTree(LogTreeSource(self, count: size ?? head.rawValue, roots))
  }

  func head(
    of tree: inout MerkleTree<LogTreeSource>, at size: UInt64
  ) throws(ProofError) -> TreeHead {
    try proving { () throws(EventLogError) in
      TreeHead(size: size, root: Digest(identity.digestAlgorithm, bytes: try tree.root(of: size)))
    }
  }
}

// MARK: What is handed out

extension EventLog {
  /// A proof that an event is in the log, for somebody who has the log's verifier key.
  ///
  /// - Parameter size: Of a stored checkpoint that covers the event; the newest if not given.
  /// - Throws: ``ProofError/noCheckpoint(asked:stored:)`` if there is none; and
  ///   ``ProofError/rewritten(_:)`` if the log no longer has the root that was signed.
  public func proof(of position: Position, in size: UInt64? = nil) throws(ProofError) -> EventProof
  {
    try proofs(of: [position], in: size)[0]
  }

  /// The same for several events, in the order given, from one look at the tree.
  ///
  /// All lead to the same stored checkpoint: the newest, or that of `size`.
  public func proofs(
    of positions: [Position], in size: UInt64? = nil
  ) throws(ProofError) -> [EventProof] {
    guard let last = positions.max() else { return [] }
    let head = try proving { () throws(EventLogError) in try self.head }
    for position in positions where position == .origin || position > head {
      throw .beyondHead(asked: position.rawValue, head: head)
    }
    let checkpoint = try storedCheckpoint(of: size, covering: last.rawValue)
    var tree = try tree(upTo: checkpoint.head.size)
    var proofs: [EventProof] = []
    for position in positions {
      proofs.append(try proof(of: position, in: &tree, to: checkpoint))
    }
    return proofs
  }

  private func proof(
    of position: Position, in tree: inout MerkleTree<LogTreeSource>, to checkpoint: SignedCheckpoint
  ) throws(ProofError) -> EventProof {
    let event = try proving { () throws(EventLogError) in try self.event(at: position) }
    guard let event else {
      throw .beyondHead(asked: position.rawValue, head: Position(checkpoint.head.size))
    }
    let index = position.predecessor.rawValue
    let hashes = try proving { () throws(EventLogError) in
      try tree.inclusion(of: index, in: checkpoint.head.size)
    }
    let inclusion = InclusionProof(index: index, size: checkpoint.head.size, hashes: hashes)
    guard inclusion.proves(event.record, in: checkpoint.head) else {
      throw try rewritten(checkpoint)
    }
    return EventProof(record: event.record, inclusion: inclusion, checkpoint: checkpoint)
  }

  /// A proof that the log's first `old` events are the beginning of what a stored checkpoint
  /// covers.
  ///
  /// - Parameter size: Of a stored checkpoint, at least `old`; the newest if not given.
  public func growthProof(from old: UInt64, to size: UInt64? = nil) throws(ProofError)
    -> GrowthProof
  {
    let checkpoint = try storedCheckpoint(of: size, covering: old)
    var tree = try tree(upTo: checkpoint.head.size)
    guard old > 0 else { throw .beyondHead(asked: old, head: Position(checkpoint.head.size)) }
    let before = try head(of: &tree, at: old)
    let hashes = try proving { () throws(EventLogError) in
      try tree.consistency(from: old, to: checkpoint.head.size)
    }
    let consistency = ConsistencyProof(from: old, to: checkpoint.head.size, hashes: hashes)
    guard consistency.proves(before, isBeginningOf: checkpoint.head) else {
      throw try rewritten(checkpoint)
    }
    return GrowthProof(old: before, consistency: consistency, checkpoint: checkpoint)
  }

  private func storedCheckpoint(
    of size: UInt64?, covering least: UInt64
  ) throws(ProofError) -> SignedCheckpoint {
    let store = checkpointStore
    let sizes = try store.sizes()
    guard let chosen = size ?? sizes.last, sizes.contains(chosen), chosen >= least else {
      throw .noCheckpoint(asked: size ?? least, stored: sizes)
    }
    let checkpoint = try store.checkpoint(chosen)
    try requireGenuine(checkpoint)
    let head = try proving { () throws(EventLogError) in try self.head }
    guard chosen <= head.rawValue else {
      throw .rewritten(
        ProofError.Rewriting(
          source: store.path(chosen), expected: checkpoint.head, found: nil, head: head))
    }
    return checkpoint
  }

  private func rewritten(_ checkpoint: SignedCheckpoint) throws(ProofError) -> ProofError {
    let size = checkpoint.head.size
    var tree = try tree(upTo: nil, .recomputed)
    return .rewritten(
      ProofError.Rewriting(
        source: checkpointStore.path(size), expected: checkpoint.head,
        found: try head(of: &tree, at: size), head: Position(tree.source.count)))
  }
}
