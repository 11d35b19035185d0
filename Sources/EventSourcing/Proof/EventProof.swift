// SPDX-License-Identifier: Apache-2.0

/// A proof to hand out that an event is in a log: checkable offline, with the log's verifier key
/// alone (C2SP tlog-proof).
///
///     let proof = try EventProof(Array(text.utf8))
///     let event = try proof.verify(with: [key])
public struct EventProof: Hashable, Sendable, CustomStringConvertible {
  /// The event's record (docs/FORMAT.md §1.2), the proof's extra data; `nil` if it comes apart.
  public let record: [UInt8]?
  public let inclusion: InclusionProof
  public let checkpoint: SignedCheckpoint

  public init(record: [UInt8]?, inclusion: InclusionProof, checkpoint: SignedCheckpoint) {
    self.record = record
    self.inclusion = inclusion
    self.checkpoint = checkpoint
  }

  /// The first line: that of the specification promises SHA-256, so SM3 has one of its own.
  static func header(_ algorithm: DigestAlgorithm) -> String {
    switch algorithm {
    case .sha256: "c2sp.org/tlog-proof@v1"
    case .sm3: "gridlog/sm3-proof@v1"
    }
  }

  /// Reads a proof; nothing of it is checked.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    var lines = try NoteLines(bytes[...])
    let header = String(decoding: try lines.line(), as: UTF8.self)
    record = try lines.line(after: "extra ").map { line throws(ProofError) in
      guard let record = Base64.bytes(line) else { throw lines.failure("this is not Base64") }
      return record
    }
    guard let index = try lines.line(after: "index ") else {
      throw lines.failure("the index is missing")
    }
    let number = try lines.number(index)
    let hashes = try lines.hashes()
    checkpoint = try SignedCheckpoint(lines.rest, line: lines.number)
    inclusion = InclusionProof(index: number, size: checkpoint.head.size, hashes: hashes)
    guard header.isSame(as: EventProof.header(checkpoint.head.root.algorithm)) else {
      throw .malformed(what: "this is not a proof of a tree of this origin", line: 1)
    }
  }

  /// The proof as it is written; files of it are named `.tlog-proof`.
  public var description: String {
    EventProof.header(checkpoint.head.root.algorithm) + "\n"
      + (record.map { "extra \(Base64.text($0))\n" } ?? "")
      + "index \(inclusion.index)\n"
      + inclusion.hashes.map { Base64.text($0) + "\n" }.joined()
      + "\n\(checkpoint)"
  }

  /// Checks everything: signature, place of the record, hashes.
  ///
  /// - Parameter record: The record, if it does not stand in the proof.
  /// - Returns: The record that is proved to be in the log; ``StoredEvent/init(record:)`` reads it.
  @discardableResult
  public func verify(
    with keys: [VerifierKey], record apart: [UInt8]? = nil
  ) throws(ProofError) -> [UInt8] {
    try checkpoint.verify(with: keys)
    guard let bytes = record ?? apart, apart == nil || apart == bytes,
      let position = StoredEvent.position(ofRecord: bytes), position > .origin,
      position.predecessor.rawValue == inclusion.index
    else { throw .wrongRecord }
    guard inclusion.proves(bytes, in: checkpoint.head) else { throw .wrongProof }
    return bytes
  }
}

/// A proof to hand out that a log only grew: the tree of an earlier checkpoint is the beginning
/// of a later one's. Our own text, in the look of tlog-proof.
public struct GrowthProof: Hashable, Sendable, CustomStringConvertible {
  /// The earlier word; to be compared with the checkpoint that the reader kept.
  public let old: TreeHead
  public let consistency: ConsistencyProof
  /// The later word, signed.
  public let checkpoint: SignedCheckpoint

  static let header = "gridlog/consistency-proof@v1"

  public init(old: TreeHead, consistency: ConsistencyProof, checkpoint: SignedCheckpoint) {
    self.old = old
    self.consistency = consistency
    self.checkpoint = checkpoint
  }

  /// Reads a proof; nothing of it is checked.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    var lines = try NoteLines(bytes[...])
    guard String(decoding: try lines.line(), as: UTF8.self).isSame(as: GrowthProof.header) else {
      throw lines.failure("this is not a consistency proof")
    }
    guard let first = try lines.line(after: "old ") else {
      throw lines.failure("the old size and root are missing")
    }
    let parts = first.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw lines.failure("the old size and root are missing") }
    let size = try lines.number(parts[0])
    let root = try lines.hash(parts[1])
    let hashes = try lines.hashes()
    checkpoint = try SignedCheckpoint(lines.rest, line: lines.number)
    old = TreeHead(size: size, root: Digest(checkpoint.head.root.algorithm, bytes: root))
    consistency = ConsistencyProof(from: size, to: checkpoint.head.size, hashes: hashes)
  }

  /// The proof as it is written.
  public var description: String {
    "\(GrowthProof.header)\nold \(old.size) \(Base64.text(old.root.bytes))\n"
      + consistency.hashes.map { Base64.text($0) + "\n" }.joined()
      + "\n\(checkpoint)"
  }

  /// Checks signature and hashes.
  ///
  /// - Parameter kept: The earlier checkpoint as the reader kept it; without it the proof says
  ///   only what ``old`` says.
  public func verify(
    with keys: [VerifierKey], against kept: SignedCheckpoint? = nil
  ) throws(ProofError) {
    try checkpoint.verify(with: keys)
    if let kept {
      guard kept.origin.isSame(as: checkpoint.origin) else {
        throw .otherLog(expected: kept.origin, found: checkpoint.origin)
      }
      try kept.verify(with: keys)
      guard kept.head == old else { throw .wrongProof }
    }
    guard consistency.proves(old, isBeginningOf: checkpoint.head) else { throw .wrongProof }
  }
}

extension StoredEvent {
  /// Reads a record as ``record`` gives it; `nil` if the bytes are none.
  public init?(record: [UInt8]) {
    guard let position = StoredEvent.position(ofRecord: record),
      let content = try? EventContent(bytes: Array(record[StoredEvent.recordHeaderBytes...]))
    else { return nil }
    self.init(
      position: position,
      recorded: Instant(microseconds: Int64(bitPattern: StoredEvent.number(record[8..<16]))),
      flags: RecordFlags(rawValue: UInt16(StoredEvent.number(record[16..<18]))),
      streamVersion: StoredEvent.number(record[18..<26]), content: content)
  }

  /// Position, recorded time, flags, version in the stream.
  private static let recordHeaderBytes = 26

  /// The position that a record names; `nil` for bytes that are too short for one.
  static func position(ofRecord record: [UInt8]) -> Position? {
    record.count < recordHeaderBytes ? nil : Position(number(record[0..<8]))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
