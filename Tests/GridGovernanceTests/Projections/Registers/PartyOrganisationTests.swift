// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Where is the secretary head as well, who organises, what is vacant (P24)?
@Suite struct PartyOrganisationTests {
  private func view(
    _ history: HistoryBuilder, on day: CivilDate, asOf: AsOf = .head
  ) throws -> View<PartyOrganisation> {
    try ReplayEngine(history).replay(
      PartyOrganisation.self, asOf: asOf, clock: BusinessZone.shanghai.end(of: day))
  }

  private func total(
    _ view: View<PartyOrganisation>, _ division: ObjectName
  ) throws -> PartyTotal {
    try #require(view.totals.first { view.name(of: $0.key) == division }?.row)
  }

  private func county() -> HistoryBuilder {
    var history = HistoryBuilder.smallCounty()
    history.add(
      Registered.division("division/x", .village, in: SmallCounty.town, from: "2021-02-01"))
    history.add(Registered.division("division/y", .community, in: SmallCounty.town))
    return history
  }

  @Test func `the ratio is villages with one holder of both over all live villages`() throws {
    var history = county()
    for (village, secretary, head) in [
      (SmallCounty.village, "person/a", "person/a"), ("division/x", "person/b", "person/c"),
      ("division/y", "person/d", "person/d"),
    ] as [(ObjectName, ObjectName, ObjectName)] {
      history.add(Registered.role(secretary, .villageSecretary, in: village))
      history.add(Registered.role(head, .villageHead, in: village))
    }
    let march = try total(try self.view(history, on: "2021-03-05"), SmallCounty.town)
    #expect(march.bothRoles == 1 && march.villages == 2)
    #expect(march.bothRolesRate == "50")
    #expect(march.communities == 1 && march.communitiesBothRoles == 1, "communities apart")
    let early = try total(try self.view(history, on: "2021-02-28"), SmallCounty.town)
    #expect(early.bothRoles == 0 && early.bothRolesRate == "0" && early.withoutSecretary == 3)
    let none = try total(try self.view(history, on: "2021-03-05"), SmallCounty.otherTown)
    #expect(none.villages == 0 && none.bothRolesRate == nil, "no data is not zero")
    let before = try total(try self.view(history, on: "2021-01-31"), SmallCounty.town)
    #expect(before.villages == 1, "a village that is not founded yet does not count")
  }

  @Test func `a vacancy counts its days from the last holder's end`() throws {
    var history = county()
    history.add(Registered.role("person/o", .partyOrganiser, in: SmallCounty.town))
    history.add(
      Registered.ended("person/o", .partyOrganiser, in: SmallCounty.town, from: "2021-05-01"))
    func days(_ day: CivilDate) throws -> Value? {
      try self.view(history, on: day).row(matching: "t")["organiserVacantDays"]
    }
    #expect(try days("2021-02-28") == .int(59))
    #expect(try days("2021-03-01") == nil)
    #expect(try days("2021-05-10") == .int(10))
    #expect(try total(try self.view(history, on: "2021-05-10"), SmallCounty.county).towns == 2)
    #expect(
      try total(try self.view(history, on: "2021-04-10"), SmallCounty.county).withOrganiser == 1)
  }

  @Test func `a later list of duties replaces the earlier one from its day on`() throws {
    var history = county()
    for (items, day) in [(1, "2021-02-01"), (3, "2021-06-01")] as [(Int, CivilDate)] {
      history.add(
        PartyDutyListed(
          division: SmallCounty.village, level: .village,
          items: (0..<items).map { PartyDutyListed.Item(code: "\($0)", text: "words") },
          effectiveFrom: day))
    }
    func list(_ day: CivilDate) throws -> String {
      lines([try self.view(history, on: day).row(matching: "v")], "dutyVersion", "duties")
    }
    #expect(try list("2021-01-31") == "v: dutyVersion –, duties –")
    #expect(try list("2021-05-31") == "v: dutyVersion 1, duties 1")
    #expect(try list("2021-06-01") == "v: dutyVersion 2, duties 3")
  }

  @Test func `branches on grids are counted where the grid lies that day`() throws {
    var history = county()
    history.add(GridDeciderTests.staffed(.partyBranch, people: [], kinds: []))
    history.add(GridDeciderTests.drawn("grid/1"))
    history.add(GridRetired(grid: "grid/1", effectiveFrom: "2021-07-01"))
    #expect(try self.view(history, on: "2021-02-20").row(matching: "v")["branchGrids"] == .int(0))
    #expect(try self.view(history, on: "2021-06-30").row(matching: "v")["branchGrids"] == .int(1))
    #expect(try self.view(history, on: "2021-07-01").row(matching: "v")["branchGrids"] == .int(0))
  }

  @Test func `a role recorded late is known from then on, and an annulled one never was`() throws {
    var history = county()
    let role = history.add(
      Registered.role("person/a", .villageSecretary, in: SmallCounty.village),
      at: "2021-03-01T09:00:00+08:00", recorded: "2021-04-20T09:00:00+08:00")
    let then = try self.view(history, on: "2021-04-10", asOf: .recorded("2021-04-10"))
    #expect(try then.row(matching: "v")["secretary"] == nil)
    let now = try self.view(history, on: "2021-04-10")
    #expect(try now.row(matching: "v")["secretary"] == .object("person/a"))
    history.annul(role)
    #expect(try self.view(history, on: "2021-04-10").row(matching: "v")["secretary"] == nil)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `roles, vacancies and ratios equal the register's own book`(seed: UInt64) throws {
    let county = try LateRegisters(seed: seed, mostly: .organisation)
    let book = county.books.organisation
    for day in county.days {
      let view = try county.view(PartyOrganisation.self, on: day)
      #expect(view.quarantine.isEmpty, "seed \(seed)")
      var villages = 0
      var both = 0
      for (key, row) in view.entries(of: \.divisions) {
        let shown = view.projection.present(row, of: key, at: view.moment.clock)
        let division = view.name(of: key)
        let note: Comment = "seed \(seed), \(division) on \(day)"
        let expected = book.divisions.division(division, on: day)
        #expect((shown.inForce == true) == (expected != nil), note)
        func holders(_ role: PersonRole) -> [ObjectName] {
          book.roles.holders(of: role, in: division, on: day)
        }
        #expect(view.name(shown.secretary) == holders(.villageSecretary).first, note)
        #expect(view.name(shown.organiser) == holders(.partyOrganiser).first, note)
        guard let expected else { continue }
        if expected.kind.level == .village {
          let vacancy = book.vacancy(of: .villageHead, in: division, on: day)
          #expect(shown.headVacantDays == vacancy?.days, note)
          let isBoth = !Set(holders(.villageSecretary)).isDisjoint(with: holders(.villageHead))
          #expect(shown.samePerson == isBoth, note)
          if expected.kind == .village,
            book.divisions.ancestors(of: division, on: day).contains(
              SmallCounty.county)
          {
            villages += 1
            if isBoth { both += 1 }
          }
        }
      }
      let total = view.totals.first { view.name(of: $0.key) == SmallCounty.county }?.row
      #expect((total?.villages ?? 0) >= villages, "seed \(seed) on \(day)")
      #expect((total?.bothRoles ?? 0) >= both, "seed \(seed) on \(day)")
    }
  }
}
