// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import ParcelSamples
import Testing

@testable import EventSourcing

private struct Plain: TableRow {
  var flag: Bool
  var status: EventType
  var events: Int
  var maybe: Int?
  var since: Instant
  var until: Instant?
  var day: CivilDate
  var dayOrNone: CivilDate?
  var depot: ObjectID
  var other: ObjectID?
  var told: Bool?
  var last: EventType?
}

/// Other names and another order than in memory.
private struct Renamed: TableRow {
  var first: Int
  var second: Int?

  enum CodingKeys: String, CodingKey {
    case second = "b"
    case first = "a"
  }
}

/// Leaves zero out: its memory alone does not say how it is written.
private struct Terse: TableRow {
  var count: Int

  enum CodingKeys: CodingKey { case count }

  init(count: Int) { self.count = count }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.decodeIfPresent(Int.self, forKey: .count) ?? 0
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    if count != 0 { try fields.encode(count, forKey: .count) }
  }
}

/// Writes another value than it holds.
private struct Doubled: TableRow {
  var count: Int

  enum CodingKeys: CodingKey { case count }

  init(from decoder: any Decoder) throws {
    count = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .count) / 2
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(count &* 2, forKey: .count)
  }
}

private struct WithText: TableRow {
  var name: String
  var parts: [Int]
  var inner: Inner
  struct Inner: TableRow { var number: Int }
}

/// A row written from its memory has the bytes that its own `encode` gives.
@Suite struct RowPlanTests {
  private func bytes(_ rows: [some TableRow], planned: Bool) throws -> [UInt8] {
    let writer = RowWriter(StoredNames(), makingPlans: planned) { _ in nil }
    for row in rows { try writer.write(root: row) }
    return Array(writer.bytes(0..<writer.count))
  }

  @Test func `planned rows are written as their own encoding writes them`() throws {
    try #require(RowPlan(Plain.self)?.fields.count == 12)
    var random = SeededGenerator(seed: 4)
    let types: [EventType] = [.parcelSent, .parcelScanned]
    let rows = (0..<500).map { index in
      func int() -> Int { Int.random(in: -3...3, using: &random) << (index % 50) }
      func some<T>(_ value: T) -> T? { Bool.random(using: &random) ? value : nil }
      let kind = ObjectKind(Bool.random(using: &random) ? "depot" : "parcel")
      return Plain(
        flag: Bool.random(using: &random), status: types[index % 2], events: int(),
        maybe: some(int()), since: Instant(microseconds: Int64(int())),
        until: some(Instant(microseconds: Int64(int()))), day: CivilDate(daysSinceEpoch: int()),
        dayOrNone: some(CivilDate(daysSinceEpoch: int())),
        depot: ObjectID(kind: kind, number: UInt32(index)),
        other: some(ObjectID(kind: kind, number: .max)), told: some(Bool.random(using: &random)),
        last: some(types[index % 2]))
    }
    #expect(try bytes(rows, planned: true) == bytes(rows, planned: false))
  }

  @Test func `names and order are those of the coding keys`() throws {
    try #require(RowPlan(Renamed.self)?.fields.map(\.name).sorted() == ["a", "b"])
    let rows = [Renamed(first: 1, second: nil), Renamed(first: 2, second: 3)]
    #expect(try bytes(rows, planned: true) == bytes(rows, planned: false))
  }

  @Test func `types that are written otherwise than they lie in memory have no plan`() {
    #expect(RowPlan(Terse.self) == nil)
    #expect(RowPlan(Doubled.self) == nil)
    #expect(RowPlan(WithText.self) == nil)
    #expect(RowPlan(Int.self) == nil)
  }

  @Test func `groups in groups, lists and texts are written one inside the other`() throws {
    let row = WithText(name: "depot/一", parts: [1, -2], inner: WithText.Inner(number: 7))
    let writer = RowWriter(StoredNames()) { _ in nil }
    for _ in 0..<2 { try writer.write(root: row) }
    let half = writer.count / 2
    #expect(writer.bytes(0..<half).elementsEqual(writer.bytes(half..<writer.count)))
    let feed = MemoryFeed([])
    let reader = RowReader(
      writer.bytes(0..<half), writer.names, OverlayDirectory(feed.directory))
    #expect(try reader.read(WithText.self) == row)
  }
}
