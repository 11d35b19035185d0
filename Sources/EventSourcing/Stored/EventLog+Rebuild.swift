// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// How a rebuild ended.
public struct RebuildResult: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// The new generation serves; the one before can be gone back to.
    case switched
    /// The caller said no: the serving one stays, and the next rebuild goes on from here.
    case kept
  }

  public let outcome: Outcome
  public let projection: String
  /// The generation that was built.
  public let generation: Int
  public let position: Position
  /// `nil` if nothing served before.
  public let comparison: RebuildComparison?
}

extension EventLog {
  /// Folds a view from nothing beside the serving one, compares the two as of the same position,
  /// and lets the new one serve.
  ///
  /// Readers and appends go on meanwhile; the switch is one durable step, and the generation
  /// before is kept for ``rollback(_:)``. Killed at any point, the next rebuild goes on where this
  /// one was. One process rebuilds a view at a time.
  ///
  /// - Parameter decide: Asked before the switch, with all that differs; not asked if nothing
  ///   served before or nothing differs.
  /// - Throws: ``ProjectionError``: ``ProjectionError/busy(projection:holder:)``;
  ///   ``ProjectionError/digestDiffers(_:)`` if the same version gives other rows than those
  ///   stored, which no answer of `decide` could make right.
  public func rebuild(
    _ projection: any Projection.Type, options: ReplayOptions = ReplayOptions(),
    decide: (RebuildComparison) -> Bool = { _ in true }
  ) throws(ProjectionError) -> RebuildResult {
    var rebuild = try Rebuild(projection, self, options)
    return try rebuild.run(decide)
  }

  /// Folds a view anew because what made it refuse events was mended, without a new version: the
  /// rows may differ as long as fewer events are refused.
  ///
  /// - Throws: ``ProjectionError/digestDiffers(_:)`` if no refused event was taken this time.
  public func retryRefused(
    _ projection: any Projection.Type, options: ReplayOptions = ReplayOptions(),
    decide: (RebuildComparison) -> Bool = { _ in true }
  ) throws(ProjectionError) -> RebuildResult {
    var rebuild = try Rebuild(projection, self, options, isRetry: true)
    return try rebuild.run(decide)
  }

  /// Goes back to the generation that served before; the one that served can be gone back to in
  /// turn.
  ///
  /// - Throws: ``ProjectionError/noEarlierGeneration(projection:)``, or why it cannot be read.
  @discardableResult
  public func rollback(_ projection: String) throws(ProjectionError) -> StoredSource {
    let stored = StoredProjections(log: self, options: ReplayOptions())
    let hold = try ProjectionHold(.rebuild, of: projection, in: self)
    defer { withExtendedLifetime(hold) {} }
    guard var generations = try stored.generations(of: projection) else {
      throw .notStored(projection: projection)
    }
    guard let previous = generations.previous else {
      throw .noEarlierGeneration(projection: projection)
    }
    let reading = try StoredReading(previous, of: projection, stored)
    let serving = generations.serving
    (generations.serving, generations.previous) = (previous, serving)
    try stored.set(generations, of: projection)
    return try reading.source(isFrozen: previous.version != serving?.version)
  }
}

/// One rebuild.
private struct Rebuild {
  private let type: any Projection.Type
  private var build: ProjectionBuild
  private var fold: StoredFold
  private let isRetry: Bool

  init(
    _ type: any Projection.Type, _ log: EventLog, _ options: ReplayOptions, isRetry: Bool = false
  ) throws(ProjectionError) {
    self.type = type
    self.isRetry = isRetry
    build = try ProjectionBuild(type, StoredProjections(log: log, options: options))
    fold = try build.open()
  }

  mutating func run(
    _ decide: (RebuildComparison) -> Bool
  ) throws(ProjectionError) -> RebuildResult {
    let comparison = try compared()
    if let comparison, comparison.differs {
      let mayDiffer =
        comparison.oldVersion != comparison.newVersion
        || isRetry && comparison.refusedAfter < comparison.refusedBefore
      guard mayDiffer else {
        // Kept, it would be gone on with once the code is right again.
        try build.discard()
        throw .digestDiffers(comparison)
      }
      guard decide(comparison) else {
        try fold.finish()
        return result(.kept, comparison)
      }
    }
    try build.catchUp(&fold)
    try fold.checkpoint()
    try fold.finish()
    let result = result(.switched, comparison)
    try build.serve(keepingOld: true)
    return result
  }

  private func result(
    _ outcome: RebuildResult.Outcome, _ comparison: RebuildComparison?
  ) -> RebuildResult {
    RebuildResult(
      outcome: outcome, projection: type.name,
      generation: build.generations.building?.number ?? 0, position: fold.state.position,
      comparison: comparison)
  }

  /// Brings the new generation to where the serving one stands, and compares the two there.
  private mutating func compared() throws(ProjectionError) -> RebuildComparison? {
    if let known = RebuildComparison(fold.state.comparison) { return known }
    while let old = try serving() {
      let position = old.snapshot.state.position
      // Beyond it nothing can be compared: the serving one was changed since.
      if fold.state.position > position { fold = try build.reopen() }
      try build.catchUp(&fold, to: position)
      try fold.checkpoint()
      guard let building = build.generations.building else { return nil }
      let new = try StoredReading(building, of: type.name, build.stored)
      guard new.snapshot.state.position == position else { continue }
      let comparison = try compare(old, new)
      try fold.update { $0.comparison = comparison.value }
      return comparison
    }
    return nil
  }

  private func compare(
    _ old: StoredReading, _ new: StoredReading
  ) throws(ProjectionError) -> RebuildComparison {
    let (mine, theirs) = (old.snapshot.state, new.snapshot.state)
    let hasSameRows = try projecting { () throws(EventLogError) in
      try store { () throws(LMDBError) in try old.snapshot.hasSameBlocks(as: new.snapshot) }
    }
    if hasSameRows, mine.allRefused == theirs.allRefused {
      return RebuildComparison(equal: mine, theirs)
    }
    return RebuildComparison(
      try old.frozenView(clock: nil), try new.anyView(type, clock: nil, whole: true))
  }

  /// What readers see now; `nil` if there is nothing, or nothing that can be read.
  private func serving() throws(ProjectionError) -> StoredReading? {
    guard let serving = build.generations.serving else { return nil }
    do throws(ProjectionError) {
      return try StoredReading(serving, of: type.name, build.stored)
    } catch {
      guard case .unusable = error else { throw error }
      return nil
    }
  }
}
