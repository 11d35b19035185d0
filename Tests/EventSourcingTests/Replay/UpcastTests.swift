// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// Old versions reach every way of reading as the newest.
struct UpcastTests {
  /// What a fold can see of a sent parcel: by field number, by role, as a typed struct.
  struct Sight: TableRow {
    var version: Int
    var byNumber: Int?
    var byRole: String?
    var typed: String
  }

  struct Sights<Order: Ordering>: Projection {
    static var name: String { "sights" }
    static var version: Int { 1 }
    static var order: FoldOrder { Order.order }
    let sights = Table<ObjectID, Sight>()

    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      guard event.type == .parcelSent else { throw Refusal("only sent parcels") }
      let sent = try event.decode(ParcelSent.self)
      sights[event.stream] = Sight(
        version: event.version, byNumber: event.enumeration(2),
        byRole: event.reference(.depot).map { event.name(of: $0).text },
        typed: "\(sent.depot) \(sent.speed) \(sent.grams)")
    }
  }

  private func sights<Order: Ordering>(
    _ history: HistoryBuilder, _ order: Order.Type
  ) throws -> View<Sights<Order>> {
    try ReplayEngine(history.events).replay(Sights<Order>.self)
  }

  private let expected =
    "version 2, byNumber 1, byRole depot/a, typed depot/a normal 5"

  @Test func `folds in both orders see the newest version`() throws {
    var history = HistoryBuilder()
    history.addSentV1("parcel/1", "depot/a", grams: 5)
    #expect(try sights(history, AsRecorded.self).rows.map(\.description) == [expected])
    #expect(try sights(history, AsHappened.self).rows.map(\.description) == [expected])
  }

  @Test func `so does the careful way after a refusal, and an explanation`() throws {
    var history = HistoryBuilder()
    history.addSentV1("parcel/1", "depot/a", grams: 5)
    history.add(ParcelScanned(parcel: "parcel/2", depot: "depot/a"))
    let view = try sights(history, AsRecorded.self)
    #expect(view.rows.map(\.description) == [expected])
    let explanation = try view.explain(view.rows[0].key)
    #expect(explanation.row.description == expected)
    #expect(explanation.all == [1])
  }

  @Test func `a correction names the fields of the newest version`() throws {
    var history = HistoryBuilder()
    let old = history.addSentV1("parcel/1", "depot/a", grams: 5)
    history.correct(old, "depot", .object("depot/b"))
    history.correct(old, "speed", .text("express"))
    history.correct(old, "office", .object("depot/c"))
    let view = try sights(history, AsHappened.self)
    let row = "version 2, byNumber 2, byRole depot/b, typed depot/b express 5"
    #expect(view.rows.map(\.description) == [row])
    #expect(view.quarantine.map(\.reason) == ["ParcelSent has no field office"])
  }

  enum Gap: EventVocabulary {
    static let catalogue = Parcels.catalogue
  }

  @Test func `a version without a step to the next is refused`() throws {
    struct Count: Projection {
      static let name = "count", version = 1
      let count = Table<ObjectID, Int>()
      func apply(_ event: borrowing RecordedEvent<Gap>) throws(Refusal) {}
    }
    var history = HistoryBuilder()
    history.addSentV1("parcel/1", "depot/a", grams: 5)
    let view = try ReplayEngine(history.events).replay(Count.self)
    #expect(view.quarantine.map(\.reason) == ["ParcelSent has no upcaster from version 1"])
  }

  @Test func `projections of two vocabularies fold in one call, each by its own`() throws {
    struct Other: Projection {
      static let name = "other", version = 1
      let count = Table<EventType, Int>()
      func apply(_ event: borrowing RecordedEvent<Gap>) throws(Refusal) {
        count[event.type, default: 0] += event.version
      }
    }
    var history = HistoryBuilder()
    history.add(ParcelScanned(parcel: "parcel/2", depot: "depot/a"))
    history.addSentV1("parcel/1", "depot/a", grams: 5)
    let views = try ReplayEngine(history.events).replay([SentByDepot.self, Other.self])
    #expect(lines(views[0].rows) == "depot/a: value 1")
    #expect(lines(views[1].rows) == "ParcelScanned: value 1")
    #expect(views[1].quarantine.map(\.position) == [2])
  }
}
