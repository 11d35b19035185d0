// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

@testable import EventSourcing

/// A feed gives events in whatever order they are asked for, from columns or one by one.
@Suite struct PlacedReadTests {
  private let directory = TemporaryDirectory("placed")
  private var path: String { directory.path(of: "placed.gridlog") }

  /// Notes of many lengths over a dozen segments and a tail; one in 400 stands apart.
  private func log(compressed: Bool) throws -> EventLog {
    try write()
    if compressed {
      var compacting = CompactOptions()
      compacting.compresses = true
      compacting.plainSegments = 4
      #expect(try EventLog.compact(at: path, options: compacting).deflated > 4)
    }
    return try EventLog(at: path, options: EventLogOptions(catalogue: Notes.catalogue))
  }

  private func write() throws {
    let options = EventLogOptions(catalogue: Notes.catalogue)
    let log = try EventLog.create(at: path, options: options)
    for start in stride(from: 0, to: 3_300, by: 300) {
      try log.append(
        try (start..<start + 300).map { number in
          let name = ObjectName("note", "n\(number % 97)")
          guard number % 11 != 3 else { return try NewEvent(NoteBurnt(note: name)) }
          let length = number % 400 == 7 ? 9_000 : number % 37
          let heading = String(repeating: "x", count: length)
          return try NewEvent(NoteTaken(note: name, words: number, heading: heading))
        })
    }
  }

  /// Orders that happened order meets: nearly that of the log, with stretches from elsewhere; far
  /// apart; turned round; more segments in turn than are kept.
  private func orders(_ random: inout SeededGenerator) -> [[UInt64]] {
    let all = (1...3_300).map(UInt64.init)
    var late = all
    for _ in 0..<400 {
      let from = Int.random(in: 0..<late.count, using: &random)
      let event = late.remove(at: from)
      late.insert(event, at: min(late.count, from + Int.random(in: 0..<900, using: &random)))
    }
    let turns = (0..<250).flatMap { row in (0..<12).map { UInt64($0 * 256 + row + 1) } }
    return [
      all, late, Array(late.prefix(700).shuffled(using: &random)), all.reversed(), turns,
      all.filter { $0 % 97 == 0 },
    ]
  }

  @Test(arguments: [false, true])
  func `each event asked for is there, in its place and whole`(compressed: Bool) throws {
    var random = SeededGenerator(seed: 20_260_417)
    let log = try log(compressed: compressed)
    let events = try log.events()
    let feed = try LogFeed(log)
    let batch = EventBatch(directory: feed.directory, zone: feed.zone, catalogue: Notes.catalogue)
    for order in orders(&random) {
      let positions = order.map { Position($0) }
      for start in stride(from: 0, to: positions.count, by: EventBatch.capacity) {
        let asked = positions[start..<min(start + EventBatch.capacity, positions.count)]
        try feed.fill(batch, positions: asked)
        #expect(batch.count == asked.count)
        for (row, position) in asked.enumerated() where row < batch.count {
          let event = events[Int(position.rawValue) - 1]
          let columns = batch.columns.pointee
          let payload = columns.payload[row]
          #expect(batch.position(row) == position)
          #expect(batch.id(row) == event.content.id)
          #expect(batch.type(row) == event.content.type)
          #expect(
            UnsafeBufferPointer(start: columns.arena + payload.start, count: payload.count)
              .elementsEqual(event.content.payload), "#\(position)")
        }
      }
    }
  }
}
