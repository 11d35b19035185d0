// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Testing

@testable import EventSourcing

/// Whatever happens to a data file: what is saved is a prefix of what was, and the damaged file
/// stays as it is.
@Suite struct SalvageTests {
  private let place = TemporaryDirectory("salvage")
  private var damaged: String { place.path(of: "damaged.gridlog") }
  private var target: String { place.path(of: "saved.gridlog") }

  /// A log with a tail, its events, and its directory's copy, to be damaged.
  private func copy(_ count: Int) throws -> (events: [StoredEvent], data: Data, id: EventID) {
    let events: [StoredEvent]
    let id: EventID
    let source = place.path(of: "source-\(count).gridlog")
    do {
      let log = try EventLog.create(at: source, options: noteOptions)
      for start in stride(from: 1, through: count, by: 100) {
        try log.append(
          (start..<min(start + 100, count + 1)).map { number in
            try note(
              "n\(number % 29)", words: number, author: number % 4 == 0 ? "person/p1" : nil,
              text: number % 7 == 0 ? SealedText.clear("private \(number)") : nil)
          })
      }
      events = try log.events()
      id = log.identity.id
    }
    try FileManager.default.copyItem(atPath: source, toPath: damaged)
    return (events, try Data(contentsOf: file), id)
  }

  private var file: URL { URL(fileURLWithPath: damaged + "/log/data.mdb") }

  /// Salvages; what is saved must be a prefix. Gives its length, `nil` if there was nothing.
  private func salvaged(_ events: [StoredEvent], _ context: Comment) throws -> Int? {
    let before = try Data(contentsOf: file)
    defer { try? FileManager.default.removeItem(atPath: target) }
    do {
      let report = try EventLog.salvage(from: damaged, to: target, options: noteOptions)
      let saved = try EventLog(at: target, options: noteOptions).events()
      #expect(saved == Array(events.prefix(saved.count)), context)
      #expect(report.head.rawValue == UInt64(saved.count), context)
      #expect(report.verified.isIntact, context)
      #expect(try Data(contentsOf: file) == before, context)
      return saved.count
    } catch let error as EventLogError {
      guard case .nothingToSave = error.kind else {
        Issue.record("\(error) \(context)")
        return nil
      }
      #expect(!FileManager.default.fileExists(atPath: target), context)
      return nil
    }
  }

  @Test func `a whole log is saved whole, under an id of its own that names its parent`() throws {
    let (events, _, id) = try copy(700)
    let report = try EventLog.salvage(from: damaged, to: target, options: noteOptions)
    #expect(report.head == 700)
    #expect(report.ending == nil)
    #expect(report.acknowledged == 700)
    #expect(report.hasKeys)
    #expect(report.damagedPages == 0 && report.damagedValues == 0)
    let log = try EventLog(at: target, options: noteOptions)
    #expect(try log.events() == events)
    #expect(log.identity.id != id)
    #expect(log.identity.parent?.id == id)
    #expect(log.identity.parent?.position == 700)
    #expect(log.identity.parent?.cause == .salvaged)
    let text = try #require(try events[6].decode(NoteTaken.self).text)
    #expect(try log.open(text, for: "test") == "private 7")
    try log.append([note("new")])
  }

  @Test func `with any page gone, what is saved is a prefix`() throws {
    let (events, data, _) = try copy(600)
    let pages = data.count / 4096
    var lengths: [Int] = []
    // Every page in turn would take minutes of a debug build; all kinds are among these.
    for page in stride(from: 0, to: pages, by: max(1, pages / 40)) {
      var changed = data
      changed.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(count: 4096))
      try changed.write(to: file)
      lengths.append(try salvaged(events, "page \(page) zeroed") ?? 0)
    }
    #expect(lengths.contains(600), "a page of the index or a free one costs nothing")
    #expect(lengths.contains { $0 > 0 && $0 < 600 }, "\(lengths)")
  }

  @Test func `with any bit flipped, what is saved is a prefix`() throws {
    let (events, data, _) = try copy(600)
    let seed: UInt64 = 20_260_418
    var random = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let place = Int.random(in: 0..<data.count, using: &random)
      var changed = data
      changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      try changed.write(to: file)
      _ = try salvaged(events, "byte \(place), seed \(seed)")
    }
  }

  @Test func `of a file that was cut off, what is left is saved`() throws {
    let (events, data, _) = try copy(600)
    var lengths: [Int] = []
    for eighth in 1..<8 {
      try data.prefix(data.count * eighth / 8).write(to: file)
      lengths.append(try salvaged(events, "\(eighth)/8 left") ?? 0)
    }
    #expect(lengths.contains { $0 > 0 }, "\(lengths)")
  }

  @Test func `one lost meta page leaves the other, and two leave nothing`() throws {
    let (events, data, _) = try copy(300)
    for meta in 0...1 {
      var changed = data
      changed.replaceSubrange(meta * 4096..<(meta + 1) * 4096, with: Data(count: 4096))
      try changed.write(to: file)
      let count = try salvaged(events, "meta \(meta)") ?? 0
      #expect(count >= 200, "meta \(meta): \(count), at most the last commit is missing")
    }
    var changed = data
    changed.replaceSubrange(0..<8192, with: Data(count: 8192))
    try changed.write(to: file)
    #expect(try salvaged(events, "both") == nil)
  }

  @Test func `what stopped salvages leave is removed by the next one`() throws {
    let (events, _, _) = try copy(1200)
    for stop in 0..<3 {
      var told = 0
      #expect(throws: EventLogError.self) {
        try EventLog.salvage(from: damaged, to: target, options: noteOptions) { _ in
          told += 1
          return told <= stop
        }
      }
      #expect(!FileManager.default.fileExists(atPath: target))
    }
    #expect(try salvaged(events, "after stops") == 1200)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
    #expect(!names.contains { $0.hasPrefix(".") }, "\(names)")
  }
}
