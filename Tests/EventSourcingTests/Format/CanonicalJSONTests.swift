// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Testing

@testable import EventSourcing

/// The payload of plain events, held against bytes that another program made from docs/FORMAT.md
/// (Python's `json`, keys sorted by their UTF-16).
@Suite struct CanonicalJSONTests {
  static let payload = """
    7b226174223a22323032312d30382d30355430313a30303a30302e355a222c2262794e616d65223a7b22223a\
    332c223130223a372c2239223a382c225a223a362c227a223a352c22c3a9223a342c22f0a08080223a312c22\
    efbd9e223a327d2c22636f756e74223a2d393232333337323033363835343737353830382c22697344727922\
    3a66616c73652c226c6576656c223a222d302e3035222c226e65696768626f7572223a2267617567652fe58c\
    972032222c226e6f746573223a5b22222c22612f625c225c5c222c225c625c745c6e5c665c725c7530303030\
    5c75303031667f222c22e6b0bee6b0b4e9958720f0a080802065cc8120e280a8225d2c226f6e223a22323032\
    312d30382d3035222c226f7574636f6d65223a7b227265706169726564223a7b225f30223a7b226761756765\
    73223a5b2267617567652f37225d7d2c22686f757273223a337d7d2c2270726576696f7573223a2230313932\
    613030302d303030302d373030302d383030302d303030303030303030303066222c22726177223a22303066\
    663130222c227368617265223a22312f33222c227374617465223a2266616c6c696e67227d
    """

  static func event() -> GaugeRead {
    GaugeRead(
      gauge: "gauge/7", checkers: ["body/b", "body/a"], level: "-0.05", share: Rational(1, 3),
      at: "2021-08-05T09:00:00.5+08:00", on: "2021-08-05",
      previous: EventID(uuid: "0192a000-0000-7000-8000-00000000000f"),
      raw: Bytes([0, 255, 16]), count: .min, isDry: false,
      notes: [
        "", "a/b\"\\", "\u{8}\t\n\u{c}\r\u{0}\u{1f}\u{7f}", "氾水镇 𠀀 e\u{301} \u{2028}",
      ],
      byName: ["𠀀": 1, "～": 2, "": 3, "é": 4, "z": 5, "Z": 6, "10": 7, "9": 8],
      state: .falling, outcome: .repaired(.init(gauges: ["gauge/7"]), hours: 3),
      neighbour: "gauge/北 2")
  }

