// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Testing

@Suite struct NoteTests {
  /// The example of Go's package golang.org/x/mod/sumdb/note.
  private static let key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private static let note = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

    """

  private func note(_ text: String) throws -> SignedNote { try SignedNote(Array(text.utf8)) }

  @Test func `a note signed by Go's program verifies, and is written back to the byte`() throws {
    let note = try note(NoteTests.note)
    #expect(note.description == NoteTests.note)
    let key = try VerifierKey(NoteTests.key)
    #expect(key.description == NoteTests.key)
    #expect(key.name == "PeterNeumann")
    try note.verify(with: [key])
    let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    let signer = try SigningKey(Array(secret.utf8))
    #expect(SignedNote(note.text, signedBy: [signer]).description == NoteTests.note)
  }

  @Test func `a changed text, a changed signature and a stranger's key are told apart`() throws {
    let key = try VerifierKey(NoteTests.key)
    let changed = try note(NoteTests.note.replacing("the answer", with: "no answer"))
    #expect(throws: ProofError.wrongSignature(key: "PeterNeumann")) {
      try changed.verify(with: [key])
    }
    let resigned = try note(NoteTests.note.replacing("nAM=", with: "nAI="))
    #expect(throws: ProofError.wrongSignature(key: "PeterNeumann")) {
      try resigned.verify(with: [key])
    }
    let stranger = SigningKey(name: "PeterNeumann", seed: numbers32(7)).verifierKey
    #expect(throws: ProofError.self) { try note(NoteTests.note).verify(with: [stranger]) }
    #expect(throws: ProofError.self) { try note(NoteTests.note).verify(with: []) }
  }

  @Test func `signatures of others are passed over, a wrong one of a known key is not`() throws {
    let key = try VerifierKey(NoteTests.key)
    let other = SignedNote("x\n", signedBy: [SigningKey(name: "other", seed: numbers32(1))])
    let line = other.description.split(separator: "\n")[1]
    try note(NoteTests.note + line + "\n").verify(with: [key])
    let wrong = "— PeterNeumann x08go/ZJkuBS\n"
    #expect(throws: ProofError.wrongSignature(key: "PeterNeumann")) {
      try note(NoteTests.note + wrong).verify(with: [key])
    }
  }

  @Test(arguments: [
    "", "\n", "\n\n", "text", "text\n", "text\n\n", "text\n\n—\n", "text\n\n— n\n",
    "text\n\n— n AAAA\n", "text\n\n— n AAAAAA=\n", "text\n\n— n AAAAAA\n", "text\n\n- n AAAAAAA=\n",
    "text\n\n— n+m AAAAAAA=\n", "text\n\n— n m AAAAAAA=\n", "text\n\n—  AAAAAAA=\n",
    "text\n\n— n AAAAAAA=", "te\txt\n\n— n AAAAAAA=\n", "te\rxt\n\n— n AAAAAAA=\n",
    "text\n\n— n\u{3000}m AAAAAAA=\n",
  ])
  func `what is not a note is refused with its line`(text: String) {
    #expect {
      try note(text)
    } throws: { error in
      guard case .malformed(_, let line)? = error as? ProofError else { return false }
      return (1...4).contains(line)
    }
  }

  @Test func `a note may hold empty lines, and the last one ends its text`() throws {
    let text = "a\n\nb\n"
    let key = SigningKey(name: "k", seed: numbers32(3))
    let written = SignedNote(text, signedBy: [key])
    let read = try note(written.description)
    #expect(read == written)
    #expect(read.text == text)
    try read.verify(with: [key.verifierKey])
  }

  @Test(arguments: [
    "", "a+b", "a+c74f20a3+", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+Appc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T=",
  ])
  func `what is not a verifier key is refused`(text: String) {
    #expect(throws: ProofError.self) { try VerifierKey(text) }
  }

  @Test(arguments: [
    "o\n1\n\(root)\n": true, "o\n0\n\(root)\nmore\n": true,
    "o\n18446744073709551615\n\(root)\n": true,
    "o\n18446744073709551616\n\(root)\n": false, "o\n01\n\(root)\n": false,
    "o\n-1\n\(root)\n": false,
    "o\n+1\n\(root)\n": false, "o\n\n\(root)\n": false, "\n1\n\(root)\n": false, "o\n1\n": false,
    "o\n1\nAAAA\n": false, "o\n1\n\(root)\n\n": false, "o\n1\n\(root)x\n": false,
    "o\n١\n\(root)\n": false,
  ])
  func `a checkpoint is three lines in one form`(text: String, isOne: Bool) throws {
    let note = SignedNote(text, signedBy: [SigningKey(name: "o", seed: numbers32(3))])
    let read = try? SignedCheckpoint(Array(note.description.utf8))
    #expect((read != nil) == isOne)
    #expect(read == nil || read?.description == note.description)
  }

  private static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

  @Test func `a signing key survives its text form and never shows its secret`() throws {
    let key = SigningKey(name: "gridlog/x", seed: numbers32(9))
    #expect(try SigningKey(Array(key.secretText.utf8)) == key)
    #expect(key.secretText.hasPrefix("PRIVATE+KEY+gridlog/x+"))
    #expect("\(key)" == key.verifierKey.description)
    #expect(throws: ProofError.self) { try SigningKey(Array("PRIVATE+KEY+x".utf8)) }
  }

  @Test func `Base64 is read in its one form only`() {
    var random = SeededGenerator(seed: 5)
    for length in 0..<70 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64.bytes(Base64.text(bytes).utf8) == bytes)
    }
    #expect(Base64.text(Array("foobar".utf8)) == "Zm9vYmFy")
    for text in [
      "A", "AA", "AAA", "AB==", "AAB=", "====", "A===", "AA==AAAA", "AA=A", "AA-_", "AA\n=",
    ] {
      #expect(Base64.bytes(text.utf8) == nil, "\(text)")
    }
  }
}

/// 32 bytes that a number decides.
func numbers32(_ seed: UInt8) -> [UInt8] { (0..<32).map { seed &+ $0 } }
