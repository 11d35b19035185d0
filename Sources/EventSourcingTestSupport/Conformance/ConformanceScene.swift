// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// One history, and a projection to hold against it.
final class ConformanceScene<P: Projection> {
  let history: String
  let seed: UInt64
  let directory = TemporaryDirectory("conformance")
  let events: [NewEvent]
  /// The events as a log holds them.
  let stored: [StoredEvent]
  /// The answer that every law speaks of.
  let reference: View<P>

  init(_ events: [NewEvent], history: String, seed: UInt64) throws {
    self.events = events
    self.history = history
    self.seed = seed
    let log = try Self.makeLog(directory.path(of: "whole"))
    try Self.append(events[...], to: log)
    stored = try log.events()
    reference = try ReplayEngine(MemoryFeed(stored)).replay(P.self)
  }

  var options: EventLogOptions { EventLogOptions(catalogue: P.Vocabulary.catalogue) }

  static func makeLog(_ path: String) throws -> EventLog {
    try EventLog.create(
      at: path, options: EventLogOptions(catalogue: P.Vocabulary.catalogue), clock: .source)
  }

  static func append(_ events: ArraySlice<NewEvent>, to log: EventLog) throws {
    var rest = events
    while !rest.isEmpty {
      let part = rest.prefix(200)
      rest = rest.dropFirst(200)
      do {
        try appendNow(Array(part), to: log)
      } catch {
        throw ConformanceError.unfitEvents("\(error)")
      }
    }
  }

  private static func appendNow(_ events: [NewEvent], to log: EventLog) throws {
    _ = try log.append(events)
  }

  // MARK: Laws

  func check(_ report: inout ConformanceReport) throws {
    report.events += stored.count
    for table in reference.tables { report.rows += try reference.rows(of: table).count }
    try checkAgain()
    try checkNumbering()
    try checkSplit()
    try checkCuts()
    try checkStored()
    report.stops += try checkStopped()
    report.crashStates += try checkCrash()
  }

  /// Folded again with the heap otherwise, four times.
  func checkAgain() throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      let heap = ShakenHeap(&random)
      let first = try fold(.twice, MemoryFeed(stored))
      heap.hold()
      try expect(first, .twice) { count in
        let events = Array(self.stored.prefix(count))
        var random = SeededGenerator(seed: self.seed &+ UInt64(count))
        let first = try self.fold(.twice, MemoryFeed(events)).digest
        let heap = ShakenHeap(&random)
        let second = try self.fold(.twice, MemoryFeed(events)).digest
        heap.hold()
        return first != second
      }
    }
  }

  private func checkNumbering() throws {
    var random = SeededGenerator(seed: seed)
    var names: Set<ObjectName> = []
    for event in stored {
      names.insert(event.content.stream)
      for reference in event.content.references { names.insert(reference.object) }
    }
    let sorted = names.sorted()
    for order in [sorted, sorted.reversed(), sorted.shuffled(using: &random)] {
      try expect(fold(.numbering, MemoryFeed(stored, interned: order)), .numbering) { count in
        let events = Array(self.stored.prefix(count))
        return try self.fold(.numbering, MemoryFeed(events)).digest
          != self.fold(.numbering, MemoryFeed(events, interned: order)).digest
      }
    }
  }

  /// Every event in a batch of its own, and in batches of odd sizes.
  private func checkSplit() throws {
    for (index, largest) in [1, 7, 100].enumerated() {
      let seed = seed &+ UInt64(index)
      func parts(_ events: [StoredEvent]) throws -> View<P> {
        try fold(.split, ChoppyFeed(MemoryFeed(events), seed: seed, largest: UInt64(largest)))
      }
      try expect(parts(stored), .split) { count in
        let events = Array(self.stored.prefix(count))
        return try self.fold(.split, MemoryFeed(events)).digest != parts(events).digest
      }
    }
  }

  private func checkCuts() throws {
    let whole = ReplayEngine(MemoryFeed(stored))
    for cut in cuts(12) {
      let then = try law(.cut) { try whole.replay(P.self, asOf: .position(cut)) }
      let short = try fold(.cut, MemoryFeed(Array(stored.prefix(Int(cut.rawValue)))))
      guard then.digest == short.digest else {
        throw broken(.cut, cut, difference(short, then))
      }
    }
  }

  /// Positions from the origin to the head, both among them.
  func cuts(_ count: Int) -> [Position] {
    var random = SeededGenerator(seed: seed)
    let all = 0...UInt64(stored.count)
    let some = (0..<count).map { _ in Position(UInt64.random(in: all, using: &random)) }
    return Set(some + [.origin, Position(all.upperBound)]).sorted()
  }

  // MARK: Comparing

  func fold(_ kind: ConformanceLaw, _ feed: any EventFeed) throws -> View<P> {
    try law(kind) { try ReplayEngine(feed).replay(P.self) }
  }

  /// Runs a step of a law; an error breaks it.
  func law<R>(_ law: ConformanceLaw, _ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let known as BrokenLaw {
      throw known
    } catch {
      throw broken(law, nil, "\(error)")
    }
  }

  /// - Parameter breaks: Whether the law breaks for the first events of that number.
  private func expect(
    _ view: View<P>, _ law: ConformanceLaw, breaks: (Int) throws -> Bool
  ) throws {
    guard view.digest != reference.digest else { return }
    throw broken(law, try firstPosition(breaks), difference(reference, view))
  }

  /// The shortest beginning that breaks a law, taking it that longer ones do too.
  private func firstPosition(_ breaks: (Int) throws -> Bool) throws -> Position? {
    var low = 0
    var high = stored.count
    guard try breaks(high) else { return nil }
    while low + 1 < high {
      let middle = (low + high) / 2
      if try breaks(middle) { high = middle } else { low = middle }
    }
    return Position(UInt64(high))
  }

  func broken(_ law: ConformanceLaw, _ position: Position?, _ detail: String) -> BrokenLaw {
    BrokenLaw(
      projection: P.name, law: law, history: history, seed: seed, position: position,
      detail: detail)
  }

  /// The first rows that differ, in words.
  func difference(_ expected: AnyView, _ found: AnyView) -> String {
    if expected.quarantine.map(\.position) != found.quarantine.map(\.position) {
      return "refused \(ConformanceScene.words(expected.quarantine)), "
        + "then \(ConformanceScene.words(found.quarantine))"
    }
    let changes = (try? expected.changes(toAny: found)) ?? []
    guard !changes.isEmpty else { return "the digests differ" }
    let shown = changes.prefix(3).map(\.description).joined(separator: "; ")
    return changes.count > 3 ? "\(shown); and \(changes.count - 3) more rows" : shown
  }

  private static func words(_ refused: [QuarantinedEvent]) -> String {
    let places = refused.prefix(5).map(\.position.description).joined(separator: ", ")
    return refused.isEmpty ? "nothing" : refused.count > 5 ? "\(places) and more" : places
  }
}
