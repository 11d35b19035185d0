// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// Of which kind a grid is, and where it lies.
struct GridSite: Codable, Hashable, Sendable {
  var kind: GridKind
  var village: ObjectID
}

/// Which grids stand on which days, and where: `GridDrawn`, `GridRedrawn`, `GridRetired`.
struct GridSites {
  let standings: Workspace<ObjectID, Standing<GridSite>>

  static let types: Set<EventType> = [.gridDrawn, .gridRedrawn, .gridRetired]

  /// Takes one of the types; the grids that changed.
  func take(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) -> [ObjectID] {
    switch event.type {
    case .gridDrawn:
      guard let grid = event.reference(.grid), let village = event.reference(.village),
        let day = event.date(GridDrawn.Field.effectiveFrom),
        let kind = event.enumeration(GridDrawn.Field.kind).flatMap(GridKind.init(number:))
      else { throw Refusal("GridDrawn without grid, kind, village or date") }
      set(GridSite(kind: kind, village: village), of: grid, from: day)
      return [grid]
    case .gridRetired:
      guard let grid = event.reference(.grid),
        let day = event.date(GridRetired.Field.effectiveFrom)
      else { throw Refusal("GridRetired without grid or date") }
      set(nil, of: grid, from: day)
      return [grid]
    default: return try redraw(event)
    }
  }

  /// Ends the sources not among the targets; a target that does not stand yet, as imports have
  /// it, begins like the first source.
  private func redraw(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> [ObjectID] {
    guard let day = event.date(GridRedrawn.Field.effectiveFrom) else {
      throw Refusal("GridRedrawn without a date")
    }
    let sources = event.references(.sourceGrid)
    let targets = event.references(.targetGrid)
    let model = sources.lazy.compactMap { standings[$0]?.value(on: day) }.first
    var changed = sources.filter { !targets.contains($0) }
    for source in changed { set(nil, of: source, from: day) }
    guard let model else { return changed }
    for target in targets where standings[target]?.value(on: day) == nil {
      set(model, of: target, from: day)
      changed.append(target)
    }
    return changed
  }

  private func set(_ site: GridSite?, of grid: ObjectID, from day: CivilDate) {
    standings.update(grid, default: Standing()) { $0.set(site, from: day) }
  }
}
