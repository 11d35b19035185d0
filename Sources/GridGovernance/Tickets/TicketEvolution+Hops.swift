// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// The stack of hops, and what is asked for while a unit has the ticket.
extension TicketState {
  mutating func applyHop(_ fact: TicketFact) {
    switch fact.event {
    case .dispatched(let event):
      clearEndedHops()
      push(TicketHop(event, by: fact, round: nextRound(of: event.hop)))
    case .redirected(let event): redirect(event, fact)
    case .signedFor(let event):
      guard isAtWork else { return }
      updateTop {
        $0.signed = fact.occurred
        $0.worker = event.worker ?? $0.worker
      }
      status = .handling
    case .returned(let event): putBack(event, fact)
    case .handlingCompleted(let event):
      guard isAtWork else { return }
      updateTop { $0.worker = event.worker ?? $0.worker }
      status = .handled
    case .inspected(let event): inspect(event)
    default: break
    }
  }

  /// Late news does not bring a ticket back that has come to an end; only an act that opens does.
  var isAtWork: Bool { status.map { !$0.isTerminal } ?? false }

  private mutating func push(_ hop: TicketHop) {
    hops.append(hop)
    suspension = nil
    status = .dispatched
  }

  /// The round in which a new hop of that number starts: the next after work that was done.
  private func nextRound(of number: Int) -> Int {
    guard number > 1, let last = legs.last(where: { $0.number == number }) else {
      return number == 1 ? round : 1
    }
    return last.ended == .completed || last.ended == .closed ? last.round + 1 : last.round
  }

  private mutating func redirect(_ event: TicketRedirected, _ fact: TicketFact) {
    clearEndedHops()
    let replaced = hops.first { $0.number == event.hop }
    endHops(above: event.hop, as: .recalled)
    endHops(above: event.hop - 1, as: .redirected)
    push(TicketHop(event, by: fact, round: replaced?.round ?? nextRound(of: event.hop)))
  }

  private mutating func putBack(_ event: TicketReturned, _ fact: TicketFact) {
    guard isAtWork else { return }
    if let hop = topHop {
      returns.append(TicketReturn(unit: hop.handler, dispatcher: hop.dispatcher))
    }
    requests.append(
      TicketRequest(name: event.request, kind: .return, hop: event.hop, made: fact.occurred))
    statusBeforeReturn = status == .dispatched ? .dispatched : .handling
    status = .returning
  }

  private mutating func inspect(_ event: WorkInspected) {
    checks.removeAll { $0.kind == .inspect }
    guard isAtWork else { return }
    let number = topHop?.number ?? 1
    switch (event.result, event.wrongUnit) {
    case (.passed, _) where number == 1: status = .checked
    case (.passed, _): endTopHop(as: .completed)
    case (.failed, true): endTopHop(as: .wrongUnit)
    case (.failed, false):
      updateTop { $0.round += 1 }
      if number == 1 { round += 1 }
      status = .handling
    }
  }

  mutating func updateTop(_ change: (inout TicketHop) -> Void) {
    guard let index = hops.lastIndex(where: { $0.ended == nil }) else { return }
    change(&hops[index])
  }

  /// Ends the deepest hop: the one above goes on, or the ticket is back at registration.
  mutating func endTopHop(as end: HopEnd) {
    if let top = topHop { endHops(above: top.number - 1, as: end) }
    status = topHop == nil ? .registered : .handling
  }

  /// Takes the open hops above that number off the stack; their requests lapse.
  mutating func endHops(above number: Int, as end: HopEnd) {
    while let hop = hops.last, hop.number > number {
      var leg = hops.removeLast()
      leg.ended = leg.ended ?? end
      legs.append(leg)
      lapseRequests { $0.hop == hop.number && $0.kind != .exclusion }
    }
  }

  /// Hops of an end that lies behind: they leave the stack when work begins anew.
  mutating func clearEndedHops() {
    legs += hops.filter { $0.ended != nil }
    hops.removeAll { $0.ended != nil }
  }

  mutating func lapseRequests(where lapses: (TicketRequest) -> Bool) {
    for index in requests.indices
    where requests[index].outcome == nil && lapses(requests[index]) {
      requests[index].outcome = .lapsed
    }
  }
}

extension TicketHop {
  init(_ event: TicketDispatched, by fact: TicketFact, round: Int) {
    self.init(
      number: event.hop, handler: event.handler, dispatcher: fact.actor.body,
      worker: event.worker, rule: event.rule, isBinding: event.binding, ground: event.ground,
      onBehalfOf: event.onBehalfOf, round: round, dispatched: fact.occurred)
  }

  init(_ event: TicketRedirected, by fact: TicketFact, round: Int) {
    self.init(
      number: event.hop, handler: event.handler, dispatcher: fact.actor.body,
      worker: event.worker, rule: event.rule, isBinding: event.binding, ground: event.ground,
      onBehalfOf: event.onBehalfOf, round: round, dispatched: fact.occurred)
  }
}

// Requests and rulings, and the clock.
extension TicketState {
  mutating func applyRequest(_ fact: TicketFact) {
    switch fact.event {
    case .requestMade(let event):
      requests.append(
        TicketRequest(
          name: event.request, kind: event.kind.ruled, hop: event.hop ?? topHop?.number,
          made: fact.occurred))
    case .extensionRequested(let event):
      requests.append(
        TicketRequest(
          name: event.request, kind: .extension, hop: event.hop ?? topHop?.number,
          made: fact.occurred))
    case .requestRuled(let event): rule(event)
    case .clockSuspended(let event):
      guard isAtWork else { return }
      suspension = event.class
      if event.class == .shelved { wasShelved = true }
      status = .suspended
    case .clockResumed:
      suspension = nil
      if status == .suspended { status = .handling }
    default: break
    }
  }

  private mutating func rule(_ event: RequestRuled) {
    if let index = requests.firstIndex(where: { $0.name == event.request && $0.outcome == nil }) {
      requests[index].outcome = event.result == .granted ? .granted : .refused
    }
    guard event.kind == .return, status == .returning else { return }
    if event.result == .granted {
      endTopHop(as: .returned)
    } else {
      status = statusBeforeReturn ?? .handling
    }
    statusBeforeReturn = nil
  }
}

extension RequestMade.Kind {
  /// The same request as a ruling names it.
  public var ruled: RequestKind {
    switch self {
    case .suspension: .suspension
    case .reopen: .reopen
    case .exclusion: .exclusion
    case .termination: .termination
    case .supportRelease: .supportRelease
    }
  }
}
