// SPDX-License-Identifier: Apache-2.0

extension TimeFormat {
  /// Reads `text`, which has this form and nothing before or after it but white space.
  ///
  /// - Throws: ``SourceTimeError/noSuchForm(formats:)`` if it has not; the other errors if it has
  ///   and says something impossible.
  public func read(_ text: String, zone: SourceZone) throws(SourceTimeError) -> SourceTime {
    var cursor = TimeCursor(text)
    var parts = TimeParts()
    if cursor.hadFullWidth { parts.notes.append(.fullWidth) }
    switch kind {
    case .epochSeconds: return try epoch(text, &cursor, parts, perUnit: 1_000_000)
    case .epochMilliseconds: return try epoch(text, &cursor, parts, perUnit: 1_000)
    case .excel(let epoch):
      try parts.takeSerial(&cursor, epoch, or: noSuchForm)
    case .iso8601:
      guard parts.takeISO8601(&cursor), cursor.isAtEnd else { throw noSuchForm }
    case .rfc3339:
      guard parts.takeRFC3339(&cursor), cursor.isAtEnd else { throw noSuchForm }
    case .pattern(let tokens):
      for token in tokens {
        guard parts.take(token, &cursor) else { throw noSuchForm }
      }
      guard cursor.isAtEnd else { throw noSuchForm }
    }
    return try parts.time(text, zone: zone)
  }

  private var noSuchForm: SourceTimeError { .noSuchForm(formats: [pattern]) }

  private func epoch(
    _ text: String, _ cursor: inout TimeCursor, _ parts: TimeParts, perUnit: Int64
  ) throws(SourceTimeError) -> SourceTime {
    let isNegative = cursor.take("-")
    // So many digits reach far beyond the year 9999 and never beyond 64 bits.
    guard let units = cursor.number(1, perUnit == 1_000_000 ? 12 : 15) else { throw noSuchForm }
    var fraction = (microseconds: 0, isCut: false)
    if perUnit == 1_000_000, cursor.take(".") {
      guard let written = cursor.fraction(1, 18) else { throw noSuchForm }
      fraction = written
    }
    guard cursor.isAtEnd else { throw noSuchForm }
    let size = Int64(units) * perUnit + Int64(fraction.microseconds)
    let microseconds = isNegative ? -size : size
    guard let civil = CivilDateTime(microsecondsSince1970: microseconds) else {
      throw .outOfRange(part: "year of the epoch count", value: units, range: 1...9999)
    }
    let notes = parts.notes + (fraction.isCut ? [.cutFraction] : [])
    return SourceTime(text: text, civil: civil, microseconds: microseconds, notes: notes)
  }
}

/// The first day of a spreadsheet's count.
enum ExcelEpoch: Equatable, Sendable {
  /// 1 is 1900-01-01 and 60 the 29 February 1900 that never was.
  case from1900
  /// 0 is 1904-01-01, as on old Macintosh computers.
  case from1904
}

/// The parts of a time while it is being read.
struct TimeParts {
  var year = 0
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0
  var halfDay: HalfDay?
  var countsHalfDays = false
  var offset: Int?
  var notes: [SourceTimeNote] = []

  /// The half of the day that a word names.
  enum HalfDay { case morning, afternoon, noon }

  private static let halfDays: [(word: String, half: HalfDay)] = [
    ("AM", .morning), ("A.M.", .morning), ("上午", .morning), ("凌晨", .morning), ("早上", .morning),
    ("清晨", .morning), ("PM", .afternoon), ("P.M.", .afternoon), ("下午", .afternoon),
    ("晚上", .afternoon), ("傍晚", .afternoon), ("中午", .noon),
  ]

  mutating func take(_ token: TimeToken, _ cursor: inout TimeCursor) -> Bool {
    switch token {
    case .literal(let scalar): return cursor.take(scalar)
    case .space: return cursor.space()
    case .year(let digits): return takeYear(digits, &cursor)
    case .month(let least): return cursor.fill(&month, least)
    case .day(let least): return cursor.fill(&day, least)
    case .hour(let least): return cursor.fill(&hour, least)
    case .hourOfHalfDay(let least):
      countsHalfDays = true
      return cursor.fill(&hour, least)
    case .minute(let least): return cursor.fill(&minute, least)
    case .second(let least): return cursor.fill(&second, least)
    case .fraction(let digits): return takeFraction(digits, &cursor)
    case .halfDay:
      halfDay = Self.halfDays.first { cursor.word($0.word) }?.half
      return halfDay != nil
    case .offset:
      offset = cursor.offset(.any)
      return offset != nil
    }
  }

  private mutating func takeYear(_ digits: Int, _ cursor: inout TimeCursor) -> Bool {
    guard let number = cursor.number(digits, digits) else { return false }
    year = number
    if digits == 2 {
      year += number < 69 ? 2000 : 1900
      notes.append(.twoDigitYear)
    }
    return true
  }

  private mutating func takeFraction(_ digits: Int?, _ cursor: inout TimeCursor) -> Bool {
    guard let fraction = cursor.fraction(digits ?? 1, digits ?? 18) else { return false }
    microsecond = fraction.microseconds
    if fraction.isCut { notes.append(.cutFraction) }
    return true
  }

  private mutating func takeDate(_ cursor: inout TimeCursor) -> Bool {
    takeYear(4, &cursor) && cursor.take("-") && cursor.fill(&month, 2) && cursor.take("-")
      && cursor.fill(&day, 2)
  }

