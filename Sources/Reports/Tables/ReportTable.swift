// SPDX-License-Identifier: Apache-2.0

/// A table with a header that is repeated on every sheet.
struct ReportTable {
  struct Column {
    let title: String
    let isNumber: Bool

    /// Four ideographs stay on one line: a header never becomes a column of characters.
    fileprivate var style: String {
      (isNumber ? "n" : "t") + (Drawing.columns(of: title) <= 72 ? " short" : "")
    }

    static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
    static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
  }

  let columns: [Column]
  var rows: [[Cell]] = []
  /// The row below the line.
  var total: [Cell]?

  init(_ columns: [Column], rows: [[Cell]] = [], total: [Cell]? = nil) {
    self.columns = columns
    self.rows = rows
    self.total = total
  }

  /// Whether a cell says that there is no data: the reader is told then what the sign means.
  var lacksData: Bool {
    (rows + [total ?? []]).contains { $0.contains(where: \.lacksData) }
  }

  var markup: Markup {
    element("table", .class(style)) {
      element("thead") {
        element("tr") {
          columns.map { column in
            element("th", .class(column.style), Attribute("scope", "col")) {
              column.title
            }
          }
        }
      }
      element("tbody") { rows.map(row) }
      if let total { element("tfoot") { row(total) } }
    }
  }

  /// Whether it is short enough to stand on one sheet whole.
  var isShort: Bool { rows.count <= 10 }

  /// Few columns are not spread over the sheet; terms of many rates stand below them.
  private var style: String {
    let shares = rows.first?.count(where: \.isShare) ?? 0
    return (columns.count <= 4 ? "narrow" : "wide") + (shares > 2 ? " stacked" : "")
  }

  private func row(_ cells: [Cell]) -> Markup {
    element("tr") {
      zip(columns, cells).map { column, cell in
        element("td", .class(column.isNumber ? "n" : "t")) { cell.content }
      }
    }
  }
}
