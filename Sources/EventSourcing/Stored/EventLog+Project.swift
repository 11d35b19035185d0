// SPDX-License-Identifier: Apache-2.0

/// What keeping a stored view current did.
public struct ProjectionUpkeep: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// It stood at the head already.
    case current
    /// Events behind it were folded on top.
    case caughtUp
    /// Late facts or corrections made its rows others: it was folded again from the last snapshot
    /// that they do not change.
    case rewound
    /// It was folded from nothing: it was not stored, or late facts changed even its first
    /// snapshot.
    case built
  }

  public let projection: String
  public let version: Int
  public let generation: Int
  public let outcome: Outcome
  /// Where it stood before, and where it stands now.
  public let from: Position
  public let position: Position
  /// Rows of each of its tables that are answers.
  public let rows: [String: Int]
  /// Events that the projection refused.
  public let refused: Int
}

extension EventLog {
  /// Stores the views of projections, or brings stored ones up to the log's head.
  ///
  /// Rows and the position they stand at are stored in one transaction beside the log
  /// (`views/` in its directory), so appends never wait for it. Killed at any point it goes on
  /// where it was; a power failure costs at most a fold from nothing. Readers see the rows as they
  /// were until the new ones are whole.
  ///
  /// - Throws: ``ProjectionError``: ``ProjectionError/otherVersion(projection:stored:code:)`` for a
  ///   view that must be rebuilt, ``ProjectionError/busy(projection:holder:)`` if another process
  ///   folds it.
  @discardableResult
  public func project(
    _ projections: [any Projection.Type], options: ReplayOptions = ReplayOptions()
  ) throws(ProjectionError) -> [ProjectionUpkeep] {
    var done: [ProjectionUpkeep] = []
    for projection in projections {
      done.append(try ViewKeeper(projection, self, options).catchUp())
    }
    return done
  }
}

/// Keeps one stored view current; holds what it has in memory from one time to the next.
final class ViewKeeper {
  private let type: any Projection.Type
  private let stored: StoredProjections
  private let hold: ProjectionHold
  private var fold: StoredFold?
  private var serving: Generations.Generation?

  init(
    _ type: any Projection.Type, _ log: EventLog, _ options: ReplayOptions
  ) throws(ProjectionError) {
    self.type = type
    stored = StoredProjections(log: log, options: options)
    hold = try ProjectionHold(.upkeep, of: type.name, in: log)
  }

  /// Brings the view to the log's head, and makes it durable if it is not kept open.
  func catchUp(isLast: Bool = true) throws(ProjectionError) -> ProjectionUpkeep {
    let generations = try stored.generations(of: type.name)
    guard let serving = generations?.serving else { return try build(from: .origin) }
    guard serving.version == type.version else {
      throw .otherVersion(projection: type.name, stored: serving.version, code: type.version)
    }
    // Another process may have switched to a newer generation.
    if serving != self.serving { fold = nil }
    do throws(ProjectionError) {
      let fold = try opened(serving)
      self.serving = serving
      let before = fold.state.position
      guard try fold.catchUp(tick: tick) else {
        if let rewound = try rewind(fold, serving, isLast) { return rewound }
        return try build(from: before)
      }
      if isLast { try fold.finish() }
      return result(
        fold, serving, before == fold.state.position ? .current : .caughtUp, from: before)
    } catch {
      fold = nil
      guard case .unusable = error else { throw error }
      return try build(from: .origin)
    }
  }

  /// Goes back to a snapshot and folds from there; `nil` if there is none to go back to.
  private func rewind(
    _ fold: StoredFold, _ serving: Generations.Generation, _ isLast: Bool
  ) throws(ProjectionError) -> ProjectionUpkeep? {
    guard let earlier = try fold.rewound(), try earlier.catchUp(tick: tick) else { return nil }
    self.fold = earlier
    if isLast { try earlier.finish() }
    return result(earlier, serving, .rewound, from: fold.state.position)
  }

  /// Makes what was stored durable.
  func finish() throws(ProjectionError) { try fold?.finish() }

  private func opened(_ serving: Generations.Generation) throws(ProjectionError) -> StoredFold {
    if let fold { return fold }
    let store = try stored.open(serving.number, of: type.name, readOnly: false)
    let fold = try StoredFold(
      type, store, generation: serving.number, of: stored.log, stored.options)
    self.fold = fold
    return fold
  }

  private func build(from before: Position) throws(ProjectionError) -> ProjectionUpkeep {
    fold = nil
    var build = try ProjectionBuild(type, stored)
    var fold = try build.open()
    try build.catchUp(&fold)
    try fold.checkpoint()
    try fold.finish()
    try build.serve(keepingOld: false)
    guard let serving = build.generations.serving else { throw .notStored(projection: type.name) }
    self.fold = fold
    self.serving = serving
    return result(fold, serving, .built, from: before)
  }

  private func tick(_ done: UInt64, _ total: UInt64) {
    stored.options.progress?(ReplayProgress(phase: .folding, done: done, total: total))
  }

  private func result(
    _ fold: StoredFold, _ serving: Generations.Generation, _ outcome: ProjectionUpkeep.Outcome,
    from before: Position
  ) -> ProjectionUpkeep {
    let answers = fold.state.tables.filter(\.isAnswer)
    return ProjectionUpkeep(
      projection: type.name, version: type.version, generation: serving.number, outcome: outcome,
      from: before, position: fold.state.position,
      rows: Dictionary(answers.map { ($0.table, $0.rows) }) { first, _ in first },
      refused: fold.state.quarantine.count + fold.state.refusedAmendments.count)
  }
}
