// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What each event changes. Total: history is folded as it is, never refused.
///
/// A pair that the table does not have is noted as an anomaly; the event then does what it says
/// as well as the state allows.
extension TicketState {
  mutating func apply(_ fact: TicketFact) {
    eventCount += 1
    noteAnomaly(fact.event)
    switch fact.event {
    case .reported, .accepted, .declined, .referred, .checkAssigned, .reportVerified,
      .registered, .regraded:
      applyIntake(fact)
    case .dispatched, .redirected, .signedFor, .returned, .handlingProgressed,
      .reporterContacted, .handlingCompleted, .inspected:
      applyHop(fact)
    case .requestMade, .extensionRequested, .requestRuled, .clockSuspended, .clockResumed:
      applyRequest(fact)
    case .supportCalled, .supportArrived, .supportFinished, .supportExcused, .supervised,
      .supervisionReplied, .supervisionLifted:
      applySupport(fact)
    case .closed, .reopened, .escalated, .merged, .unmerged, .voided, .excluded,
      .exclusionLifted:
      applyEnd(fact)
    case .reporterSpoke(let event):
      if event.kind == .withdraw { isWithdrawn = true }
    case .followedUp, .corrected, .annulled:
      // Repairs change the facts that are folded, not the state: see `TicketDecider.repaired`.
      break
    }
  }

  private mutating func noteAnomaly(_ event: TicketEvent) {
    let rule: String
    if !TicketTable.allows(event, in: status) {
      rule = TicketTable.rule(event.type, in: status)
    } else if let hop = event.hop, !hopNumbers(for: event).contains(hop) {
      rule = "I-39"
    } else {
      return
    }
    anomalies.append(
      TicketAnomaly(status: status, type: event.type.name, rule: rule, index: eventCount))
  }

  /// The hop numbers that the event may name here.
  private func hopNumbers(for event: TicketEvent) -> ClosedRange<Int> {
    let top = hops.last?.number ?? 0
    return switch event {
    case .dispatched: top + 1...top + 1
    case .redirected: 1...max(1, top)
    default: max(1, top)...max(1, top)
    }
  }

  // MARK: From the report to registration

  private mutating func applyIntake(_ fact: TicketFact) {
    switch fact.event {
    case .reported(let event): report(event)
    case .accepted(let event):
      status = .accepted
      level = event.level
      acceptedBy = fact.holder
    case .declined(let event):
      turnedAwayBy = fact.holder
      status = event.stage == .acceptance ? .declined : .notRegistered
    case .referred:
      turnedAwayBy = fact.holder
      statusBeforeReferral = status == .accepted ? .accepted : .reported
      status = .referred
    case .checkAssigned(let event):
      checks.append(TicketCheck(kind: event.kind, assignee: event.assignee))
    case .reportVerified(let event):
      checks.removeAll { $0.kind == .verify && $0.assignee == event.worker }
    case .registered(let event):
      status = .registered
      category = event.category
      grade = event.grade
      registeredBy = fact.holder
      listItem = event.listItem
      duty = event.duty
      level = level ?? fact.actorLevel
      checks.removeAll { $0.kind == .verify }
    case .regraded(let event):
      grade = event.grade ?? grade
      category = event.category ?? category
    default: break
    }
  }

  private mutating func report(_ event: IncidentReported) {
    ticket = event.ticket
    status = .reported
    origin = event.origin
    category = event.category
    division = event.division
    grid = event.grid
    reporter = event.reporter
    grade = event.urgency
    isSelfSolved = event.selfSolved
  }
}

extension TicketFact {
  /// Who acted, and on which level.
  var holder: TicketHolder { TicketHolder(body: actor.body, level: actorLevel) }
}

extension TicketEvent {
  /// The hop that the event names; `nil` if it names none.
  var hop: Int? {
    switch self {
    case .dispatched(let event): event.hop
    case .redirected(let event): event.hop
    case .signedFor(let event): event.hop
    case .returned(let event): event.hop
    case .handlingProgressed(let event): event.hop
    case .reporterContacted(let event): event.hop
    case .handlingCompleted(let event): event.hop
    case .inspected(let event): event.hop
    default: nil
    }
  }
}
