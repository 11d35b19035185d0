// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Support and supervision: facts beside the way of the ticket.
extension TicketState {
  mutating func applySupport(_ fact: TicketFact) {
    switch fact.event {
    case .supportCalled, .supportArrived, .supportFinished, .supportExcused:
      supports.apply(fact.event.event, by: fact.actor.body)
    case .supervised(let event):
      supervisions.append(
        TicketSupervision(
          name: event.supervision, handler: event.handler, issuedBy: fact.holder,
          grade: event.grade, isReplied: false, isLifted: false))
    case .supervisionReplied(let event):
      updateSupervision(event.supervision) { $0.isReplied = true }
    case .supervisionLifted(let event):
      updateSupervision(event.supervision) { $0.isLifted = true }
    default: break
    }
  }

  private mutating func updateSupervision(
    _ name: ObjectName, _ change: (inout TicketSupervision) -> Void
  ) {
    for index in supervisions.indices where supervisions[index].name == name {
      change(&supervisions[index])
    }
  }
}

// Ends, and the ways back.
extension TicketState {
  mutating func applyEnd(_ fact: TicketFact) {
    switch fact.event {
    case .closed(let event): close(event, at: fact.occurred)
    case .reopened(let event): reopen(event.ground)
    case .escalated(let event): escalate(event)
    case .merged(let event):
      if let status, status != .merged { statusBeforeMerge = status }
      mergedInto = event.survivor
      markOpenHops(as: .merged)
      status = .merged
    case .unmerged(let event): unmerge(event)
    case .voided:
      markOpenHops(as: .voided)
      status = .voided
    case .excluded(let event):
      excludedFrom = (excludedFrom + event.indicators).canonicalSet
    case .exclusionLifted(let event):
      excludedFrom.removeAll { event.indicators.contains($0) }
    default: break
    }
  }

  /// Hops of an end stay in the stack, so that a way back can open them again.
  private mutating func markOpenHops(as end: HopEnd) {
    for index in hops.indices where hops[index].ended == nil { hops[index].ended = end }
  }

  private mutating func close(_ event: TicketClosed, at time: Instant) {
    closing = TicketClosing(
      reason: event.reason, at: time, hadHop: topHop != nil, wasRegistered: registeredBy != nil)
    markOpenHops(as: status == .handled || status == .checked ? .completed : .closed)
    lapseRequests { $0.kind != .exclusion }
    suspension = nil
    status = .closed
  }

  private mutating func escalate(_ event: TicketEscalated) {
    endHops(above: 0, as: .escalated)
    lapseRequests { _ in true }
    level = event.toLevel
    acceptedBy = nil
    registeredBy = nil
    suspension = nil
    checks = []
    grade = event.urgency ?? grade
    status = .reported
  }

  private mutating func unmerge(_ event: TicketUnmerged) {
    guard status == .merged else { return }
    mergedInto = nil
    for index in hops.indices where hops[index].ended == .merged { hops[index].ended = nil }
    status = statusBeforeMerge ?? .reported
    statusBeforeMerge = nil
    if event.survivorClosed, !hops.isEmpty {
      endHops(above: 0, as: .merged)
      suspension = nil
      status = .registered
    }
  }
}

// The reopening table (domain §2.2, note 4).
extension TicketState {
  /// Where a reopening on that ground leads; `nil` in a state that has no way back.
  public func reopened(on ground: ReopenGround) -> TicketStatus? {
    switch status {
    case .declined: return .reported
    case .notRegistered: return .accepted
    case .referred: return statusBeforeReferral ?? .reported
    case .closed: break
    default: return nil
    }
    guard let closing else { return .reported }
    if closing.hadHop {
      return ground == .newFacts || ground == .conditionRipe ? .registered : .handling
    }
    if closing.reason == .solvedOnSpot { return .reported }
    return closing.wasRegistered ? .registered : .accepted
  }

  /// Whether that reopening is bound to the rule set's days after closing.
  func isReopeningTimed(on ground: ReopenGround) -> Bool {
    guard status == .closed, let closing else { return false }
    if closing.hadHop { return ground == .unhappyFollowUp || ground == .objection }
    return closing.reason != .solvedOnSpot
  }

  fileprivate mutating func reopen(_ ground: ReopenGround) {
    guard let target = reopened(on: ground) else { return }
    if status == .closed {
      round += 1
      isWithdrawn = false
      closing = nil
    }
    if target == .handling {
      endHops(above: 1, as: .closed)
      for index in hops.indices {
        hops[index].ended = nil
        hops[index].round = round
      }
    } else {
      endHops(above: 0, as: .closed)
    }
    if target == .accepted || target == .reported { registeredBy = nil }
    if target == .reported { acceptedBy = nil }
    statusBeforeReferral = nil
    turnedAwayBy = nil
    lapseRequests { $0.kind == .reopen }
    status = target
  }
}