  /// A date, then optionally a time to the minute, second or fraction, then optionally an offset.
  mutating func takeISO8601(_ cursor: inout TimeCursor) -> Bool {
    guard takeDate(&cursor) else { return false }
    guard cursor.take("T") || cursor.take("t") || cursor.space() else { return cursor.isAtEnd }
    guard cursor.fill(&hour, 2), cursor.take(":"), cursor.fill(&minute, 2) else { return false }
    if cursor.take(":") {
      guard cursor.fill(&second, 2) else { return false }
      if cursor.take(".") || cursor.take(",") {
        guard takeFraction(nil, &cursor) else { return false }
      }
    }
    if cursor.isAtEnd { return true }
    offset = cursor.offset(.any)
    return offset != nil
  }

  mutating func takeRFC3339(_ cursor: inout TimeCursor) -> Bool {
    guard takeDate(&cursor), cursor.take("T") || cursor.take("t"), cursor.fill(&hour, 2),
      cursor.take(":"), cursor.fill(&minute, 2), cursor.take(":"), cursor.fill(&second, 2)
    else { return false }
    if cursor.take("."), !takeFraction(nil, &cursor) { return false }
    offset = cursor.offset(.withColon)
    // RFC 3339 has hours 00–23 only; 24:00 is ISO 8601.
    return offset != nil && hour < 24
  }

  /// A day count with an optional fraction of the day, which is rounded to the millisecond: that
  /// is what spreadsheets keep, and 9:05 arrives as 0.378472222222222.
  mutating func takeSerial(
    _ cursor: inout TimeCursor, _ epoch: ExcelEpoch, or noSuchForm: SourceTimeError
  ) throws(SourceTimeError) {
    guard var days = cursor.number(1, 7) else { throw noSuchForm }
    var digits: [UInt8] = []
    if cursor.take(".") {
      guard let written = cursor.digits(1, 30) else { throw noSuchForm }
      digits = Array(written.prefix(15))
    }
    guard cursor.isAtEnd else { throw noSuchForm }
    var (value, scale): (UInt128, UInt128) = (0, 1)
    for digit in digits { (value, scale) = (value * 10 + UInt128(digit), scale * 10) }
    var milliseconds = Int((value * 86_400_000 * 2 + scale) / (scale * 2))
    if milliseconds == 86_400_000 { (days, milliseconds) = (days + 1, 0) }
    (hour, minute) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
    (second, microsecond) = (milliseconds / 1000 % 60, milliseconds % 1000 * 1000)
    (year, month, day) = try Self.civil(serial: days, epoch)
  }

  private static func civil(
    serial: Int, _ epoch: ExcelEpoch
  ) throws(SourceTimeError) -> (Int, Int, Int) {
    let range = epoch == .from1900 ? 1...2_958_465 : 0...2_957_003
    guard range.contains(serial) else {
      throw .outOfRange(part: "day count", value: serial, range: range)
    }
    switch epoch {
    case .from1904:
      return CivilDateTime.civil(
        daysSince1970: CivilDateTime.days(year: 1904, month: 1, day: 1) + serial)
    case .from1900:
      if serial == 60 { throw .noSuchDay(year: 1900, month: 2, day: 29) }
      let first = CivilDateTime.days(year: 1899, month: 12, day: serial < 60 ? 31 : 30)
      return CivilDateTime.civil(daysSince1970: first + serial)
    }
  }
}

extension TimeParts {
  /// Puts the parts together and places them on the time line.
  func time(_ text: String, zone: SourceZone) throws(SourceTimeError) -> SourceTime {
    var notes = notes
    let hour = try hourOfDay()
    try check("year", year, 1...9999)
    try check("month", month, 1...12)
    guard (1...CivilDateTime.days(inMonth: month, of: year)).contains(day) else {
      throw .noSuchDay(year: year, month: month, day: day)
    }
    try check("minute", minute, 0...59)
    try check("second", second, 0...60)
    let isEndOfDay = hour == 24
    if isEndOfDay {
      guard minute == 0, second == 0, microsecond == 0 else {
        throw .outOfRange(part: "hour", value: 24, range: 0...23)
      }
      notes.append(.endOfDay)
    }
    if second == 60 { notes.append(.foldedSecond) }
    let written = CivilDateTime(
      year: year, month: month, day: day, hour: isEndOfDay ? 0 : hour, minute: minute,
      second: min(second, 59), microsecond: second == 60 ? 999_999 : microsecond)
    guard let civil = isEndOfDay ? written?.nextDay : written else {
      throw .outOfRange(part: "year", value: year + 1, range: 1...9999)
    }
    let place = offset.map { ($0, nil) } ?? zone.resolve(civil)
    if let note = place.1 { notes.append(note) }
    let microseconds = civil.microsecondsSince1970 - Int64(place.0) * 1_000_000
    return SourceTime(text: text, civil: civil, microseconds: microseconds, notes: notes)
  }

  private func check(
    _ part: String, _ value: Int, _ range: ClosedRange<Int>
  ) throws(SourceTimeError) {
    guard range.contains(value) else {
      throw .outOfRange(part: part, value: value, range: range)
    }
  }

  /// The hour 0–24. 上午0:05 and 上午12:05 are both five past midnight; 中午 covers 11, 12 and 1;
  /// an hour above 12 beside 下午 is taken as it is.
  private func hourOfDay() throws(SourceTimeError) -> Int {
    try check("hour", hour, 0...24)
    guard let halfDay, countsHalfDays || hour <= 12 else { return hour }
    if countsHalfDays, halfDay != .afternoon || hour == 24 { try check("hour", hour, 0...12) }
    switch halfDay {
    case .morning: return hour == 12 ? 0 : hour
    case .afternoon: return hour < 12 ? hour + 12 : hour
    case .noon: return hour < 11 ? hour + 12 : hour
    }
  }
}
