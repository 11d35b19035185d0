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
  private let expected: ExpectedContent

  init(seed: UInt64) throws {
    let sample = try SampleStore.make(at: directory.store("sound"), seed: seed)
    bytes = [UInt8](try Data(contentsOf: URL(filePath: sample.path + "/data.mdb")))
    expected = ExpectedContent(sample.content)
  }

  var pageCount: Int { bytes.count / Self.pageSize }

  func page(_ number: Int) -> Range<Int> {
    number * Self.pageSize..<(number + 1) * Self.pageSize
  }

  /// Opens a copy with these bytes, reads everything, writes a little, and reads again.
  func outcome(of damaged: [UInt8]) throws -> Outcome {
    let path = directory.store("damaged")
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let file = open(path + "/data.mdb", O_CREAT | O_WRONLY, 0o600)
    defer { close(file) }
    precondition(write(file, damaged, damaged.count) == damaged.count)
    var options = SampleStore.options
    options.isUnsynced = true
    do throws(LMDBError) {
      let environment = try Environment.open(at: path, options: options)
      if let difference = try expected.difference(to: environment) { return .wrong(difference) }
      return try afterWriting(environment)
    } catch { return .refused(error.kind) }
  }

  /// Replaces the first entry of each table, in three commits: the pages that are freed by one
  /// are used by another.
  private func afterWriting(_ environment: Environment) throws(LMDBError) -> Outcome {
    var expected = expected
    for round in 0..<3 as Range<UInt8> {
      var transaction = try environment.beginWrite()
      for index in expected.tables.indices {
        let table = try environment.table(expected.tables[index].name)
        if let first = expected.tables[index].entries.first {
          guard try transaction.delete(table, key: first.key) else { return .wrong("not there") }
        }
        let value = [UInt8](repeating: round, count: 3_000)
        try transaction.put(table, key: [0], value: value)
        expected.replaceFirst(of: index, with: [0], value)
      }
      try transaction.commit()
    }
    if let difference = try expected.difference(to: environment) {
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
