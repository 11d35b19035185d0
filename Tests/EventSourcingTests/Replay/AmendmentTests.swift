// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// Corrections and retractions in happened order, one rule a test (design §5, domain I-41).
struct AmendmentTests {
  /// One line an event, in the order in which the fold sees them.
  struct Seen: Projection {
    static let name = "seen", version = 1
    static let order = FoldOrder.happened
    let lines = Table<Int, String>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      let fee = event.decimal(1).map { " fee \($0)" } ?? ""
      let external = event.externalID.map { " as \($0)" } ?? ""
      let depot = event.reference(.depot).map { " \(event.name(of: $0))" } ?? ""
      lines[lines.count + 1] = "\(event.position) \(event.type)" + depot + fee + external
    }
  }

  /// Names the repairs it wants to see.
  struct SeenRepairs: Projection {
    static let name = "seen-repairs", version = 1
    static let order = FoldOrder.happened
    static let types: Set<EventType>? = [.eventAnnulled, .factCorrected]
    let count = Table<EventType, Int>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      count[event.type, default: 0] += 1
    }
  }

  private func seen(_ history: HistoryBuilder, asOf: AsOf = .head) throws -> [String] {
    try ReplayEngine(history.events).replay(Seen.self, asOf: asOf)
      .rows.compactMap { $0["value"]?.description }
  }

  private var scanned: HistoryBuilder {
    var history = HistoryBuilder()
    history.add(ParcelScanned(parcel: "parcel/1", depot: "depot/a"))
    history.add(ParcelScanned(parcel: "parcel/2", depot: "depot/b"))
    return history
  }

  @Test func `events come by the time they happened, ties by position`() throws {
    var history = HistoryBuilder()
    for (parcel, time) in [
      ("parcel/1", "2021-08-03T00:00:00Z"), ("parcel/2", "2021-08-02T00:00:00Z"),
      ("parcel/3", "2021-08-03T00:00:00Z"), ("parcel/4", "2021-08-01T00:00:00Z"),
    ] {
      history.add(
        ParcelScanned(parcel: try #require(ObjectName(parcel)), depot: "depot/a"),
        occurred: Instant(time))
    }
    #expect(
      try seen(history) == [
        "#4 ParcelScanned depot/a", "#2 ParcelScanned depot/a", "#1 ParcelScanned depot/a",
        "#3 ParcelScanned depot/a",
      ])
  }

  @Test func `of two corrections of a field the one recorded last wins`() throws {
    var history = scanned
    let first = history.events[0]
    history.correct(first, "depot", .object("depot/c"))
    history.correct(first, "depot", .object("depot/d"))
    #expect(try seen(history)[0] == "#1 ParcelScanned depot/d")
    #expect(try seen(history, asOf: .position(3))[0] == "#1 ParcelScanned depot/c")
    #expect(try seen(history, asOf: .position(2))[0] == "#1 ParcelScanned depot/a")
  }

  @Test func `an annulled correction leaves the correction before it`() throws {
    var history = scanned
    history.correct(history.events[0], "depot", .object("depot/c"))
    let second = history.correct(history.events[0], "depot", .object("depot/d"))
    history.annul(second)
    #expect(try seen(history)[0] == "#1 ParcelScanned depot/c")
  }

  @Test func `an annulled annulment still annuls`() throws {
    var history = scanned
    let annulled = history.annul(history.events[0])
    history.annul(annulled)
    #expect(try seen(history) == ["#2 ParcelScanned depot/b"])
  }

  @Test func `a correction that does not fit is listed and the one before it stands`() throws {
    var history = scanned
    history.correct(history.events[0], "depot", .object("depot/c"))
    history.correct(history.events[0], "depot", .object("person/p"))
    history.correct(history.events[0], "weight", .int(1))
    history.correct(history.events[0], "parcel", .object("parcel/9"))
    history.correct(history.events[0], "occurred", .text("yesterday"))
    history.correct(history.events[2], "depot", .object("depot/d"))
    let view = try ReplayEngine(history.events).replay(Seen.self)
    #expect(view.rows[0]["value"] == .text("#1 ParcelScanned depot/c"))
    #expect(
      view.quarantine.map { "\($0.position) \($0.stream): \($0.reason)" } == [
        "#4 repair/1: does not fit: ParcelScanned v1, field depot: "
          + "expects an object of kind depot, found kind person",
        "#5 repair/1: ParcelScanned has no field weight",
        "#6 repair/1: parcel decides the stream, which never changes",
        "#7 repair/1: gives no time for occurred",
        "#8 repair/1: amends a correction or retraction; correct the event itself, or retract",
      ])
    #expect(view.quarantine.allSatisfy { $0.parked == 0 })
  }

  @Test func `a misfit for a type that the fold does not look at is not listed`() throws {
    var history = HistoryBuilder()
    let delivered = history.add(ParcelDelivered(parcel: "parcel/1", fee: "1.50", note: nil))
    history.correct(delivered, "fee", .text("free"))
    let workload = try ReplayEngine(history.events).replay(DepotWorkload.self)
    #expect(workload.quarantine.isEmpty)
    #expect(try ReplayEngine(history.events).replay(Seen.self).quarantine.count == 1)
  }

  @Test func `external ids, optional fields and fields beside sealed ones can be corrected`() throws
  {
    var history = HistoryBuilder()
    let delivered = history.append(
      try NewEvent(
        ParcelDelivered(parcel: "parcel/1", fee: "1.50", note: "door"),
        source: Source(system: "system/hotline", externalID: "H-1", mode: .imported)))
    let noted = history.add(
      ParcelNoted(parcel: "parcel/1", recipient: "person/p", urgency: 1, words: "ring twice"))
    history.correct(delivered, "externalID", .text("H-2"))
    history.correct(delivered, "note", nil)
    history.correct(delivered, "fee", .decimal("2.25"))
    history.correct(noted, "urgency", .int(3))
    history.correct(noted, "words", .text("leaked"))
    let view = try ReplayEngine(history.events).replay(Seen.self)
    #expect(view.rows[0]["value"] == .text("#1 ParcelDelivered fee 2.25 as H-2"))
    #expect(view.quarantine.map(\.position) == [7])
  }

  @Test func `an object that only corrections name is one object`() throws {
    var history = scanned
    for event in history.events { history.correct(event, "depot", .object("depot/new")) }
    let view = try ReplayEngine(history.events).replay(DepotWorkload.self)
    #expect(view.rows.map(\.key.text) == ["depot/new:2021-08-01"])
    let depot = try #require(view.object("depot/new"))
    #expect(view.name(of: depot) == "depot/new")
    #expect(view.projection.work[DepotDay(depot: depot, day: "2021-08-01")]?.scans == 2)
  }

  @Test func `an event moved behind the horizon is not counted, one moved before it is`() throws {
    var history = scanned
    history.correct(history.events[0], "occurred", .instant("2021-09-05T00:00:00Z"))
    let late = history.add(
      ParcelScanned(parcel: "parcel/3", depot: "depot/c"), occurred: "2021-09-09T00:00:00Z")
    history.correct(late, "occurred", .instant("2021-08-02T00:00:00Z"))
    let view = try ReplayEngine(history.events).replay(Seen.self, happenedBy: "2021-08-31")
    #expect(
      view.rows.map { $0["value"]?.description } == [
        "#2 ParcelScanned depot/b", "#4 ParcelScanned depot/c",
      ])
  }

  @Test func `repairs are events in recorded order, and in happened order where named`() throws {
    struct All: Projection {
      static let name = "all", version = 1
      let count = Table<EventType, Int>()
      func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
        count[event.type, default: 0] += 1
      }
    }
    var history = scanned
    history.correct(history.events[0], "depot", .object("depot/c"))
    history.annul(history.events[1])
    let engine = ReplayEngine(history.events)
    let repairs = "EventAnnulled: value 1\nFactCorrected: value 1"
    #expect(lines(try engine.replay(All.self).rows) == repairs + "\nParcelScanned: value 2")
    #expect(lines(try engine.replay(SeenRepairs.self).rows) == repairs)
  }
}
