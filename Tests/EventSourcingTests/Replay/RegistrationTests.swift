// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// What may not stand in a projection: state beside its tables, and rows that are no plain values.
struct RegistrationTests {
  struct Stray: Projection {
    static let name = "stray", version = 1
    let count = Table<ObjectID, Int>()
    var seen = 0
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}
  }

  final class Hidden: Projection {
    static let name = "hidden", version = 1
    let count = Table<ObjectID, Int>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}
  }

  struct Silent: Projection {
    static let name = "silent", version = 1
    let count = Workspace<ObjectID, Int>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}
  }

  struct Twice: Projection {
    static let name = "twice", version = 1
    let first = Table<ObjectID, Int>()
    let second: Table<ObjectID, Int>
    init() { second = first }
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}
  }

  struct Share: TableRow {
    var inner: [Inner]
    struct Inner: Codable, Hashable { var part: Double? }
  }

  struct Floating: Projection {
    static let name = "floating", version = 1
    let share = Table<ObjectID, Share>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}
  }

  /// Stops the look at its type before the part that is wrong.
  struct Unlikely: TableRow {
    enum Mood: String, Codable { case good }
    var mood = Mood.good
    var share = 0.5
  }

  struct HalfSeen: Projection {
    static let name = "half-seen", version = 1
    let rows = Table<ObjectID, Unlikely>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      rows[event.stream] = Unlikely()
    }
  }

  struct ByReference: Projection {
    static let name = "by-reference", version = 1
    let rows = Table<ObjectID, CountedRow>()
    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {}
  }

  private func reason(_ type: any Projection.Type) -> ReplayError.Reason? {
    do throws(ReplayError) {
      _ = try ReplayEngine([]).replay([type])
      return nil
    } catch {
      #expect(error.projection == type.name)
      return error.reason
    }
  }

  @Test func `a stored property that is no table is refused by name`() {
    #expect(reason(Stray.self) == .strayProperty(name: "seen", type: "Int"))
  }

  @Test func `a class is refused, for it could hide state`() {
    #expect(reason(Hidden.self) == .notAStruct)
  }

  @Test func `a projection that answers nothing is refused`() {
    #expect(reason(Silent.self) == .noAnswer)
  }

  @Test func `one table under two names is refused`() {
    #expect(reason(Twice.self) == .sharedTable(name: "second"))
  }

  @Test func `binary floating point deep inside a row is refused before the fold`() {
    let detail = "Share holds binary floating point; use ExactDecimal or Rational"
    #expect(reason(Floating.self) == .notPlain(table: "share", detail: detail))
  }

  @Test func `what the look at the type misses is found in the first row`() {
    var history = HistoryBuilder()
    history.add(ParcelScanned(parcel: "parcel/1", depot: "depot/a"))
    #expect {
      try ReplayEngine(history.events).replay(HalfSeen.self)
    } throws: { error in
      "\(error)" == "half-seen: table rows cannot be written as plain values: "
        + "field share: binary floating point is not a value of the log"
    }
  }

  @Test func `a class as a row is refused`() {
    let detail = "CountedRow is a class, whose changes nobody sees; use a struct"
    #expect(reason(ByReference.self) == .notPlain(table: "rows", detail: detail))
  }

  @Test func `the rows of a finished view cannot be written`() async {
    await #expect(processExitsWith: .failure) {
      var history = HistoryBuilder()
      history.add(ParcelSent(parcel: "parcel/1", depot: "depot/a", grams: 1, speed: "normal"))
      let view = try ReplayEngine(history.events).replay(SentByDepot.self)
      let depot = try #require(view.object("depot/a"))
      view.projection.count[depot, default: 0] += 1
    }
  }
}
