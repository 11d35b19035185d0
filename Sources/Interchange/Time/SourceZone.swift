// SPDX-License-Identifier: Apache-2.0

/// The zone that a source's civil times are written in.
///
/// Only zones whose rules stand in this code exist, so that a file means the same on every machine
/// and in every year. Other cities' files are read with `zone: wall` (the log's business zone), a
/// fixed offset, or times that carry their own.
public enum SourceZone: Hashable, Sendable {
  /// A constant number of seconds ahead of UTC, within ±18 hours.
  case fixed(seconds: Int)
  /// Asia/Shanghai with the summer times of 1986–1991; +08:00 in all other years.
  case shanghai

  /// Coordinated universal time.
  public static let utc = SourceZone.fixed(seconds: 0)

  /// Finds the zone called `name`: `UTC`, `Z`, `+08:00`, `-0530`, `Asia/Shanghai`.
  public init?(named name: String) {
    switch name {
    case "UTC", "Z", "Etc/UTC": self = .utc
    case "Asia/Shanghai", "PRC": self = .shanghai
    default:
      var cursor = TimeCursor(name)
      guard let seconds = cursor.offset(.any), cursor.isAtEnd else { return nil }
      self = .fixed(seconds: seconds)
    }
  }

  /// The name that ``init(named:)`` reads.
  public var name: String {
    switch self {
    case .shanghai: return "Asia/Shanghai"
    case .fixed(0): return "UTC"
    case .fixed(let seconds):
      let minutes = abs(seconds) / 60
      let digits = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      return (seconds < 0 ? "-" : "+") + digits.joined(separator: ":")
    }
  }

  /// The instant at which clocks in the zone show `civil`, and how sure that is.
  ///
  /// A time skipped in spring is read with the offset before the change, as if the clock had not
  /// been put forward; of a time that comes twice in autumn the first is meant. Both are noted.
  func resolve(_ civil: CivilDateTime) -> (offset: Int, note: SourceTimeNote?) {
    switch self {
    case .fixed(let seconds): (seconds, nil)
    case .shanghai: ShanghaiSummerTime.resolve(civil)
    }
  }
}

/// The summer times of Asia/Shanghai as tzdata has them since release 2018f.
///
/// Clocks went from 02:00 to 03:00 on the first day below and from 02:00 to 01:00 on the second:
/// in 1986 on 4 May, later on the first Sunday from 11 April on; back on the first Sunday from
/// 11 September on. Pinned here because tzdata itself changed these rules: machines with different
/// releases would replay one archive to different instants. Times before 1949, when other rules
/// held, are taken as +08:00.
enum ShanghaiSummerTime {
  private static let standard = 8 * 3600
  private static let summer = 9 * 3600
  private static let days: [Int: (from: (month: Int, day: Int), to: (month: Int, day: Int))] = [
    1986: ((5, 4), (9, 14)), 1987: ((4, 12), (9, 13)), 1988: ((4, 17), (9, 11)),
    1989: ((4, 16), (9, 17)), 1990: ((4, 15), (9, 16)), 1991: ((4, 14), (9, 15)),
  ]

  static func resolve(_ civil: CivilDateTime) -> (offset: Int, note: SourceTimeNote?) {
    guard let days = days[civil.year] else { return (standard, nil) }
    let minutes = minute(civil.month, civil.day, civil.hour, civil.minute)
    let gap = minute(days.from.month, days.from.day, 2, 0)
    let repeated = minute(days.to.month, days.to.day, 1, 0)
    if (gap..<gap + 60).contains(minutes) { return (standard, .skippedTime) }
    if (repeated..<repeated + 60).contains(minutes) { return (summer, .repeatedTime) }
    return (gap..<repeated).contains(minutes) ? (summer, nil) : (standard, nil)
  }

  /// A number that orders the minutes of one year; months count as 31 days.
  private static func minute(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Int {
    ((month * 31 + day) * 24 + hour) * 60 + minute
  }
}
