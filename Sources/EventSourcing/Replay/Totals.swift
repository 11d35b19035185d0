// SPDX-License-Identifier: Apache-2.0

/// A projection of which a second table has columns that change with time alone.
public protocol PresentingTwo: Presenting {
  associatedtype SecondKey: TableKey
  associatedtype SecondRow: TableRow

  /// The row as it reads at `clock`; pure.
  func present(_ row: SecondRow, of key: SecondKey, at clock: Instant) -> SecondRow
}

/// A register whose rows are summed up: how many of them hold at the asked moment.
///
/// The totals stand beside the tables of the fold, as a table called ``totalsName``. They are
/// counted from the rows as shown, whenever they are read: so they agree with them for every
/// moment, are never stored, and stand in no digest.
public protocol Totalling: Presenting {
  associatedtype TotalKey: TableKey
  associatedtype Total: TableRow

  /// The name of the table of totals; `totals` unless declared.
  static var totalsName: String { get }

  /// The totals of the rows of the first table of those types, which come sorted by key and as
  /// they read at `clock`; pure.
  func totals(
    of rows: [(key: Key, row: Row)], at clock: Instant
  ) -> [(key: TotalKey, row: Total)]
}

extension Totalling {
  public static var totalsName: String { "totals" }
}

/// The table of totals, filled when somebody reads it.
final class TotalsTable {
  let label: String
  private let fill: (any ObjectDirectory) -> AnyTableStore
  private var table: RegisteredTable?

  init<P: Totalling>(_ projection: P, _ tables: [RegisteredTable], clock: Instant) {
    label = P.totalsName
    let store = tables.lazy.filter(\.isAnswer).compactMap { $0.store as? TableStore<P.Key, P.Row> }
      .first
    fill = { directory in
      let totals = TotalsTable.totals(projection, store, clock, directory)
      let table = Table<P.TotalKey, P.Total>()
      for total in totals { table[total.key] = total.row }
      return table.access.store
    }
  }

  static func totals<P: Totalling>(
    _ projection: P, _ store: TableStore<P.Key, P.Row>?, _ clock: Instant,
    _ directory: any ObjectDirectory
  ) -> [(key: P.TotalKey, row: P.Total)] {
    let encoder = ValueEncoder { directory.name(of: $0) }
    let rows = (store?.entries() ?? []).map { entry in
      guard let order = try? encoder.value(of: entry.key) else {
        preconditionFailure("a key cannot be written")
      }
      return (order: order, key: entry.key, row: entry.row)
    }
    let shown = rows.sorted { Value.precedes($0.order, $1.order) }.map { entry in
      (key: entry.key, row: projection.present(entry.row, of: entry.key, at: clock))
    }
    return projection.totals(of: shown, at: clock)
  }

  func table(directory: any ObjectDirectory) -> RegisteredTable {
    if let table { return table }
    let filled = RegisteredTable(label: label, store: fill(directory), isAnswer: true)
    table = filled
    return filled
  }
}

extension View where P: Totalling {
  /// The totals with typed keys, in the order of the projection's own list.
  public var totals: [(key: P.TotalKey, row: P.Total)] {
    let store = answers.lazy.compactMap { $0.store as? TableStore<P.Key, P.Row> }.first
    return TotalsTable.totals(projection, store, moment.clock, context.session.directory)
  }
}
