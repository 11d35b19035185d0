// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import LMDB
import Testing

@testable import EventSourcing

/// Records are made before the log has told their places and times, and are completed under its lock.
@Suite struct RecordTests {
  /// Of every length that a time can have in a record.
  private static let times: [Int64] = [0, 1, 63, 64, 8_191, 8_192] + (2...7).map { 1 << (7 * $0) }

  @Test func `a time that only the log knows stands in the record like one that was given`() throws
  {
    let test = try TemporaryLog(clock: .source)
    for round in 0..<24 {
      for time in RecordTests.times {
        let occurred = Instant(microseconds: time + Int64(round) << 50)
        try test.log.append([
          note("given", occurred: occurred), note("told"), note("told", author: "person/p1"),
        ])
      }
    }
    let events = try test.log.events()
    for (given, others) in zip(
      try test.log.events(.stream("note/given")).map(\.content.occurred),
      stride(from: 1, to: events.count, by: 3))
    {
      #expect(events[others].content.occurred == given)
      #expect(events[others + 1].content.occurred == given)
    }
    // Two segments and more: their roots are over the records as they were appended.
    #expect(events.count > 2 * SegmentLayout.events)
    #expect(try test.reopened().verify().isIntact)
  }

  @Test func `a transaction that is run again gives all its names their numbers again`() throws {
    let directory = TemporaryDirectory("again")
    let path = directory.path(of: "test.gridlog")
    let eventOptions = EventLogOptions(catalogue: Notes.catalogue)
    _ = try EventLog.create(at: path, options: eventOptions)
    // Held, so that the log shares its small map and meets its end within the commit.
    var options = EnvironmentOptions(tables: [])
    options.mapSize = 1 << 16
    let store = try Environment.open(at: path + "/log", options: options)
    let log = try EventLog(at: path, options: eventOptions)
    let names = (0..<700).map { log.object(ObjectName("note", "n\($0)")) }
    let author = log.object("person/p1")
    let receipt = try log.append(
      try (0..<2 * names.count).map {
        try NewEvent(NoteTaken(note: names[$0 % names.count], author: author, words: $0))
      })
    #expect(try store.info().mapSize > 1 << 16)
    #expect(receipt.positions == (1...1400).map { Position($0) })
    let again = try EventLog(at: path, options: eventOptions)
    for (index, name) in names.enumerated() {
      let events = try again.events(.stream(ObjectName("note", "n\(index)")))
      #expect(events.map(\.position.rawValue) == [UInt64(index + 1), UInt64(index + 701)])
      #expect(events.map(\.streamVersion) == [1, 2])
      #expect(events[0].content.references[0].object == name)
    }
    #expect(try again.verify().isIntact)
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `hashes made together are those made one by one`(algorithm: DigestAlgorithm) {
    // Every length around the ends of blocks, in batches that leave some places empty.
    let sizes = (0..<400).map { $0 * 7 % 400 }
    var digester = Digester(algorithm)
    for count in [1, 2, 3, 4, 5, 31, 32] {
      for start in stride(from: 0, to: sizes.count - count, by: count) {
        let pieces = sizes[start..<start + count].map { size in
          [UInt8]((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) })
        }
        var hashes = [UInt8](repeating: 0, count: count * Digester.bytes)
        let all = pieces.flatMap(\.self)
        all.withUnsafeBytes { all in
          var batch = HashBatch(capacity: count)
          var place = 0
          for piece in pieces {
            batch.add(UnsafeRawBufferPointer(rebasing: all[place..<place + piece.count]))
            place += piece.count
          }
          hashes.withUnsafeMutableBytes { digester.hash(&batch, to: $0) }
        }
        // Piece by piece is always libcrypto's work.
        var expected: [UInt8] = []
        for piece in pieces {
          digester.update(piece)
          expected += digester.finish()
        }
        #expect(hashes == expected, "\(count) messages from \(start)")
      }
    }
  }
}
