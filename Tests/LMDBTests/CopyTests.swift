// SPDX-License-Identifier: Apache-2.0
import Foundation
import LMDB
import Testing

struct CopyTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: [false, true])
  func `a copy holds the same entries, and passes every check`(isCompacting: Bool) throws {
    let sample = try SampleStore.make(at: directory.store(), seed: 8)
    let environment = try Environment.open(at: sample.path, options: SampleStore.options)
    let path = directory.store("copy")
    try environment.copy(to: path, compacting: isCompacting)
    let copy = try Environment.open(at: path, options: SampleStore.options)
    #expect(copy !== environment)
    #expect(try difference(copy, sample.content) == nil)
    let statistics = try copy.walkPages(.everything)
    #expect(isCompacting ? statistics.free == 0 : statistics.free > 0)
    #expect(
      kind { () throws(LMDBError) in try environment.copy(to: path) } == .alreadyExists)
  }

  @Test func `a thread that writes is told that it cannot copy`() throws {
    let environment = try Environment.create(at: directory.store(), options: .small("t"))
    let transaction = try environment.beginWrite()
    #expect(
      kind { () throws(LMDBError) in try environment.copy(to: directory.store("copy")) }
        == .writeInProgress)
    try transaction.commit()
  }

  @Test func `an error says what failed, where, and what to do`() {
    let damaged = LMDBError(
      .damaged(page: 7, table: "tail", what: "keys are not in order"), path: "a/log")
    #expect(
      "\(damaged)" == """
        a/log: damaged at page 7 of table tail: keys are not in order; restore from a backup, \
        or salvage a copy
        """)
    let full = LMDBError(.diskFull(freeBytes: 10, neededBytes: 20), path: "a/log")
    #expect(
      "\(full)" == """
        a/log: no room on the disk: 10 bytes free, about 20 needed; nothing of this transaction \
        was stored; free some room and try again
        """)
  }
}
