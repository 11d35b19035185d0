// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The rules of divisions, bodies and people 机构与人员: what a command may cause, and what an
/// event changes (domain §7.1, M1).
public enum OrganisationDecider: Decider {
  public static var initialState: OrganisationState { OrganisationState() }

  /// The events that the command causes, in order: one, or two for a handing over.
  public static func decide(
    _ command: OrganisationCommand, given state: OrganisationState,
    in context: OrganisationContext
  ) throws(Rejection) -> [Fact<OrganisationEvent>] {
    let decision = OrganisationDecision(state: state, context: context)
    let events = try decision.events(for: command)
    return events.map { Fact($0, actor: context.actor, occurred: context.now) }
  }

  /// The state after one more event.
  public static func evolve(
    _ state: OrganisationState, with fact: Fact<OrganisationEvent>
  ) -> OrganisationState {
    var state = state
    state.apply(fact.event)
    return state
  }
}

/// A command on its way to its events.
struct OrganisationDecision {
  let state: OrganisationState
  let context: OrganisationContext

  var divisions: DivisionBook { state.divisions }
  var bodies: BodyBook { state.bodies }

  func events(for command: OrganisationCommand) throws(Rejection) -> [OrganisationEvent] {
    if case .handOver(let event, let holder) = command {
      return try handedOver(event, from: holder)
    }
    try check(command.event)
    return [command.event]
  }

  /// Refuses a fact that the rules do not allow now.
  func check(_ event: OrganisationEvent) throws(Rejection) {
    switch event {
    case .divisionRegistered(let event): try check(event)
    case .divisionAbolished(let event): try check(event)
    case .divisionMeasured(let event): try check(event)
    case .bodyRegistered(let event): try check(event)
    case .bodyAbolished(let event): try check(event)
    case .establishmentSet(let event): try check(event)
    case .stationed(let event): try check(event)
    case .posted(let event): try check(event)
    case .left(let event): try check(event)
    case .roleConferred(let event): try check(event)
    case .roleEnded(let event): try check(event)
    case .absent(let event): try check(event)
    case .covered(let event): try check(event)
    case .trained(let event): try check(event)
    case .certificateIssued(let event): try check(event)
    case .certificateInvalidated(let event): try check(event)
    case .partyDutiesListed(let event): try check(event)
    case .opinionGiven(let event): try check(event)
    case .institutionChecked(let event): try check(event)
    }
  }

  /// The division on that day.
  @discardableResult
  func division(
    _ name: ObjectName, on day: CivilDate, for type: EventType
  ) throws(Rejection) -> Division {
    guard let division = divisions.division(name, on: day) else {
      throw .notLive(type, name, on: day)
    }
    return division
  }

  /// The body on that day.
  @discardableResult
  func body(
    _ name: ObjectName, on day: CivilDate, for type: EventType
  ) throws(Rejection) -> RegisteredBody {
    guard let body = bodies.body(name, on: day) else { throw .notLive(type, name, on: day) }
    return body
  }
}
