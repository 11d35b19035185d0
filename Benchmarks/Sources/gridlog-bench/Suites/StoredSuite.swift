// SPDX-License-Identifier: Apache-2.0
import Counters
import EventSourcing
import Foundation

/// What is stored of a ticket: the state that a case desk shows.
struct TicketCase: TableRow {
  var status: EventType
  var events: Int
  var reported: Instant
  var last: Instant
  var grid: ObjectID?
}

/// Every ticket's case, kept with snapshots.
struct TicketCases: Projection {
  typealias Vocabulary = TicketVocabulary
  static let name = "ticket-cases", version = 1
  let cases = Table<ObjectID, TicketCase>()

  @inline(__always)
  func apply(_ event: borrowing RecordedEvent<TicketVocabulary>) throws(Refusal) {
    let (type, occurred) = (event.type, event.occurred)
    let first = TicketCase(
      status: type, events: 0, reported: occurred, last: occurred,
      grid: event.reference(TicketVocabulary.grid))
    cases.update(event.stream, default: first) { row in
      row.status = type
      row.events += 1
      row.last = occurred
    }
  }
}

/// Stored views beside folds in memory: what building, keeping and asking the past costs.
struct StoredSuite {
  let report: Report
  let stores: Stores
  private static let asked = 40
  private static let upkeeps = 24

  func run() throws {
    let log = stores.openLog()
    try build(log)
    try past(log)
    try upkeep()
  }

  /// From nothing to the head, each time another generation.
  private func build(_ log: EventLog) throws {
    _ = try log.project([TicketCases.self])
    let fresh = try log.replay(TicketCases.self).digest
    try expectEqual(fresh, try log.storedView(TicketCases.self).digest, "rows of a stored view")
    var duel = Duel(2)
    for _ in 0..<5 {
      try duel.round([
        { keep(try log.rebuild(TicketCases.self)) },
        { keep(try log.replay(TicketCases.self)) },
      ])
    }
    let scale = 1e9 / Double(stores.count)
    report.cost(
      "rebuild of a stored view, compared", "ns/event cpu, replay in memory",
      ours: duel.median(0, \.cpu) * scale, yardstick: duel.median(1, \.cpu) * scale,
      ratio: duel.ratio(of: 1, \.cpu), floor: 0.5)
    // The serving generation and the one before.
    let rows = try stores.bytes(in: "/ours/views") / 2
    report.cost(
      "rows and snapshots on disk", "MB, the log", ours: rows / 1e6,
      yardstick: try stores.bytes("/ours/log/data.mdb") / 1e6, floor: 1)
  }

  /// One row as of any moment, beside the fold of everything before it.
  private func past(_ log: EventLog) throws {
    var random = Random(seed: 11)
    var duel = Duel(2)
    var most = 0.0
    for _ in 0..<StoredSuite.asked {
      let position = AsOf.position(Position(UInt64(1 + random.below(stores.count - 1))))
      let ticket = Workload.ticket(random.below(stores.count / 20))
      var rows: [TicketCase?] = [nil, nil]
      try duel.round([
        {
          rows[0] = try log.withStoredView(TicketCases.self, asOf: position) { view in
            view.object(ticket).flatMap { view.projection.cases[$0] }
          }
        },
        {
          let view = try log.replay(TicketCases.self, asOf: position)
          rows[1] = view.object(ticket).flatMap { view.projection.cases[$0] }
        },
      ])
      try expectEqual(rows[0], rows[1], "a row of the past")
      most = max(most, duel.costs[0].last?.cpu ?? 0)
    }
    let (ours, full) = (duel.median(0, \.cpu) * 1e3, duel.median(1, \.cpu) * 1e3)
    report.cost("one row of the past", "ms cpu, limit", ours: ours, yardstick: 100, floor: 1)
    report.cost("one row of the past, slowest", "ms cpu, limit", ours: most * 1e3, yardstick: 100)
    report.cost("one row of the past", "ms cpu, fold from nothing", ours: ours, yardstick: full)
  }

  /// One event appended, one folded on top and stored.
  private func upkeep() throws {
    let log = try EventLog.create(at: stores.directory + "/upkeep", options: Stores.options)
    var workload = Workload(events: 70_000, for: log)
    for _ in 0..<60 { try log.append(workload.next(1000).events) }
    var costs: [Double] = []
    var begun = 0.0
    var folded = 0
    try log.keepProjected(
      [TicketCases.self],
      while: {
        if folded > 1 { costs.append(begun) }
        guard folded <= StoredSuite.upkeeps else { return false }
        if folded > 0 { _ = try? log.append(workload.next(1).events) }
        folded += 1
        begun = counters_cpu_seconds()
        return true
      },
      upkeep: { _ in begun = counters_cpu_seconds() - begun })
    report.cost(
      "upkeep of a stored view, one event", "µs cpu, limit", ours: costs.median * 1e6,
      yardstick: 1000, floor: 1)
  }
}
