// SPDX-License-Identifier: Apache-2.0

/// Why an append did not take effect: nothing of the request was written, but for
/// ``outcomeUnknown(_:)``.
public enum AppendError: Error, Hashable, Sendable {
  /// The stream has moved on since the caller looked.
  case wrongVersion(stream: ObjectName, expected: UInt64, actual: UInt64)
  /// An event matching the condition's query got there first.
  case conditionFailed(after: Position, found: Position)
  /// The id is known with other content; nothing is overwritten.
  case idTaken(id: EventID, by: Position)
  /// An event does not fit its schema or a limit; `index` counts from 0 in the request.
  case invalid(index: Int, SchemaError)
  /// A part of the event's header is wrong; `index` counts from 0 in the request.
  case invalidHeader(index: Int, reason: String)
  /// The event is dated later than the log's clock allows (domain I-25).
  case occurredInFuture(index: Int, occurred: Instant, clock: Instant)
  /// A sealed field's subject has been erased: its key is not made anew.
  case subjectErased(index: Int)
  /// Nothing to append.
  case empty
  /// The log itself could not take the request.
  case log(EventLogError)
  /// The disk failed at the last step, and reopening did not tell: ask again by these ids.
  case outcomeUnknown([EventID])
}

extension AppendError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wrongVersion(let stream, let expected, let actual):
      "append rejected: stream \(stream) has version \(actual), not \(expected); "
        + "read again and retry"
    case .conditionFailed(let after, let found):
      "append rejected: event \(found) matches the condition after \(after) and got there "
        + "first; read again and retry"
    case .idTaken(let id, let position):
      "append rejected: id \(id) stands at \(position) with other content; "
        + "give a changed event a new id, or append a FactCorrected"
    case .invalid(let index, let error):
      "append rejected: event \(index + 1) of the request: \(error)"
    case .invalidHeader(let index, let reason):
      "append rejected: event \(index + 1) of the request: \(reason)"
    case .occurredInFuture(let index, let occurred, let clock):
      "append rejected: event \(index + 1) of the request happened at \(occurred), "
        + "later than the log's clock \(clock); check the clock or the time zone"
    case .subjectErased(let index):
      "append rejected: event \(index + 1) of the request has personal text of a subject whose "
        + "data was erased; leave it out"
    case .empty: "append rejected: the request holds no event"
    case .log(let error): "append failed: \(error)"
    case .outcomeUnknown(let ids):
      "append failed at its last step: \(ids.count) events may or may not be in the log; "
        + "append the same ids again to find out"
    }
  }
}
