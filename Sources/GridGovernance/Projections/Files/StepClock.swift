// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The deadline of one step of a procedure at a moment 程序时限.
public struct StepClock: Codable, Hashable, Sendable {
  /// The step.
  public var step: ProcedureStep
  /// What it is about, where a case has several: a measure, a publication.
  public var subject: ObjectName?
  /// When it is over; absent while the clock stands.
  public var due: Instant?
  /// When it was done.
  public var done: Instant?
  /// What is left in `unit`, negative behind the end; absent once done and while the clock stands.
  public var left: Int?
  /// What `left` counts: working days where the limit does, else days; hours for limits in hours.
  public var unit: TimeUnit
  /// Whether it was done, or is open, behind its time; never of a right, which expires.
  public var isLate: Bool
  /// The rule set that has the limit.
  public var rule: ObjectName
  /// The article behind it.
  public var article: String
  /// Whether the figure is unverified.
  public var isUnverified: Bool
  /// Whether the end counts days of a year whose holidays are not announced.
  public var isProvisional: Bool
}

extension StepClock {
  init(
    _ deadline: StepDeadline, at now: Instant, _ calendar: WorkCalendar, _ zone: BusinessZone
  ) {
    step = deadline.step
    subject = deadline.subject
    due = deadline.due?.moment
    done = deadline.done
    unit = deadline.unit.leftUnit
    isLate = deadline.isLate(at: now) && !deadline.step.isRight
    rule = deadline.rule
    article = deadline.article
    isUnverified = deadline.isUnverified
    isProvisional = deadline.due?.isProvisional ?? false
    if done == nil, let due {
      left = StepClock.left(to: due, in: unit, at: now, calendar, zone)
    }
  }

  private static func left(
    to due: Instant, in unit: TimeUnit, at now: Instant, _ calendar: WorkCalendar,
    _ zone: BusinessZone
  ) -> Int {
    let (today, last) = (zone.date(of: now), zone.date(of: due))
    switch unit {
    case .hour: return Int(floorDivide(due.microseconds(since: now), 3_600_000_000))
    case .workingDay:
      return today <= last
        ? calendar.workingDays(after: today, through: last)
        : -calendar.workingDays(after: last, through: today)
    default: return last.daysSinceEpoch - today.daysSinceEpoch
    }
  }
}

extension TimeUnit {
  /// In what is told how much of a limit in this unit is left.
  fileprivate var leftUnit: TimeUnit {
    switch self {
    case .workingDay: .workingDay
    case .hour, .workingHour: .hour
    case .day, .month, .year: .day
    }
  }
}

extension [StepClock] {
  /// The next duty that is not done: the one with the earliest end.
  var next: StepClock? {
    filter { $0.done == nil && $0.due != nil && !$0.step.isRight }
      .min { ($0.due ?? .latest) < ($1.due ?? .latest) }
  }
}
