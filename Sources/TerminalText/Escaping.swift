// SPDX-License-Identifier: Apache-2.0

/// Makes characters that steer a terminal, or hide, visible: `\u{1B}`.
///
/// Escaped are control characters (C0, DEL, C1), line and paragraph separators, everything that
/// Unicode calls default-ignorable (bidirectional overrides, zero-width characters, fillers, tags)
/// and annotation marks. Kept is what is a legitimate part of visible text: joiners inside emoji,
/// the emoji presentation selectors, variation selectors after an ideograph or a Mongolian letter.
///
/// Escaping twice is escaping once. Data that itself contains the seven letters `\u{1B}` looks the
/// same: the result is for eyes, not for reading back.
public enum Escaping {
  /// The text with everything that could steer a terminal or hide shown as an escape.
  ///
  /// Newline, return and tab become `\n`, `\r`, `\t`; anything else `\u{…}` in hexadecimal.
  public static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isSuspect) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var flagEnd = 0  // tags before this index belong to a flag
    for (index, scalar) in scalars.enumerated() {
      if scalar == blackFlag { flagEnd = endOfFlag(at: index, in: scalars) }
      let isKept =
        !isSuspect(scalar) || index < flagEnd || isPartOfCharacter(at: index, in: scalars)
      if isKept {
        result.append(scalar)
      } else {
        result.append(contentsOf: escape(scalar).unicodeScalars)
      }
    }
    return String(result)
  }

  /// Bytes that should be UTF-8, as visible text; a byte that is not is shown as `\x9B`.
  public static func visible(bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    var parts = ""
    var start = 0
    while start < bytes.count {
      var end = start
      var valid = ""
      while end < bytes.count, let length = sequenceLength(at: end, in: bytes),
        let scalar = String(validating: bytes[end..<end + length], as: UTF8.self)
      {
        valid += scalar
        end += length
      }
      parts += visible(valid)
      if end < bytes.count { parts += "\\x" + hexadecimal(UInt32(bytes[end])) }
      start = end + 1
    }
    return parts
  }
}

extension Escaping {
  private static let blackFlag: Unicode.Scalar = "\u{1F3F4}"
  private static let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"

  /// Whether a scalar is escaped unless its neighbours make it part of a visible character.
  private static func isSuspect(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
    case 0..<0xA0, 0xFFF9...0xFFFB: return true
    default: break
    }
    let properties = scalar.properties
    return properties.isDefaultIgnorableCodePoint
      || [.lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
  }

  /// Whether a suspect scalar belongs to the visible character around it.
  private static func isPartOfCharacter(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0 else { return false }
    let before = scalars[index - 1]
    switch scalars[index].value {
    case 0xFE0E, 0xFE0F: return before.properties.isEmoji
    case 0xFE00...0xFE0D, 0xE0100...0xE01EF: return before.properties.isIdeographic
    case 0x180B...0x180D, 0x180F: return (0x1820...0x18AA).contains(before.value)
    case zeroWidthJoiner.value: return joinsPictographs(at: index, in: scalars)
    default: return false
    }
  }

  private static func joinsPictographs(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard index + 1 < scalars.count, isPictograph(scalars[index + 1]) else { return false }
    let base = scalars[..<index].last { $0.value != 0xFE0F && !$0.properties.isEmojiModifier }
    return base.map(isPictograph) ?? false
  }

  private static func isPictograph(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0x7F, !(0x1F1E6...0x1F1FF).contains(scalar.value) else { return false }
    return scalar.properties.isEmoji && !scalar.properties.isEmojiModifier
  }

  /// The index after the tags of England's, Scotland's or Wales's flag, the only ones in use.
  private static func endOfFlag(at index: Int, in scalars: [Unicode.Scalar]) -> Int {
    let tags = scalars[(index + 1)...].prefix(6)
    let letters = tags.map { Character(Unicode.Scalar($0.value & 0x7F) ?? " ") }
    let areTags = tags.allSatisfy { (0xE0020...0xE007F).contains($0.value) }
    let isKnown = ["gbeng\u{7F}", "gbsct\u{7F}", "gbwls\u{7F}"].contains(String(letters))
    return areTags && isKnown ? tags.endIndex : index
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(hexadecimal(scalar.value))}"
    }
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// How many bytes the first byte of a UTF-8 sequence announces, if that many are left.
  private static func sequenceLength(at index: Int, in bytes: [UInt8]) -> Int? {
    let length: Int
    switch bytes[index] {
    case ..<0x80: length = 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return nil
    }
    return index + length <= bytes.count ? length : nil
  }
}
