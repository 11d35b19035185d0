// SPDX-License-Identifier: Apache-2.0

/// Why a subscription did not begin, or stopped.
public enum SubscriptionError: Error, Sendable {
  /// Somebody handles this subscription already; one at a time does.
  case held(SubscriptionName, holder: String)
  /// The handler threw at this event. The checkpoint stands before it: the event comes again.
  case handlerFailed(SubscriptionName, at: Position, any Error)
  /// The checkpoint was written beside another log: its positions mean other events.
  case otherLog(SubscriptionName, checkpoint: EventID, log: EventID)
  /// The checkpoint stands behind the log's end: the log was restored to an earlier point.
  case aheadOfLog(SubscriptionName, checkpoint: Position, head: Position)
  /// There is no subscription of that name.
  case unknown(SubscriptionName)
  /// The log or its catalogue could not be read or written.
  case log(EventLogError)
}

extension SubscriptionError: CustomStringConvertible {
  /// The handler's own error is told by its type alone: its words may name people.
  public var description: String {
    switch self {
    case .held(let name, let holder):
      "subscription \(name) is handled by \(holder); stop that one first"
    case .handlerFailed(let name, let position, let error):
      "subscription \(name) stopped at \(position): its handler threw \(type(of: error)); "
        + "the event comes again when it goes on"
    case .otherLog(let name, let checkpoint, let log):
      "subscription \(name) has a checkpoint of log \(checkpoint), and this is log \(log); "
        + "move it to a position of this log, or remove it"
    case .aheadOfLog(let name, let checkpoint, let head):
      "subscription \(name) has handled events up to \(checkpoint), and the log ends at \(head); "
        + "it was restored to an earlier point: move the subscription, or remove it"
    case .unknown(let name): "there is no subscription \(name)"
    case .log(let error): error.description
    }
  }
}
