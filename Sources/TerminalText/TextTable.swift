// SPDX-License-Identifier: Apache-2.0

/// Rows and columns of text, aligned on a terminal whatever script they are in.
///
/// Cells are data: they are escaped before they are measured. A table wider than the terminal
/// narrows its widest text columns first, evenly; numbers are not cut unless a column says so; what
/// still does not fit is left out from the right and named below. A file or pipe gets everything.
public struct TextTable: Sendable {
  /// The columns, from left to right.
  public let columns: [Column]
  /// The rows added so far, from top to bottom.
  public private(set) var rows: [[Cell]] = []
  /// How many rows are shown at most; from more, the middle is left out and counted. nil shows all.
  public var rowLimit: Int?
  /// How many spaces stand before each line.
  public var indent = 0

  /// Makes a table without rows.
  /// - Precondition: There is at least one column.
  public init(_ columns: [Column], rowLimit: Int? = nil) {
    precondition(!columns.isEmpty, "A table has columns")
    self.columns = columns
    self.rowLimit = rowLimit
  }

  /// Adds a row below the others.
  /// - Precondition: The row has one cell for each column.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "A row has one cell for each column")
    rows.append(row)
  }

  /// The table as text, each line ended by a newline.
  public func text(on terminal: Terminal) -> String {
    lines(on: terminal).map { $0 + "\n" }.joined()
  }
}

extension TextTable {
  /// One column: its title, and how its cells are laid out.
  public struct Column: Hashable, Sendable {
    /// On which side the cells of a column begin.
    public enum Alignment: Hashable, Sendable {
      /// Text.
      case left
      /// Numbers.
      case right
    }

    /// What stands above the cells.
    public let title: Phrase
    /// On which side cells and title begin.
    public let alignment: Alignment
    /// The columns kept when space is short; by default 8 for text, all of them for numbers.
    public let minWidth: Int?
    /// The columns never exceeded, however much space there is.
    public let maxWidth: Int?
    /// Where a cell that is too long is cut.
    public let cut: DisplayWidth.Cut
    /// Emphasis of the column's cells, where colour is on.
    public let style: Terminal.Style?

    /// Makes a column; widths are in terminal columns.
    /// - Precondition: Widths are positive, and the minimum is at most the maximum.
    public init(
      _ title: Phrase, _ alignment: Alignment = .left, minWidth: Int? = nil, maxWidth: Int? = nil,
      cut: DisplayWidth.Cut = .end, style: Terminal.Style? = nil
    ) {
      let least = minWidth ?? 1
      precondition(least >= 1 && least <= maxWidth ?? .max, "Widths are positive and in order")
      self.title = title
      self.alignment = alignment
      self.minWidth = minWidth
      self.maxWidth = maxWidth
      self.cut = cut
      self.style = style
    }
  }

  /// One value in a row.
  public enum Cell: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// Data, escaped when it is shown.
    case text(String)
    /// A word of the program in the reader's language.
    case phrase(Phrase)
    /// An integer, shown with its thousands separated.
    case number(Int)
    /// A sign and text, both in the colour of the mark where colour is on.
    case marked(Terminal.Mark, String)
    /// There is no value: not zero, not empty. Shown as ``Terminal/noData``.
    case noData

    /// Makes a cell of text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// Makes a cell of a number.
    public init(integerLiteral value: Int) { self = .number(value) }
  }
}
