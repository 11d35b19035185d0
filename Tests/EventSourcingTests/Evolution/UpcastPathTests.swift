// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// An old event reaches every way of reading as the newest, and stays as it was in the log.
@Suite struct UpcastPathTests {
  private let directory = TemporaryDirectory("upcast")

  /// Grams by depot: `depot` is what version 1 called `office`.
  struct Loads: Projection {
    typealias Vocabulary = Parcels
    static let name = "loads", version = 1
    let loads = Table<ObjectID, Int>()

    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      guard event.type == .parcelSent else { return }
      let sent = try event.decode(ParcelSent.self)
      guard let depot = event.reference(.depot) else { throw Refusal("no depot") }
      loads[depot, default: 0] += sent.grams * (sent.speed == "normal" ? 1 : 1000)
    }
  }

  private func filled() throws -> EventLog {
    let log = try EventLog.create(
      at: directory.path(of: "log"), options: EventLogOptions(catalogue: Parcels.catalogue),
      clock: .source)
    var events: [NewEvent] = [
      .sentV1("parcel/1", "depot/a", grams: 5),
      try NewEvent(ParcelSent(parcel: "parcel/2", depot: "depot/a", grams: 7, speed: "express")),
      .sentV1("parcel/3", "depot/b", grams: 11),
    ]
    for index in events.indices {
      events[index].occurred = Instant(microseconds: 1_628_121_600_000_000 + Int64(index))
    }
    _ = try log.append(events)
    return log
  }

  private let expected = "depot/a: value 7005\ndepot/b: value 11"

  @Test func `a replay, a stored view, its past and a rebuild lift it alike`() throws {
    let log = try filled()
    #expect(lines(try log.replay(Loads.self).rows) == expected)
    #expect(lines(try log.replay(Loads.self, asOf: .position(1)).rows) == "depot/a: value 5")
    var options = ReplayOptions()
    options.snapshotEvents = 1
    options.memoryLimit = 0
    try log.project([Loads.self], options: options)
    #expect(lines(try log.storedView(Loads.self).rows) == expected)
    #expect(lines(try log.storedRows(of: "loads").view.rows) == expected)
    let past = try log.storedView(ofAny: Loads.self, asOf: .position(1))
    #expect(lines(past.rows) == "depot/a: value 5")
    let rebuilt = try log.rebuild(Loads.self)
    #expect(rebuilt.comparison?.total == 0)
    #expect(lines(try log.storedView(Loads.self).rows) == expected)
    #expect(try log.verifyStored("loads", among: [Loads.self]) == [])
  }

  @Test func `an explanation of its row names the old event`() throws {
    let log = try filled()
    let view = try log.replay(Loads.self)
    let explanation = try view.explain(view.rows[0].key)
    #expect(explanation.all == [1, 2])
    #expect(explanation.row.description == "value 7005")
  }

  @Test func `the log itself keeps the old version, field names and bytes`() throws {
    let log = try filled()
    let old = try #require(try log.events().first)
    #expect(old.content.version == 1)
    #expect(try old.fields(in: Parcels.catalogue).map(\.name) == ["parcel", "office", "grams"])
    let sent = NewEvent.sentV1("parcel/1", "depot/a", grams: 5)
    #expect(old.content.payload == sent.body.payload)
    #expect(old.content.references == sent.body.references)
  }
}