  @Test func `a plain payload has the bytes of FORMAT 1_4`() throws {
    let body = try NewEvent(CanonicalJSONTests.event()).body
    #expect(Hex.text(body.payload) == CanonicalJSONTests.payload)
    #expect(
      body.references == [
        Reference("gauge", "gauge/7"), Reference("checker", "body/b"),
        Reference("checker", "body/a"),
      ])
    let bytes = try #require(Hex.bytes(CanonicalJSONTests.payload))
    let read = try GaugeRead.schema.decode(GaugeRead.self, body.references, bytes)
    #expect(read == CanonicalJSONTests.event())
  }

  private static let faults: [(json: String, fault: String)] = [
    ("", "a JSON object must stand here, at byte 0"),
    ("[]", "a JSON object must stand here, at byte 0"),
    ("\u{feff}{}", "a JSON object must stand here, at byte 0"),
    (" {}", "a JSON object must stand here, at byte 0"),
    ("{} ", "bytes behind the object, at byte 2"),
    ("{}{}", "bytes behind the object, at byte 2"),
    ("{", "ends in the middle of a field, at byte 1"),
    (#"{"a""#, "ends in the middle of a field, at byte 4"),
    (#"{"a":"#, "ends in the middle of a field, at byte 5"),
    (#"{"a":1"#, "ends in the middle of a field, at byte 6"),
    (#"{"a":"b"#, "ends in the middle of a field, at byte 7"),
    (#"{"a":"\"#, "ends in the middle of a field, at byte 6"),
    (#"{"a":"\u00"#, "an escape where the character itself or a shorter one belongs, at byte 6"),
    (#"{"a" :1}"#, ": must stand here, at byte 4"),
    (#"{"a": 1}"#, "a value must stand here, at byte 5"),
    (#"{"a":1,}"#, "a name in quotes must stand here, at byte 7"),
    (#"{"a":[1,]}"#, "a value must stand here, at byte 8"),
    (#"{"a":[1 ]}"#, "] must stand here, at byte 7"),
    (#"{a:1}"#, "a name in quotes must stand here, at byte 1"),
    (#"{"a":1,"a":2}"#, "a name stands twice, at byte 7"),
    (#"{"b":1,"a":2}"#, "has its fields out of order, at byte 7"),
    ("{\"～\":1,\"𠀀\":2}", "has its fields out of order, at byte 9"),
    (#"{"a":null}"#, "null; what is absent is left out, at byte 5"),
    (#"{"a":NaN}"#, "a value must stand here, at byte 5"),
    (#"{"a":-Infinity}"#, "no whole number of 64 bits, at byte 5"),
    (#"{"a":1.0}"#, "a number that is not written whole; a decimal stands as text, at byte 5"),
    (#"{"a":1e3}"#, "a number that is not written whole; a decimal stands as text, at byte 5"),
    (#"{"a":01}"#, "has a number that is not in its shortest form, at byte 5"),
    (#"{"a":-0}"#, "has a number that is not in its shortest form, at byte 5"),
    (#"{"a":+1}"#, "a value must stand here, at byte 5"),
    (#"{"a":9223372036854775808}"#, "no whole number of 64 bits, at byte 5"),
    (#"{"a":tru}"#, "true must stand here, at byte 5"),
    (#"{"a":"\/"}"#, "an escape where the character itself or a shorter one belongs, at byte 6"),
    (
      #"{"a":"\u0041"}"#, "an escape where the character itself or a shorter one belongs, at byte 6"
    ),
    (
      #"{"a":"\u000a"}"#, "an escape where the character itself or a shorter one belongs, at byte 6"
    ),
    (
      #"{"a":"\u001F"}"#, "an escape where the character itself or a shorter one belongs, at byte 6"
    ),
    (
      #"{"a":"\ud800"}"#, "an escape where the character itself or a shorter one belongs, at byte 6"
    ),
    ("{\"a\":\"\n\"}", "a control character without its escape, at byte 6"),
  ]

  private func fault(_ bytes: [UInt8]) -> String? {
    do throws(WireError) {
      _ = try CanonicalJSONReader.fields(bytes)
      return nil
    } catch {
      return error.description.replacing("payload ", with: "")
        .replacing("is not canonical: ", with: "")
    }
  }

  @Test func `any other form is refused, and the error says where`() throws {
    for (json, expected) in CanonicalJSONTests.faults {
      #expect(fault(Array(json.utf8)) == expected, "\(json)")
    }
    let broken: [[UInt8]] = [
      [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE6, 0xB0],
    ]
    for bytes in broken {
      let json = Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)
      #expect(fault(json) == "has text that is not UTF-8, at byte 5", "\(Hex.text(bytes))")
    }
  }

  @Test func `nesting ends at 32 levels, whatever comes behind`() throws {
    func nested(_ levels: Int) -> [UInt8] {
      Array(
        (#"{"a":"# + String(repeating: "[", count: levels - 1)
          + String(repeating: "]", count: levels - 1) + "}").utf8)
    }
    #expect(fault(nested(32)) == nil)
    #expect(fault(nested(33)) == "nested deeper than 32 levels, at byte 36")
    let bomb = Array((#"{"a":"# + String(repeating: "[", count: 1_000_000)).utf8)
    #expect(fault(bomb) == "nested deeper than 32 levels, at byte 36")
    var value = Value.list([])
    for _ in 0..<31 { value = .list([value]) }
    #expect(throws: SchemaError.self) {
      try Gauges.movedV1.encode([
        NamedValue("gauge", .object("gauge/7")), NamedValue("deep", value),
      ])
    }
  }

  @Test(arguments: [7, 1001] as [UInt64])
  func `what is written is read, and written again gives the same bytes`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let schema = GaugeRead.schema
    for round in 0..<400 {
      let event = GaugeRead.random(&random)
      let body = try NewEvent(event).body
      let read = try schema.decode(GaugeRead.self, body.references, body.payload)
      #expect(read == event, "seed \(seed), round \(round)")
      let values = try schema.values(references: body.references, payload: body.payload)
      #expect(try schema.encode(values) == body, "seed \(seed), round \(round)")
      try schema.check(references: body.references, payload: body.payload)
    }
  }

  @Test(arguments: [11] as [UInt64])
  func `bytes that were tampered with are refused or are another canonical payload`(seed: UInt64)
    throws
  {
    var random = SeededGenerator(seed: seed)
    let loose = EventSchema(plain: "AnyPlain", version: 1, harmless: "a test")
    var refused = 0
    var taken = 0
    for round in 0..<3000 {
      var bytes = try NewEvent(GaugeRead.random(&random)).body.payload
      let index = Int.random(in: bytes.indices, using: &random)
      switch round % 3 {
      case 0: bytes[index] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
      case 1: bytes.remove(at: index)
      default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
      }
      do throws(SchemaError) {
        let again = try loose.encode(loose.values(references: [], payload: bytes)).payload
        #expect(again == bytes, "seed \(seed), round \(round)")
        taken += 1
      } catch {
        guard case .bytes(let fault) = error.reason else {
          Issue.record("seed \(seed), round \(round): \(error)")
          continue
        }
        #expect((0...bytes.count).contains(fault.offset))
        refused += 1
      }
    }
    #expect(refused > 1000)
    #expect(taken > 100)
  }
}
