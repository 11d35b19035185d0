// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import RawLMDB

/// Scans, folds and histories of the log that the append suite left behind.
struct ReadSuite {
  let report: Report
  let stores: Stores
  let log: EventLog

  func run() throws {
    try scan()
    try fold()
    try histories()
  }

  private func scan() throws {
    var duel = Duel(3)
    for _ in 0..<9 {
      try duel.round([
        { keep(try log.replay(HeaderTotals.self)) },
        { keep(try stores.raw.scan(checks: false)) },
        { keep(try stores.raw.scan(checks: true)) },
      ])
    }
    tell(duel, "scan-headers", "C cursor", 1, floor: 0.5)
    tell(duel, "scan-headers", "C, CRC", 2)
    var whole = Duel(2)
    for _ in 0..<3 {
      try whole.round([
        { try log.forEach { event throws(EventLogError) in keep(event) > 0 } },
        { keep(try stores.raw.scan(checks: true)) },
      ])
    }
    tell(whole, "scan-events, StoredEvent", "C, CRC", 1)
  }

  private func fold() throws {
    var duel = Duel(3)
    var status = [UInt16](repeating: 0, count: stores.encoder.count(ofKind: "ticket"))
    for _ in 0..<9 {
      try duel.round([
        { keep(try log.replay(LastEventOfTicket.self)) },
        { keep(try stores.raw.fold(checks: false, status: &status)) },
        { keep(try stores.raw.fold(checks: true, status: &status)) },
      ])
    }
    tell(duel, "fold-last-event", "C cursor", 1)
    tell(duel, "fold-last-event", "C, CRC", 2)
    var view = Duel(2)
    for _ in 0..<3 {
      try view.round([
        { keep(try log.replay(TicketStatusView.self)) },
        { keep(try stores.raw.fold(checks: true, status: &status)) },
      ])
    }
    tell(view, "fold-ticket-status", "C type only", 1)
  }

  private func tell(
    _ duel: Duel, _ name: String, _ yardstick: String, _ peer: Int, floor: Double? = nil
  ) {
    let scale = 1e9 / Double(stores.count)
    report.cost(
      name, "ns/event cpu, \(yardstick)", ours: duel.median(0, \.cpu) * scale,
      yardstick: duel.median(peer, \.cpu) * scale, ratio: duel.ratio(of: peer, \.cpu),
      floor: floor)
  }

  /// Whole tickets by name, in random order.
  private func histories() throws {
    var random = Random(seed: 7)
    let known = stores.workload.tickets
    var duel = Duel(2)
    var room = [UInt8](repeating: 0, count: 1 << 20)
    let count = 500
    for _ in 0..<9 {
      let tickets = (0..<count).map { _ in known[random.below(known.count)] }
      let names = tickets.map { Array($0.text.utf8) }
      try duel.round([
        { for ticket in tickets { keep(try log.events(.stream(ticket)).count) } },
        {
          var seen = raw_seen()
          for name in names { try stores.raw.readStream(name, into: &room, &seen) }
          keep(seen)
        },
      ])
    }
    report.cost(
      "read-stream", "µs/ticket cpu, C", ours: duel.median(0, \.cpu) * 1e6 / Double(count),
      yardstick: duel.median(1, \.cpu) * 1e6 / Double(count), ratio: duel.ratio(of: 1, \.cpu))
  }
}

/// Uses a result, so that no compiler leaves its making out.
@inline(never) @discardableResult
private func keep<T>(_ value: T) -> Int { MemoryLayout.size(ofValue: value) }
