// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

private let eight = SourceZone.fixed(seconds: 8 * 3600)

struct TimePatternTests {
  @Test(arguments: [
    ("MM/dd/yyyy hh:mm:ss a", "04/12/2018 11:11:26 AM", "2018-04-12 11:11:26"),
    ("MM/dd/yyyy hh:mm:ss a", "11/13/2018 12:06:56 PM", "2018-11-13 12:06:56"),
    ("MM/dd/yyyy hh:mm:ss a", "11/13/2018 12:06:56 AM", "2018-11-13 00:06:56"),
    ("M/d/yyyy h:mm:ss a", "1/5/2024 9:05:00 pm", "2024-01-05 21:05:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 上午9:05", "2024-01-05 09:05:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 下午12:30", "2024-01-05 12:30:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 下午0:30", "2024-01-05 12:30:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 上午0:05", "2024-01-05 00:05:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 上午12:05", "2024-01-05 00:05:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 中午12:05", "2024-01-05 12:05:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 中午1:05", "2024-01-05 13:05:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 晚上8:00", "2024-01-05 20:00:00"),
    ("yyyy/M/d ah:mm", "2024/1/5 下午13:05", "2024-01-05 13:05:00"),
    ("yyyy年M月d日 H时m分", "2024年1月5日 9时5分", "2024-01-05 09:05:00"),
    ("yyyy-MM-dd", "2024-02-29", "2024-02-29 00:00:00"),
    ("yyyyMMddHHmmss", "20240105090507", "2024-01-05 09:05:07"),
    ("yyyy-MM-dd HH:mm:ss.S", "2024-01-05 09:05:07.25", "2024-01-05 09:05:07.25"),
    ("yyyy-MM-dd'T'HH:mm:ss", "2024-01-05T09:05:07", "2024-01-05 09:05:07"),
    ("dd.MM.yyyy HH:mm", " 05.01.2024   09:05　", "2024-01-05 09:05:00"),
  ])
  func `a pattern reads what it describes`(pattern: String, text: String, civil: String) throws {
    let time = try TimeFormat(pattern).read(text, zone: eight)
    #expect(time.civil.description == civil)
    #expect(time.text == text)
    #expect(time.microseconds == time.civil.microsecondsSince1970 - 8 * 3_600_000_000)
  }

  @Test(arguments: [
    ("MM/dd/yyyy", "1/05/2024"), ("yyyy-MM-dd", "2024-01-05 " + "x"), ("yyyy-MM-dd", "2024-1-05"),
    ("yyyy/M/d ah:mm", "2024/1/5 9:05"), ("yyyy-MM-dd HH:mm", "2024-01-05"), ("yyyy-MM-dd", ""),
    ("yyyy-MM-dd", "024-01-055"), ("yyyy-MM-dd", "2024‐01‐05"), ("epoch-seconds", "1e9"),
    ("epoch-seconds", ""), ("epoch-seconds", "9999999999999"), ("epoch-milliseconds", "1.5"),
    ("excel-1900", "45292,5"),
    ("iso8601", "2024-01-05T"), ("iso8601", "2024-01-05T09"), ("iso8601", "20240105"),
  ])
  func `another form is refused, naming the format`(pattern: String, text: String) throws {
    let format = try TimeFormat(pattern)
    #expect(throws: SourceTimeError.noSuchForm(formats: [pattern])) {
      try format.read(text, zone: eight)
    }
  }

  @Test(arguments: [
    "2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10",
    "2024-01-00", "0000-01-01", "2024-01-01 25:00", "2024-01-01 24:01", "2024-01-01 10:60",
    "9999-12-31 24:00",
  ])
  func `an impossible date is an error and not another date`(text: String) throws {
    #expect {
      try SourceTime.read(text, formats: [.iso8601], zone: eight)
    } throws: { error in
      if case .noSuchForm = error as? SourceTimeError { false } else { true }
    }
  }

  @Test func `the impossible day of the first fitting form is told, a later fit still wins`() throws
  {
    let american = try TimeFormat("MM/dd/yyyy")
    let european = try TimeFormat("dd/MM/yyyy")
    let time = try SourceTime.read("13/01/2024", formats: [american, european], zone: eight)
    #expect(time.civil.dateText == "2024-01-13")
    #expect(throws: SourceTimeError.noSuchDay(year: 2024, month: 2, day: 30)) {
      try SourceTime.read("02/30/2024", formats: [american, .iso8601], zone: eight)
    }
  }

  @Test(arguments: [
    ("yyyy-MM-dd bb", TimeFormatError.unknownLetters("bb")), ("yyyy-MM", .missing("the day")),
    ("yyyy-MM-dd MM", .saidTwice("month")), ("yyyy-MM-dd h:mm", .missing("a (AM or PM) beside h")),
    ("yyyy-MM-dd 'at", .openQuote), ("yyy-MM-dd", .unknownLetters("yyy")),
    ("yyyy-MM-dd mm", .missing("the hour")), ("yyyy-MM-ddTHH", .unknownLetters("T")),
  ])
  func `a pattern that cannot work is refused`(pattern: String, expected: TimeFormatError) {
    #expect(throws: expected) { try TimeFormat(pattern) }
  }
}

