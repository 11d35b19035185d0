// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// How an answer is shown, compared and asked for.
struct ViewTests {
  private var history: HistoryBuilder {
    var history = HistoryBuilder(from: "2021-09-30T09:00:00+08:00")
    for (parcel, depot) in [("parcel/10", "depot/b"), ("parcel/9", "depot/a")] {
      history.add(
        ParcelSent(
          parcel: ObjectName(stringLiteral: parcel), depot: ObjectName(stringLiteral: depot),
          grams: 40, speed: "normal"))
    }
    history.add(ParcelScanned(parcel: "parcel/9", depot: "depot/c"))
    history.add(
      ParcelDelivered(parcel: "parcel/9", fee: "7.50", note: nil),
      recorded: "2021-10-01T08:00:00+08:00")
    return history
  }

  private var engine: ReplayEngine { ReplayEngine(history.events) }

  // MARK: Moments

  @Test func `a date means the end of that business day`() throws {
    let before = try engine.replay(ParcelStatus.self, asOf: .recorded("2021-09-30"))
    #expect(before.moment.position == 3)
    #expect(before.moment.known == "2021-09-30T15:59:59.999999Z")
    #expect(before.moment.clock == before.moment.known)
    let after = try engine.replay(
      ParcelStatus.self, asOf: .recorded("2021-10-01T08:00:00+08:00"))
    #expect(after.moment.position == 4)
    let early = try engine.replay(ParcelStatus.self, asOf: .recorded("2021-09-29"))
    #expect(early.moment.position == .origin)
    #expect(early.rows.isEmpty)
  }

