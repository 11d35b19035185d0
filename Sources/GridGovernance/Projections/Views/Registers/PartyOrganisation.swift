// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 党建 (P24): where is the secretary head as well 一肩挑, who organises, which posts are vacant?
///
/// One row a division, in `divisions`; who held which role in `roles`, the versions of the duty
/// lists in `dutyLists`, the branches on grids in `branches`, each with its days; `totals` counts
/// by town and county. The ratio is villages with one holder of both roles ÷ all live villages,
/// communities apart (S7). Folded in happened order; what holds is read at the asked moment.
public struct PartyOrganisation: Totalling {
  public static let name = "party-organisation"
  public static let version = 1
  public static let golden = Digest(
    "sha256:7b98b15f7dfb9d9e6094c8d70380f580ce950b1a3b1c13afc01ec9f36a6c8091")
  public static let order = FoldOrder.happened
  public static let types: Set<EventType>? = RoleRegister.types.union(GridSites.types).union([
    .divisionRegistered, .divisionAbolished, .partyDutyListed, .gridStaffed, .gridReleased,
  ])
  public static let rules = ViewColumns.partyOrganisationRules.mapValues(\.en)
  private static let roles: Set<PersonRole> = [
    .villageSecretary, .villageHead, .gridLiaison, .partyOrganiser,
  ]

  public let divisions = Table<ObjectID, PartyOrganisationRow>()
  public let roles = Table<RoleHoldingKey, RoleHolding>()
  public let dutyLists = Table<PartyDutyKey, PartyDutyList>()
  public let branches = Table<GridStaffingKey, PartyBranch>()
  let holders = Workspace<ScopeRole, Int>()
  let lists = Workspace<ObjectID, Standing<Int>>()
  let listCounts = Workspace<ObjectID, Int>()
  let branchCounts = Workspace<ObjectID, Int>()
  let branchGrids = Workspace<ObjectID, [ObjectID]>()
  let standings = Workspace<ObjectID, Standing<GridSite>>()
  let kinds = Workspace<ObjectID, Standing<DivisionKind>>()
  let spans = Workspace<ObjectID, DivisionSpans>()
  let bodies = Workspace<ObjectID, BodySpans>()
  let zones = Workspace<Int, ZoneName>()

  public init() {}

  public func apply(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    zones.note(event.zone)
    switch event.type {
    case .divisionRegistered, .divisionAbolished:
      try places.take(event)
      if let division = try DivisionLife(kinds: kinds).take(event) { show(division) }
    case .partyDutyListed: try list(event)
    case .gridStaffed: try staff(event)
    case .gridReleased: try release(event)
    case .gridDrawn, .gridRedrawn, .gridRetired:
      for grid in try GridSites(standings: standings).take(event) { note(grid) }
    default:
      let place = try register.take(event, of: PartyOrganisation.roles)
      if let division = place?.scope { divisions.touch(division, default: PartyOrganisationRow()) }
    }
  }

  private func show(_ division: ObjectID) {
    let run = kinds[division]?.lastRun
    divisions.update(division, default: PartyOrganisationRow()) { $0.show(run) }
  }

  private func list(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard let division = event.reference(.division) else {
      throw Refusal("PartyDutyListed without a division")
    }
    let listed = try event.decode(PartyDutyListed.self)
    let number = (listCounts[division] ?? 0) + 1
    listCounts[division] = number
    dutyLists[PartyDutyKey(division: division, number: number)] = PartyDutyList(
      level: listed.level, items: listed.items.count, from: listed.effectiveFrom)
    lists.update(division, default: Standing()) {
      $0.replace(with: number, from: listed.effectiveFrom)
    }
    divisions.touch(division, default: PartyOrganisationRow())
  }

  // MARK: Branches on grids

  private func staff(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard event.enumeration(GridStaffed.Field.force) == GridForce.partyBranch.number else { return }
    guard let grid = event.reference(.grid), let day = event.date(GridStaffed.Field.effectiveFrom)
    else { throw Refusal("GridStaffed without grid or date") }
    let members = event.references(.member).map { Optional($0) }
    for member in members.isEmpty ? [nil] : members {
      let number = (branchCounts[grid] ?? 0) + 1
      branchCounts[grid] = number
      branches[GridStaffingKey(grid: grid, number: number)] = PartyBranch(
        team: event.reference(.team), member: member, from: day)
    }
    note(grid)
  }

