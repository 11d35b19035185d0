// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

struct ReplayTests {
  @Test func `a plain count is folded and shown by name`() throws {
    var history = HistoryBuilder()
    history.add(ParcelSent(parcel: "parcel/1", depot: "depot/b", grams: 5, speed: "normal"))
    history.add(ParcelSent(parcel: "parcel/2", depot: "depot/a", grams: 5, speed: "normal"))
    history.addSentV1("parcel/3", "depot/b", grams: 7)
    let view = try history.replay(SentByDepot.self)
    #expect(lines(view.rows) == "depot/a: value 1\ndepot/b: value 2")
    #expect(view.quarantine.isEmpty)
  }

  @Test func `a correction moves an event to another day and depot`() throws {
    var history = HistoryBuilder()
    let sent = history.add(
      ParcelSent(parcel: "parcel/1", depot: "depot/b", grams: 5, speed: "normal"))
    history.correct(sent, "occurred", .instant("2021-07-30T08:00:00+08:00"))
    history.correct(sent, "depot", .object("depot/new"))
    history.correct(sent, "grams", .int(9))
    let engine = ReplayEngine(history.events)
    let before = try engine.replay(DepotWorkload.self, asOf: .position(1))
    let after = try engine.replay(DepotWorkload.self)
    #expect(
      before.changes(to: after).map(\.description) == [
        "DepotWorkload depot/b:2021-08-01: gone, was sent 1, express 0, grams 5, scans 0, "
          + "first 2021-07-31T16:00:00Z",
        "DepotWorkload depot/new:2021-07-30: new, sent 1, express 0, grams 9, scans 0, "
          + "first 2021-07-30T00:00:00Z",
      ])
    let row = try after.row(matching: "new:2021-07-30")
    #expect(try after.explain(row.key).all == [1, 2, 3, 4])
  }

  @Test func `a refused event leaves no trace and parks its stream`() throws {
    var history = HistoryBuilder()
    history.add(ParcelScanned(parcel: "parcel/1", depot: "depot/b"))
    history.add(ParcelSent(parcel: "parcel/1", depot: "depot/b", grams: 5, speed: "normal"))
    history.add(ParcelSent(parcel: "parcel/2", depot: "depot/b", grams: 5, speed: "normal"))
    let view = try ReplayEngine(history.events).replay(ParcelStatus.self)
    #expect(view.rows.map(\.key.text) == ["parcel/2"])
    #expect(view.quarantine.map(\.position) == [1])
    #expect(view.quarantine.map(\.parked) == [1])
    #expect(view.projection.lastDepot.count == 1)
  }
}
