// SPDX-License-Identifier: Apache-2.0

/// An integer of any size, just enough arithmetic for exact fractions.
///
/// Sums of unlike fractions outgrow 64 bits quickly; a score must not depend on when they do.
/// Magnitude in 32-bit limbs, least significant first, without leading zeros.
public struct BigInteger: Hashable, Sendable {
  package private(set) var limbs: [UInt32]
  package private(set) var isNegative: Bool

  package init(limbs: [UInt32], isNegative: Bool) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  public init(_ value: some BinaryInteger) {
    var magnitude = UInt64(value.magnitude)
    var limbs: [UInt32] = []
    while magnitude > 0 {
      limbs.append(UInt32(truncatingIfNeeded: magnitude))
      magnitude >>= 32
    }
    self.init(limbs: limbs, isNegative: value < 0)
  }

  /// `base` to the power of `exponent`, which is not negative.
  public static func power(of base: Int, _ exponent: Int) -> BigInteger {
    var result = BigInteger(1)
    for _ in 0..<exponent { result = result * BigInteger(base) }
    return result
  }

  public var isZero: Bool { limbs.isEmpty }
  public var magnitude: BigInteger { BigInteger(limbs: limbs, isNegative: false) }

  /// The magnitude in one machine word, as nearly all have; `nil` if it is larger.
  private var word: UInt64? {
    limbs.count <= 2 ? limbs.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) } : nil
  }

  private init(word: UInt64, isNegative: Bool) {
    let low = UInt32(truncatingIfNeeded: word)
    self.init(limbs: [low, UInt32(truncatingIfNeeded: word >> 32)], isNegative: isNegative)
  }

  /// The value as `Int64`; `nil` if it does not fit.
  public var int64: Int64? {
    guard limbs.count <= 2 else { return nil }
    let magnitude = limbs.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
    if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
    return Int64(exactly: magnitude)
  }

  public static prefix func - (value: BigInteger) -> BigInteger {
    BigInteger(limbs: value.limbs, isNegative: !value.isNegative)
  }

  public static func + (left: BigInteger, right: BigInteger) -> BigInteger {
    if left.isNegative == right.isNegative {
      return BigInteger(limbs: add(left.limbs, right.limbs), isNegative: left.isNegative)
    }
    if isLess(left.limbs, right.limbs) {
      return BigInteger(limbs: subtract(right.limbs, left.limbs), isNegative: right.isNegative)
    }
    return BigInteger(limbs: subtract(left.limbs, right.limbs), isNegative: left.isNegative)
  }

  public static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + (-right) }

  public static func * (left: BigInteger, right: BigInteger) -> BigInteger {
    var product = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (i, a) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in right.limbs.enumerated() {
        let sum = UInt64(a) * UInt64(b) + UInt64(product[i + j]) + carry
        product[i + j] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      product[i + right.limbs.count] = UInt32(carry)
    }
    return BigInteger(limbs: product, isNegative: left.isNegative != right.isNegative)
  }

  /// Quotient rounded towards zero, and the remainder with the dividend's sign.
  public func quotientAndRemainder(dividingBy divisor: BigInteger) -> (BigInteger, BigInteger) {
    precondition(!divisor.isZero, "division by zero")
    if let dividend = word, let small = divisor.word {
      let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: small)
      return (
        BigInteger(word: quotient, isNegative: isNegative != divisor.isNegative),
        BigInteger(word: remainder, isNegative: isNegative)
      )
    }
    // Bit by bit: the numbers here have a few limbs, and this form is plainly right.
    var quotient = [UInt32](repeating: 0, count: limbs.count)
    var remainder: [UInt32] = []
    for bit in stride(from: limbs.count * 32 - 1, through: 0, by: -1) {
      remainder = BigInteger.doubled(remainder, adding: limbs[bit / 32] >> UInt32(bit % 32) & 1)
      if !BigInteger.isLess(remainder, divisor.limbs) {
        remainder =
          BigInteger(
            limbs: BigInteger.subtract(remainder, divisor.limbs), isNegative: false
          ).limbs
        quotient[bit / 32] |= 1 << UInt32(bit % 32)
      }
    }
    return (
      BigInteger(limbs: quotient, isNegative: isNegative != divisor.isNegative),
      BigInteger(limbs: remainder, isNegative: isNegative)
    )
  }

  /// The greatest common divisor of the magnitudes.
  public static func greatestCommonDivisor(_ left: BigInteger, _ right: BigInteger) -> BigInteger {
    if var a = left.word, var b = right.word {
      while b != 0 { (a, b) = (b, a % b) }
      return BigInteger(word: a, isNegative: false)
    }
    var (a, b) = (left.magnitude, right.magnitude)
    while !b.isZero { (a, b) = (b, a.quotientAndRemainder(dividingBy: b).1) }
    return a
  }

  private static func add(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for index in 0..<max(left.count, right.count) {
      let sum =
        UInt64(index < left.count ? left[index] : 0)
        + UInt64(index < right.count ? right[index] : 0) + carry
      result.append(UInt32(truncatingIfNeeded: sum))
      carry = sum >> 32
    }
    if carry > 0 { result.append(UInt32(carry)) }
    return result
  }

  /// `left` − `right`, where `left` is not the smaller.
  private static func subtract(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: Int64 = 0
    for index in 0..<left.count {
      var difference = Int64(left[index]) - borrow
      if index < right.count { difference -= Int64(right[index]) }
      borrow = difference < 0 ? 1 : 0
      result.append(UInt32(truncatingIfNeeded: difference))
    }
    return result
  }

  private static func doubled(_ limbs: [UInt32], adding bit: UInt32) -> [UInt32] {
    var result: [UInt32] = []
    var carry = bit
    for limb in limbs {
      result.append(limb << 1 | carry)
      carry = limb >> 31
    }
    if carry > 0 { result.append(carry) }
    return result
  }

  private static func isLess(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    guard left.count == right.count else { return left.count < right.count }
    for index in left.indices.reversed() where left[index] != right[index] {
      return left[index] < right[index]
    }
    return false
  }
}

extension BigInteger: Comparable {
  public static func < (left: BigInteger, right: BigInteger) -> Bool { (left - right).isNegative }
}

extension BigInteger: CustomStringConvertible {
  public var description: String {
    var digits: [Character] = []
    var rest = magnitude
    while !rest.isZero {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: BigInteger(10))
      digits.append(Character(String(remainder.int64 ?? 0)))
      rest = quotient
    }
    if digits.isEmpty { digits = ["0"] }
    return (isNegative ? "-" : "") + String(digits.reversed())
  }
}

extension BigInteger {
  /// Reads decimal digits with an optional minus; `nil` for anything else.
  init?(decimal text: some StringProtocol) {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    var value = BigInteger(0)
    for digit in digits.utf8 { value = value * BigInteger(10) + BigInteger(Int(digit) - 48) }
    self = text.hasPrefix("-") ? -value : value
  }
}
