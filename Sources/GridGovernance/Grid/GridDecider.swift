// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// The rules of grids 网格: what a command may cause, and what an event changes (domain §7.1, M3).
public enum GridDecider: Decider {
  public static var initialState: GridState { GridState() }

  /// The events that the command causes, in order: grids drawn anew before their redrawing.
  public static func decide(
    _ command: GridCommand, given state: GridState, in context: GridContext
  ) throws(Rejection) -> [Fact<GridEvent>] {
    let events = try GridDecision(state: state, context: context).events(for: command)
    return events.map { Fact($0, actor: context.actor, occurred: context.now) }
  }

  /// The state after one more event.
  public static func evolve(_ state: GridState, with fact: Fact<GridEvent>) -> GridState {
    var state = state
    state.apply(fact.event)
    return state
  }
}

/// A command on its way to its events.
struct GridDecision {
  let state: GridState
  let context: GridContext

  func events(for command: GridCommand) throws(Rejection) -> [GridEvent] {
    if case .redraw(let event, let drawn) = command { return try redrawn(event, drawn) }
    try check(command.event)
    return [command.event]
  }

  /// Refuses a fact that the rules do not allow now.
  func check(_ event: GridEvent) throws(Rejection) {
    switch event {
    case .drawn(let event): try check(event)
    case .redrawn(let event): _ = try redrawn(event, [])
    case .retired(let event): try check(event)
    case .staffed(let event): try check(event)
    case .released(let event): try check(event)
    case .patrolled(let event): try check(event)
    }
  }

  @discardableResult
  private func grid(
    _ name: ObjectName, on day: CivilDate, for type: EventType
  ) throws(Rejection) -> Grid {
    guard let grid = state.grid(name, on: day) else { throw .notLive(type, name, on: day) }
    return grid
  }

  // MARK: Drawing

