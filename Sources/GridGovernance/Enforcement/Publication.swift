// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A publication 执法公示 of a county that is about no case.
public struct Publication: Sendable {
  public let name: ObjectName
  let county: County

  /// Where the publication stands, repairs carried out; the body is `nil` before it is published.
  public func state() throws(CommandError<Rejection>) -> PublicationState { try past().state }

  /// Runs a command; what it gives and throws is told at ``PenaltyCase/execute(_:at:commandID:)``.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: PublicationCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = county.door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let past = try past()
      let organisation = try county.contents(of: county.books.organisation)
      let day = county.log.identity.zone.date(of: request.now)
      let facts = try door.rules { () throws(Rejection) in
        let (body, _) = try county.registeredActor(organisation, on: day)
        try county.requireScope(organisation.town(ofBody: body, on: day))
        return try PublicationDecider.decide(
          command, given: past.state,
          in: PublicationContext(
            name: name, now: request.now, body: body, person: county.actor.person))
      }
      return CommandDoor.Decision(
        facts: facts, stream: name,
        condition: past.unchanged(since: request.head, besides: CountyRegister.query))
    }
  }

  private func past() throws(CommandError<Rejection>) -> Past<PublicationState> {
    let name = name
    return try county.door.read { log throws(EventLogError) in
      try Past(
        of: name, as: .publication,
        [
          EnforcementPublished.self, PublicationWithdrawn.self, FactCorrected.self,
          EventAnnulled.self,
        ], in: log)
    }
  }
}

extension County {
  /// A publication by its number or its name, whether it exists yet or not.
  ///
  /// Traps if the number is none: 1–200 bytes without control characters.
  public func publication(_ number: String) -> Publication {
    Publication(name: object(.publication, number), county: self)
  }
}
