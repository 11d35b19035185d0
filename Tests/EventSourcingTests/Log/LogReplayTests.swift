// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

@testable import EventSourcing

/// The laws of replay once more, over a log on disk.
struct LogReplayTests {
  private func log(_ directory: TemporaryDirectory, _ name: String = "log") throws -> EventLog {
    try EventLog.create(
      at: directory.path(of: name),
      options: EventLogOptions(catalogue: Parcels.catalogue), clock: .source)
  }

  private static func newEvents(_ events: [StoredEvent]) -> [[NewEvent]] {
    events.map { [NewEvent(again: $0)] }
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `a log on disk answers as its events in memory do, as of any moment`(seed: UInt64) throws {
    let directory = TemporaryDirectory("replay")
    let log = try log(directory)
    let history = SeededParcels.history(seed: seed).events
    for result in log.appendTogether(LogReplayTests.newEvents(history)) { _ = try result.get() }
    let stored = try log.events()
    #expect(stored.map(\.content) == history.map(\.content), "seed \(seed)")

    var random = SeededGenerator(seed: seed)
    for _ in 0..<6 {
      let cut = Int.random(in: 0...stored.count, using: &random)
      let happened = random.choose(stored).content.occurred
      let asOf = AsOf.position(Position(UInt64(cut)))
      let onDisk = try log.replay(
        ReplayLawTests.projections, asOf: asOf, happenedBy: .instant(happened))
      let inMemory = try ReplayEngine(MemoryFeed(stored)).replay(
        ReplayLawTests.projections, asOf: asOf, happenedBy: .instant(happened))
      #expect(onDisk.map(\.digest) == inMemory.map(\.digest), "seed \(seed), cut \(cut)")
      #expect(onDisk.map(\.rows) == inMemory.map(\.rows), "seed \(seed), cut \(cut)")

      let time = random.choose(stored).recorded
      let known = try log.replay(SentByDepot.self, asOf: .recorded(.instant(time)))
      let last = stored.last { $0.recorded <= time }?.position ?? .origin
      #expect(known.moment.position == last, "seed \(seed)")
    }
  }

  @Test func `the log cut at n is the log as of n`() throws {
    let directory = TemporaryDirectory("cut")
    let whole = try log(directory, "whole")
    let history = SeededParcels.history(seed: 77).events
    for result in whole.appendTogether(LogReplayTests.newEvents(history)) { _ = try result.get() }
    for cut in [0, 1, history.count / 2, history.count] {
      let part = try log(directory, "part-\(cut)")
      let requests = LogReplayTests.newEvents(Array(history.prefix(cut)))
      for result in part.appendTogether(requests) { _ = try result.get() }
      let then = try whole.replay(
        ReplayLawTests.projections, asOf: .position(Position(UInt64(cut))))
      #expect(
        try then.map(\.digest) == part.replay(ReplayLawTests.projections).map(\.digest),
        "cut \(cut)")
    }
  }

  @Test func `the same append twice changes no answer`() throws {
    let directory = TemporaryDirectory("twice")
    let log = try log(directory)
    let requests = LogReplayTests.newEvents(SeededParcels.history(seed: 5).events)
    for result in log.appendTogether(requests) { _ = try result.get() }
    let once = try log.replay(ReplayLawTests.projections).map(\.digest)
    for result in log.appendTogether(requests) { #expect(try result.get().appended == 0) }
    #expect(try log.replay(ReplayLawTests.projections).map(\.digest) == once)
  }

  @Test func `a log made with SM3 digests its views with SM3`() throws {
    let directory = TemporaryDirectory("sm3")
    let path = directory.path(of: "log")
    let options = EventLogOptions(catalogue: Parcels.catalogue)
    _ = try EventLog.create(at: path, options: options, clock: .source, digest: .sm3)
    let log = try EventLog(at: path, options: options)
    #expect(log.identity.digestAlgorithm == .sm3)
    let history = SeededParcels.history(seed: 3).events
    for result in log.appendTogether(LogReplayTests.newEvents(history)) { _ = try result.get() }
    let view = try log.replay(SentByDepot.self)
    let inMemory = try ReplayEngine(MemoryFeed(log.events(), digest: .sm3))
      .replay(SentByDepot.self)
    #expect(view.digest.algorithm == .sm3)
    #expect(view.digest == inMemory.digest)
    let other = try ReplayEngine(MemoryFeed(log.events())).replay(SentByDepot.self)
    #expect(view.digest.bytes != other.digest.bytes)
  }
}
