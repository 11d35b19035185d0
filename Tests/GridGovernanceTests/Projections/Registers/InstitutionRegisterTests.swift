// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Which offices has each town, with which posts, under which rules (P12)?
@Suite struct InstitutionRegisterTests {
  private func view(
    _ history: HistoryBuilder, on day: CivilDate, asOf: AsOf = .head
  ) throws -> View<InstitutionRegister> {
    try ReplayEngine(history).replay(
      InstitutionRegister.self, asOf: asOf, clock: BusinessZone.shanghai.end(of: day))
  }

  private func row(_ view: View<InstitutionRegister>, _ names: String...) throws -> String {
    let row = try view.row(matching: Body.office.key)
    return names.map { "\($0) \(row[$0]?.description ?? "–")" }.joined(separator: ", ")
  }

  private func posts(
    _ approved: Int, _ kind: StaffKind = .administrative, from day: CivilDate
  ) -> EstablishmentSet {
    EstablishmentSet(
      body: Body.office, staffKind: kind, approved: approved, leaderPosts: 1,
      document: "document/1", effectiveFrom: day)
  }

  @Test func `posts approved, filled, lent out and vacant are those of the day`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(posts(5, from: "2021-02-01"))
    history.add(posts(2, .institutional, from: "2021-02-01"))
    history.add(posts(7, from: "2021-06-01"))
    for person in ["person/a", "person/b"] as [ObjectName] {
      history.add(Registered.post(person, from: "2021-02-01"))
    }
    history.add(
      Registered.post(
        "person/b", in: Body.town, as: .seconded, home: Body.office, from: "2021-05-01"))
    history.add(
      PersonLeft(
        person: "person/a", body: Body.office, ground: "retired", effectiveFrom: "2021-07-01"))
    let columns = "approved 7, filled 2, vacant 5, secondedOut 0, leaderPosts 2"
    func shown(_ day: CivilDate) throws -> String {
      try row(
        self.view(history, on: day), "approved", "filled", "vacant", "secondedOut", "leaderPosts")
    }
    #expect(try shown("2021-03-05") == columns)
    #expect(try shown("2021-05-01").contains("filled 2, vacant 5, secondedOut 1"))
    #expect(try shown("2021-07-01").contains("approved 9, filled 1, vacant 8, secondedOut 1"))
    #expect(try shown("2021-01-31").contains("approved –, filled –, vacant –"))
    let host = try self.view(history, on: "2021-05-01").row(matching: Body.town.key)
    #expect(host["filled"] == .int(0) && host["secondedIn"] == .int(1))
  }

  @Test func `the gap to the number of offices is by the rule set of the day`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      RuleSetPublished(
        rule: "rule/offices", kind: .townOffices,
        content: RuleContent(townOffices: [TownOfficesRule(divisionKind: .town, least: 2)]),
        effectiveFrom: "2021-03-01"),
      by: Body.county)
    history.add(
      Registered.body(
        "body/t-second", .townOffice, .town, in: SmallCounty.town, from: "2021-04-01"))
    func total(_ day: CivilDate) throws -> InstitutionTotal {
      let view = try self.view(history, on: day)
      return try #require(view.totals.first { view.name(of: $0.key) == SmallCounty.town }?.row)
    }
    #expect(try total("2021-02-28").officesGap == nil)
    #expect(try total("2021-03-05").officesGap == -1)
    #expect(try total("2021-04-01").officesGap == 0)
    #expect(try total("2021-04-01").offices == 2)
    let county = try self.view(history, on: "2021-03-05").row(matching: Body.county.key)
    #expect(county["ruleSets"] == .list([.object("rule/offices")]))
  }

  @Test func `the last check of a topic counts, met over checked`() throws {
    var history = HistoryBuilder.smallCounty()
    for (topic, met) in [
      (InstitutionChecked.Topic.signs, false), (.finance, false), (.signs, true),
    ] {
      history.add(
        InstitutionChecked(body: Body.office, town: SmallCounty.town, topic: topic, met: met))
    }
    let view = try self.view(history, on: "2021-12-31")
    #expect(
      try row(view, "checksMet", "checksUnmet") == "checksMet [signs], checksUnmet [finance]")
    let total = view.totals.first { view.name(of: $0.key) == SmallCounty.town }?.row
    #expect(total?.checksMet == 1 && total?.checks == 2 && total?.checksMetRate == "50")
  }

  @Test func `a merged office stands until its last day, with its successor`() throws {
    var history = HistoryBuilder.smallCounty()
    history.add(
      BodyAbolished(
        body: Body.office, successor: [Body.town], document: "document/1",
        effectiveFrom: "2021-09-01"))
    #expect(try row(self.view(history, on: "2021-08-31"), "inForce") == "inForce true")
    #expect(
      try row(self.view(history, on: "2021-09-01"), "inForce", "until", "successors")
        == "inForce false, until 2021-09-01, successors [body/t-centre]")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `bodies and people equal the register's own book`(seed: UInt64) throws {
    let county = try LateRegisters(seed: seed, mostly: .organisation)
    let book = county.books.organisation
    let people = (1...8).map { ObjectName(.person, "r\($0)") }
    let sets = county.events(EstablishmentSet.self).map(\.event)
    for day in county.days {
      let view = try county.view(InstitutionRegister.self, on: day)
      #expect(view.quarantine.isEmpty, "seed \(seed)")
      var offices = 0
      for (key, row) in view.entries(of: \.bodies) {
        let shown = view.projection.present(row, of: key, at: view.moment.clock)
        let name = view.name(of: key)
        let note: Comment = "seed \(seed), \(name) on \(day)"
        let body = book.bodies.body(name, on: day)
        #expect((shown.inForce == true) == (body != nil), note)
        if let body { #expect(shown.kind == body.kind, note) }
        if body?.kind == .townOffice, view.name(shown.town) == SmallCounty.town { offices += 1 }
        let posts = people.compactMap { book.postings.post(of: $0, on: day) }
        #expect((shown.filled ?? 0) == posts.count { ($0.homeBody ?? $0.body) == name }, note)
        let away = posts.count { $0.homeBody == name && $0.body != name }
        #expect((shown.secondedOut ?? 0) == away, note)
        let approved = StaffKind.allCases.compactMap { kind in
          inForce(sets.filter { $0.body == name && $0.staffKind == kind }, on: day)
        }
        #expect(shown.approved == (approved.isEmpty ? nil : approved.reduce(0, +)), note)
      }
      let total = view.totals.first { view.name(of: $0.key) == SmallCounty.town }?.row
      #expect((total?.offices ?? 0) == offices, "seed \(seed) on \(day)")
    }
  }

  /// The last decision whose day has come, of those that no later decision replaced.
  private func inForce(_ sets: [EstablishmentSet], on day: CivilDate) -> Int? {
    var best: EstablishmentSet?
    for (index, set) in sets.enumerated() where set.effectiveFrom <= day {
      let isReplaced = sets[(index + 1)...].contains {
        $0.effectiveFrom <= set.effectiveFrom && $0.effectiveFrom <= day
      }
      if !isReplaced, best.map({ $0.effectiveFrom <= set.effectiveFrom }) ?? true { best = set }
    }
    return best?.approved
  }
}
