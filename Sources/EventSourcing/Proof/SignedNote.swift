// SPDX-License-Identifier: Apache-2.0

/// A text and the signatures under it (C2SP signed-note).
///
/// Reading is total: any bytes give a note or a typed error. A note that was read is worth
/// nothing before ``verify(with:)``.
public struct SignedNote: Hashable, Sendable, CustomStringConvertible {
  /// One line below the text.
  public struct Signature: Hashable, Sendable {
    /// Who signed; without spaces and plus signs.
    public let name: String
    /// Which of the signer's keys; see ``VerifierKey/id``.
    public let keyID: UInt32
    public let bytes: [UInt8]

    var line: String {
      let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> (24 - 8 * $0)) }
      return "— \(name) \(Base64.text(id + bytes))\n"
    }
  }

  /// What is signed; ends in a newline.
  public let text: String
  /// At least one, at most ``signatureLimit``.
  public let signatures: [Signature]

  /// What a signature line begins with: an em dash and a space.
  private static let dash = Array("— ".utf8)

  /// More signatures than that are refused unread.
  public static let signatureLimit = 64

  package init(_ text: String, signedBy keys: [SigningKey]) {
    self.text = text
    signatures = keys.map { $0.sign(text) }
  }

  /// Reads a note; its signatures are not checked.
  public init(_ bytes: [UInt8]) throws(ProofError) { try self.init(bytes[...], line: 0) }

  /// - Parameter line: The line before the note's first, for errors.
  init(_ bytes: ArraySlice<UInt8>, line: Int) throws(ProofError) {
    let lines = try NoteLines(bytes, behind: line)
    guard let split = SignedNote.lastEmptyLine(lines.bytes) else {
      throw lines.failure("there are no signatures")
    }
    let signed = lines.bytes[..<split]
    text = String(decoding: signed, as: UTF8.self)
    signatures = try SignedNote.signatures(
      lines.bytes[(split + 1)...], behind: line + signed.count { $0 == 0x0A } + 1)
  }

  /// The index of the empty line before the signatures: behind the newline that ends the text.
  private static func lastEmptyLine(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.endIndex - 1
    while index > bytes.startIndex {
      if bytes[index] == 0x0A, bytes[index - 1] == 0x0A { return index }
      index -= 1
    }
    return nil
  }

  private static func signatures(
    _ bytes: ArraySlice<UInt8>, behind line: Int
  ) throws(ProofError) -> [Signature] {
    guard !bytes.isEmpty else { throw .malformed(what: "there are no signatures", line: line) }
    var lines = try NoteLines(bytes, behind: line)
    var signatures: [Signature] = []
    while !lines.isAtEnd {
      let line = try lines.line()
      let parts = line.dropFirst(dash.count)
        .split(separator: 0x20, omittingEmptySubsequences: false)
      guard line.starts(with: dash), parts.count == 2, let bytes = Base64.bytes(parts[1]),
        bytes.count > 4
      else { throw lines.failure("this is not a signature") }
      let name = String(decoding: parts[0], as: UTF8.self)
      guard VerifierKey.isName(name) else { throw lines.failure("this is not a key's name") }
      signatures.append(
        Signature(
          name: name, keyID: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
          bytes: Array(bytes.dropFirst(4))))
      guard signatures.count <= signatureLimit else {
        throw lines.failure("there are too many signatures")
      }
    }
    return signatures
  }

  /// The note as it is written: text, an empty line, signatures.
  public var description: String { text + "\n" + signatures.map(\.line).joined() }

  /// Checks that one of the keys signed the text; signatures of others are passed over.
  ///
  /// - Throws: ``ProofError/unsigned(origin:)`` or ``ProofError/wrongSignature(key:)``: one wrong
  ///   signature of a known key spoils the note.
  public func verify(with keys: [VerifierKey]) throws(ProofError) {
    var isSigned = false
    for signature in signatures {
      for key in keys where key.id == signature.keyID && key.name.isSame(as: signature.name) {
        guard Ed25519.verify(signature.bytes, of: Array(text.utf8), by: key.publicKey) else {
          throw .wrongSignature(key: key.name)
        }
        isSigned = true
      }
    }
    guard isSigned else { throw .unsigned(origin: String(text.prefix { $0 != "\n" })) }
  }
}

extension String {
  /// Byte by byte: Swift's own equality takes different forms of a letter for one.
  func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
