// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What a case shows at a moment beside its state 案件体检: deadlines, what is late, what is
/// missing, what became of its power. Computed, never stored, never a refusal.
public struct CaseReport: Hashable, Sendable {
  /// Where the case stands.
  public let state: CaseState
  /// The moment of the answer.
  public let now: Instant
  /// Deadlines of the steps that have begun, in the order of the procedure.
  public let deadlines: [StepDeadline]
  /// Steps that took place and have no record in the file (I-11).
  public let missing: [CaseStep]
  /// Whether the act was found too late to be punished (art. 36).
  public let isTimeBarred: Bool
  /// When the power of the case ended for the town, and what becomes of open cases (I-19).
  public let withdrawal: PowerEnd?
  /// What a late payer owes by now, in yuan; `nil` where nothing is owed.
  public let lateFee: ExactDecimal?

  /// Duties that were missed, or are being missed (I-12 for publications). A right that nobody
  /// used, as asking for a hearing, expires and is not late.
  public var late: [StepDeadline] {
    deadlines.filter { $0.isLate(at: now) && !$0.step.isRight }
  }

  /// The deadlines of one step.
  public func deadlines(_ step: ProcedureStep) -> [StepDeadline] {
    deadlines.filter { $0.step == step }
  }
}

/// That a power was withdrawn while a case was under way.
public struct PowerEnd: Hashable, Sendable {
  /// The first day without it.
  public var from: CivilDate
  /// Whether open cases are finished here or handed over.
  public var pending: PowerWithdrawn.Pending?

  public init(from: CivilDate, pending: PowerWithdrawn.Pending?) {
    self.from = from
    self.pending = pending
  }
}

extension CaseReport {
  /// Computes the report.
  ///
  /// - Parameter withdrawal: When the power of the case ended for its town; `nil`: it has not.
  public init(
    _ state: CaseState, at now: Instant, procedures: ProcedureBook, days: KnownDays,
    zone: BusinessZone = .shanghai, withdrawal: PowerEnd? = nil
  ) {
    let clocks = CaseClocks(state: state, procedures: procedures, days: days, zone: zone)
    self.state = state
    self.now = now
    deadlines = clocks.deadlines(at: now)
    missing = state.missingRecords
    isTimeBarred = clocks.isTimeBarred(
      decidedOn: zone.date(of: state.decision?.at ?? now))
    self.withdrawal = state.isOpen ? withdrawal : nil
    lateFee = clocks.lateFee(at: now)
  }
}

extension CaseState {
  /// Whether it is still worked on before a decision.
  var isOpen: Bool {
    switch status {
    case .investigating, .noticed, .heard, .reviewed: true
    default: false
    }
  }

  /// I-11: steps that the procedure has, that took place, and that left no record.
  var missingRecords: [CaseStep] {
    guard let status else { return [] }
    let wasDecided = !decisions.isEmpty || status.number >= CaseStatus.decided.number && !wasDropped
    var took: [CaseStep] = [.start]
    if procedure == .ordinary, wasDecided || status != .investigating, !wasDropped {
      took.append(.investigation)
    }
    if status == .reviewed || notices.reviewPassed != nil { took.append(.review) }
    if wasDecided, status != .transferred { took.append(.decision) }
    if served != nil || executed != nil || status == .served || status == .executed {
      took.append(.service)
    }
    if executed != nil || status == .executed || closing == .performed { took.append(.execution) }
    return took.filter { !recorded.contains($0) }
  }

  private var wasDropped: Bool { closing == .dropped || status == .transferred }
}

// Deadlines of what has begun.
extension CaseClocks {
  func deadlines(at now: Instant) -> [StepDeadline] {
    var all: [StepDeadline?] = [decision(until: now)]
    all += measureDeadlines
    if let notice = state.notices.hearing.last ?? state.notices.prior {
      all.append(deadline(.askHearing, from: notice, done: hearingDone))
    }
    if let decided = state.decision?.at {
      all.append(deadline(.serveDecision, from: decided, done: state.served))
      let published = state.publications.first { $0.published >= decided }?.published
      all.append(deadline(.publish, from: decided, done: published))
    }
    all += [payment] + remedyDeadlines + withdrawalDeadlines
    return all.compactMap { $0 }
  }

