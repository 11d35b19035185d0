// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The doors of organisation, grids and lists against a log on disk.
struct RegisterDeskTests {
  let place: RegisterLog

  init() throws { place = try RegisterLog() }

  private var organisation: OrganisationDesk { place.county.organisation }

  @Test func `a command is appended once, however often it is asked under one id`() throws {
    let command = OrganisationCommand.issueCertificate(
      Registered.certificate("certificate/1", of: "person/a"))
    let id = EventID(high: 1, low: 1)
    let first = try organisation.execute(command, at: Registered.now, commandID: id)
    let again = try organisation.execute(command, at: Registered.now, commandID: id)
    #expect(first.positions == again.positions)
    #expect(again.appended == 0)
    let no = try rejection { try organisation.execute(command, at: Registered.now) }
    #expect(no?.rule == "§7.1 CertificateIssued")
    #expect(try place.types() == ["CertificateIssued"])
    #expect(try organisation.state().certificates.isValid("person/a", on: "2021-06-01"))
  }

  @Test func `a handing over is one append of two events`() throws {
    try organisation.execute(.confer(OrganisationRuleTests.liaison), at: Registered.now)
    let receipt = try organisation.execute(
      .handOver(
        Registered.role("person/b", .gridLiaison, in: SmallCounty.village, from: "2021-05-01"),
        from: "person/a"), at: Registered.now)
    #expect(receipt.appended == 2)
    #expect(try place.types() == ["RoleConferred", "RoleEnded", "RoleConferred"])
  }

  @Test func `a division with grids or powers does not end, whoever keeps them`() throws {
    let county = place.county
    try county.grids.execute(.draw(GridDeciderTests.drawn("grid/1")), at: Registered.now)
    try organisation.execute(
      .abolishBody(
        BodyAbolished(body: Body.station, document: "document/1", effectiveFrom: "2021-07-01")),
      at: Registered.now)
    let village = OrganisationDeciderTests.abolished(SmallCounty.village)
    let no = try rejection { try organisation.execute(village, at: Registered.now) }
    #expect(no?.message.english.contains("grid/1") == true)
    try county.grids.execute(
      .retire(GridRetired(grid: "grid/1", effectiveFrom: "2021-07-01")), at: Registered.now)
    try organisation.execute(village, at: Registered.now)
    try county.lists.execute(
      .devolve(Listed.power(to: [SmallCounty.otherTown])), at: Registered.now)
    let town = OrganisationDeciderTests.abolished(SmallCounty.otherTown)
    let still = try rejection { try organisation.execute(town, at: Registered.now) }
    #expect(still?.message.english.contains("division/w") == true)
  }

  @Test func `the code scheme is the one of the rule set in force on the first day`() throws {
    let grids = place.county.grids
    try place.log.append(
      NewEvent(
        RuleSetPublished(
          rule: "rule/grid-code", kind: .gridCode,
          content: RuleContent(gridCode: GridCodeRule(scheme: "kit", pattern: "t-[0-9]{3}")),
          effectiveFrom: "2021-05-01"), occurred: Registered.now))
    try grids.execute(
      .draw(GridDeciderTests.drawn("grid/1", from: "2021-04-30")), at: Registered.now)
    let no = try rejection {
      try grids.execute(
        .draw(GridDeciderTests.drawn("grid/2", from: "2021-05-01")), at: Registered.now)
    }
    #expect(no?.rule == "§7.1 GridDrawn")
    try grids.execute(
      .draw(GridDeciderTests.drawn("grid/t-002", from: "2021-05-01")), at: Registered.now)
    #expect(try grids.state().grids(on: "2021-05-01") == ["grid/1", "grid/t-002"])
  }

  @Test func `I-2 the offices of each town beside the rule set of the day`() throws {
    try place.log.append(
      NewEvent(
        RuleSetPublished(
          rule: "rule/offices", kind: .townOffices,
          content: RuleContent(townOffices: [TownOfficesRule(divisionKind: .town, least: 2)]),
          effectiveFrom: "2021-05-01"), occurred: Registered.now))
    let gaps = try organisation.offices(on: "2021-06-01").map(\.gap)
    #expect(gaps == [-1, -2])
    #expect(try organisation.offices(on: "2021-04-30").map(\.gap) == [nil, nil])
  }

  @Test func `an annulled certificate never was, and its number is free again`() throws {
    let command = OrganisationCommand.issueCertificate(
      Registered.certificate("certificate/1", of: "person/a"))
    let receipt = try organisation.execute(command, at: Registered.now)
    let stored = try #require(try place.log.event(at: receipt.last))
    try place.log.append(
      NewEvent.repairing(
        stored,
        with: EventAnnulled(
          target: stored.content.id, ground: "wrong person", document: "document/1"),
        occurred: Registered.now))
    #expect(try !organisation.state().certificates.isValid("person/a", on: "2021-06-01"))
    try organisation.execute(
      .issueCertificate(Registered.certificate("certificate/1", of: "person/b")),
      at: Registered.now)
  }

