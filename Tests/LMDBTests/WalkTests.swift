// SPDX-License-Identifier: Apache-2.0
import LMDB
import Testing

struct WalkTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `sound stores are found sound, whatever was done to them`(seed: UInt64) throws {
    let sample = try SampleStore.make(at: directory.store(), seed: seed)
    let environment = try Environment.open(at: sample.path, options: SampleStore.options)
    let statistics = try environment.walkPages(.everything)
    let entries = sample.content.values.reduce(0) { $0 + $1.count }
    #expect(statistics.entries == UInt64(entries), "seed \(seed)")
    #expect(statistics.checkedValues == UInt64(entries), "seed \(seed)")
    #expect(statistics.tables == 5, "seed \(seed)")
    #expect(statistics.unclaimed == 0, "seed \(seed)")
    #expect(min(statistics.free, statistics.overflow, statistics.branch) > 0, "seed \(seed)")
    #expect(
      statistics.pages
        == 2 + statistics.branch + statistics.leaf + statistics.overflow + statistics.free,
      "seed \(seed)")
    #expect(try difference(environment, sample.content) == nil, "seed \(seed)")
  }

  @Test func `a store with many small commits and splits is found sound`() throws {
    let environment = try Environment.create(at: directory.store(), options: .small("t", "u"))
    let (first, second) = (try environment.table("t"), try environment.table("u"))
    var random = SeededGenerator(seed: 99)
    for round in 0..<60 {
      var transaction = try environment.beginWrite()
      for index in 0..<40 {
        let key = UInt64(round * 40 + index)
        let value = SampleStore.bytes(0...200, &random)
        try transaction.put(first, key: key, value: value.span.bytes, append: true)
        try transaction.put(
          second, key: SampleStore.bytes(1...40, &random),
          value: SampleStore.bytes(0...2_500, &random))
      }
      for key in 0..<UInt64(round) where key % 3 == 0 {
        try withUnsafeBytes(of: (key * 7).bigEndian) { (key) throws(LMDBError) in
          _ = try transaction.delete(first, key: key)
        }
      }
      try transaction.commit()
      try environment.walkPages(.structure)
    }
    let statistics = try environment.walkPages()
    #expect(statistics.transaction == environment.lastTransaction)
    #expect(statistics.unclaimed == 0)
  }

  @Test func `a walk can be stopped`() throws {
    let environment = try Environment.create(at: directory.store(), options: .small("t"))
    let table = try environment.table("t")
    try environment.write { (txn) throws(LMDBError) in
      for key in 0..<40_000 as Range<UInt64> {
        try txn.put(table, key: key, value: [UInt8](repeating: 1, count: 100).span.bytes)
      }
    }
    #expect(
      kind { () throws(LMDBError) in
        try environment.walkPages(.structure) { seen, pages in seen > pages }
      } == .stopped)
    try environment.walkPages(.structure) { seen, pages in seen <= pages }
  }
}

extension Environment {
  var lastTransaction: UInt64 { (try? info().lastTransaction) ?? 0 }
}
