// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The county's duty lists, powers and gate for tasks 清单、赋权与准入: commands go in, the rules
/// answer with events or reject.
///
/// ```swift
/// try county.lists.execute(.devolve(power))
/// let mine = try county.lists.state().powers.live("power/cf-031", for: town, on: "2021-06-01")
/// ```
public struct ListsDesk: Sendable {
  let county: County

  /// The lists as known now, repairs carried out.
  public func state() throws(CommandError<Rejection>) -> ListsState {
    try county.contents(of: county.books.lists)
  }

  /// By when an emergency push of that day is to be regularised, by the rule set of that day, and
  /// by which admission it is (I-17 v).
  public func regularisation(
    of department: ObjectName, in town: ObjectName, pushedOn day: CivilDate
  ) throws(CommandError<Rejection>) -> Regularisation {
    let rules = try county.contents(of: county.books.register).ticketRules(on: day)
    return try state().admissions.regularisation(
      of: department, in: town, pushedOn: day, within: rules.policies.emergencyDays)
  }

  /// Runs a command; what it gives and throws is told at ``OrganisationDesk/execute(_:at:commandID:)``.
  @available(*, noasync, message: "in async code, run the command on a thread of its own")
  @discardableResult
  public func execute(
    _ command: ListsCommand, at moment: Instant? = nil, commandID: EventID? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try county.record(as: commandID, at: moment) { request throws(CommandError<Rejection>) in
      let organisation = try county.contents(of: county.books.organisation)
      let context = ListsContext(
        now: request.now, zone: county.log.identity.zone, actor: county.actor,
        divisions: organisation.divisions, bodies: organisation.bodies)
      let state = try state()
      return try county.door.rules { () throws(Rejection) in
        try ListsDecider.decide(command, given: state, in: context)
      }
    }
  }
}

extension County {
  /// Duty lists, powers and admissions.
  public var lists: ListsDesk { ListsDesk(county: self) }
}
