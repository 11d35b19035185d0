// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
import ParcelSamples

/// Histories through logs on disk: views kept current piece by piece, snapshots, other moments and
/// rebuilds against folds from nothing in memory (R12, R14).
struct StoredTrial {
  let directory: String

  func run(_ tally: inout Tally) throws {
    for seed in tally.seeds {
      tally.begin(seed)
      var random = SeededGenerator(seed: seed ^ 0x570E)
      let events = HistoriesTrial.history(seed, &random)
      let path = "\(directory)/\(seed)"
      let log = try EventLog.create(
        at: path, options: EventLogOptions(catalogue: Parcels.catalogue), clock: .source)
      try keepUp(log, events, &random, &tally)
      try past(log, events, &random, &tally)
      try rebuild(log, &tally)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  private func fresh(
    _ log: EventLog, asOf: AsOf = .head
  ) throws -> [AnyView] {
    try log.replay(HistoriesTrial.projections, asOf: asOf)
  }

  private func keepUp(
    _ log: EventLog, _ events: [StoredEvent], _ random: inout SeededGenerator,
    _ tally: inout Tally
  ) throws {
    var options = ReplayOptions()
    if random.chance(50) { options.memoryLimit = 0 }
    options.snapshotEvents = UInt64.random(in: 1...20, using: &random)
    var done = 0
    while done < events.count {
      let next = min(events.count, done + Int.random(in: 1...16, using: &random))
      try log.append(events[done..<next].map(NewEvent.init(again:)))
      done = next
      try log.project(HistoriesTrial.projections, options: options)
      for (type, live) in zip(HistoriesTrial.projections, try fresh(log)) {
        let stored = try log.storedRows(of: type.name, among: HistoriesTrial.projections).view
        tally.expect(stored.digest == live.digest, "\(type.name), stored at \(done)")
        tally.expect(stored.quarantine == live.quarantine, "\(type.name), refused at \(done)")
      }
    }
  }

  private func past(
    _ log: EventLog, _ events: [StoredEvent], _ random: inout SeededGenerator,
    _ tally: inout Tally
  ) throws {
    let cut = AsOf.position(Position(UInt64.random(in: 0...UInt64(events.count), using: &random)))
    for (type, then) in zip(HistoriesTrial.projections, try fresh(log, asOf: cut)) {
      let stored = try log.storedView(ofAny: type, asOf: cut)
      tally.expect(stored.rows == then.rows, "\(type.name), stored, as of \(cut)")
      tally.expect(stored.digest == then.digest, "\(type.name), digest as of \(cut)")
    }
  }

  private func rebuild(_ log: EventLog, _ tally: inout Tally) throws {
    for (type, live) in zip(HistoriesTrial.projections, try fresh(log)) {
      _ = try log.rebuild(type)
      let stored = try log.storedRows(of: type.name, among: HistoriesTrial.projections).view
      tally.expect(stored.digest == live.digest, "\(type.name), rebuilt")
    }
  }
}
