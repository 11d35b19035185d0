// SPDX-License-Identifier: Apache-2.0

/// A view that is stored beside the log.
public struct StoredProjectionStatus: Hashable, Sendable {
  public let projection: String
  public let source: StoredSource
  /// Rows of each of its tables that are answers.
  public let rows: [String: Int]
  public let quarantine: [QuarantinedEvent]
  /// The generation that `rollback` goes back to, and its version.
  public let previous: Int?
  public let previousVersion: Int?
  /// Who keeps it current, and who rebuilds it, at this moment.
  public let keeper: String?
  public let rebuilder: String?
}

extension EventLog {
  /// The views that are stored beside this log and can be read, by name; changes nothing.
  public func storedProjections() throws(ProjectionError) -> [StoredProjectionStatus] {
    let stored = StoredProjections(log: self, options: ReplayOptions())
    var found: [StoredProjectionStatus] = []
    for (projection, generations) in try stored.all() {
      guard let serving = generations.serving else { continue }
      let reading = try StoredReading(serving, of: projection, stored)
      let state = reading.snapshot.state
      found.append(
        StoredProjectionStatus(
          projection: projection, source: try reading.source(isFrozen: false),
          rows: Dictionary(
            state.tables.filter(\.isAnswer).map { ($0.table, $0.rows) }
          ) { first, _ in first },
          quarantine: state.allRefused, previous: generations.previous?.number,
          previousVersion: generations.previous?.version,
          keeper: ProjectionHold.holder(.upkeep, of: projection, in: self),
          rebuilder: ProjectionHold.holder(.rebuild, of: projection, in: self)))
    }
    return found
  }

  /// Holds a stored view against a fold from nothing to the same position.
  ///
  /// - Returns: What differs; empty if the two are equal to the last row. `nil` if `projections`
  ///   has no code of the stored version.
  public func verifyStored(
    _ name: String, among projections: [any Projection.Type],
    options: ReplayOptions = ReplayOptions()
  ) throws(ProjectionError) -> [RowChange]? {
    let (view, source) = try storedRows(of: name, among: projections)
    guard !source.isFrozen, let type = view.type else { return nil }
    let fresh = try folding { () throws(ReplayError) in
      try replay([type], asOf: .position(source.position), options: options)[0]
    }
    if view.digest == fresh.digest { return [] }
    return try folding { () throws(ReplayError) in try view.changes(toAny: fresh) }
  }
}
