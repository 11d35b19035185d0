// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What an import did: every record is accounted for.
///
/// read = appended + already there + changed at the source + rejected (design §7).
public struct ImportReport: Equatable, Sendable {
  /// Records read, of all outcomes.
  public var read = 0
  /// Records of which at least one event was new.
  public var appended = 0
  /// Records that the log had already, event for event.
  public var alreadyThere = 0
  /// Records that the log has with other content: kept as they were, listed.
  public var changed: [ChangedRecord] = []
  /// Records that became no event, with reasons.
  public var rejected: [RejectedRow] = []
  /// Rows that are no records: titles, headers, sums, blank lines.
  public var otherRows = 0
  /// Events written now and before.
  public var eventsAppended = 0
  public var eventsAlreadyThere = 0
  /// Records kept with a doubt, by the name of the check.
  public var doubts: [String: Int] = [:]
  /// The log's last position afterwards.
  public var head = Position.origin
  /// True if the import was stopped; run it again to go on, what is there is recognised.
  public var isInterrupted = false

  /// Whether the figures add up; an import that does not says so loudly.
  public var isBalanced: Bool {
    read == appended + alreadyThere + changed.count + rejected.count
  }
}

/// A record that the log holds with other content.
public struct ChangedRecord: Equatable, Sendable {
  public let line: Int
  public let externalID: String
  /// Where the log has the event that differs.
  public let position: Position
}

/// A record that was not taken in.
public struct RejectedRow: Equatable, Sendable {
  public let line: Int
  /// Why; never the cell's text.
  public let reason: String
  /// The record as it stood in the file: personal, for the file of rejected rows only.
  public let rawText: String
}

extension ImportReport {
  /// The rejected rows as a file that opens in Excel and WPS: UTF-8 with BOM, CRLF.
  ///
  /// Texts that a spreadsheet would run as a formula are led by an apostrophe (reliability H8).
  public var rejectedFile: String {
    let rows =
      [["line", "reason", "record"]]
      + rejected.map { [String($0.line), $0.reason, $0.rawText] }
    return "\u{FEFF}"
      + rows.map { $0.map(ImportReport.cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    let risky: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "=", "+", "-", "@"]
    let guarded = text.first.map { risky.contains($0) } == true ? "'" + text : text
    return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
  }
}
