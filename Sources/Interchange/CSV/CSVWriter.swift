// SPDX-License-Identifier: Apache-2.0

/// Writes CSV as Excel and WPS open it: UTF-8 with a byte order mark, CRLF, quotes where needed.
///
/// Text that a spreadsheet would run as a formula is led by an apostrophe (reliability H8);
/// numbers stay numbers.
public struct CSVWriter: Sendable {
  /// One cell.
  public enum Cell: Equatable, Sendable {
    /// Anything that is to be read as text.
    case text(String)
    /// Digits, with a sign or a point.
    case number(String)
    case empty
  }

  private var text = "\u{FEFF}"

  public init() {}

  /// Adds a row.
  public mutating func append(_ row: [Cell]) {
    text += row.map(CSVWriter.quoted).joined(separator: ",") + "\r\n"
  }

  /// The rows so far; calling again gives only those added since.
  public mutating func take() -> String {
    defer { text = "" }
    return text
  }

  private static func quoted(_ cell: Cell) -> String {
    switch cell {
    case .empty: return ""
    case .number(let digits): return digits
    case .text(let text):
      let guarded = runsAsFormula(text) ? "'" + text : text
      let needsQuotes = guarded.unicodeScalars.contains {
        $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" || $0 == "\t"
      }
      let isPadded = guarded.hasPrefix(" ") || guarded.hasSuffix(" ")
      guard needsQuotes || isPadded else { return guarded }
      return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
    }
  }

  private static let risky: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\0", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  private static func runsAsFormula(_ text: String) -> Bool {
    text.unicodeScalars.first.map { risky.contains($0) } == true
  }
}
