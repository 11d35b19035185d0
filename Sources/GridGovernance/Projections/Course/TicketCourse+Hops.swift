// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// The stack of hops, and what is asked for while a unit has the ticket.
extension TicketCourse {
  mutating func applyHop(_ fact: CourseFact, _ desk: CourseDesk) {
    let number = Int(fact.hop ?? 1)
    switch fact.step {
    case .dispatched(let handler):
      clearEndedHops()
      push(number, handler, round: nextRound(of: number), fact, desk)
    case .redirected(let handler): redirect(number, to: handler, fact, desk)
    case .signedFor:
      guard isAtWork else { return }
      sign(at: fact.occurred, desk)
      status = .handling
    case .returned(let request): putBack(request, hop: number, fact)
    case .completed:
      guard isAtWork else { return }
      finish(at: fact.occurred, by: .completed, desk)
      status = .handled
    case .inspected(let result, let wrongUnit):
      inspect(result, wrongUnit: wrongUnit, fact, desk)
    default: break
    }
  }

  /// Late news does not bring a ticket back that has come to an end; only an act that opens does.
  private var isAtWork: Bool { status.map { !$0.isTerminal } ?? false }

  private mutating func push(
    _ number: Int, _ handler: ObjectID, round: Int, _ fact: CourseFact, _ desk: CourseDesk
  ) {
    let day = desk.zone.date(of: fact.occurred)
    hops.append(
      CourseHop(
        number: number, handler: handler, town: desk.places.town(ofBody: handler, on: day),
        round: round, clocks: clocks(of: number, by: handler, from: fact.occurred, desk),
        dispatcher: fact.actor ?? hops.last?.handler))
    deepest = handler
    suspension = nil
    status = .dispatched
    resumeClocks(at: fact.occurred, desk)
  }

  /// The round in which a new hop of that number starts: the next after work that was done.
  private func nextRound(of number: Int) -> Int {
    guard number > 1, let last = lastLegs.first(where: { $0.number == number }) else {
      return number == 1 ? round : 1
    }
    return last.isDone ? last.round + 1 : last.round
  }

  private mutating func redirect(
    _ number: Int, to handler: ObjectID, _ fact: CourseFact, _ desk: CourseDesk
  ) {
    clearEndedHops()
    let replaced = hops.first { $0.number == number }
    endHops(above: number, as: .recalled)
    endHops(above: number - 1, as: .redirected)
    push(number, handler, round: replaced?.round ?? nextRound(of: number), fact, desk)
  }

  private mutating func putBack(_ request: ObjectID, hop: Int, _ fact: CourseFact) {
    guard isAtWork else { return }
    if let top = hops.lastIndex(where: { $0.ended == nil }) {
      hops[top].clocks.isReturned = true
    }
    openRequests.append(
      CourseRequest(name: request, kind: .return, hop: hop, made: fact.occurred))
    statusBeforeReturn = status == .dispatched ? .dispatched : .handling
    status = .returning
  }

  private mutating func inspect(
    _ result: WorkInspected.Result, wrongUnit: Bool, _ fact: CourseFact, _ desk: CourseDesk
  ) {
    guard isAtWork else { return }
    let number = topHop?.number ?? 1
    switch (result, wrongUnit) {
    case (.passed, _) where number == 1:
      finish(at: fact.occurred, by: .checked, desk)
      status = .checked
    case (.passed, _): endTopHop(as: .completed, desk)
    case (.failed, true): endTopHop(as: .wrongUnit, desk)
    case (.failed, false):
      if let top = hops.lastIndex(where: { $0.ended == nil }) {
        hops[top].round += 1
        restartWork(top, at: fact.occurred, desk)
      }
      if number == 1 { round += 1 }
      status = .handling
    }
  }

  /// Ends the deepest hop: the one above goes on, or the ticket is back at registration.
  mutating func endTopHop(as end: HopEnd, _ desk: CourseDesk) {
    if let top = topHop { endHops(above: top.number - 1, as: end) }
    if end != .completed { deepest = topHop?.handler }
    settle(desk)
    status = topHop == nil ? .registered : .handling
  }

  /// Takes the hops above that number off the stack; their requests lapse.
  mutating func endHops(above number: Int, as end: HopEnd) {
    while let hop = hops.last, hop.number > number {
      hops.removeLast()
      leave(hop, as: hop.ended ?? end)
      openRequests.removeAll { $0.hop == hop.number && $0.kind != .exclusion }
    }
  }

  /// Hops of an end that lies behind: they leave the stack when work begins anew.
  mutating func clearEndedHops() {
    for hop in hops { if let end = hop.ended { leave(hop, as: end) } }
    hops.removeAll { $0.ended != nil }
  }

  private mutating func leave(_ hop: CourseHop, as end: HopEnd) {
    guard hop.number > 1 else { return }
    lastLegs.removeAll { $0.number == hop.number }
    lastLegs.append(
      CourseLeg(
        number: hop.number, round: hop.round, isDone: end == .completed || end == .closed))
  }
}

// Requests and rulings.
extension TicketCourse {
  mutating func applyRequest(_ fact: CourseFact, _ desk: CourseDesk) {
    switch fact.step {
    case .requested(let kind, let name): ask(name, kind.ruled, fact)
    case .extensionRequested(let name, let unit): ask(name, .extension, fact, unit)
    case .ruled(let ruling): rule(ruling, fact, desk)
    case .suspended(let suspension):
      guard isAtWork else { return }
      pauseClocks(suspension, hop: fact.hop.map(Int.init), at: fact.occurred, desk)
      self.suspension = suspension.kind
      status = .suspended
    case .resumed:
      resumeClocks(at: fact.occurred, desk)
      suspension = nil
      if status == .suspended { status = .handling }
    default: break
    }
  }

  private mutating func ask(
    _ name: ObjectID, _ kind: RequestKind, _ fact: CourseFact, _ unit: TimeUnit? = nil
  ) {
    openRequests.append(
      CourseRequest(
        name: name, kind: kind, hop: fact.hop.map(Int.init) ?? topHop?.number,
        made: fact.occurred, unit: unit))
  }

  private mutating func rule(_ ruling: CourseRuling, _ fact: CourseFact, _ desk: CourseDesk) {
    let request = openRequests.first { $0.name == ruling.request }
    if let index = openRequests.firstIndex(where: { $0.name == ruling.request }) {
      openRequests.remove(at: index)
    }
    let isGranted = ruling.result == .granted
    if isGranted {
      lastGrant = CourseGrant(
        request: ruling.request,
        from: ruling.effectiveFrom ?? request?.made ?? fact.occurred)
    }
    if isGranted, ruling.kind == .extension, let units = ruling.grantedUnits {
      extendClock(
        of: request?.hop, by: Clock.Grant(units, request?.unit), at: fact.occurred, desk)
    }
    guard ruling.kind == .return, status == .returning else { return }
    if isGranted {
      endTopHop(as: .returned, desk)
    } else {
      status = statusBeforeReturn ?? .handling
    }
    statusBeforeReturn = nil
  }
}
