// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB

/// What a table holds, as the tests know it without the store.
typealias Content = [String: [[UInt8]: [UInt8]]]

/// A store of about 300 pages: several tables, long values, deleted entries, a free list.
struct SampleStore {
  static let tables = ["long", "short", "medium", "empty", "gone"]
  let path: String
  let content: Content

  static var options: EnvironmentOptions {
    var options = EnvironmentOptions(tables: tables)
    options.mapSize = 1 << 24
    options.pageCheck = .structure
    return options
  }

  /// Commits a dozen seeded transactions of puts, replacements and deletions.
  static func make(at path: String, seed: UInt64) throws -> SampleStore {
    var random = SeededGenerator(seed: seed)
    let environment = try Environment.create(at: path, options: options)
    var content: Content = [:]
    for table in tables { content[table] = [:] }
    for round in 0..<12 {
      var transaction = try environment.beginWrite()
      for _ in 0..<60 {
        try change(&transaction, &content, table: "short", 6...14, 0...40, &random)
      }
      for _ in 0..<24 {
        try change(&transaction, &content, table: "medium", 30...500, 100...1_500, &random)
      }
      for _ in 0..<10 {
        try change(&transaction, &content, table: "long", 8...8, 5_000...20_000, &random)
      }
      if round < 6 {
        for _ in 0..<30 {
          try change(&transaction, &content, table: "gone", 9...9, 50...300, &random)
        }
      } else if round == 8 {
        try transaction.clear(environment.table("gone"))
        content["gone"] = [:]
      }
      try transaction.commit()
    }
    return SampleStore(path: path, content: content)
  }

  /// One entry fewer, another value for one, or one more.
  private static func change(
    _ transaction: inout WriteTransaction, _ content: inout Content, table: String,
    _ keySizes: ClosedRange<Int>, _ valueSizes: ClosedRange<Int>,
    _ random: inout SeededGenerator
  ) throws {
    let handle = try transaction.environment.table(table)
    let keys = content[table]!.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let known = keys.randomElement(using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      guard let known else { return }
      _ = try transaction.delete(handle, key: known)
      content[table]![known] = nil
    case 1, 2:
      guard let known else { return }
      let value = bytes(valueSizes, &random)
      try transaction.put(handle, key: known, value: value)
      content[table]![known] = value
    default:
      let key = bytes(keySizes, &random)
      let value = bytes(valueSizes, &random)
      try transaction.put(handle, key: key, value: value)
      content[table]![key] = value
    }
  }

  static func bytes(_ sizes: ClosedRange<Int>, _ random: inout SeededGenerator) -> [UInt8] {
    let count = Int.random(in: sizes, using: &random)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}

/// What a store should hold, table by table in key order: compared without copying, for the damage
/// tests do it thousands of times.
struct ExpectedContent {
  private(set) var tables: [(name: String, entries: [(key: [UInt8], value: [UInt8])])]

  init(_ content: Content) {
    tables = content.sorted { $0.key < $1.key }.map { name, entries in
      let sorted = entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      return (name, sorted.map { (key: $0.key, value: $0.value) })
    }
  }

  /// Puts an entry before all others of its table, and takes away the one after it.
  mutating func replaceFirst(of table: Int, with key: [UInt8], _ value: [UInt8]) {
    if tables[table].entries.isEmpty {
      tables[table].entries = [(key, value)]
    } else {
      tables[table].entries[0] = (key, value)
    }
  }

  /// Reads a store twice, walking with a cursor and key by key.
  ///
  /// - Returns: What is wrong with it, nil if it is exactly this.
  func difference(to environment: Environment) throws(LMDBError) -> String? {
    let view = try environment.beginRead()
    for (name, entries) in tables {
      let table = try environment.table(name)
      if try view.count(table) != entries.count { return "table \(name) counts otherwise" }
      var cursor = try view.cursor(table)
      for entry in entries {
        guard try cursor.next() else { return "table \(name) ends early" }
        guard isSame(cursor.keyBytes, entry.key), isSame(cursor.valueBytes, entry.value) else {
          return "table \(name) walked has another entry"
        }
        let found = try entry.key.span.bytes.withUnsafeBytes { (key) throws(LMDBError) in
          try view.find(table, key)
        }
        guard let found, isSame(found, entry.value) else {
          return "table \(name): a key gives another value"
        }
      }
      if try cursor.next() { return "table \(name) goes on" }
    }
    return nil
  }

  private func isSame(_ found: UnsafeRawBufferPointer, _ wanted: [UInt8]) -> Bool {
    wanted.withUnsafeBytes {
      $0.count == found.count
        && (found.isEmpty || memcmp($0.baseAddress!, found.baseAddress!, found.count) == 0)
    }
  }
}

func difference(_ environment: Environment, _ expected: Content) throws(LMDBError) -> String? {
  try ExpectedContent(expected).difference(to: environment)
}
