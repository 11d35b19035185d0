// SPDX-License-Identifier: Apache-2.0

/// Something to import that can be read several times: once to understand it, once to take it in.
public struct ImportSource: Sendable {
  /// Opens the bytes anew, from the start.
  public let open: @Sendable () throws(InputError) -> any ByteSource

  /// A source that `open` opens.
  public init(_ open: @escaping @Sendable () throws(InputError) -> any ByteSource) {
    self.open = open
  }

  /// The file at `path`, plain or gzip.
  public init(path: String) {
    self.init { () throws(InputError) in try FileSource(path: path) }
  }

  /// Bytes in memory.
  public init(bytes: [UInt8]) {
    self.init { () throws(InputError) in MemorySource(bytes) }
  }
}

/// Why a source cannot be imported with a mapping at all.
public enum ImportError: Error, Equatable, Sendable {
  /// The bytes cannot be read as text of the mapping's form.
  case input(InputError)
  /// The file has no header.
  case noHeader
  /// Columns that the mapping needs are not in the header.
  case missingColumns([MissingColumn])

  /// A column that is not there, and one that may have been meant.
  public struct MissingColumn: Equatable, Sendable {
    /// The name in the mapping.
    public let name: String
    /// A similar name in the header, or nil.
    public let suggestion: String?
  }
}

extension ImportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .input(let error): return error.description
    case .noHeader: return "the file has no header; name its line with \"header:\" in the mapping"
    case .missingColumns(let columns):
      let names = columns.map { column in
        "\"\(column.name)\"" + (column.suggestion.map { " (the file has \"\($0)\")" } ?? "")
      }
      return "the file lacks columns that the mapping uses: \(names.joined(separator: ", "))"
    }
  }
}

/// How a file turned out to be written.
public struct SourceFinding: Equatable, Sendable {
  /// Whether the file was unpacked.
  public let isGzip: Bool
  /// The encoding and why.
  public let encoding: TextEncodingFinding
  /// The separator of a table; nil for JSON.
  public let separator: CSVSeparator?
  /// The names in the header of a table; empty for JSON.
  public let columns: [String]
}

/// The records of a source in the order of the file, and what else stands between them.
final class RecordStream {
  enum Item {
    case record(SourceRecord)
    /// A row that is no record: title, header, sum, blank.
    case other(CSVRow)
  }

  let finding: SourceFinding
  let header: CSVHeader?
  private let table: CSVTable?
  private let elements: JSONElements?

  init(_ source: ImportSource, _ mapping: Mapping) throws(ImportError) {
    do throws(InputError) {
      let (first, isGzip) = try GzipSource.unpackingIfMarked(source.open())
      let encoding = try TextEncodingFinding.detect(first, chosen: mapping.encoding)
      let again = try GzipSource.unpackingIfMarked(source.open()).source
      let text = DecodedSource(again, encoding: encoding.encoding)
      switch mapping.format {
      case .csv:
        let names = mapping.columns.map(\.name)
        table = try CSVTable(
          text,
          options: CSVOptions(
            separator: mapping.separator, headerLine: mapping.headerLine, expectedColumns: names))
        elements = nil
      case .open311:
        table = nil
        elements = JSONElements(text)
      }
      finding = SourceFinding(
        isGzip: isGzip, encoding: encoding, separator: table?.separator,
        columns: table?.header.names ?? [])
    } catch {
      throw .input(error)
    }
    header = table?.header
    if let header { try Self.check(header, mapping) }
  }

  private static func check(_ header: CSVHeader, _ mapping: Mapping) throws(ImportError) {
    guard !header.names.isEmpty else { throw .noHeader }
    let used = Set(mapping.columns.map(\.name))
    let missing = mapping.columns.filter { !$0.isOptional && header.index(of: $0.name) == nil }
    guard missing.isEmpty else {
      throw .missingColumns(
        missing.map { column in
          ImportError.MissingColumn(
            name: column.name,
            suggestion: Suggestion.nearest(
              to: column.name, in: header.names.filter { !used.contains($0) }))
        })
    }
  }

  /// What has been read of a table so far.
  var counts: CSVCounts { table?.counts ?? CSVCounts() }

  func next() throws(ImportError) -> Item? {
    do throws(InputError) {
      if let element = try elements?.nextElement() {
        return .record(.request(element.value, line: element.line))
      }
      switch try table?.nextRow() {
      case nil: return nil
      case .record(let record), .malformed(let record): return .record(.row(record))
      case .some(let other): return .other(other)
      }
    } catch {
      throw .input(error)
    }
  }
}
