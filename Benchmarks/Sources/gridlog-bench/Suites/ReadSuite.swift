// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Foundation
import RawLMDB

/// Scans, folds, histories, verification, size and memory of the filled stores.
struct ReadSuite {
  let report: Report
  let stores: Stores

  func run(rounds: Int) throws {
    try size()
    try scan(rounds)
    try fold(rounds)
    try histories(rounds)
    try verify(rounds)
    try MemoryCheck(report: report).run(stores.directory + "/ours", events: stores.count)
  }

  private func size() throws {
    let events = Double(stores.count)
    let ours = try stores.bytes("/ours/log/data.mdb") / events
    report.cost(
      "bytes on disk", "B/event, SQLite same columns+indexes", ours: ours,
      yardstick: try stores.bytes("/sqlite") / events, floor: 1)
    report.cost(
      "bytes on disk", "B/event, C kv+index", ours: ours,
      yardstick: try stores.bytes("/kv/data.mdb") / events)
  }

  // MARK: Scans

  private func scan(_ rounds: Int) throws {
    let log = stores.openLog()
    try stores.flat.map()
    let total = try log.replay(HeaderTotal.self).projection.sum[0].map {
      UInt64(bitPattern: Int64($0))
    }
    for (seen, who) in [
      (try stores.keyValue.scan(), "C kv"), (try stores.flat.scan(), "flat file"),
      (try stores.sqlite.scan(), "SQLite"),
    ] {
      try expectEqual(UInt64(stores.count), seen.events, "events of a scan, \(who)")
      try expectEqual(total ?? 0, seen.sum, "sum of a scan, \(who)")
    }
    var duel = Duel(4)
    for _ in 0..<rounds {
      try duel.round([
        { keep(try log.replay(HeaderFilter.self)) },
        { keep(try stores.flat.scan()) },
        { keep(try stores.keyValue.scan()) },
        { keep(try stores.sqlite.scan()) },
      ])
    }
    tell(duel, "scan, every byte checked", "flat file mmap", 1, floor: 0.5)
    tell(duel, "scan of header fields", "C cursor", 2, floor: 0.5)
    tell(duel, "scan", "SQLite C", 3)
  }

  private func fold(_ rounds: Int) throws {
    let log = stores.openLog()
    var status = [UInt16](repeating: 0, count: stores.workload.tickets.tickets)
    var duel = Duel(2)
    for _ in 0..<rounds {
      try duel.round([
        { keep(try log.replay(TicketStatus.self)) },
        { keep(try stores.keyValue.fold(&status)) },
      ])
    }
    tell(duel, "fold of ticket status", "C cursor", 1, floor: 0.5)
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

  // MARK: Histories

  /// Whole tickets in random order; the C program gets the number, SQLite and we the name.
  private func histories(_ rounds: Int) throws {
    let log = stores.openLog()
    var random = Random(seed: 7)
    var duel = Duel(3)
    let count = 1000
    // Those that are reported later are not there yet.
    let known = stores.count * 11 / 100
    for _ in 0..<rounds {
      let numbers = (0..<count).map { _ in UInt32(random.below(known)) }
      let names = numbers.map { Workload.ticket(Int($0)) }
      var ours = raw_seen(), keyValue = raw_seen(), sqlite = raw_seen()
      try duel.round([
        { ours = try history(names, log) },
        { keyValue = try stores.keyValue.history(numbers) },
        { sqlite = try stores.sqlite.history(numbers) },
      ])
      try expectEqual(ours.events, keyValue.events, "events of histories, C kv")
      try expectEqual(ours.sum, keyValue.sum, "sum of histories, C kv")
      try expectEqual(ours.sum, sqlite.sum, "sum of histories, SQLite")
    }
    for (peer, yardstick, floor) in [(1, "C kv+index", 0.6), (2, "SQLite C", 1.0)] {
      report.cost(
        "history of a ticket", "µs cpu, \(yardstick)",
        ours: duel.median(0, \.cpu) * 1e6 / Double(count),
        yardstick: duel.median(peer, \.cpu) * 1e6 / Double(count),
        ratio: duel.ratio(of: peer, \.cpu), floor: floor)
    }
  }

  private func history(_ names: [ObjectName], _ log: EventLog) throws -> raw_seen {
    var seen = raw_seen()
    for name in names {
      for event in try log.events(.stream(name)) {
        let isReport: UInt64 = event.content.type == TicketVocabulary.reported ? 1 : 0
        let times = event.recorded.microseconds &+ event.content.occurred.microseconds
        seen.events += 1
        seen.sum =
          seen.sum &+ event.position.rawValue &+ UInt64(bitPattern: times)
          &+ event.content.id.high &+ event.content.id.low &+ event.streamVersion &+ isReport
      }
    }
    return seen
  }

  // MARK: The whole tree

  /// Beside the hashes alone, made in C of records that lie ready in memory.
  private func verify(_ rounds: Int) throws {
    try verify(.tree, "verify of the tree", max(5, rounds / 2), floor: 0.66)
    try verify(.everything, "verify, tree and all else", 3)
  }

  private func verify(
    _ scope: VerifyScope, _ name: String, _ rounds: Int, floor: Double? = nil
  ) throws {
    let log = stores.openLog()
    let hasher = try RawHasher()
    var workload = Workload(events: stores.workload.tickets.count, for: log)
    let sample = min(stores.count, 65_536)
    try hasher.load(workload.next(sample), first: 1)
    var duel = Duel(2)
    for _ in 0..<rounds {
      try duel.round([
        {
          let found = try log.verify(scope)
          try expectEqual(found.problems.count, 0, "problems of verify")
          try expectEqual(found.events, stores.count, "events of verify")
        },
        { keep(hasher.hash()) },
      ])
    }
    let perEvent = duel.median(0, \.cpu) * 1e9 / Double(stores.count)
    let hashing = duel.median(1, \.cpu) * 1e9 / Double(sample)
    report.cost(
      name, "ns/event cpu, hashing alone", ours: perEvent, yardstick: hashing, floor: floor)
  }
}
