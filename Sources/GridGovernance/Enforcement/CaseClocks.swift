// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A deadline of one step, computed: which rule set it has, by whose day, and when it is over.
public struct StepDeadline: Hashable, Sendable {
  /// The step.
  public let step: ProcedureStep
  /// What it is about, where a case has several: a measure, a publication.
  public let subject: ObjectName?
  /// The rule set that has the limit.
  public let rule: ObjectName
  /// The article behind it.
  public let article: String
  /// Whether the day of the step or of the filing chose the edition (domain §3.1).
  public let appliedBy: RuleSetPublished.AppliesBy
  /// Whether the figure is unverified.
  public let isUnverified: Bool
  /// What the limit counts.
  public let unit: TimeUnit
  /// From when it counts.
  public let start: Instant
  /// When it is over; `nil` while its clock stands.
  public let due: Due?
  /// When the step was done; `nil` before.
  public let done: Instant?

  /// Whether it was done, or is still open, behind its time.
  public func isLate(at now: Instant) -> Bool {
    due.map { min(done ?? now, now) > $0.moment } ?? false
  }
}

/// Clocks of a case: pure functions of its state, the procedures and the calendar.
struct CaseClocks {
  let state: CaseState
  let procedures: ProcedureBook
  let days: KnownDays
  let zone: BusinessZone

  private func day(_ moment: Instant) -> CivilDate { zone.date(of: moment) }

  /// What a step on that day goes by.
  func applied(on step: CivilDate) -> [AppliedEdition] {
    procedures.applied(on: step, filed: state.filed.map(day) ?? step)
  }

  /// The limit of a step that begins at that moment.
  func limit(_ step: ProcedureStep, at start: Instant) -> AppliedLimit? {
    applied(on: day(start)).penaltyLimit(step)
  }

  /// The deadline of a step that nothing suspends.
  func deadline(
    _ step: ProcedureStep, from start: Instant, subject: ObjectName? = nil, done: Instant? = nil
  ) -> StepDeadline? {
    guard let limit = limit(step, at: start) else { return nil }
    let due = Clock(from: start, limit.terms).due(by: days.calendar, in: zone)
    return StepDeadline(limit, from: start, due: due, subject: subject, done: done)
  }

  /// 办案期限: from filing, or from the remedy that sent the case back, to the decision. None in
  /// the simple procedure.
  func decision(until now: Instant) -> StepDeadline? {
    guard state.procedure == .ordinary, state.status != .transferred,
      var start = state.roundBegan
    else { return nil }
    var limit = limit(.decide, at: start)
    let done = decisionDone
    // An edition that came into force meanwhile may reach open cases.
    for edition in procedures.changes(after: day(start), through: day(done ?? now)) {
      guard let row = edition.content.penalty?.limits.first(where: { $0.step == .decide }),
        let reach = row.openCases, reach != .untouched
      else { continue }
      if reach == .fromEffect { start = zone.start(of: edition.from) }
      limit = AppliedLimit(
        row, AppliedEdition(edition: edition, appliedBy: edition.appliesBy))
    }
    guard let limit else { return nil }
    let clock = state.time.clock(from: start, limit.terms, until: done)
    return StepDeadline(
      limit, from: start, due: clock.due(by: days.calendar, in: zone), done: done)
  }

  /// What stops the clock of the decision.
  private var decisionDone: Instant? { state.decision?.at ?? state.closed }

  /// How long the right to a hearing may be used, counted from the last notice served by then.
  func asking(on day: CivilDate) -> StepDeadline? {
    let notices = (state.notices.prior.map { [$0] } ?? []) + state.notices.hearing
    let told = state.notices.hearing.isEmpty ? notices : state.notices.hearing
    guard let notice = told.last(where: { self.day($0) <= day }) ?? notices.first else {
      return nil
    }
    return deadline(.askHearing, from: notice)
  }

  // MARK: Substance

  /// Whether the act was found too late to be punished (art. 36): by the law at the time of the
  /// act, or by a milder one at the time of the decision (art. 37).
  func isTimeBarred(decidedOn decision: CivilDate) -> Bool {
    guard let actEnded = state.actEnded, let foundOn = state.foundOn else { return false }
    return [actEnded, decision].contains { day in
      let law = procedures.applied(on: day, filed: day)
      let grave = state.isGrave ? law.penaltyLimit(.limitationEndangering) : nil
      guard let limit = grave ?? law.penaltyLimit(.limitation),
        let due = Clock(from: zone.start(of: actEnded), limit.terms)
          .due(by: days.calendar, in: zone)
      else { return false }
      return zone.start(of: foundOn) > due.moment
    }
  }

  /// What the penalty item allows at the time of the act, and at the time of the decision.
  func itemRules(decidedOn decision: CivilDate) -> [PenaltyItemRule] {
    guard let actEnded = state.actEnded, let power = state.power else { return [] }
    let days = actEnded == decision ? [decision] : [actEnded, decision]
    return days.compactMap { day in
      procedures.applied(on: day, filed: day).penalty.flatMap(\.items)
        .last { $0.power == power.key }
    }
  }
}

extension StepDeadline {
  init(
    _ limit: AppliedLimit, from start: Instant, due: Due?, subject: ObjectName? = nil,
    done: Instant? = nil
  ) {
    step = limit.row.step
    self.subject = subject
    rule = limit.rule
    article = limit.row.article
    appliedBy = limit.appliedBy
    isUnverified = limit.isUnverified
    unit = limit.row.unit
    self.start = start
    self.due = due
    self.done = done
  }
}
