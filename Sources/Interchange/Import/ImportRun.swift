// SPDX-License-Identifier: Apache-2.0

/// One pass over a source that turns its records into proposed events.
///
/// Nothing is written. Every record comes out as mapped or rejected, every other row as what it is.
/// If the mapping orders records by a time, all of them are held in memory.
public final class ImportRun {
  /// One row of the source with what became of it.
  public enum Row: Equatable, Sendable {
    /// A record that became events.
    case mapped(MappedRecord)
    /// A record that became none.
    case rejected(RejectedRecord)
    /// A title, header, sum or blank row.
    case other(CSVRow)
  }

  /// How the file turned out to be written.
  public var finding: SourceFinding { stream.finding }
  /// What has been read of a table so far.
  public var counts: CSVCounts { stream.counts }
  /// Objects that were made from different texts, such as two names with one slug.
  public var collisions: [ObjectCollision] { evaluator.collisions }

  private let stream: RecordStream
  private let mapping: Mapping
  private let businessZone: SourceZone
  private var evaluator: MappingEvaluator
  private var sorted: [RecordStream.Item]?

  /// Opens `source` and finds out how it is written.
  ///
  /// - Parameter businessZone: The zone of the log, for mappings with `zone: wall`.
  /// - Throws: ``ImportError`` if the text cannot be read or columns are missing.
  public init(
    _ source: ImportSource, mapping: Mapping, businessZone: SourceZone = .shanghai
  ) throws(ImportError) {
    stream = try RecordStream(source, mapping)
    self.mapping = mapping
    self.businessZone = businessZone
    evaluator = MappingEvaluator(mapping, header: stream.header, businessZone: businessZone)
  }

  /// Returns the next row, or nil at the end.
  public func next() throws(ImportError) -> Row? {
    try step()?.row
  }

  /// The next row, with the record it was made from.
  func step() throws(ImportError) -> (row: Row, record: SourceRecord?)? {
    guard let item = try nextItem() else { return nil }
    switch item {
    case .other(let row): return (.other(row), nil)
    case .record(let record):
      do throws(RecordProblem) {
        return (.mapped(try evaluator.evaluate(record)), record)
      } catch {
        let rejected = RejectedRecord(line: record.line, problem: error, rawText: record.rawText)
        return (.rejected(rejected), record)
      }
    }
  }

  private func nextItem() throws(ImportError) -> RecordStream.Item? {
    guard let order = mapping.order else { return try stream.next() }
    if sorted == nil { sorted = try readSorted(by: order) }
    return sorted?.popLast()
  }

  /// All rows, last first: those that are no records, then records by time and line; records
  /// whose time cannot be read come last and are rejected then.
  private func readSorted(by column: ColumnID) throws(ImportError) -> [RecordStream.Item] {
    let places = mapping.columns.map { stream.header?.index(of: $0.name) }
    var items: [(item: RecordStream.Item, time: Int64, place: Int)] = []
    while let item = try stream.next() {
      var time = Int64.min
      if case .record(let record) = item {
        var values = RecordValues(record, mapping, places: places, businessZone: businessZone)
        let found = try? values.time(column)
        time = found?.microseconds ?? .max
      }
      items.append((item, time, items.count))
    }
    items.sort { ($0.time, $0.place) > ($1.time, $1.place) }
    return items.map(\.item)
  }
}
