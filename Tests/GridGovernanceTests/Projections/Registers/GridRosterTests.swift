// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Which grids are there, and who is on them, as at a moment (P11)?
@Suite struct GridRosterTests {
  private func grids(
    _ history: HistoryBuilder, on day: CivilDate, asOf: AsOf = .head, _ names: String...
  ) throws -> String {
    let view = try ReplayEngine(history).replay(
      GridRoster.self, asOf: asOf, clock: BusinessZone.shanghai.end(of: day))
    return view.rows.map { row in
      "\(row.key.shortText): "
        + names.map { "\($0) \(row[$0]?.description ?? "–")" }
        .joined(separator: ", ")
    }.joined(separator: "\n")
  }

  private func total(
    _ history: HistoryBuilder, of division: ObjectName, on day: CivilDate,
    kind: GridKind = .comprehensive
  ) throws -> GridTotal? {
    let view = try ReplayEngine(history).replay(
      GridRoster.self, clock: BusinessZone.shanghai.end(of: day))
    return view.totals.first { view.name(of: $0.key.division) == division && $0.key.kind == kind }?
      .row
  }

  private static func county() -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    history.add(GridDeciderTests.drawn("grid/1"))
    return history
  }

  @Test func `one worker, one police team with an officer, and N social teams are complete`()
    throws
  {
    var history = Self.county()
    history.add(GridDeciderTests.staffed())
    #expect(
      try grids(history, on: "2021-04-01", "workers", "policeTeams", "complete")
        == """
        grid/1: workers [person/w], policeTeams 0, complete false
        """.replacing("grid/1", with: "1"))
    history.add(
      GridDeciderTests.staffed(
        .policeTeam, team: "body/police", people: ["person/p", "person/q"],
        kinds: [.policeOfficer, .auxiliary]))
    for team in ["body/s1", "body/s2"] as [ObjectName] {
      history.add(GridDeciderTests.staffed(.socialTeam, team: team, people: [], kinds: []))
    }
    history.add(GridDeciderTests.staffed(.partyBranch, people: [], kinds: []))
    #expect(
      try grids(
        history, on: "2021-04-01", "policeTeams", "officers", "auxiliaries", "socialTeams",
        "partyBranch", "complete")
        == "1: policeTeams 1, officers 1, auxiliaries 1, socialTeams 2, partyBranch true, "
        + "complete true")
  }

  @Test func `a post taken up later is vacant until then, and a release makes a vacancy`() throws {
    var history = Self.county()
    history.add(GridDeciderTests.staffed(from: "2021-03-01"))
    history.add(GridDeciderTests.released(from: "2021-05-01"))
    let columns = ["workers", "vacantSince", "vacantDays"]
    func row(_ day: CivilDate) throws -> String {
      try grids(history, on: day, columns[0], columns[1], columns[2])
    }
    #expect(try row("2021-02-28") == "1: workers –, vacantSince 2021-02-01, vacantDays 28")
    #expect(try row("2021-03-01") == "1: workers [person/w], vacantSince –, vacantDays –")
    #expect(try row("2021-05-03") == "1: workers –, vacantSince 2021-05-01, vacantDays 3")
    #expect(try total(history, of: SmallCounty.town, on: "2021-04-01")?.staffingRate == "100")
    #expect(try total(history, of: SmallCounty.county, on: "2021-05-01")?.staffingRate == "0")
    #expect(try total(history, of: SmallCounty.otherTown, on: "2021-05-01") == nil)
  }

  @Test func `kinds are never mixed in one count, and a retired grid is not counted`() throws {
    var history = Self.county()
    history.add(
      GridDrawn(
        grid: "grid/2", kind: .dedicated, village: SmallCounty.village,
        effectiveFrom: "2021-02-01"))
    history.add(GridRetired(grid: "grid/1", effectiveFrom: "2021-06-01"))
    #expect(try total(history, of: SmallCounty.county, on: "2021-05-31")?.grids == 1)
    #expect(try total(history, of: SmallCounty.county, on: "2021-06-01") == nil)
    let dedicated = try total(
      history, of: SmallCounty.county, on: "2021-06-01", kind: .dedicated)
    #expect(dedicated?.grids == 1)
    #expect(dedicated?.complete == nil, "no rule says what a dedicated grid needs")
    #expect(
      try grids(history, on: "2021-06-01", "inForce", "until")
        == "1: inForce false, until 2021-06-01\n2: inForce true, until –")
  }

  @Test func `repairs change the past as known from then on`() throws {
    var history = Self.county()
    let staffed = history.add(GridDeciderTests.staffed(), recorded: "2021-03-02T09:00:00+08:00")
    history.correct(
      staffed, "effectiveFrom", .date("2021-03-20"), recorded: "2021-04-05T09:00:00+08:00")
    #expect(try grids(history, on: "2021-03-10", "workers") == "1: workers –")
    let known = try grids(history, on: "2021-03-10", asOf: .recorded("2021-04-01"), "workers")
    #expect(known == "1: workers [person/w]")
    history.annul(staffed)
    #expect(try grids(history, on: "2021-04-10", "workers") == "1: workers –")
  }

  @Test func `the village's liaison stands on each of its grids`() throws {
    var history = Self.county()
    history.add(Registered.role("person/l", .gridLiaison, in: SmallCounty.village))
    #expect(try grids(history, on: "2021-02-28", "liaison") == "1: liaison –")
    #expect(try grids(history, on: "2021-03-01", "liaison") == "1: liaison person/l")
  }

  @Test func `a row is explained by what drew and staffed the grid, not by other grids`() throws {
    var history = Self.county()
    history.add(GridDeciderTests.drawn("grid/2"))
    let first = history.events.count - 1
    let staffed = history.add(GridDeciderTests.staffed())
    let view = try ReplayEngine(history).replay(GridRoster.self)
    let row = try view.row(matching: "1")
    let positions = try view.explain(row.key).all.map(\.rawValue)
    #expect(positions.contains(staffed.position.rawValue))
    #expect(positions.contains(UInt64(first)))
    #expect(!positions.contains(UInt64(first + 1)), "grid/2 is no reason")
  }

  // MARK: Laws

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `every row and total equals the register's own book`(seed: UInt64) throws {
    let county = try LateRegisters(seed: seed, mostly: .grid)
    let books = county.books
    for day in county.days {
      let view = try county.view(GridRoster.self, on: day)
      #expect(view.quarantine.isEmpty, "seed \(seed)")
      var counts: [ObjectName: Int] = [:]
      for (key, row) in view.entries(of: \.grids) {
        let shown = view.projection.present(row, of: key, at: view.moment.clock)
        let grid = view.name(of: key)
        let note: Comment = "seed \(seed), \(grid) on \(day)"
        let expected = books.grids.grid(grid, on: day)
        #expect((shown.inForce == true) == (expected != nil), note)
        let forces = books.grids.forces(on: grid, day)
        let workers = forces.filter { $0.force == .worker }.compactMap(\.member)
        #expect(view.names(shown.workers) == workers, note)
        let teams = Set(forces.filter { $0.force == .socialTeam }.map(\.team))
        #expect(shown.socialTeams == teams.count, note)
        guard let expected else { continue }
        #expect(shown.kind == expected.kind, note)
        #expect(view.name(shown.village) == expected.village, note)
        let liaison = books.organisation.roles.holders(
          of: .gridLiaison, in: expected.village, on: day)
        #expect(view.name(shown.liaison) == liaison.first, note)
        #expect(shown.vacantDays == vacantDays(of: grid, books.grids, on: day), note)
        if let town = books.organisation.divisions.town(of: expected.village, on: day) {
          counts[town, default: 0] += 1
        }
      }
      for town in [SmallCounty.town, SmallCounty.otherTown] {
        let shown = view.totals.filter { view.name(of: $0.key.division) == town }
        #expect(
          shown.reduce(0) { $0 + $1.row.grids } >= counts[town] ?? 0, "seed \(seed) \(day)")
      }
      expectCountySums(view.totals, "seed \(seed), \(day)")
    }
  }

  /// Day by day backwards, as one would count in a calendar.
  private func vacantDays(of grid: ObjectName, _ book: GridState, on day: CivilDate) -> Int? {
    var days = 0
    var current = day
    while book.grid(grid, on: current) != nil,
      !book.forces(on: grid, current).contains(where: { $0.force == .worker })
    {
      days += 1
      current = current.adding(days: -1)
    }
    return days == 0 ? nil : days
  }

  private func expectCountySums(
    _ totals: [(key: GridTotalKey, row: GridTotal)], _ note: Comment
  ) {
    for (_, row) in totals {
      #expect(row.staffed + row.vacant == row.grids, note)
      #expect(row.staffedFullTime <= row.staffed, note)
    }
  }
}