  private var hearingDone: Instant? {
    state.notices.held ?? (state.notices.waived == nil ? nil : state.notices.hearing.last)
  }

  /// Preservations are settled, seals and seizures end, in time.
  private var measureDeadlines: [StepDeadline?] {
    state.measures.map { measure in
      if measure.kind == .preservedByRegistration {
        return deadline(
          .settlePreserved, from: measure.taken, subject: measure.name, done: measure.settled)
      }
      guard let limit = limit(.measure, at: measure.taken) else { return nil }
      // The day that the paper names, which testing time moves.
      var clock = state.time.clock(from: measure.taken, limit.terms, extended: false, until: nil)
      if let until = measure.until {
        var named = Clock(from: measure.taken, .until(zone.end(of: until)))
        for pause in clock.pauses {
          named.pause(at: pause.from)
          if let end = pause.until { named.resume(at: end) }
        }
        clock = named
      }
      return StepDeadline(
        limit, from: measure.taken, due: clock.due(by: days.calendar, in: zone),
        subject: measure.name, done: measure.settled)
    }
  }

  /// Payment from service, or to the day of the deferral.
  private var payment: StepDeadline? {
    guard let served = state.served, state.outcome == .penalised,
      let limit = limit(.pay, at: served)
    else { return nil }
    let clock =
      state.deferredTo.map { Clock(from: served, .until(zone.end(of: $0))) }
      ?? Clock(from: served, limit.terms)
    return StepDeadline(
      limit, from: served, due: clock.due(by: days.calendar, in: zone), done: state.executed)
  }

  private var remedyDeadlines: [StepDeadline?] {
    let review = state.remedies.first { $0.kind == .review }
    let suit = state.remedies.first { $0.kind == .suit }
    var all: [StepDeadline?] = []
    if let served = state.served {
      all.append(deadline(.askReview, from: served, done: review?.filed))
      if review == nil { all.append(deadline(.sue, from: served, done: suit?.filed)) }
    }
    if let filed = review?.filed {
      all.append(deadline(.decideReview, from: filed, done: review?.decided))
    }
    if let decided = review?.decided {
      all.append(deadline(.sueAfterReview, from: decided, done: suit?.filed))
    }
    if state.outcome == .penalised, state.executed == nil { all.append(courtDeadline(all)) }
    return all
  }

  /// A court may be asked from the end of the time for remedies on.
  private func courtDeadline(_ remedies: [StepDeadline?]) -> StepDeadline? {
    let ends = remedies.compactMap { $0?.due?.moment }
    guard state.served != nil, let last = ends.max() else { return nil }
    return deadline(.applyToCourt, from: last)
  }

  /// What was published is withdrawn once the decision is changed or ended (art. 48).
  private var withdrawalDeadlines: [StepDeadline?] {
    guard let ended = state.remedies.first(where: { $0.result?.annuls ?? false })?.decided else {
      return []
    }
    return state.publications.filter { $0.published <= ended }.map { publication in
      deadline(
        .withdrawPublication, from: ended, subject: publication.name,
        done: publication.withdrawn)
    }
  }

  /// Art. 72: a share of the fine for each day behind the time for payment, never above the fine;
  /// days of a pending review or suit are not counted (art. 73).
  func lateFee(at now: Instant) -> ExactDecimal? {
    guard let amount = state.decision?.amount, let due = payment?.due?.moment,
      let rule = applied(on: day(of: due)).penalty.compactMap(\.lateFee).last
    else { return nil }
    let end = min(state.executed ?? now, now)
    guard end > due else { return nil }
    let last = day(of: end)
    var late = 0
    var day = day(of: due).adding(days: 1)
    while day <= last {
      if !isUnderRemedy(on: day) { late += 1 }
      day = day.adding(days: 1)
    }
    guard late > 0 else { return nil }
    let share = min(rule.perDay * Rational(late), rule.upTo)
    return (amount.rational * share).rounded(places: 2)
  }

  private func day(of moment: Instant) -> CivilDate { zone.date(of: moment) }

  private func isUnderRemedy(on day: CivilDate) -> Bool {
    state.remedies.contains { remedy in
      guard remedy.kind != .`self`, let filed = remedy.filed else { return false }
      return self.day(of: filed) <= day && remedy.decided.map { day <= self.day(of: $0) } ?? true
    }
  }
}
