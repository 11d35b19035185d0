// SPDX-License-Identifier: Apache-2.0

/// Why something could not be proved, or why a proof proves nothing.
public enum ProofError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are not a checkpoint, a proof or a key; the line is counted from 1.
  case malformed(what: String, line: Int)
  /// None of the keys that are trusted has signed it.
  case unsigned(origin: String)
  /// A signature of a trusted key does not fit the text: the text or the signature was changed.
  case wrongSignature(key: String)
  /// The hashes do not lead to the root that was signed.
  case wrongProof
  /// The record that goes with the proof is missing or is not that of the proof's position.
  case wrongRecord
  /// It speaks of another log.
  case otherLog(expected: String, found: String)
  /// The log does not reach so far.
  case beyondHead(asked: UInt64, head: Position)
  /// No checkpoint of that size is stored, or none that covers the event.
  case noCheckpoint(asked: UInt64, stored: [UInt64])
  /// The log has no key to sign with.
  case noSigningKey(path: String)
  /// Two trees that should be one: history was rewritten, or one of them is forged.
  case rewritten(Rewriting)
  /// The log, or a file of it, could not be read or written.
  case log(EventLogError)

  /// How a log differs from what was said about it earlier.
  public struct Rewriting: Hashable, Sendable {
    /// Where the earlier word stands: a file, or another copy of the log.
    public let source: String
    /// The earlier word.
    public let expected: TreeHead
    /// What the log says of the same size; `nil` if it has become shorter.
    public let found: TreeHead?
    /// Where the log ends.
    public let head: Position
    /// The first event that differs; `nil` if only roots could be compared.
    public let first: Position?

    public init(
      source: String, expected: TreeHead, found: TreeHead?, head: Position, first: Position? = nil
    ) {
      self.source = source
      self.expected = expected
      self.found = found
      self.head = head
      self.first = first
    }

    /// In English, one sentence without a full stop.
    public var description: String {
      let size = expected.size
      guard let found else {
        return "history was cut: \(source) covers \(size) events, the log ends at \(head)"
      }
      let place = first.map { ", first at \($0)" } ?? ""
      return "history was rewritten\(place): for \(size) events \(source) has the root "
        + "\(expected.root), the log has \(found.root)"
    }
  }

  public var description: String {
    switch self {
    case .malformed(let what, let line): "line \(line): \(what)"
    case .unsigned(let origin):
      "no trusted key has signed this checkpoint of \(origin); give the log's key with --key"
    case .wrongSignature(let key): "the signature by \(key) does not fit the text"
    case .wrongProof: "the hashes do not lead to the signed root"
    case .wrongRecord: "the record is missing or is not that of this position"
    case .otherLog(let expected, let found): "this speaks of \(found), not of \(expected)"
    case .beyondHead(let asked, let head): "asked for \(asked) events, and the log ends at \(head)"
    case .noCheckpoint(let asked, let stored):
      "no checkpoint fits \(asked); stored are \(stored.map(String.init).joined(separator: ", "))"
    case .noSigningKey(let path):
      "\(path): there is no key to sign with; make one with `gridlog key new`"
    case .rewritten(let rewriting): rewriting.description
    case .log(let error): error.description
    }
  }
}

/// Runs what reads the log and says its errors as those of a proof.
func proving<R>(_ body: () throws(EventLogError) -> R) throws(ProofError) -> R {
  do {
    return try body()
  } catch {
    throw .log(error)
  }
}
