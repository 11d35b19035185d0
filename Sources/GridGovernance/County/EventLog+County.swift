// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

extension EventLog {
  /// Opens a county's log: one that takes the county's event types.
  ///
  /// - Throws: ``EventLogError``: missing, damaged, of a newer format, or older than acknowledged.
  public convenience init(at path: String) throws(EventLogError) {
    try self.init(at: path, options: EventLogOptions(catalogue: GovernanceEvent.catalogue))
  }
}