struct TimeNotesTests {
  @Test func `24 o'clock is the next day`() throws {
    let time = try read("2024-02-28 24:00")
    #expect(time.civil.description == "2024-02-29 00:00:00")
    #expect(time.notes == [.endOfDay])
  }

  @Test func `second 60 is folded so that no next minute begins`() throws {
    let time = try read("2016-12-31T23:59:60Z")
    #expect(
      InstantText.utc(microsecondsSince1970: time.microseconds) == "2016-12-31T23:59:59.999999Z")
    #expect(time.notes == [.foldedSecond])
    #expect(SourceTimeNote.foldedSecond.isDoubt)
  }

  @Test func `full-width digits and signs are read and noted`() throws {
    let format = try TimeFormat("yyyy/M/d H:mm")
    let time = try format.read("２０２４／１／５　９：０５", zone: eight)
    #expect(time.civil.description == "2024-01-05 09:05:00")
    #expect(time.notes == [.fullWidth])
    #expect(!SourceTimeNote.fullWidth.isDoubt)
  }

  @Test func `two-digit years turn over at 69`() throws {
    let format = try TimeFormat("dd.MM.yy")
    #expect(try format.read("01.02.68", zone: eight).civil.year == 2068)
    let old = try format.read("01.02.69", zone: eight)
    #expect(old.civil.year == 1969 && old.notes == [.twoDigitYear])
  }

  @Test func `digits beyond the microsecond are cut and noted`() throws {
    let time = try read("2018-04-05T17:31:00.1234567Z")
    #expect(time.civil.microsecond == 123_456 && time.notes == [.cutFraction])
    #expect(try read("2018-04-05T17:31:00.123456000Z").notes.isEmpty)
  }

  private func read(_ text: String) throws -> SourceTime {
    try SourceTime.read(text, formats: [.iso8601], zone: .shanghai)
  }
}

