// SPDX-License-Identifier: Apache-2.0

/// Where a subscription stands.
public struct SubscriptionStatus: Hashable, Sendable {
  public let name: SubscriptionName
  /// Up to here its handler has handled the matching events.
  public let checkpoint: Position
  /// The log's head when it was asked.
  public let head: Position
  /// Who handles it now; `nil` if nobody does.
  public let holder: String?
  /// False if the checkpoint was written beside another log.
  public let isOfThisLog: Bool

  /// Positions behind the head; up to 1,023 of events that do not match are counted too, for
  /// they are not worth a write.
  public var lag: UInt64 { head.rawValue - min(head.rawValue, checkpoint.rawValue) }
}

extension EventLog {
  /// The subscriptions of this log, by name; changes nothing.
  public func subscriptions() throws(EventLogError) -> [SubscriptionStatus] {
    guard let catalogue = try Catalogue(lookingAt: self) else { return [] }
    let checkpoints = try catalogue.checkpoints()
    let head = try head
    return checkpoints.map { name, checkpoint in
      SubscriptionStatus(
        name: name, checkpoint: checkpoint.position, head: head,
        holder: SubscriptionHold.holder(name, in: self),
        isOfThisLog: checkpoint.log == identity.id)
    }
  }

  /// Lets a subscription go on behind another position: back to handle events again, forward to
  /// leave some out, or anywhere after the log was restored.
  ///
  /// - Throws: ``SubscriptionError``: held, unknown, or a position behind the head.
  public func moveSubscription(
    _ name: SubscriptionName, to position: Position
  ) throws(SubscriptionError) {
    try changing(name) { catalogue throws(SubscriptionError) in
      let head = try log { () throws(EventLogError) in try self.head }
      guard position <= head else {
        throw .aheadOfLog(name, checkpoint: position, head: head)
      }
      return Catalogue.Checkpoint(log: identity.id, position: position)
    }
  }

  /// Forgets a subscription and its checkpoint.
  ///
  /// - Throws: ``SubscriptionError``: held or unknown.
  public func removeSubscription(_ name: SubscriptionName) throws(SubscriptionError) {
    try changing(name) { _ in nil }
  }

  private func changing(
    _ name: SubscriptionName,
    _ change: (Catalogue) throws(SubscriptionError) -> Catalogue.Checkpoint?
  ) throws(SubscriptionError) {
    let known = try log { () throws(EventLogError) in
      try Catalogue(lookingAt: self)?.checkpoint(of: name)
    }
    guard known != nil else { throw .unknown(name) }
    let hold = try SubscriptionHold(name, in: self)
    let catalogue = try log { () throws(EventLogError) in try Catalogue(of: self) }
    let checkpoint = try change(catalogue)
    try log { () throws(EventLogError) in try catalogue.set(checkpoint, of: name) }
    withExtendedLifetime(hold) {}
  }

  private func log<R>(
    _ body: () throws(EventLogError) -> R
  ) throws(SubscriptionError) -> R {
    do {
      return try body()
    } catch {
      throw .log(error)
    }
  }
}
