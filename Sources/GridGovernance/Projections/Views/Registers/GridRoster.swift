// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 网格台账 (P11): which grids are there, and who is on them — 1+1+N — as at a moment?
///
/// One row a grid, in `grids`; every force that was ever on one in `staffing`, every liaison of a
/// village in `liaisons`, each with its days; `totals` counts the grids in force by town, county
/// and kind. Folded in happened order: repairs change what they repair. Days of effect decide:
/// what stands, who is there and what is vacant are read at the asked moment.
public struct GridRoster: Totalling {
  public static let name = "grid-roster"
  public static let version = 1
  public static let golden = Digest(
    "sha256:12c6c4e55f6f03bbf8fa18385ce2525bc013d4088c07f9a83bd230495f4b0bd8")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = RoleRegister.types.union([
    .divisionRegistered, .gridDrawn, .gridRedrawn, .gridRetired, .gridStaffed, .gridReleased,
    .gridPatrolled,
  ])
  public static let rules = ViewColumns.gridRosterRules.mapValues(\.en)

  public let grids = Table<ObjectID, GridRosterRow>()
  public let staffing = Table<GridStaffingKey, GridStaffing>()
  public let liaisons = Table<RoleHoldingKey, RoleHolding>()
  let standings = Workspace<ObjectID, Standing<GridSite>>()
  let forces = Workspace<ObjectID, Int>()
  let holders = Workspace<ScopeRole, Int>()
  let divisions = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    if event.type == .gridPatrolled { return patrol(event) }
    zones.note(event.zone)
    switch event.type {
    case .gridDrawn, .gridRedrawn, .gridRetired: try place(event)
    case .gridStaffed: try staff(event)
    case .gridReleased: try release(event)
    case .divisionRegistered: try places.take(event)
    default: _ = try roles.take(event, of: [.gridLiaison])
    }
  }

  // MARK: Grids

  private func place(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    for grid in try GridSites(standings: standings).take(event) {
      let run = standings[grid]?.lastRun
      grids.update(grid, default: GridRosterRow()) { $0.show(run) }
    }
    if event.type == .gridDrawn, let grid = event.reference(.grid),
      let households = event.int(GridDrawn.Field.households)
    {
      grids.updateExisting(grid) { $0.households = households }
    }
  }

  private func patrol(_ event: borrowing RecordedEvent<GovernanceEvent>) {
    guard let grid = event.reference(.grid) else { return }
    let day = event.occurredOn
    grids.update(grid, default: GridRosterRow()) { row in
      row.patrols += 1
      row.lastPatrol = max(row.lastPatrol ?? day, day)
    }
  }

  // MARK: Forces

  private func staff(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let grid = event.reference(.grid),
      let day = event.date(GridStaffed.Field.effectiveFrom),
      let force = event.enumeration(GridStaffed.Field.force).flatMap(GridForce.init(number:))
    else { throw Refusal("GridStaffed without grid, force or date") }
    let members = event.references(.member)
    let kinds = try event.decode(GridStaffed.self).memberKinds
    let row = GridStaffing(
      force: force, team: event.reference(.team),
      fullTime: event.bool(GridStaffed.Field.fullTime) ?? false, from: day)
    if members.isEmpty { add(row, to: grid) }
    for (index, member) in members.enumerated() {
      var row = row
      row.member = member
      row.memberKind = kinds.indices.contains(index) ? kinds[index] : nil
      add(row, to: grid)
    }
    // A grid that only its people are known of is shown, too.
    grids.touch(grid, default: GridRosterRow())
  }

  private func add(_ row: GridStaffing, to grid: ObjectID) {
    let number = (forces[grid] ?? 0) + 1
    forces[grid] = number
    staffing[GridStaffingKey(grid: grid, number: number)] = row
  }

  /// Ends what it names: by force, by the team and by the people, where it names any.
  private func release(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let grid = event.reference(.grid),
      let day = event.date(GridReleased.Field.effectiveFrom),
      let force = event.enumeration(GridReleased.Field.force).flatMap(GridForce.init(number:))
    else { throw Refusal("GridReleased without grid, force or date") }
    let team = event.reference(.team)
    let members = event.references(.member)
    if grids.contains(grid) { grids.touch(grid, default: GridRosterRow()) }
    for number in stride(from: 1, through: forces[grid] ?? 0, by: 1) {
      staffing.updateExisting(GridStaffingKey(grid: grid, number: number)) { row in
        guard row.force == force, team == nil || team == row.team,
          members.isEmpty || row.member.map(members.contains) == true
        else { return }
        var span = DaySpan(from: row.from, until: row.until)
        guard row.from <= day, span.reaches(day) else { return }
        span.end(on: day)
        row.until = span.until
      }
    }
  }

  var places: PlaceBook { PlaceBook(divisions: divisions, bodies: bodies) }
  private var roles: RoleRegister { RoleRegister(holdings: liaisons, counts: holders) }
}

// What is read at the asked moment.
extension GridRoster {
  public func present(_ row: GridRosterRow, of grid: ObjectID, at clock: Instant) -> GridRosterRow {
    let day = zones.day(of: clock)
    var row = row
    let run = standings[grid]?.run(on: day)
    row.show(run)
    row.inForce = run?.isInForce ?? false
    row.town = run.flatMap { places.town(of: $0.value.village, on: day) }
    let all = stride(from: 1, through: forces[grid] ?? 0, by: 1).compactMap {
      staffing[GridStaffingKey(grid: grid, number: $0)]
    }
    row.show(all.filter { $0.holds(on: day) })
    guard let run, run.isInForce else { return row }
    row.liaison = roles.holders(.gridLiaison, in: run.value.village, on: day).first?.person
    if row.workers == nil {
      let ends = all.compactMap { row -> CivilDate? in
        guard row.force == .worker, let until = row.until, row.from < until, until <= day
        else { return nil }
        return until
      }
      let since = max(run.from, ends.max() ?? run.from)
      row.vacantSince = since
      row.vacantDays = day.days(since: since)
    }
    if run.value.kind == .comprehensive {
      row.complete = row.workers != nil && row.policeTeams == 1 && (row.officers ?? 0) > 0
    }
    return row
  }

  public func totals(
    of rows: [(key: ObjectID, row: GridRosterRow)], at clock: Instant
  ) -> [(key: GridTotalKey, row: GridTotal)] {
    let day = zones.day(of: clock)
    var totals = Totals<GridTotalKey, GridTotal>(GridTotal())
    for (_, row) in rows where row.inForce == true {
      for division in places.sums(of: row.village, on: day) {
        totals.update(GridTotalKey(division: division, kind: row.kind)) { $0.count(row) }
      }
    }
    return totals.rows
  }
}

extension GridRosterRow {
  fileprivate mutating func show(_ run: StandingRun<GridSite>?) {
    kind = run?.value.kind
    village = run?.value.village
    from = run?.from
    until = run?.until
  }

  fileprivate mutating func show(_ live: [GridStaffing]) {
    let workers = live.filter { $0.force == .worker }
    self.workers = workers.compactMap(\.member).orNil
    fullTime = workers.isEmpty ? nil : workers.contains { $0.fullTime && $0.member != nil }
    let police = live.filter { $0.force == .policeTeam }
    policeTeams = Set(police.map(\.team)).count
    officers = police.count { $0.memberKind == .policeOfficer }
    auxiliaries = police.count { $0.memberKind == .auxiliary }
    let social = live.filter { $0.force == .socialTeam }
    socialTeams = Set(social.map(\.team)).count
    partyBranch = live.contains { $0.force == .partyBranch }
  }
}
