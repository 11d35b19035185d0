// SPDX-License-Identifier: Apache-2.0

/// Why a replay gave no answer: what failed, where, and what to do next.
public struct ReplayError: Error, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// A stored property that is neither a table nor a workspace.
    case strayProperty(name: String, type: String)
    /// A projection that is a class or an enum: state could hide outside its properties.
    case notAStruct
    /// A projection without any ``Table``.
    case noAnswer
    /// A table that another projection or property holds too, or that already has rows.
    case sharedTable(name: String)
    /// A key or row that cannot be written as plain values.
    case notPlain(table: String, detail: String)
    /// A position that the log has not reached.
    case beyondHead(asked: Position, head: Position)
    case cancelled(at: Position)
    case noSuchTable(name: String, known: [String])
    /// Totals are counted from the rows of another table when they are read: no event wrote them.
    case totalsAreSums(table: String, of: String)
    case noSuchRow(key: String)
    /// A short form of a key that means several rows.
    case ambiguousRow(key: String, matches: [String])
    /// Two views of different projections or versions.
    case notComparable(other: String)
    /// Rows of a projection whose code this program does not have: they can be read, not folded.
    case codeIsGone
    /// What a what-if assumes cannot be.
    case assumption(AssumptionError)
    /// The log could not be read; the text is the log's own.
    case unreadable(String)
  }

  /// The name of the projection; `nil` if none is to blame.
  public let projection: String?
  public let reason: Reason

  public init(_ reason: Reason, in projection: String? = nil) {
    self.projection = projection
    self.reason = reason
  }

  public var description: String { (projection.map { "\($0): " } ?? "") + what }

  private var what: String {
    switch reason {
    case .strayProperty(let name, let type):
      "property \(name) is a \(type); make it a Table, a Workspace, or compute it"
    case .notAStruct: "a projection must be a struct; its tables are its only state"
    case .noAnswer: "the projection has no Table; what it answers must be one"
    case .sharedTable(let name):
      "table \(name) is held elsewhere too; every property needs a table of its own"
    case .notPlain(let table, let detail):
      "table \(table) cannot be written as plain values: \(detail)"
    case .beyondHead(let asked, let head):
      "position \(asked) is not recorded yet; the last one is \(head)"
    case .cancelled(let position): "stopped at \(position) as asked; nothing was changed"
    case .noSuchTable(let name, let known):
      "there is no table \(name); there are \(known.joined(separator: ", "))"
    case .totalsAreSums(let table, let rows):
      "\(table) is counted from the rows of \(rows); explain those"
    case .noSuchRow(let key): "there is no row \(key)"
    case .ambiguousRow(let key, let matches):
      "\(key) can mean \(matches.prefix(5).joined(separator: " or ")); write it in full"
    case .notComparable(let other): "cannot be compared with \(other)"
    case .codeIsGone:
      "this program does not have its code: its stored rows can be read, not explained"
    case .assumption(let error): error.description
    case .unreadable(let detail): "the log could not be read: \(detail)"
    }
  }
}

extension ReplayError {
  /// What an encoder said, without the value it said it about.
  static func detail(_ error: any Error) -> String {
    guard case EncodingError.invalidValue(_, let context)? = error as? EncodingError else {
      return "\(type(of: error))"
    }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return (path.isEmpty ? "" : "field \(path): ") + context.debugDescription
  }
}
