// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation

/// Durable appends onto the filled stores, commit by commit beside the others.
///
/// So few that no index run comes due: what runs cost is measured where they are written, in
/// ``ImportSuite``, and added to the bytes an event.
struct AppendSuite {
  let report: Report
  let stores: Stores
  /// Bytes an event of index runs, off the commits.
  let runBytes: Double

  /// Events a commit, and how many commits. Of single events 1,024: four segments, whatever the
  /// tail had before.
  static let sizes = [(1000, 120), (100, 240), (1, 1024)]
  static var events: Int { sizes.reduce(0) { $0 + $1.0 * $1.1 } }

  func run() throws {
    let grdb = try GRDBStore(
      at: stores.directory + "/sqlite", rows: stores.sqlite, head: stores.count)
    let (log, same) = (stores.openLog(), stores.openSame())
    for (size, rounds) in AppendSuite.sizes {
      var duel = Duel(5)
      for _ in 0..<rounds {
        let batch = stores.next(size)
        try duel.round([
          { try log.append(batch.events) },
          { try same.append(batch) },
          { try self.stores.keyValue.append(batch) },
          { try grdb.append(batch) },
          { try self.stores.flat.append(batch, isDurable: true) },
        ])
      }
      tell(duel, size)
    }
  }

  private func tell(_ duel: Duel, _ size: Int) {
    let name = "append-\(size)"
    func cost(
      _ suffix: String, _ unit: String, _ part: KeyPath<Cost, Double>, _ peer: Int,
      floor: Double? = nil
    ) {
      report.cost(
        name + suffix, unit, ours: duel.median(0, part) * 1e6,
        yardstick: duel.median(peer, part) * 1e6, ratio: duel.ratio(of: peer, part), floor: floor)
    }
    // One event waits for the disk: the clock. With many the work is computing: the processor.
    let isSingle = size == 1
    cost("", "µs/commit, C same puts+hashes", \.wall, 1, floor: isSingle ? 0.75 : nil)
    cost("", "µs/commit, C kv+index", \.wall, 2, floor: isSingle ? 0.85 : nil)
    cost("", "µs/commit, SQLite GRDB", \.wall, 3)
    cost("", "µs/commit, flat file fdatasync", \.wall, 4)
    cost(" cpu", "µs/commit, C same puts+hashes", \.cpu, 1, floor: isSingle ? nil : 0.75)
    cost(" cpu", "µs/commit, C kv+index", \.cpu, 2)
    cost(" cpu", "µs/commit, SQLite GRDB", \.cpu, 3)
    tellCounted(duel, size)
  }

  /// What does not depend on the machine's other work.
  private func tellCounted(_ duel: Duel, _ size: Int) {
    let name = "append-\(size)"
    let events = Double(size)
    let written = duel.mean(0, \.bytes) / events
    if size == 1 {
      report.cost(
        "append-1 written, with runs", "B/event, C kv+index", ours: written + runBytes,
        yardstick: duel.mean(2, \.bytes), floor: 1)
    }
    for (peer, yardstick) in [(1, "C same puts"), (2, "C kv+index"), (3, "SQLite GRDB")] {
      report.cost(
        "\(name) written", "B/event, \(yardstick)", ours: written,
        yardstick: duel.mean(peer, \.bytes) / events)
    }
    report.cost(
      "\(name) writes", "calls/commit, C kv+index", ours: duel.mean(0, \.writes),
      yardstick: duel.mean(2, \.writes))
    report.cost(
      "\(name) flushes", "calls/commit, C kv+index", ours: duel.mean(0, \.flushes),
      yardstick: duel.mean(2, \.flushes), floor: 1)
    // Absolute limits, with room for a new name's dictionary entries.
    report.cost(
      "\(name) allocations", "per event, limit", ours: duel.mean(0, \.allocations) / events,
      yardstick: AppendSuite.allocationLimit(size), floor: 1)
    report.cost(
      "\(name) new pages", "page faults/commit, limit", ours: duel.median(0, \.faults),
      yardstick: AppendSuite.faultLimit, floor: 1)
  }

  /// A commit writes into the memory of the one before (`KeptMemory`); liblmdb does not always.
  private static let faultLimit = 32.0

  private static func allocationLimit(_ size: Int) -> Double {
    switch size {
    case 1: 80
    case 100: 6
    default: 4
    }
  }
}
