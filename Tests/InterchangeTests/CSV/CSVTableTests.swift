// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

struct CSVTableTests {
  /// A table as an office prints it.
  private let office = """
    云溪县2024年3月事件台账,,,
    制表单位：县社会治理中心,,,

    事件编号,所属乡镇,上报时间,备注,
    YX-1,城关镇,2024/3/5 上午9:12,"路灯, 不亮"
    YX-2,东街道,2024/3/5 9:40
    小 计,,2,,
    事件编号,所属乡镇,上报时间,备注
    ,,,
    YX-3,安阳镇,2024/3/6 9:40,"a
    b",,
    合计：3,,,

    """

  @Test func `titles, header, sums and blanks are told apart and counted`() throws {
    let table = try CSVTable(MemorySource(office))
    #expect(table.separator == .comma)
    #expect(table.header.names == ["事件编号", "所属乡镇", "上报时间", "备注"])
    let rows = try rows(table)
    #expect(
      rows.map(sortAndLine) == [
        "title 1", "title 2", "blank 3", "header 4", "record 5", "record 6", "total 7",
        "repeatedHeader 8", "blank 9", "record 10", "total 12",
      ])
    #expect(table.counts.records == 3 && table.counts.totals == 2 && table.counts.blanks == 2)
    #expect(table.counts.short == 1)
    #expect(table.counts.sum == rows.count)
  }

  @Test func `the header is found by the columns one expects`() throws {
    let text = "报表,一,二,三\n编号,乡镇,时间,备注\n1,2,3,4\n"
    let options = CSVOptions(expectedColumns: ["编号", "时间"])
    #expect(try CSVTable(MemorySource(text), options: options).header.names[0] == "编号")
    let forced = CSVOptions(headerLine: 1)
    #expect(try CSVTable(MemorySource(text), options: forced).header.names[0] == "报表")
  }

  @Test(arguments: [
    ("a;b,c;d\n1;2,5;3\n4;5,5;6\n", CSVSeparator.semicolon),
    ("a\tb\n1,5\t2\n", .tab), ("a,b\n1;2,3\n", .comma), ("name\nx\n", .comma), ("", .comma),
    ("t;x\nid,town\n1,\"a;b\"\n2,c\n", .comma),
  ])
  func `the separator is found`(text: String, expected: CSVSeparator) throws {
    #expect(try CSVTable(MemorySource(text)).separator == expected)
  }

  @Test func `expected columns decide about the separator`() throws {
    // Decimal commas make the comma look as regular as the semicolon.
    let text = "id;x\n1;2,5\n2;3,5\n3;4,5\n4;5,5\n"
    let options = CSVOptions(expectedColumns: ["id", "x"])
    #expect(try CSVTable(MemorySource(text), options: options).separator == .semicolon)
  }

  @Test func `a filled cell beyond the header is malformed, an empty one is not`() throws {
    let table = try CSVTable(MemorySource("a,b\n1,2,,\n3,4,5\n"))
    let rows = try rows(table)
    #expect(rows.map(sortAndLine) == ["header 1", "record 2", "malformed 3"])
    guard case .malformed(let record) = rows[2] else { return }
    #expect(record.fault == .beyondHeader(cell: 3, width: 2))
    #expect(record.rawText == "3,4,5")
  }

  @Test func `names are matched without blanks and numbered when they repeat`() throws {
    let text = "\"所属\n乡镇\",备注 , \u{FEFF}备注,,x\n1,2,3,4,5\n"
    let header = try CSVTable(MemorySource(text)).header
    #expect(header.names == ["所属\n乡镇", "备注", "备注#2", "#4", "x"])
    #expect(header.index(of: "所属乡镇") == 0)
    #expect(header.index(of: "备注#2") == 2)
    #expect(header.index(of: "所属") == nil)
  }

  @Test func `a town called Total Wine is no sum`() throws {
    let rows = try rows(CSVTable(MemorySource("a,b\nTotal Wine,1\n合计划,2\ntotal,3\n")))
    #expect(rows.map(sortAndLine) == ["header 1", "record 2", "record 3", "total 4"])
  }

  @Test func `an empty file has no header and no rows`() throws {
    for text in ["", "\n\n"] {
      let table = try CSVTable(MemorySource(text))
      #expect(table.header.names.isEmpty)
      #expect(try rows(table).allSatisfy { if case .blank = $0 { true } else { false } })
    }
  }

  private func rows(_ table: CSVTable) throws -> [CSVRow] {
    var rows: [CSVRow] = []
    while let row = try table.nextRow() { rows.append(row) }
    return rows
  }

  private func sortAndLine(_ row: CSVRow) -> String {
    switch row {
    case .record(let record): "record \(record.line)"
    case .title(let record): "title \(record.line)"
    case .header(let record): "header \(record.line)"
    case .repeatedHeader(let record): "repeatedHeader \(record.line)"
    case .total(let record): "total \(record.line)"
    case .blank(let record): "blank \(record.line)"
    case .malformed(let record): "malformed \(record.line)"
    }
  }
}
