// SPDX-License-Identifier: Apache-2.0

/// A moment in time: microseconds of UTC since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Years 0001 to 9999. Text is RFC 3339; the library writes it in UTC unless a zone is given.
public struct Instant: Hashable, Comparable, Sendable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// The first representable moment, 0001-01-01T00:00:00Z.
  public static let earliest = Instant(microseconds: -62_135_596_800_000_000)
  /// The last representable moment, 9999-12-31T23:59:59.999999Z.
  public static let latest = Instant(microseconds: 253_402_300_799_999_999)

  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  public func adding(microseconds: Int64) -> Instant {
    Instant(microseconds: self.microseconds + microseconds)
  }

  /// The whole microseconds from `other` to this moment; negative if this one is earlier.
  public func microseconds(since other: Instant) -> Int64 {
    microseconds - other.microseconds
  }
}

extension Instant {
  /// Reads RFC 3339 with an offset: `2021-10-01T08:00:00+08:00`, `2021-10-01T00:00:00.5Z`.
  ///
  /// A space or a lower-case `t`, `z` is accepted, up to six digits of fraction; 24:00:00 and
  /// :60 are not. `nil` if the text is anything else, has no offset, or names no real moment.
  public init?(_ text: some StringProtocol) {
    var parser = InstantParser(Array(text.utf8))
    guard let instant = parser.parse() else { return nil }
    self = instant
  }
}

extension Instant: CustomStringConvertible {
  public var description: String { BusinessZone.utc.text(self) }
}

extension Instant: ExpressibleByStringLiteral {
  /// A moment written in code; a wrong one is a programmer's error and traps.
  public init(stringLiteral text: String) {
    guard let instant = Instant(text) else { preconditionFailure("\(text) is not a moment") }
    self = instant
  }
}

extension Instant: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let instant = Instant(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an RFC 3339 time"))
    }
    self = instant
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Reads the fixed-width parts of RFC 3339 one after the other.
private struct InstantParser {
  let bytes: [UInt8]
  var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() -> Instant? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      let date = CivilDate(year: year, month: month, day: day),
      take("T") || take("t") || take(" "),
      let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60,
      take(":"), let second = number(2), second < 60,
      let fraction = fraction(), let offset = offset(), index == bytes.count
    else { return nil }
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    let instant = Instant(microseconds: (seconds - Int64(offset)) * 1_000_000 + Int64(fraction))
    guard instant >= .earliest, instant <= .latest else { return nil }
    return instant
  }

  private mutating func number(_ digits: Int) -> Int? {
    guard index + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[index..<index + digits] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    index += digits
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Microseconds; 0 without a fraction, `nil` for an empty or too fine one.
  private mutating func fraction() -> Int? {
    guard take(".") else { return 0 }
    var value = 0
    var digits = 0
    while index < bytes.count, (48...57).contains(bytes[index]) {
      guard digits < 6 else { return nil }
      value = value * 10 + Int(bytes[index] - 48)
      digits += 1
      index += 1
    }
    guard digits > 0 else { return nil }
    for _ in digits..<6 { value *= 10 }
    return value
  }

  /// Seconds east of UTC.
  private mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let east = take("+")
    guard east || take("-"), let hours = number(2), hours < 24, take(":"),
      let minutes = number(2), minutes < 60
    else { return nil }
    return (east ? 1 : -1) * (hours * 3600 + minutes * 60)
  }
}
