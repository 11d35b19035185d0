// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB
import Testing

/// A sound store's file and content, and what becomes of copies of it that are damaged.
struct DamagedStore {
  enum Outcome: Equatable {
    /// Opening, reading or writing ended in a typed error.
    case refused(LMDBError.Kind)
    /// Every entry was there, before and after a further commit.
    case exact
    /// The store answered, and answered wrongly.
    case wrong(String)
  }

  static let pageSize = 4096
  let directory = TemporaryDirectory()
  let bytes: [UInt8]
  let content: Content

  init(seed: UInt64) throws {
    let sample = try SampleStore.make(at: directory.store("sound"), seed: seed)
    bytes = [UInt8](try Data(contentsOf: URL(filePath: sample.path + "/data.mdb")))
    content = sample.content
  }

  var pageCount: Int { bytes.count / Self.pageSize }

  /// Opens a copy with these bytes, reads everything, writes a little, and reads again.
  func outcome(of damaged: [UInt8]) throws -> Outcome {
    let path = directory.store("damaged")
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try Data(damaged).write(to: URL(filePath: path + "/data.mdb"))
    var options = SampleStore.options
    options.isUnsynced = true
    do throws(LMDBError) {
      let environment = try Environment.open(at: path, options: options)
      if let difference = try difference(environment, content) { return .wrong(difference) }
      return try afterWriting(environment)
    } catch { return .refused(error.kind) }
  }

  private func afterWriting(_ environment: Environment) throws(LMDBError) -> Outcome {
    var expected = content
    for round in 0..<3 as Range<UInt8> {
      var transaction = try environment.beginWrite()
      for (name, entries) in expected {
        let table = try environment.table(name)
        if let first = entries.keys.min(by: { $0.lexicographicallyPrecedes($1) }) {
          guard try transaction.delete(table, key: first) else { return .wrong("not deleted") }
          expected[name]![first] = nil
        }
        let value = [UInt8](repeating: round, count: 3_000)
        try transaction.put(table, key: [round, 7, 7], value: value)
        expected[name]![[round, 7, 7]] = value
      }
      try transaction.commit()
    }
    if let difference = try difference(environment, expected) {
      return .wrong("after writing: \(difference)")
    }
    try environment.walkPages()
    return .exact
  }
}

/// How often each outcome was met, for a message that says what happened.
struct Tally: CustomStringConvertible {
  private(set) var refused = 0
  private(set) var exact = 0
  private(set) var wrong: [String] = []

  mutating func add(_ outcome: DamagedStore.Outcome, _ place: String) {
    switch outcome {
    case .refused: refused += 1
    case .exact: exact += 1
    case .wrong(let what): wrong.append("\(place): \(what)")
    }
  }

  var description: String { "refused \(refused), exact \(exact), wrong \(wrong)" }
}

extension Tally {
  /// Tells on standard error what went wrong, which is all that a child process can say.
  func expect(_ isAsExpected: Bool) {
    if !isAsExpected { FileHandle.standardError.write(Data("\(self)\n".utf8)) }
    #expect(isAsExpected)
  }
}
