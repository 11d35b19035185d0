// SPDX-License-Identifier: Apache-2.0

/// The zone in which a log's business days begin and end; a fact of the log's first record.
///
/// The tables are pinned in the code: tzdata itself changed the rules of 1986–1991 in 2018, so
/// two machines could replay one file differently (reliability H11). Names: `Asia/Shanghai`,
/// `UTC`, or a fixed offset like `+08:00`.
public struct BusinessZone: Hashable, Sendable {
  /// The name under which the log keeps the zone.
  public let name: String
  private let standardOffset: Int
  private let hasShanghaiSummers: Bool

  private init(name: String, standardOffset: Int, hasShanghaiSummers: Bool = false) {
    self.name = name
    self.standardOffset = standardOffset
    self.hasShanghaiSummers = hasShanghaiSummers
  }

  public static let utc = BusinessZone(name: "UTC", standardOffset: 0)
  public static let shanghai = BusinessZone(
    name: "Asia/Shanghai", standardOffset: 8 * 3600, hasShanghaiSummers: true)

  /// The zone of that name; `nil` if it is neither pinned nor a fixed offset.
  public init?(named name: String) {
    switch name {
    case "UTC", "Z": self = .utc
    case "Asia/Shanghai", "PRC": self = .shanghai
    default:
      let digits = Array(name.utf8)
      guard digits.count == 6, digits[0] == UInt8(ascii: "+") || digits[0] == UInt8(ascii: "-"),
        digits[3] == UInt8(ascii: ":"),
        let hours = Int(String(decoding: digits[1...2], as: UTF8.self)), hours <= 14,
        let minutes = Int(String(decoding: digits[4...5], as: UTF8.self)), minutes < 60
      else { return nil }
      let sign = digits[0] == UInt8(ascii: "-") ? -1 : 1
      self.init(name: name, standardOffset: sign * (hours * 3600 + minutes * 60))
    }
  }

  /// Seconds east of UTC at that moment.
  @inlinable public func offset(at instant: Instant) -> Int {
    offset(atSeconds: floorDivide(instant.microseconds, 1_000_000))
  }

  @usableFromInline func offset(atSeconds seconds: Int64) -> Int {
    // Only six summers ever differ from the standard offset.
    guard hasShanghaiSummers, seconds >= 515_527_200, seconds < 684_867_600 else {
      return standardOffset
    }
    return BusinessZone.shanghaiSummers.contains { $0.contains(seconds) }
      ? standardOffset + 3600 : standardOffset
  }

  /// Summer time in China, UTC seconds [begin, end): clocks moved at 02:00 (tzdata 2018f on).
  private static let shanghaiSummers: [Range<Int64>] = [
    515_527_200..<527_014_800, 545_162_400..<558_464_400, 577_216_800..<589_914_000,
    608_666_400..<621_968_400, 640_116_000..<653_418_000, 671_565_600..<684_867_600,
  ]

  /// The business day in which that moment lies.
  @inlinable public func date(of instant: Instant) -> CivilDate {
    let seconds = floorDivide(instant.microseconds, 1_000_000)
    let days = floorDivide(seconds + Int64(offset(atSeconds: seconds)), 86_400)
    return CivilDate(daysSinceEpoch: Int(days))
  }

  /// The first moment of that business day.
  public func start(of date: CivilDate) -> Instant {
    let midnight = Int64(date.daysSinceEpoch) * 86_400
    // An offset read at the guess is right: the pinned zone never moves its clocks at midnight.
    let guess = midnight - Int64(standardOffset)
    return Instant(microseconds: (midnight - Int64(offset(atSeconds: guess))) * 1_000_000)
  }

  /// The last microsecond of that business day: what a date means as a moment (design §5).
  public func end(of date: CivilDate) -> Instant {
    start(of: date.adding(days: 1)).adding(microseconds: -1)
  }

  /// The moment in RFC 3339 with this zone's offset; fractions only where there are any.
  public func text(_ instant: Instant) -> String {
    let seconds = floorDivide(instant.microseconds, 1_000_000)
    let fraction = instant.microseconds - seconds * 1_000_000
    let offset = offset(atSeconds: seconds)
    let local = seconds + Int64(offset)
    let days = floorDivide(local, 86_400)
    let second = Int(local - days * 86_400)
    var text = CivilDate(daysSinceEpoch: Int(days)).description
    text += "T\(Digits.padded(second / 3600, 2)):\(Digits.padded(second / 60 % 60, 2))"
    text += ":\(Digits.padded(second % 60, 2))"
    if fraction != 0 {
      var digits = Digits.padded(Int(fraction), 6)
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return text + (offset == 0 ? "Z" : BusinessZone.offsetText(offset))
  }

  private static func offsetText(_ offset: Int) -> String {
    let minutes = abs(offset) / 60
    return (offset < 0 ? "-" : "+")
      + "\(Digits.padded(minutes / 60, 2)):\(Digits.padded(minutes % 60, 2))"
  }
}

/// Division that rounds down, so that moments before 1970 fall into the right day.
@usableFromInline package func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}
