// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Testing

/// Replays of a real log against replays of the same events in memory.
struct LogReplayTests {
  private static let projections = ReplayLawTests.projections

  private func digests(_ views: [AnyView]) -> [String] {
    views.map { "\($0.digest) \($0.quarantine)" }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `a log folds as its events in memory do, and a second append changes nothing`(
    seed: UInt64
  ) throws {
    let directory = TemporaryDirectory()
    let log = try EventLog.create(
      at: directory.path(of: "parcels.gridlog"),
      options: EventLogOptions(catalogue: Parcels.catalogue), clock: .source)
    let events = try SeededParcels.history(seed: seed, count: 400).events.map { event in
      var new = NewEvent(
        id: event.content.id, type: event.content.type, version: event.content.version,
        stream: event.content.stream, occurred: event.content.occurred,
        source: event.content.source,
        body: EventBody(
          references: event.content.references, payload: event.content.payload, clear: []))
      if new.type == .parcelNoted {
        new.body.clear = [
          ClearSection(
            subject: "person/p1", purpose: "delivery",
            bytes: try #require(try NewEvent(words).body.clear.first?.bytes))
        ]
      }
      return new
    }
    try log.append(events)
    let stored = try (1...400).map { try #require(try log.event(at: Position(UInt64($0)))) }
    for asOf in [AsOf.head, .position(137)] {
      let fromLog = try log.replay(Self.projections, asOf: asOf, happenedBy: "2021-08-20")
      let fromMemory = try ReplayEngine(stored).replay(
        Self.projections, asOf: asOf, happenedBy: "2021-08-20")
      #expect(digests(fromLog) == digests(fromMemory), "seed \(seed)")
    }
    let before = try digests(log.replay(Self.projections))
    let receipt = try log.append(events)
    #expect(receipt.appended == 0)
    #expect(try digests(log.replay(Self.projections)) == before, "seed \(seed)")
  }

  private var words: ParcelNoted {
    ParcelNoted(parcel: "parcel/1", recipient: "person/p1", urgency: 1, words: "call")
  }
}
