// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB
import Testing

/// Faults that happen while a store is open.
struct FaultTests {
  @Test func `after an assert of LMDB nothing reaches it any more`() async {
    let directory = TemporaryDirectory()
    await #expect(processExitsWith: .success) { [path = directory.store() as String] in
      let sample = try SampleStore.make(at: path, seed: 7)
      var environment: Environment? = try .open(at: sample.path, options: SampleStore.options)
      let table = try environment!.table("medium")
      let reader = try environment!.beginRead()
      var writer = try environment!.beginWrite()
      try spoilBranches(of: sample.path)
      let first = kind { () throws(LMDBError) in
        for key in sample.content["medium"]!.keys { try writer.put(table, key: key, value: [1]) }
      }
      guard case .poisoned(let assertion) = first else {
        Issue.record("\(String(describing: first))")
        exit(1)
      }
      #expect(!assertion.isEmpty && environment!.isPoisoned)
      let poisoned = LMDBError.Kind.poisoned(assertion: assertion)
      let calls: [LMDBError.Kind?] = [
        kind { () throws(LMDBError) in try reader.bytes(table, key: [1]) },
        kind { () throws(LMDBError) in try writer.put(table, key: [1], value: [1]) },
        kind { () throws(LMDBError) in try environment!.beginRead() },
        kind { () throws(LMDBError) in try environment!.info() },
        kind { () throws(LMDBError) in try environment!.staleReadersCleared() },
        kind { () throws(LMDBError) in try environment!.walkPages() },
        kind { () throws(LMDBError) in try environment!.reopen() },
        commitFailure(writer),
      ]
      #expect(calls.allSatisfy { $0 == poisoned })
      _ = consume reader
      environment = nil
      let again = kind { () throws(LMDBError) in
        try Environment.open(at: sample.path, options: SampleStore.options)
      }
      #expect(again == poisoned)
    }
  }

  @Test func `a value that changed on the disk is never given out`() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let environment = try Environment.create(at: directory.store(), options: .small("t"))
      let table = try environment.table("t")
      let value = Array("the committee met on the third".utf8)
      try environment.write { (txn) throws(LMDBError) in
        try txn.put(table, key: Array("minutes".utf8), value: value)
        try txn.put(table, key: Array("notes".utf8), value: value)
      }
      try flip(Array("minutes".utf8), plus: 20, in: directory.store())
      let view = try environment.beginRead()
      #expect(
        kind { () throws(LMDBError) in try view.bytes(table, key: Array("minutes".utf8)) }
          == .checksumMismatch(table: "t", key: "6d696e75746573"))
      #expect(try view.bytes(table, key: Array("notes".utf8)) == value)
      var cursor = try view.cursor(table)
      do throws(LMDBError) {
        _ = try cursor.next()
        Issue.record("the damaged value was walked over")
      } catch {
        #expect(error.kind == .checksumMismatch(table: "t", key: "6d696e75746573"))
      }
    }
  }

  @Test func `a key that changed on the disk is not a silent miss`() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let environment = try Environment.create(at: directory.store(), options: .small("t"))
      let table = try environment.table("t")
      try environment.write { (txn) throws(LMDBError) in
        for key in ["apple", "melon", "peach"] {
          try txn.put(table, key: Array(key.utf8), value: [1, 2, 3])
        }
      }
      // "melon" becomes "melnn": still between its neighbours, so every search stays in order.
      try flip(Array("melon".utf8), plus: 3, in: directory.store())
      let view = try environment.beginRead()
      let mismatch = LMDBError.Kind.checksumMismatch(table: "t", key: "6d656c6e6e")
      let melon = Array("melon".utf8)
      #expect(kind { () throws(LMDBError) in try view.bytes(table, key: melon) } == mismatch)
      var cursor = try view.cursor(table)
      do throws(LMDBError) {
        _ = try cursor.seek(atOrAfter: melon.span.bytes)
        Issue.record("the damaged key was passed by")
      } catch { #expect(error.kind == mismatch) }
      var writer = try environment.beginWrite()
      #expect(kind { () throws(LMDBError) in try writer.delete(table, key: melon) } == mismatch)
    }
  }

  @Test func `a commit that fails at its last write is told as unknown, and settled`() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let environment = try Environment.create(at: directory.store(), options: .small("t"))
      let table = try environment.table("t")
      try environment.write { (txn) throws(LMDBError) in try txn.put(table, key: [1], value: [1]) }
      try spoilMetaDescriptor(of: directory.store())
      let failure = kind { () throws(LMDBError) in
        try environment.write { (txn) throws(LMDBError) in
          try txn.put(table, key: [2], value: [2])
        }
      }
      #expect(failure == .outcomeUnknown(code: EBADF))
      try environment.reopen()
      #expect(try environment.beginRead().bytes(table, key: [1]) == [1])
      #expect(try environment.beginRead().bytes(table, key: [2]) == nil)
      try environment.write { (txn) throws(LMDBError) in try txn.put(table, key: [2], value: [2]) }
      #expect(try environment.beginRead().count(table) == 2)
    }
  }

  @Test func `after a commit that failed at its last write the next transaction reopens`() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let environment = try Environment.create(at: directory.store(), options: .small("t"))
      let table = try environment.table("t")
      try spoilMetaDescriptor(of: directory.store())
      _ = kind { () throws(LMDBError) in
        try environment.write { (txn) throws(LMDBError) in
          try txn.put(table, key: [2], value: [2])
        }
      }
      #expect(try environment.beginRead().bytes(table, key: [2]) == nil)
      try environment.write { (txn) throws(LMDBError) in try txn.put(table, key: [2], value: [2]) }
      #expect(try environment.beginRead().count(table) == 1)
    }
  }

  @Test func `a store that cannot be reopened stays closed until it can, and says so`() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let environment = try Environment.create(at: directory.store(), options: .small("t"))
      let table = try environment.table("t")
      try environment.write { (txn) throws(LMDBError) in try txn.put(table, key: [1], value: [1]) }
      let data = directory.store() + "/data.mdb"
      let sound = try Data(contentsOf: URL(filePath: data))
      truncate(data, 4_096)
      #expect(
        kind { () throws(LMDBError) in try environment.reopen() }
          == .truncated(actualBytes: 4_096, expectedBytes: 8_192))
      #expect(kind { () throws(LMDBError) in try environment.info() } == .reopenNeeded)
      // A transaction tries again, and tells what is in its way.
      #expect(
        kind { () throws(LMDBError) in try environment.beginRead() }
          == .truncated(actualBytes: 4_096, expectedBytes: 8_192))
      let handle = try FileHandle(forWritingTo: URL(filePath: data))
      try handle.write(contentsOf: sound)
      #expect(try environment.beginRead().bytes(table, key: [1]) == [1])
    }
  }

  @Test func `a medium that cannot be written is read without protection, and says so`() async {
    let directory = TemporaryDirectory()
    defer { chmod(directory.store(), 0o755) }
    chmod(directory.path, 0o755)
    await #expect(processExitsWith: .success) { [path = directory.store() as String] in
      do {
        let environment = try Environment.create(at: path, options: .small("t"))
        let table = try environment.table("t")
        try environment.write { (txn) throws(LMDBError) in
          try txn.put(table, key: [1], value: [2])
        }
      }
      unlink(path + "/lock.mdb")
      chmod(path + "/data.mdb", 0o444)
      chmod(path, 0o555)
      // Modes do not bind root, so the rest is done as nobody.
      if getuid() == 0 { precondition(setgid(65_534) == 0 && setuid(65_534) == 0) }
      var options = EnvironmentOptions.small("t")
      #expect(
        kind { () throws(LMDBError) in try Environment.open(at: path, options: options) }
          == .readOnly)
      options.isReadOnly = true
      let environment = try Environment.open(at: path, options: options)
      #expect(environment.hasUnprotectedReads)
      #expect(try environment.beginRead().bytes(environment.table("t"), key: [1]) == [2])
      #expect(kind { () throws(LMDBError) in try environment.beginWrite() } == .readOnly)
      #expect(try environment.walkPages().entries == 1)
    }
  }
}

