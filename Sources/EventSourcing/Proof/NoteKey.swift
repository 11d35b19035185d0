// SPDX-License-Identifier: Apache-2.0

/// The public half of a key that signs checkpoints: `name+hash+base64`, one line (C2SP
/// signed-note).
///
/// Hand it to those who shall check the log; they need nothing else of it.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
  /// The log's origin: see ``SignedCheckpoint/origin``.
  public let name: String
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), big-endian.
  public let id: UInt32
  /// Ed25519, 32 bytes.
  public let publicKey: [UInt8]

  /// The byte of the specification for Ed25519.
  static let type: UInt8 = 0x01

  init(name: String, publicKey: [UInt8]) {
    self.name = name
    self.publicKey = publicKey
    var digester = Digester(.sha256)
    let hash = digester.hash(Array(name.utf8) + [0x0A, VerifierKey.type] + publicKey)
    id = hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads the line; throws if a part is missing or the hash does not belong to the key.
  public init(_ text: String) throws(ProofError) {
    let (name, id, key) = try VerifierKey.parts(Array(text.utf8)[...])
    self.init(name: name, publicKey: key)
    guard self.id == id else { throw VerifierKey.failure("the hash is not that of the key") }
  }

  public var description: String {
    "\(name)+\(idText)+\(Base64.text([VerifierKey.type] + publicKey))"
  }

  /// Eight hexadecimal digits.
  public var idText: String {
    Hex.text((0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) })
  }

  /// True for names that a signature line can hold.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace
      }
  }

  static func parts(
    _ text: ArraySlice<UInt8>
  ) throws(ProofError) -> (name: String, id: UInt32, key: [UInt8]) {
    // The third part may hold a plus of its own.
    let parts = text.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw failure("a key is written name+hash+base64") }
    guard let name = String(validating: parts[0], as: UTF8.self), isName(name) else {
      throw failure("its name is empty or has spaces")
    }
    guard parts[1].count == 8, let id = Hex.bytes(String(decoding: parts[1], as: UTF8.self)) else {
      throw failure("its hash is not eight hexadecimal digits")
    }
    guard let key = Base64.bytes(parts[2]), key.first == VerifierKey.type,
      key.count == 1 + Ed25519.keyBytes
    else { throw failure("it is not an Ed25519 key") }
    return (name, id.reduce(0) { $0 << 8 | UInt32($1) }, Array(key.dropFirst()))
  }

  static func failure(_ what: String) -> ProofError { .malformed(what: what, line: 1) }
}

/// A key that signs checkpoints; its text form is `PRIVATE+KEY+name+hash+base64`.
///
/// Whoever holds it can sign a history that never was: it lies in the log's `keys/`, readable by
/// its owner only, and is not part of a backup.
public struct SigningKey: Hashable, Sendable, CustomStringConvertible {
  private let seed: [UInt8]
  /// The half to hand out.
  public let verifierKey: VerifierKey

  private static let prefix = Array("PRIVATE+KEY+".utf8)

  /// - Parameter seed: 32 bytes.
  package init(name: String, seed: [UInt8]) {
    self.seed = seed
    verifierKey = VerifierKey(name: name, publicKey: Ed25519.publicKey(of: seed))
  }

  /// Reads the text form, with a newline behind it or not: for a key that is kept elsewhere.
  public init(_ bytes: [UInt8]) throws(ProofError) {
    var text = bytes[...]
    if text.last == 0x0A { text.removeLast() }
    guard text.starts(with: SigningKey.prefix) else {
      throw VerifierKey.failure("this is not a signing key")
    }
    let (name, id, seed) = try VerifierKey.parts(text.dropFirst(SigningKey.prefix.count))
    self.init(name: name, seed: seed)
    guard verifierKey.id == id else {
      throw VerifierKey.failure("the hash is not that of the key")
    }
  }

  /// The text form, secret.
  package var secretText: String {
    "PRIVATE+KEY+\(verifierKey.name)+\(verifierKey.idText)+"
      + Base64.text([VerifierKey.type] + seed) + "\n"
  }

  /// Only the public half, so that a log line or an error cannot leak the other.
  public var description: String { verifierKey.description }

  func sign(_ text: String) -> SignedNote.Signature {
    SignedNote.Signature(
      name: verifierKey.name, keyID: verifierKey.id,
      bytes: Ed25519.sign(Array(text.utf8), with: seed))
  }
}
