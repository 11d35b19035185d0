// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What happens between dispatch and closing, and the ways around it.
@available(*, noasync, message: "in async code, run the command on a thread of its own")
extension Ticket {
  /// 不予受理 before acceptance, 不予立案 after it.
  @discardableResult
  public func decline(
    ground: String, told: Bool = false, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.decline(ground: ground, told: told), at: moment)
  }

  /// 改派: sends the top hop to another unit.
  @discardableResult
  public func redirect(
    to handler: ObjectName, by rule: ObjectName, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.redirect(DispatchOrder(to: handler, by: rule)), at: moment)
  }

  /// 签收: the unit signs for the ticket.
  @discardableResult
  public func signFor(
    worker: ObjectName? = nil, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.signFor(worker: worker), at: moment)
  }

  /// 退回: the unit sends the ticket back, under a name of the request's own.
  @discardableResult
  public func putBack(
    _ ground: TicketReturned.Ground, as request: ObjectName, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.putBack(ground: ground, request: request), at: moment)
  }

  /// 核查: whether the work is done.
  @discardableResult
  public func inspect(
    _ result: WorkInspected.Result, onSite: Bool = true, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.inspect(Inspection(result, onSite: onSite)), at: moment)
  }

  /// 重启: opens a ticket that had come to an end.
  @discardableResult
  public func reopen(
    _ ground: ReopenGround, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.reopen(ground), at: moment)
  }

  /// 升级上报: hands the ticket to the level above.
  @discardableResult
  public func escalate(
    _ ground: TicketEscalated.Ground, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.escalate(ground: ground), at: moment)
  }

  /// 并案: merges the ticket into another.
  @discardableResult
  public func merge(
    into survivor: ObjectName, at moment: Instant? = nil
  ) throws(CommandError<Rejection>) -> Receipt {
    try execute(.merge, at: moment, survivor: survivor)
  }

  /// 撤销并案: gives the ticket its own life back.
  @discardableResult
  public func unmerge(at moment: Instant? = nil) throws(CommandError<Rejection>) -> Receipt {
    try execute(.unmerge, at: moment)
  }
}
