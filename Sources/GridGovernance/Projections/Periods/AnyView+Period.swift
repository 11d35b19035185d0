// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Why rows cannot be had for a period.
public enum PeriodError: Error {
  /// The table's keys name no month or period; those of these tables of the view do.
  case noPeriods(table: String, others: [String])
  case replay(ReplayError)
}

extension AnyView {
  /// The rows of a table, its first unless one is named, for a business period.
  ///
  /// Rows of the months that lie in it are summed under the rest of their key, `period` standing
  /// in the place of `month`. Rows that do not add up, as those of an assessment, are the ones
  /// whose own period lies in it. A period is half open, in days of the log's zone. Sorted by key.
  public func rows(
    of table: String? = nil, in period: AssessmentPeriod
  ) throws(PeriodError) -> [ViewRow] {
    let table = try periodTable(table)
    do {
      let presenter = folded as? any PeriodPresenting
      return try rows(of: table, joined: PeriodJoining(period: period, presenter: presenter))
    } catch {
      throw .replay(error)
    }
  }

  /// The names of the components of the keys of ``rows(of:in:)``.
  public func keyColumns(
    of table: String? = nil, in period: AssessmentPeriod
  ) throws(PeriodError) -> [String] {
    let table = try periodTable(table)
    do {
      let types = try types(of: table)
      let columns = try keyColumns(of: table)
      guard types.row is any PeriodRow.Type, let key = types.key as? any PeriodKey.Type else {
        return columns
      }
      return columns.map { $0 == key.periodColumn ? PeriodJoining.column : $0 }
    } catch {
      throw .replay(error)
    }
  }

  /// The table itself, if its keys have periods.
  private func periodTable(_ table: String?) throws(PeriodError) -> String {
    let table = table ?? tables[0]
    do {
      if try types(of: table).key is any PeriodKey.Type { return table }
    } catch {
      throw .replay(error)
    }
    let others = tables.filter { (try? types(of: $0).key) is any PeriodKey.Type }
    throw .noPeriods(table: table, others: others)
  }
}

/// Joins the rows of a period's months.
struct PeriodJoining: RowJoining {
  static let column = "period"

  let period: AssessmentPeriod
  let presenter: (any PeriodPresenting)?

  func place(
    of key: any TableKey, spelled: Value, holding row: any TableRow.Type
  ) -> JoinedPlace? {
    let days = period.days
    guard let key = key as? any PeriodKey, let span = key.periodDays,
      days.lowerBound <= span.lowerBound, span.upperBound <= days.upperBound
    else { return nil }
    var place = JoinedPlace(key: spelled, order: span.lowerBound.daysSinceEpoch)
    if row is any PeriodRow.Type, case .message(let fields) = spelled {
      let column = type(of: key).periodColumn
      place.key = .message(
        fields.map {
          $0.name == column
            ? NamedValue(PeriodJoining.column, .text(period.description)) : $0
        })
    }
    return place
  }

  func shown<Row: TableRow>(_ row: Row, of key: any TableKey) -> Row? {
    presenter?.presentAny(row, of: key, in: period.months)
  }

  func add<Row: TableRow>(_ later: Row, to row: inout Row) {
    guard var sum = row as? any PeriodRow else { return }
    sum.addAny(later)
    if let sum = sum as? Row { row = sum }
  }
}

extension PeriodRow {
  fileprivate mutating func addAny(_ later: any TableRow) {
    if let later = later as? Self { add(later) }
  }
}

extension AssessmentPeriod {
  /// Reads what people write: `2021-08`, `2021Q3` or `2021-Q3`, `2021H1`, `2021`, in either case.
  public init?(written text: String) {
    let upper = text.uppercased()
    let hasDash = upper.contains("-")
    let split = upper.firstIndex { $0 == "Q" || $0 == "H" }
    guard let split, !hasDash else {
      self.init(upper)
      return
    }
    self.init("\(upper[..<split])-\(upper[split...])")
  }
}
