// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import LMDB
import Testing

@testable import EventSourcing

/// R19: history that was changed by somebody who knows the format, checksums and all.
@Suite struct RewritingTests {
  private func key(_ position: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: position >> (56 - 8 * $0)) }
  }

  /// Changes a stored value behind the log's back; the checksum is made anew.
  private func rewrite(
    _ path: String, at position: UInt64, _ change: ([UInt8]) -> [UInt8]
  ) throws {
    let environment = try Environment.open(
      at: path + "/log", options: EnvironmentOptions(tables: ["tail"]))
    var transaction = try environment.beginWrite()
    let table = try environment.table("tail")
    let value = try #require(try transaction.bytes(table, key: key(position)))
    try transaction.put(table, key: key(position), value: change(value), append: false)
    try transaction.commit()
  }

  @Test func `any byte of any event changed is seen against an old checkpoint`() throws {
    let sample = try ProofSample(events: 40, checkpoints: [30])
    let checkpoint = try sample.log.storedCheckpoint(of: 30)
    try sample.log.compare(with: checkpoint, from: "kept")
    var random = SeededGenerator(seed: 19)
    for position in 1...30 as ClosedRange<UInt64> {
      // Times, id, version and payload: bytes that can change without the event becoming unreadable.
      let place = random.choose([0, 3, 9, 17, 31, 33])
      try rewrite(sample.path, at: position) { value in
        var value = value
        value[place] ^= 0x40
        return value
      }
      #expect {
        try sample.reopened().compare(with: checkpoint, from: "kept")
      } throws: { error in
        guard case .rewritten(let rewriting)? = error as? ProofError else { return false }
        return rewriting.expected == checkpoint.head && rewriting.found?.size == 30
      }
      try rewrite(sample.path, at: position) { value in
        var value = value
        value[place] ^= 0x40
        return value
      }
    }
    try sample.reopened().compare(with: checkpoint, from: "kept")
  }

  @Test func `a rewritten log signs no more, hands out no proof and does not verify`() throws {
    let sample = try ProofSample(events: 40, checkpoints: [20, 30])
    #expect(try sample.reopened().verify().isIntact)
    try rewrite(sample.path, at: 17) { value in
      var value = value
      value[16] ^= 1
      return value
    }
    let log = try sample.reopened()
    func isRewritten(_ error: any Error) -> Bool {
      if case .rewritten? = error as? ProofError { true } else { false }
    }
    #expect { try log.checkpoint() } throws: { isRewritten($0) }
    #expect { try log.proof(of: 5) } throws: { isRewritten($0) }
    #expect { try log.growthProof(from: 20) } throws: { isRewritten($0) }
    let report = try log.verify()
    #expect(
      report.problems.contains { $0.what.contains("checkpoint of 20 events") },
      "\(report.problems)")
    #expect(
      report.problems.contains { $0.what.contains("checkpoint of 30 events") },
      "\(report.problems)")
  }

  @Test func `a copy shows which event was rewritten first`() throws {
    let sample = try ProofSample(events: 300)
    let copy = sample.directory.path(of: "copy.gridlog")
    try FileManager.default.copyItem(atPath: sample.path, toPath: copy)
    let options = EventLogOptions(catalogue: Notes.catalogue)
    try sample.log.append(note("later"))
    #expect(try sample.log.compare(withCopy: EventLog(at: copy, options: options)).size == 300)
    try rewrite(sample.path, at: 277) { value in
      var value = value
      value[8] ^= 1
      return value
    }
    #expect {
      try sample.reopened().compare(withCopy: EventLog(at: copy, options: options))
    } throws: { error in
      guard case .rewritten(let rewriting)? = error as? ProofError else { return false }
      return rewriting.first == 277 && rewriting.description.contains("first at #277")
    }
  }

  @Test func `a sealed event that was changed under its stored root is seen all the same`() throws {
    let sample = try ProofSample(events: 0)
    for first in stride(from: 0, to: 1_400, by: 100) {
      let events = try (first..<first + 100).map { number in
        let time = Instant(microseconds: 1_600_000_000_000_000 + Int64(number))
        return try note("n\(number % 5)", words: number, occurred: time)
      }
      try sample.log.append(events)
    }
    while sample.log.writer.core.upkeep != .none { sample.log.writer.core.keepUp() }
    let receipt = try sample.log.checkpoint()
    let recomputed = try sample.log.verify().root
    #expect(receipt.checkpoint.head.root == recomputed, "stored roots are those of the events")
    try sample.log.proof(of: 300).verify(with: try sample.log.verifierKeys())
    let environment = try Environment.open(
      at: sample.path + "/log", options: EnvironmentOptions(tables: ["segments"]))
    var transaction = try environment.beginWrite()
    let table = try environment.table("segments")
    let second: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
    var bytes = try #require(try transaction.bytes(table, key: second))
    VerifySealedTests.forgePayload(&bytes)
    try transaction.put(table, key: second, value: bytes)
    try transaction.commit()
    let log = try sample.reopened()
    func isRewritten(_ error: any Error) -> Bool {
      if case .rewritten? = error as? ProofError { true } else { false }
    }
    #expect {
      try log.compare(with: receipt.checkpoint, from: "kept")
    } throws: { isRewritten($0) }
    #expect { try log.compare(withOld: receipt.path) } throws: { isRewritten($0) }
    #expect { try log.proof(of: 257) } throws: { isRewritten($0) }
    #expect(try log.verify().checkpoints == 0)
  }

  @Test func `a log that became shorter is told as cut`() throws {
    let sample = try ProofSample(events: 30)
    let short = try ProofSample(events: 0)
    let head = try sample.log.treeHead()
    let checkpoint = SignedCheckpoint(
      origin: short.log.identity.origin, head: head, signedBy: try short.log.signingKey())
    #expect {
      try short.log.compare(with: checkpoint, from: "kept")
    } throws: { error in
      guard case .rewritten(let rewriting)? = error as? ProofError else { return false }
      return rewriting.found == nil && rewriting.description.contains("history was cut")
    }
  }

  @Test(arguments: [1, 7] as [UInt64])
  func `records changed, dropped, swapped, put in between or forked give another root`(
    seed: UInt64
  ) throws {
    let records = try ProofSample(events: 300).log.events().map(\.record)
    var honest = MerkleTree(RecordTree(records))
    let root = try honest.root(of: 300)
    var random = SeededGenerator(seed: seed)
    let trials = ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] == nil ? 250 : 5_000
    for trial in 0..<trials {
      var forged = records
      let place = Int.random(in: 0..<299, using: &random)
      switch trial % 5 {
      case 0:
        let byte = Int.random(in: 0..<forged[place].count, using: &random)
        forged[place][byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: forged.remove(at: place)
      case 2: forged.swapAt(place, place + 1)
      case 3: forged.insert(forged[Int.random(in: 0..<300, using: &random)], at: place)
      default: forged[place...] = ArraySlice(records[place...].reversed())
      }
      var tree = MerkleTree(RecordTree(forged))
      let size = min(tree.source.count, 300)
      let forgedRoot = try tree.root(of: size)
      #expect(forgedRoot != root || size < 300, "seed \(seed), trial \(trial)")
      // The old checkpoint and any proof from it: nothing leads from one tree to the other.
      let proof = ConsistencyProof(
        from: 200, to: size, hashes: try tree.consistency(from: 200, to: size))
      let old = TreeHead(size: 200, root: Digest(.sha256, bytes: try honest.root(of: 200)))
      let new = TreeHead(size: size, root: Digest(.sha256, bytes: forgedRoot))
      let sameBeginning = forged.count >= 200 && forged[..<200] == records[..<200]
      #expect(
        proof.proves(old, isBeginningOf: new) == sameBeginning, "seed \(seed), trial \(trial)")
    }
  }
}
