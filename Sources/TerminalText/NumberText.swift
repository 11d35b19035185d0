// SPDX-License-Identifier: Apache-2.0

/// Writes numbers for people: ASCII digits, `,` between thousands, `.` before decimals, in both
/// languages and whatever the machine's locale is.
///
/// All of it is integer arithmetic; where digits are dropped the last one kept is rounded half away
/// from zero (四舍五入), unless a function says otherwise.
public enum NumberText {
  /// An integer with its thousands separated: `12,345`.
  public static func grouped(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number.magnitude))
    var result = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// A change, always with its sign: `+7`, `-1`, `0`.
  public static func signed(_ number: some BinaryInteger) -> String {
    number > 0 ? "+" + grouped(number) : grouped(number)
  }

  /// An exact decimal, `mantissa` times ten to the power of minus `scale`: `1,204.50`.
  ///
  /// Trailing zeros are kept: they say how exact the number is.
  /// - Precondition: `scale` is in 0...18.
  public static func decimal(mantissa: Int64, scale: Int) -> String {
    precondition((0...18).contains(scale), "A decimal has 0 to 18 places")
    let divisor = (0..<scale).reduce(UInt64(1)) { power, _ in power * 10 }
    let (whole, fraction) = mantissa.magnitude.quotientAndRemainder(dividingBy: divisor)
    let sign = mantissa < 0 ? "-" : ""
    guard scale > 0 else { return sign + grouped(whole) }
    let digits = String(fraction)
    return sign + grouped(whole) + "." + String(repeating: "0", count: scale - digits.count)
      + digits
  }

  /// A share in percent with one decimal: `91.2%`; nil if the whole is 0, for then there is none.
  public static func percent(_ part: Int, of whole: Int) -> String? {
    guard whole != 0 else { return nil }
    return tenths(rounded(Int128(part) * 1000, by: Int128(whole))) + "%"
  }

  /// A size in decimal units: `96 MB`, `14.2 MB`, `512 B`; whole numbers from 100 on.
  public static func bytes(_ count: Int) -> String {
    scaled(count, units: [("B", 1)] + ["kB", "MB", "GB", "TB", "PB"].powers(of: 1000), gap: " ")
  }

  /// A number short enough for a glance: `41.2k` in English, `1.2万` in Chinese.
  public static func human(_ number: Int, in language: Language) -> String {
    switch language {
    case .en: scaled(number, units: [("", 1)] + ["k", "M", "G", "T"].powers(of: 1000), gap: "")
    case .zh: scaled(number, units: [("", 1)] + ["万", "亿", "万亿"].powers(of: 10_000), gap: "")
    }
  }

  /// A length of time in its two largest units: `3d 4h`, `3天4时`; tenths below a minute: `7.0s`.
  ///
  /// From a minute on what is smaller is dropped, not rounded, and so is a second unit of zero: an
  /// age or delay is never said to be longer than it is.
  public static func duration(_ duration: Duration, in language: Language) -> String {
    let (seconds, attoseconds) = duration.components
    let exact = Int128(seconds) * attosecondsPerSecond + Int128(attoseconds)
    let sign = exact < 0 ? "-" : ""
    let inTenths = rounded(exact.magnitudeAsSigned, by: attosecondsPerSecond / 10)
    guard inTenths >= 600 else {
      return (inTenths == 0 ? "" : sign) + tenths(inTenths) + (language == .en ? "s" : "秒")
    }
    return sign + twoUnits(max(60, exact.magnitudeAsSigned / attosecondsPerSecond), in: language)
  }
}

extension NumberText {
  private static let attosecondsPerSecond: Int128 = 1_000_000_000_000_000_000

  /// Whole seconds in the two largest units; below a minute seconds alone.
  static func twoUnits(_ seconds: Int128, in language: Language) -> String {
    let names = language == .en ? ["d", "h", "m", "s"] : ["天", "时", "分", "秒"]
    let values = [seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60]
    let first = values.firstIndex { $0 > 0 } ?? 3
    let shown = (first...min(first + 1, 3)).filter { $0 == first || values[$0] > 0 }
    return shown.map { "\(grouped(values[$0]))\(names[$0])" }
      .joined(separator: language == .en ? " " : "")
  }

  private static func tenths(_ value: Int128) -> String {
    (value < 0 ? "-" : "") + "\(grouped(value.magnitude / 10)).\(value.magnitude % 10)"
  }

  private static func rounded(_ dividend: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
    return quotient + ((dividend < 0) == (divisor < 0) ? 1 : -1)
  }

  /// The number in the largest unit of which there is at least one, rounding included.
  private static func scaled(_ number: Int, units: [(String, Int128)], gap: String) -> String {
    let magnitude = Int128(number).magnitudeAsSigned
    // 999,950 is 1 M, not 1,000 k: a unit begins where the one before would show 1,000.
    var index = units.lastIndex { magnitude >= $0.1 } ?? 0
    if index > 0, index + 1 < units.count,
      rounded(magnitude, by: units[index].1) * units[index].1 >= units[index + 1].1
    {
      index += 1
    }
    let (name, size) = units[index]
    let sign = number < 0 ? "-" : ""
    let suffix = name.isEmpty ? "" : gap + name
    let inTenths = rounded(magnitude * 10, by: size)
    if size == 1 || inTenths >= 1000 || inTenths % 10 == 0 {
      return sign + grouped(rounded(magnitude, by: size)) + suffix
    }
    return sign + tenths(inTenths) + suffix
  }
}

extension Int128 {
  fileprivate var magnitudeAsSigned: Int128 { self < 0 ? -self : self }
}

extension [String] {
  /// Names paired with the base, its square, its cube …
  fileprivate func powers(of base: Int128) -> [(String, Int128)] {
    var power: Int128 = 1
    return map { name in
      power *= base
      return (name, power)
    }
  }
}
