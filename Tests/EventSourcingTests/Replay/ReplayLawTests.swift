// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// What must hold for every projection and every history (design §5).
struct ReplayLawTests {
  static let projections: [any Projection.Type] = [
    SentByDepot.self, DepotWorkload.self, ParcelStatus.self, ParcelStatusAsHappened.self,
    CarriedScans.self,
  ]

  private func digests(
    _ feed: any EventFeed, asOf: AsOf = .head, happenedBy: Moment? = nil
  ) throws -> [Digest] {
    try ReplayEngine(feed).replay(Self.projections, asOf: asOf, happenedBy: happenedBy)
      .map(\.digest)
  }

  @Test func `as of n equals the log cut at n`() throws {
    for seed in 0..<500 as Range<UInt64> {
      let events = SeededParcels.history(seed: seed, count: 24).events
      let cut = Int(seed % UInt64(events.count + 1))
      let then = try digests(MemoryFeed(events), asOf: .position(Position(UInt64(cut))))
      let short = try digests(MemoryFeed(Array(events.prefix(cut))))
      #expect(then == short, "seed \(seed)")
    }
  }

  @Test func `as of a recorded time knows what was recorded by then`() throws {
    for seed in 0..<60 as Range<UInt64> {
      let events = SeededParcels.history(seed: seed, count: 24).events
      let time = events[Int(seed) % events.count].recorded.adding(microseconds: Int64(seed % 3) - 1)
      let cut = events.filter { $0.recorded <= time }
      let then = try digests(MemoryFeed(events), asOf: .recorded(.instant(time)))
      #expect(try then == digests(MemoryFeed(cut)), "seed \(seed)")
    }
  }

  @Test func `folding in many parts equals folding at once`() throws {
    for seed in 0..<500 as Range<UInt64> {
      let feed = MemoryFeed(SeededParcels.history(seed: seed, count: 24).events)
      #expect(
        try digests(feed) == digests(ChoppyFeed(feed, seed: seed)), "seed \(seed)")
    }
  }

  @Test func `digests and rows do not depend on the order in which objects were numbered`() throws {
    for seed in 0..<60 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let events = SeededParcels.history(seed: seed, count: 24).events
      let names = (SeededParcels.parcels + SeededParcels.depots).shuffled(using: &random)
      let plain = try ReplayEngine(MemoryFeed(events)).replay(Self.projections)
      let other = try ReplayEngine(MemoryFeed(events, interned: names)).replay(Self.projections)
      #expect(plain.map(\.digest) == other.map(\.digest), "seed \(seed)")
      #expect(plain.map(\.rows) == other.map(\.rows), "seed \(seed)")
    }
  }

  @Test func `several projections in one pass give what each gives alone`() throws {
    for seed in 0..<60 as Range<UInt64> {
      let engine = ReplayEngine(SeededParcels.history(seed: seed, count: 24).events)
      let alone = try Self.projections.map { try engine.replay([$0])[0] }
      let together = try engine.replay(Self.projections)
      #expect(alone.map(\.digest) == together.map(\.digest), "seed \(seed)")
      #expect(alone.map(\.quarantine) == together.map(\.quarantine), "seed \(seed)")
    }
  }

  /// Late facts and corrections change nothing but the way: a log in which everything had been
  /// said rightly and in time gives the same rows, by the plain order.
  @Test func `late and corrected facts equal a log that had them right from the start`() throws {
    for seed in 0..<500 as Range<UInt64> {
      let events = SeededParcels.history(seed: seed, count: 24).events
      let asHappened = try ReplayEngine(events).replay(
        ParcelStatusAsHappened.self, clock: "2022-01-01T00:00:00Z")
      let facts = ParcelOracle.amended(
        ParcelOracle.facts(events), happenedBy: nil,
        types: ["ParcelSent", "ParcelScanned", "ParcelDelivered", "ParcelNoted"]
      ).facts
      var builder = HistoryBuilder(from: "2000-01-01T00:00:00Z")
      for fact in facts { builder.append(try NewEvent(rightly: fact), recorded: fact.occurred) }
      let plain = try ReplayEngine(builder.events).replay(
        ParcelStatus.self, clock: "2022-01-01T00:00:00Z")
      for table in plain.tables {
        #expect(try asHappened.rows(of: table) == plain.rows(of: table), "seed \(seed)")
      }
    }
  }

  /// Every third row of every table, now and half way.
  @Test(arguments: [AsOf.head, .position(15)])
  func `a row follows from the events that explain it alone`(asOf: AsOf) throws {
    for seed in 0..<30 as Range<UInt64> {
      let feed = MemoryFeed(SeededParcels.history(seed: seed, count: 24).events)
      for view in try ReplayEngine(feed).replay(Self.projections, asOf: asOf) {
        for table in view.tables {
          for (index, row) in try view.rows(of: table).enumerated() where index % 3 == 0 {
            let explanation = try view.explain(row.key)
            let part = SelectedFeed(feed, explanation.all)
            let again = try ReplayEngine(part).replay([type(view)], asOf: asOf)[0]
            let found = try again.row(matching: row.key.text, in: table)
            #expect(found == row, "seed \(seed), \(view.name) \(row.key)")
          }
        }
      }
    }
  }

  private func type(_ view: AnyView) throws -> any Projection.Type {
    try #require(Self.projections.first { $0.name == view.name })
  }
}

extension NewEvent {
  /// An event of the newest version that says what an amended fact says.
  fileprivate init(rightly fact: ParcelOracle.Fact) throws {
    let schema = try #require(Parcels.catalogue.newest(EventType(fact.type)))
    var fields = fact.fields.map { NamedValue($0.key, $0.value) }
    if fact.type == "ParcelNoted" { fields.append(NamedValue("words", .text("call"))) }
    self.init(
      type: schema.type, version: schema.version, stream: try #require(ObjectName(fact.stream)),
      occurred: fact.occurred, body: try schema.encode(fields))
  }
}
