// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The county's register of divisions, bodies and people 机构与人员: commands go in, the rules
/// answer with events or reject.
///
/// ```swift
/// try county.organisation.execute(.registerBody(office))
/// try county.organisation.execute(.handOver(successor, from: "person/p-17"))
/// ```
public struct OrganisationDesk: Sendable {
  let county: County

  /// The register as known now, repairs carried out.
  public func state() throws(CommandError<Rejection>) -> OrganisationState {
    try county.contents(of: county.books.organisation)
  }

  /// How many offices each town has on a day beside the rule set of that day (I-2), by name.
  public func offices(on day: CivilDate) throws(CommandError<Rejection>) -> [OfficeCount] {
    let rules = try county.contents(of: county.books.register).townOffices(on: day)
    return try state().offices(on: day, by: rules)
  }

  /// Runs a command.
  ///
  /// - Parameters:
  ///   - at: When the act happened; now if not given (in an archive: when its last event did).
  ///   - commandID: The command's id, for retries: asked again under the same id, it is not done
  ///     twice, and the answer is where its events stand.
  /// - Returns: Where the events stand.
  /// - Throws: ``CommandError``: the rules' answer, or what stood in the way; of commands at once
  ///   that cannot both stand one takes effect, the others are told to read again.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: OrganisationCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try county.record(as: commandID, at: moment) { request throws(CommandError<Rejection>) in
      let context = OrganisationContext(
        now: request.now, zone: county.log.identity.zone, actor: county.actor,
        dependents: try dependents(of: command))
      let state = try state()
      return try county.door.rules { () throws(Rejection) in
        try OrganisationDecider.decide(command, given: state, in: context)
      }
    }
  }

  /// Grids and powers of a division that is to be abolished.
  private func dependents(
    of command: OrganisationCommand
  ) throws(CommandError<Rejection>) -> [ObjectName] {
    guard case .abolishDivision(let event) = command else { return [] }
    return event.dependents(
      try county.contents(of: county.books.grids), try county.contents(of: county.books.lists))
  }
}

extension County {
  /// Divisions, bodies and people.
  public var organisation: OrganisationDesk { OrganisationDesk(county: self) }
}
