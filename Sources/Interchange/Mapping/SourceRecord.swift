// SPDX-License-Identifier: Apache-2.0

/// One record of a source, as a table or a JSON array holds it.
public enum SourceRecord: Equatable, Sendable {
  /// A row of a table.
  case row(CSVRecord)
  /// An element of the array of requests, with the line on which it begins.
  case request(JSONValue, line: Int)

  /// The line on which the record begins, from 1.
  public var line: Int {
    switch self {
    case .row(let record): record.line
    case .request(_, let line): line
    }
  }

  /// The record as it stood in the file; JSON without its white space.
  public var rawText: String {
    switch self {
    case .row(let record): record.rawText
    case .request(let value, _): JSONWriter.text(value)
    }
  }
}

/// The values of one record while it is mapped; each column is read once.
struct RecordValues {
  private let columns: [MappingColumn]
  private let lookups: [Lookup]
  private let places: [Int?]
  private let businessZone: SourceZone
  private let record: SourceRecord
  private var element: (value: JSONValue, index: Int)?
  private var texts: [String?]
  private var times: [SourceTime?]

  /// The step that names the place of an element in its list, from 0: `note.@index`.
  static let indexStep = "@index"

  init(_ record: SourceRecord, _ mapping: Mapping, places: [Int?], businessZone: SourceZone) {
    self.record = record
    self.columns = mapping.columns
    self.lookups = mapping.lookups
    self.places = places
    self.businessZone = businessZone
    texts = Array(repeating: nil, count: columns.count)
    times = Array(repeating: nil, count: columns.count)
  }

  /// Goes on to an element of the iterated list; its columns are read anew.
  mutating func enter(_ element: JSONValue, index: Int) {
    self.element = (element, index)
    for index in columns.indices where columns[index].isInElement {
      texts[index] = nil
      times[index] = nil
    }
  }

  /// The name of a column, for problems.
  func name(of id: ColumnID) -> String { columns[id].name }

  /// The elements of the list that the mapping iterates.
  func elements(_ each: MappingEach) throws(RecordProblem) -> [JSONValue] {
    guard case .request(let value, _) = record,
      let elements = value.value(at: each.path)?.elements
    else { throw RecordProblem(.noList(each.path.joined(separator: "."))) }
    return elements
  }

  /// The text of a column after trimming, defaults and lookup; empty if there is none.
  mutating func text(_ id: ColumnID) throws(RecordProblem) -> String {
    if let known = texts[id] { return known }
    let column = columns[id]
    var text = try rawText(id, column)
    if column.trims { text = text.trimmedOfSpace }
    if column.emptyTexts.contains(text) { text = "" }
    if text.isEmpty { text = column.defaultText ?? "" }
    if let table = column.lookup, !text.isEmpty {
      text = try look(up: text, in: table, column: column.name)
    }
    texts[id] = text
    return text
  }

  private func rawText(_ id: ColumnID, _ column: MappingColumn) throws(RecordProblem) -> String {
    switch record {
    case .row(let row): return places[id].map { row[$0] } ?? ""
    case .request(let request, _):
      if column.isInElement, column.path == [Self.indexStep] {
        return element.map { String($0.index) } ?? ""
      }
      let root = column.isInElement ? element?.value : request
      switch root?.value(at: column.path) {
      case nil, .null: return ""
      case .string(let text): return text
      case .number(let digits): return digits
      case .bool(let value): return value ? "true" : "false"
      case .array, .object: throw RecordProblem(.notSingle, column: column.name)
      }
    }
  }

  func look(
    up text: String, in table: Int, column: String?
  ) throws(RecordProblem) -> String {
    let lookup = lookups[table]
    if let found = lookup.entries[text] ?? lookup.otherwise { return found }
    throw RecordProblem(.lookup(lookup.name), column: column, text: text)
  }

  /// The time in a column, or nil if it is empty.
  mutating func time(_ id: ColumnID) throws(RecordProblem) -> SourceTime? {
    if let known = times[id] { return known }
    let text = try text(id)
    guard !text.isEmpty else { return nil }
    let column = columns[id]
    let zone: SourceZone
    switch column.zone {
    case .wall: zone = businessZone
    case .zone(let fixed): zone = fixed
    }
    do throws(SourceTimeError) {
      let time = try SourceTime.read(text, formats: column.formats, zone: zone)
      times[id] = time
      return time
    } catch {
      throw RecordProblem(.time(error), column: column.name, text: text)
    }
  }

