// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB
import Testing

struct OpeningTests {
  private let directory = TemporaryDirectory()
  private var options: EnvironmentOptions { .small("t") }

  private func failure(_ path: String) -> LMDBError.Kind? {
    kind { () throws(LMDBError) in try Environment.open(at: path, options: options) }
  }

  /// A directory with something of ours as its data file.
  private func store(_ name: String, data: [UInt8]) throws -> String {
    let path = directory.store(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try Data(data).write(to: URL(filePath: path + "/data.mdb"))
    return path
  }

  private func soundBytes() throws -> [UInt8] {
    let path = directory.store("sound-\(UInt64.random(in: 0...UInt64.max))")
    let environment = try Environment.create(at: path, options: options)
    let table = try environment.table("t")
    try environment.write { (txn) throws(LMDBError) in try txn.put(table, key: [1], value: [2]) }
    return [UInt8](try Data(contentsOf: URL(filePath: path + "/data.mdb")))
  }

  @Test func `what is not a store is told apart from what is missing or damaged`() throws {
    #expect(failure(directory.store("nothing")) == .missing)
    let file = directory.store("file")
    try Data("x".utf8).write(to: URL(filePath: file))
    #expect(failure(file) == .notAStore(found: "a file"))
    let text = try store("text", data: Array(String(repeating: "hello ", count: 2_000).utf8))
    #expect(failure(text) == .notAStore(found: "a file of another kind"))
    #expect(failure(try store("empty", data: [])) == .creationInterrupted)
    let blank = try store("blank", data: [UInt8](repeating: 0, count: 8_192))
    #expect(failure(blank) == .creationInterrupted)
  }

  @Test func `links and pipes are never followed nor waited for`() throws {
    let sound = try store("sound", data: soundBytes())
    let linked = directory.store("linked")
    try FileManager.default.createDirectory(atPath: linked, withIntermediateDirectories: false)
    #expect(symlink(sound + "/data.mdb", linked + "/data.mdb") == 0)
    #expect(failure(linked) == .notAStore(found: "a symbolic link"))
    let piped = directory.store("piped")
    try FileManager.default.createDirectory(atPath: piped, withIntermediateDirectories: false)
    #expect(mkfifo(piped + "/data.mdb", 0o600) == 0)
    #expect(failure(piped) == .notAStore(found: "a pipe, directory or device"))
    let locked = try store("locked", data: soundBytes())
    #expect(symlink(sound + "/data.mdb", locked + "/lock.mdb") == 0)
    #expect(failure(locked) == .notAStore(found: "a lock file that is no plain file"))
  }

  @Test func `a file of another format version is refused by its number`() throws {
    var bytes = try soundBytes()
    for page in [0, 4_096] { bytes[page + 16 + 4] = 2 }
    #expect(failure(try store("newer", data: bytes)) == .incompatibleVersion(found: 2))
  }

  @Test func `one lost meta page is damage, and says which`() throws {
    var bytes = try soundBytes()
    bytes.replaceSubrange(4_096..<8_192, with: repeatElement(0, count: 4_096))
    guard case .damaged(let page, nil, _) = failure(try store("half", data: bytes)) else {
      Issue.record("not told as damage")
      return
    }
    #expect(page == 1)
  }

  @Test func `an older meta page cannot pass for the newer one`() throws {
    var bytes = try soundBytes()
    // The transaction numbers stand at the end of the meta records.
    let place = 16 + 128
    let newer = bytes[place] > bytes[4_096 + place] ? 0 : 4_096
    let older = 4_096 - newer
    bytes[older + place] += 8
    guard case .damaged = failure(try store("back", data: bytes)) else {
      Issue.record("an older state was opened")
      return
    }
  }

  @Test func `a table that is not there is damage unless it may be made`() throws {
    let path = try store("sound", data: soundBytes())
    var more = EnvironmentOptions.small("t", "new")
    #expect(
      kind { () throws(LMDBError) in try Environment.open(at: path, options: more) }
        == .damaged(page: nil, table: "new", what: "the table is not there"))
    more.createsMissingTables = true
    let environment = try Environment.open(at: path, options: more)
    #expect(try environment.beginRead().count(environment.table("new")) == 0)
    #expect(
      kind { () throws(LMDBError) in try environment.table("other") }
        == .unknownTable(name: "other"))
  }

  @Test func `what a store is nothing without is there from the first, or no store is`() throws {
    let path = directory.store()
    let created = kind { () throws(LMDBError) in
      try Environment.create(at: path, options: options) { (empty) throws(LMDBError) in
        let table = try empty.table("t")
        try empty.write { (txn) throws(LMDBError) in try txn.put(table, key: [1], value: [2]) }
        #expect(failure(path) == .missing)
        throw LMDBError(.poisoned(assertion: "planted"), path: path)
      }
    }
    #expect(created == .poisoned(assertion: "planted"))
    #expect(failure(path) == .missing)
    let environment = try Environment.create(at: path, options: options) {
      (empty) throws(LMDBError) in
      let table = try empty.table("t")
      try empty.write { (txn) throws(LMDBError) in try txn.put(table, key: [1], value: [2]) }
    }
    #expect(try environment.beginRead().count(environment.table("t")) == 1)
  }

  @Test func `the same file is the same object, by whatever path`() throws {
    let path = directory.store()
    let first = try Environment.create(at: path, options: options)
    let link = directory.store("link")
    #expect(symlink(path, link) == 0)
    let second = try Environment.open(at: link, options: options)
    let detour = directory.path + "/./store/../store/"
    let third = try Environment.open(at: detour, options: options)
    #expect(first === second && first === third)
    let view = try first.beginRead()
    #expect(try first.readers().map(\.transaction) == [view.id])
  }

  @Test func `the last reference closes, and the store opens again`() throws {
    let path = directory.store()
    for round in 0..<20 as Range<UInt8> {
      let environment =
        round == 0
        ? try Environment.create(at: path, options: options)
        : try Environment.open(at: path, options: options)
      let table = try environment.table("t")
      try environment.write { (txn) throws(LMDBError) in
        try txn.put(table, key: [round + 1], value: [round])
      }
      #expect(try environment.beginRead().count(table) == Int(round) + 1)
    }
    #expect(openDescriptors(of: path).isEmpty)
  }

  @Test func `threads that open and close at once never meet a half closed store`() async throws {
    let path = directory.store()
    _ = try Environment.create(at: path, options: options)
    let options = options
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<30 {
            let environment = try Environment.open(at: path, options: options)
            _ = try environment.beginRead().count(environment.table("t"))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `a durable store never works with WRITEMAP or NOSYNC`() throws {
    let environment = try Environment.create(at: directory.store(), options: options)
    // MDB_WRITEMAP, MDB_NOSYNC, MDB_NOMETASYNC, MDB_MAPASYNC; and MDB_NOTLS, which must be set.
    #expect(try environment.flags() & (0x80000 | 0x10000 | 0x40000 | 0x100000) == 0)
    #expect(try environment.flags() & 0x200000 != 0)
  }

  @Test func `an open store is not shared with one who was promised more`() throws {
    let path = directory.store()
    _ = try Environment.create(at: path, options: options)
    var weaker = options
    weaker.isUnsynced = true
    do {
      let unsynced = try Environment.open(at: path, options: weaker)
      #expect(try unsynced.flags() & 0x10000 != 0)
      #expect(failure(path) == .openUnsynced)
    }
    weaker.isUnsynced = false
    weaker.isReadOnly = true
    do {
      let reading = try Environment.open(at: path, options: weaker)
      #expect(failure(path) == .readOnly)
      #expect(!reading.hasUnprotectedReads)
    }
    #expect(failure(path) == nil)
  }

  private func openDescriptors(of path: String) -> [String] {
    FileSystemView.descriptors().filter { $0.hasPrefix(path + "/") }
  }
}

enum FileSystemView {
  /// The files that this process has open.
  static func descriptors() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
  }
}
