// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation

/// A log of notes with its checkpoints, and what can be asked of it.
struct ProofSample {
  let directory = TemporaryDirectory("proof")
  let log: EventLog
  var path: String { directory.path(of: "notes.gridlog") }

  /// - Parameter checkpoints: The sizes at which it is signed.
  init(
    events: Int, checkpoints: [Int] = [], digest: DigestAlgorithm = .sha256
  ) throws {
    log = try EventLog.create(
      at: directory.path(of: "notes.gridlog"),
      options: EventLogOptions(catalogue: Notes.catalogue), clock: .source, digest: digest)
    if checkpoints.contains(0) { _ = try log.checkpoint() }
    for number in 0..<events {
      let time = Instant(microseconds: 1_600_000_000_000_000 + Int64(number) * 1_000_000)
      try log.append(
        note("n\(number % 5)", words: number, occurred: time, author: "person/p1", text: "private"))
      if checkpoints.contains(number + 1) { _ = try log.checkpoint() }
    }
  }

  func reopened() throws -> EventLog {
    try EventLog(at: path, options: EventLogOptions(catalogue: Notes.catalogue))
  }

  /// The files that checkpoints are stored in.
  func checkpointFile(_ size: Int) -> URL {
    let name = String(size)
    let zeros = String(repeating: "0", count: 12 - name.count)
    return URL(filePath: path).appending(path: "checkpoints/\(zeros)\(name).checkpoint")
  }

  /// A stranger's key under this log's name: what a forger has.
  var forgedKey: SigningKey { SigningKey(name: log.identity.origin, seed: numbers32(0x66)) }
}

/// The written forms of everything that can be handed out, for one log.
func texts(of sample: ProofSample, positions: [UInt64], old: [UInt64]) throws -> [String] {
  var texts: [String] = []
  for size in try sample.log.checkpointSizes() {
    texts.append(try sample.log.storedCheckpoint(of: size).description)
    for position in positions where position <= size {
      texts.append(try sample.log.proof(of: Position(position), in: size).description)
    }
    for old in old where old <= size {
      texts.append(try sample.log.growthProof(from: old, to: size).description)
    }
  }
  return texts
}
