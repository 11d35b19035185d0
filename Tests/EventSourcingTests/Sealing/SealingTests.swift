// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import Testing

@Suite struct SealingTests {
  private static let secret = "王某,电话13800000021"

  @Test func `personal text is opened with a purpose, and the access is noted`() throws {
    let test = try TemporaryLog()
    try test.log.append(note("a", author: "person/p1", text: SealedText(SealingTests.secret)))
    let stored = try #require(try test.log.event(at: 1))
    let event = try stored.decode(NoteTaken.self)
    let text = try #require(event.text)
    #expect(try test.log.open(text, for: "answering\tthe reporter") == SealingTests.secret)
    let access = try String(contentsOfFile: test.path + "/keys/access.log", encoding: .utf8)
    #expect(access.contains("\(stored.content.id)\tperson/p1\tanswering the reporter\n"))
    #expect(!access.contains("138"))
  }

  @Test func `no byte on disk holds the clear text`() throws {
    let test = try TemporaryLog()
    for index in 0..<20 {
      try test.log.append(
        note(
          "n\(index)", author: ObjectName("person", "p\(index)"),
          text: SealedText(SealingTests.secret)))
    }
    let needle = Data("13800000021".utf8)
    for name in try FileManager.default.subpathsOfDirectory(atPath: test.path) {
      guard let data = FileManager.default.contents(atPath: test.path + "/" + name) else {
        continue
      }
      #expect(data.range(of: needle) == nil, "\(name)")
    }
  }

  @Test func `without an author the note's own key seals`() throws {
    let test = try TemporaryLog()
    try test.log.append(note("a", text: "words"))
    let stored = try #require(try test.log.event(at: 1))
    #expect(stored.content.sealed.map(\.subject) == ["note/a"])
  }

  @Test func `a log without its keys still reads, and says what is missing`() throws {
    let test = try TemporaryLog()
    try test.log.append(note("a", author: "person/p1", text: "words"))
    let stored = try #require(try test.log.event(at: 1))
    let other = try TemporaryLog()
    let text = try #require(try stored.decode(NoteTaken.self).text)
    #expect(throws: UnsealError.noKey(subject: "person/p1")) {
      try other.log.open(text, for: "test")
    }
  }

  @Test func `derived keys seal a sample to the same bytes on every machine`() throws {
    func sealed(_ source: KeySource) throws -> [SealedSection] {
      let directory = TemporaryDirectory("sample")
      var options = EventLogOptions(catalogue: Notes.catalogue)
      options.keySource = source
      let log = try EventLog.create(
        at: directory.path(of: "sample.gridlog"), options: options, clock: .source)
      try log.append(note("a", id: EventID(high: 7, low: 7), text: "words"))
      return try log.events().flatMap(\.content.sealed)
    }
    let first = try sealed(.derived(7))
    #expect(first.count == 1)
    #expect(try sealed(.derived(7)) == first)
    #expect(try sealed(.derived(8)) != first)
    #expect(try sealed(.random) != first)
  }

  @Test func `derived keys are refused by a log that real people may stand in`() async {
    await #expect(processExitsWith: .failure) {
      var options = EventLogOptions(catalogue: Notes.catalogue)
      options.keySource = .derived(7)
      let directory = TemporaryDirectory("sample")
      _ = try EventLog.create(at: directory.path(of: "sample.gridlog"), options: options)
    }
  }

  @Test func `a group of appends seals each request under its own key`() throws {
    let test = try TemporaryLog()
    let requests = try (0..<50).map { [try note("n\($0)", text: "words")] }
    let results = test.log.appendTogether(requests)
    #expect(try results.map { try $0.get().appended } == Array(repeating: 1, count: 50))
    for index in 0..<50 {
      let stored = try #require(try test.log.event(at: Position(UInt64(index + 1))))
      let text = try #require(try stored.decode(NoteTaken.self).text)
      #expect(try test.log.open(text, for: "test") == "words")
    }
  }
}
