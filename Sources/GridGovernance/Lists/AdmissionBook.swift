// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which tasks departments may hand to towns, day by day 准入台账: the fold of the three admission
/// events.
///
/// Expiry is computed from the last day, never an event (I-27).
public struct AdmissionBook: Hashable, Sendable {
  private var admissions: [ObjectName: Admission] = [:]

  public init() {}

  /// An admission by its name; `nil` if it was never asked for.
  public func admission(_ name: ObjectName) -> Admission? { admissions[name] }

  /// The admission, if on that day it lets the department send work to the town (I-17).
  public func live(
    _ name: ObjectName, of department: ObjectName, for town: ObjectName, on day: CivilDate
  ) -> Admission? {
    admissions[name].flatMap { $0.allows(department, town, on: day) ? $0 : nil }
  }

  /// By when an emergency push is to be regularised, and by which admission it is (I-17).
  ///
  /// - Parameters:
  ///   - day: The day of the push.
  ///   - limit: Natural days, by the rule set of that day; without it there is no due day.
  public func regularisation(
    of department: ObjectName, in town: ObjectName, pushedOn day: CivilDate, within limit: Int?
  ) -> Regularisation {
    let due = limit.map { day.adding(days: $0) }
    let days = DaySpan(from: day, through: due)
    let found = admissions.keys.sorted().first { name in
      admissions[name].map { admission in
        admission.department == department && admission.grantedTowns.contains(town)
          && admission.span?.overlaps(days) ?? false
      } ?? false
    }
    return Regularisation(due: due, admission: found)
  }

  /// A department asks.
  public mutating func apply(_ event: TaskAdmissionRequested) {
    guard admissions[event.admission] == nil else { return }
    admissions[event.admission] = Admission(event)
  }

  /// Leave is given or refused; the first decision stands.
  public mutating func apply(_ event: TaskAdmissionDecided) {
    var admission = admissions[event.admission] ?? Admission(event)
    guard admission.result == nil else { return }
    admission.result = event.result
    guard event.result != .refused else {
      admissions[event.admission] = admission
      return
    }
    admission.grantedTowns = event.town
    admission.span = DaySpan(
      from: event.effectiveFrom ?? admission.asked.from,
      until: event.effectiveTo.map { $0.adding(days: 1) } ?? admission.asked.until)
    admissions[event.admission] = admission
  }
}

/// A department's leave to hand towns a task 准入.
public struct Admission: Hashable, Sendable {
  /// Who asks.
  public var department: ObjectName
  /// For which towns.
  public var towns: [ObjectName]
  /// For which days.
  public var asked: DaySpan
  /// How it was decided; `nil` while it is not.
  public var result: TaskAdmissionDecided.Result?
  /// For which towns it was given; none before and without leave.
  public var grantedTowns: [ObjectName] = []
  /// When it holds; `nil` before and without leave. Days that the decision leaves out are those
  /// asked for.
  public var span: DaySpan?

  init(_ event: TaskAdmissionRequested) {
    department = event.department
    towns = event.town
    asked = DaySpan(from: event.effectiveFrom, through: event.effectiveTo)
  }

  /// A decision without a request, as imports may have it; without a day it holds for none.
  init(_ event: TaskAdmissionDecided) {
    department = event.department
    towns = event.town
    let day = event.effectiveFrom ?? event.effectiveTo ?? CivilDate(daysSinceEpoch: 0)
    asked = DaySpan(from: day, until: event.effectiveFrom == nil ? day : nil)
  }

  /// Whether it holds on that day for that department and town.
  public func allows(
    _ department: ObjectName, _ town: ObjectName, on day: CivilDate
  ) -> Bool {
    self.department == department && grantedTowns.contains(town) && span?.contains(day) ?? false
  }
}

/// What becomes of an emergency push 事后补办 (I-17).
public struct Regularisation: Hashable, Sendable {
  /// The last day for it; `nil` where the rule set gives none.
  public var due: CivilDate?
  /// The admission that regularises it; `nil` while there is none.
  public var admission: ObjectName?

  public init(due: CivilDate? = nil, admission: ObjectName? = nil) {
    self.due = due
    self.admission = admission
  }

  /// Whether it is not regularised though its last day is over.
  public func isOverdue(on day: CivilDate) -> Bool {
    admission == nil && due.map { $0 < day } ?? false
  }
}