  private func release(_ event: borrowing RecordedEvent<GovernanceEvent>) throws(Refusal) {
    guard event.enumeration(GridReleased.Field.force) == GridForce.partyBranch.number else {
      return
    }
    guard let grid = event.reference(.grid),
      let day = event.date(GridReleased.Field.effectiveFrom)
    else { throw Refusal("GridReleased without grid or date") }
    let team = event.reference(.team)
    let members = event.references(.member)
    for key in branchKeys(of: grid) {
      branches.updateExisting(key) { row in
        guard team == nil || team == row.team,
          members.isEmpty || row.member.map(members.contains) == true
        else { return }
        var span = DaySpan(from: row.from, until: row.until)
        guard row.from <= day, span.reaches(day) else { return }
        span.end(on: day)
        row.until = span.until
      }
    }
  }

  /// A grid with a branch is found by each village in which it ever lies.
  private func note(_ grid: ObjectID) {
    guard branchCounts[grid] != nil else { return }
    for entry in standings[grid]?.entries ?? [] {
      guard let village = entry.value?.village else { continue }
      if branchGrids[village]?.contains(grid) != true {
        branchGrids[village, default: []].append(grid)
      }
    }
  }

  private func branchKeys(of grid: ObjectID) -> [GridStaffingKey] {
    stride(from: 1, through: branchCounts[grid] ?? 0, by: 1).map {
      GridStaffingKey(grid: grid, number: $0)
    }
  }

  var places: PlaceBook { PlaceBook(divisions: spans, bodies: bodies) }
  private var register: RoleRegister { RoleRegister(holdings: roles, counts: holders) }
}

// What is read at the asked moment.
extension PartyOrganisation {
  public func present(
    _ row: PartyOrganisationRow, of division: ObjectID, at clock: Instant
  ) -> PartyOrganisationRow {
    let day = zones.day(of: clock)
    let run = kinds[division]?.run(on: day)
    var row = row
    row.show(run)
    row.inForce = run?.isInForce ?? false
    row.town = run == nil || run?.value == .county ? nil : places.town(of: division, on: day)
    showRoles(&row, of: division, on: day)
    let isVillage = run?.value.level == .village
    if isVillage { row.branchGrids = liveBranches(in: division, on: day) }
    if let number = lists[division]?.value(on: day) {
      let list = dutyLists[PartyDutyKey(division: division, number: number)]
      row.dutyVersion = number
      row.dutyFrom = list?.from
      row.duties = list?.items
    }
    guard let run, run.isInForce else { return row }
    func vacantDays(_ role: PersonRole) -> Int? {
      register.vacantSince(role, in: division, first: run.from, on: day)
        .map { day.days(since: $0) }
    }
    switch run.value.level {
    case .village:
      row.samePerson = isOnePerson(in: division, on: day)
      row.secretaryVacantDays = vacantDays(.villageSecretary)
      row.headVacantDays = vacantDays(.villageHead)
      row.liaisonVacantDays = vacantDays(.gridLiaison)
    case .town: row.organiserVacantDays = vacantDays(.partyOrganiser)
    case .county: break
    }
    return row
  }

  private func showRoles(
    _ row: inout PartyOrganisationRow, of division: ObjectID, on day: CivilDate
  ) {
    let secretary = register.holders(.villageSecretary, in: division, on: day).first
    row.secretary = secretary?.person
    row.secretaryManagedBy = secretary?.managedBy
    row.head = register.holders(.villageHead, in: division, on: day).first?.person
    row.liaison = register.holders(.gridLiaison, in: division, on: day).first?.person
    row.organiser = register.holders(.partyOrganiser, in: division, on: day).first?.person
  }

  /// Whether one person holds both roles, of whatever many an import may have.
  private func isOnePerson(in village: ObjectID, on day: CivilDate) -> Bool {
    let heads = register.holders(.villageHead, in: village, on: day).map(\.person)
    return register.holders(.villageSecretary, in: village, on: day).contains {
      heads.contains($0.person)
    }
  }

  private func liveBranches(in village: ObjectID, on day: CivilDate) -> Int {
    (branchGrids[village] ?? []).count { grid in
      standings[grid]?.value(on: day)?.village == village
        && branchKeys(of: grid).contains { key in
          branches[key].map { DaySpan(from: $0.from, until: $0.until).contains(day) } ?? false
        }
    }
  }

  public func totals(
    of rows: [(key: ObjectID, row: PartyOrganisationRow)], at clock: Instant
  ) -> [(key: ObjectID, row: PartyTotal)] {
    let day = zones.day(of: clock)
    var totals = Totals<ObjectID, PartyTotal>(PartyTotal())
    for (division, row) in rows where row.inForce == true {
      for sum in places.sums(of: division, on: day) { totals.update(sum) { $0.count(row) } }
    }
    return totals.rows
  }
}

extension PartyOrganisationRow {
  fileprivate mutating func show(_ run: StandingRun<DivisionKind>?) {
    kind = run?.value
    from = run?.from
    until = run?.until
  }
}
