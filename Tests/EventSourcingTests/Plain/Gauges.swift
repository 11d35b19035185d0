// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import ParcelSamples

/// A vocabulary of plain events: gauges in canals are read and moved.
enum Gauges: EventVocabulary {
  static let catalogue = SchemaCatalogue([
    GaugeRead.schema, GaugeMoved.schema, movedV1, FactCorrected.schema, EventAnnulled.schema,
  ])

  /// The struct of version 1 is gone; it had a day as text and no canal.
  static let movedV1 = EventSchema(
    plain: "GaugeMoved", version: 1, harmless: "metres and days",
    references: [.reference("gauge", "gauge")])

  static let upcasters = [
    Upcaster("GaugeMoved", from: 1) { fields in
      fields.rename("day", to: "on")
      fields["canal"] = .object("canal/none")
    }
  ]
}

/// Something of every form that a property can have.
struct GaugeRead: PlainEvent {
  enum State: String, Codable { case rising, falling }
  enum Outcome: Codable, Hashable {
    case sound
    case repaired(Work, hours: Int)
  }
  struct Work: Codable, Hashable { var gauges: [ObjectName] }

  static let type: EventType = "GaugeRead"
  static let harmless = "levels and states; notes are made by the device"
  static let references: [Field] = [
    .reference("gauge", "gauge"), .references("checkers", "body", role: "checker"),
  ]
  static let stream: Role? = "gauge"

  var gauge: ObjectName
  var checkers: [ObjectName] = []
  var level: ExactDecimal
  var share: Rational?
  var at: Instant
  var on: CivilDate?
  var previous: EventID?
  var raw: Bytes?
  var count: Int64 = 0
  var isDry = false
  var notes: [String] = []
  var byName: [String: Int] = [:]
  var state: State?
  var outcome: Outcome?
  /// No reference: it stands in the payload.
  var neighbour: ObjectName?
}

struct GaugeMoved: PlainEvent {
  static let type: EventType = "GaugeMoved", version = 2
  static let harmless = "metres and days"
  static let references: [Field] = [.reference("gauge", "gauge"), .reference("canal", "canal")]
  static let stream: Role? = "gauge"

  var gauge: ObjectName
  var canal: ObjectName
  var on: CivilDate
  var metres: Int
}

extension GaugeRead {
  static func random(_ random: inout SeededGenerator) -> GaugeRead {
    func maybe<T>(_ value: T) -> T? { Bool.random(using: &random) ? value : nil }
    func number() -> Int64 {
      Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
    }
    func text() -> String {
      String(
        (0..<Int.random(in: 0..<6, using: &random)).map { _ in
          "aé村𠀀\u{0}\u{1f}\u{7f}\"\\/\n\u{fffd}～e\u{301}".randomElement(using: &random) ?? "x"
        })
    }
    var read = GaugeRead(
      gauge: "gauge/7", level: ExactDecimal(mantissa: number(), scale: Int(number() & 15)),
      at: Instant(microseconds: number() >> 10))
    read.checkers = (0..<Int.random(in: 0..<3, using: &random)).map { ObjectName("body", "b\($0)") }
    read.share = maybe(Rational(Int(number() >> 2), Int.random(in: 1...9999, using: &random)))
    read.on = maybe(CivilDate(daysSinceEpoch: Int.random(in: -9999...29_999, using: &random)))
    read.previous = maybe(EventID(high: random.next(), low: random.next()))
    read.raw = maybe(Bytes(Array(text().utf8)))
    read.count = number()
    read.isDry = Bool.random(using: &random)
    read.notes = (0..<Int.random(in: 0..<4, using: &random)).map { _ in text() }
    for _ in 0..<Int.random(in: 0..<5, using: &random) { read.byName[text()] = Int(number()) }
    read.state = maybe(.rising)
    read.outcome = maybe(
      Bool.random(using: &random) ? .sound : .repaired(Work(gauges: ["gauge/é"]), hours: 2))
    read.neighbour = maybe("gauge/北 2")
    return read
  }
}
