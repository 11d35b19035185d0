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
    switch command {
    case .registerDivision(let event): try check(event)
    case .abolishDivision(let event): try check(event)
    case .measureDivision(let event): try check(event)
    case .registerBody(let event): try check(event)
    case .abolishBody(let event): try check(event)
    case .setEstablishment(let event): try check(event)
    case .station(let event): try check(event)
    case .post(let event): try check(event)
    case .leave(let event): try check(event)
    case .confer(let event): try check(event)
    case .handOver(let event, let holder): return try handedOver(event, from: holder)
    case .endRole(let event): try check(event)
    case .recordAbsence(let event): try check(event)
    case .declareCover(let event): try check(event)
    case .completeTraining(let event): try check(event)
    case .issueCertificate(let event): try check(event)
    case .invalidateCertificate(let event): try check(event)
    case .listPartyDuties(let event): try check(event)
    case .giveOpinion(let event): try check(event)
    case .checkInstitution(let event): try check(event)
    }
    return [command.event]
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

extension OrganisationCommand {
  /// The fact that it asks to record; of a handing over, the new role.
  var event: OrganisationEvent {
    switch self {
    case .registerDivision(let event): .divisionRegistered(event)
    case .abolishDivision(let event): .divisionAbolished(event)
    case .measureDivision(let event): .divisionMeasured(event)
    case .registerBody(let event): .bodyRegistered(event)
    case .abolishBody(let event): .bodyAbolished(event)
    case .setEstablishment(let event): .establishmentSet(event)
    case .station(let event): .stationed(event)
    case .post(let event): .posted(event)
    case .leave(let event): .left(event)
    case .confer(let event), .handOver(let event, _): .roleConferred(event)
    case .endRole(let event): .roleEnded(event)
    case .recordAbsence(let event): .absent(event)
    case .declareCover(let event): .covered(event)
    case .completeTraining(let event): .trained(event)
    case .issueCertificate(let event): .certificateIssued(event)
    case .invalidateCertificate(let event): .certificateInvalidated(event)
    case .listPartyDuties(let event): .partyDutiesListed(event)
    case .giveOpinion(let event): .opinionGiven(event)
    case .checkInstitution(let event): .institutionChecked(event)
    }
  }
}
