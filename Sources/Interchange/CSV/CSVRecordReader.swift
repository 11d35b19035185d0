// SPDX-License-Identifier: Apache-2.0

/// The character between cells.
public enum CSVSeparator: String, CaseIterable, Sendable {
  /// `,`, the usual one.
  case comma = ","
  /// `;`, where the comma stands in decimals.
  case semicolon = ";"
  /// A tab, as in "Unicode text".
  case tab = "\t"

  var byte: UInt8 { rawValue.utf8.first! }
}

/// The bounds of one record; what is beyond them is reported, not read into memory.
public struct CSVLimits: Equatable, Sendable {
  /// The most bytes of one record.
  public var recordBytes: Int
  /// The most cells of one record; spreadsheets end at 16,384.
  public var cells: Int

  /// 1 MiB and 16,384 cells a record.
  public init(recordBytes: Int = 1 << 20, cells: Int = 16_384) {
    self.recordBytes = recordBytes
    self.cells = cells
  }
}

/// Cuts UTF-8 bytes into records and cells (RFC 4180), one record at a time.
///
/// Records end with LF, CRLF or CR. A quote is special only as the first character of a cell;
/// elsewhere it stands for itself, as in `5" pipe`. Every byte of the file belongs to one record:
/// nothing is skipped.
public final class CSVRecordReader {
  private let source: any ByteSource
  private let separator: UInt8
  private let limits: CSVLimits
  private var piece: [UInt8] = []
  private var next = 0
  private var line = 1
  private var skipLineFeed = false
  private var draft = Draft()

  private enum State { case cellStart, plain, quoted, quoteInQuoted }

  /// The record under construction.
  private struct Draft {
    var line = 1
    var raw: [UInt8] = []
    var cells: [CSVCellSpan] = []
    var state = State.cellStart
    var cellStart = 0
    var cellEnd = 0
    var hasDoubledQuotes = false
    var quoteLine = 0
    var fault: CSVFault?
    var length = 0
  }

  /// Reads `source`, which holds UTF-8 (``DecodedSource``), with cells parted by `separator`.
  public init(
    _ source: any ByteSource, separator: CSVSeparator, limits: CSVLimits = CSVLimits()
  ) {
    self.source = source
    self.separator = separator.byte
    self.limits = limits
  }

  /// Returns the next record, or nil at the end; empty lines are records with one empty cell.
  public func nextRecord() throws(InputError) -> CSVRecord? {
    draft = Draft(line: line)
    while true {
      if next == piece.count {
        guard let more = try source.next() else { return lastRecord() }
        piece = more
        next = 0
      }
      if skipLineFeed {
        skipLineFeed = false
        if piece[next] == 0x0A {
          next += 1
          continue
        }
      }
      if scanPiece() { return finish() }
    }
  }

  /// Scans to the end of the record or of the piece; true at the end of the record.
  private func scanPiece() -> Bool {
    let start = next
    while next < piece.count {
      let byte = piece[next]
      // Bytes that no state treats specially make up nearly all of a table.
      if byte > 0x2C, byte != 0x3B, draft.state == .plain || draft.state == .quoted {
        next += 1
        continue
      }
      let offset = draft.length + next - start
      if take(byte, at: offset) {
        keep(start..<next)
        next += 1
        return true
      }
      next += 1
    }
    keep(start..<next)
    return false
  }

  /// Moves the state over one byte; true if the byte ends the record.
  private func take(_ byte: UInt8, at offset: Int) -> Bool {
    if byte == 0x0A { line += 1 }
    if takeQuoted(byte, at: offset) { return false }
    switch byte {
    case separator:
      endCell(at: offset)
      draft.cellStart = offset + 1
      return false
    case 0x0A:
      endCell(at: offset)
      return true
    case 0x0D:
      endCell(at: offset)
      line += 1
      skipLineFeed = true
      return true
    default:
      if draft.state == .quoteInQuoted {
        note(.textAfterQuote(cell: draft.cells.count + 1))
        draft.cellStart -= 1
      }
      draft.state = .plain
      return false
    }
  }

  /// Handles quotes and what stands between them; false if the byte is outside.
  private func takeQuoted(_ byte: UInt8, at offset: Int) -> Bool {
    let isQuote = byte == UInt8(ascii: "\"")
    switch draft.state {
    case .quoted:
      if isQuote {
        draft.state = .quoteInQuoted
        draft.cellEnd = offset
      }
      return true
    case .quoteInQuoted where isQuote:
      draft.state = .quoted
      draft.hasDoubledQuotes = true
      return true
    case .cellStart where isQuote:
      draft.state = .quoted
      draft.cellStart = offset + 1
      draft.quoteLine = line
      return true
    default: return false
    }
  }

  private func endCell(at offset: Int) {
    let end = draft.state == .quoteInQuoted ? draft.cellEnd : offset
    if draft.cells.count < limits.cells {
      draft.cells.append(
        CSVCellSpan(
          start: draft.cellStart, end: end,
          hasDoubledQuotes: draft.hasDoubledQuotes && draft.state == .quoteInQuoted))
    } else {
      note(.tooManyCells(limit: limits.cells))
    }
    draft.state = .cellStart
    draft.hasDoubledQuotes = false
  }

  private func note(_ fault: CSVFault) {
    if draft.fault == nil { draft.fault = fault }
  }

  private func keep(_ range: Range<Int>) {
    draft.length += range.count
    let room = limits.recordBytes - draft.raw.count
    draft.raw.append(contentsOf: piece[range].prefix(room))
    if range.count > room { note(.tooLong(limit: limits.recordBytes)) }
  }

  private func lastRecord() -> CSVRecord? {
    guard draft.length > 0 else { return nil }
    if draft.state == .quoted {
      note(.unclosedQuote(cell: draft.cells.count + 1, line: draft.quoteLine))
    }
    endCell(at: draft.length)
    return finish()
  }

  private func finish() -> CSVRecord {
    // Cells beyond the kept bytes are cut; the fault says so.
    let kept = draft.raw.count
    let cells = draft.cells.filter { $0.start <= kept }.map { cell in
      CSVCellSpan(
        start: cell.start, end: min(cell.end, kept), hasDoubledQuotes: cell.hasDoubledQuotes)
    }
    return CSVRecord(line: draft.line, raw: draft.raw, cells: cells, fault: draft.fault)
  }
}
