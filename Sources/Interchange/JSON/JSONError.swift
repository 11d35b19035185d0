// SPDX-License-Identifier: Apache-2.0

/// Why a text is not the JSON we accept, and where.
public struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  public let problem: Problem
  /// Bytes before the offending one, from the start of the input.
  public let offset: Int
  /// The line, from 1.
  public let line: Int
  /// The character in the line, from 1.
  public let column: Int
  /// The place in the document as a JSON pointer (RFC 6901); empty for the whole document.
  public let pointer: String

  /// What can be wrong with a JSON text.
  public enum Problem: Equatable, Sendable {
    /// Nothing but white space.
    case empty
    /// The text ended where `expected` had to follow.
    case unexpectedEnd(expected: String)
    /// Another character stands where `expected` had to follow.
    case unexpected(expected: String)
    /// Something follows the end of the value.
    case trailingText
    /// The document begins with a byte order mark, which JSON does not allow.
    case byteOrderMark
    /// A number breaks the grammar of RFC 8259 §6, such as `01`, `1.` or `NaN`.
    case invalidNumber
    /// A control character stands in a string without an escape.
    case controlCharacter
    /// A backslash is followed by something that is no escape.
    case invalidEscape
    /// An escape names half of a surrogate pair.
    case loneSurrogate
    /// Bytes are not UTF-8.
    case invalidUTF8
    /// An object has the same key twice.
    case duplicateKey
    /// Arrays and objects are nested deeper than `limit`.
    case tooDeep(limit: Int)
    /// The text is longer than `limit` bytes.
    case tooLarge(limit: Int)
  }
}

extension JSONError {
  /// The same fault seen from a larger text in which the faulty one stands as element `index`.
  func inside(element index: Int, offset: Int, line: Int, column: Int) -> JSONError {
    JSONError(
      problem: problem, offset: self.offset + offset, line: self.line + line - 1,
      column: self.line == 1 ? self.column + column - 1 : self.column,
      pointer: "/\(index)" + pointer)
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    let place = pointer.isEmpty ? "" : " at \(pointer)"
    return "line \(line), column \(column)\(place): \(problem.description)"
  }
}

extension JSONError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "there is no JSON value; write one"
    case .unexpectedEnd(let expected): "the text ends where \(expected) must follow"
    case .unexpected(let expected): "\(expected) must stand here"
    case .trailingText: "something follows the end of the value; remove it"
    case .byteOrderMark: "a byte order mark stands before the value; remove it"
    case .invalidNumber: "this is not a JSON number; write it like -12, 0.5 or 1e6"
    case .controlCharacter: "a control character in a string must be escaped"
    case .invalidEscape:
      "this escape does not exist; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"
    case .loneSurrogate: "half of a surrogate pair is not a character"
    case .invalidUTF8: "these bytes are not UTF-8; convert the file"
    case .duplicateKey: "this key stands twice in one object; keep one"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooLarge(let limit): "longer than the limit of \(limit) bytes"
    }
  }
}