/// Leaves every branch page with one child, under the open store: LMDB asserts that it has two.
func spoilBranches(of path: String) throws {
  let url = URL(filePath: path + "/data.mdb")
  let bytes = [UInt8](try Data(contentsOf: url))
  let handle = try FileHandle(forUpdating: url)
  for page in stride(from: 8_192, to: bytes.count, by: 4_096)
  where bytes[page + 10] == 1 && bytes[page + 11] == 0 {
    try handle.seek(toOffset: UInt64(page + 12))
    try handle.write(contentsOf: [18, 0])
  }
}

/// Flips the lowest bit of the byte that lies `offset` behind the place where `text` stands.
func flip(_ text: [UInt8], plus offset: Int, in path: String) throws {
  let url = URL(filePath: path + "/data.mdb")
  let bytes = [UInt8](try Data(contentsOf: url))
  let handle = try FileHandle(forUpdating: url)
  var isFound = false
  for start in 8_192..<(bytes.count - text.count)
  where Array(bytes[start..<start + text.count]) == text {
    isFound = true
    try handle.seek(toOffset: UInt64(start + offset))
    try handle.write(contentsOf: [bytes[start + offset] ^ 1])
  }
  precondition(isFound)
}

/// Replaces the descriptor through which LMDB writes meta pages by one that cannot write.
func spoilMetaDescriptor(of path: String) throws {
  for descriptor in 3..<256 as Range<Int32> {
    let link = try? FileManager.default.destinationOfSymbolicLink(
      atPath: "/proc/self/fd/\(descriptor)")
    guard link == path + "/data.mdb", fcntl(descriptor, F_GETFL) & O_DSYNC != 0 else { continue }
    let unwritable = open("/dev/null", O_RDONLY)
    precondition(dup2(unwritable, descriptor) == descriptor)
    return
  }
  preconditionFailure("no descriptor for meta pages")
}
