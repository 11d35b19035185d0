// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The forms of text that CloudEvents asks for, checked by their characters.
enum URIText {
  /// RFC 3986 §2: what may stand in a URI at all; `%` only before two hexadecimal digits.
  static func isReference(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return false }
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 2 < bytes.count, Hex.digit(bytes[index + 1]) != nil,
          Hex.digit(bytes[index + 2]) != nil
        else { return false }
        index += 2
      } else if !isAllowed(bytes[index]) {
        return false
      }
      index += 1
    }
    return true
  }

  /// A reference that begins with a scheme.
  static func isAbsolute(_ text: String) -> Bool {
    guard isReference(text), let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      return false
    }
    let scheme = text.utf8[..<colon]
    guard let first = scheme.first, isLetter(first) else { return false }
    return scheme.allSatisfy { isLetter($0) || isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) }
  }

  /// Everything that may not stand in a path as it is becomes `%` and two digits.
  static func escaped(_ text: String) -> String {
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
      let stays = byte != UInt8(ascii: "%") && isAllowed(byte) && !marks.contains(byte)
      return stays ? [byte] : Array("%\(Hex.text(byte).uppercased())".utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text before ``escaped(_:)``; nil if a `%` is not followed by digits or it is not UTF-8.
  static func unescaped(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Hex.digit),
        let low = rest.popFirst().flatMap(Hex.digit)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Characters that end a path.
  private static let marks = Array("?#[]".utf8)

  private static func isAllowed(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || punctuation.contains(byte)
  }

  private static let punctuation = Set("-._~:/?#[]@!$&'()*+,;=".utf8)

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

/// Times as CloudEvents writes them: RFC 3339 with any number of digits behind the second.
enum RFC3339 {
  /// The moment, digits finer than a microsecond cut off; nil if the text names none.
  static func instant(_ text: String) -> Instant? {
    var bytes = Array(text.utf8)
    // Date, `T` and time come first: a point can only stand behind 19 characters.
    if bytes.count > 20, bytes[19] == UInt8(ascii: ".") {
      let digits = bytes[20...].prefix { (48...57).contains($0) }.count
      if digits > 6 { bytes.removeSubrange(26..<20 + digits) }
    }
    return Instant(String(decoding: bytes, as: UTF8.self))
  }
}

/// Media types, RFC 2045 §5.1.
enum MediaType {
  /// `type/subtype`, parameters behind semicolons.
  static func isWellFormed(_ text: String) -> Bool {
    let parts = essence(text).split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !specials.contains($0) }
      }
  }

  /// Whether data of that type is JSON.
  static func isJSON(_ text: String) -> Bool {
    let essence = essence(text).lowercased()
    return essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json")
  }

  private static func essence(_ text: String) -> String {
    String(text.prefix { $0 != ";" }).trimmedOfSpace
  }

  private static let specials = Set("()<>@,;:\\\"/[]?=".utf8)
}
