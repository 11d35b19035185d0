// SPDX-License-Identifier: Apache-2.0

/// An exact fraction in lowest terms with a positive denominator, of any size.
///
/// Shares, rates and scores are fractions until they are published; then they are rounded once
/// (domain §6.2). In a stored event both terms fit into 64 bits.
public struct Rational: Hashable, Sendable {
  public let numerator: BigInteger
  public let denominator: BigInteger

  /// `numerator` ÷ `denominator`, reduced; traps if the denominator is zero.
  public init(_ numerator: BigInteger, _ denominator: BigInteger) {
    precondition(!denominator.isZero, "a fraction needs a denominator")
    let divisor = BigInteger.greatestCommonDivisor(numerator, denominator)
    let sign = BigInteger(denominator.isNegative ? -1 : 1)
    self.numerator = (sign * numerator).quotientAndRemainder(dividingBy: divisor).0
    self.denominator = (sign * denominator).quotientAndRemainder(dividingBy: divisor).0
  }

  public init(_ numerator: Int, _ denominator: Int = 1) {
    self.init(BigInteger(numerator), BigInteger(denominator))
  }

  /// Reads `1/3`, `2`, `0.50`; `nil` for anything else or a zero denominator.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let numerator = ExactDecimal(parts[0])?.rational else { return nil }
    guard parts.count == 2 else {
      self = numerator
      return
    }
    guard let denominator = ExactDecimal(parts[1])?.rational, !denominator.isZero else {
      return nil
    }
    self = numerator / denominator
  }

  public static let zero = Rational(0)
  public static let one = Rational(1)

  public var isZero: Bool { numerator.isZero }

  public static func + (left: Rational, right: Rational) -> Rational {
    Rational(
      left.numerator * right.denominator + right.numerator * left.denominator,
      left.denominator * right.denominator)
  }

  public static func - (left: Rational, right: Rational) -> Rational {
    Rational(
      left.numerator * right.denominator - right.numerator * left.denominator,
      left.denominator * right.denominator)
  }

  public static func * (left: Rational, right: Rational) -> Rational {
    Rational(left.numerator * right.numerator, left.denominator * right.denominator)
  }

  /// The quotient; traps if `right` is zero: callers decide what "no data" means first.
  public static func / (left: Rational, right: Rational) -> Rational {
    Rational(left.numerator * right.denominator, left.denominator * right.numerator)
  }

  public static func += (left: inout Rational, right: Rational) { left = left + right }

  /// The value rounded to `places` digits, halves away from zero (四舍五入).
  ///
  /// `nil` if the rounded number needs more than 64 bits.
  public func rounded(places: Int) -> ExactDecimal? {
    let scaled = numerator.magnitude * BigInteger.power(of: 10, places) * BigInteger(2)
    let (quotient, _) = (scaled + denominator).quotientAndRemainder(
      dividingBy: denominator * BigInteger(2))
    guard let mantissa = (numerator.isNegative ? -quotient : quotient).int64 else { return nil }
    return ExactDecimal(mantissa: mantissa, scale: places)
  }
}

extension Rational: Comparable {
  public static func < (left: Rational, right: Rational) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }
}

extension Rational: CustomStringConvertible {
  public var description: String {
    denominator == BigInteger(1) ? numerator.description : "\(numerator)/\(denominator)"
  }
}

extension Rational: ExpressibleByStringLiteral {
  /// A fraction written in code; a wrong one is a programmer's error and traps.
  public init(stringLiteral text: String) {
    guard let value = Rational(text) else { preconditionFailure("\(text) is no fraction") }
    self = value
  }
}

extension Rational: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Rational(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a fraction like 1/3"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
