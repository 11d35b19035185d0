// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// A moment of the sample: seconds since 1970-01-01 00:00 in Baoying.
///
/// The sample begins in 2021, where Asia/Shanghai is eight hours east of UTC all year.
struct LocalTime: Hashable, Comparable, Sendable {
  var seconds: Int

  init(seconds: Int) { self.seconds = seconds }

  init(_ date: CivilDate, minute: Int, second: Int = 0) {
    seconds = date.daysSinceEpoch * 86_400 + minute * 60 + second
  }

  var date: CivilDate { CivilDate(daysSinceEpoch: seconds / 86_400) }
  var minuteOfDay: Int { seconds % 86_400 / 60 }
  var instant: Instant { Instant(microseconds: Int64(seconds - 28_800) * 1_000_000) }

  func adding(minutes: Int) -> LocalTime { LocalTime(seconds: seconds + minutes * 60) }

  static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }
}
