// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import LMDB
import Testing

@testable import EventSourcing

/// R5 and R6 over a whole log with segments, runs, roots and a long payload: each page of its
/// store is damaged in turn. Every question is answered as before or with a typed error; nothing
/// is answered wrongly, and the process lives.
@Suite(.serialized) struct DamagedLogTests {
  private static let pageSize = 4096

  /// A sound log and what it answers.
  private struct Sound {
    let directory = TemporaryDirectory("damage")
    let bytes: [UInt8]
    let answers: [String]

    static var options: EventLogOptions {
      var options = EventLogOptions(catalogue: Notes.catalogue)
      options.runEvents = 256
      return options
    }

    /// - Parameter count: 1,100 are enough for four runs, which become one of the next level.
    init(_ count: Int = 640) throws {
      let path = directory.path(of: "sound.gridlog")
      do {
        let log = try EventLog.create(at: path, options: Sound.options)
        for first in stride(from: 0, to: count, by: 40) {
          var events: [NewEvent] = []
          for number in first..<first + 40 { events.append(try Sound.event(number)) }
          try log.append(events)
        }
        let heading = String(repeating: "x", count: 9000)
        try log.append(try NewEvent(NoteTaken(note: "note/long", words: 1, heading: heading)))
        while log.writer.core.upkeep != .none { log.writer.core.keepUp() }
        let runs = try log.environment.read { (view) throws(LMDBError) in
          try IndexState(log.tables, view).runs.runs.map(\.level)
        }
        #expect(runs.contains(2) == (count > 1024), "runs of levels \(runs)")
        answers = try Sound.questions.map { try $0(log) }
      }
      bytes = [UInt8](try Data(contentsOf: URL(filePath: path + "/log/data.mdb")))
    }

    /// Every third one has an id of its own, every fifth an author.
    private static func event(_ number: Int) throws -> NewEvent {
      let id = EventID(high: UInt64(number) << 40, low: 7)
      let author = ObjectName("person", "p\(number % 4)")
      return try note(
        "n\(number % 23)", words: number, id: number % 3 == 0 ? id : nil,
        author: number % 5 == 0 ? author : nil)
    }

    /// What is asked of a damaged copy; each answer is compared as a whole.
    static let questions: [@Sendable (EventLog) throws -> String] = [
      { log in "\(try log.events().map { ($0.position, $0.content.payload) })" },
      { log in "\(try log.events(.stream("note/n3")).map(\.position))" },
      { log in "\(try log.events(.reference("author", "person/p1")).map(\.position))" },
      { log in "\(try log.events(.types("NoteTaken"), direction: .backwards).map(\.position))" },
      { log in "\(try log.event(EventID(high: 300 << 40, low: 7))?.position as Position?)" },
      { log in "\(try log.event(EventID(high: 12345, low: 7))?.position as Position?)" },
      { log in "\(try log.version(of: "note/n7")) \(try log.version(of: "note/none"))" },
      { log in "\(try log.typeCounts())" },
    ]

    /// Copies the log with another store in it, and asks.
    func outcome(_ damaged: [UInt8]) throws -> (refused: Int, wrong: [String]) {
      let path = directory.path(of: "damaged.gridlog")
      try? FileManager.default.removeItem(atPath: path)
      try FileManager.default.copyItem(
        atPath: directory.path(of: "sound.gridlog"), toPath: path)
      try Data(damaged).write(to: URL(filePath: path + "/log/data.mdb"))
      let log: EventLog
      do throws(EventLogError) {
        log = try EventLog(at: path, options: Sound.options)
      } catch {
        return (Sound.questions.count, [])
      }
      var refused = 0
      var wrong: [String] = []
      for (number, question) in Sound.questions.enumerated() {
        do {
          let answer = try question(log)
          if answer != answers[number] { wrong.append("question \(number)") }
        } catch is EventLogError {
          refused += 1
        }
      }
      return (refused, wrong)
    }
  }

  private func expectNothingWrong(
    _ name: String, _ sound: Sound, _ damages: [(place: String, bytes: [UInt8])]
  ) throws {
    var refused = 0
    for damage in damages {
      let outcome = try sound.outcome(damage.bytes)
      #expect(outcome.wrong.isEmpty, "\(name), \(damage.place): \(outcome.wrong)")
      refused += outcome.refused
    }
    print("\(name): \(damages.count) damages, \(refused) answers refused")
    #expect(refused > 0, "a damage that nobody notices anywhere is no damage")
  }

  @Test(arguments: [640, 1_100])
  func `a flipped bit on any page is an error or changes no answer`(events: Int) throws {
    let sound = try Sound(events)
    var generator = SeededGenerator(seed: 20_261_123)
    let damages = (0..<sound.bytes.count / DamagedLogTests.pageSize).map { page in
      var bytes = sound.bytes
      let place =
        page * DamagedLogTests.pageSize
        + Int.random(in: 0..<DamagedLogTests.pageSize, using: &generator)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      return ("byte \(place)", bytes)
    }
    try expectNothingWrong("flipped bits", sound, damages)
  }

  @Test(arguments: [640, 1_100])
  func `a zeroed page, or one page in place of another, is an error or changes no answer`(
    events: Int
  ) throws {
    let sound = try Sound(events)
    var generator = SeededGenerator(seed: 7)
    let pages = sound.bytes.count / DamagedLogTests.pageSize
    let damages = (2..<pages).map { page in
      var bytes = sound.bytes
      let range = page * DamagedLogTests.pageSize..<(page + 1) * DamagedLogTests.pageSize
      guard page.isMultiple(of: 2) else {
        bytes.replaceSubrange(
          range, with: repeatElement(0, count: DamagedLogTests.pageSize))
        return ("page \(page) zeroed", bytes)
      }
      let other = Int.random(in: 2..<pages, using: &generator) * DamagedLogTests.pageSize
      bytes.replaceSubrange(
        range, with: sound.bytes[other..<other + DamagedLogTests.pageSize])
      return ("page \(page) is \(other / DamagedLogTests.pageSize)", bytes)
    }
    try expectNothingWrong("zeroed and swapped pages", sound, damages)
  }

  @Test func `a store cut short at any page is an error or changes no answer`() throws {
    let sound = try Sound()
    let damages = stride(from: 1, to: sound.bytes.count / DamagedLogTests.pageSize, by: 3).map {
      ("cut to \($0) pages", Array(sound.bytes[..<($0 * DamagedLogTests.pageSize)]))
    }
    try expectNothingWrong("cuts", sound, damages)
  }
}
