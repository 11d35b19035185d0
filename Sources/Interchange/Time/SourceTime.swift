// SPDX-License-Identifier: Apache-2.0

/// A moment as a source wrote it, and what we take it for.
public struct SourceTime: Equatable, Sendable {
  /// The text as written.
  public let text: String
  /// Date and time of day in the source's zone, after 24:00 and :60 have been resolved.
  public let civil: CivilDateTime
  /// Microseconds since 1970-01-01 00:00 UTC.
  public let microseconds: Int64
  /// What had to be decided to read the text, in the order in which it was.
  public let notes: [SourceTimeNote]
}

/// Something that had to be decided to read a time.
public enum SourceTimeNote: String, CaseIterable, Sendable {
  /// Full-width digits or signs stood in the text (`１２：３０`).
  case fullWidth = "full-width"
  /// 24:00 was taken as 00:00 of the next day.
  case endOfDay = "end-of-day"
  /// Second 60 was folded to 59.999999.
  case foldedSecond = "folded-second"
  /// A year of two digits was taken as 1969–2068.
  case twoDigitYear = "two-digit-year"
  /// Digits beyond the microsecond were cut off.
  case cutFraction = "cut-fraction"
  /// The civil time was skipped when clocks went forward; read with the offset before the change.
  case skippedTime = "skipped-time"
  /// The civil time came twice when clocks went back; the first is meant.
  case repeatedTime = "repeated-time"

  /// Whether the instant itself is in doubt, not only its spelling.
  public var isDoubt: Bool {
    switch self {
    case .fullWidth, .endOfDay, .cutFraction: false
    case .foldedSecond, .twoDigitYear, .skippedTime, .repeatedTime: true
    }
  }
}

/// Why a text is no time that we can place.
public enum SourceTimeError: Error, Equatable, Sendable {
  /// The text has none of the forms that the mapping names.
  case noSuchForm(formats: [String])
  /// The month has no such day, such as 2024-02-30.
  case noSuchDay(year: Int, month: Int, day: Int)
  /// A part is outside its range.
  case outOfRange(part: String, value: Int, range: ClosedRange<Int>)
}

extension SourceTimeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSuchForm(let formats):
      "not a time of the form \(formats.joined(separator: " or ")); name its format in the mapping"
    case .noSuchDay(let year, let month, let day):
      "there is no day \(year)-\(month)-\(day); correct it at the source"
    case .outOfRange(let part, let value, let range):
      "\(part) \(value) is outside \(range.lowerBound)–\(range.upperBound)"
    }
  }
}

extension SourceTime {
  /// Reads `text` in the first of `formats` that fits.
  ///
  /// A form that fits but names an impossible day does not stop the search; if no form gives a
  /// time, the first such finding is the error, for it says more than "no form fits".
  ///
  /// - Parameter zone: Where clocks showed the time, if the text does not say so itself.
  public static func read(
    _ text: String, formats: [TimeFormat], zone: SourceZone
  ) throws(SourceTimeError) -> SourceTime {
    var finding: SourceTimeError?
    for format in formats {
      do throws(SourceTimeError) {
        return try format.read(text, zone: zone)
      } catch .noSuchForm {
        continue
      } catch {
        finding = finding ?? error
      }
    }
    throw finding ?? .noSuchForm(formats: formats.map(\.pattern))
  }
}
