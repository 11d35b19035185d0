// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// Totals that are counted from rows as they read at a moment.
struct TotalsTests {
  /// When each parcel was sent, and from where; due a day later.
  private struct DueParcels: PresentingTwo, Totalling {
    struct Sent: TableRow {
      var depot: ObjectID
      var at: Instant
      var overdue: Bool?
    }

    struct Depot: TableRow {
      var sent = 0
      var asked: Instant?
    }

    typealias Vocabulary = Parcels
    typealias Key = ObjectID
    typealias Row = Sent
    typealias SecondKey = ObjectID
    typealias SecondRow = Depot
    static let name = "due-parcels", version = 1
    static let types: Set<EventType>? = [.parcelSent]
    let parcels = Table<ObjectID, Sent>()
    let depots = Table<ObjectID, Depot>()

    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      guard let parcel = event.reference(.parcel), let depot = event.reference(.depot) else {
        return
      }
      parcels[parcel] = Sent(depot: depot, at: event.occurred)
      depots.update(depot, default: Depot()) { $0.sent += 1 }
    }

    func present(_ row: Sent, of key: ObjectID, at clock: Instant) -> Sent {
      var row = row
      row.overdue = clock.microseconds(since: row.at) > 86_400_000_000
      return row
    }

    func present(_ row: Depot, of key: ObjectID, at clock: Instant) -> Depot {
      var row = row
      row.asked = clock
      return row
    }

    func totals(
      of rows: [(key: ObjectID, row: Sent)], at clock: Instant
    ) -> [(key: ObjectID, row: Int)] {
      var found: [(key: ObjectID, row: Int)] = []
      for (_, row) in rows where row.overdue == true {
        if let index = found.firstIndex(where: { $0.key == row.depot }) {
          found[index].row += 1
        } else {
          found.append((row.depot, 1))
        }
      }
      return found
    }
  }

  private var engine: ReplayEngine {
    var history = HistoryBuilder(from: "2021-09-30T09:00:00+08:00")
    for (parcel, depot) in [("1", "b"), ("2", "a"), ("3", "b")] {
      history.add(
        ParcelSent(
          parcel: ObjectName(stringLiteral: "parcel/\(parcel)"),
          depot: ObjectName(stringLiteral: "depot/\(depot)"), grams: 40, speed: "normal"))
    }
    return ReplayEngine(history.events)
  }

  @Test func `totals count the rows as they read at the asked moment`() throws {
    let now = try engine.replay(DueParcels.self)
    #expect(now.tables == ["parcels", "depots", "totals"])
    #expect(try now.rows(of: "totals").isEmpty)
    let later = try engine.replay(DueParcels.self, clock: "2021-10-02T00:00:00Z")
    let rows = try later.rows(of: "totals").map { "\($0.key.text) \($0)" }
    #expect(rows == ["depot/a value 1", "depot/b value 2"])
    #expect(later.totals.map(\.row).reduce(0, +) == 3)
    #expect(try later.row(matching: "b", in: "totals")["value"] == .int(2))
    #expect(try now.columns(of: "totals") == ["value"])
  }

  @Test func `totals stand in no digest, and their rows are explained by those they count`()
    throws
  {
    let now = try engine.replay(DueParcels.self)
    let later = try engine.replay(DueParcels.self, clock: "2021-10-02T00:00:00Z")
    #expect(now.digest == later.digest)
    #expect(now.changes(to: later).isEmpty)
    let key = try later.rows(of: "totals")[0].key
    #expect {
      try later.explain(key)
    } throws: { error in
      (error as? ReplayError)?.description
        == "due-parcels: totals is counted from the rows of parcels; explain those"
    }
  }

  @Test func `a second table has its own columns of the moment`() throws {
    let view = try engine.replay(DueParcels.self, clock: "2021-10-02T00:00:00Z")
    let rows = try view.rows(of: "depots")
    #expect(rows.map { $0["asked"] } == [.instant(view.moment.clock), .instant(view.moment.clock)])
    #expect(view.entries(of: \.depots).allSatisfy { $0.row.asked == nil }, "stored rows have none")
  }
}