struct TimeCountTests {
  @Test func `spreadsheet days count from 1900 or 1904`() throws {
    let from1900 = try TimeFormat("excel-1900")
    for (serial, civil) in [
      ("45292", "2024-01-01 00:00:00"), ("45296.378472222219", "2024-01-05 09:05:00"),
      ("1", "1900-01-01 00:00:00"), ("59", "1900-02-28 00:00:00"), ("61", "1900-03-01 00:00:00"),
      ("0045292.5", "2024-01-01 12:00:00"), ("45291.9999999999", "2024-01-01 00:00:00"),
    ] {
      #expect(try from1900.read(serial, zone: eight).civil.description == civil, "\(serial)")
    }
    #expect(throws: SourceTimeError.noSuchDay(year: 1900, month: 2, day: 29)) {
      try from1900.read("60", zone: eight)
    }
    #expect(throws: SourceTimeError.self) { try from1900.read("0.5", zone: eight) }
    #expect(throws: SourceTimeError.self) { try from1900.read("2958466", zone: eight) }
    let from1904 = try TimeFormat("excel-1904")
    #expect(try from1904.read("0", zone: eight).civil.dateText == "1904-01-01")
    #expect(try from1904.read("43830", zone: eight).civil.dateText == "2024-01-01")
  }

  @Test func `epochs count in UTC whatever the zone`() throws {
    let milliseconds = try TimeFormat("epoch-milliseconds").read("1704416700123", zone: eight)
    #expect(milliseconds.microseconds == 1_704_416_700_123_000)
    let seconds = try TimeFormat("epoch-seconds").read("-0.5", zone: eight)
    #expect(seconds.microseconds == -500_000)
    #expect(seconds.civil.description == "1969-12-31 23:59:59.5")
    #expect(throws: SourceTimeError.self) {
      try TimeFormat("epoch-seconds").read("999999999999", zone: eight)
    }
  }

  @Test func `an offset in the text goes before the zone of the mapping`() throws {
    for (text, utc) in [
      ("2014-05-09T19:02:21-05:00", "2014-05-10T00:02:21Z"),
      ("2014-12-17T18:39:03-06:00", "2014-12-18T00:39:03Z"),
      ("2024-01-05 09:05", "2024-01-05T01:05:00Z"), ("2024-01-05", "2024-01-04T16:00:00Z"),
      ("2024-01-05T09:05:07.5+0530", "2024-01-05T03:35:07.5Z"),
      ("2024-01-05t09:05:07z", "2024-01-05T09:05:07Z"),
      ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
      ("9999-12-31T23:59:59,999999Z", "9999-12-31T23:59:59.999999Z"),
    ] {
      let time = try TimeFormat.iso8601.read(text, zone: .shanghai)
      #expect(InstantText.utc(microsecondsSince1970: time.microseconds) == utc, "\(text)")
    }
  }

  @Test(arguments: [
    "lunchtime", "2018-04-05T18:31Z", "2018-04-05T18:31:00X", "2018-04-05T18:31:00+25:00",
    "2018-04-05T18:31:00+xx:00", "2018-04-05T18:31:00+05", "2018-04-05", "2018-04-05T18:31:00",
    "2018-04-05T18:31:00+05:60", "2018-04-05T24:00:00Z", "2018-04-05T18:31:00.Z",
  ])
  func `RFC 3339 is read strictly`(text: String) {
    #expect(throws: SourceTimeError.self) { try TimeFormat.rfc3339.read(text, zone: eight) }
  }

  @Test func `days and dates turn into each other over four hundred years`() throws {
    var expected = try #require(CivilDateTime(year: 1799, month: 12, day: 31))
    let day: Int64 = 86_400_000_000
    let first = expected.microsecondsSince1970
    for number in 1...146_097 + 366 {
      let next = try #require(
        CivilDateTime(microsecondsSince1970: first + Int64(number) * day))
      let follows =
        next.day == expected.day + 1 && next.month == expected.month
        || next.day == 1 && next.month == expected.month % 12 + 1 && expected.day >= 28
      #expect(follows && next.microsecondsSince1970 == first + Int64(number) * day)
      expected = next
    }
    #expect(expected.dateText == "2201-01-01")
  }
}

struct ShanghaiTimeTests {
  private func read(_ text: String) throws -> SourceTime {
    try SourceTime.read(text, formats: [.iso8601], zone: .shanghai)
  }

