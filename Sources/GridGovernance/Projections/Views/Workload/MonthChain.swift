// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What a town has open from month to month, of one block of its workload.
protocol OpenMonthRow: PeriodRow {
  /// Open when the month began.
  var openAtStart: Int { get set }
  /// Open when the month ended.
  var openAtEnd: Int { get set }

  init()
}

/// The rows of a block: one a town and month, without a gap between two that have movements, so
/// that what is open at the end of one month is open at the start of the next.
struct MonthChain<Row: OpenMonthRow> {
  let rows: Table<TownMonth, Row>
  let lasts: Workspace<ObjectID, LastMonth>

  /// Changes the row of a town and month; months since the last one get theirs first.
  func update(_ town: ObjectID, _ month: Month, _ change: (inout Row) -> Void) {
    let key = TownMonth(town: town, month: month)
    if rows.updateExisting(key, change) != nil { return }
    fill(town, upTo: month)
    rows.updateExisting(key, change)
  }

  private func fill(_ town: ObjectID, upTo month: Month) {
    var next = month
    var open = 0
    if let last = lasts[town]?.month {
      open = rows[TownMonth(town: town, month: last)]?.openAtEnd ?? 0
      next = last.next
    }
    while next <= month {
      var row = Row()
      row.openAtStart = open
      row.openAtEnd = open
      rows[TownMonth(town: town, month: next)] = row
      next = next.next
    }
    lasts[town] = LastMonth(month: month)
  }
}

/// The last month of which a town has a row.
struct LastMonth: TableRow {
  var month: Month
}

/// In which town something is open.
struct OpenIn: TableRow {
  /// None: it is open nowhere, or outside the towns.
  var town: ObjectID?
}
