// SPDX-License-Identifier: Apache-2.0

/// A place in a text that holds a time; every step either takes what it is for or leaves it.
struct TimeCursor {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  /// Whether full-width forms were read as their narrow ones.
  let hadFullWidth: Bool

  init(_ text: String) {
    let written = Array(text.trimmedOfSpace.unicodeScalars)
    scalars = written.map(Self.narrow)
    hadFullWidth = scalars != written
  }

  var isAtEnd: Bool { index == scalars.count }

  /// U+FF01–U+FF5E are ASCII in full width, U+3000 is the blank; 时间 and the like stay.
  private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
    case 0x3000: " "
    default: scalar
    }
  }

  /// Takes between `least` and `most` ASCII digits.
  mutating func digits(_ least: Int, _ most: Int) -> [UInt8]? {
    var found: [UInt8] = []
    while found.count < most, index < scalars.count, ("0"..."9").contains(scalars[index]) {
      found.append(UInt8(scalars[index].value - 48))
      index += 1
    }
    return found.count < least ? nil : found
  }

  /// Takes a number of `least` to `most` (at most 18) digits.
  mutating func number(_ least: Int, _ most: Int) -> Int? {
    digits(least, most).map { $0.reduce(0) { $0 * 10 + Int($1) } }
  }

  /// Takes a number of `least` to two digits into `part`.
  mutating func fill(_ part: inout Int, _ least: Int) -> Bool {
    guard let number = number(least, 2) else { return false }
    part = number
    return true
  }

  /// Takes exactly this scalar.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard index < scalars.count, scalars[index] == scalar else { return false }
    index += 1
    return true
  }

  /// Takes one or more blanks.
  mutating func space() -> Bool {
    let start = index
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
    return index > start
  }

  /// Takes `word`, letters of any case.
  mutating func word(_ word: String) -> Bool {
    let wanted = Array(word.lowercased().unicodeScalars)
    guard index + wanted.count <= scalars.count else { return false }
    for (offset, scalar) in wanted.enumerated()
    where scalars[index + offset].properties.lowercaseMapping != String(scalar) { return false }
    index += wanted.count
    return true
  }

  /// How an offset from UTC may be written.
  enum OffsetForm {
    /// `Z`, `+08:00`, `+0800`, `+08`.
    case any
    /// `Z` or `+08:00`, as RFC 3339 has it.
    case withColon
  }

  /// Takes an offset from UTC and returns its seconds; nil if there is none within ±18 hours.
  mutating func offset(_ form: OffsetForm) -> Int? {
    if take("Z") || take("z") { return 0 }
    let isNegative = take("-")
    guard isNegative || take("+"), let hours = number(2, 2) else { return nil }
    var minutes = 0
    if take(":") || form == .withColon {
      guard let written = number(2, 2) else { return nil }
      minutes = written
    } else {
      minutes = number(2, 2) ?? 0
    }
    guard hours <= 18, minutes < 60, hours < 18 || minutes == 0 else { return nil }
    return (isNegative ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// Takes the digits of a fraction and returns microseconds; `isCut` if digits were dropped.
  mutating func fraction(_ least: Int, _ most: Int) -> (microseconds: Int, isCut: Bool)? {
    guard let digits = digits(least, most) else { return nil }
    let kept = digits.prefix(6)
    let value = kept.reduce(0) { $0 * 10 + Int($1) }
    let scale = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1][kept.count]
    return (value * scale, digits.dropFirst(6).contains { $0 != 0 })
  }
}
