// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EventSourcing
import GridGovernance
import Interchange
import TerminalText

/// Which rows of a view are wanted.
struct RowOptions: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: help(
      "Only rows whose column has this value; may be repeated.", "仅该列等于此值的行，可重复。",
      value: "column=value"))
  var conditions: [RowCondition] = []

  @Option(
    help: help(
      "Only this period, months summed: 2021-08, 2021Q3, 2021H1, 2021.",
      "仅此期间，按月的行相加：2021-08、2021Q3、2021H1、2021。", value: "period"))
  var period: String?

  @Option(help: help("Only rows of this town.", "仅此乡镇的行。", value: "code"))
  var town: String?

  @Option(help: help("Only rows of this body.", "仅此机构的行。", value: "code"))
  var body: String?

  @Option(help: help("Only rows of this grid.", "仅此网格的行。", value: "code"))
  var grid: String?

  @Option(help: help("Only rows of this category.", "仅此类别的行。", value: "code"))
  var category: String?

  var isEmpty: Bool {
    conditions.isEmpty && period == nil && town == nil && body == nil && grid == nil
      && category == nil
  }

  /// The period asked for; `nil` if none is.
  func asked() throws(Message) -> AssessmentPeriod? {
    guard let period else { return nil }
    guard let read = AssessmentPeriod(written: period) else {
      throw Message(.notAPeriod, at: Phrase("\(period)"))
    }
    return read
  }

  /// The rows that meet all that was asked, of a table of that view with these columns.
  func matching(
    _ rows: [ViewRow], of view: CountyView, _ columns: [String]
  ) throws(Message) -> [ViewRow] {
    var tests: [(columns: [String], condition: RowCondition)] = []
    for condition in conditions {
      guard columns.contains(condition.column) else {
        throw RowOptions.noColumn(condition.column, columns)
      }
      tests.append(([condition.column], condition.coded(view.terms[condition.column])))
    }
    for (name, value) in [("town", town), ("body", body), ("grid", grid), ("category", category)] {
      guard let value else { continue }
      let known = (RowOptions.synonyms[name] ?? [name]).filter(columns.contains)
      guard !known.isEmpty else { throw RowOptions.noColumn(name, columns) }
      tests.append((known, RowCondition(column: name, value: value)))
    }
    return rows.filter { row in
      tests.allSatisfy { test in test.columns.contains { test.condition.holds(for: row, in: $0) } }
    }
  }

  /// The columns in which a view may name such a thing; one of them is enough.
  private static let synonyms = [
    "town": ["town", "subject"],
    "body": ["body", "unit", "answerable", "handler", "dispatcher", "agency", "subject"],
    "category": ["category", "subject"],
  ]

  private static func noColumn(_ name: String, _ columns: [String]) -> Message {
    Message(
      .noSuchColumn, at: Phrase("\(name)"),
      detail: Phrase(
        en: "There are \(columns.joined(separator: ", ")).",
        zh: "可选：\(columns.joined(separator: "、"))。"))
  }
}

/// A column and the value that it must have: `town=321023101`, the kind of objects left out.
struct RowCondition: ExpressibleByArgument {
  let column: String
  let value: String

  init(column: String, value: String) {
    self.column = column
    self.value = value
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    self.init(column: String(parts[0]), value: String(parts[1]))
  }

  /// The same of the code, where the value is a term that tables show for one.
  func coded(_ terms: ColumnTerms?) -> RowCondition {
    RowCondition(column: column, value: terms?.code(for: value) ?? value)
  }

  func holds(for row: ViewRow, in column: String) -> Bool {
    switch row.value(of: column) {
    case .object(let name)?: name.key == value || name.text == value
    case .bool(let flag)?: (flag ? ["true", "yes", "是"] : ["false", "no", "否"]).contains(value)
    case let found?: found.description == value
    case nil: value.isEmpty
    }
  }
}
