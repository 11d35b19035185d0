// SPDX-License-Identifier: Apache-2.0

/// How a table is read; everything that is not said is found out and reported.
public struct CSVOptions: Equatable, Sendable {
  /// The separator, or nil to find it.
  public var separator: CSVSeparator?
  /// The line on which the header begins, from 1, or nil to find it.
  public var headerLine: Int?
  /// Column names that the header should contain; they help to find it.
  public var expectedColumns: [String]
  /// The bounds of one record.
  public var limits: CSVLimits

  /// Says nothing: separator and header are found.
  public init(
    separator: CSVSeparator? = nil, headerLine: Int? = nil, expectedColumns: [String] = [],
    limits: CSVLimits = CSVLimits()
  ) {
    self.separator = separator
    self.headerLine = headerLine
    self.expectedColumns = expectedColumns
    self.limits = limits
  }
}

/// One record of a table with what it is; every record of the file is handed out as one of these.
public enum CSVRow: Equatable, Sendable {
  /// A record of data.
  case record(CSVRecord)
  /// A line above the header, such as the title of a printed table.
  case title(CSVRecord)
  /// The header.
  case header(CSVRecord)
  /// The header once more, as when files are put one behind another.
  case repeatedHeader(CSVRecord)
  /// A sum such as 合计 or 小计; it is no record of its own.
  case total(CSVRecord)
  /// A record with only empty cells.
  case blank(CSVRecord)
  /// A record whose form is broken; ``CSVRecord/fault`` says how.
  case malformed(CSVRecord)
}

/// How many records of each sort a table has; together they are the whole file.
public struct CSVCounts: Equatable, Sendable {
  /// Records of data.
  public var records = 0
  /// Lines above the header.
  public var titles = 0
  /// Headers: 1, or 0 in an empty file.
  public var headers = 0
  /// Repetitions of the header further down.
  public var repeatedHeaders = 0
  /// Sums such as 合计.
  public var totals = 0
  /// Records with only empty cells, wherever they stand.
  public var blanks = 0
  /// Records whose form is broken.
  public var malformed = 0
  /// Records of data with fewer cells than the header: spreadsheets leave out empty last cells.
  public var short = 0

  /// An empty count.
  public init() {}

  /// All of them but ``short``, which are among the records.
  public var sum: Int {
    records + titles + headers + repeatedHeaders + totals + blanks + malformed
  }
}

/// A table as office programs write it: titles, header, records, sums, empty lines.
///
/// Reads forward only and holds one record at a time.
public final class CSVTable {
  /// The character between cells.
  public let separator: CSVSeparator
  /// The names of the columns; empty until the file turns out to have a header.
  public let header: CSVHeader
  /// What has been handed out so far.
  public private(set) var counts = CSVCounts()

  private let reader: CSVRecordReader
  private var pending: [CSVRecord]
  private var headerIndex: Int?

  /// How many records are looked at to find the header.
  private static let searchDepth = 50
  /// How many bytes are looked at to find the separator.
  private static let sampleSize = 1 << 16

  /// Finds separator and header of the table in `text`, which holds UTF-8.
  public init(_ text: any ByteSource, options: CSVOptions = CSVOptions()) throws(InputError) {
    let source = PeekedSource(text)
    if let chosen = options.separator {
      separator = chosen
    } else {
      let sample = try source.peek(Self.sampleSize)
      separator = CSVSeparator.detect(
        in: sample, isWhole: sample.count < Self.sampleSize, columns: options.expectedColumns)
    }
    reader = CSVRecordReader(source, separator: separator, limits: options.limits)
    var records: [CSVRecord] = []
    while records.count < max(Self.searchDepth, options.headerLine ?? 0),
      let record = try reader.nextRecord()
    {
      records.append(record)
    }
    let index = CSVHeader.find(in: records, options: options)
    header = index.map { CSVHeader(records[$0]) } ?? CSVHeader()
    headerIndex = index
    pending = records
  }

  /// Returns the next record with its sort, or nil at the end.
  public func nextRow() throws(InputError) -> CSVRow? {
    let record: CSVRecord
    if !pending.isEmpty {
      record = pending.removeFirst()
    } else if let next = try reader.nextRecord() {
      record = next
    } else {
      return nil
    }
    return sort(record)
  }

  private func sort(_ record: CSVRecord) -> CSVRow {
    if let left = headerIndex {
      headerIndex = left == 0 ? nil : left - 1
      if left == 0 {
        counts.headers += 1
        return .header(record)
      }
      if record.isBlank { return blank(record) }
      counts.titles += 1
      return .title(record)
    }
    if record.fault != nil { return malformed(record) }
    if record.isBlank { return blank(record) }
    if header.isRepeated(by: record) {
      counts.repeatedHeaders += 1
      return .repeatedHeader(record)
    }
    if record.isTotal {
      counts.totals += 1
      return .total(record)
    }
    let width = header.names.count
    if let extra = (width..<max(width, record.count)).first(where: { !record.isBlank($0) }) {
      return malformed(record.with(.beyondHeader(cell: extra + 1, width: width)))
    }
    counts.records += 1
    if record.count < width { counts.short += 1 }
    return .record(record)
  }

  private func blank(_ record: CSVRecord) -> CSVRow {
    counts.blanks += 1
    return .blank(record)
  }

  private func malformed(_ record: CSVRecord) -> CSVRow {
    counts.malformed += 1
    return .malformed(record)
  }
}

extension CSVRecord {
  /// Words that begin a line of sums, without the blanks that typists put between characters.
  private static let totalWords = ["合计", "总计", "小计", "共计", "累计"]

  /// Whether the first filled cell says that this is a sum: 合计, 总 计, 小计：, Total.
  var isTotal: Bool {
    guard let filled = (0..<count).first(where: { !isBlank($0) }) else { return false }
    let word = self[filled].withoutSpace
    if ["total", "grandtotal", "subtotal", "sum"].contains(word.lowercased()) { return true }
    guard let found = Self.totalWords.first(where: { word.hasPrefix($0) }) else { return false }
    guard let after = word.dropFirst(found.count).first else { return true }
    return "：:（(".contains(after) || after.isNumber
  }

  func with(_ fault: CSVFault) -> CSVRecord { CSVRecord(copying: self, fault: fault) }
}
