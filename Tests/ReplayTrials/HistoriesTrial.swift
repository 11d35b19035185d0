// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples

/// Histories in memory: random moments, horizons and keys against the oracle, and the laws of
/// folding (design §5; reliability R12, R13).
struct HistoriesTrial {
  static let projections: [any Projection.Type] = [
    SentByDepot.self, DepotWorkload.self, ParcelStatus.self, ParcelStatusAsHappened.self,
    CarriedScans.self,
  ]

  /// The engine does not see the last event: what a check that can fail must find.
  let isPlanted: Bool

  func run(_ tally: inout Tally) throws {
    for seed in tally.seeds {
      tally.begin(seed)
      var random = SeededGenerator(seed: seed ^ 0x0E1A)
      let events = HistoriesTrial.history(seed, &random)
      tally.count("events", events.count)
      let seen = isPlanted ? Array(events.dropLast()) : events
      let engine = ReplayEngine(MemoryFeed(seen))
      for kind in Question.Kind.allCases {
        let question = Question(kind, events, &random)
        question.ask(engine, &random, &tally)
      }
      try cut(seen, &random, &tally)
      try split(seen, &random, &tally)
    }
  }

  /// Every other history has a clock that jumps and goes back.
  static func history(_ seed: UInt64, _ random: inout SeededGenerator) -> [StoredEvent] {
    let count = Int.random(in: 4...48, using: &random)
    return seed % 2 == 0
      ? SeededParcels.history(seed: seed, count: count).events
      : SeededParcels.steppingHistory(seed: seed, count: count).events
  }

  /// As of n is the log cut at n.
  private func cut(
    _ events: [StoredEvent], _ random: inout SeededGenerator, _ tally: inout Tally
  ) throws {
    let end = Int.random(in: 0...events.count, using: &random)
    let asOf = AsOf.position(Position(UInt64(end)))
    let then = try ReplayEngine(MemoryFeed(events))
      .replay(HistoriesTrial.projections, asOf: asOf).map(\.digest)
    let short = try ReplayEngine(MemoryFeed(Array(events.prefix(end))))
      .replay(HistoriesTrial.projections).map(\.digest)
    tally.expect(then == short, "as of \(end) is not the log cut there")
  }

  /// Folded in parts is folded at once.
  private func split(
    _ events: [StoredEvent], _ random: inout SeededGenerator, _ tally: inout Tally
  ) throws {
    let feed = MemoryFeed(events)
    let whole = try ReplayEngine(feed).replay(HistoriesTrial.projections).map(\.digest)
    let parts = try ReplayEngine(ChoppyFeed(feed, seed: random.next()))
      .replay(HistoriesTrial.projections).map(\.digest)
    tally.expect(whole == parts, "folded in parts gives other rows")
  }
}
