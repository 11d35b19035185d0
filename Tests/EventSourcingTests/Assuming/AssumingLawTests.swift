// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import ParcelSamples
import Testing

@testable import EventSourcing

/// What-if equals a fold of the log that it imagines, over seeded histories, cuts and horizons.
struct AssumingLawTests {
  /// What a fold sees of an event's header: each version in its stream counts as it would.
  struct Headers: Projection {
    struct Header: TableRow {
      var place: Int
      var version: Int
      var recorded: Instant
      var stream: ObjectID
    }

    static let name = "headers", version = 1
    let headers = Table<EventID, Header>()

    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      headers[event.id] = Header(
        place: headers.count, version: Int(event.streamVersion), recorded: event.recorded,
        stream: event.stream)
    }
  }

  static let projections = ReplayLawTests.projections + [Headers.self]

  /// A past as it is, what is assumed against it, and the past that this means.
  struct Case {
    let base: [StoredEvent]
    let imagined: [StoredEvent]
    let feed: OverlayFeed
    let asOf: AsOf
    let happenedBy: Moment?

    init(_ seed: UInt64) {
      var random = SeededGenerator(seed: seed ^ 0xA55)
      let all = SeededParcels.history(seed: seed, count: 30).events
      let fates = all.map { _ in Int.random(in: 0..<4, using: &random) }
      // 0: left out, 1: added, else there before and after.
      base = Case.history(zip(all, fates).filter { $0.1 != 1 }.map(\.0))
      imagined = Case.history(zip(all, fates).filter { $0.1 != 0 }.map(\.0))
      let gone = Set(zip(all, fates).filter { $0.1 == 0 }.map(\.0.content.id))
      let added = zip(all, fates).filter { $0.1 == 1 }.map(\.0)
      feed = OverlayFeed(
        MemoryFeed(base), without: base.filter { gone.contains($0.content.id) },
        adding: Case.added(added, among: base))
      asOf = random.chance(30) ? .head : .recorded(.instant(random.choose(all).recorded))
      happenedBy = random.chance(50) ? nil : .instant(random.choose(all).content.occurred)
    }

    static func history(_ events: [StoredEvent]) -> [StoredEvent] {
      var builder = HistoryBuilder(from: .earliest)
      for event in events { builder.append(NewEvent(again: event), recorded: event.recorded) }
      return builder.events
    }

    static func added(_ events: [StoredEvent], among base: [StoredEvent]) -> [OverlayFeed.Added] {
      events.enumerated().map { index, event in
        let before = base.filter { $0.recorded <= event.recorded }
        let position = Position.assumed(UInt64(index + 1))
        return OverlayFeed.Added(
          event: StoredEvent(
            position: position, recorded: event.recorded, flags: event.flags, streamVersion: 0,
            content: event.content),
          after: Position(UInt64(before.count)),
          version: UInt64(before.count { $0.content.stream == event.content.stream }))
      }
    }

    func id(at position: Position) -> EventID? {
      feed.history.event(at: position)?.content.id
        ?? base.first { $0.position == position }?.content.id
    }
  }

  @Test func `an answer under assumptions is the answer of the log that they imagine`() throws {
    for seed in 0..<200 as Range<UInt64> {
      let trial = Case(seed)
      let assumed = try ReplayEngine(trial.feed).replay(
        Self.projections, asOf: trial.asOf, happenedBy: trial.happenedBy,
        clock: "2022-01-01T00:00:00Z")
      let imagined = try ReplayEngine(MemoryFeed(trial.imagined)).replay(
        Self.projections, asOf: trial.asOf, happenedBy: trial.happenedBy,
        clock: "2022-01-01T00:00:00Z")
      for (found, expected) in zip(assumed, imagined) {
        for table in expected.tables {
          let rows = try found.rows(of: table)
          #expect(try rows == expected.rows(of: table), "seed \(seed), \(found.name)")
        }
        let refused = Set(
          found.quarantine.map { [trial.id(at: $0.position)?.description, "\($0.parked)"] })
        let ids = expected.quarantine.map { entry in
          trial.imagined[Int(entry.position.rawValue) - 1].content.id.description
        }
        #expect(
          refused == Set(zip(ids, expected.quarantine).map { [$0, "\($1.parked)"] }),
          "seed \(seed), \(found.name)")
      }
    }
  }

  @Test func `batches of any size give the same answer`() throws {
    for seed in 0..<60 as Range<UInt64> {
      let trial = Case(seed)
      let gone = trial.feed.history.leftOut
      let choppy = OverlayFeed(
        ChoppyFeed(MemoryFeed(trial.base), seed: seed), without: gone,
        adding: Case.added(
          trial.feed.history.added, among: trial.base))
      let one = try ReplayEngine(trial.feed).replay(Self.projections).map(\.digest)
      #expect(
        try ReplayEngine(choppy).replay(Self.projections).map(\.digest) == one, "seed \(seed)")
    }
  }

  @Test func `with nothing assumed the answer is the real one`() throws {
    for seed in 0..<60 as Range<UInt64> {
      let events = SeededParcels.history(seed: seed).events
      let feed = OverlayFeed(MemoryFeed(events), without: [], adding: [])
      let real = try ReplayEngine(MemoryFeed(events)).replay(Self.projections)
      let assumed = try ReplayEngine(feed).replay(Self.projections)
      #expect(real.map(\.digest) == assumed.map(\.digest), "seed \(seed)")
      #expect(real.map(\.moment) == assumed.map(\.moment), "seed \(seed)")
    }
  }

  /// The events that explain a row are enough for it, whether they were recorded or assumed.
  @Test func `an assumed row follows from the events that explain it`() throws {
    for seed in 0..<30 as Range<UInt64> {
      let trial = Case(seed)
      for view in try ReplayEngine(trial.feed).replay(ReplayLawTests.projections) {
        for (index, row) in view.rows.enumerated() where index % 3 == 0 {
          let positions = try view.explain(row.key).all
          let behind = Set(positions.compactMap(trial.id(at:)))
          #expect(behind.count == positions.count, "seed \(seed), \(row.key)")
          let part = Case.history(trial.imagined.filter { behind.contains($0.content.id) })
          let type = try #require(ReplayLawTests.projections.first { $0.name == view.name })
          let again = try ReplayEngine(MemoryFeed(part)).replay(
            [type], clock: view.moment.clock)[0]
          #expect(try again.row(matching: row.key.text) == row, "seed \(seed), \(view.name)")
        }
      }
    }
  }
}
