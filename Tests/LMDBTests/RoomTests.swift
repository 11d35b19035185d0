// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB
import Testing

/// The map, the disk, the reader table: what can run out.
struct RoomTests {
  private let directory = TemporaryDirectory()

  private func small() throws -> Environment {
    try Environment.create(at: directory.store(), options: .small("t", map: 1 << 20))
  }

  @Test func `a full map is told, grown, and the transaction runs again`() throws {
    let environment = try small()
    let table = try environment.table("t")
    let value = [UInt8](repeating: 9, count: 3_000)
    var grown = 0
    for batch in 0..<10 as Range<UInt64> {
      while true {
        let failure = kind { () throws(LMDBError) in
          try environment.write { (txn) throws(LMDBError) in
            for key in batch * 200..<(batch + 1) * 200 {
              try txn.put(table, key: key, value: value.span.bytes, append: true)
            }
          }
        }
        guard let failure else { break }
        #expect(failure == .mapFull(mapBytes: try environment.info().mapSize))
        try environment.growMap()
        grown += 1
      }
    }
    #expect(grown >= 3)
    #expect(try environment.beginRead().count(table) == 2_000)
    try environment.walkPages()
  }

  @Test func `after a full map the transaction is broken, and nothing of it stays`() throws {
    let environment = try small()
    let table = try environment.table("t")
    var transaction = try environment.beginWrite()
    let failure = kind { () throws(LMDBError) in
      for key in 0..<10_000 as Range<UInt64> {
        try transaction.put(table, key: key, value: [UInt8](repeating: 1, count: 500).span.bytes)
      }
    }
    #expect(failure == .mapFull(mapBytes: 1 << 20))
    let last = kind { () throws(LMDBError) in try transaction.put(table, key: [1], value: [1]) }
    #expect(last == .transactionBroken)
    #expect(commitFailure(transaction) == .transactionBroken)
    #expect(try environment.beginRead().count(table) == 0)
  }

  @Test func `the map does not grow under an open transaction`() throws {
    let environment = try small()
    let view = try environment.beginRead()
    #expect(
      kind { () throws(LMDBError) in try environment.growMap(waitingMilliseconds: 20) }
        == .transactionsOpen(count: 1))
    #expect(try environment.info().mapSize == 1 << 20)
    _ = consume view
    try environment.growMap(waitingMilliseconds: 20)
    #expect(try environment.info().mapSize == 1 << 21)
  }

  @Test func `the map ends at its limit`() throws {
    var options = EnvironmentOptions.small("t", map: 1 << 20)
    options.maximumMapSize = 3 << 19
    let environment = try Environment.create(at: directory.store(), options: options)
    try environment.growMap()
    #expect(try environment.info().mapSize == 3 << 19)
    #expect(
      kind { () throws(LMDBError) in try environment.growMap() }
        == .mapAtLimit(limitBytes: 3 << 19))
  }

  @Test func `readers of many threads and a growing map do not meet`() async throws {
    let environment = try small()
    let table = try environment.table("t")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          for _ in 0..<200 {
            let view = try environment.beginRead()
            var cursor = try view.cursor(table)
            while try cursor.next() { #expect(cursor.valueBytes.count == 3_000) }
          }
        }
      }
      group.addTask {
        for batch in 0..<20 as Range<UInt64> {
          while true {
            do throws(LMDBError) {
              try environment.write { (txn) throws(LMDBError) in
                for key in batch * 50..<(batch + 1) * 50 {
                  let value = [UInt8](repeating: 1, count: 3_000)
                  try txn.put(table, key: key, value: value.span.bytes)
                }
              }
              break
            } catch {
              guard case .mapFull = error.kind else { throw error }
              try environment.growMap()
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try environment.beginRead().count(table) == 1_000)
  }

  @Test func `a map that another process grew is taken over`() async throws {
    let environment = try small()
    let path = directory.store()
    let table = try environment.table("t")
    await #expect(processExitsWith: .success) { [path = path as String] in
      let other = try Environment.open(at: path, options: .small("t", map: 1 << 26))
      let table = try other.table("t")
      try other.write { (txn) throws(LMDBError) in
        for key in 0..<2_000 as Range<UInt64> {
          let value = [UInt8](repeating: 5, count: 3_000)
          try txn.put(table, key: key, value: value.span.bytes, append: true)
        }
      }
    }
    #expect(try environment.info().mapSize == 1 << 20)
    #expect(try environment.beginRead().count(table) == 2_000)
    try environment.write { (txn) throws(LMDBError) in
      try txn.put(table, key: 5_000 as UInt64, value: [1].span.bytes)
    }
    #expect(try difference(environment) == 2_001)
  }

  private func difference(_ environment: Environment) throws -> Int {
    let view = try environment.beginRead()
    var cursor = try view.cursor(environment.table("t"))
    var count = 0
    while try cursor.next() { count += 1 }
    return count
  }

  @Test func `a full disk is told as one, loses nothing, and may be emptied`() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let environment = try Environment.create(
        at: directory.store(), options: .small("t", map: 1 << 26))
      let table = try environment.table("t")
      try environment.write { (txn) throws(LMDBError) in
        try txn.put(table, key: 0 as UInt64, value: [1].span.bytes)
      }
      for step in 1...16 {
        // The process may write so far and no further; SIGXFSZ would end it.
        let size = UInt(try environment.info().usedBytes)
        setFileSizeLimit(size + UInt(step) * 65_536 - 65_536)
        let failure = kind { () throws(LMDBError) in
          try environment.write { (txn) throws(LMDBError) in
            for key in 1..<1_000 as Range<UInt64> {
              let value = [UInt8](repeating: 7, count: 3_000)
              try txn.put(table, key: key, value: value.span.bytes)
            }
          }
        }
        guard case .diskFull(let free, let needed) = failure else {
          Issue.record("\(String(describing: failure))")
          exit(1)
        }
        #expect(free <= 16 * 65_536 && needed > 3_000_000)
        #expect(try environment.beginRead().count(table) == 1)
      }
      setFileSizeLimit(.max)
      try environment.write { (txn) throws(LMDBError) in
        try txn.put(table, key: 1 as UInt64, value: [UInt8](repeating: 7, count: 9_000).span.bytes)
      }
      #expect(try environment.beginRead().count(table) == 2)
      try environment.walkPages()
    }
  }

  @Test func `a write that the disk cannot hold does not begin`() throws {
    let environment = try small()
    let failure = kind { () throws(LMDBError) in
      try environment.write(expecting: 1 << 60) { (_) throws(LMDBError) in () }
    }
    guard case .diskFull(let free, let needed) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(needed == 1 << 61 && free < needed)
  }

  @Test func `a full reader table is told as one`() throws {
    var options = EnvironmentOptions.small("t")
    options.maxReaders = 3
    let environment = try Environment.create(at: directory.store(), options: options)
    let first = try environment.beginRead()
    let second = try environment.beginRead()
    let third = try environment.beginRead()
    #expect(
      kind { () throws(LMDBError) in try environment.beginRead() } == .readersFull(slots: 3))
    #expect(try environment.readers().count == 3)
    _ = consume third
    #expect(kind { () throws(LMDBError) in try environment.beginRead() } == nil)
    #expect(first.id == second.id)
  }
}

func setFileSizeLimit(_ bytes: UInt) {
  var limit = rlimit(rlim_cur: 0, rlim_max: 0)
  getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  limit.rlim_cur = min(bytes, limit.rlim_max)
  precondition(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}
