// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

struct JSONParserTests {
  @Test func `numbers keep the digits they were written with`() throws {
    for digits in [
      "0", "-0", "1.0", "1.00", "1e999", "-12.50E-3", "123456789012345678901234567890",
    ] {
      #expect(try JSONParser.parse(digits) == .number(digits))
    }
  }

  @Test(arguments: [
    "01", "1.", ".5", "+1", "-", "1e", "1e+", "NaN", "Infinity", "-Infinity", "0x10", "1.2.3",
    "1_0",
  ])
  func `what is no number of RFC 8259 is refused`(text: String) {
    #expect(throws: JSONError.self) { try JSONParser.parse(text) }
  }

  @Test func `members keep the order of the text`() throws {
    let value = try JSONParser.parse(#"{"b":1,"a":[true,null],"c":{}}"#)
    #expect(value.members?.map(\.key) == ["b", "a", "c"])
    #expect(value.value(at: ["a", "0"]) == .bool(true))
    #expect(value["a"]?[2] == nil)
  }

  @Test func `a duplicate key is refused at its second place`() {
    expectError(
      "{\"a\":1,\n \"b\":{\"x\":1,\"x\":2}}", .duplicateKey, line: 2, column: 13, pointer: "/b/x")
  }

  @Test func `a duplicate key is found among many and behind an escape`() {
    let many = (0..<40).map { "\"k\($0)\":0" }.joined(separator: ",")
    expectError("{\(many),\"k\\u0037\":1}", .duplicateKey, pointer: "/k7")
  }

  @Test func `composed and decomposed letters are different keys and different texts`() throws {
    let value = try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value["e\u{301}"] == .number("2"))
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
  }

  @Test(arguments: [
    #""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\u0041""#, #""\udbff\ud800""#,
  ])
  func `half a surrogate pair is refused`(text: String) {
    expectError(text, .loneSurrogate)
  }

  @Test func `a surrogate pair is one character`() throws {
    #expect(try JSONParser.parse(#""\uD840\uDC00 \u4E2D""#) == .string("𠀀 中"))
  }

  @Test(
    arguments: [
      [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE4, 0xB8],
      [0xF0, 0x80, 0x80, 0xAF],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect {
      try JSONParser.parse([quote] + bytes + [quote])
    } throws: { ($0 as? JSONError)?.problem == .invalidUTF8 }
    #expect {
      try JSONParser.parse([quote] + Array("\\n".utf8) + bytes + [quote])
    } throws: { ($0 as? JSONError)?.problem == .invalidUTF8 }
  }

  @Test func `faults name line, column and pointer`() {
    expectError("", .empty)
    expectError(" \n ", .empty, line: 2, column: 2)
    expectError("[1,\n2,]", .unexpected(expected: "a value"), line: 2, column: 3, pointer: "/2")
    expectError(
      #"{"中/文~":[1 2]}"#, .unexpected(expected: "\",\" or \"]\""), column: 12,
      pointer: "/中~1文~0/0")
    expectError("{} {}", .trailingText, column: 4)
    expectError("\u{FEFF}{}", .byteOrderMark)
    expectError("\"a\u{01}\"", .controlCharacter, column: 3)
    expectError("\"a\tb\"", .controlCharacter, column: 3)
    expectError(#""\x""#, .invalidEscape, column: 2)
    expectError(#""\u12G4""#, .invalidEscape, column: 2)
    expectError("\"abc", .unexpectedEnd(expected: "the closing quote of the string"), column: 1)
  }

  @Test func `depth is bounded before the stack is`() throws {
    let depth64 = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try JSONParser.parse(depth64) }
    for open in ["[", "{\"a\":"] {
      let hostile = String(repeating: open, count: 100_000)
      #expect {
        try JSONParser.parse(hostile)
      } throws: { ($0 as? JSONError)?.problem == .tooDeep(limit: 64) }
    }
  }

