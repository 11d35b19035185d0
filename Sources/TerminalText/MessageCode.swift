// SPDX-License-Identifier: Apache-2.0

/// The name of a message, the same in both languages: `GL-E104`, `GL-W310`.
///
/// `E` is an error, `W` a warning; three digits follow. A code once released keeps its meaning.
public struct MessageCode: RawRepresentable, Hashable, Comparable, Sendable {
  /// The code as it is written.
  public let rawValue: String

  /// Reads a code as a person types it, in capitals or not; nil if it is none.
  public init?(rawValue: String) {
    let code = rawValue.uppercased()
    let digits = code.utf8.dropFirst(4)
    let isCode =
      (code.hasPrefix("GL-E") || code.hasPrefix("GL-W")) && digits.count == 3
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isCode else { return nil }
    self.rawValue = code
  }

  /// Whether it names an error; otherwise a warning.
  public var isError: Bool { rawValue.hasPrefix("GL-E") }

  /// Orders by the written code: errors before warnings, then by number.
  public static func < (one: MessageCode, other: MessageCode) -> Bool {
    one.rawValue < other.rawValue
  }
}

extension MessageCode: ExpressibleByStringLiteral, CustomStringConvertible {
  /// Makes a code from source text.
  /// - Precondition: The literal is a code in capitals.
  public init(stringLiteral value: String) {
    guard let code = MessageCode(rawValue: value), code.rawValue == value else {
      preconditionFailure("\(value) is no message code; write GL-E104 or GL-W104")
    }
    self = code
  }

  /// The code as it is written.
  public var description: String { rawValue }
}
