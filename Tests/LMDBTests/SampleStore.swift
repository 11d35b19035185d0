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

/// Everything in a store, read twice: walking with a cursor, and key by key.
///
/// - Returns: What is wrong with it, nil if it is `expected` exactly.
func difference(_ environment: Environment, _ expected: Content) throws(LMDBError) -> String? {
  let view = try environment.beginRead()
  for (name, entries) in expected.sorted(by: { $0.key < $1.key }) {
    let table = try environment.table(name)
    var seen: [[UInt8]: [UInt8]] = [:]
    var cursor = try view.cursor(table)
    while try cursor.next() { seen[Array(cursor.keyBytes)] = Array(cursor.valueBytes) }
    if seen != entries { return "table \(name) walked has other entries" }
    if try view.count(table) != entries.count { return "table \(name) counts otherwise" }
    for (key, value) in entries where try view.bytes(table, key: key) != value {
      return "table \(name): a key gives another value"
    }
  }
  return nil
}
