// SPDX-License-Identifier: Apache-2.0
import LMDB
import Testing

struct TransactionTests {
  private let directory = TemporaryDirectory()

  private func store(_ tables: String...) throws -> Environment {
    var options = EnvironmentOptions.small()
    options.tables = tables
    return try Environment.create(at: directory.store(), options: options)
  }

  @Test func `what was committed is read back, in key order`() throws {
    let environment = try store("words")
    let words = try environment.table("words")
    try environment.write { (txn) throws(LMDBError) in
      for word in ["three", "one", "two"] {
        try txn.put(words, key: Array(word.utf8), value: Array(word.utf8.reversed()))
      }
    }
    let transaction = try environment.beginRead()
    #expect(try transaction.count(words) == 3)
    var cursor = try transaction.cursor(words)
    var seen: [String] = []
    while try cursor.next() {
      let key = String(decoding: cursor.keyBytes, as: UTF8.self)
      #expect(copy(cursor.value) == Array(key.utf8.reversed()))
      seen.append(key)
    }
    #expect(seen == ["one", "three", "two"])
  }

  @Test func `a transaction that throws leaves nothing behind`() throws {
    let environment = try store("words")
    let words = try environment.table("words")
    struct Change: Error {}
    #expect(throws: LMDBError.self) {
      try environment.write { (txn) throws(LMDBError) in
        try txn.put(words, key: [1], value: [2])
        throw LMDBError(.stopped, path: "here")
      }
    }
    #expect(try environment.beginRead().bytes(words, key: [1]) == nil)
    #expect(try environment.info().lastTransaction == 1)
  }

  @Test func `a view does not change until it is renewed`() throws {
    let environment = try store("words")
    let words = try environment.table("words")
    var view = try environment.beginRead()
    let before = view.id
    try environment.write { (txn) throws(LMDBError) in
      try txn.put(words, key: [1], value: [2])
    }
    #expect(try view.bytes(words, key: [1]) == nil)
    try view.renew()
    #expect(try view.bytes(words, key: [1]) == [2])
    #expect(view.id == before + 1)
  }

  @Test func `whole numbers as keys are ordered as numbers`() throws {
    let environment = try store("numbers")
    let numbers = try environment.table("numbers")
    let keys: [UInt64] = [1, 255, 256, 65_536, 1 << 40, .max]
    try environment.write { (txn) throws(LMDBError) in
      for key in keys.reversed() {
        try txn.put(numbers, key: key, value: [UInt8(key & 0xff)].span.bytes)
      }
    }
    let transaction = try environment.beginRead()
    #expect(copy(try transaction.get(numbers, key: 65_536 as UInt64)) == [0])
    var cursor = try transaction.cursor(numbers)
    var seen: [UInt64] = []
    while try cursor.next() {
      seen.append(UInt64(bigEndian: cursor.keyBytes.loadUnaligned(as: UInt64.self)))
    }
    #expect(seen == keys)
    #expect(try cursor.seek(atOrAfter: 257 as UInt64))
    #expect(copy(cursor.key) == [0, 0, 0, 0, 0, 1, 0, 0])
    #expect(try cursor.previous())
    #expect(copy(cursor.key) == [0, 0, 0, 0, 0, 0, 1, 0])
  }

  @Test func `a value filled in place is as good as a copied one`() throws {
    let environment = try store("blocks")
    let blocks = try environment.table("blocks")
    try environment.write { (txn) throws(LMDBError) in
      for size in [0, 1, 3000, 70_000] {
        let key = [UInt8(size & 0xff), UInt8(size >> 8 & 0xff), UInt8(size >> 16)]
        try key.span.bytes.withUnsafeBytes { (key) throws(LMDBError) in
          try txn.put(blocks, key: key, valueCount: size) { room in
            for index in room.indices { room[index] = UInt8(index & 0xff) }
          }
        }
      }
    }
    let transaction = try environment.beginRead()
    let long = try transaction.bytes(blocks, key: [0x70, 0x11, 0x01])
    #expect(long == (0..<70_000).map { UInt8($0 & 0xff) })
    #expect(try transaction.bytes(blocks, key: [0, 0, 0]) == [])
  }

  @Test func `deleting tells whether the key was there`() throws {
    let environment = try store("words")
    let words = try environment.table("words")
    try environment.write { (txn) throws(LMDBError) in
      try txn.put(words, key: [1], value: [2])
      try txn.put(words, key: [3], value: [4])
    }
    let answers = try environment.write { (txn) throws(LMDBError) in
      [try txn.delete(words, key: [1]), try txn.delete(words, key: [2])]
    }
    #expect(answers == [true, false])
    try environment.write { (txn) throws(LMDBError) in try txn.clear(words) }
    #expect(try environment.beginRead().count(words) == 0)
  }

  @Test func `a key has 1 to 511 bytes`() throws {
    let environment = try store("words")
    let words = try environment.table("words")
    var transaction = try environment.beginWrite()
    try transaction.put(words, key: [UInt8](repeating: 7, count: 511), value: [1])
    #expect(
      kind { () throws(LMDBError) in
        try transaction.put(words, key: [UInt8](repeating: 7, count: 512), value: [1])
      } == .keyTooLong(bytes: 512, limit: 511))
    #expect(
      kind { () throws(LMDBError) in try transaction.put(words, key: [], value: [1]) }
        == .keyTooLong(bytes: 0, limit: 511))
    try transaction.commit()
    let view = try environment.beginRead()
    #expect(try view.bytes(words, key: [UInt8](repeating: 7, count: 511)) == [1])
    #expect(
      kind { () throws(LMDBError) in
        try view.bytes(words, key: [UInt8](repeating: 7, count: 512))
      } == .keyTooLong(bytes: 512, limit: 511))
  }

  @Test func `an appended key must come after all others`() throws {
    let environment = try store("words")
    let words = try environment.table("words")
    var transaction = try environment.beginWrite()
    try transaction.put(words, key: [5], value: [1], append: true)
    #expect(
      kind { () throws(LMDBError) in
        try transaction.put(words, key: [4], value: [1], append: true)
      } == .keyNotAfterLast(table: "words"))
  }

  @Test func `a thread that writes cannot wait for itself`() throws {
    let environment = try store("words")
    let first = try environment.beginWrite()
    #expect(kind { () throws(LMDBError) in try environment.beginWrite() } == .writeInProgress)
    try first.commit()
    #expect(kind { () throws(LMDBError) in try environment.beginWrite() } == nil)
  }
}
