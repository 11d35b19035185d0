// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// The clock of the work on hop 1: from the dispatch (K4) to the deadline, in the rule's unit.
///
/// Suspensions do not move it here; extensions that are granted add up (K10), and a new round
/// starts it anew (K11).
struct HandleClock: Codable, Hashable, Sendable {
  var start: Instant
  var amount: Int
  var unit: TimeUnit
  var yellowFrom: Share
  var due: Instant
  /// Whether a day was counted in a year that no notice speaks of yet (K16).
  var isProvisional: Bool

  init(_ limit: HandleLimit, from start: Instant, _ desk: CourseDesk) {
    self.init(
      start: start, amount: limit.amount, unit: limit.unit, yellowFrom: limit.yellowFrom, desk)
  }

  private init(
    start: Instant, amount: Int, unit: TimeUnit, yellowFrom: Share, _ desk: CourseDesk
  ) {
    let due = desk.limits.workCalendar.due(amount, unit, from: start, in: desk.zone)
    self.start = start
    self.amount = amount
    self.unit = unit
    self.yellowFrom = yellowFrom
    self.due = due.moment
    isProvisional = due.isProvisional
  }

  /// The clock of a new round.
  func restarted(at time: Instant, _ desk: CourseDesk) -> HandleClock {
    HandleClock(start: time, amount: amount, unit: unit, yellowFrom: yellowFrom, desk)
  }

  /// The clock with more time in its own unit.
  func extended(by units: Int, _ desk: CourseDesk) -> HandleClock {
    let (sum, overflow) = amount.addingReportingOverflow(units)
    return overflow
      ? self : HandleClock(start: start, amount: sum, unit: unit, yellowFrom: yellowFrom, desk)
  }
}
