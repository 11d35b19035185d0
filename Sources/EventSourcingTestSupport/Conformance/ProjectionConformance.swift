// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Holds a projection against every law of folding, in one line of its test:
///
/// ```swift
/// @Test func `my view keeps the laws`() async throws {
///   try await ProjectionConformance(MyView.self, events: history).check()
/// }
/// ```
///
/// The events are appended to logs of their own, and folded live, stored, piece by piece, from
/// snapshots, anew, stopped and gone on with, from the files that a crash would leave, and in
/// another process; once more with late and corrected facts made from them, and with events of
/// every version that the vocabulary knows. Sealed fields are left out.
///
/// What folds the same way each time cannot be told from what is pure: a clock read to the day
/// passes until midnight. The kit finds what a history shows; give it one that uses every event.
///
/// The other process is the test's own program, so the projection is a type that this program
/// can find by its name: neither private nor declared within a function.
public struct ProjectionConformance<P: Projection>: Sendable {
  let events: [NewEvent]
  let golden: [NewEvent]
  /// Decides cuts, pieces, and the histories that are made from the one given.
  public let seed: UInt64

  /// - Parameters:
  ///   - events: A history; recorded as late as their order says, each when it happened.
  ///   - golden: Old payloads as users' logs hold them, beside those that the kit makes up.
  public init(
    _ projection: P.Type, events: [StoredEvent], golden: [NewEvent] = [], seed: UInt64 = 1
  ) {
    self.init(projection, again: events.map { NewEvent(again: $0) }, golden, seed)
  }

  /// Events without an id or a time get one made from their place.
  public init(
    _ projection: P.Type, events: [NewEvent], golden: [NewEvent] = [], seed: UInt64 = 1
  ) {
    var builder = HistoryBuilder()
    for event in events { builder.append(event) }
    self.init(projection, again: builder.events.map { NewEvent(again: $0) }, golden, seed)
  }

  private init(
    _ projection: P.Type, again events: [NewEvent], _ golden: [NewEvent], _ seed: UInt64
  ) {
    self.events = events
    self.golden = golden
    self.seed = seed
  }

  /// Checks every law.
  ///
  /// - Returns: How much was looked at: a history that leads to few states says little.
  /// - Throws: ``BrokenLaw`` for the first one broken; ``ConformanceError`` if the check itself
  ///   could not be made.
  @discardableResult
  public func check() async throws -> ConformanceReport {
    var report = ConformanceReport()
    try checkVersions()
    let given = try ConformanceScene<P>(events, history: "the history as given", seed: seed)
    try given.check(&report)
    for round in 1...2 {
      let seed = seed &+ UInt64(round)
      let late = LateHistory(events, P.Vocabulary.catalogue, seed: seed)
      try ConformanceScene<P>(
        late.events, history: "a history with late and corrected facts", seed: seed
      ).check(&report)
    }
    try await given.checkOtherProcess()
    // Once more, for what has changed with time or with the folds since.
    try given.checkAgain()
    return report
  }

  /// The law that ``check()`` finds broken; `nil` if all hold.
  public func brokenLaw() async throws -> BrokenLaw? {
    do {
      try await check()
      return nil
    } catch let broken as BrokenLaw {
      return broken
    }
  }
}

/// How much a check has looked at.
public struct ConformanceReport: Hashable, Sendable {
  /// Events of all histories, the one given and those made from it.
  public internal(set) var events = 0
  /// Rows of the answers to these histories.
  public internal(set) var rows = 0
  /// States of the files after a write, from each of which folding went on.
  public internal(set) var crashStates = 0
  /// Places at which a stored view was stopped and gone on with.
  public internal(set) var stops = 0
}

/// Why a check could not be made.
public enum ConformanceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The events do not go into a log.
  case unfitEvents(String)
  /// Hash seeds are the same in every process: nothing could be said about the order of
  /// dictionaries.
  case deterministicHashing
  /// The other process cannot find the projection by its name.
  case notFoundByName(projection: String)

  public var description: String {
    switch self {
    case .unfitEvents(let what): "the events do not go into a log: \(what)"
    case .deterministicHashing:
      "SWIFT_DETERMINISTIC_HASHING is set, so nothing can be said about the order of dictionaries; "
        + "unset it"
    case .notFoundByName(let projection):
      "another process cannot find \(projection) by its name; declare it outside of functions, "
        + "and not as private"
    }
  }
}
