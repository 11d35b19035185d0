// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

struct CSVRecordReaderTests {
  @Test(arguments: [1, 2, 7, 4_096])
  func `records are the same whatever pieces the file arrives in`(pieceSize: Int) throws {
    let text = "a,b\r\n\"x,\"\"y\"\"\r\nz\",\n\n,5\" pipe\rlast"
    let records = try read(text, pieceSize: pieceSize)
    #expect(
      records.map(\.texts) == [
        ["a", "b"], ["x,\"y\"\r\nz", ""], [""], ["", "5\" pipe"], ["last"],
      ])
    #expect(records.map(\.line) == [1, 2, 4, 5, 6])
    #expect(records[1].rawText == "\"x,\"\"y\"\"\r\nz\",")
    #expect(records.allSatisfy { $0.fault == nil })
  }

  @Test func `a file ends with or without a line end, and may be empty`() throws {
    #expect(try read("").isEmpty)
    #expect(try read("a\n").map(\.texts) == [["a"]])
    #expect(try read("a").map(\.texts) == [["a"]])
    #expect(try read("a,").map(\.texts) == [["a", ""]])
    #expect(try read("\n").map(\.texts) == [[""]])
    #expect(try read("\"\"").map(\.texts) == [[""]])
  }

  @Test func `text behind a closing quote is a fault of its record only`() throws {
    let records = try read("1,\"a\"b,c\n2,d,e\n")
    #expect(records.map(\.fault) == [.textAfterQuote(cell: 2), nil])
    #expect(records[0].texts == ["1", "\"a\"b", "c"])
    #expect(records[1].texts == ["2", "d", "e"])
  }

  @Test func `a quote that is never closed is told with its line`() throws {
    let records = try read("a,b\n1,2\n3,\"x\ny\nz\n")
    #expect(records.count == 3)
    #expect(records[2].fault == .unclosedQuote(cell: 2, line: 3))
    #expect(records[2].rawText == "3,\"x\ny\nz\n")
  }

  @Test func `a record beyond the limits is cut, told and followed by the next`() throws {
    let limits = CSVLimits(recordBytes: 10, cells: 3)
    let text = "1,2\n\"aaaaaaaaaaaaaaaa\nb\",c\n3,4,5,6\n7,8\n"
    let records = try read(text, limits: limits)
    #expect(
      records.map(\.fault) == [nil, .tooLong(limit: 10), .tooManyCells(limit: 3), nil])
    #expect(records[1].rawText == "\"aaaaaaaaa")
    #expect(records[3].texts == ["7", "8"])
    #expect(records[3].line == 5)
  }

  @Test func `ten thousand columns and a cell of a megabyte pass`() throws {
    let wide = (0..<10_000).map(String.init).joined(separator: ",")
    #expect(try read(wide).first?.count == 10_000)
    let long = String(repeating: "中", count: 340_000)
    #expect(try read("1,\(long)").first?[1] == long)
  }

  @Test(arguments: [3, 77, 20_211_008] as [UInt64])
  func `no byte of a file is lost, whatever is in it`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<500 {
      let letters = Array("ab,;\"\n\r\t中 ")
      let text = String(
        (0..<Int.random(in: 0...40, using: &random)).map { _ in
          letters.randomElement(using: &random)!
        })
      let pieceSize = Int.random(in: 1...9, using: &random)
      let records = try read(text, pieceSize: pieceSize)
      let rejoined = records.map(\.rawText).joined(separator: "\n")
      let plain = { (text: String) in text.utf8.filter { $0 != 0x0A && $0 != 0x0D } }
      #expect(plain(rejoined) == plain(text), "seed \(seed), round \(round)")
      #expect(try read(text) == records, "seed \(seed), round \(round)")
    }
  }

  private func read(
    _ text: String, pieceSize: Int = 4_096, limits: CSVLimits = CSVLimits()
  ) throws -> [CSVRecord] {
    let source = MemorySource(Array(text.utf8), pieceSize: pieceSize)
    let reader = CSVRecordReader(source, separator: .comma, limits: limits)
    var records: [CSVRecord] = []
    while let record = try reader.nextRecord() { records.append(record) }
    return records
  }
}
