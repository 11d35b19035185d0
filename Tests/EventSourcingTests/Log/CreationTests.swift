// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Testing

struct CreationTests {
  private let directory = TemporaryDirectory("create")
  private var path: String { directory.path(of: "a.gridlog") }
  private let options = EventLogOptions(catalogue: Notes.catalogue)

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
  }

  @Test func `what a creation that was cut off left behind is no obstacle, and goes away`() throws {
    // A process of the same number: in a container most have it.
    for name in ["\(path).creating-\(getpid())", "\(path).creating-\(getpid())-0"] {
      try FileManager.default.createDirectory(
        atPath: name + "/log", withIntermediateDirectories: true)
      try Data([1, 2, 3]).write(to: URL(fileURLWithPath: name + "/log/data.mdb"))
    }
    let log = try EventLog.create(at: path, options: options)
    #expect(try log.head == .origin)
    #expect(try names() == ["a.gridlog"])
  }

  @Test func `a creation that is under way elsewhere is left alone`() throws {
    let draft = "\(path).creating-1-0"
    try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: false)
    let maker = open(draft, O_RDONLY | O_DIRECTORY)
    defer { close(maker) }
    #expect(flock(maker, LOCK_EX) == 0)
    _ = try EventLog.create(at: path, options: options)
    #expect(try names() == ["a.gridlog", "a.gridlog.creating-1-0"])
  }

  @Test func `a creation that fails leaves nothing behind`() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: EventLogError(.alreadyExists, path: path)) {
      try EventLog.create(at: path, options: options)
    }
    #expect(try names() == ["a.gridlog"])
  }

  @Test func `a path with a slash at its end is the same path`() throws {
    _ = try EventLog.create(at: path + "/", options: options)
    #expect(try names() == ["a.gridlog"])
  }
}
