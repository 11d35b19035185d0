// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

/// What folds know of grids: in which village each lies, and since when.
struct GridBook {
  let grids: Workspace<ObjectID, GridPlace>

  static let types: Set<EventType> = [.gridDrawn, .gridRedrawn, .gridRetired]

  /// Takes an event about grids; gives the changes in number, each with its village and day.
  func take(
    _ event: borrowing RecordedEvent<GovernanceEvent>
  ) throws(Refusal) -> [GridChange] {
    switch event.type {
    case .gridDrawn:
      guard let grid = event.reference(.grid), let village = event.reference(.village),
        let day = event.date(GridDrawn.Field.effectiveFrom)
      else { throw Refusal("GridDrawn without grid, village or date") }
      return draw(grid, in: village, on: day)
    case .gridRetired:
      guard let grid = event.reference(.grid),
        let day = event.date(GridRetired.Field.effectiveFrom)
      else { throw Refusal("GridRetired without grid or date") }
      return retire(grid, on: day)
    case .gridRedrawn:
      guard let day = event.date(GridRedrawn.Field.effectiveFrom) else {
        throw Refusal("GridRedrawn without a date")
      }
      return redraw(event.references(.sourceGrid), event.references(.targetGrid), on: day)
    default: return []
    }
  }

  /// The village in which a grid lies or lay.
  func village(of grid: ObjectID) -> ObjectID? { grids[grid]?.village }

  private func draw(_ grid: ObjectID, in village: ObjectID, on day: CivilDate) -> [GridChange] {
    let known = grids[grid]
    grids[grid] = GridPlace(village: village, isLive: true)
    var changes = [GridChange(village: village, day: day, number: 1)]
    if let known, known.isLive {
      // Drawn once more, perhaps elsewhere: not one more.
      changes.append(GridChange(village: known.village, day: day, number: -1))
    }
    return changes
  }

  private func retire(_ grid: ObjectID, on day: CivilDate) -> [GridChange] {
    guard let known = grids[grid], known.isLive else { return [] }
    grids[grid] = GridPlace(village: known.village, isLive: false)
    return [GridChange(village: known.village, day: day, number: -1)]
  }

  /// Ends the sources not among the targets; new targets lie where the first source lies.
  private func redraw(
    _ sources: [ObjectID], _ targets: [ObjectID], on day: CivilDate
  ) -> [GridChange] {
    let village = sources.lazy.compactMap { grids[$0]?.village }.first
    var changes: [GridChange] = []
    for source in sources where !targets.contains(source) { changes += retire(source, on: day) }
    for target in targets where grids[target]?.isLive != true {
      guard let place = grids[target]?.village ?? village else { continue }
      changes += draw(target, in: place, on: day)
    }
    return changes
  }
}

/// Where a grid lies.
struct GridPlace: TableRow {
  var village: ObjectID
  var isLive: Bool
}

/// A village has so many grids more or fewer from one day on.
struct GridChange {
  let village: ObjectID
  let day: CivilDate
  let number: Int
}
