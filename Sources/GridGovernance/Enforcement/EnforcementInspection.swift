// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// An inspection 执法检查/巡查 of a county, and the clue that it may have found.
public struct EnforcementInspection: Sendable {
  public let name: ObjectName
  let county: County

  /// Where the inspection stands, repairs carried out; the result is `nil` before it is recorded.
  public func state() throws(CommandError<Rejection>) -> InspectionState { try past().state }

  /// Runs a command; what it gives and throws is told at ``PenaltyCase/execute(_:at:commandID:)``.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: InspectionCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let door = county.door
    return try door.carryOut(as: commandID, at: moment) {
      request throws(CommandError<Rejection>) in
      let past = try past()
      let cases = try county.cases(of: name)
      let register = try county.contents(of: county.books.register)
      let organisation = try county.contents(of: county.books.organisation)
      let zone = county.log.identity.zone
      let facts = try door.rules { () throws(Rejection) in
        let day = zone.date(of: request.now)
        let (body, _) = try county.registeredActor(organisation, on: day)
        let town = (past.state.division ?? command.division).flatMap {
          organisation.divisions.town(of: $0, on: day)
        }
        try county.requireScope(town)
        return try InspectionDecider.decide(
          command, given: past.state,
          in: InspectionContext(
            name: name, now: request.now, zone: zone, commandID: request.id, body: body,
            person: county.actor.person, town: town, certificates: organisation.certificates,
            cases: cases, procedures: register.procedures))
      }
      let certificates = command.officers.map { Query.Item.certificate($0.certificate) }
      let others = Query.reference(.inspection, name).or(CountyRegister.query)
        .or(Query(certificates))
      return CommandDoor.Decision(
        facts: facts, stream: name,
        condition: past.unchanged(since: request.head, besides: others))
    }
  }

  func past() throws(CommandError<Rejection>) -> Past<InspectionState> {
    let name = name
    return try county.door.read { log throws(EventLogError) in
      try Past(
        of: name, as: .inspection,
        [InspectionRecorded.self, ClueClosed.self, FactCorrected.self, EventAnnulled.self],
        in: log)
    }
  }
}

extension County {
  /// An inspection by its number or its name, whether it exists yet or not.
  ///
  /// Traps if the number is none: 1–200 bytes without control characters.
  public func inspection(_ number: String) -> EnforcementInspection {
    EnforcementInspection(name: object(.inspection, number), county: self)
  }

  /// Cases that were filed on an inspection, by name.
  func cases(of inspection: ObjectName) throws(CommandError<Rejection>) -> [ObjectName] {
    let filings = try door.read { log throws(EventLogError) in
      try log.events(.reference(.inspection, inspection, types: .caseFiled))
    }
    return Set(filings.map(\.content.stream)).sorted()
  }
}

extension InspectionCommand {
  fileprivate var division: ObjectName? {
    guard case .record(let division, _, _, _, _, _) = self else { return nil }
    return division
  }

  fileprivate var officers: [CaseOfficer] {
    guard case .record(_, _, let officers, _, _, _) = self else { return [] }
    return officers
  }
}
