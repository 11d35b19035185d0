// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

@testable import EventSourcing

/// One field of every type, optional or not, to hold the codec against.
private let everything = EventSchema(
  "Everything", title: "all types of fields",
  [
    Field(1, "flag", .bool), Field(2, "number", .int),
    Field(3, "amount", .decimal, optional: true), Field(4, "share", .rational, optional: true),
    Field(5, "at", .instant), Field(6, "on", .date, optional: true),
    Field(7, "opens", .timeOfDay, optional: true),
    Field(8, "level", .enumeration([EnumerationCase(1, "village"), EnumerationCase(2, "town")])),
    Field(9, "code", .code, optional: true), Field(10, "words", .text, harmless: "a test"),
    Field(11, "hash", .bytes, optional: true), Field(12, "target", .eventID, optional: true),
    Field(13, "new", .anyValue, optional: true),
    Field(14, "inner", .message([Field(1, "a", .int, optional: true)]), optional: true),
    Field(15, "days", .list(.date), optional: true),
    Field(16, "codes", .set(.code), optional: true),
    Field(17, "numbers", .set(.int), optional: true),
    Field(
      18, "parts", .list(.message([Field(1, "a", .int), Field(2, "b", .list(.code))])),
      optional: true),
    // The order of the numbers is not that of the names.
    Field(
      19, "levels",
      .set(.enumeration([EnumerationCase(1, "village"), EnumerationCase(2, "town")])),
      optional: true),
  ])

@Suite struct PayloadTests {
  private static func randomValues(_ generator: inout SeededGenerator) -> [NamedValue] {
    func maybe(_ name: String, _ value: Value) -> [NamedValue] {
      Bool.random(using: &generator) ? [NamedValue(name, value)] : []
    }
    func number() -> Int64 {
      Int64.random(in: .min ... .max, using: &generator)
        >> Int64.random(in: 0..<63, using: &generator)
    }
    func text() -> String {
      String(
        (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
          "aé村𠀀\u{0}z".randomElement(using: &generator) ?? "x"
        })
    }
    func date() -> Value {
      .date(CivilDate(daysSinceEpoch: Int.random(in: -9999...29_999, using: &generator)))
    }
    let scale = Int.random(in: 0...18, using: &generator)
    var values = [
      NamedValue("flag", .bool(Bool.random(using: &generator))),
      NamedValue("number", .int(number())),
      NamedValue("at", .instant(Instant(microseconds: number() >> 10))),
      NamedValue("level", .text(Bool.random(using: &generator) ? "village" : "town")),
      NamedValue("words", .text(text())),
    ]
    values += maybe("amount", .decimal(ExactDecimal(mantissa: number(), scale: scale)))
    values += maybe(
      "share", .rational(Rational(Int(number() >> 2), Int.random(in: 1...9999, using: &generator))))
    values +=
      maybe("on", date()) + maybe("opens", .int(Int64.random(in: 0...1440, using: &generator)))
    values += maybe("code", .text(text())) + maybe("hash", .bytes(Array(text().utf8)))
    values += maybe("target", .id(EventID(high: generator.next(), low: generator.next())))
    values += maybe("new", .message([NamedValue("x", .list([.int(number()), .object("body/x")]))]))
    values += maybe("inner", .message(maybe("a", .int(number()))))
    values += maybe(
      "days", .list((0..<Int.random(in: 0..<4, using: &generator)).map { _ in date() }))
    values += maybe("codes", .list(["b", "", "村"].shuffled(using: &generator).map { .text($0) }))
    values += maybe(
      "levels", .list(["town", "village"].shuffled(using: &generator).map { .text($0) }))
    values += maybe("numbers", .list([3, -1, 7].shuffled(using: &generator).map { .int($0) }))
    values += maybe(
      "parts",
      .list(
        (0..<Int.random(in: 0..<3, using: &generator)).map { _ in
          .message([NamedValue("a", .int(number())), NamedValue("b", .list([.text(text())]))])
        }))
    return values
  }