  /// The number in a column as JSON writes it, or nil if the column is empty.
  ///
  /// Full-width digits are read; thousands separators are not, for `1,234` may be either number.
  mutating func number(_ id: ColumnID, isInteger: Bool) throws(RecordProblem) -> String? {
    let text = try text(id)
    guard !text.isEmpty else { return nil }
    let narrow = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          (0xFF01...0xFF5E).contains(scalar.value)
            ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar
        }))
    guard case .number(let digits)? = try? JSONParser.parse(narrow),
      !isInteger || Int64(digits) != nil, !digits.lowercased().contains("e")
    else { throw RecordProblem(.number, column: columns[id].name, text: text) }
    return digits
  }
}

// MARK: - Templates and conditions

extension RecordValues {
  /// The text of a template, or nil if a column in it is empty.
  mutating func render(_ template: Template) throws(RecordProblem) -> String? {
    var text = ""
    for part in template.parts {
      switch part {
      case .text(let plain): text += plain
      case .column(let operand):
        guard let value = try render(operand) else { return nil }
        text += value
      }
    }
    return text
  }

  /// The text of the first template whose columns are all filled.
  mutating func render(firstOf templates: [Template]) throws(RecordProblem) -> String? {
    for template in templates {
      if let text = try render(template) { return text }
    }
    return nil
  }

  private mutating func render(_ operand: Operand) throws(RecordProblem) -> String? {
    var text = try text(operand.column)
    for filter in operand.filters {
      switch filter {
      case .slug: text = text.slug
      case .lower: text = text.lowercased()
      case .upper: text = text.uppercased()
      case .or(let other): if text.isEmpty { text = other }
      case .lookup(let table):
        if !text.isEmpty {
          text = try look(up: text, in: table, column: columns[operand.column].name)
        }
      }
    }
    return text.isEmpty ? nil : text
  }

  mutating func holds(_ condition: Condition) throws(RecordProblem) -> Bool {
    switch condition {
    case .filled(let column): return try !text(column).isEmpty
    case .oneOf(let operand, let texts): return texts.contains(try render(operand) ?? "")
    case .not(let condition): return try !holds(condition)
    case .all(let conditions):
      for condition in conditions where try !holds(condition) { return false }
      return true
    case .any(let conditions):
      for condition in conditions where try holds(condition) { return true }
      return false
    case .compare(let left, let sign, let right, let kind):
      return try holds(left, sign, right, kind)
    }
  }

  /// False if either side is empty: what is not there is not compared.
  private mutating func holds(
    _ left: Template, _ sign: Comparison, _ right: Template, _ kind: MappingColumn.Kind
  ) throws(RecordProblem) -> Bool {
    switch kind {
    case .time:
      guard let one = try instant(left), let other = try instant(right) else { return false }
      return sign.holds(one, other)
    case .number:
      guard let one = try exactNumber(left), let other = try exactNumber(right) else {
        return false
      }
      return sign.holds(one, other)
    case .text:
      guard let one = try render(left), let other = try render(right) else { return false }
      return sign.holds(one, other)
    }
  }

  private mutating func instant(_ template: Template) throws(RecordProblem) -> Int64? {
    if case .column(let operand)? = template.parts.first {
      return try time(operand.column)?.microseconds
    }
    let text = template.constant ?? ""
    do throws(SourceTimeError) {
      return try TimeFormat.iso8601.read(text, zone: businessZone).microseconds
    } catch {
      throw RecordProblem(.time(error), text: text)
    }
  }

  private mutating func exactNumber(_ template: Template) throws(RecordProblem) -> PlainNumber? {
    if case .column(let operand)? = template.parts.first {
      guard let digits = try number(operand.column, isInteger: false) else { return nil }
      return PlainNumber(digits)
    }
    return PlainNumber(template.constant ?? "")
  }
}

extension Comparison {
  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    case .unequal: left != right
    }
  }
}

/// A decimal number of any length, compared digit by digit.
struct PlainNumber: Comparable {
  private let isNegative: Bool
  private let whole: [UInt8]
  private let fraction: [UInt8]

  /// Reads `-12.50`; anything else counts as zero, and readers have refused it before.
  init(_ digits: String) {
    let parts = digits.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    whole = Array((parts.first ?? "").utf8.drop { $0 == UInt8(ascii: "0") })
    var tail = Array((parts.count > 1 ? parts[1] : "").utf8)
    while tail.last == UInt8(ascii: "0") { tail.removeLast() }
    fraction = tail
    isNegative = digits.hasPrefix("-") && !(whole.isEmpty && tail.isEmpty)
  }

  static func < (left: PlainNumber, right: PlainNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  /// Compares sizes without signs.
  private func isSmaller(than other: PlainNumber) -> Bool {
    if whole.count != other.whole.count { return whole.count < other.whole.count }
    if whole != other.whole { return whole.lexicographicallyPrecedes(other.whole) }
    return fraction.lexicographicallyPrecedes(other.fraction)
  }
}
