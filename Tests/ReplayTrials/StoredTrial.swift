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
      for _ in 0..<4 { try past(log, upTo: events.count, &random, &tally) }
      try rebuild(log, &tally)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  private func fresh(
    _ log: EventLog, asOf: AsOf = .head, happenedBy: Moment? = nil
  ) throws -> [AnyView] {
    try log.replay(HistoriesTrial.projections, asOf: asOf, happenedBy: happenedBy)
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
      if done > 16, random.chance(30) { try past(log, upTo: done, &random, &tally) }
      try log.project(HistoriesTrial.projections, options: options)
      for (type, live) in zip(HistoriesTrial.projections, try fresh(log)) {
        let stored = try log.storedRows(of: type.name, among: HistoriesTrial.projections).view
        tally.expect(stored.digest == live.digest, "\(type.name), stored at \(done)")
        tally.expect(stored.quarantine == live.quarantine, "\(type.name), refused at \(done)")
      }
    }
  }

  /// As of positions that the stored rows know, and of some that they do not know yet.
  private func past(
    _ log: EventLog, upTo end: Int, _ random: inout SeededGenerator, _ tally: inout Tally
  ) throws {
    let position = Position(UInt64.random(in: 0...UInt64(end), using: &random))
    let cut = AsOf.position(position)
    var happened: Moment?
    if random.chance(30), let event = try log.event(at: position) {
      happened = .instant(event.content.occurred)
    }
    let then = try fresh(log, asOf: cut, happenedBy: happened)
    for (type, then) in zip(HistoriesTrial.projections, then) {
      let progress = FoldedEvents()
      let stored = try log.storedView(
        ofAny: type, asOf: cut, happenedBy: happened,
        options: ReplayOptions(progress: progress.note))
      tally.expect(stored.rows == then.rows, "\(type.name), stored, as of \(cut) of \(end)")
      tally.expect(stored.digest == then.digest, "\(type.name), digest as of \(cut) of \(end)")
      tally.expect(
        stored.quarantine == then.quarantine, "\(type.name), refused as of \(cut) of \(end)")
      guard type.order == .happened, position > .origin else { continue }
      let whole = FoldedEvents()
      _ = try log.replay(
        [type], asOf: cut, happenedBy: happened, options: ReplayOptions(progress: whole.note))
      tally.count("past rows as they happened")
      if progress.count < whole.count { tally.count("of these from a snapshot") }
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

/// How many events a fold took.
private final class FoldedEvents {
  private(set) var count: UInt64 = 0

  func note(_ progress: ReplayProgress) {
    if progress.phase == .folding { count = progress.total }
  }
}
