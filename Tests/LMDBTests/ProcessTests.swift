// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB
import Testing

/// Several processes on one store; the others are children that end or are killed.
struct ProcessTests {
  private let directory = TemporaryDirectory()

  private func create() throws -> Environment {
    try Environment.create(at: directory.store(), options: .small("t"))
  }

  @Test func `what another process commits is seen, and a view stays as it was`() async throws {
    let environment = try create()
    let table = try environment.table("t")
    let view = try environment.beginRead()
    await #expect(processExitsWith: .success) { [path = directory.store() as String] in
      let other = try Environment.open(at: path, options: .small("t"))
      let table = try other.table("t")
      for key in 0..<50 as Range<UInt64> {
        try other.write { (txn) throws(LMDBError) in
          try txn.put(table, key: key, value: [1].span.bytes)
        }
      }
    }
    #expect(try view.count(table) == 0)
    #expect(try environment.beginRead().count(table) == 50)
    try environment.walkPages()
  }

  @Test func `the slot of a killed reader is cleared`() async throws {
    let environment = try create()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = directory.store() as String] in
      let other = try Environment.open(at: path, options: .small("t"))
      let view = try other.beginRead()
      #expect(try other.readers().count == 1)
      kill(getpid(), SIGKILL)
      _ = view.id
    }
    #expect(try environment.readers().count == 1)
    #expect(try environment.staleReadersCleared() == 1)
    #expect(try environment.readers().isEmpty)
  }

  @Test func `a writer killed in its transaction leaves the lock and the store whole`()
    async throws
  {
    let environment = try create()
    let table = try environment.table("t")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = directory.store() as String] in
      let other = try Environment.open(at: path, options: .small("t"))
      let table = try other.table("t")
      try other.write { (txn) throws(LMDBError) in try txn.put(table, key: [1], value: [1]) }
      var transaction = try other.beginWrite()
      try transaction.put(table, key: [2], value: [2])
      kill(getpid(), SIGKILL)
      try transaction.commit()
    }
    try environment.write { (txn) throws(LMDBError) in try txn.put(table, key: [3], value: [3]) }
    let view = try environment.beginRead()
    #expect(try view.bytes(table, key: [1]) == [1])
    #expect(try view.bytes(table, key: [2]) == nil)
    #expect(try view.bytes(table, key: [3]) == [3])
    try environment.walkPages()
  }

  @Test(arguments: [1, 3, 6, 10, 15, 25])
  func `creation killed half way is there wholly or not at all`(milliseconds: Int) async throws {
    let path = directory.store()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, milliseconds = milliseconds as Int] in
      let killer = Thread {
        usleep(UInt32(milliseconds * 1_000))
        kill(getpid(), SIGKILL)
      }
      killer.start()
      var number = 0
      while true {
        _ = try Environment.create(at: path + "-\(number)", options: .small("t", "u", "v"))
        number += 1
      }
    }
    var number = 0
    while true {
      let path = path + "-\(number)"
      let options = EnvironmentOptions.small("t", "u", "v")
      let failure = kind { () throws(LMDBError) in try Environment.open(at: path, options: options)
      }
      guard let failure else {
        number += 1
        continue
      }
      #expect(failure == .missing || failure == .creationInterrupted)
      try Environment.create(at: path, options: options).walkPages()
      break
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(names.allSatisfy { !$0.contains("creating") }, "leftovers: \(names)")
  }

  @Test func `an interrupted creation is told, and made good by the next one`() throws {
    let path = directory.store()
    let leftover = directory.path + "/.store.creating-1-1"
    try FileManager.default.createDirectory(atPath: leftover, withIntermediateDirectories: false)
    try Data([1, 2, 3]).write(to: URL(filePath: leftover + "/data.mdb"))
    #expect(
      kind { () throws(LMDBError) in try Environment.open(at: path, options: .small("t")) }
        == .creationInterrupted)
    _ = try create()
    #expect(!FileManager.default.fileExists(atPath: leftover))
    #expect(
      kind { () throws(LMDBError) in
        try Environment.create(at: path, options: .small("t"))
      } == .alreadyExists)
  }

  @Test func `a store opened before a fork is refused in the child`() async throws {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let environment = try Environment.create(at: directory.store(), options: .small("t"))
      // Swift hides fork because so little may be done after it; refusing is little enough.
      let address = dlsym(nil, "fork")
      let fork = unsafeBitCast(address, to: (@convention(c) () -> Int32).self)
      let child = fork()
      if child == 0 {
        let failure = kind { () throws(LMDBError) in try environment.beginRead() }
        _exit(failure == .forked ? 0 : 1)
      }
      var status: Int32 = -1
      waitpid(child, &status, 0)
      #expect(status == 0)
      #expect(kind { () throws(LMDBError) in try environment.beginRead() } == nil)
    }
  }
}
