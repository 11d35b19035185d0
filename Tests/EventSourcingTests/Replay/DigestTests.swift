// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples
import Testing

/// Digests are storage format: the same rows give the same bytes for ever.
struct DigestTests {
  /// Values of every sort as rows, with a set and a dictionary inside.
  struct Everything: TableRow {
    var flag = true
    var number = -7
    var small: UInt8 = 9
    var money: ExactDecimal = "88.75"
    var share: Rational = "1/3"
    var time: Instant = "2021-08-05T08:00:00+08:00"
    var day: CivilDate = "2021-08-05"
    var text = "网格"
    var bytes = Bytes([1, 2, 255])
    var id = EventID(high: 1, low: 2)
    var object: ObjectID?
    var absent: Int?
    var list = [3, 1, 2]
    var set: Set<String> = ["c", "a", "b"]
    var counts: [String: Int] = ["z": 1, "y": 2, "x": 3]
    var numbered: [Int: String] = [10: "ten", 9: "nine"]
  }

  struct Row<P>: TableKey where P: Hashable & Codable & Sendable {
    var part: P
    var day: CivilDate
  }

  struct AllSorts: Projection {
    static let name = "all-sorts", version = 2
    let rows = Table<ObjectID, Everything>()
    let pairs = Table<Row<ObjectID>, ExactDecimal>()
    let maybe = Table<Int, Int?>()

    func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
      var row = Everything()
      row.object = event.reference(.depot)
      rows[event.stream] = row
      pairs[Row(part: event.stream, day: event.occurredOn)] = "1.5"
      maybe[event.int(1) ?? -1] = .some(nil)
    }
  }

  private var history: HistoryBuilder {
    var history = HistoryBuilder()
    for number in 1...3 {
      history.add(
        ParcelSent(
          parcel: ObjectName("parcel", "\(number)"), depot: "depot/a", grams: number,
          speed: "normal"))
    }
    return history
  }

  @Test func `known text has the known hash`() {
    var sha256 = Digester(.sha256)
    #expect(
      Hex.text(sha256.hash(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    sha256.update(Array("a".utf8))
    sha256.update(Array("bc".utf8))
    #expect(Hex.text(sha256.finish()).hasPrefix("ba7816bf"))
    var sm3 = Digester(.sm3)
    #expect(
      Hex.text(sm3.hash(Array("abc".utf8)))
        == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
  }

  @Test func `rows of every sort have the digest they always had`() throws {
    let view = try ReplayEngine(history.events).replay(AllSorts.self)
    #expect(
      view.digest.description
        == "sha256:dbc33158eb20f090e9835503d071b90dbbd000d6cd7fa3c8c1fc24bc4849dc25")
    #expect(
      view.rows[0].description == """
        flag true, number -7, small 9, money 88.75, share 1/3, time 2021-08-05T00:00:00Z, \
        day 2021-08-05, text 网格, bytes 0102ff, id 00000000-0000-0001-0000-000000000002, \
        object depot/a, list [3, 1, 2], set [a, b, c], counts {x: 3, y: 2, z: 1}, \
        numbered {9: nine, 10: ten}
        """)
  }

  /// The two values were computed from docs/FORMAT.md by a program of another language.
  @Test func `another program gets the same digests from the description of the format`() throws {
    var history = HistoryBuilder()
    for (parcel, depot) in [("1", "a"), ("2", "b"), ("3", "a")] {
      history.add(
        ParcelSent(
          parcel: ObjectName("parcel", parcel), depot: ObjectName("depot", depot), grams: 1,
          speed: "normal"))
    }
    let view = try ReplayEngine(history.events).replay(SentByDepot.self)
    #expect(
      Hex.text(view.digest.bytes)
        == "79fd7d863ea92b42baa670598b2cc118b60ac4ba32ce931155263f11dda387bf")
    let body = EventBody(references: [], payload: [], clear: [])
    history.append(NewEvent(type: "Unknown", version: 1, stream: "parcel/4", body: body))
    history.add(ParcelScanned(parcel: "parcel/4", depot: "depot/a"))
    let refusing = try ReplayEngine(history.events).replay(SentByDepot.self)
    #expect(
      Hex.text(refusing.digest.bytes)
        == "151b059630f014f076d351463b5bace79d9657ddad02310470d16fcb387bdca2")
  }

  @Test func `a log made with SM3 gives digests made with SM3`() throws {
    let view = try ReplayEngine(MemoryFeed(history.events, digest: .sm3)).replay(AllSorts.self)
    #expect(
      view.digest.description
        == "sm3:5c92d3275416ba079804123abca39a570e0cb501f2401fded9fcb0f7b0dc6008")
  }

  @Test func `one field of one row changes the digest, the order of events does not`() throws {
    var other = HistoryBuilder()
    for event in history.events.reversed() {
      other.append(
        NewEvent(
          type: event.content.type, version: 2, stream: event.content.stream,
          occurred: event.content.occurred,
          body: EventBody(
            references: event.content.references, payload: event.content.payload, clear: [])))
    }
    let digest = try ReplayEngine(history.events).replay(SentByDepot.self).digest
    #expect(try ReplayEngine(other.events).replay(SentByDepot.self).digest == digest)
    other.add(ParcelSent(parcel: "parcel/1", depot: "depot/a", grams: 1, speed: "normal"))
    #expect(try ReplayEngine(other.events).replay(SentByDepot.self).digest != digest)
  }

  @Test func `values are ordered by value, never by text`() {
    let ascending: [[Value]] = [
      [.bool(false), .bool(true)], [.int(-10), .int(-9), .int(9), .int(10)],
      [.decimal("-0.5"), .decimal("0.25"), .decimal("10")],
      [.rational("1/3"), .rational("1/2")], [.text(""), .text("Z"), .text("a"), .text("县")],
      [.object("body/a"), .object("body/b"), .object("town/a")],
      [.list([]), .list([.int(1)]), .list([.int(1), .int(0)]), .list([.int(2)])],
      [.bytes([]), .bytes([1]), .bytes([1, 0]), .bytes([2])],
      [.date("2021-09-30"), .date("2021-10-01")],
      [
        .message([NamedValue("a", .int(1))]),
        .message([NamedValue("a", .int(1)), NamedValue("b", .int(0))]),
        .message([NamedValue("a", .int(2))]),
      ],
    ]
    for values in ascending {
      for (i, left) in values.enumerated() {
        for (j, right) in values.enumerated() {
          #expect(Value.precedes(left, right) == (i < j), "\(left) \(right)")
        }
      }
    }
  }
}
