// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Testing

/// R19: forged proofs, read by our own verifier and by one in Python that shares no code with it.
@Suite struct ForgeryTests {
  private static let python = "/usr/bin/python3"
  private static let hasPython = FileManager.default.isExecutableFile(atPath: python)
  private static let forgeries =
    ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] == nil ? 700 : 50_000

  /// The files that the Python verifier says hold; it is told the keys and nothing else.
  private func pythonHolds(
    _ texts: [[UInt8]], keys: [VerifierKey], kept: SignedCheckpoint? = nil
  ) throws -> [Bool] {
    let directory = TemporaryDirectory("forged")
    var results: [Bool] = []
    for start in stride(from: 0, to: texts.count, by: 1_000) {
      let part = texts[start..<min(start + 1_000, texts.count)]
      for (index, text) in part.enumerated() {
        try Data(text).write(to: URL(filePath: directory.path(of: "\(index)")))
      }
      let files = part.indices.indices.map { "\($0 - part.startIndex)" }
      results += try pythonRun(files, in: directory, keys, kept)
    }
    return results
  }

  private func pythonRun(
    _ files: [String], in directory: TemporaryDirectory, _ keys: [VerifierKey],
    _ kept: SignedCheckpoint?
  ) throws -> [Bool] {
    let verifier = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../docs/verify_proof.py").standardizedFileURL
    var arguments = [verifier.path(percentEncoded: false)]
    for key in keys { arguments += ["--key", key.description] }
    if let kept {
      try Data(kept.description.utf8).write(to: URL(filePath: directory.path(of: "kept")))
      arguments += ["--old", "kept"]
    }
    let output = directory.path(of: "output")
    try Data().write(to: URL(filePath: output))
    let process = Process()
    process.executableURL = URL(filePath: ForgeryTests.python)
    process.arguments = arguments + files
    process.currentDirectoryURL = URL(filePath: directory.path)
    process.environment = ["LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    try process.run()
    process.waitUntilExit()
    let lines = try String(contentsOf: URL(filePath: output), encoding: .utf8)
      .split(separator: "\n")
    try #require(lines.count == files.count, "the verifier ended early")
    let results = lines.map { $0.hasPrefix("ok ") }
    #expect(process.terminationStatus == (results.allSatisfy { $0 } ? 0 : 1))
    return results
  }

  private func holds(
    _ text: [UInt8], keys: [VerifierKey], kept: SignedCheckpoint? = nil
  ) -> Bool {
    do throws(ProofError) {
      try ProofText(text).verify(with: keys, against: kept)
      return true
    } catch {
      return false
    }
  }

  private static func sample(_ digest: DigestAlgorithm) throws -> (ProofSample, [String]) {
    let sample = try ProofSample(
      events: 70, checkpoints: [1, 2, 7, 32, 33, 64, 70], digest: digest)
    let texts = try texts(
      of: sample, positions: [1, 2, 5, 32, 33, 64, 70], old: [1, 2, 6, 7, 32, 33, 64, 70])
    return (sample, texts)
  }

  @Test(
    .enabled(if: hasPython, "/usr/bin/python3 is missing"), arguments: DigestAlgorithm.allCases)
  func `right proofs hold for both verifiers, and are written back to the byte`(
    digest: DigestAlgorithm
  ) throws {
    let (sample, texts) = try ForgeryTests.sample(digest)
    let keys = try sample.log.verifierKeys()
    #expect(texts.count > 60)
    for text in texts {
      #expect(holds(Array(text.utf8), keys: keys))
      #expect(try ProofText(Array(text.utf8)).description == text)
    }
    #expect(try pythonHolds(texts.map { Array($0.utf8) }, keys: keys).allSatisfy { $0 })
  }

  @Test(
    .enabled(if: hasPython, "/usr/bin/python3 is missing"), arguments: DigestAlgorithm.allCases)
  func `forged proofs fail for both verifiers`(digest: DigestAlgorithm) throws {
    let (sample, texts) = try ForgeryTests.sample(digest)
    let keys = try sample.log.verifierKeys()
    let seed: UInt64 = 0x19
    var forger = Forger(
      random: SeededGenerator(seed: seed), stranger: sample.forgedKey, texts: texts)
    var forged: [[UInt8]] = []
    while forged.count < ForgeryTests.forgeries {
      let text = forger.random.choose(texts)
      let bytes = forger.forge(text, way: forged.count % Forger.ways)
      if texts.contains(where: { $0.utf8.elementsEqual(bytes) }) { continue }
      forged.append(bytes)
    }
    let verdicts = try pythonHolds(forged, keys: keys)
    let statements = Set(texts.compactMap { statement($0) })
    #expect(Set(verdicts).count == 2, "further signatures do no harm")
    for (number, (bytes, verdict)) in zip(forged, verdicts).enumerated() {
      let holds = holds(bytes, keys: keys)
      #expect(holds == verdict, "seed \(seed), forgery \(number): the verifiers disagree")
      // What still holds must say what the log said: a further signature changes nothing, and
      // a proof that lost its head may be the checkpoint that it ended in.
      guard holds else { continue }
      let said = statement(try ProofText(bytes).description)
      #expect(said.map { statements.contains($0) } == true, "seed \(seed), forgery \(number) holds")
    }
  }

  /// All but the signatures.
  private func statement(_ text: String) -> String? {
    text.range(of: "\n\n", options: .backwards).map { String(text[..<$0.lowerBound]) }
  }

  @Test(.enabled(if: hasPython, "/usr/bin/python3 is missing"))
  func `a consistency proof must begin at the checkpoint that was kept`() throws {
    let (sample, _) = try ForgeryTests.sample(.sha256)
    let keys = try sample.log.verifierKeys()
    let kept = try sample.log.storedCheckpoint(of: 33)
    let proofs = try [7, 32, 33, 64].map { old in
      Array(try sample.log.growthProof(from: old, to: 70).description.utf8)
    }
    let expected = [false, false, true, false]
    #expect(proofs.map { holds($0, keys: keys, kept: kept) } == expected)
    #expect(try pythonHolds(proofs, keys: keys, kept: kept) == expected)
  }

  @Test(.enabled(if: hasPython, "/usr/bin/python3 is missing"))
  func `a proof says nothing to who has another key`() throws {
    let (sample, texts) = try ForgeryTests.sample(.sha256)
    let stranger = [sample.forgedKey.verifierKey]
    let other = SigningKey(name: "gridlog/other", seed: numbers32(2)).verifierKey
    let bytes = texts.prefix(10).map { Array($0.utf8) }
    for keys in [stranger, [other]] {
      #expect(bytes.allSatisfy { !holds($0, keys: keys) })
      #expect(try pythonHolds(bytes, keys: keys).allSatisfy { !$0 })
    }
    let known = try sample.log.verifierKeys() + stranger
    #expect(try pythonHolds(bytes, keys: known).allSatisfy { $0 })
  }

  @Test func `whatever the bytes, reading a proof or a key ends in a typed error`() throws {
    let (_, texts) = try ForgeryTests.sample(.sha256)
    var random = SeededGenerator(seed: 3)
    for round in 0..<3_000 {
      var bytes: [UInt8]
      if round % 3 == 0 {
        bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
      } else {
        bytes = Array(random.choose(texts).utf8)
        for _ in 0..<Int.random(in: 1..<20, using: &random) where !bytes.isEmpty {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] =
            random.choose([0x0A, 0x20, 0x2B, 0x3D, 0xE2, 0x39, 0x00])
        }
        bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
      }
      _ = try? ProofText(bytes)
      _ = try? SignedNote(bytes)
      _ = try? EventProof(bytes)
      _ = try? GrowthProof(bytes)
      _ = try? SigningKey(bytes)
      _ = try? VerifierKey(String(decoding: bytes, as: UTF8.self))
      _ = StoredEvent(record: bytes)
    }
  }

  @Test func `a proof gives back the event that it proves`() throws {
    let (sample, _) = try ForgeryTests.sample(.sha256)
    let proof = try sample.log.proof(of: 33)
    let record = try proof.verify(with: try sample.log.verifierKeys())
    #expect(try StoredEvent(record: record) == sample.log.event(at: 33))
    // The record may also come apart from the proof, and must then be the right one.
    let bare = EventProof(
      record: nil, inclusion: proof.inclusion, checkpoint: proof.checkpoint)
    #expect(try EventProof(Array(bare.description.utf8)) == bare)
    try bare.verify(with: try sample.log.verifierKeys(), record: record)
    let other = try #require(try sample.log.event(at: 34)).record
    #expect(throws: ProofError.wrongRecord) {
      try bare.verify(with: try sample.log.verifierKeys(), record: other)
    }
    #expect(throws: ProofError.wrongRecord) {
      try bare.verify(with: try sample.log.verifierKeys())
    }
    #expect(throws: ProofError.wrongRecord) {
      try proof.verify(with: try sample.log.verifierKeys(), record: other)
    }
  }
}
