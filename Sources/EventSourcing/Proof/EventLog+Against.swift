// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// An earlier word about a log that still holds.
public struct EarlierHead: Hashable, Sendable {
  /// The file, or the directory of the copy.
  public let source: String
  public let head: TreeHead
}

extension EventLog {
  /// Proves that nothing was rewritten since `old` was made.
  ///
  /// - Parameters:
  ///   - old: A file with a checkpoint, a directory of such files, or an older copy of the log.
  ///   - keys: Who may have signed; the log's own keys if none is given, which proves nothing
  ///     against somebody who had the log's directory. A copy is not signed: it is compared
  ///     event by event.
  /// - Returns: What was compared, in order of size; at least one.
  /// - Throws: ``ProofError/rewritten(_:)`` at the first that does not hold any more.
  public func compare(
    withOld old: String, keys: [VerifierKey] = []
  ) throws(ProofError) -> [EarlierHead] {
    if LogDirectory(old).exists { return [try compare(withCopyAt: old)] }
    var status = stat()
    guard stat(old, &status) == 0 else { throw .log(ProofFiles.failure("stat", old)) }
    let files = status.st_mode & S_IFMT == S_IFDIR ? try EventLog.checkpointFiles(in: old) : [old]
    guard !files.isEmpty else { throw .log(EventLogError(.missing, path: old)) }
    let trusted: [VerifierKey]
    if keys.isEmpty { trusted = try verifierKeys() } else { trusted = keys }
    var tree = try tree(upTo: nil, .recomputed)
    var heads: [EarlierHead] = []
    for file in files {
      let bytes = try proving { () throws(EventLogError) in try ProofFiles.read(file) }
      // A proof ends in a checkpoint, which is a word about the log like any other.
      let checkpoint = try ProofText(bytes).checkpoint
      try compare(checkpoint, source: file, keys: trusted, with: &tree)
      heads.append(EarlierHead(source: file, head: checkpoint.head))
    }
    return heads.sorted { $0.head.size < $1.head.size }
  }

  private func compare(withCopyAt path: String) throws(ProofError) -> EarlierHead {
    var options = options
    options.isReadOnly = true
    let copy: EventLog
    do {
      copy = try EventLog(at: path, options: options)
    } catch {
      throw .log(error)
    }
    return EarlierHead(source: path, head: try compare(withCopy: copy))
  }

  private static func checkpointFiles(in directory: String) throws(ProofError) -> [String] {
    try proving { () throws(EventLogError) in try ProofFiles.names(in: directory) }
      .filter { $0.hasSuffix(".checkpoint") }.map { directory + "/" + $0 }
  }
}
