// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// What a refused event leaves behind: nothing in the rows, one line in the list.
struct RefusalTests {
  /// Writes in every way there is, then refuses heavy parcels.
  struct Writes: Projection {
    static let name = "writes", version = 1
    let rows = Table<Int, String>()
    let text = Workspace<String, [Int]>()
    let objects = Table<ObjectID, Int>()

    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      let grams = event.int(1) ?? 0
      rows[grams] = "set"
      rows[1, default: "made"] += "!"
      rows[2] = nil
      rows.remove(3)
      rows.updateExisting(4) { $0 += "?" }
      text.update("all", default: []) { $0.append(grams) }
      text["new \(grams)"] = [grams]
      objects[event.stream, default: 0] += grams
      let isHeavy = grams > 100
      try text.update("all", default: []) { list throws(Refusal) in
        list.append(0)
        if isHeavy { throw Refusal("too heavy") }
      }
    }
  }

  /// Sends parcel n with these grams, one parcel each.
  private func sends(_ grams: [Int]) throws -> HistoryBuilder {
    var history = HistoryBuilder()
    for (index, grams) in grams.enumerated() {
      let parcel = try #require(ObjectName("parcel/\(index)"))
      history.add(ParcelSent(parcel: parcel, depot: "depot/a", grams: grams, speed: "normal"))
    }
    return history
  }

  @Test func `every write of a refused event is undone`() throws {
    let kept = [2, 3, 4, 1, 50, 2, 3, 60]
    let refused = try ReplayEngine(sends([900] + kept.flatMap { [$0, 200 + $0] }).events)
      .replay(Writes.self)
    let clean = try ReplayEngine(sends(kept).events).replay(Writes.self)
    #expect(try refused.rows(of: "rows") == clean.rows(of: "rows"))
    #expect(refused.projection.text["all"] == clean.projection.text["all"])
    #expect(refused.projection.text.count == clean.projection.text.count)
    #expect(try refused.rows(of: "objects").count == kept.count)
    #expect(refused.quarantine.count == 9)
    #expect(refused.quarantine[0].reason == "too heavy")
  }

  @Test func `later events of the stream wait, other streams go on`() throws {
    var history = try sends([900, 5])
    history.add(ParcelScanned(parcel: "parcel/0", depot: "depot/a"))
    history.add(ParcelScanned(parcel: "parcel/1", depot: "depot/a"))
    history.add(ParcelScanned(parcel: "parcel/0", depot: "depot/a"))
    let view = try ReplayEngine(history.events).replay(Writes.self)
    #expect(try lines(view.rows(of: "objects")) == "parcel/1: value 5")
    #expect(view.quarantine.map { "\($0.position) \($0.stream) \($0.parked)" } == ["#1 parcel/0 2"])
  }

  @Test func `the list of refused events is part of the digest`() throws {
    let clean = try ReplayEngine(sends([5]).events).replay(Writes.self)
    let refusing = try ReplayEngine(sends([5, 900]).events).replay(Writes.self)
    #expect(clean.rows == refusing.rows)
    #expect(clean.digest != refusing.digest)
  }

  @Test func `an unknown type or a newer version is refused, never skipped`() throws {
    var history = try sends([5])
    let body = EventBody(references: [], payload: [], clear: [])
    history.append(
      NewEvent(type: "ParcelLost", version: 1, stream: "parcel/0", body: body))
    history.append(
      NewEvent(type: .parcelScanned, version: 7, stream: "parcel/9", body: body))
    history.add(ParcelScanned(parcel: "parcel/0", depot: "depot/a"))
    let view = try ReplayEngine(history.events).replay(Writes.self)
    #expect(
      view.quarantine.map { "\($0.position) \($0.reason), \($0.parked)" } == [
        "#2 type ParcelLost is not known to this program, 1",
        "#3 version 7 of ParcelScanned is not known to this program, 0",
      ])
  }

  @Test func `a fold that names its types does not stumble over others`() throws {
    var history = try sends([5])
    let body = EventBody(references: [], payload: [], clear: [])
    history.append(
      NewEvent(type: "ParcelLost", version: 1, stream: "parcel/0", body: body))
    let view = try ReplayEngine(history.events).replay(DepotWorkload.self)
    #expect(view.quarantine.isEmpty)
    #expect(view.rows.count == 1)
  }

  @Test func `an old event whose bytes are damaged is refused with its place`() throws {
    var history = try sends([5])
    let references = [Reference("parcel", "parcel/7"), Reference("office", "depot/a")]
    history.append(
      NewEvent(
        type: .parcelSent, version: 1, stream: "parcel/7",
        body: EventBody(references: references, payload: [0x08], clear: [])))
    let view = try ReplayEngine(history.events).replay(SentByDepot.self)
    #expect(view.quarantine.map(\.position) == [2])
    #expect(view.quarantine[0].reason.hasPrefix("version 1 cannot be lifted to 2: ParcelSent v1"))
  }
}
