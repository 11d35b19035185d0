// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples

/// A view as of some moment, known then, happened by another: what the engine and the oracle say.
struct Question: CustomStringConvertible {
  enum Kind: CaseIterable {
    case status, statusAsHappened, workload

    var projection: any Projection.Type {
      switch self {
      case .status: ParcelStatus.self
      case .statusAsHappened: ParcelStatusAsHappened.self
      case .workload: DepotWorkload.self
      }
    }
  }

  private let kind: Kind
  private let asOf: AsOf
  private let horizon: Moment?
  private let events: [StoredEvent]

  init(_ kind: Kind, _ events: [StoredEvent], _ random: inout SeededGenerator) {
    self.kind = kind
    self.events = events
    asOf = Question.moment(events, &random)
    let occurred = random.choose(events).content.occurred
    horizon =
      switch Int.random(in: 0..<3, using: &random) {
      case 0: nil
      case 1: .instant(occurred)
      default: .endOf(BusinessZone.shanghai.date(of: occurred))
      }
  }

  var description: String {
    "\(kind), as of \(asOf)" + (horizon.map { ", happened by \($0)" } ?? "")
  }

  /// The head, a position, or the time or day at which an event became known, and a moment off.
  private static func moment(_ events: [StoredEvent], _ random: inout SeededGenerator) -> AsOf {
    let recorded = random.choose(events).recorded
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .head
    case 1: return .position(Position(UInt64.random(in: 0...UInt64(events.count), using: &random)))
    case 2:
      let off = Int64.random(in: -1...1, using: &random)
      return .recorded(.instant(recorded.adding(microseconds: off)))
    default: return .recorded(.endOf(BusinessZone.shanghai.date(of: recorded)))
    }
  }

  func ask(_ engine: ReplayEngine, _ random: inout SeededGenerator, _ tally: inout Tally) {
    do {
      let view = try engine.replay([kind.projection], asOf: asOf, happenedBy: horizon)[0]
      try compare(view, oracle(clock: view.moment.clock), &random, &tally)
    } catch {
      tally.expect(false, "\(self): \(error)")
    }
  }

  // MARK: The second way

  private var known: [StoredEvent] {
    switch asOf {
    case .head: events
    case .position(let position): Array(events.prefix(Int(position.rawValue)))
    case .recorded(let moment): events.filter { Question.isBy($0.recorded, moment) }
    }
  }

  /// A day ends in the county's own zone.
  private static func isBy(_ instant: Instant, _ moment: Moment) -> Bool {
    switch moment {
    case .instant(let end): instant <= end
    case .endOf(let day): BusinessZone.shanghai.date(of: instant) <= day
    }
  }

  private var happenedBy: Instant? {
    guard let horizon else { return nil }
    switch horizon {
    case .instant(let end): return end
    case .endOf(let day):
      // The last microsecond of the day, found without the engine's arithmetic: Shanghai has
      // been eight hours ahead since 1991.
      return Instant("\(day)T23:59:59.999999+08:00")
    }
  }

  private func oracle(clock: Instant) -> ParcelOracle {
    let facts = ParcelOracle.facts(known)
    switch kind {
    case .status:
      let end = happenedBy
      return ParcelOracle(
        status: facts.filter { fact in end.map { fact.occurred <= $0 } ?? true }, clock: clock)
    case .statusAsHappened:
      let amended = ParcelOracle.amended(
        facts, happenedBy: happenedBy,
        types: ["ParcelSent", "ParcelScanned", "ParcelDelivered", "ParcelNoted"])
      var oracle = ParcelOracle(status: amended.facts, clock: clock)
      oracle.refused += amended.refused
      return oracle
    case .workload:
      let amended = ParcelOracle.amended(
        facts, happenedBy: happenedBy, types: ["ParcelSent", "ParcelScanned"])
      var oracle = ParcelOracle(workload: amended.facts)
      oracle.refused = amended.refused
      return oracle
    }
  }

  // MARK: Comparing

  private func compare(
    _ view: AnyView, _ oracle: ParcelOracle, _ random: inout SeededGenerator,
    _ tally: inout Tally
  ) throws {
    for table in view.tables {
      let rows = try view.rows(of: table)
      tally.count("rows", rows.count)
      let found = Dictionary(
        rows.map { ($0.key.text, $0.description) }, uniquingKeysWith: { $0 + $1 })
      let expected = oracle.tables[table] ?? [:]
      tally.expect(found == expected, "\(self), table \(table)")
      // One key by itself, and one that is not there.
      let keys = expected.keys.sorted()
      let key = keys.isEmpty ? "nothing" : random.choose(keys)
      let row = try? view.row(matching: key, in: table)
      tally.expect(row?.description == expected[key], "\(self), row \(key) of \(table)")
    }
    let refused = view.quarantine.map {
      ParcelOracle.Refused(position: $0.position.rawValue, parked: $0.parked)
    }
    tally.expect(
      refused == oracle.refused.sorted { $0.position < $1.position }, "\(self), refused events")
  }
}
