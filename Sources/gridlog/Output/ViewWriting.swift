// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// A view as people and programs read it.
struct ViewWriting {
  private let log: EventLog
  private let zone: BusinessZone
  private let view: CountyView
  private let answer: AnyView
  private let table: String
  /// The business period that its rows are about; of all times if not given.
  private let period: AssessmentPeriod?
  let head: Position
  /// The columns that were asked for; all if not given.
  private let chosen: [String]?

  init(
    _ log: EventLog, _ view: CountyView, _ answer: AnyView, table: String,
    period: AssessmentPeriod? = nil, head: Position, columns: [String]? = nil
  ) {
    self.log = log
    zone = log.identity.zone
    chosen = columns
    self.view = view
    self.answer = answer
    self.table = table
    self.period = period
    self.head = head
  }

  /// The rows of the table, those of a period summed.
  func rows() throws -> [ViewRow] {
    guard let period else { return try answer.rows(of: table) }
    return try answer.rows(of: table, in: period)
  }

  // MARK: Machine forms

  func document(_ rows: [ViewRow], of count: Int) -> Document {
    var document = Document("view")
    document.add("view", answer.name)
    document.add("version", answer.version)
    document.add(answer.moment, head: head)
    document.add("period", period.map { $0.json(in: zone) } ?? .null)
    add(rows, of: count, to: &document)
    return document
  }

  /// The rows of the table, of so many, and what could not be folded.
  func add(_ rows: [ViewRow], of count: Int? = nil, to document: inout Document) {
    document.add("table", table)
    document.add("tables", .array(answer.tables.map { .string($0) }))
    document.add("rowCount", count ?? rows.count)
    document.add("rows", .array(rows.map(\.json)))
    document.add(
      "quarantine",
      answer.quarantine.map { event in
        var part = Document()
        part.add("position", event.position)
        part.add("stream", event.stream.text)
        part.add("reason", "\(event.reason)")
        return part
      })
  }

  /// The file in pieces, header first.
  func csv(_ rows: [ViewRow]) throws -> [String] {
    let columns = try columns()
    var writer = CSVWriter()
    writer.append(columns.map { .text($0) })
    var pieces: [String] = []
    for row in rows {
      writer.append(row.cells(columns))
      if pieces.isEmpty || rows.count > 1000 { pieces.append(writer.take()) }
    }
    return pieces + [writer.take()]
  }

  private func keyColumns() throws -> [String] {
    guard let period else { return try answer.keyColumns(of: table) }
    return try answer.keyColumns(of: table, in: period)
  }

  /// Those of the key, then those of the rows.
  func allColumns() throws -> [String] {
    let keys = try keyColumns()
    return keys + (try answer.columns(of: table)).filter { !keys.contains($0) }
  }

  private func columns() throws -> [String] {
    let all = try allColumns()
    guard let chosen else { return all }
    guard let stray = chosen.first(where: { !all.contains($0) }) else { return chosen }
    throw Message(
      .noSuchColumn, at: Phrase("\(stray)"),
      detail: Phrase(
        en: "There are \(all.joined(separator: ", ")).", zh: "可选：\(all.joined(separator: ", "))。"))
  }

  // MARK: For people

  /// The moments of the answer, above the table.
  var caption: Phrase {
    let moment = answer.moment
    let title = view.title.phrase
    let happened = moment.happenedBy.map { zone.moment($0) }
    let span = period.map { " · \($0) = \($0.text(in: zone))" } ?? ""
    return Phrase(
      en: """
        \(title, .en) · known \(moment.position) \(zone.moment(moment.known)) of \(head)\
        \(happened.map { " · happened by \($0)" } ?? "") · clock \(zone.moment(moment.clock))\(span)
        """,
      zh: """
        \(title, .zh) · 已知 \(moment.position) \(zone.moment(moment.known))，末尾 \(head)\
        \(happened.map { " · 发生于 \($0) 之前" } ?? "") · 时钟 \(zone.moment(moment.clock))\(span)
        """)
  }

  /// Columns in which no row has anything are left out, unless they were asked for.
  func table(_ rows: [ViewRow], on terminal: Terminal) throws -> String {
    let columns = try columns().filter { column in
      chosen != nil || rows.isEmpty || rows.contains { $0.value(of: column) != nil }
    }
    let keys = try keyColumns()
    var names = PublicNames(log, through: answer.moment.position)
    let writing = ValueWriting(view: view, zone: zone, language: terminal.language)
    let cells = try rows.map { row in
      try columns.map { column in try cell(row.value(of: column), in: column, writing, &names) }
    }
    var table = TextTable(
      columns.enumerated().map { index, column in
        let title = view.columns[column]?.phrase ?? Phrase("\(column)")
        let isNumber = rows.contains { $0.value(of: column)?.isNumber == true }
        if isNumber { return TextTable.Column(title, .right) }
        let natural =
          cells.prefix(200).map { terminal.width.columns(of: $0[index].plainText) }
          .max() ?? 0
        // A key cut short finds nothing.
        let least = min(natural, keys.contains(column) ? 32 : 12)
        return TextTable.Column(title, minWidth: max(1, least), maxWidth: 48, cut: .middle)
      })
    for row in cells { table.append(row) }
    return table.text(on: terminal)
  }

  private func cell(
    _ value: Value?, in column: String, _ writing: ValueWriting, _ names: inout PublicNames
  ) throws(EventLogError) -> TextTable.Cell {
    switch value {
    case nil: .noData
    // A year is a name: 2021, not 2,021.
    case .int(let year)? where column == "year": .text(year.description)
    case .int(let number)?: .number(Int(number))
    case .object(let name)?:
      .text([name.key, try names.name(of: name)].compactMap(\.self).joined(separator: " "))
    case let value?: .text(writing.text(value, in: column))
    }
  }

  /// What must be known about the answer beside its rows.
  var warnings: [Message] {
    guard !answer.quarantine.isEmpty else { return [] }
    let lines = answer.quarantine.prefix(5).map {
      Escaping.visible("\($0.position) \($0.stream): \($0.reason)")
    }
    return [
      Message(
        .quarantined, at: Phrase("\(answer.name), \(grouped: answer.quarantine.count)"),
        detail: .lines(lines))
    ]
  }
}

extension Document {
  /// The moment of an answer, in all its parts, and where the log ended when it was asked.
  mutating func add(_ moment: ViewMoment, head: Position) {
    add("asOf", moment.position)
    add("known", moment.known)
    add("happenedBy", orNull: moment.happenedBy)
    add("clock", moment.clock)
    add("head", head)
  }
}

extension TextTable.Cell {
  /// The text of a cell that is data, for measuring.
  fileprivate var plainText: String {
    if case .text(let text) = self { return text }
    return ""
  }
}

extension Value {
  fileprivate var isNumber: Bool {
    switch self {
    case .int, .decimal, .rational: true
    default: false
    }
  }

  /// Objects without their kinds.
  var shortText: String {
    switch self {
    case .object(let name): name.key
    case .list(let values): values.map(\.shortText).joined(separator: " ")
    case .message(let fields):
      fields.map { "\($0.name) \($0.value.shortText)" }.joined(separator: ", ")
    default: description
    }
  }
}
