// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What a town has at the end of a month, besides tickets; effects may begin before or after the
/// month in which they become known.
struct TownStock: TableRow {
  /// The first and the last month that have rows; so have all between.
  var first: Month?
  var last: Month?
  /// Changes in the number of grids, one entry a month, ascending.
  var grids: [MonthFigure] = []
  /// Measurements, one entry a month, ascending.
  var population: [MonthFigure] = []
  /// Who works there.
  var staff = StaffStock()

  func grids(in month: Month) -> Int {
    grids.reduce(0) { $1.month <= month ? $0 + $1.figure : $0 }
  }

  func population(in month: Month) -> Int? { population.last { $0.month <= month }?.figure }

  /// What a row of that month says beside tickets.
  func fill(_ row: inout TownTickets, in month: Month) {
    row.grids = grids(in: month)
    row.population = population(in: month)
    row.staff = staff.number(in: month)
    row.staffDays = staff.days(in: month)
  }
}

/// A figure from a month on.
struct MonthFigure: Codable, Hashable, Sendable {
  var month: Month
  var figure: Int
}

// The chain of months of a town.
extension TownWorkload {
  /// Changes the row of a town and month; months since the last one get theirs first.
  func update(_ town: ObjectID, _ month: Month, _ change: (inout TownTickets) -> Void) {
    let key = TownMonth(town: town, month: month)
    if tickets.updateExisting(key, change) != nil { return }
    fill(town, upTo: month)
    tickets.updateExisting(key, change)
  }

  private func fill(_ town: ObjectID, upTo month: Month) {
    towns.update(town, default: TownStock()) { stock in
      var open = 0
      var next = month
      if let last = stock.last {
        open = tickets[TownMonth(town: town, month: last)]?.openAtEnd ?? 0
        next = last.next
      }
      while next <= month {
        var row = TownTickets()
        row.openAtStart = open
        row.openAtEnd = open
        stock.fill(&row, in: next)
        tickets[TownMonth(town: town, month: next)] = row
        next = next.next
      }
      stock.first = stock.first ?? month
      stock.last = month
    }
  }

  func add(grids number: Int, to town: ObjectID, from month: Month) {
    towns.update(town, default: TownStock()) { stock in
      if let index = stock.grids.firstIndex(where: { $0.month == month }) {
        stock.grids[index].figure += number
      } else {
        stock.grids.insert(MonthFigure(month: month, figure: number), inOrder: \.month)
      }
      refresh(town, stock, from: month)
    }
  }

  func set(population: Int, of town: ObjectID, from month: Month) {
    towns.update(town, default: TownStock()) { stock in
      stock.population.removeAll { $0.month == month }
      stock.population.insert(MonthFigure(month: month, figure: population), inOrder: \.month)
      refresh(town, stock, from: month)
    }
  }

  /// Rows that exist already take over what began before they were made known.
  func refresh(_ town: ObjectID, _ stock: TownStock, from month: Month) {
    guard let first = stock.first, let last = stock.last else { return }
    var current = max(first, month)
    while current <= last {
      tickets.updateExisting(TownMonth(town: town, month: current)) { row in
        stock.fill(&row, in: current)
      }
      current = current.next
    }
  }
}

extension Array {
  /// Puts an element behind the last one that is not greater.
  fileprivate mutating func insert(
    _ element: Element, inOrder key: KeyPath<Element, Month>
  ) {
    let month = element[keyPath: key]
    insert(element, at: lastIndex { $0[keyPath: key] <= month }.map { $0 + 1 } ?? 0)
  }
}
