// SPDX-License-Identifier: Apache-2.0

/// One record of a table: its cells, its raw text and its place.
public struct CSVRecord: Equatable, Sendable {
  /// The line on which the record begins, from 1; quoted line breaks make it span several.
  public let line: Int
  /// What is wrong with its quoting or size, if anything; then the cells are only a best effort.
  public internal(set) var fault: CSVFault?
  private let raw: [UInt8]
  private let cells: [CSVCellSpan]

  init(line: Int, raw: [UInt8], cells: [CSVCellSpan], fault: CSVFault?) {
    self.line = line
    self.raw = raw
    self.cells = cells
    self.fault = fault
  }

  /// The number of cells; at least 1.
  public var count: Int { cells.count }

  /// The record as it stood in the file, quotes included, without the line end.
  public var rawText: String { String(decoding: raw, as: UTF8.self) }

  /// The text of cell `index`, from 0, unquoted; empty if the record is shorter.
  public subscript(index: Int) -> String {
    guard cells.indices.contains(index) else { return "" }
    let cell = cells[index]
    guard cell.hasDoubledQuotes else {
      return String(decoding: raw[cell.start..<cell.end], as: UTF8.self)
    }
    var text: [UInt8] = []
    var pendingQuote = false
    for byte in raw[cell.start..<cell.end] {
      pendingQuote = byte == UInt8(ascii: "\"") && !pendingQuote
      if !pendingQuote { text.append(byte) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// All cells in order.
  public var texts: [String] { cells.indices.map { self[$0] } }

  /// Whether every cell is empty or white space.
  public var isBlank: Bool { cells.indices.allSatisfy { isBlank($0) } }

  /// Whether cell `index` is missing, empty or white space.
  func isBlank(_ index: Int) -> Bool {
    guard cells.indices.contains(index) else { return true }
    let cell = cells[index]
    if cell.start == cell.end { return true }
    // Most cells begin with a plain letter or digit: no need to make a string.
    if (0x21..<0x80).contains(raw[cell.start]) { return false }
    return self[index].trimmedOfSpace.isEmpty
  }
}

/// Where a cell's text stands in the raw record, outer quotes left out.
struct CSVCellSpan: Equatable, Sendable {
  var start: Int
  var end: Int
  var hasDoubledQuotes: Bool
}

/// What can be wrong with the form of one record.
public enum CSVFault: Equatable, Sendable {
  /// In cell `cell` (from 1) something follows the closing quote.
  case textAfterQuote(cell: Int)
  /// The quote that opens cell `cell` on line `line` is never closed.
  case unclosedQuote(cell: Int, line: Int)
  /// The record is longer than `limit` bytes.
  case tooLong(limit: Int)
  /// The record has more than `limit` cells.
  case tooManyCells(limit: Int)
  /// Cell `cell` holds something although the header ends with column `width`.
  case beyondHeader(cell: Int, width: Int)
}

extension CSVFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .textAfterQuote(let cell):
      "cell \(cell): text follows the closing quote; double the quotes inside the cell"
    case .unclosedQuote(let cell, let line):
      "cell \(cell): the quote opened on line \(line) is never closed"
    case .tooLong(let limit): "the record is longer than \(limit) bytes"
    case .tooManyCells(let limit): "the record has more than \(limit) cells"
    case .beyondHeader(let cell, let width):
      "cell \(cell) is filled, but the header has \(width) columns; quote cells with separators"
    }
  }
}

extension StringProtocol {
  /// The text without white space at both ends: blanks of any width, line ends, marks of order.
  var trimmedOfSpace: String {
    let scalars = unicodeScalars
    // Most texts begin and end with a letter or digit.
    let plain: Range<UInt32> = 0x21..<0x7F
    if let start = scalars.first, let end = scalars.last, plain.contains(start.value),
      plain.contains(end.value)
    {
      return String(self)
    }
    guard let first = scalars.firstIndex(where: { !$0.isSpaceInTables }),
      let last = scalars.lastIndex(where: { !$0.isSpaceInTables })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }

  /// The text without any white space, for comparing column names and marks such as 合 计.
  var withoutSpace: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isSpaceInTables }))
  }
}

extension Unicode.Scalar {
  /// White space, and the invisible marks that office programs leave in cells.
  var isSpaceInTables: Bool {
    if value < 0x80 { return value == 0x20 || (0x09...0x0D).contains(value) }
    return properties.isWhitespace || value == 0xFEFF || value == 0x200B
  }
}
