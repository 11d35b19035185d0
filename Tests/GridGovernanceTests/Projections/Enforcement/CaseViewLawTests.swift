// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import Foundation
@testable import GridGovernance
import Testing

/// The views of cases, publications, applications and powers over histories that a seed decides.
struct CaseViewLawTests {
  static let seeds = (1...20).map { UInt64($0) * 37 }

  @Test(arguments: seeds)
  func `the docket says what a clerk reads off the papers`(seed: UInt64) throws {
    let made = RandomCases(seed: seed)
    let view = try ReplayEngine(made.history).replay(CaseDocket.self)
    let plain = try PlainCases(made)
    #expect(view.quarantine.isEmpty, "seed \(seed)")
    for name in RandomCases.cases {
      guard let row = view.object(name).flatMap({ view.projection.cases[$0] }) else { continue }
      let hint: Comment = "seed \(seed), \(name)"
      let filing = plain.filing(of: name)
      #expect(row.state == plain.status(of: name), hint)
      #expect(row.town.map(view.name) == PlainCases.town(of: filing?.event.actingBody), hint)
      #expect(row.filed == filing?.paper.occurred, hint)
      #expect(row.officerFaults.map(\.rule) == plain.faults(of: name), hint)
      #expect(row.underRemedy == (plain.remedies(of: name).pending > 0), hint)
      #expect(row.annulled == plain.remedies(of: name).ended, hint)
      let taken = plain.all(EvidenceCollected.self).filter { $0.event.case == name }
      #expect(row.measures.count == taken.count, hint)
      let refused = plain.all(CommandRefused.self).filter { $0.event.subject == name }
      #expect(row.refusedActs.count == refused.count, hint)
      let points = plain.all(CaseQualityReviewed.self).last { $0.event.case == name }
      #expect(row.quality == points?.event.score, hint)
    }
    let filed = Set(plain.all(CaseFiled.self).map(\.event.case))
    let rows = view.entries(of: \.cases).filter { $0.row.filed != nil }
    #expect(Set(rows.map { view.name(of: $0.key) }) == filed, "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `every live publication stands in one row, and none is older than what it publishes`(
    seed: UInt64
  ) throws {
    let made = RandomCases(seed: seed)
    let view = try ReplayEngine(made.history).replay(PublicationView.self)
    let plain = try PlainCases(made)
    let rows = view.entries(of: \.publications).map(\.row)
    let shown = rows.flatMap(\.items).map { view.name(of: $0.publication) }
    #expect(
      shown.sorted() == plain.all(EnforcementPublished.self).map(\.event.publication).sorted(),
      "seed \(seed)")
    for row in rows {
      if let decided = row.decided, let published = row.published {
        #expect(published >= decided, "seed \(seed)")
      }
    }
    for name in RandomCases.cases {
      let decided = plain.all(PenaltyDecided.self).last { $0.event.case == name }
      let row = view.entries(of: \.publications).first { view.name(of: $0.key.subject) == name }
      #expect(row?.row.decided == decided?.paper.occurred, "seed \(seed), \(name)")
    }
  }

  @Test(arguments: seeds)
  func `a hall's numbers are those of its applications`(seed: UInt64) throws {
    let made = RandomCases(seed: seed)
    let view = try ReplayEngine(made.history).replay(ApprovalDesk.self)
    let plain = try PlainCases(made)
    let received = Set(plain.all(ApplicationReceived.self).map(\.event.application))
    let items = view.entries(of: \.items).map(\.row)
    #expect(items.map(\.received).reduce(0, +) == received.count, "seed \(seed)")
    let first = { (name: ObjectName) in
      plain.all(ApplicationDecided.self).first { $0.event.application == name }?.event.result
    }
    let count = { (result: ApplicationDecided.Result) in
      received.count { first($0) == result }
    }
    #expect(items.map(\.granted).reduce(0, +) == count(.granted), "seed \(seed)")
    #expect(items.map(\.refused).reduce(0, +) == count(.refused), "seed \(seed)")
    #expect(items.map(\.withdrawn).reduce(0, +) == count(.withdrawn), "seed \(seed)")
    let towns = view.entries(of: \.towns).map(\.row.received).reduce(0, +)
    #expect(towns == received.count, "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `uses of a power are the papers under it, month by month and in all`(
    seed: UInt64
  ) throws {
    let made = RandomCases(seed: seed)
    let view = try ReplayEngine(made.history).replay(PowerUptake.self)
    let plain = try PlainCases(made)
    var expected: [String: Int] = [:]
    var places: [ObjectName: ObjectName] = [:]
    // A filing counts in its month, later events in theirs, where the case is known by then.
    let order = plain.papers.sorted { ($0.occurred, $0.position) < ($1.occurred, $1.position) }
    for paper in order {
      let month = Month(plain.day(paper.occurred))
      switch paper.event {
      case let event as CaseFiled where places[event.case] == nil:
        guard let town = PlainCases.town(of: event.actingBody) else { continue }
        places[event.case] = town
        expected["\(town) \(month) cases", default: 0] += 1
      case let event as PenaltyDecided where event.outcome == .penalised:
        if let town = places[event.case] { expected["\(town) \(month) penalties", default: 0] += 1 }
      case let event as RemedyRecorded where event.result == .revoked && event.stage == .decided:
        if let town = places[event.case] { expected["\(town) \(month) reversed", default: 0] += 1 }
      default: break
      }
    }
    var shown: [String: Int] = [:]
    for (key, row) in view.entries(of: \.months) where view.name(of: key.power) == Town.power {
      let name = "\(view.name(of: key.town)) \(key.month)"
      for (what, number) in [
        ("cases", row.cases), ("penalties", row.penalties), ("reversed", row.reversed),
      ] where number != 0 {
        shown["\(name) \(what)"] = number
      }
    }
    #expect(shown == expected, "seed \(seed)")
    for (key, total) in view.entries(of: \.powers) {
      let months = view.entries(of: \.months)
        .filter { $0.key.power == key.power && $0.key.town == key.town }.map(\.row)
      #expect(total.uses == months.map(\.uses).reduce(0, +), "seed \(seed)")
      #expect(total.cases == months.map(\.cases).reduce(0, +), "seed \(seed)")
      #expect(total.reversed == months.map(\.reversed).reduce(0, +), "seed \(seed)")
    }
  }

  static let views: [any Projection.Type] = [
    CaseDocket.self, PublicationView.self, ApprovalDesk.self, PowerUptake.self,
  ]

  @Test(arguments: [3, 71] as [UInt64])
  func `as of a position equals a fold of the log up to there`(seed: UInt64) throws {
    let history = RandomCases(seed: seed, steps: 160).history
    let engine = ReplayEngine(history)
    for cut in stride(from: 40, through: history.events.count, by: 29) {
      let part = try ReplayEngine(Array(history.events.prefix(cut)))
        .replay(CaseViewLawTests.views)
      let whole = try engine.replay(
        CaseViewLawTests.views, asOf: .position(Position(UInt64(cut))))
      for (one, other) in zip(part, whole) {
        #expect(one.digest == other.digest, "seed \(seed), cut \(cut), \(one.name)")
      }
    }
  }

  /// One of them; the rest in `make soak`, for each takes the best part of a minute.
  private static let thorough =
    ProcessInfo.processInfo.environment["GRIDLOG_SOAK"] == nil
    ? ["case-docket"] : ["case-docket", "publication", "approval-desk", "power-uptake"]

  @Test(arguments: thorough)
  func `every view keeps the laws of folding`(name: String) async throws {
    let events = RandomCases(seed: 11, steps: 24).history.events
    let type = try #require(CaseViewLawTests.views.first { $0.name == name })
    func check<P: Projection>(_ type: P.Type) async throws -> ConformanceReport {
      try await ProjectionConformance(type, events: events).check()
    }
    let report = try await check(type)
    #expect(report.rows > 0)
  }
}
