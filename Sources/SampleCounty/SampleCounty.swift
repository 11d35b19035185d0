// SPDX-License-Identifier: Apache-2.0
public import EventSourcing
internal import GridGovernance

/// What a sample county is made of.
///
/// Names stay: a log says which kit made it only by its contents, a test by the name.
public enum SampleKit: String, CaseIterable, Sendable {
  /// Baoying county 宝应县 after its reform of 2020–2021, with invented people and matters.
  case baoying2021 = "baoying-2021"
}

/// A county of invented people and tickets in real towns, that a seed decides to the byte.
///
/// Baoying's 15 towns and 282 villages, its 874 + 53 grids, 30 + 107 powers, 86 shared duties,
/// rule sets and a first assessment; from 1 August 2021 on tickets from four sources, penalty cases
/// and applications. The same seed gives the same events on every
/// machine, and a smaller county is the beginning of a larger one: more events last longer, at the
/// same daily rate (20,000 about a month). Nothing in it is about a real person or a real matter.
public struct SampleCounty: Sendable {
  /// Below this there is not a day of tickets: a smaller number is raised to it.
  public static let leastEvents = 7_500

  /// What it is made of.
  public let kit: SampleKit
  /// The seed of everything.
  public let seed: UInt64
  /// How many events it has at least; at most 59 more, since an append is not cut in two.
  public let events: Int

  /// - Parameter events: How many events; raised to ``leastEvents``.
  public init(kit: SampleKit = .baoying2021, seed: UInt64, events: Int) {
    self.kit = kit
    self.seed = seed
    self.events = max(events, SampleCounty.leastEvents)
  }

  /// Creates a log at `path`, with the past of the sample as its clock, and writes the county.
  ///
  /// - Parameter progress: Called with the number of events written and of all.
  /// - Throws: ``AppendError``; ``AppendError/log(_:)`` if the log could not be made.
  public static func create(
    at path: String, kit: SampleKit = .baoying2021, seed: UInt64, events: Int,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(AppendError) -> (EventLog, SampleSummary) {
    var options = EventLogOptions(catalogue: GovernanceEvent.catalogue)
    options.keySource = .derived(seed)
    let log: EventLog
    do {
      log = try EventLog.create(
        at: path, options: options, clock: .source, id: SampleNames(seed: seed).log,
        now: LocalTime("2021-01-04", minute: 480).instant)
    } catch {
      throw .log(error)
    }
    let county = SampleCounty(kit: kit, seed: seed, events: events)
    return (log, try county.write(to: log, progress: progress))
  }

  /// Writes the county to an empty log that takes its times from the source.
  ///
  /// Only a log made by ``create(at:kit:seed:events:progress:)`` has the same bytes everywhere: another
  /// one seals the sample's texts with random keys.
  /// - Throws: ``AppendError`` of the first request that was not taken.
  public func write(
    to log: EventLog, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(AppendError) -> SampleSummary {
    var feed = SampleFeed(seed: seed, events: events)
    var written = 0
    while true {
      var batch: [[NewEvent]] = []
      while batch.count < SampleCounty.batch, let request = feed.next() { batch.append(request) }
      if batch.isEmpty { return feed.summary }
      for result in log.appendTogether(batch) { _ = try result.get() }
      written += batch.reduce(0) { $0 + $1.count }
      progress(written, max(events, written))
    }
  }

  /// Requests of one commit.
  private static let batch = 1_000
}
