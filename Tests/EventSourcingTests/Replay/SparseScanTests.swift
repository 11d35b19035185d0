// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

@testable import EventSourcing

/// A replay reads what is asked for: segments without any event of the types are left out.
@Suite struct SparseScanTests {
  private let directory = TemporaryDirectory("sparse")
  private static let burnt = EventType("NoteBurnt")

  /// Notes, and a burnt one at each of the positions.
  private func log(_ count: Int, burnt: Set<Int>) throws -> EventLog {
    var options = EventLogOptions(catalogue: Notes.catalogue)
    options.runEvents = 512
    let log = try EventLog.create(at: directory.path(of: "\(count)"), options: options)
    var events: [NewEvent] = []
    for number in 1...count {
      let name = ObjectName("note", "n\(number % 97)")
      events.append(
        burnt.contains(number)
          ? try NewEvent(NoteBurnt(note: name)) : try note("n\(number % 97)"))
    }
    for start in stride(from: 0, to: count, by: 1000) {
      try log.append(Array(events[start..<min(count, start + 1000)]))
    }
    while log.writer.core.upkeep != .none { log.writer.core.keepUp() }
    return log
  }

  /// The positions that a feed gives, and how many segments it read for them.
  private func read(
    _ log: EventLog, _ types: Set<EventType>?, after: Position = .origin
  ) throws -> (positions: [UInt64], segments: Int) {
    let feed = try LogFeed(log)
    let batch = EventBatch(directory: feed.directory, zone: feed.zone, catalogue: Notes.catalogue)
    var positions: [UInt64] = []
    var position = after
    while position < feed.head {
      position = try feed.fill(batch, after: position, upTo: feed.head, types: types)
      positions += (0..<batch.count).map { batch.position($0).rawValue }
    }
    return (positions, feed.segmentsRead)
  }

  @Test func `rare types are read from the segments that have them`() throws {
    let burnt: Set<Int> = [3, 300, 2049, 2050, 7000, 9990]
    let log = try log(10_000, burnt: burnt)
    let indexed = try log.plan(of: .types(Self.burnt)).indexed.rawValue
    let sealed = 10_000 / 256
    // Those with a burnt note, and all behind the index runs.
    let behind = sealed - Int(indexed) / 256
    let rare = try read(log, [Self.burnt])
    #expect(rare.positions == burnt.sorted().map(UInt64.init))
    #expect(rare.segments <= 5 + behind, "\(rare.segments) of \(sealed), \(behind) behind runs")
    #expect(rare.segments < sealed / 2)
    let later = try read(log, [Self.burnt], after: 2049)
    #expect(later.positions == [2050, 7000, 9990])
  }

  @Test func `what is frequent, and what nothing is known of, is read as it lies`() throws {
    let burnt = Set((1...10_000).filter { $0 % 50 == 0 })
    let log = try log(10_000, burnt: burnt)
    let often = try read(log, [Self.burnt])
    #expect(often.positions == burnt.sorted().map(UInt64.init))
    #expect(often.segments >= 10_000 / 256)
    #expect(try read(log, nil).positions == (1...10_000).map(UInt64.init))
    #expect(try read(log, [EventType("NobodyEverWroteThis")]).positions.isEmpty)
  }
}