  @Test func `a town's door reaches its own places and no further`() throws {
    let town = County(place.log, scope: .towns([SmallCounty.town])).acting(as: Body.town)
    try town.organisation.execute(.confer(OrganisationRuleTests.liaison), at: Registered.now)
    try town.grids.execute(.draw(GridDeciderTests.drawn("grid/1")), at: Registered.now)
    try town.grids.execute(.staff(GridDeciderTests.staffed()), at: Registered.now)
    try town.organisation.execute(
      .registerDivision(Registered.division("division/x", .village, in: SmallCounty.town)),
      at: Registered.now)
    let refused: [() throws -> Receipt] = [
      {
        try town.organisation.execute(
          .confer(Registered.role("person/b", .gridLiaison, in: Registered.otherVillage)),
          at: Registered.now)
      },
      {
        try town.grids.execute(
          .draw(GridDeciderTests.drawn("grid/2", in: Registered.otherVillage)),
          at: Registered.now)
      },
      { try town.lists.execute(.list(Listed.item()), at: Registered.now) },
      {
        try town.organisation.execute(
          .issueCertificate(Registered.certificate("certificate/1", of: "person/a")),
          at: Registered.now)
      },
    ]
    for command in refused { #expect(try rejection(command)?.rule == "scope") }
    let grid = County(place.log, scope: .grids(["grid/1"])).acting(as: Body.station)
    try grid.grids.execute(
      .staff(GridDeciderTests.staffed(people: ["person/v"])), at: Registered.now)
    #expect(
      try rejection {
        try grid.grids.execute(.draw(GridDeciderTests.drawn("grid/9")), at: Registered.now)
      }?.rule == "scope")
  }

  // MARK: At once

  @Test(.timeLimit(.minutes(30)))
  func `of two certificates of one number asked for at once exactly one is issued`() throws {
    let results = race(place.log, 8) { county, index in
      try county.organisation.execute(
        .issueCertificate(
          Registered.certificate("certificate/1", of: ObjectName(.person, "p\(index)"))),
        at: Registered.now)
    }
    #expect(results.successes == 1)
    #expect(results.areRefusals(of: "§7.1 CertificateIssued"))
    #expect(try place.types() == ["CertificateIssued"])
  }

  @Test(
    .timeLimit(.minutes(30)),
    arguments: [
      (PersonRole.gridLiaison, SmallCounty.village, "I-13"),
      (.partyOrganiser, SmallCounty.town, "I-4"),
    ])
  func `of two liaisons of a village or organisers of a town at once exactly one is conferred`(
    role: PersonRole, scope: ObjectName, rule: String
  ) throws {
    let results = race(place.log, 8) { county, index in
      try county.organisation.execute(
        .confer(Registered.role(ObjectName(.person, "p\(index)"), role, in: scope)),
        at: Registered.now)
    }
    #expect(results.successes == 1)
    #expect(results.areRefusals(of: rule))
    #expect(try place.types() == ["RoleConferred"])
  }

  @Test(.timeLimit(.minutes(30)))
  func `of two successors at once exactly one takes over`() throws {
    try organisation.execute(.confer(OrganisationRuleTests.liaison), at: Registered.now)
    let results = race(place.log, 8) { county, index in
      try county.organisation.execute(
        .handOver(
          Registered.role(
            ObjectName(.person, "p\(index)"), .gridLiaison, in: SmallCounty.village,
            from: "2021-05-01"), from: "person/a"), at: Registered.now)
    }
    #expect(results.successes == 1)
    #expect(results.areRefusals(of: "§7.1 RoleEnded"))
    #expect(try place.types() == ["RoleConferred", "RoleEnded", "RoleConferred"])
  }

  @Test(.timeLimit(.minutes(30)))
  func `a village that ends and a grid drawn in it at once do not both stand`() throws {
    try organisation.execute(
      .abolishBody(
        BodyAbolished(body: Body.station, document: "document/1", effectiveFrom: "2021-01-02")),
      at: Registered.now)
    let results = race(place.log, 2) { county, index in
      index == 0
        ? try county.organisation.execute(
          OrganisationDeciderTests.abolished(SmallCounty.village, from: "2021-01-02"),
          at: Registered.now)
        : try county.grids.execute(.draw(GridDeciderTests.drawn("grid/1")), at: Registered.now)
    }
    #expect(results.successes == 1)
  }

  @Test(.timeLimit(.minutes(30)))
  func `certificates of different numbers do not get in each other's way`() throws {
    let results = race(place.log, 8) { county, index in
      try county.organisation.execute(
        .issueCertificate(
          Registered.certificate(
            ObjectName(.certificate, "\(index)"), of: ObjectName(.person, "p\(index)"))),
        at: Registered.now)
    }
    #expect(results.successes == 8)
  }
}
