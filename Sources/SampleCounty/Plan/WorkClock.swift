// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The working time of the sample's offices: 8:30–12:00 and 14:00–17:30 on working days.
struct WorkClock: Sendable {
  /// Minutes since midnight, half-open.
  static let spans = [510..<720, 840..<1050]
  static let minutesADay = 420

  /// Days that differ from what their weekday says.
  private let exceptions: [CivilDate: Bool]

  init() {
    var exceptions: [CivilDate: Bool] = [:]
    for notice in HolidayTable.notices {
      for span in notice.off {
        for day in 0..<span.days { exceptions[span.first.adding(days: day)] = false }
      }
      for day in notice.worked { exceptions[day] = true }
    }
    self.exceptions = exceptions
  }

  func isWorkday(_ date: CivilDate) -> Bool { exceptions[date] ?? (date.weekday <= 5) }

  /// The moment after that many minutes of working time.
  func advance(_ time: LocalTime, workingMinutes: Int) -> LocalTime {
    var rest = workingMinutes
    var date = time.date
    var from = time.minuteOfDay
    while true {
      if isWorkday(date) {
        for span in WorkClock.spans where from < span.upperBound {
          let start = max(from, span.lowerBound)
          if start + rest < span.upperBound {
            return LocalTime(date, minute: start + rest, second: time.seconds % 60)
          }
          rest -= span.upperBound - start
        }
      }
      date = date.adding(days: 1)
      from = 0
    }
  }

  /// The moment that many minutes later, or next morning if that is at night.
  func advance(_ time: LocalTime, daytimeMinutes: Int) -> LocalTime {
    let later = time.adding(minutes: daytimeMinutes)
    let minute = later.minuteOfDay
    if (420..<1260).contains(minute) { return later }
    let morning = minute < 420 ? later.date : later.date.adding(days: 1)
    // Spread over an hour and a half, so that the night's work does not fall on one minute.
    return LocalTime(morning, minute: 420 + minute % 90, second: later.seconds % 60)
  }
}
