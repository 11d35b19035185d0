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
}
