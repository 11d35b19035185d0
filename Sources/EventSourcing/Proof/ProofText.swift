// SPDX-License-Identifier: Apache-2.0

/// Any text that is handed out, told apart by its first line.
///
/// Reading is total: any bytes give a value or a typed error.
public enum ProofText: Hashable, Sendable, CustomStringConvertible {
  /// A signed word about a log.
  case checkpoint(SignedCheckpoint)
  /// An event is in a log.
  case event(EventProof)
  /// A log only grew.
  case growth(GrowthProof)

  /// Reads a text; nothing of it is checked.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    let first = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    if DigestAlgorithm.allCases.contains(where: { EventProof.header($0).isSame(as: first) }) {
      self = .event(try EventProof(bytes))
    } else if first.isSame(as: GrowthProof.header) {
      self = .growth(try GrowthProof(bytes))
    } else {
      self = .checkpoint(try SignedCheckpoint(bytes))
    }
  }

  /// Reads a file of at most 4 MiB; nothing of it is checked.
  public init(at path: String) throws(ProofError) {
    try self.init(proving { () throws(EventLogError) in try ProofFiles.read(path) })
  }

  /// The checkpoint that it is or ends in.
  public var checkpoint: SignedCheckpoint {
    switch self {
    case .checkpoint(let checkpoint): checkpoint
    case .event(let proof): proof.checkpoint
    case .growth(let proof): proof.checkpoint
    }
  }

  /// Checks all of it: signature, place of the record, hashes.
  ///
  /// - Parameter kept: An earlier checkpoint that a consistency proof must begin at.
  public func verify(
    with keys: [VerifierKey], against kept: SignedCheckpoint? = nil
  ) throws(ProofError) {
    switch self {
    case .checkpoint(let checkpoint): try checkpoint.verify(with: keys)
    case .event(let proof): try proof.verify(with: keys)
    case .growth(let proof): try proof.verify(with: keys, against: kept)
    }
  }

  public var description: String {
    switch self {
    case .checkpoint(let checkpoint): checkpoint.description
    case .event(let proof): proof.description
    case .growth(let proof): proof.description
    }
  }
}
