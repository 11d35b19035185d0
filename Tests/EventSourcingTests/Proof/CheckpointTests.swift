// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Testing

@Suite struct CheckpointTests {
  @Test(arguments: DigestAlgorithm.allCases)
  func `a log is signed, and its checkpoint is a note of three lines`(
    digest: DigestAlgorithm
  ) throws {
    let sample = try ProofSample(events: 12, digest: digest)
    let receipt = try sample.log.checkpoint()
    #expect(receipt.isNew)
    let lines = receipt.checkpoint.note.text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == "gridlog/\(sample.log.identity.id)\(digest == .sm3 ? "/sm3" : "")")
    #expect(lines[1] == "12")
    #expect(try receipt.checkpoint.head == sample.log.treeHead())
    try receipt.checkpoint.verify(with: sample.log.verifierKeys())
    let stored = try Data(contentsOf: sample.checkpointFile(12))
    #expect(String(decoding: stored, as: UTF8.self) == receipt.checkpoint.description)
    #expect(receipt.path == sample.checkpointFile(12).path(percentEncoded: false))
    #expect(try sample.log.checkpoint().isNew == false)
  }

  @Test func `an empty log can be signed, and that covers nothing`() throws {
    let sample = try ProofSample(events: 1, checkpoints: [0])
    let empty = try sample.log.storedCheckpoint(of: 0)
    #expect(
      Hex.text(empty.head.root.bytes)
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    try sample.log.compare(with: empty, from: "kept")
    #expect(throws: ProofError.noCheckpoint(asked: 1, stored: [0])) { try sample.log.proof(of: 1) }
    #expect(throws: ProofError.self) { try sample.log.growthProof(from: 0) }
  }

  @Test func `the keys lie in a file of the owner's, and a further one takes over`() throws {
    let sample = try ProofSample(events: 3, checkpoints: [3])
    let file = sample.path + "/keys/signing-0001.key"
    let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
    #expect(rights as? Int == 0o600)
    let first = try sample.log.signingKey()
    let second = try sample.log.newSigningKey()
    #expect(first != second)
    #expect(try sample.log.signingKey() == second)
    #expect(try sample.log.verifierKeys() == [first.verifierKey, second.verifierKey])
    try sample.log.append(note("more"))
    let later = try sample.log.checkpoint().checkpoint
    try later.verify(with: [second.verifierKey])
    #expect(throws: ProofError.unsigned(origin: sample.log.identity.origin)) {
      try later.verify(with: [first.verifierKey])
    }
    // What the first key signed still counts, for the log and for who has that key.
    let old = try sample.log.storedCheckpoint(of: 3)
    try sample.log.compare(with: old, from: "kept")
    try old.verify(with: [first.verifierKey])
  }

  @Test func `a log without keys tells how to make one`() throws {
    let sample = try ProofSample(events: 1)
    try FileManager.default.removeItem(atPath: sample.path + "/keys/signing-0001.key")
    #expect {
      try sample.log.checkpoint()
    } throws: { "\($0)".contains("gridlog key new") }
  }

  @Test func `a log opened for reading proves but does not sign`() throws {
    let sample = try ProofSample(events: 5, checkpoints: [4])
    var options = EventLogOptions(catalogue: Notes.catalogue)
    options.isReadOnly = true
    let log = try EventLog(at: sample.path, options: options)
    #expect(throws: ProofError.self) { try log.checkpoint() }
    #expect(throws: ProofError.self) { try log.newSigningKey() }
    try log.proof(of: 2).verify(with: try log.verifierKeys())
  }

  @Test func `a stored checkpoint with another root is never overwritten, and nothing is signed`()
    throws
  {
    let sample = try ProofSample(events: 5)
    let wrong = SignedCheckpoint(
      origin: sample.log.identity.origin,
      head: TreeHead(size: 5, root: Digest(.sha256, bytes: numbers32(1))),
      signedBy: try sample.log.signingKey())
    let file = sample.checkpointFile(5)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(wrong.description.utf8).write(to: file)
    #expect {
      try sample.log.checkpoint()
    } throws: { error in
      guard case .rewritten(let rewriting)? = error as? ProofError else { return false }
      return rewriting.expected == wrong.head && rewriting.found?.size == 5
        && rewriting.source == file.path(percentEncoded: false)
    }
    #expect(try Data(contentsOf: file) == Data(wrong.description.utf8))
  }

  @Test func `stored checkpoints with a wrong signature or that are no notes are refused`() throws {
    let sample = try ProofSample(events: 5, checkpoints: [5])
    let file = sample.checkpointFile(5)
    let genuine = try String(contentsOf: file, encoding: .utf8)
    let other = try sample.log.treeHead(at: 4)
    let forged = SignedCheckpoint(
      origin: sample.log.identity.origin, head: TreeHead(size: 5, root: other.root),
      signedBy: try sample.log.signingKey())
    let signature = try #require(genuine.split(separator: "\n").last)
    try Data((forged.note.text + "\n" + signature + "\n").utf8).write(to: file)
    #expect(throws: ProofError.wrongSignature(key: sample.log.identity.origin)) {
      try sample.log.checkpoint()
    }
    #expect(throws: ProofError.wrongSignature(key: sample.log.identity.origin)) {
      try sample.log.proof(of: 1)
    }
    try Data("nonsense".utf8).write(to: file)
    #expect {
      try sample.log.checkpoint()
    } throws: { error in
      guard case .log(let inner)? = error as? ProofError, case .damaged = inner.kind else {
        return false
      }
      return inner.path == file.path(percentEncoded: false)
    }
    #expect(try !sample.log.verify().isIntact)
  }

  @Test func `a log whose keys were lost goes on with a new one, on what was signed before`() throws
  {
    let sample = try ProofSample(events: 5, checkpoints: [5])
    let lost = try sample.log.signingKey().verifierKey
    try FileManager.default.removeItem(atPath: sample.path + "/keys/signing-0001.key")
    let key = try sample.log.newSigningKey().verifierKey
    #expect(key != lost)
    try sample.log.append(note("more"))
    try sample.log.checkpoint().checkpoint.verify(with: [key])
    try sample.log.proof(of: 2, in: 5).verify(with: [lost])
    #expect(try sample.log.verify().checkpoints == 2)
    // Nobody here vouches for what the lost key signed; who kept it can.
    let old = sample.checkpointFile(5).path(percentEncoded: false)
    #expect(throws: ProofError.unsigned(origin: sample.log.identity.origin)) {
      try sample.log.compare(withOld: old)
    }
    #expect(try sample.log.compare(withOld: old, keys: [lost]).map(\.head.size) == [5])
  }

  @Test func `a log that is older than what was acknowledged is not signed`() throws {
    let sample = try ProofSample(events: 3)
    try HeadFileForgery(path: sample.path + "/HEAD").claim(position: 4, transaction: 1 << 40)
    #expect {
      try sample.log.checkpoint()
    } throws: { error in
      guard case .log(let inner)? = error as? ProofError else { return false }
      return inner.kind == .olderThanAcknowledged(head: 3, acknowledged: 4)
    }
    #expect(try sample.log.checkpointSizes() == [])
  }

  @Test func `checkpoints made while others append agree with each other`() async throws {
    let sample = try ProofSample(events: 1)
    let log = sample.log
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<3 {
        group.addTask {
          for number in 0..<60 {
            let time = Instant(microseconds: 1_700_000_000_000_000 + Int64(number))
            _ = try await log.append([note("w\(writer)", words: number, occurred: time)])
          }
        }
      }
      for _ in 0..<2 {
        group.addTask { for _ in 0..<20 { _ = try log.checkpoint() } }
      }
      try await group.waitForAll()
    }
    let sizes = try log.checkpointSizes()
    #expect(try log.checkpoint().checkpoint.head.size == 181)
    for (old, new) in zip(sizes, sizes.dropFirst()) {
      let kept = try log.storedCheckpoint(of: old)
      try log.growthProof(from: old, to: new).verify(with: log.verifierKeys(), against: kept)
    }
  }

  @Test func `a checkpoint of another log is not compared`() throws {
    let one = try ProofSample(events: 3, checkpoints: [3])
    let two = try ProofSample(events: 3)
    let checkpoint = try one.log.storedCheckpoint(of: 3)
    #expect(
      throws: ProofError.otherLog(
        expected: two.log.identity.origin, found: one.log.identity.origin)
    ) {
      try two.log.compare(with: checkpoint, from: "kept", keys: try one.log.verifierKeys())
    }
    #expect(throws: ProofError.self) {
      try two.log.checkpoint(signedBy: try one.log.signingKey())
    }
  }

  @Test func `what is asked beyond the log's end is told as such`() throws {
    let sample = try ProofSample(events: 3, checkpoints: [2])
    #expect(throws: ProofError.beyondHead(asked: 4, head: 3)) { try sample.log.treeHead(at: 4) }
    #expect(throws: ProofError.beyondHead(asked: 4, head: 3)) {
      try sample.log.inclusionProof(of: 4)
    }
    #expect(throws: ProofError.self) { try sample.log.inclusionProof(of: .origin) }
    #expect(throws: ProofError.beyondHead(asked: 9, head: 3)) { try sample.log.proof(of: 9) }
    #expect(throws: ProofError.noCheckpoint(asked: 3, stored: [2])) { try sample.log.proof(of: 3) }
    #expect(throws: ProofError.noCheckpoint(asked: 1, stored: [2])) {
      try sample.log.proof(of: 1, in: 1)
    }
    #expect(throws: ProofError.self) { try sample.log.consistencyProof(from: 0) }
  }

  @Test func `verify counts the checkpoints that it held the events against`() throws {
    let sample = try ProofSample(events: 20, checkpoints: [0, 5, 20])
    let report = try sample.log.verify()
    #expect(report.isIntact, "\(report.problems)")
    #expect(report.checkpoints == 3)
    #expect(try report.root == sample.log.treeHead().root)
  }

  @Test func `a log made with SM3 opens again with SM3, and views are digested with it`() throws {
    let sample = try ProofSample(events: 2, digest: .sm3)
    #expect(try sample.reopened().identity.digestAlgorithm == .sm3)
    #expect(try sample.log.treeHead().root.description.hasPrefix("sm3:"))
  }
}
