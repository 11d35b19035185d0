// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What an application shows at a moment beside its state: what silence made of it, and its
/// clocks. Computed, never stored, never an event (I-27).
public struct ApplicationReport: Hashable, Sendable {
  /// Where the application stands.
  public let state: ApplicationState
  /// The moment of the answer.
  public let now: Instant
  /// When acceptance, or the notice of what is missing, was due.
  public let acceptance: StepDeadline?
  /// When the answer to the notice was due.
  public let correction: StepDeadline?
  /// From when it counts as accepted, since nobody answered in time 视为受理; `nil`: it does not.
  public let acceptedBySilence: Instant?
  /// From when it counts as withdrawn, since no answer came 视为撤回; `nil`: it does not.
  public let deemedWithdrawn: Instant?
  /// The limit of the law, by the kind of the item 法定时限.
  public let legal: StepDeadline?
  /// The limit of the guide 承诺时限.
  public let promised: StepDeadline?
  /// When the paper was due.
  public let delivery: StepDeadline?

  /// Deadlines that were missed, or are being missed.
  public var late: [StepDeadline] {
    [acceptance, correction, legal, promised, delivery].compactMap { $0 }
      .filter { $0.isLate(at: now) }
  }
}

extension ApplicationReport {
  /// Computes the report.
  ///
  /// - Parameter kind: The kind of the item, by which its limits go.
  public init(
    _ state: ApplicationState, at now: Instant, kind: PowerDevolved.Kind?,
    procedures: ProcedureBook, days: KnownDays, zone: BusinessZone = .shanghai
  ) {
    let clocks = ApplicationClocks(
      state: state, kind: kind, procedures: procedures, days: days, zone: zone)
    self.state = state
    self.now = now
    acceptance = clocks.acceptance
    correction = clocks.correction
    acceptedBySilence = clocks.acceptedBySilence(at: now)
    deemedWithdrawn = clocks.deemedWithdrawn(at: now)
    let start = state.accepted ?? acceptedBySilence
    legal = start.flatMap { clocks.legal(from: $0) }
    promised = start.flatMap { clocks.promised(from: $0) }
    delivery = clocks.delivery
  }
}

/// Clocks of an application: pure functions of its state, the procedures and the calendar.
struct ApplicationClocks {
  let state: ApplicationState
  let kind: PowerDevolved.Kind?
  let procedures: ProcedureBook
  let days: KnownDays
  let zone: BusinessZone

  func limit(_ step: ProcedureStep, at start: Instant) -> AppliedLimit? {
    let day = zone.date(of: start)
    return procedures.applied(on: day, filed: state.received.map { zone.date(of: $0) } ?? day)
      .approvalLimit(step, kind: kind, item: state.item?.key ?? "")
  }

  private func deadline(
    _ step: ProcedureStep, from start: Instant, done: Instant?
  ) -> StepDeadline? {
    guard let limit = limit(step, at: start) else { return nil }
    return deadline(limit, Clock(from: start, limit.terms), done)
  }

  private func deadline(
    _ limit: AppliedLimit, _ clock: Clock, _ done: Instant?
  ) -> StepDeadline {
    StepDeadline(
      limit, from: clock.start, due: clock.due(by: days.calendar, in: zone), done: done)
  }

  /// From receipt, or from the complete answer to the one notice.
  var acceptance: StepDeadline? {
    guard let received = state.received else { return nil }
    let start = state.completed ?? received
    let notified = state.completed == nil ? state.notified : nil
    return deadline(.accept, from: start, done: notified ?? state.answered ?? state.decided)
  }

  var correction: StepDeadline? {
    state.notified.flatMap { deadline(.answerCorrection, from: $0, done: state.completed) }
  }

  /// Silence past the time for an answer is acceptance, from receipt on (Licensing Law art. 32).
  func acceptedBySilence(at now: Instant) -> Instant? {
    guard state.status == .received, let acceptance, let due = acceptance.due?.moment, now > due
    else { return wasAcceptedBySilence }
    return acceptance.start
  }

  /// The same for one that was decided without a word of acceptance.
  private var wasAcceptedBySilence: Instant? {
    guard state.accepted == nil, state.result == .granted || state.result == .refused,
      let decided = state.decided, let acceptance, let due = acceptance.due?.moment, decided > due
    else { return nil }
    return acceptance.start
  }

  /// No complete answer in the rule set's time is a withdrawal.
  func deemedWithdrawn(at now: Instant) -> Instant? {
    guard state.status == .correcting, let due = correction?.due?.moment, now > due else {
      return nil
    }
    return due
  }

  /// The limit of the law by the kind of the item; where no procedure has one, the guide's own.
  func legalLimit(from start: Instant) -> AppliedLimit? {
    if let limit = limit(.decide, at: start) { return limit }
    guard let (edition, item) = guideItem else { return nil }
    return AppliedLimit(
      ProcedureLimit(.decide, item.amount, item.unit, article: edition.rule.text),
      AppliedEdition(edition: edition, appliedBy: .filingDate))
  }

  func legal(from start: Instant) -> StepDeadline? {
    guard let limit = legalLimit(from: start) else { return nil }
    let clock = state.time.clock(from: start, limit.terms, until: state.decided)
    return deadline(limit, clock, state.decided)
  }

  /// The promise stands still with the legal clock; more time by law is no more time promised.
  func promised(from start: Instant) -> StepDeadline? {
    guard let amount = state.promised, let (edition, item) = guideItem else { return nil }
    let limit = AppliedLimit(
      ProcedureLimit(.decide, amount, item.unit, article: edition.rule.text),
      AppliedEdition(edition: edition, appliedBy: .filingDate))
    let clock = state.time.clock(
      from: start, limit.terms, extended: false, until: state.decided)
    return deadline(limit, clock, state.decided)
  }

  var delivery: StepDeadline? {
    guard let decided = state.decided, state.result != .withdrawn else { return nil }
    return deadline(.deliver, from: decided, done: state.delivered)
  }

  /// The item in the guide that the application cites, as of its receipt.
  private var guideItem: (ProcedureBook.Edition, ServiceGuideRule)? {
    guard let guide = state.guide, let received = state.received, let item = state.item else {
      return nil
    }
    return procedures.guide(guide, for: item, on: zone.date(of: received))
  }
}

extension ProcedureBook {
  /// The item in the edition of that guide in force on that day.
  func guide(
    _ rule: ObjectName, for item: ObjectName, on day: CivilDate
  ) -> (Edition, ServiceGuideRule)? {
    guard let edition = edition(of: rule, on: day),
      let row = edition.content.serviceGuide?.first(where: { $0.item == item.key })
    else { return nil }
    return (edition, row)
  }
}
