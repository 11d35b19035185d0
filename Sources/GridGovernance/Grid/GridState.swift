// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// Which grids there are and who is on them, day by day 网格台账: the fold of the module's events.
public struct GridState: Hashable, Sendable {
  private var grids: [ObjectName: Standing<Grid>] = [:]
  private var forces: [ObjectName: [StaffedForce]] = [:]

  public init() {}

  /// The grid as it stands on that day; `nil` if it does not.
  public func grid(_ name: ObjectName, on day: CivilDate) -> Grid? {
    grids[name]?.value(on: day)
  }

  /// Whether its code was ever used.
  public func isKnown(_ name: ObjectName) -> Bool { grids[name] != nil }

  /// The first day of a later entry of that grid; `nil` if there is none.
  public func change(of name: ObjectName, after day: CivilDate) -> CivilDate? {
    grids[name]?.change(after: day)
  }

  /// The grids that stand on that day, by name.
  public func grids(on day: CivilDate) -> [ObjectName] {
    grids.keys.sorted().filter { grid($0, on: day) != nil }
  }

  /// The grids of a village on that day or later, by name.
  public func grids(in village: ObjectName, from day: CivilDate) -> [ObjectName] {
    grids.keys.sorted().filter { name in
      grids[name]?.values(from: day).contains { $0.village == village } ?? false
    }
  }

  /// Who is on the grid on that day, in the order of staffing.
  public func forces(on name: ObjectName, _ day: CivilDate) -> [StaffedForce] {
    (forces[name] ?? []).filter { $0.span.contains(day) }
  }

  /// Who is on the grid on that day or later, in the order of staffing.
  public func forces(on name: ObjectName, from day: CivilDate) -> [StaffedForce] {
    (forces[name] ?? []).filter { $0.span.reaches(day) }
  }

  /// Takes one more event; total, since history is never refused.
  public mutating func apply(_ event: GridEvent) {
    switch event {
    case .drawn(let event):
      grids[event.grid, default: Standing()].set(
        Grid(kind: event.kind, village: event.village), from: event.effectiveFrom)
    case .redrawn(let event): apply(event)
    case .retired(let event):
      grids[event.grid, default: Standing()].set(nil, from: event.effectiveFrom)
    case .staffed(let event): apply(event)
    case .released(let event): apply(event)
    case .patrolled: break
    }
  }

  /// Ends the sources not among the targets; a target that does not stand yet, as imports have
  /// it, begins like the first source.
  private mutating func apply(_ event: GridRedrawn) {
    let day = event.effectiveFrom
    let model = event.sourceGrid.compactMap { grid($0, on: day) }.first
    for source in event.sourceGrid where !event.targetGrid.contains(source) {
      grids[source, default: Standing()].set(nil, from: day)
    }
    guard let model else { return }
    for target in event.targetGrid where grid(target, on: day) == nil {
      grids[target, default: Standing()].set(model, from: day)
    }
  }

  private mutating func apply(_ event: GridReleased) {
    guard var staffed = forces[event.grid] else { return }
    for index in staffed.indices where staffed[index].isMeant(by: event) {
      staffed[index].span.end(on: event.effectiveFrom)
    }
    forces[event.grid] = staffed
  }

  private mutating func apply(_ event: GridStaffed) {
    let span = DaySpan(from: event.effectiveFrom)
    let members: [ObjectName?] = event.member.isEmpty ? [nil] : event.member
    forces[event.grid, default: []] += members.map { member in
      StaffedForce(force: event.force, team: event.team, member: member, span: span)
    }
  }
}

/// A grid as the rules see it.
public struct Grid: Hashable, Sendable {
  /// Comprehensive or dedicated.
  public var kind: GridKind
  /// The village in which it lies.
  public var village: ObjectName
}

/// One person, or a team without named people, on a grid.
public struct StaffedForce: Hashable, Sendable {
  /// Of which force.
  public var force: GridForce
  /// The team as a body, where it has a name.
  public var team: ObjectName?
  /// The person, under a pseudonym; `nil` for a team without named people.
  public var member: ObjectName?
  /// When.
  public var span: DaySpan

  /// Whether a release names it: by force, by the team and by the people, where it names any.
  func isMeant(by event: GridReleased) -> Bool {
    force == event.force && event.team.map { $0 == team } ?? true
      && (event.member.isEmpty || member.map(event.member.contains) ?? false)
      && span.from <= event.effectiveFrom && span.reaches(event.effectiveFrom)
  }
}
