// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// The kit that users run on their projections: what is right passes, what is wrong is found.
@Suite struct ConformanceTests {
  private func brokenLaw<P: Projection>(_ type: P.Type) async throws -> ConformanceLaw? {
    let events = SeededParcels.history(seed: 11, count: 60).events
    let broken = try await ProjectionConformance(type, events: events, seed: 5).brokenLaw()
    return broken?.law
  }

  @Test(arguments: ReplayLawTests.projections.indices)
  func `projections that keep the laws pass`(index: Int) async throws {
    let events = SeededParcels.history(seed: UInt64(index), count: 80).events
    try await check(ReplayLawTests.projections[index], events, UInt64(index))
  }

  private func check<P: Projection>(
    _ type: P.Type, _ events: [StoredEvent], _ seed: UInt64
  ) async throws {
    try await ProjectionConformance(type, events: events, seed: seed).check()
  }

  @Test func `a history of several batches, of one event and of none passes`() async throws {
    for count in [0, 1] {
      let events = SeededParcels.history(seed: 3, count: count).events
      try await ProjectionConformance(ParcelStatus.self, events: events).check()
    }
    let events = SeededParcels.history(seed: 3, count: 600).events
    let report = try await ProjectionConformance(ParcelStatus.self, events: events).check()
    // Three histories of three batches and more, folded in pieces and once more by a rebuild.
    #expect(report.events >= 1800 && report.rows > 0)
    #expect(report.stops >= 6, "\(report)")
    #expect(report.crashStates >= 30, "\(report)")
  }

  @Test func `a projection of events without a schema of fields passes`() async throws {
    var random = SeededGenerator(seed: 4)
    let gauges = try (0..<40).map { number in
      var read = GaugeRead.random(&random)
      read.gauge = ObjectName("gauge", "\(number % 5)")
      return try NewEvent(read)
    }
    try await ProjectionConformance(
      PlainReplayTests.GaugeStates<AsHappened>.self, events: gauges
    ).check()
  }

  @Test func `a clock read through a global breaks the law of folding twice`() async throws {
    #expect(try await brokenLaw(ReadsAClock.self) == .twice)
  }

  @Test func `so do dice, a count in a static variable, and the order of a dictionary`()
    async throws
  {
    #expect(try await brokenLaw(ThrowsDice.self) == .twice)
    #expect(try await brokenLaw(CountsInAStatic.self) == .twice)
    #expect(try await brokenLaw(TakesDictionaryOrder.self) == .twice)
  }

  @Test func `an order and hashes that last as long as the process are found in another one`()
    async throws
  {
    #expect(try await brokenLaw(TakesGlobalOrder.self) == .otherProcess)
    #expect(try await brokenLaw(KeepsHashValues.self) == .otherProcess)
  }

  @Test func `a static variable that folds from nothing set anew is found where folds go on`()
    async throws
  {
    #expect(try await brokenLaw(CountsFromTheBeginning.self) == .snapshots)
  }

  @Test func `what is remembered between events of a batch breaks the law of split folds`()
    async throws
  {
    #expect(try await brokenLaw(RemembersABatch.self) == .split)
  }

  @Test func `the numbers of objects say nothing about their order`() async throws {
    #expect(try await brokenLaw(ComparesNumbers.self) == .numbering)
  }

  @Test func `a row that does not write all it needs breaks the law of stored views`()
    async throws
  {
    #expect(try await brokenLaw(ForgetsWhenStored.self) == .stored)
  }

  @Test func `a version without a step to the next breaks the law of versions`() async throws {
    #expect(try await brokenLaw(LacksAnUpcaster.self) == .versions)
  }

  @Test func `a broken law tells the seed, the first position and the rows that differ`()
    async throws
  {
    let events = SeededParcels.history(seed: 11, count: 60).events
    let found = try await ProjectionConformance(ThrowsDice.self, events: events, seed: 5)
      .brokenLaw()
    let broken = try #require(found)
    #expect(broken.position == 1)
    #expect(broken.seed == 5)
    #expect(broken.description.hasPrefix("planted breaks the law twice with event #1"))
    #expect(broken.detail.contains("ThrowsDice parcel/"))
  }

  @Test func `a private projection cannot be looked for elsewhere, and that is told`() async throws
  {
    let events = SeededParcels.history(seed: 11, count: 10).events
    await #expect(throws: ConformanceError.notFoundByName(projection: "planted")) {
      try await ProjectionConformance(Hidden.self, events: events).check()
    }
  }
}

private struct Hidden: PlantedImpurity {
  let count = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    count[event.stream, default: 0] += 1
  }
}

/// Knows version 1 of a type, and no way from it.
enum GapVocabulary: EventVocabulary {
  static let catalogue = Parcels.catalogue
}

struct LacksAnUpcaster: Projection {
  typealias Vocabulary = GapVocabulary
  static let name = "planted", version = 1
  let count = Table<ObjectID, Int>()

  func apply(_ event: borrowing RecordedEvent<GapVocabulary>) throws(Refusal) {
    count[event.stream, default: 0] += 1
  }
}
