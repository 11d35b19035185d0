// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// Appends events to one or more streams, all or none.
  ///
  /// The events are on disk when this returns. Positions are given in array order, without gaps.
  /// An event whose id is known with equal content is not written again; a request that is wholly
  /// known is answered as the first time, whatever the condition says now.
  ///
  /// - Parameter condition: What must still be true of the log; see ``AppendCondition``.
  /// - Returns: The place of each event.
  /// - Throws: ``AppendError``; nothing of the request was written, but for
  ///   ``AppendError/outcomeUnknown(_:)``.
  @available(*, noasync, message: "in async code, await the other form")
  @discardableResult
  public func append(
    _ events: [NewEvent], if condition: AppendCondition = .none
  ) throws(AppendError) -> Receipt {
    try writer.append(AppendRequest(events: events, condition: condition))
  }

  /// Appends without blocking a thread; what other tasks append meanwhile shares the flush.
  ///
  /// The same promises as the synchronous form. Cancelling the task does not take the events back.
  @discardableResult
  public func append(
    _ events: [NewEvent], if condition: AppendCondition = .none
  ) async throws(AppendError) -> Receipt {
    try await writer.append(AppendRequest(events: events, condition: condition))
  }

  /// Appends one event.
  @available(*, noasync, message: "in async code, await the other form")
  @discardableResult
  public func append(
    _ event: NewEvent, if condition: AppendCondition = .none
  ) throws(AppendError) -> Receipt {
    try append([event], if: condition)
  }

  /// Appends several requests in one commit: for imports.
  ///
  /// Each request is all or none by itself, and refused by itself; all that are taken share one
  /// flush. With the source's clock each request gets a recorded time of its own.
  /// - Returns: One result a request, in order.
  @available(*, noasync, message: "in async code, append in a task group: it is grouped too")
  public func appendTogether(
    _ requests: [[NewEvent]]
  ) -> [Result<Receipt, AppendError>] {
    writer.appendTogether(requests.map { AppendRequest(events: $0, condition: .none) })
  }
}
