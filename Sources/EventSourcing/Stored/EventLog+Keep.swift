// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// Keeps stored views current until the task is cancelled: each time the log has grown, whoever
  /// appended, the events recorded since are folded on top.
  ///
  /// - Parameter upkeep: Told after each catch-up that folded something.
  /// - Throws: ``ProjectionError`` as ``project(_:options:)``. Cancelled, it makes what is stored
  ///   durable and returns.
  public func keepProjected(
    _ projections: [any Projection.Type], options: ReplayOptions = ReplayOptions(),
    upkeep: (ProjectionUpkeep) -> Void = { _ in }
  ) async throws(ProjectionError) {
    let keepers = try ViewKeepers(projections, self, options)
    while true {
      // Before reading, so that no ring is lost between the two.
      let rings = doorbell.rings
      try keepers.catchUp(upkeep)
      if Task.isCancelled || options.isCancelled() { break }
      await doorbell.wait(past: rings)
    }
    try keepers.finish()
  }

  /// Keeps stored views current on this thread for as long as `isWanted` says so; it is asked
  /// after each catch-up, and five times a second while nothing comes.
  public func keepProjected(
    _ projections: [any Projection.Type], options: ReplayOptions = ReplayOptions(),
    while isWanted: () -> Bool, upkeep: (ProjectionUpkeep) -> Void = { _ in }
  ) throws(ProjectionError) {
    let keepers = try ViewKeepers(projections, self, options)
    while isWanted() {
      let rings = doorbell.rings
      try keepers.catchUp(upkeep)
      doorbell.wait(past: rings, milliseconds: 200)
    }
    try keepers.finish()
  }

  /// Returns once a stored view knows the events up to `position`, whoever folds them: what was
  /// just appended can be read from it then.
  ///
  /// - Throws: ``ProjectionError/notStored(projection:)``;
  ///   ``ProjectionError/behind(projection:at:asked:)`` if it has not come that far within
  ///   `timeout` milliseconds or the task was cancelled.
  public func waitForView(
    of projection: String, toReach position: Position, timeout: Int = 10_000
  ) async throws(ProjectionError) {
    var waited = 0
    while true {
      let state = try StoredReading(projection, self, reaching: .origin).snapshot.state
      if state.position >= position { return }
      guard waited < timeout, !Task.isCancelled else {
        throw .behind(projection: projection, at: state.position, asked: position)
      }
      try? await Task.sleep(for: .milliseconds(10))
      waited += 10
    }
  }
}

/// The right to keep several views current.
private struct ViewKeepers {
  private var keepers: [ViewKeeper] = []

  init(
    _ projections: [any Projection.Type], _ log: EventLog, _ options: ReplayOptions
  ) throws(ProjectionError) {
    for projection in projections { keepers.append(try ViewKeeper(projection, log, options)) }
  }

  func catchUp(_ upkeep: (ProjectionUpkeep) -> Void) throws(ProjectionError) {
    for keeper in keepers {
      let done = try keeper.catchUp(isLast: false)
      if done.outcome != .current { upkeep(done) }
    }
  }

  func finish() throws(ProjectionError) {
    for keeper in keepers { try keeper.finish() }
  }
}
