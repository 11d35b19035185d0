// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// Where events of these ids stand, as the receipt of an append that wrote nothing new; `nil`
  /// unless the log has every one of them.
  ///
  /// For retries: what was appended under ids of the caller's choice is found again.
  public func receipt(of ids: [EventID]) throws(EventLogError) -> Receipt? {
    var positions: [Position] = []
    var recorded: Instant?
    for id in ids {
      guard let event = try event(id) else { return nil }
      positions.append(event.position)
      recorded = min(recorded ?? event.recorded, event.recorded)
    }
    return recorded.map { Receipt(positions: positions, appended: 0, recorded: $0) }
  }
}
