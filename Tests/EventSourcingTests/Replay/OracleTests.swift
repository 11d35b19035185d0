// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// The engine against a plain second way, over seeded histories, cuts and horizons.
struct OracleTests {
  static let seeds = (0..<500).map { UInt64($0) }

  private static let factTypes: Set = [
    "ParcelSent", "ParcelScanned", "ParcelDelivered", "ParcelNoted",
  ]

  /// A cut and a horizon of happening that the seed decides; every third has no horizon.
  struct Question {
    let history: SeededHistory
    let engine: ReplayEngine
    let cut: Position
    let happenedBy: Instant?

    init(_ seed: UInt64) {
      var random = SeededGenerator(seed: seed ^ 0xC0FFEE)
      history = SeededParcels.history(seed: seed)
      engine = ReplayEngine(history.events)
      cut = Position(UInt64.random(in: 0...UInt64(history.events.count), using: &random))
      happenedBy = seed % 3 == 0 ? nil : random.choose(history.events).content.occurred
    }

    var known: [StoredEvent] { Array(history.events.prefix(Int(cut.rawValue))) }
    var horizon: Moment? { happenedBy.map { .instant($0) } }
  }

  private func expect(
    _ view: AnyView, _ oracle: ParcelOracle, _ seed: UInt64
  ) throws {
    for table in view.tables {
      let rows = try view.rows(of: table)
      let found = Dictionary(
        rows.map { ($0.key.text, $0.description) }, uniquingKeysWith: { $0 + $1 })
      #expect(found == oracle.tables[table], "seed \(seed), table \(table)")
    }
    let refused = view.quarantine.map {
      ParcelOracle.Refused(position: $0.position.rawValue, parked: $0.parked)
    }
    let expected = oracle.refused.sorted { $0.position < $1.position }
    #expect(refused == expected, "seed \(seed)")
  }

  @Test func `status in recorded order equals a plain second way`() throws {
    for seed in Self.seeds {
      let question = Question(seed)
      let view = try question.engine.replay(
        ParcelStatus.self, asOf: .position(question.cut), happenedBy: question.horizon)
      let facts = ParcelOracle.facts(question.known).filter { fact in
        question.happenedBy.map { fact.occurred <= $0 } ?? true
      }
      try expect(view, ParcelOracle(status: facts, clock: view.moment.clock), seed)
    }
  }

  @Test func `status in happened order equals a plain second way`() throws {
    for seed in Self.seeds {
      let question = Question(seed)
      let view = try question.engine.replay(
        ParcelStatusAsHappened.self, asOf: .position(question.cut), happenedBy: question.horizon)
      let amended = ParcelOracle.amended(
        ParcelOracle.facts(question.known), happenedBy: question.happenedBy,
        types: Self.factTypes)
      var oracle = ParcelOracle(status: amended.facts, clock: view.moment.clock)
      oracle.refused += amended.refused
      try expect(view, oracle, seed)
    }
  }

  @Test func `workload by day of happening equals a plain second way`() throws {
    for seed in Self.seeds {
      let question = Question(seed)
      let view = try question.engine.replay(
        DepotWorkload.self, asOf: .position(question.cut), happenedBy: question.horizon)
      let amended = ParcelOracle.amended(
        ParcelOracle.facts(question.known), happenedBy: question.happenedBy,
        types: ["ParcelSent", "ParcelScanned"])
      var oracle = ParcelOracle(workload: amended.facts)
      oracle.refused = amended.refused
      try expect(view, oracle, seed)
    }
  }
}
