// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

extension CourseFact {
  /// The types that courses are folded from.
  static let types = Set(CourseType.eventTypes)

  /// Reads an event of the ticket module; `nil` for other types.
  ///
  /// - Throws: ``Refusal`` if a field is missing that the schema demands, or if a number names a
  ///   case of a newer program.
  init?(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let type = CourseType(event.type) else { return nil }
    id = event.id
    occurred = event.occurred
    actor = event.actorBody
    self.type = type
    hop = nil
    step = .noted
    step = try read(event)
  }

  private mutating func read(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> CourseStep {
    switch type {
    case .reported, .accepted, .declined, .referred, .checkAssigned, .registered, .regraded:
      return try readIntake(event)
    case .dispatched, .redirected, .signedFor, .returned, .progressed, .contacted, .completed,
      .inspected:
      // The five types have their hop in the same place: see `TicketDispatched.Field` and others.
      hop = try CourseFact.required(event.int(TicketDispatched.Field.hop), event).int32
      return try readHop(event)
    case .requested, .extensionRequested, .ruled, .suspended, .resumed:
      return try readRequest(event)
    default: return try readEnd(event)
    }
  }

  private func readIntake(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> CourseStep {
    typealias Fact = CourseFact
    switch type {
    case .reported:
      typealias Field = IncidentReported.Field
      return .reported(
        CourseReport(
          origin: try Fact.required(event.text(Field.origin), event),
          category: try Fact.required(event.reference(.category), event),
          division: try Fact.required(event.reference(.division), event),
          grid: event.reference(.grid), urgency: try Fact.optionalCase(Field.urgency, event),
          due: event.instant(Field.dueGiven), hasReporter: event.reference(.reporter) != nil))
    case .accepted: return .accepted(try Fact.enumCase(TicketAccepted.Field.level, event))
    case .declined: return .declined(try Fact.enumCase(TicketDeclined.Field.stage, event))
    case .referred: return .referred
    case .checkAssigned:
      return .checkAssigned(try Fact.enumCase(CheckAssigned.Field.kind, event))
    case .registered:
      return .registered(
        category: try Fact.required(event.reference(.category), event),
        grade: try Fact.enumCase(TicketRegistered.Field.grade, event))
    case .regraded:
      return .regraded(
        category: event.reference(.category),
        grade: try Fact.optionalCase(TicketRegraded.Field.grade, event))
    default: return .noted
    }
  }

  private func readHop(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> CourseStep {
    switch type {
    case .dispatched: return .dispatched(try CourseFact.required(event.reference(.handler), event))
    case .redirected: return .redirected(try CourseFact.required(event.reference(.handler), event))
    case .signedFor: return .signedFor
    case .returned:
      return .returned(request: try CourseFact.required(event.reference(.request), event))
    case .completed: return .completed
    case .inspected:
      return .inspected(
        try CourseFact.enumCase(WorkInspected.Field.result, event),
        wrongUnit: event.bool(WorkInspected.Field.wrongUnit) ?? false)
    default: return .noted
    }
  }

  private mutating func readRequest(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> CourseStep {
    switch type {
    case .requested:
      hop = event.int(RequestMade.Field.hop)?.int32
      return .requested(
        try CourseFact.enumCase(RequestMade.Field.kind, event),
        try CourseFact.required(event.reference(.request), event))
    case .extensionRequested:
      hop = event.int(ExtensionRequested.Field.hop)?.int32
      return .extensionRequested(
        try CourseFact.required(event.reference(.request), event),
        try CourseFact.enumCase(ExtensionRequested.Field.unit, event))
    case .ruled:
      return .ruled(
        CourseRuling(
          request: try CourseFact.required(event.reference(.request), event),
          kind: try CourseFact.enumCase(RequestRuled.Field.kind, event),
          result: try CourseFact.enumCase(RequestRuled.Field.result, event),
          grantedUnits: event.int(RequestRuled.Field.grantedUnits),
          effectiveFrom: event.instant(RequestRuled.Field.effectiveFrom)))
    case .suspended:
      hop = event.int(ClockSuspended.Field.hop)?.int32
      let reach: ClockSuspended.Reach = try CourseFact.enumCase(ClockSuspended.Field.reach, event)
      return .suspended(
        CourseSuspension(
          kind: try CourseFact.enumCase(ClockSuspended.Field.class, event),
          isWhole: reach == .whole, request: event.reference(.request)))
    case .resumed:
      hop = event.int(ClockResumed.Field.hop)?.int32
      return .resumed
    default: return .noted
    }
  }

  private func readEnd(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> CourseStep {
    switch type {
    case .closed:
      return .closed(
        try CourseFact.enumCase(TicketClosed.Field.reason, event), case: event.reference(.case))
    case .reopened: return .reopened(try CourseFact.enumCase(TicketReopened.Field.ground, event))
    case .escalated:
      return .escalated(
        to: try CourseFact.enumCase(TicketEscalated.Field.toLevel, event),
        urgency: try CourseFact.optionalCase(TicketEscalated.Field.urgency, event))
    case .merged:
      return .merged(into: try CourseFact.required(event.reference(.survivor), event))
    case .unmerged:
      return .unmerged(survivorClosed: event.bool(TicketUnmerged.Field.survivorClosed) ?? false)
    case .voided: return .voided
    case .excluded: return .excluded(event.texts(TicketExcluded.Field.indicators))
    case .exclusionLifted:
      return .exclusionLifted(event.texts(TicketExclusionLifted.Field.indicators))
    default: return .noted
    }
  }

  private static func required<T>(
    _ value: T?, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> T {
    guard let value else { throw Refusal("\(event.type) lacks a field that its schema demands") }
    return value
  }

  private static func enumCase<E: Enumeration>(
    _ field: Int, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> E {
    try required(event.enumeration(field).flatMap(E.init(number:)), event)
  }

  private static func optionalCase<E: Enumeration>(
    _ field: Int, _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> E? {
    guard event.enumeration(field) != nil else { return nil }
    return try enumCase(field, event)
  }
}

extension Int {
  /// Hop numbers are small; larger ones, which only a broken import has, keep their sign.
  fileprivate var int32: Int32 { Int32(clamping: self) }
}