  @Test(arguments: [7, 1001] as [UInt64])
  func `what is written is read, and written again gives the same bytes`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<500 {
      let values = PayloadTests.randomValues(&generator)
      let body = try everything.encode(values)
      let read = try everything.values(references: [], payload: body.payload)
      #expect(try everything.encode(read).payload == body.payload, "seed \(seed), round \(round)")
      for value in values where !["codes", "numbers", "levels"].contains(value.name) {
        #expect(read.first { $0.name == value.name } == value, "seed \(seed), round \(round)")
      }
      #expect(read.count == values.count)
    }
  }

  @Test func `the quick check takes sound events and leaves only rare types to the close one`()
    throws
  {
    let rare: Set = ["amount", "share", "new", "codes", "numbers", "levels"]
    let fit = SchemaFit(everything)
    var generator = SeededGenerator(seed: 23)
    for round in 0..<500 {
      let values = PayloadTests.randomValues(&generator).filter { !rare.contains($0.name) }
      #expect(fit.takes(try everything.encode(values)), "round \(round)")
    }
    let referring = SchemaFit(
      EventSchema(
        "Referring", title: "one required, one repeated",
        [.reference("grid", "grid"), .references("body", "body", "person")]))
    func takes(_ references: [Reference]) -> Bool {
      referring.takes(EventBody(references: references, payload: [], clear: []))
    }
    #expect(takes([Reference("grid", "grid/1")]))
    #expect(takes([Reference("body", "person/1"), Reference("grid", "grid/1")]))
    #expect(!takes([]))
    #expect(!takes([Reference("grid", "grid/1"), Reference("ticket", "ticket/1")]))
    #expect(!takes([Reference("grid", "grids/1")]))
    #expect(!takes([Reference("grid", "grid/1"), Reference("grid", "grid/2")]))
    #expect(!takes([Reference("grid", "grid/1"), Reference("body", "grid/1")]))
  }

  @Test(arguments: [11] as [UInt64])
  func `bytes that were tampered with are refused or are another canonical payload`(seed: UInt64)
    throws
  {
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    var taken = 0
    let fit = SchemaFit(everything)
    for round in 0..<3000 {
      var bytes = try everything.encode(PayloadTests.randomValues(&generator)).payload
      switch round % 3 {
      case 0:
        bytes[Int.random(in: bytes.indices, using: &generator)] ^= UInt8(
          1 << Int.random(in: 0..<8, using: &generator))
      case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
      default:
        bytes.insert(
          UInt8.random(in: 0...255, using: &generator),
          at: Int.random(in: bytes.indices, using: &generator))
      }
      let isTaken = fit.takes(EventBody(references: [], payload: bytes, clear: []))
      taken += isTaken ? 1 : 0
      do throws(SchemaError) {
        let read = try everything.values(references: [], payload: bytes)
        let again = try everything.encode(read).payload
        #expect(Hex.text(again) == Hex.text(bytes), "seed \(seed), round \(round), \(read)")
      } catch {
        refused += 1
        #expect(!isTaken, "seed \(seed), round \(round): the quick check took \(error)")
      }
    }
    #expect(refused > 1000)
    #expect(taken > 10)
  }

  @Test func `each wrong field is named with what was expected`() throws {
    let good = [
      NamedValue("flag", .bool(true)), NamedValue("number", .int(1)),
      NamedValue("at", .instant("2021-01-01T00:00:00Z")), NamedValue("level", .text("town")),
      NamedValue("words", .text("")),
    ]
    func reason(_ change: [NamedValue]) -> SchemaError.Reason? {
      let kept = good.filter { field in !change.contains { $0.name == field.name } }
      do {
        _ = try everything.encode(kept + change)
        return nil
      } catch {
        return error.reason
      }
    }
    #expect(reason([]) == nil)
    #expect(reason([NamedValue("colour", .int(1))]) == .unknownField)
    #expect(
      reason([NamedValue("level", .text("city"))]) == .notInList(allowed: ["village", "town"]))
    #expect(reason([NamedValue("opens", .int(1441))]) == .outOfRange("0…1440 minutes"))
    #expect(reason([NamedValue("codes", .list([.text("a"), .text("a")]))]) == .notUnique)
    #expect(
      reason([NamedValue("words", .int(5))])
        == .wrongType(expected: "text", found: "a whole number"))
    let long = String(repeating: "x", count: SchemaLimits.text + 1)
    #expect(
      reason([NamedValue("words", .text(long))])
        == .tooLong(bytes: SchemaLimits.text + 1, limit: SchemaLimits.text))
  }

  @Test func `personal text never shows in what an error or a value prints`() {
    #expect("\(SealedText("王某 13800000021"))" == "sealed")
  }
}
