// SPDX-License-Identifier: Apache-2.0

/// What came of checking a certificate on a copy of its log: it is reproduced, or what differs.
///
/// A certificate holds digests, not rows: which rows differ, a comparison with the log that it was
/// made on tells.
public struct CertificateCheck: Hashable, Sendable {
  public let certificate: ViewCertificate
  /// In the order in which they were found; empty if the certificate holds.
  public let differences: [Difference]

  /// True if the answer was made again and is the same, and a trusted key signed it.
  public var holds: Bool { differences.isEmpty }

  /// One thing that is not as the certificate says.
  public enum Difference: Hashable, Sendable, CustomStringConvertible {
    /// It speaks of another log; nothing else was compared.
    case log(certified: String, found: String)
    /// No trusted key has signed it.
    case unsigned
    /// A trusted key's signature does not fit: the certificate was changed after it was signed.
    case signature(key: String)
    /// The log ends before what the certificate covers; no answer was made.
    case end(certified: UInt64, found: Position)
    /// The events are not those that were certified: history was rewritten.
    case root(certified: Digest, found: Digest)
    /// This program has no such view; no answer was made.
    case view(certified: String)
    /// This program has another version of the view; no answer was made.
    case version(certified: Int, found: Int)
    /// The same version gives another digest on the golden log: the folding was changed.
    case golden(certified: Digest?, found: Digest?)
    /// What is certified as known was not what was known then; the last event's recorded time.
    case moment(certified: Instant, found: Instant)
    case rows(certified: Int, found: Int)
    case refused(certified: Int, found: Int)
    /// The stored rows or the refused events differ.
    case digest(certified: Digest, found: Digest)
    /// Only columns that change with time alone differ.
    case shown(certified: Digest, found: Digest)

    /// True if the program, not the log or the certificate, is another: no sign of tampering.
    public var isOfProgram: Bool {
      switch self {
      case .view, .version, .golden: true
      default: false
      }
    }

    /// In English, without a full stop.
    public var description: String {
      switch self {
      case .log(let certified, let found): "it speaks of \(certified), this log is \(found)"
      case .unsigned: "no trusted key has signed it"
      case .signature(let key): "the signature by \(key) does not fit: the text was changed"
      case .end(let certified, let found): "it covers \(certified) events, the log ends at \(found)"
      case .root(let certified, let found):
        "the root is \(certified), the log has \(found): history was rewritten"
      case .view(let certified): "this program has no view \(certified)"
      case .version(let certified, let found):
        "it is of version \(certified), this program has version \(found)"
      case .golden(let certified, let found):
        "the view has \(certified?.description ?? "no digest") on the golden log, in this program "
          + (found?.description ?? "none")
      case .moment(let certified, let found):
        "\(certified) is not when that was known; its last event was recorded at \(found)"
      case .rows(let certified, let found): "it has \(certified) rows, the log gives \(found)"
      case .refused(let certified, let found):
        "it has \(certified) refused events, the log gives \(found)"
      case .digest(let certified, let found):
        "the rows have the digest \(certified), the log gives \(found)"
      case .shown(let certified, let found):
        "the columns that change with time have the digest \(certified), the log gives \(found)"
      }
    }
  }
}

/// Why a certificate could not be made or checked at all.
public enum CertificateError: Error, Sendable, CustomStringConvertible {
  /// The root, the key or the log.
  case proof(ProofError)
  /// The answer.
  case replay(ReplayError)

  public var description: String {
    switch self {
    case .proof(let error): error.description
    case .replay(let error): error.description
    }
  }
}