  @Test func `size is bounded and a text of one megabyte passes`() throws {
    let long = "\"" + String(repeating: "中", count: 340_000) + "\""
    #expect(try JSONParser.parse(long).text?.unicodeScalars.count == 340_000)
    expectError(long + String(repeating: " ", count: 40_000), .tooLarge(limit: 1 << 20))
    let digits = String(repeating: "9", count: 1_000_000)
    #expect(try JSONParser.parse(digits) == .number(digits))
  }

  private func expectError(
    _ text: String, _ problem: JSONError.Problem, line: Int? = nil, column: Int? = nil,
    pointer: String? = nil, at location: SourceLocation = #_sourceLocation
  ) {
    do {
      _ = try JSONParser.parse(text)
      Issue.record("accepted", sourceLocation: location)
    } catch {
      #expect(error.problem == problem, sourceLocation: location)
      if let line { #expect(error.line == line, sourceLocation: location) }
      if let column { #expect(error.column == column, sourceLocation: location) }
      if let pointer { #expect(error.pointer == pointer, sourceLocation: location) }
    }
  }
}

struct JSONHostileTests {
  private static let document =
    #"{"id":"A-1","n":[0,-1.5e3,true,false,null],"名":{"text":"a\"b\\\u00e9\uD840\uDC00","deep":[[[{}]]]}}"#

  @Test func `a document cut at any byte is refused, never half read`() {
    let bytes = Array(Self.document.utf8)
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self, "cut at \(length)") {
        try JSONParser.parse(Array(bytes[..<length]))
      }
    }
  }

  @Test(arguments: [1, 42, 20_260_417] as [UInt64])
  func `a mutated document is refused or written back to an equal value`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let original = Array(Self.document.utf8)
    for round in 0..<2_000 {
      var bytes = original
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        mutate(&bytes, &random)
      }
      guard let value = try? JSONParser.parse(bytes) else { continue }
      for style in [JSONWriter.Style.canonical, .pretty] {
        let again = try JSONParser.parse(JSONWriter.bytes(value, style: style))
        #expect(again == value, "seed \(seed), round \(round)")
      }
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let pieces = ["\"", "\\", "{", "}", "[", "]", ",", ":", "\\u", "9", "\u{FEFF}"].map {
      Array($0.utf8)
    }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(contentsOf: pieces.randomElement(using: &random)!, at: place)
    default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    if bytes.isEmpty { bytes = [0x20] }
  }
}

struct JSONWriterTests {
  @Test func `canonical text has no white space and the escapes of RFC 8785`() throws {
    let value = JSONValue.object([
      JSONMember("z", .array([.number("1.50"), .null, .bool(false)])),
      JSONMember("a", .string("\"\\/\u{8}\t\n\u{C}\r\u{1F}\u{7F}é中𠀀")),
      JSONMember("e", .object([])),
    ])
    #expect(
      JSONWriter.text(value)
        == #"{"z":[1.50,null,false],"a":"\"\\/\b\t\n\f\r\u001f"# + "\u{7F}é中𠀀" + #"","e":{}}"#)
    #expect(try JSONParser.parse(JSONWriter.bytes(value)) == value)
  }

  @Test func `pretty text shows one member a line`() throws {
    let value = try JSONParser.parse(#"{"a":[1,{"b":[]}],"c":{}}"#)
    #expect(
      JSONWriter.text(value, style: .pretty) == """
        {
          "a": [
            1,
            {
              "b": []
            }
          ],
          "c": {}
        }
        """)
  }
}

struct JSONRealFileTests {
  private static let folder = "data/cloudevents-conformance/format/json/"
  private static let files = ["valid-events", "invalid-events", "valid-batches", "invalid-batches"]

  @Test(
    .enabled(if: SharedFile.has(folder + "valid-events.json"), "shared data is missing"),
    arguments: files)
  func `CloudEvents conformance files are read and written back`(file: String) throws {
    let value = try JSONParser.parse(try SharedFile.bytes(Self.folder + file + ".json"))
    #expect(value["tests"]?.elements?.isEmpty == false)
    #expect(try JSONParser.parse(JSONWriter.bytes(value, style: .pretty)) == value)
  }
}
