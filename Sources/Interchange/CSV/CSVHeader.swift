// SPDX-License-Identifier: Apache-2.0

/// The column names of a table.
///
/// Names are trimmed. A name that stands twice gets `#2`, `#3` … appended from its second place on;
/// a column without a name is called `#5` after its place. Empty names at the end do not count.
public struct CSVHeader: Equatable, Sendable {
  /// The names in order, all different.
  public let names: [String]
  private let written: [String]
  private let places: [String: Int]

  /// A header without columns.
  init() {
    names = []
    written = []
    places = [:]
  }

  init(_ record: CSVRecord) {
    var cells = record.texts.map(\.trimmedOfSpace)
    while cells.last == "" { cells.removeLast() }
    var names: [String] = []
    var places: [String: Int] = [:]
    for (index, cell) in cells.enumerated() {
      var name = cell.isEmpty ? "#\(index + 1)" : cell
      var number = 2
      while places[name.withoutSpace] != nil {
        name = "\(cell)#\(number)"
        number += 1
      }
      places[name.withoutSpace] = index
      names.append(name)
    }
    self.names = names
    self.written = cells
    self.places = places
  }

  /// The place of the column called `name`, from 0; blanks and line breaks in names do not matter.
  public func index(of name: String) -> Int? { places[name.withoutSpace] }

  /// Whether `record` is this header written once more.
  func isRepeated(by record: CSVRecord) -> Bool {
    guard !written.isEmpty, record[0].trimmedOfSpace == written[0] else { return false }
    var cells = record.texts.map(\.trimmedOfSpace)
    while cells.last == "" { cells.removeLast() }
    return cells == written
  }

  /// Finds the header among the first records of a file; nil if there is none.
  ///
  /// The line said in `options` wins, then the first record with the most expected columns, then
  /// the first record at least half as wide as the widest whose filled cells all differ and hold
  /// no bare number, then the first that is not blank.
  static func find(in records: [CSVRecord], options: CSVOptions) -> Int? {
    if let line = options.headerLine { return records.firstIndex { $0.line == line } }
    let filled = records.indices.filter { !records[$0].isBlank && records[$0].fault == nil }
    let expected = Set(options.expectedColumns.map(\.withoutSpace))
    let hits = filled.map { index in
      Set(records[index].texts.map(\.withoutSpace)).intersection(expected).count
    }
    if let most = hits.max(), most > 0 {
      return hits.firstIndex(of: most).map { filled[$0] }
    }
    let widest = filled.map { records[$0].filledCount }.max() ?? 0
    return filled.first { records[$0].looksLikeHeader(widest: widest) } ?? filled.first
  }
}

extension CSVRecord {
  init(copying other: CSVRecord, fault: CSVFault) {
    self = other
    self.fault = fault
  }

  var filledCount: Int { (0..<count).count { !isBlank($0) } }

  fileprivate func looksLikeHeader(widest: Int) -> Bool {
    let cells = texts.map(\.trimmedOfSpace).filter { !$0.isEmpty }
    guard cells.count * 2 >= widest, widest < 2 || cells.count >= 2 else { return false }
    return Set(cells).count == cells.count && !cells.contains { $0.allSatisfy(\.isNumber) }
  }
}

extension CSVSeparator {
  /// Finds the separator of a sample.
  ///
  /// The one that shows most of the expected columns in one record wins; else the one that gives
  /// the largest share of records the same number of cells, two or more; else the one that gives
  /// more cells; else the comma.
  ///
  /// - Parameter isWhole: Whether the sample is the whole file; if not, its last record is cut
  ///   off and does not count.
  static func detect(in sample: [UInt8], isWhole: Bool, columns: [String]) -> CSVSeparator {
    let expected = Set(columns.map(\.withoutSpace))
    var best = (separator: CSVSeparator.comma, score: Score())
    for separator in allCases {
      var records = sampleRecords(sample, separator)
      if !isWhole, records.count > 1 { records.removeLast() }
      let score = Score(records, expected: expected)
      if score.beats(best.score) { best = (separator, score) }
    }
    return best.separator
  }

  /// How well a separator explains a sample.
  private struct Score {
    private var expectedColumns = 0
    private var records = 1
    private var alike = 0
    private var width = 0

    init() {}

    init(_ sample: [CSVRecord], expected: Set<String>) {
      let shown = sample.prefix(50).map { record in
        Set(record.texts.map(\.withoutSpace)).intersection(expected).count
      }
      expectedColumns = shown.max() ?? 0
      records = max(sample.count, 1)
      var widths: [Int: Int] = [:]
      for record in sample where record.count > 1 { widths[record.count, default: 0] += 1 }
      alike = widths.values.max() ?? 0
      width = widths.filter { $0.value == alike }.keys.max() ?? 0
    }

    func beats(_ other: Score) -> Bool {
      if expectedColumns != other.expectedColumns { return expectedColumns > other.expectedColumns }
      let (mine, theirs) = (alike * other.records, other.alike * records)
      return mine == theirs ? width > other.width : mine > theirs
    }
  }

  private static func sampleRecords(
    _ sample: [UInt8], _ separator: CSVSeparator
  ) -> [CSVRecord] {
    let reader = CSVRecordReader(MemorySource(sample), separator: separator)
    var records: [CSVRecord] = []
    // Memory does not fail; a record too long to read says nothing about separators.
    while let record = try? reader.nextRecord() {
      if !record.isBlank, record.fault == nil { records.append(record) }
    }
    return records
  }
}
