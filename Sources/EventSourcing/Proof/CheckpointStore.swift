// SPDX-License-Identifier: Apache-2.0

/// The checkpoints that a log signed: `checkpoints/SIZE.checkpoint`, one for each size, never
/// overwritten.
struct CheckpointStore {
  let directory: String

  private static let suffix = ".checkpoint"
  /// Leading zeros up to so many digits, so that the names sort as the sizes do.
  private static let digits = 12

  static func name(_ size: UInt64) -> String {
    let number = String(size)
    return String(repeating: "0", count: max(0, digits - number.count)) + number + suffix
  }

  func path(_ size: UInt64) -> String { directory + "/" + CheckpointStore.name(size) }

  /// The sizes of all stored checkpoints, ascending.
  func sizes() throws(ProofError) -> [UInt64] {
    try proving { () throws(EventLogError) in try ProofFiles.names(in: directory) }
      .compactMap { name in
        guard let size = UInt64(name.dropLast(CheckpointStore.suffix.count)) else { return nil }
        return CheckpointStore.name(size) == name ? size : nil
      }.sorted()
  }

  /// The checkpoint of that size as it is stored; its signature is not checked.
  func checkpoint(_ size: UInt64) throws(ProofError) -> SignedCheckpoint {
    let path = path(size)
    let bytes = try proving { () throws(EventLogError) in try ProofFiles.read(path) }
    do throws(ProofError) {
      let checkpoint = try SignedCheckpoint(bytes)
      guard checkpoint.head.size == size else {
        throw .malformed(what: "it is of \(checkpoint.head.size) events", line: 2)
      }
      return checkpoint
    } catch {
      throw .log(EventLogError(.damaged(what: error.description), path: path))
    }
  }

  /// Keeps a checkpoint, or the one that is there already of the same size and root.
  ///
  /// - Returns: What is stored now, and whether it is new.
  /// - Throws: ``ProofError/rewritten(_:)`` if one of the same size has another root.
  func store(
    _ checkpoint: SignedCheckpoint
  ) throws(ProofError) -> (stored: SignedCheckpoint, isNew: Bool) {
    let path = path(checkpoint.head.size)
    let isNew = try proving { () throws(EventLogError) in
      try ProofFiles.makeDirectory(directory)
      return try ProofFiles.create(path, Array(checkpoint.description.utf8), mode: 0o640)
    }
    guard !isNew else { return (checkpoint, true) }
    let stored = try self.checkpoint(checkpoint.head.size)
    guard stored.head == checkpoint.head else {
      throw .rewritten(
        ProofError.Rewriting(
          source: path, expected: stored.head, found: checkpoint.head,
          head: Position(checkpoint.head.size)))
    }
    return (stored, false)
  }
}
