// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The everyday commands, spelt as one says them.
@available(*, noasync, message: "in async code, run the command on a thread of its own")
extension Ticket {
  /// 上报: reports an incident in a grid.
  ///
  /// - Parameters:
  ///   - origin: A code of the origin list in force.
  ///   - text: What was said; sealed under the reporter's key, or the ticket's own.
  @discardableResult
  public func report(
    origin: String, channel: String = "app", category: ObjectName, division: ObjectName,
    grid: ObjectName? = nil, text: SealedText, reporter: ObjectName? = nil,
    dueGiven: Instant? = nil, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    let report = IncidentReported(
      ticket: name, origin: origin, channel: channel, category: category, division: division,
      grid: grid, text: text, media: [], reporter: reporter, anonymous: reporter == nil,
      selfSolved: false, dueGiven: dueGiven)
    return try execute(.report(report), at: moment)
  }

  /// 受理: takes the report on, on the level of the acting body.
  @discardableResult
  public func accept(at moment: Instant? = nil) throws(CommandError<Rejection>) -> Receipt {
    try execute(.accept, at: moment)
  }

  /// 立案: registers the ticket.
  @discardableResult
  public func register(
    grade: TicketGrade = .normal, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.register(grade: grade), at: moment)
  }

  /// 派遣: sends the ticket to a unit, by a rule set.
  @discardableResult
  public func dispatch(
    to handler: ObjectName, by rule: ObjectName, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.dispatch(DispatchOrder(to: handler, by: rule)), at: moment)
  }

  /// 处置完成: the unit says that it is done.
  @discardableResult
  public func complete(
    result: String, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.complete(result: result), at: moment)
  }

  /// 结案: closes the ticket.
  @discardableResult
  public func close(
    _ reason: CloseReason = .solved, replied: Bool = true, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.close(Closing(reason, replied: replied)), at: moment)
  }
}