  @Test func `a position that the log has not reached is told`() throws {
    #expect {
      try engine.replay(ParcelStatus.self, asOf: .position(5))
    } throws: { error in
      (error as? ReplayError)?.description
        == "position #5 is not recorded yet; the last one is #4"
    }
  }

  @Test func `texts of moments are read or refused`() {
    let texts = ["2021-10-01", "2021-10-01T00:00:00Z", "2021-10-01T00:00:00", "last week"]
    #expect(
      texts.map { Moment($0) } == [
        .endOf("2021-10-01"), .instant("2021-10-01T00:00:00Z"), nil, nil,
      ])
  }

  // MARK: Columns that change with time

  @Test func `present reads at the moment asked, and digests do not`() throws {
    let now = try engine.replay(ParcelStatus.self)
    #expect(now.moment.clock == "2021-10-01T00:00:00Z")
    let later = try engine.replay(ParcelStatus.self, clock: "2021-10-11T08:00:00Z")
    #expect(now.rows.map { $0["days"] } == [.int(0), .int(0)])
    #expect(later.rows.map { $0["days"] } == [.int(11), .int(10)])
    #expect(now.digest == later.digest)
    #expect(now.changes(to: later).isEmpty)
    let horizon = try engine.replay(ParcelStatus.self, happenedBy: "2021-09-30")
    #expect(horizon.moment.clock == "2021-09-30T15:59:59.999999Z")
    #expect(horizon.projection.parcels[try #require(horizon.object("parcel/9"))]?.days == nil)
  }

  // MARK: Rows

  @Test func `rows come by the bytes of names, numbers and dates by value`() throws {
    let view = try engine.replay(ParcelStatus.self)
    #expect(view.tables == ["parcels", "fees", "arrivals"])
    #expect(view.rows.map(\.key.text) == ["parcel/10", "parcel/9"])
    let entries = view.entries(of: \.parcels)
    #expect(entries.map { view.name(of: $0.key) } == ["parcel/10", "parcel/9"])
    #expect(try lines(view.rows(of: "arrivals")) == "2021-10-01: value 1")
  }

  @Test func `columns are told for absent fields and empty tables too`() throws {
    let columns = ["stage", "depot", "scans", "fee", "since", "days"]
    #expect(try engine.replay(ParcelStatus.self).columns() == columns)
    let empty = try ReplayEngine([]).replay(ParcelStatus.self)
    #expect(try empty.columns() == columns)
    #expect(try empty.columns(of: "fees") == ["value"])
    #expect(try empty.keyColumns() == ["key"])
    #expect(try ReplayEngine([]).replay(DepotWorkload.self).keyColumns() == ["depot", "day"])
  }

  @Test func `a row is found by its key, the kind left out where that is unique`() throws {
    let workload = try engine.replay(DepotWorkload.self)
    #expect(try workload.row(matching: "depot/b:2021-09-30")["sent"] == .int(1))
    #expect(try workload.row(matching: "b:2021-09-30")["sent"] == .int(1))
    #expect(throws: ReplayError.self) { try workload.row(matching: "b") }

    struct Both: Projection {
      static let name = "both", version = 1
      let seen = Table<ObjectID, Bool>()
      func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
        seen[event.stream] = true
        if let depot = event.reference(.depot) { seen[depot] = true }
      }
    }
    var history = HistoryBuilder()
    history.add(ParcelScanned(parcel: "parcel/1", depot: "depot/1"))
    let both = try ReplayEngine(history.events).replay(Both.self)
    #expect {
      try both.row(matching: "1")
    } throws: { error in
      "\(error)" == "both: 1 can mean depot/1 or parcel/1; write it in full"
    }
  }

  @Test func `a name that is no table is told with those that are`() throws {
    let view = try engine.replay(ParcelStatus.self)
    #expect {
      try view.rows(of: "lastDepot")
    } throws: { error in
      "\(error)" == "parcel-status: there is no table lastDepot; "
        + "there are parcels, fees, arrivals"
    }
  }

  // MARK: Differences

  @Test func `two moments differ row by row and field by field`() throws {
    let then = try engine.replay(ParcelStatus.self, asOf: .position(1))
    let now = try engine.replay(ParcelStatus.self)
    #expect(
      then.changes(to: now).map(\.description) == [
        "ParcelFold<AsRecorded> parcel/9: new, stage arrived, depot depot/c, scans 1, fee 7.5, "
          + "since 2021-10-01T00:00:00Z",
        "ParcelFold<AsRecorded>.fees depot/c: new, value 7.5",
        "ParcelFold<AsRecorded>.arrivals 2021-10-01: new, value 1",
      ])
    let workload = try engine.replay(DepotWorkload.self, asOf: .position(1))
    var more = history
    more.add(
      ParcelSent(parcel: "parcel/3", depot: "depot/b", grams: 2, speed: "express"),
      occurred: "2021-09-30T20:00:00+08:00")
    let after = try ReplayEngine(more.events).replay(DepotWorkload.self)
    #expect(
      workload.changes(to: after).map(\.description)[1]
        == "DepotWorkload depot/b:2021-09-30: sent 1 → 2, express 0 → 1, grams 40 → 42")
    #expect(after.changes(to: after).isEmpty)
  }

  @Test func `views of different projections are not compared`() throws {
    let status = try engine.replay(ParcelStatus.self)
    let workload = try engine.replay(DepotWorkload.self)
    #expect(throws: ReplayError.self) { try status.changes(toAny: workload) }
  }

  // MARK: Stopping

  @Test func `a replay tells its progress and stops when asked`() throws {
    var told: [ReplayProgress] = []
    let quiet = ReplayOptions(progress: { told.append($0) }, isCancelled: { false })
    _ = try ReplayEngine(MemoryFeed(history.events), options: quiet).replay(DepotWorkload.self)
    #expect(told.map(\.phase).contains(.collecting))
    #expect(told.last?.phase == .folding && told.last?.done == 3 && told.last?.total == 3)
    let stopped = ReplayOptions(isCancelled: { true })
    #expect(throws: ReplayError.self) {
      try ReplayEngine(MemoryFeed(history.events), options: stopped).replay(SentByDepot.self)
    }
  }
}
