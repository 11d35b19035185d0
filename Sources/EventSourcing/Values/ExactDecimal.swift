// SPDX-License-Identifier: Apache-2.0

/// An exact decimal number: `mantissa` × 10^−`scale`, in lowest form.
///
/// 64-bit mantissa, scale 0…18, no trailing zero behind the point: equal numbers have equal
/// bytes. Never a binary floating point: numbers that decide about people are exact (design §6).
public struct ExactDecimal: Hashable, Sendable {
  public let mantissa: Int64
  /// Digits behind the point, 0…18.
  public let scale: Int

  /// `mantissa` × 10^−`scale`, reduced; traps for a scale outside 0…18.
  public init(mantissa: Int64, scale: Int) {
    precondition((0...18).contains(scale), "the scale of a decimal is 0 to 18")
    var mantissa = mantissa
    var scale = scale
    while scale > 0, mantissa % 10 == 0 {
      mantissa /= 10
      scale -= 1
    }
    self.mantissa = mantissa
    self.scale = scale
  }

  public init(_ integer: Int) { self.init(mantissa: Int64(integer), scale: 0) }

  /// Reads `-12`, `0.50`, `88.75`; `nil` for exponents, signs like `+`, or too many digits.
  public init?(_ text: some StringProtocol) {
    var mantissa: Int64 = 0
    var scale = 0
    var digits = 0
    var afterPoint = false
    var negative = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where index == 0: negative = true
      case UInt8(ascii: ".") where !afterPoint && digits > 0: afterPoint = true
      case 48...57:
        let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, carry) = shifted.subtractingReportingOverflow(Int64(byte - 48))
        guard !overflow, !carry, scale < 18 || !afterPoint else { return nil }
        mantissa = sum
        digits += 1
        if afterPoint { scale += 1 }
      default: return nil
      }
    }
    guard digits > 0, !afterPoint || scale > 0, negative || mantissa > .min else { return nil }
    self.init(mantissa: negative ? mantissa : -mantissa, scale: scale)
  }

  /// The number as a fraction.
  public var rational: Rational {
    Rational(BigInteger(mantissa), BigInteger.power(of: 10, scale))
  }

  /// True if this is the lowest form that a stored decimal must have.
  package static func isCanonical(mantissa: Int64, scale: Int) -> Bool {
    (0...18).contains(scale) && (scale == 0 || mantissa % 10 != 0)
  }
}

extension ExactDecimal: Comparable {
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    left.rational < right.rational
  }
}

extension ExactDecimal: CustomStringConvertible {
  public var description: String {
    guard scale > 0 else { return String(mantissa) }
    var digits = String(mantissa.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    return (mantissa < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
  }

  /// The number with at least `places` digits behind the point: `88.00` for 88.
  public func text(places: Int) -> String {
    let text = description
    guard scale < places else { return text }
    return text + (scale == 0 ? "." : "") + String(repeating: "0", count: places - scale)
  }
}

extension ExactDecimal: ExpressibleByStringLiteral {
  /// A number written in code; a wrong one is a programmer's error and traps.
  public init(stringLiteral text: String) {
    guard let number = ExactDecimal(text) else { preconditionFailure("\(text) is no decimal") }
    self = number
  }
}

extension ExactDecimal: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let number = ExactDecimal(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a decimal like 88.75"))
    }
    self = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
