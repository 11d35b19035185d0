// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What a leg's deadline is read from.
struct HandlingDesk {
  let places: PlaceBook
  let limits: LimitBook
}

// What each event of the ticket module changes. Total: history is folded as it is.
extension HandledTicket {
  /// The types that change anything here.
  static let types: Set<EventType> = [
    .incidentReported, .ticketRegistered, .ticketRegraded, .ticketDispatched,
    .ticketRedirected, .ticketSignedFor, .ticketReturned, .requestMade, .extensionRequested,
    .requestRuled,
    .clockSuspended, .clockResumed, .handlingCompleted, .workInspected, .ticketClosed,
    .ticketReopened, .ticketEscalated, .ticketMerged, .ticketUnmerged, .ticketVoided,
    .ticketExcluded, .ticketExclusionLifted,
  ]

  mutating func apply(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ desk: HandlingDesk
  ) {
    switch event.type {
    case .incidentReported, .ticketRegistered, .ticketRegraded: applyIntake(event)
    case .ticketDispatched, .ticketRedirected: send(event, desk)
    case .ticketSignedFor, .handlingCompleted, .workInspected: applyWork(event)
    case .ticketReturned, .extensionRequested, .requestRuled, .clockSuspended, .clockResumed,
      .requestMade:
      applyRequest(event, desk)
    case .ticketClosed, .ticketReopened, .ticketEscalated, .ticketMerged, .ticketUnmerged,
      .ticketVoided:
      applyEnd(event)
    case .ticketExcluded:
      let more = event.texts(TicketExcluded.Field.indicators)
      excludedFrom = (excludedFrom + more).canonicalSet
    case .ticketExclusionLifted:
      let lifted = event.texts(TicketExclusionLifted.Field.indicators)
      excludedFrom.removeAll(where: lifted.contains)
    default: break
    }
  }

  private mutating func applyIntake(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    category = event.reference(.category) ?? category
    switch event.type {
    case .incidentReported:
      division = event.reference(.division)
      grade = HandledTicket.grade(event, IncidentReported.Field.urgency)
      dueGiven = event.instant(IncidentReported.Field.dueGiven)
    case .ticketRegistered: grade = HandledTicket.grade(event, TicketRegistered.Field.grade)
    default: grade = HandledTicket.grade(event, TicketRegraded.Field.grade) ?? grade
    }
  }

  private static func grade(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ field: Int
  ) -> TicketGrade? {
    event.enumeration(field).flatMap(TicketGrade.init(number:))
  }

  /// A dispatch opens a leg; a redirection ends that hop and those above it first.
  private mutating func send(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ desk: HandlingDesk
  ) {
    guard let handler = event.reference(.handler) else { return }
    let number = event.int(TicketDispatched.Field.hop) ?? 1
    if event.type == .ticketRedirected {
      endLegs(from: number + 1, as: .recalled, at: event.occurred)
      endLegs(from: number, as: .redirected, at: event.occurred)
    }
    var leg = HandlingLeg(
      number: number, handler: handler, worker: event.reference(.worker),
      dispatched: event.occurred)
    let body = desk.places.body(handler, on: event.occurredOn)
    let work = LimitedWork(
      category: category, grade: grade, level: body?.level, handlerKind: body?.kind)
    if let dueGiven {
      leg.clock = Clock(from: event.occurred, .until(dueGiven))
    } else if let terms = desk.limits.terms(.handle, work, on: event.occurredOn) {
      leg.clock = Clock(from: event.occurred, terms)
    }
    leg.settle(desk, event.zone)
    legs.append(leg)
  }

  private mutating func applyWork(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    // The three types have their hop in the same place.
    guard let index = leg(event.int(HandlingCompleted.Field.hop)) else { return }
    switch event.type {
    case .ticketSignedFor: legs[index].worker = event.reference(.worker) ?? legs[index].worker
    case .handlingCompleted:
      legs[index].worker = event.reference(.worker) ?? legs[index].worker
      legs[index].completed = legs[index].completed ?? event.occurred
      legs[index].isDone = true
    default: inspect(index, event)
    }
  }

  private mutating func inspect(
    _ index: Int, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) {
    if event.enumeration(WorkInspected.Field.result) == WorkInspected.Result.passed.number {
      // Hop 1 stays open until the ticket is closed; a deeper one ends with its check.
      if legs[index].number > 1 {
        endLegs(from: legs[index].number, as: .completed, at: event.occurred)
      }
    } else if event.bool(WorkInspected.Field.wrongUnit) ?? false {
      endLegs(from: legs[index].number, as: .wrongUnit, at: event.occurred)
    } else {
      legs[index].isReworked = true
      legs[index].isDone = false
    }
  }

