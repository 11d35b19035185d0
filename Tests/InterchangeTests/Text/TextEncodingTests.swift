// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange
import Testing

private let gb18030 = String.Encoding(rawValue: 0x8000_0632)

struct TextEncodingTests {
  private let table = "云溪县2024年3月事件台账\n事件编号,所属乡镇\nYX-1,城关镇𠀀\n"

  @Test func `a byte order mark decides before anything else`() throws {
    let marked = try detect([0xEF, 0xBB, 0xBF] + Array(table.utf8))
    #expect(marked.encoding == .utf8 && marked.reason == .byteOrderMark)
    let little = try detect(
      [0xFF, 0xFE] + Array(try #require(table.data(using: .utf16LittleEndian))))
    #expect(little.encoding == .utf16LittleEndian && little.reason == .byteOrderMark)
    let big = try detect([0xFE, 0xFF] + Array(try #require(table.data(using: .utf16BigEndian))))
    #expect(big.encoding == .utf16BigEndian)
  }

  @Test func `strict UTF-8 comes before GB18030`() throws {
    let finding = try detect(Array(table.utf8))
    #expect(finding.encoding == .utf8 && finding.reason == .validUTF8)
    #expect(finding.lines == 3 && finding.linesBeyondASCII == 3)
    #expect(finding.firstLineNotUTF8 == nil)
  }

  @Test func `one Chinese name far down makes the whole file GB18030`() throws {
    let ascii = String(repeating: "id,town\n", count: 30_000)
    let bytes = Array(ascii.utf8) + Array(try #require("7,城关镇\n".data(using: gb18030)))
    let finding = try detect(bytes)
    #expect(finding.encoding == .gb18030 && finding.reason == .validGB18030Only)
    #expect(finding.lines == 30_001 && finding.linesBeyondASCII == 1)
    #expect(finding.firstLineNotUTF8 == 30_001)
  }

  @Test func `bytes that are no text are refused with both lines`() {
    #expect(throws: InputError.text(.undetectable(notUTF8Line: 2, notGB18030Line: 3))) {
      try detect(Array("a\n".utf8) + [0xD6, 0xD0, 0x0A, 0xFF, 0xFF])
    }
    #expect(throws: InputError.text(.nul(line: 1))) { try detect([0x61, 0, 0x62, 0, 0x0A, 0]) }
    #expect(throws: InputError.text(.utf32)) { try detect([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]) }
  }

  @Test func `the caller's choice is not second-guessed`() throws {
    let finding = try TextEncodingFinding.detect(
      MemorySource(Array(table.utf8)), chosen: .gb18030)
    #expect(finding.encoding == .gb18030 && finding.reason == .chosen)
    #expect(TextEncoding(named: "GBK") == .gb18030)
    #expect(TextEncoding(named: "utf_8") == .utf8)
    #expect(TextEncoding(named: "latin1") == nil)
  }

  private func detect(_ bytes: [UInt8]) throws -> TextEncodingFinding {
    try TextEncodingFinding.detect(MemorySource(bytes, pieceSize: 3))
  }
}

struct DecodedSourceTests {
  private let text = "\u{E9}e\u{301} 城关镇\r\n€𠀀,\"臺台\"１２　\u{E000}\n"

  @Test(arguments: [1, 2, 3, 5, 4_096])
  func `every encoding gives the same text in pieces of any size`(pieceSize: Int) throws {
    for (encoding, foundation) in [
      (TextEncoding.utf8, String.Encoding.utf8), (.gb18030, gb18030),
      (.utf16LittleEndian, .utf16LittleEndian), (.utf16BigEndian, .utf16BigEndian),
    ] {
      for mark in ["", "\u{FEFF}"] {
        let bytes = Array(try #require((mark + text).data(using: foundation)))
        let source = DecodedSource(MemorySource(bytes, pieceSize: pieceSize), encoding: encoding)
        #expect(try source.readAll() == Array(text.utf8), "\(encoding.rawValue)")
      }
    }
  }

  @Test func `a mark inside the text is kept`() throws {
    let source = DecodedSource(MemorySource("a\n\u{FEFF}b"), encoding: .utf8)
    #expect(try source.readAll() == Array("a\n\u{FEFF}b".utf8))
  }

  @Test func `the euro sign of Windows code page 936 is read`() throws {
    let source = DecodedSource(MemorySource([0x80, 0x31]), encoding: .gb18030)
    #expect(try source.readAll() == Array("€1".utf8))
  }

  @Test func `four-byte codes outside Unicode are refused`() throws {
    for bytes in [[0x84, 0x31, 0xA5, 0x30], [0xE3, 0x32, 0x9A, 0x36]] as [[UInt8]] {
      #expect(throws: InputError.self) {
        try DecodedSource(MemorySource(bytes), encoding: .gb18030).readAll()
      }
    }
    let last = DecodedSource(MemorySource([0xE3, 0x32, 0x9A, 0x35]), encoding: .gb18030)
    #expect(try last.readAll() == Array("\u{10FFFF}".utf8))
  }

  @Test func `a fault is told with line, column and bytes`() {
    for (encoding, bytes, fault) in [
      (TextEncoding.utf8, [0xC0, 0xAF], [0xC0]), (.utf8, [0xE4, 0xB8], [0xE4, 0xB8]),
      (.gb18030, [0xD6, 0x20], [0xD6, 0x20]), (.gb18030, [0xD6], [0xD6]),
    ] as [(TextEncoding, [UInt8], [UInt8])] {
      let source = DecodedSource(MemorySource(Array("ab\ncd".utf8) + bytes), encoding: encoding)
      let expected = TextError.invalidBytes(encoding: encoding, line: 2, column: 3, bytes: fault)
      #expect(throws: InputError.text(expected)) { try source.readAll() }
    }
    let surrogate = DecodedSource(
      MemorySource([0x61, 0, 0x00, 0xDC]), encoding: .utf16LittleEndian)
    #expect(
      throws: InputError.text(
        .invalidBytes(encoding: .utf16LittleEndian, line: 1, column: 2, bytes: [0x00, 0xDC]))
    ) { try surrogate.readAll() }
  }

  @Test func `NUL is not text`() {
    #expect(throws: InputError.text(.nul(line: 2))) {
      try DecodedSource(MemorySource("a\nb\0c"), encoding: .utf8).readAll()
    }
  }
}