  private func check(_ event: GridDrawn) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, GridDrawn.type)
    try require(
      !state.isKnown(event.grid),
      .row(
        type, Words("the code \(event.grid) has been given before", "网格编码 \(event.grid) 已使用过"),
        next: Words("give a new code, or redraw the grid", "换用新编码，或登记网格调整")))
    guard let village = context.divisions.division(event.village, on: day) else {
      throw .notLive(type, event.village, on: day)
    }
    try require(
      village.kind.level == .village,
      .row(
        type, Words("a grid lies in a village or community", "网格须划在村（社区）内"),
        next: Words("name the village", "写明所在村（社区）")))
    try require(event.households.map { $0 >= 0 } ?? true, .negativeHouseholds(type))
    try requireCode(event.grid)
  }

  /// The code matches one of the schemes in force; a pattern that cannot be read matches nothing.
  private func requireCode(_ grid: ObjectName) throws(Rejection) {
    guard !context.codes.isEmpty else { return }
    let fits = context.codes.contains { rule in
      guard let pattern = try? Regex(rule.pattern) else { return false }
      return (try? pattern.wholeMatch(in: grid.key)) != nil
    }
    let schemes = context.codes.map(\.scheme).joined(separator: ", ")
    try require(
      fits,
      .row(
        GridDrawn.type,
        Words(
          "the code \(grid.key) does not fit the scheme in force (\(schemes))",
          "编码 \(grid.key) 不符合现行编码规则（\(schemes)）"),
        next: Words(
          "give a code of that form, or publish a rule set of kind gridCode",
          "按规则编码，或先发布编码规则集")))
  }

  private func redrawn(
    _ event: GridRedrawn, _ drawn: [GridDrawn]
  ) throws(Rejection) -> [GridEvent] {
    let (day, type) = (event.effectiveFrom, GridRedrawn.type)
    try requireShape(of: event)
    var after = state
    for grid in drawn {
      try require(
        event.targetGrid.contains(grid.grid) && grid.effectiveFrom == day,
        .row(
          type, Words("\(grid.grid) is no target of that day", "\(grid.grid) 不是该日的调整目标"),
          next: Words("name it among the targets, from the same day", "列入目标网格，生效日一致")))
      try GridDecision(state: after, context: context).check(grid)
      after.apply(.drawn(grid))
    }
    var towns: Set<ObjectName?> = []
    for name in event.sourceGrid + event.targetGrid {
      let grid = try GridDecision(state: after, context: context).grid(name, on: day, for: type)
      towns.insert(context.divisions.town(of: grid.village, on: day))
    }
    try require(
      towns.count == 1,
      .row(
        type, Words("grids are redrawn inside one town", "网格调整须在同一镇区内"),
        next: Words("retire and draw them instead", "改为分别撤销和划定")))
    for source in event.sourceGrid {
      try require(!drawn.contains { $0.grid == source }, .notLive(type, source, on: day))
      if !event.targetGrid.contains(source) { try requireUnstaffed(source, on: day, for: type) }
    }
    return drawn.map(GridEvent.drawn) + [.redrawn(event)]
  }

  /// One into several, several into one, or the same with other boundaries.
  private func requireShape(of event: GridRedrawn) throws(Rejection) {
    let (sources, targets) = (Set(event.sourceGrid), Set(event.targetGrid))
    let fits =
      switch event.kind {
      case .split: sources.count == 1 && targets.count > 1
      case .merge: sources.count > 1 && targets.count == 1
      case .boundary: !sources.isEmpty && sources == targets
      }
    let isOnce =
      sources.count == event.sourceGrid.count && targets.count == event.targetGrid.count
    try require(
      fits && isOnce
        && (event.boundaries.isEmpty || event.boundaries.count == event.targetGrid.count),
      .row(
        GridRedrawn.type,
        Words(
          "a split has one source, a merger one target, new boundaries the same grids; each named "
            + "once, with all boundaries or none",
          "拆分须有一个来源，合并须有一个目标，调整边界前后网格相同；不得重复，边界须全部填写或不填"),
        next: Words("correct the kind or the grids", "请核对调整方式或网格")))
  }

  private func check(_ event: GridRetired) throws(Rejection) {
    try grid(event.grid, on: event.effectiveFrom, for: GridRetired.type)
    if let later = state.change(of: event.grid, after: event.effectiveFrom) {
      throw .laterEntry(GridRetired.type, event.grid, on: later)
    }
    try requireUnstaffed(event.grid, on: event.effectiveFrom, for: GridRetired.type)
  }

  private func requireUnstaffed(
    _ name: ObjectName, on day: CivilDate, for type: EventType
  ) throws(Rejection) {
    let live = state.forces(on: name, from: day).compactMap { $0.team ?? $0.member }
    try require(
      state.forces(on: name, from: day).isEmpty, .stillLive(type, name, live, from: day))
  }

  // MARK: Forces

  private func check(_ event: GridStaffed) throws(Rejection) {
    let (day, type) = (event.effectiveFrom, GridStaffed.type)
    try grid(event.grid, on: day, for: type)
    if let team = event.team {
      try require(context.bodies.body(team, on: day) != nil, .notLive(type, team, on: day))
    }
    try requireMembers(of: event)
    let live = state.forces(on: event.grid, from: day).filter { $0.force == event.force }
    let isTwice = live.contains { force in
      force.member.map(event.member.contains) ?? false
        || event.member.isEmpty && force.team == event.team
    }
    try require(
      !isTwice,
      .row(
        type, Words("they are on that grid already", "该人员或队伍已在该网格"),
        next: Words("leave them out, or release them first", "不再重复配置，或先撤出")))
    guard event.force == .policeTeam || event.force == .partyBranch else { return }
    let isSame = live.allSatisfy { $0.team != nil && $0.team == event.team }
    try require(
      isSame,
      Rejection(
        rule: "§7.1 GridStaffed",
        source: event.force == .policeTeam
          ? "county text S29 (1个警务小组)" : "county text S5 (把党组织建在网格上)",
        message: Words(
          "a grid has one \(event.force.rawValue) at most", "每个网格至多一个警务小组、一个党组织"),
        next: Words("release the other first, or name its team", "先撤出原有力量，或写明同一队伍")))
  }

  private func requireMembers(of event: GridStaffed) throws(Rejection) {
    let kinds = Set(event.memberKinds)
    let fits =
      switch event.force {
      case .worker: !event.member.isEmpty && kinds == [.worker]
      case .policeTeam: kinds.isSubset(of: [.policeOfficer, .auxiliary])
      case .partyBranch: true
      case .socialTeam: event.team != nil
      }
    try require(
      fits && Set(event.member).count == event.member.count
        && event.memberKinds.count == event.member.count,
      .row(
        GridStaffed.type,
        Words(
          "a worker force has workers, a police team officers and auxiliaries, a social team its "
            + "body; each person once and with a kind",
          "网格员、警务小组成员类别须相符，社会力量须写明队伍；人员不重复且逐一写明类别"),
        next: Words("correct the people and their kinds", "请核对人员及类别")))
  }

  private func check(_ event: GridReleased) throws(Rejection) {
    let meant = state.forces(on: event.grid, from: event.effectiveFrom)
      .filter { $0.isMeant(by: event) }
    let people = Set(meant.compactMap(\.member))
    try require(
      !meant.isEmpty && people.isSuperset(of: event.member),
      .row(
        GridReleased.type,
        Words(
          "what is released is not on \(event.grid) on \(event.effectiveFrom)",
          "\(event.effectiveFrom) 该网格没有所列力量"),
        next: Words("name the force, team or people of that day", "写明当日在该网格的力量、队伍或人员")))
  }

  // MARK: Patrols

  private func check(_ event: GridPatrolled) throws(Rejection) {
    let type = GridPatrolled.type
    let day = context.zone.date(of: event.start)
    try grid(event.grid, on: day, for: type)
    try require(event.start <= event.end && event.end <= context.now, .backwards(type))
    try require(event.households.map { $0 >= 0 } ?? true, .negativeHouseholds(type))
    try require(
      state.forces(on: event.grid, day).contains {
        $0.force == .worker && $0.member == event.person
      },
      .row(
        type, Words("a grid is patrolled by its own workers", "网格由本网格的网格员巡查"),
        next: Words("name a worker of that day, or staff the grid first", "写明当日网格员，或先配置力量")))
  }
}

extension Rejection {
  fileprivate static func negativeHouseholds(_ type: EventType) -> Rejection {
    row(
      type, Words("households are not below 0", "户数不得为负"),
      next: Words("correct the figure", "请核对数值"))
  }
}