  private mutating func applyRequest(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ desk: HandlingDesk
  ) {
    switch event.type {
    case .ticketReturned:
      guard let index = leg(event.int(TicketReturned.Field.hop)),
        let name = event.reference(.request)
      else { return }
      requests.append(LegRequest(name: name, leg: index, made: event.occurred))
    case .extensionRequested:
      guard let index = leg(event.int(ExtensionRequested.Field.hop)),
        let name = event.reference(.request)
      else { return }
      let unit = event.enumeration(ExtensionRequested.Field.unit).flatMap(TimeUnit.init(number:))
      requests.append(LegRequest(name: name, leg: index, made: event.occurred, unit: unit))
    case .requestMade:
      guard let index = leg(event.int(RequestMade.Field.hop)), let name = event.reference(.request)
      else { return }
      requests.append(LegRequest(name: name, leg: index, made: event.occurred))
    case .requestRuled: rule(event, desk)
    case .clockSuspended:
      guard let index = leg(event.int(ClockSuspended.Field.hop)) else { return }
      legs[index].suspension = event.enumeration(ClockSuspended.Field.class)
        .flatMap(SuspensionClass.init(number:))
      suspend(index, event, desk)
    default:
      guard let index = leg(event.int(ClockResumed.Field.hop)) else { return }
      legs[index].suspension = nil
      for index in legs.indices where legs[index].ended == nil {
        legs[index].clock?.resume(at: event.occurred)
        legs[index].settle(desk, event.zone)
      }
    }
  }

  /// Asked for, it counts from the asking (K8); it may reach all open hops (K18).
  private mutating func suspend(
    _ index: Int, _ event: borrowing RecordedEvent<GovernanceEvent>, _ desk: HandlingDesk
  ) {
    let name = event.reference(.request)
    let from = requests.last { $0.name == name }?.made ?? event.occurred
    let isWhole =
      event.enumeration(ClockSuspended.Field.reach) == ClockSuspended.Reach.whole.number
    for other in legs.indices where legs[other].ended == nil && (isWhole || other == index) {
      legs[other].clock?.pause(at: from)
      legs[other].settle(desk, event.zone)
    }
  }

  private mutating func rule(
    _ event: borrowing RecordedEvent<GovernanceEvent>, _ desk: HandlingDesk
  ) {
    guard let name = event.reference(.request),
      let request = requests.last(where: { $0.name == name }),
      event.enumeration(RequestRuled.Field.result) == RequestRuled.Result.granted.number
    else { return }
    switch event.enumeration(RequestRuled.Field.kind).flatMap(RequestKind.init(number:)) {
    case .return:
      // The unit stopped working on it when it asked (K8).
      endLegs(from: legs[request.leg].number, as: .returned, at: request.made)
    case .extension:
      extend(request, by: event.int(RequestRuled.Field.grantedUnits) ?? 0, event, desk)
    default: break
    }
  }

  /// K10: granted units are added to the limit, in the unit asked for.
  private mutating func extend(
    _ request: LegRequest, by units: Int, _ event: borrowing RecordedEvent<GovernanceEvent>,
    _ desk: HandlingDesk
  ) {
    guard units > 0 else { return }
    legs[request.leg].isExtended = true
    legs[request.leg].clock?.grant(Clock.Grant(units, request.unit))
    legs[request.leg].settle(desk, event.zone)
  }

  private mutating func applyEnd(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    switch event.type {
    case .ticketClosed:
      guard
        let reason = event.enumeration(TicketClosed.Field.reason)
          .flatMap(CloseReason.init(number:))
      else { return }
      closed = Closing(at: event.occurred, reason: reason)
      endLegs(from: 0, as: .closed, at: event.occurred)
    case .ticketReopened:
      closed = nil
      reopenLegs()
    case .ticketEscalated: endLegs(from: 0, as: .escalated, at: event.occurred)
    case .ticketMerged: isMerged = true
    case .ticketUnmerged: isMerged = false
    default: isVoided = true
    }
  }
}

extension HandlingLeg {
  /// The deadline by the calendar known here; a suspension moves it once it is over.
  fileprivate mutating func settle(_ desk: HandlingDesk, _ zone: BusinessZone) {
    due = clock?.nominalDue(by: desk.limits.workCalendar, in: zone)?.moment
  }
}
