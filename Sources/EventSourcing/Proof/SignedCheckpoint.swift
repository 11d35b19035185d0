// SPDX-License-Identifier: Apache-2.0

/// A signed word about a log: so many events, this root (C2SP tlog-checkpoint).
///
/// The note's text is three lines: origin, size, root. Lines behind them are left to whoever
/// wrote them. Reading is total; what was read is worth nothing before ``verify(with:)``.
public struct SignedCheckpoint: Hashable, Sendable, CustomStringConvertible {
  public let note: SignedNote
  /// Which log: `gridlog/` and its id, and `/sm3` behind it if the tree is made with SM3.
  public let origin: String
  public let head: TreeHead

  /// What the origin of a log with SM3 ends in: so a note never takes SM3 for SHA-256.
  static let sm3Suffix = "/sm3"

  package init(origin: String, head: TreeHead, signedBy key: SigningKey) {
    self.origin = origin
    self.head = head
    note = SignedNote(
      "\(origin)\n\(head.size)\n\(Base64.text(head.root.bytes))\n", signedBy: [key])
  }

  /// Reads a checkpoint; its signatures are not checked.
  public init(_ bytes: [UInt8]) throws(ProofError) { try self.init(bytes[...], line: 0) }

  init(_ bytes: ArraySlice<UInt8>, line: Int) throws(ProofError) {
    note = try SignedNote(bytes, line: line)
    var lines = try NoteLines(Array(note.text.utf8)[...], behind: line)
    let first = try lines.line()
    guard !first.isEmpty else { throw lines.failure("the origin is missing") }
    origin = String(decoding: first, as: UTF8.self)
    let size = try lines.number(lines.line())
    let root = try lines.hash(lines.line())
    while !lines.isAtEnd {
      guard try !lines.line().isEmpty else { throw lines.failure("an empty line") }
    }
    head = TreeHead(
      size: size, root: Digest(SignedCheckpoint.algorithm(of: origin), bytes: root))
  }

  /// The function of a log's tree, as its origin tells.
  static func algorithm(of origin: String) -> DigestAlgorithm {
    origin.hasSuffix(sm3Suffix) ? .sm3 : .sha256
  }

  /// Checks that a key of this very log signed it.
  ///
  /// Keys whose name is not the origin do not count: a log speaks only for itself.
  /// - Throws: ``ProofError/unsigned(origin:)`` or ``ProofError/wrongSignature(key:)``.
  public func verify(with keys: [VerifierKey]) throws(ProofError) {
    try note.verify(with: keys.filter { $0.name.isSame(as: origin) })
  }

  /// The note as it is written.
  public var description: String { note.description }
}

extension LogIdentity {
  /// The name that the log's checkpoints and keys bear.
  public var origin: String {
    "gridlog/\(id)" + (digestAlgorithm == .sm3 ? SignedCheckpoint.sm3Suffix : "")
  }
}
