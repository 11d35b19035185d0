// SPDX-License-Identifier: Apache-2.0

/// One way in which a source writes times.
///
/// Patterns are made of `yyyy` `yy` (year), `M` `MM`, `d` `dd`, `H` `HH` (0–24), `h` `hh` (0–12,
/// with `a`), `m` `mm`, `s` `ss`, `S` (fraction, any number of digits), `SSS` (exactly so many),
/// `a` (AM, PM, 上午, 下午 …), `x` (`Z`, `+08:00`, `+0800`, `+08`). One letter takes one or two
/// digits, two letters take two. A blank takes any white space. Everything else stands for itself;
/// letters that do so go between apostrophes. Instead of a pattern: `iso8601`, `rfc3339`,
/// `epoch-seconds`, `epoch-milliseconds`, `excel-1900`, `excel-1904`.
public struct TimeFormat: Equatable, Sendable {
  /// The pattern or name that the format was made from.
  public let pattern: String
  let kind: Kind

  enum Kind: Equatable, Sendable {
    case pattern([TimeToken])
    case iso8601
    case rfc3339
    case epochSeconds
    case epochMilliseconds
    case excel(ExcelEpoch)
  }

  /// The names that stand for a format without a pattern.
  public static let names = [
    "iso8601", "rfc3339", "epoch-seconds", "epoch-milliseconds", "excel-1900", "excel-1904",
  ]

  /// Understands a pattern or name.
  ///
  /// - Throws: ``TimeFormatError`` for letters without meaning and for patterns that leave the day
  ///   open or say something twice.
  public init(_ pattern: String) throws(TimeFormatError) {
    self.pattern = pattern
    switch pattern {
    case "iso8601": kind = .iso8601
    case "rfc3339": kind = .rfc3339
    case "epoch-seconds": kind = .epochSeconds
    case "epoch-milliseconds": kind = .epochMilliseconds
    case "excel-1900": kind = .excel(.from1900)
    case "excel-1904": kind = .excel(.from1904)
    default: kind = .pattern(try TimeToken.tokens(of: pattern))
    }
  }

  private init(named name: String, _ kind: Kind) {
    pattern = name
    self.kind = kind
  }

  /// ISO 8601 in its extended form: a date, optionally a time, optionally an offset.
  public static let iso8601 = TimeFormat(named: "iso8601", .iso8601)
  /// RFC 3339: date, time with seconds and offset, nothing less.
  public static let rfc3339 = TimeFormat(named: "rfc3339", .rfc3339)
}

/// Why a pattern is not understood.
public enum TimeFormatError: Error, Equatable, Sendable {
  /// The letters have no meaning; put them between apostrophes if they stand for themselves.
  case unknownLetters(String)
  /// The pattern says a part twice.
  case saidTwice(String)
  /// The pattern leaves out a part without which there is no time.
  case missing(String)
  /// An apostrophe opens a literal that is never closed.
  case openQuote
}

extension TimeFormatError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownLetters(let letters):
      "\"\(letters)\" has no meaning in a time pattern; put plain letters between apostrophes"
    case .saidTwice(let part): "the pattern says the \(part) twice"
    case .missing(let part): "the pattern leaves out \(part)"
    case .openQuote: "an apostrophe in the pattern is never closed"
    }
  }
}

/// One part of a pattern.
enum TimeToken: Equatable, Sendable {
  case year(digits: Int)
  case month(least: Int)
  case day(least: Int)
  case hour(least: Int)
  case hourOfHalfDay(least: Int)
  case minute(least: Int)
  case second(least: Int)
  case fraction(digits: Int?)
  case halfDay
  case offset
  case space
  case literal(Unicode.Scalar)

  /// The part that the token says, for telling what is said twice.
  private var part: String? {
    switch self {
    case .year: "year"
    case .month: "month"
    case .day: "day"
    case .hour, .hourOfHalfDay: "hour"
    case .minute: "minute"
    case .second: "second"
    case .fraction: "fraction"
    case .halfDay: "half of the day"
    case .offset: "offset"
    case .space, .literal: nil
    }
  }

  static func tokens(of pattern: String) throws(TimeFormatError) -> [TimeToken] {
    var tokens: [TimeToken] = []
    var rest = Array(pattern.unicodeScalars)[...]
    while let first = rest.first {
      if first == "'" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "'") else { throw .openQuote }
        let quoted = end == rest.startIndex ? ["'"] : Array(rest[..<end])
        tokens += quoted.map { .literal($0) }
        rest = rest[(end + 1)...]
      } else if first.properties.isWhitespace {
        rest = rest.drop { $0.properties.isWhitespace }
        tokens.append(.space)
      } else if first.isASCII, first.properties.isAlphabetic {
        let run = rest.prefix { $0 == first }
        rest = rest.dropFirst(run.count)
        tokens.append(try token(first, run.count))
      } else {
        rest.removeFirst()
        tokens.append(.literal(first))
      }
    }
    try check(tokens)
    return tokens
  }

  private static func token(
    _ letter: Unicode.Scalar, _ count: Int
  ) throws(TimeFormatError) -> TimeToken {
    switch (letter, count) {
    case ("y", 4): return .year(digits: 4)
    case ("y", 2): return .year(digits: 2)
    case ("M", 1...2): return .month(least: count)
    case ("d", 1...2): return .day(least: count)
    case ("H", 1...2): return .hour(least: count)
    case ("h", 1...2): return .hourOfHalfDay(least: count)
    case ("m", 1...2): return .minute(least: count)
    case ("s", 1...2): return .second(least: count)
    case ("S", 1): return .fraction(digits: nil)
    case ("S", 2...9): return .fraction(digits: count)
    case ("a", 1): return .halfDay
    case ("x", 1): return .offset
    default: throw .unknownLetters(String(repeating: Character(letter), count: count))
    }
  }

  private static func check(_ tokens: [TimeToken]) throws(TimeFormatError) {
    let parts = tokens.compactMap(\.part)
    for part in parts where parts.count(where: { $0 == part }) > 1 { throw .saidTwice(part) }
    for part in ["year", "month", "day"] where !parts.contains(part) {
      throw .missing("the \(part)")
    }
    let hasHalfHours = tokens.contains { if case .hourOfHalfDay = $0 { true } else { false } }
    if hasHalfHours, !parts.contains("half of the day") { throw .missing("a (AM or PM) beside h") }
    if parts.contains("minute"), !parts.contains("hour") { throw .missing("the hour") }
    if parts.contains("second"), !parts.contains("minute") { throw .missing("the minute") }
    if parts.contains("fraction"), !parts.contains("second") { throw .missing("the second") }
  }
}
