// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// Ends, and the ways back.
extension TicketCourse {
  mutating func applyEnd(_ fact: CourseFact, _ desk: CourseDesk) {
    switch fact.step {
    case .closed(let reason, let linked): close(reason, linked, at: fact.occurred, desk)
    case .reopened(let ground): reopen(ground, at: fact.occurred, desk)
    case .escalated(let level, let urgency): escalate(to: level, urgency, desk)
    case .merged(let survivor):
      if let status, status != .merged { statusBeforeMerge = status }
      mergedAt = fact.occurred
      mergedInto = survivor
      markOpenHops(as: .merged)
      stopClocks(at: fact.occurred, desk)
      status = .merged
    case .unmerged(let survivorClosed): unmerge(survivorClosed, at: fact.occurred, desk)
    case .voided:
      markOpenHops(as: .voided)
      stopClocks(at: fact.occurred, desk)
      status = .voided
    case .excluded(let indicators): excludedFrom = (excludedFrom + indicators).canonicalSet
    case .exclusionLifted(let indicators):
      excludedFrom.removeAll { indicators.contains($0) }
    default: break
    }
  }

  /// Hops of an end stay in the stack, so that a way back can open them again.
  private mutating func markOpenHops(as end: HopEnd) {
    for index in hops.indices where hops[index].ended == nil { hops[index].ended = end }
  }

  private mutating func close(
    _ reason: CloseReason, _ linked: ObjectID?, at time: Instant, _ desk: CourseDesk
  ) {
    closing = CourseClosing(
      reason: reason, at: time, hadHop: topHop != nil, wasRegistered: isRegistered)
    linkedCase = linked ?? linkedCase
    markOpenHops(as: status == .handled || status == .checked ? .completed : .closed)
    openRequests.removeAll { $0.kind != .exclusion }
    suspension = nil
    status = .closed
    stopClocks(at: time, desk)
  }

  private mutating func escalate(
    to level: Level, _ urgency: TicketGrade?, _ desk: CourseDesk
  ) {
    endHops(above: 0, as: .escalated)
    deepest = nil
    openRequests.removeAll()
    self.level = level
    if level == .county { base = nil }
    isRegistered = false
    suspension = nil
    grade = urgency ?? grade
    status = .reported
    settle(desk)
  }

  private mutating func unmerge(
    _ survivorClosed: Bool, at time: Instant, _ desk: CourseDesk
  ) {
    guard status == .merged else { return }
    mergedInto = nil
    for index in hops.indices where hops[index].ended == .merged { hops[index].ended = nil }
    status = statusBeforeMerge ?? .reported
    statusBeforeMerge = nil
    if survivorClosed, !hops.isEmpty {
      endHops(above: 0, as: .merged)
      deepest = nil
      suspension = nil
      status = .registered
    }
    if let mergedAt { goOn(since: mergedAt, at: time, desk) }
    mergedAt = nil
  }

  private mutating func reopen(_ ground: ReopenGround, at time: Instant, _ desk: CourseDesk) {
    guard let target = reopened(on: ground) else { return }
    if status == .closed {
      round += 1
      closing = nil
      overall = overall?.nextRound(at: time, in: desk.zone)
    } else {
      overall?.unstop()
    }
    if target == .handling {
      endHops(above: 1, as: .closed)
      for index in hops.indices {
        hops[index].ended = nil
        hops[index].round = round
      }
      restartWork(0, at: time, desk)
    } else {
      endHops(above: 0, as: .closed)
    }
    deepest = topHop?.handler
    if target == .accepted || target == .reported { isRegistered = false }
    statusBeforeReferral = nil
    openRequests.removeAll { $0.kind == .reopen }
    status = target
    settle(desk)
  }

  /// Where a reopening on that ground leads (domain §2.2, note 4).
  private func reopened(on ground: ReopenGround) -> TicketStatus? {
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
}
