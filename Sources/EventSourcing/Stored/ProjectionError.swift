// SPDX-License-Identifier: Apache-2.0

/// Why a stored view could not be kept, built, switched or read: what failed, and the next step.
public enum ProjectionError: Error, Sendable {
  /// Nothing of this projection is stored yet.
  case notStored(projection: String)
  /// The stored view was folded by another version of the projection's code.
  case otherVersion(projection: String, stored: Int, code: Int)
  /// The same version has other tables than those stored: its number should have been raised.
  case otherShape(projection: String, version: Int, what: String)
  /// Somebody folds or rebuilds this view already; one at a time does.
  case busy(projection: String, holder: String)
  /// The same version, folded again from nothing, gives other rows: the code, the stored view or
  /// the projection's purity is wrong. Nothing was switched.
  case digestDiffers(RebuildComparison)
  /// A second generation to go back to is not there.
  case noEarlierGeneration(projection: String)
  /// A generation cannot be read; rebuild it.
  case unusable(projection: String, generation: Int, what: String)
  /// The stored view has not come that far.
  case behind(projection: String, at: Position, asked: Position)
  /// The caller stopped it; what was folded by then is kept.
  case stopped(projection: String, at: Position)
  case replay(ReplayError)
  case log(EventLogError)
}

extension ProjectionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notStored(let name): "\(name) is not stored; `gridlog project` stores it"
    case .otherVersion(let name, let stored, let code):
      "\(name) is stored as version \(stored), and this program has version \(code); "
        + "`gridlog rebuild` makes the new one beside it"
    case .otherShape(let name, let version, let what):
      "\(name) version \(version) is stored with other tables (\(what)): raise its version, "
        + "then rebuild it"
    case .busy(let name, let holder): "\(name) is folded by \(holder); try again later"
    case .digestDiffers(let found):
      "\(found.projection) version \(found.newVersion), folded again to \(found.position), differs "
        + "from the stored one in \(found.total) rows: the stored view is damaged, or its code changed without a new version, "
        + "or it is not pure; nothing was switched"
    case .noEarlierGeneration(let name): "\(name) has no earlier generation to go back to"
    case .unusable(let name, let generation, let what):
      "generation \(generation) of \(name) cannot be used: \(what); rebuild it"
    case .behind(let name, let position, let asked):
      "\(name) has been folded to \(position), not yet to \(asked)"
    case .stopped(let name, let position):
      "\(name) was stopped at \(position) as asked; what was folded is kept"
    case .replay(let error): error.description
    case .log(let error): error.description
    }
  }
}

/// Runs `body` of the log, its errors as a projection's.
func projecting<R>(_ body: () throws(EventLogError) -> R) throws(ProjectionError) -> R {
  do { return try body() } catch { throw .log(error) }
}

/// Runs `body` on a stored generation: what is damaged in it costs a fold, never the log.
func generating<R>(
  _ number: Int, of projection: String, _ body: () throws(EventLogError) -> R
) throws(ProjectionError) -> R {
  do {
    return try body()
  } catch {
    guard case .damaged(let what) = error.kind else { throw .log(error) }
    throw .unusable(projection: projection, generation: number, what: what)
  }
}

/// Runs `body` of a replay, its errors as a projection's.
func folding<R>(_ body: () throws(ReplayError) -> R) throws(ProjectionError) -> R {
  do { return try body() } catch { throw .replay(error) }
}
