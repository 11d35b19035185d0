// SPDX-License-Identifier: Apache-2.0

/// Two generations of a stored view as of the same position, and what differs.
public struct GenerationComparison: Sendable {
  /// One of the two.
  public struct Side: Sendable {
    public let generation: Int
    /// The version of the code that folded it.
    public let version: Int
    /// How far the generation itself has come.
    public let position: Position
  }

  /// The generation that `rollback` would go back to.
  public let previous: Side
  public let serving: Side
  /// Both answers know the events up to here.
  public let position: Position
  /// The name of the view's first table.
  public let firstTable: String
  /// On the way from the previous one to the serving one, by table, then key. Columns that only
  /// one version has are changes of every row.
  public let changes: [RowChange]
}

extension EventLog {
  /// What the serving generation of a stored view says otherwise than the one before it.
  ///
  /// The generation before does not go on, so both are compared as of the earlier position: rows
  /// differ by what the code says, not by what happened since.
  ///
  /// - Throws: ``ProjectionError/noEarlierGeneration(projection:)``; or
  ///   ``ProjectionError/otherVersion(projection:stored:code:)`` if they stand at different
  ///   positions and the one that would have to be seen as of an earlier moment is of another
  ///   version than this program's.
  public func compareGenerations(
    of projection: any Projection.Type
  ) throws(ProjectionError) -> GenerationComparison {
    let stored = StoredProjections(log: self, options: ReplayOptions())
    guard let generations = try stored.generations(of: projection.name),
      let serving = generations.serving
    else { throw .notStored(projection: projection.name) }
    guard let previous = generations.previous else {
      throw .noEarlierGeneration(projection: projection.name)
    }
    let old = try GenerationLook(previous, projection, stored)
    let new = try GenerationLook(serving, projection, stored)
    let position = min(old.side.position, new.side.position)
    let view = try new.view(asOf: position)
    return GenerationComparison(
      previous: old.side, serving: new.side, position: position, firstTable: view.tables[0],
      changes: try old.view(asOf: position).changes(toVersion: view))
  }
}

/// A generation, and the code that may know it.
private struct GenerationLook {
  let side: GenerationComparison.Side
  private let reading: StoredReading
  private let projection: any Projection.Type
  private let log: EventLog

  init(
    _ generation: Generations.Generation, _ projection: any Projection.Type,
    _ stored: StoredProjections
  ) throws(ProjectionError) {
    reading = try StoredReading(generation, of: projection.name, stored)
    self.projection = projection
    log = stored.log
    side = GenerationComparison.Side(
      generation: generation.number, version: generation.version,
      position: reading.snapshot.state.position)
  }

  /// Its own rows; as of an earlier position those that its code folds, which are the same.
  func view(asOf position: Position) throws(ProjectionError) -> AnyView {
    let isKnown = side.version == projection.version
    if side.position == position {
      return isKnown
        ? try reading.anyView(projection, clock: nil, whole: true)
        : try reading.frozenView(clock: nil)
    }
    guard isKnown else {
      throw .otherVersion(
        projection: projection.name, stored: side.version, code: projection.version)
    }
    return try folding { () throws(ReplayError) in
      try log.replay([projection], asOf: .position(position))[0]
    }
  }
}
