// SPDX-License-Identifier: Apache-2.0

/// The one place where text becomes part of a page (reliability H10).
///
/// Five characters become references, so that no text ends the element or attribute that it is
/// in. What hides or steers the characters around it (controls, bidirectional overrides, zero-width
/// characters) is shown as `\u{202E}`, as the command line shows it: two names that look the same
/// on paper are the same. XML takes no other controls than those which are shown here.
enum PageText {
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      default:
        if hides(scalar), !isVariation(scalar, of: before) {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result.append(contentsOf: "\\u{\(digits)}".unicodeScalars)
        } else {
          result.append(scalar)
        }
      }
      before = scalar
    }
    return String(result)
  }

  private static func hides(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0x3400...0x9FFF: return false
    case 0..<0xA0, 0xFFF9...0xFFFB: return true
    default: break
    }
    let properties = scalar.properties
    return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
      || [.lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
  }

  /// The form of an ideograph that a name asks for is part of the name.
  private static func isVariation(_ scalar: Unicode.Scalar, of before: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: before.properties.isIdeographic
    default: false
    }
  }
}
