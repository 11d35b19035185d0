// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Which months' clocks something new may move.
struct ClockChange {
  /// Ascending, without repeats.
  var months: [Month]

  /// A calendar moves what runs in the months of its days, seasons and announced year.
  init(_ published: WorkCalendarPublished) {
    var found = Set(published.days.map { Month($0.date) })
    if let year = published.announcedYear { found.formUnion(ClockChange.months(of: year)) }
    for season in published.hours where season.from <= season.to {
      let first = Month(season.from).index
      // A season without an end in sight reaches no clock beyond ten years.
      let last = min(Month(season.to).index, first + 120)
      found.formUnion((first...last).map { Month(index: $0) })
    }
    months = found.sorted()
  }

  /// A rule set that moves running clocks: those that began in the ten years before (K1).
  init(openSince day: CivilDate) {
    let last = Month(day).index
    months = (last - 120...last).map { Month(index: $0) }
  }

  private static func months(of year: Int) -> [Month] {
    (0..<12).map { Month(index: year * 12 + $0) }
  }
}

/// Finds the tickets whose clocks run in a month, for the day when a notice moves them.
///
/// In small lists, not one a month: an explanation of a ticket's row takes in whatever shares
/// its list (docs/decisions/0018).
struct ClockIndex {
  let tickets: Workspace<ClockBucket, [ObjectID]>

  /// Notes that a clock of the ticket counts days of these months.
  func note(_ ticket: ObjectID, from start: Month, through end: Month) {
    // A limit of years is found by its first two: a notice reaches no further ahead.
    for index in start.index...max(start.index, min(end.index, start.index + 24)) {
      let key = ClockBucket(Month(index: index), ticket)
      if tickets[key]?.contains(ticket) != true { tickets[key, default: []].append(ticket) }
    }
  }

  /// The tickets with clocks in those months, each once, in an order that the log decides.
  func tickets(in change: ClockChange) -> [ObjectID] {
    var found: [ObjectID] = []
    var seen: Set<ObjectID> = []
    for month in change.months {
      for bucket in 0..<ClockBucket.count {
        for ticket in tickets[ClockBucket(month, bucket)] ?? [] where seen.insert(ticket).inserted {
          found.append(ticket)
        }
      }
    }
    return found
  }

  /// Computes the clocks in those months anew, and hands over each ticket of which any moved.
  func revise(
    _ courses: Workspace<ObjectID, TicketCourse>, in change: ClockChange, _ desk: CourseDesk,
    _ moved: (ObjectID, TicketCourse) -> Void
  ) {
    for ticket in tickets(in: change) {
      guard let before = courses[ticket] else { continue }
      var course = before
      course.revise(desk)
      guard course != before else { continue }
      courses[ticket] = course
      moved(ticket, course)
    }
  }
}

/// A month and a part of all tickets.
struct ClockBucket: PackedKey {
  static let count: UInt64 = 4096
  var packed: UInt64

  init(packed: UInt64) { self.packed = packed }

  init(_ month: Month, _ bucket: UInt64) { packed = UInt64(month.index) << 12 | bucket }

  init(_ month: Month, _ ticket: ObjectID) {
    self.init(month, ticket.packed % ClockBucket.count)
  }
}
