// SPDX-License-Identifier: Apache-2.0
internal import LMDB

extension EventLog {
  /// Checks events as an append would, and writes nothing.
  ///
  /// Schema, header, limits, and that none is dated later than the log's clock allows. What
  /// depends on what others append meanwhile is left to the append: conditions and taken ids.
  /// - Throws: ``AppendError`` for the first event that would be refused.
  public func validate(_ events: [NewEvent]) throws(AppendError) {
    try writer.core.check(events)
    guard identity.clock == .system else { return }
    let now = max(SystemClock.now(), try lastRecorded())
    let limit = now.adding(microseconds: options.futureTolerance)
    for (index, event) in events.enumerated() {
      guard let occurred = event.occurred, occurred > limit, event.source?.mode != .imported
      else { continue }
      throw .occurredInFuture(index: index, occurred: occurred, clock: now)
    }
  }

  private func lastRecorded() throws(AppendError) -> Instant {
    do {
      let head = try head
      return try events(after: head.predecessor, limit: 1).first?.recorded ?? .earliest
    } catch {
      throw .log(error)
    }
  }
}
