// SPDX-License-Identifier: Apache-2.0

/// Builds generations of one projection beside the one that serves.
struct ProjectionBuild {
  let type: any Projection.Type
  let stored: StoredProjections
  private let hold: ProjectionHold
  private(set) var generations: Generations

  /// Takes the right to build.
  init(_ type: any Projection.Type, _ stored: StoredProjections) throws(ProjectionError) {
    self.type = type
    self.stored = stored
    hold = try ProjectionHold(.rebuild, of: type.name, in: stored.log)
    generations =
      try stored.generations(of: type.name) ?? Generations(log: stored.log.identity.id)
    try stored.sweep(generations, of: type.name)
  }

  /// The generation under way, from where it stands; a new one if there is none to go on with.
  mutating func open() throws(ProjectionError) -> StoredFold {
    if let building = generations.building {
      if building.version == type.version, let fold = try resumed(building) { return fold }
      // Of another version, or unusable.
      stored.remove(building, of: type.name)
    }
    let store = try stored.begin(type, &generations)
    return try StoredFold(
      type, store, generation: generations.building?.number ?? 0, of: stored.log, stored.options)
  }

  /// Begins once more with nothing.
  mutating func reopen() throws(ProjectionError) -> StoredFold {
    try discard()
    return try open()
  }

  /// Gives up what was built.
  mutating func discard() throws(ProjectionError) {
    guard let building = generations.building else { return }
    generations.building = nil
    try stored.set(generations, of: type.name)
    stored.remove(building, of: type.name)
  }

  /// Folds up to `limit`, the head if none is given; from a snapshot or from nothing if late
  /// facts ask for it.
  mutating func catchUp(
    _ fold: inout StoredFold, to limit: Position? = nil
  ) throws(ProjectionError) {
    let progress = stored.options.progress
    let tick: StoredFold.Tick = { done, total in
      progress?(ReplayProgress(phase: .folding, done: done, total: total))
    }
    if try fold.catchUp(to: limit, tick: tick) { return }
    if let earlier = try fold.rewound(), try earlier.catchUp(to: limit, tick: tick) {
      fold = earlier
      return
    }
    fold = try reopen()
    _ = try fold.catchUp(to: limit, tick: tick)
  }

  private func resumed(
    _ building: Generations.Generation
  ) throws(ProjectionError) -> StoredFold? {
    do throws(ProjectionError) {
      let store = try stored.open(building.number, of: type.name, readOnly: false)
      let fold = try StoredFold(
        type, store, generation: building.number, of: stored.log, stored.options)
      // In happened order nothing is kept of a fold that was cut off.
      return fold.state.position > .origin && !fold.state.tables.isEmpty ? fold : nil
    } catch {
      switch error {
      case .unusable, .otherShape: return nil
      default: throw error
      }
    }
  }

  /// Lets the generation under way serve, in one durable step.
  ///
  /// - Parameter keepsOld: The one that served can be gone back to; false if it is of no more use.
  mutating func serve(keepingOld keepsOld: Bool) throws(ProjectionError) {
    guard let building = generations.building else { return }
    var dropped = generations.serving
    if keepsOld, let serving = dropped {
      dropped = generations.previous
      generations.previous = serving
    }
    generations.serving = building
    generations.building = nil
    try stored.set(generations, of: type.name)
    if let dropped { stored.remove(dropped, of: type.name) }
  }
}
