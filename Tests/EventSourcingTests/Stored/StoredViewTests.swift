// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import ParcelSamples
import Testing

@testable import EventSourcing

/// A stored view is what a fold from nothing would give, however it came to be.
@Suite struct StoredViewTests {
  private let directory = TemporaryDirectory("stored")

  static func log(_ directory: TemporaryDirectory, _ name: String = "log") throws -> EventLog {
    try EventLog.create(
      at: directory.path(of: name), options: EventLogOptions(catalogue: Parcels.catalogue),
      clock: .source)
  }

  /// Appends a history's events `from` on.
  static func append(_ events: ArraySlice<StoredEvent>, to log: EventLog) throws {
    for stored in events { _ = try log.append([NewEvent(again: stored)]) }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `stored rows kept current piece by piece are those of a fresh fold`(seed: UInt64) throws {
    let log = try Self.log(directory)
    let history = SeededParcels.history(seed: seed, count: 60).events
    var random = SeededGenerator(seed: seed)
    var options = ReplayOptions()
    // Every other history lets go of its rows after each batch.
    if seed % 2 == 0 { options.memoryLimit = 0 }
    var done = 0
    while done < history.count {
      let next = min(history.count, done + Int.random(in: 1...12, using: &random))
      try Self.append(history[done..<next], to: log)
      done = next
      let upkeep = try log.project(ReplayLawTests.projections, options: options)
      let live = try log.replay(ReplayLawTests.projections)
      for (index, type) in ReplayLawTests.projections.enumerated() {
        let place = "seed \(seed), \(type.name) at \(done)"
        #expect(upkeep[index].position == Position(UInt64(done)), "\(place)")
        let (view, source) = try log.storedRows(of: type.name, among: ReplayLawTests.projections)
        #expect(view.quarantine == live[index].quarantine, "\(place) \(upkeep[index].outcome)")
        #expect(view.rows == live[index].rows, "\(place)")
        #expect(view.digest == live[index].digest, "\(place)")
        #expect(!source.isFrozen && source.lag == 0, "\(place)")
        // Programs without the code read the same rows by their description.
        let frozen = try log.storedRows(of: type.name)
        #expect(frozen.source.isFrozen, "\(place)")
        #expect(frozen.view.rows.map(\.key) == view.rows.map(\.key), "\(place)")
        #expect(frozen.view.digest == live[index].digest, "\(place)")
        #expect(try frozen.view.columns() == view.columns(), "\(place)")
      }
    }
  }

  @Test(arguments: 100..<112 as Range<UInt64>)
  func `a stored view answers as of any moment as the log does`(seed: UInt64) throws {
    let log = try Self.log(directory)
    let history = SeededParcels.history(seed: seed, count: 80).events
    var random = SeededGenerator(seed: seed)
    var options = ReplayOptions()
    options.snapshotEvents = UInt64.random(in: 1...20, using: &random)
    var done = 0
    while done < history.count {
      let next = min(history.count, done + Int.random(in: 1...40, using: &random))
      try Self.append(history[done..<next], to: log)
      done = next
      try log.project(ReplayLawTests.projections, options: options)
    }
    for type in ReplayLawTests.projections {
      for _ in 0..<6 {
        let cut = AsOf.position(Position(UInt64.random(in: 0...80, using: &random)))
        let place = "seed \(seed), \(type.name) as of \(cut)"
        let stored = try log.storedView(ofAny: type, asOf: cut)
        let fresh = try log.replay([type], asOf: cut)[0]
        #expect(stored.rows == fresh.rows, "\(place)")
        #expect(stored.quarantine == fresh.quarantine, "\(place)")
        #expect(stored.digest == fresh.digest, "\(place)")
        #expect(stored.moment == fresh.moment, "\(place)")
      }
    }
  }

  @Test func `one row of the past is read without the others`() throws {
    let log = try Self.log(directory)
    try Self.append(SeededParcels.history(seed: 7, count: 80).events[...], to: log)
    var options = ReplayOptions()
    options.snapshotEvents = 10
    try log.project([ParcelStatus.self], options: options)
    for parcel in SeededParcels.parcels {
      let row = try log.withStoredView(ParcelStatus.self, asOf: .position(45)) { view in
        view.object(parcel).flatMap { view.projection.parcels[$0] }
      }
      let fresh = try log.replay(ParcelStatus.self, asOf: .position(45))
      #expect(row == fresh.object(parcel).flatMap { fresh.projection.parcels[$0] })
    }
  }
}