  /// The transitions of tzdata, one second before and at each, as UTC.
  @Test(arguments: [
    ("1986-05-04 01:59:59", "1986-05-03T17:59:59Z"),
    ("1986-05-04 03:00:00", "1986-05-03T18:00:00Z"),
    ("1986-09-14 00:59:59", "1986-09-13T15:59:59Z"),
    ("1986-09-14 02:00:00", "1986-09-13T18:00:00Z"),
    ("1987-04-12 01:59:59", "1987-04-11T17:59:59Z"),
    ("1987-04-12 03:00:00", "1987-04-11T18:00:00Z"),
    ("1988-04-17 03:00:00", "1988-04-16T18:00:00Z"),
    ("1988-09-11 02:00:00", "1988-09-10T18:00:00Z"),
    ("1988-04-10 12:00:00", "1988-04-10T04:00:00Z"),
    ("1989-04-16 03:00:00", "1989-04-15T18:00:00Z"),
    ("1989-09-17 02:00:00", "1989-09-16T18:00:00Z"),
    ("1990-04-15 03:00:00", "1990-04-14T18:00:00Z"),
    ("1991-04-14 03:00:00", "1991-04-13T18:00:00Z"),
    ("1991-09-15 00:59:59", "1991-09-14T15:59:59Z"),
    ("1991-09-15 02:00:00", "1991-09-14T18:00:00Z"),
    ("1988-07-01 12:00:00", "1988-07-01T03:00:00Z"),
    ("1985-07-01 12:00:00", "1985-07-01T04:00:00Z"),
    ("1992-07-01 12:00:00", "1992-07-01T04:00:00Z"),
    ("2024-07-01 12:00:00", "2024-07-01T04:00:00Z"),
  ])
  func `clocks of 1986 to 1991 are those of tzdata`(text: String, utc: String) throws {
    let time = try read(text)
    #expect(InstantText.utc(microsecondsSince1970: time.microseconds) == utc)
    #expect(time.notes.isEmpty)
  }

  @Test func `a skipped time is kept and flagged`() throws {
    let time = try read("1986-05-04 02:30")
    #expect(InstantText.utc(microsecondsSince1970: time.microseconds) == "1986-05-03T18:30:00Z")
    #expect(time.civil.description == "1986-05-04 02:30:00")
    #expect(time.notes == [.skippedTime] && SourceTimeNote.skippedTime.isDoubt)
  }

  @Test func `of a repeated time the first is meant, and it is flagged`() throws {
    let time = try read("1986-09-14 01:30")
    #expect(InstantText.utc(microsecondsSince1970: time.microseconds) == "1986-09-13T16:30:00Z")
    #expect(time.notes == [.repeatedTime])
  }

  @Test func `zones are named or offsets, never the machine's`() {
    #expect(SourceZone(named: "UTC") == .utc && SourceZone(named: "Z") == .utc)
    #expect(SourceZone(named: "-05:30") == .fixed(seconds: -19_800))
    #expect(SourceZone(named: "Asia/Shanghai") == .shanghai)
    for name in ["America/New_York", "CST", "", "+19:00", "+08:00x", "local"] {
      #expect(SourceZone(named: name) == nil)
    }
    for zone in [SourceZone.utc, .shanghai, .fixed(seconds: -19_800), .fixed(seconds: 28_800)] {
      #expect(SourceZone(named: zone.name) == zone)
    }
  }
}

struct TimeHostileTests {
  private static let patterns =
    TimeFormat.names + [
      "yyyy/M/d ah:mm", "M/d/yyyy h:mm:ss a", "yyMMdd", "dd.MM.yyyy HH:mm:ss.S x",
    ]

  @Test(arguments: [5, 1986, 20_240_105] as [UInt64])
  func `no text traps, and every time read lies in the years 1 to 9999`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let formats = try Self.patterns.map { try TimeFormat($0) }
    let samples = [
      "2024/1/5 上午9:05", "1/5/2024 9:05:00 PM", "45292.378472", "1704416700123",
      "2018-04-05T18:31:00.5+08:00", "9999-12-31T24:00:00-18:00", "0001-01-01T00:00:00+18:00",
    ]
    let letters = Array("0123456789/-:. TZ+下午ａ９APMx")
    for round in 0..<3_000 {
      var text = Array(samples.randomElement(using: &random)!)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        text[Int.random(in: 0..<text.count, using: &random)] = letters.randomElement(
          using: &random)!
      }
      for format in formats {
        guard let time = try? format.read(String(text), zone: .shanghai) else { continue }
        #expect((1...9999).contains(time.civil.year), "seed \(seed), round \(round)")
        #expect(
          abs(time.microseconds - time.civil.microsecondsSince1970) <= 18 * 3_600_000_000,
          "seed \(seed), round \(round)")
      }
    }
  }
}
