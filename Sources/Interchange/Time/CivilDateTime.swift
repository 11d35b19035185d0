// SPDX-License-Identifier: Apache-2.0

/// A date and time of day as people write it, without a zone: proleptic Gregorian, years 1–9999.
public struct CivilDateTime: Hashable, Sendable {
  /// The year, 1–9999.
  public let year: Int
  /// The month, 1–12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int
  /// The hour, 0–23.
  public let hour: Int
  /// The minute, 0–59.
  public let minute: Int
  /// The second, 0–59.
  public let second: Int
  /// The part of the second, 0–999,999 µs.
  public let microsecond: Int

  /// Puts a time together; nil if a part is out of range or the month has no such day.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    microsecond: Int = 0
  ) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.days(inMonth: month, of: year)).contains(day), (0..<24).contains(hour),
      (0..<60).contains(minute), (0..<60).contains(second), (0..<1_000_000).contains(microsecond)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// The civil time that a clock set to UTC shows at `microseconds` since 1970; nil outside 1–9999.
  public init?(microsecondsSince1970 microseconds: Int64) {
    let (days, rest) = Self.floorDivide(microseconds, Self.microsecondsPerDay)
    guard (Self.firstDay...Self.lastDay).contains(Int(days)) else { return nil }
    (year, month, day) = Self.civil(daysSince1970: Int(days))
    hour = Int(rest / 3_600_000_000)
    minute = Int(rest / 60_000_000 % 60)
    second = Int(rest / 1_000_000 % 60)
    microsecond = Int(rest % 1_000_000)
  }

  /// Microseconds since 1970 if the time is read off a clock set to UTC.
  public var microsecondsSince1970: Int64 {
    let days = Self.days(year: year, month: month, day: day)
    let seconds = (days * 24 + hour) * 3600 + minute * 60 + second
    return Int64(seconds) * 1_000_000 + Int64(microsecond)
  }

  /// The same time of day on the next day; nil after 9999-12-31.
  var nextDay: CivilDateTime? {
    CivilDateTime(microsecondsSince1970: microsecondsSince1970 + Self.microsecondsPerDay)
  }

  /// The date alone, as `2024-02-29`.
  public var dateText: String { "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))" }

  /// The time of day, as `09:05:00` or `09:05:00.25`.
  public var timeText: String {
    let whole = "\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))"
    guard microsecond > 0 else { return whole }
    var fraction = pad(microsecond, 6)
    while fraction.last == "0" { fraction.removeLast() }
    return "\(whole).\(fraction)"
  }

  private func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// `2024-01-05 09:05:00`.
  public var description: String { "\(dateText) \(timeText)" }
}

extension CivilDateTime {
  static let microsecondsPerDay: Int64 = 86_400_000_000
  private static let firstDay = days(year: 1, month: 1, day: 1)
  private static let lastDay = days(year: 9999, month: 12, day: 31)

  /// How many days a month has.
  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2:
      year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400) ? 29 : 28
    default: 31
    }
  }

  /// Days from 1970-01-01; years are counted from March so that a leap day comes last.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(Int64(shifted), 400).quotient
    let yearOfEra = shifted - Int(era) * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int(era) * 146_097 + dayOfEra - 719_468
  }

  /// The reverse of ``days(year:month:day:)``.
  static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let (era, rest) = floorDivide(Int64(days + 719_468), 146_097)
    let dayOfEra = Int(rest)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day of the week, 0 for Sunday.
  static func weekday(daysSince1970 days: Int) -> Int {
    Int(floorDivide(Int64(days + 4), 7).remainder)
  }

  /// Division that rounds down, so that times before 1970 work.
  static func floorDivide(_ number: Int64, _ by: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: by)
    return remainder < 0 ? (quotient - 1, remainder + by) : (quotient, remainder)
  }
}

/// Instants as text.
public enum InstantText {
  /// RFC 3339 in UTC, as `2024-01-05T01:05:00Z`, with a fraction only if there is one.
  ///
  /// - Returns: nil outside the years 1–9999.
  public static func utc(microsecondsSince1970 microseconds: Int64) -> String? {
    CivilDateTime(microsecondsSince1970: microseconds).map { "\($0.dateText)T\($0.timeText)Z" }
  }
}
