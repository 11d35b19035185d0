// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// How late do facts come in, what is typed twice, which connector is down (P23)?
@Suite struct DataFreshnessTests {
  private static let hotline: ObjectName = "system/hotline"

  private static func record(
    _ number: Int, _ mode: ExternalRecordImported.Mode, minutes: ExactDecimal? = nil
  ) -> ExternalRecordImported {
    ExternalRecordImported(
      system: hotline, mode: mode, sourceTime: "2021-08-01T00:00:00Z", minutes: minutes,
      maps: ObjectName(.ticket, "\(number)"))
  }

  private static func status(_ status: ConnectorStatusChanged.Status) -> ConnectorStatusChanged {
    ConnectorStatusChanged(system: hotline, status: status, authority: "body/city")
  }

  private func day(_ history: HistoryBuilder, _ names: String...) throws -> String {
    try ReplayEngine(history).replay(DataFreshness.self).rows.map { row in
      names.map { "\($0) \(row[$0]?.description ?? "–")" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  @Test func `lags are nearest ranks of recorded minus occurred, by day of recording`() throws {
    var history = HistoryBuilder(from: "2021-08-02T09:00:00+08:00")
    for (number, seconds) in [1, 2, 59, 601, 90_000].enumerated() {
      let recorded = history.clock
      history.add(
        TicketAccepted(ticket: ObjectName(.ticket, "\(number)"), level: .town),
        at: recorded.adding(microseconds: -Int64(seconds) * 1_000_000))
    }
    history.add(
      TicketAccepted(ticket: "ticket/9", level: .town),
      at: history.clock.adding(microseconds: 60_000_000))
    #expect(
      try day(history, "day", "events", "lagP50", "lagP95", "ahead", "steps")
        == "day –, events 6, lagP50 2, lagP95 90000, ahead 1, steps –")
    let key = try ReplayEngine(history).replay(DataFreshness.self).rows[0].key
    #expect(key.fields.last?.value == .date("2021-08-02"))
  }

  @Test func `re-entries are a share of what was imported, and cost minutes`() throws {
    var history = HistoryBuilder(from: "2021-08-02T09:00:00+08:00")
    history.add(Self.record(1, .feed))
    history.add(Self.record(1, .reentered, minutes: "4.5"))
    let wrong = history.add(Self.record(2, .reentered, minutes: "3"))
    #expect(
      try day(history, "imported", "reentered", "reenteredRate", "minutes")
        == "imported 3, reentered 2, reenteredRate 66.67, minutes 7.5")
    history.annul(wrong)
    #expect(
      try day(history, "imported", "reentered", "reenteredRate", "minutes", "repairs", "events")
        == "imported 2, reentered 1, reenteredRate 50, minutes 4.5, repairs 1, events 4")
    history.correct(history.events[1], "mode", .text("batch"))
    #expect(try day(history, "imported", "reentered") == "imported 2, reentered 0")
  }

  @Test func `a connector that is down counts its minutes up to the asked moment`() throws {
    var history = HistoryBuilder(from: "2021-08-02T09:00:00+08:00")
    let steps: [(ConnectorStatusChanged.Status, Instant)] = [
      (.open, "2021-08-02T09:00:00+08:00"), (.down, "2021-08-02T10:00:00+08:00"),
      (.open, "2021-08-02T10:30:00+08:00"), (.down, "2021-08-02T12:00:00+08:00"),
    ]
    var stored: [StoredEvent] = []
    for (status, moment) in steps {
      stored.append(history.add(Self.status(status), at: moment, recorded: moment))
    }
    func connector(_ clock: Instant) throws -> String {
      try lines(
        ReplayEngine(history).replay(DataFreshness.self, clock: clock).rows(of: "connectors"),
        "status", "changes", "downtimes", "downMinutes", "downFor")
    }
    #expect(
      try connector("2021-08-02T12:45:00+08:00")
        == "hotline: status down, changes 4, downtimes 2, downMinutes 75, downFor 45")
    history.annul(stored[3])
    #expect(
      try connector("2021-08-02T12:45:00+08:00")
        == "hotline: status open, changes 3, downtimes 1, downMinutes 30, downFor –")
    history.correct(stored[2], "occurred", .instant("2021-08-02T11:00:00+08:00"))
    #expect(try connector("2021-08-02T12:45:00+08:00").contains("downMinutes 60"))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `every event's header is counted, and percentiles equal a sorted list`(
    seed: UInt64
  ) throws {
    let history = RandomTickets(seed: seed, steps: 300, wild: 20, repaired: 10).history
    let view = try ReplayEngine(history).replay(DataFreshness.self)
    var lags: [CivilDate: [Int64]] = [:]
    for event in history.events {
      let seconds = event.recorded.microseconds(since: event.content.occurred) / 1_000_000
      lags[BusinessZone.shanghai.date(of: event.recorded), default: []].append(max(0, seconds))
    }
    let entries = view.entries(of: \.days).filter { $0.key.system == nil }
    #expect(Set(entries.map(\.key.day)) == Set(lags.keys), "seed \(seed)")
    for (key, row) in entries {
      let shown = view.projection.present(row, of: key, at: view.moment.clock)
      let sorted = (lags[key.day] ?? []).sorted()
      #expect(row.events == sorted.count, "seed \(seed), \(key.day)")
      for (percent, value) in [(50, shown.lagP50), (95, shown.lagP95)] {
        let rank = max(1, Int((Double(sorted.count * percent) / 100).rounded(.up)))
        let exact = sorted[rank - 1]
        let step: Int64 = exact < 600 ? 1 : exact < 86_400 ? 60 : exact < 2_592_000 ? 3600 : 86_400
        #expect(value == Int(exact - exact % step), "seed \(seed), \(key.day), p\(percent)")
      }
    }
    #expect(
      view.totals.reduce(0) { $0 + $1.row.events } == history.events.count, "seed \(seed)")
  }
}
