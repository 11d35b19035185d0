// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// What the catalogue's rows ask of divisions, bodies and people: allowed and refused.
@Suite struct OrganisationDeciderTests {
  typealias Given = OrganisationSpecification

  // MARK: Divisions

  @Test func `a division lies in one of the level above that stands on that day`() {
    let rule = "§7.1 DivisionRegistered"
    Given.county().when(
      .registerDivision(Registered.division("division/x", .community, in: SmallCounty.town))
    ).thenEvents()
    for (kind, parent) in [
      (.village, SmallCounty.county), (.village, SmallCounty.village), (.village, nil),
      (.town, SmallCounty.town), (.county, SmallCounty.county), (.town, "division/unheard-of"),
    ] as [(DivisionKind, ObjectName?)] {
      Given.county().when(
        .registerDivision(Registered.division("division/x", kind, in: parent))
      ).thenRejected { $0.isWhole(rule) }
    }
    Given.county().when(
      .registerDivision(
        Registered.division("division/x", .village, in: SmallCounty.town, from: "2020-12-31"))
    ).thenRejected { $0.rule == rule }
  }

  @Test func `a town may become a subdistrict, never a village; a code belongs to one`() {
    Given.county().when(
      .registerDivision(
        Registered.division(
          SmallCounty.town, .subdistrict, in: SmallCounty.county, from: "2021-07-01"))
    ).thenState {
      $0.divisions.division(SmallCounty.town, on: "2021-07-01")?.kind == .subdistrict
        && $0.divisions.division(SmallCounty.town, on: "2021-06-30")?.kind == .town
    }
    Given.county().when(
      .registerDivision(
        Registered.division(SmallCounty.village, .town, in: SmallCounty.county))
    ).thenRejected { $0.rule == "§7.1 DivisionRegistered" }
    let coded = Given.county(
      .divisionRegistered(
        Registered.division("division/x", .village, in: SmallCounty.town, statCode: "123")))
    coded.when(
      .registerDivision(
        Registered.division("division/y", .village, in: SmallCounty.town, statCode: "123"))
    ).thenRejected { $0.message.english.contains("division/x") }
  }

  static func abolished(
    _ name: ObjectName, from day: CivilDate = "2021-07-01", to successor: ObjectName? = nil
  ) -> OrganisationCommand {
    .abolishDivision(
      DivisionAbolished(
        division: name, successor: successor.map { [$0] } ?? [], document: "document/1",
        effectiveFrom: day))
  }

  @Test func `a division ends only when nothing lives in it any more, and it says what does`() {
    Given.county().when(Self.abolished(SmallCounty.town)).thenRejected { no in
      no.isWhole("§7.1 DivisionAbolished")
        && [SmallCounty.village, Body.office].allSatisfy {
          no.message.english.contains($0.text)
        }
    }
    Given.county().when(Self.abolished(SmallCounty.village)).thenRejected {
      $0.message.english.contains(Body.station.text)
    }
    let empty = Given.county(
      .bodyAbolished(
        BodyAbolished(body: Body.station, document: "document/1", effectiveFrom: "2021-07-01")))
    empty.when(Self.abolished(SmallCounty.village)).thenState {
      $0.divisions.division(SmallCounty.village, on: "2021-07-01") == nil
        && $0.divisions.division(SmallCounty.village, on: "2021-06-30") != nil
    }
    // A day too early, a grid on it, a role in it, twice.
    empty.when(Self.abolished(SmallCounty.village, from: "2021-06-30")).thenRejected()
    empty.when(Self.abolished(SmallCounty.village), dependents: ["grid/1"]).thenRejected {
      $0.message.english.contains("grid/1")
    }
    Given.county(
      .bodyAbolished(
        BodyAbolished(body: Body.station, document: "document/1", effectiveFrom: "2021-07-01")),
      .roleConferred(OrganisationRuleTests.liaison)
    ).when(Self.abolished(SmallCounty.village)).thenRejected {
      $0.message.english.contains("person/a")
    }
    Given.county().when(Self.abolished("division/unheard-of")).thenRejected()
    empty.when(Self.abolished(SmallCounty.village, to: "division/unheard-of")).thenRejected()
    empty.when(Self.abolished(SmallCounty.village, to: Registered.otherVillage)).thenEvents()
  }

  @Test func `what will begin later keeps a division alive as well`() {
    let planned = Given.county(
      .bodyAbolished(
        BodyAbolished(body: Body.station, document: "document/1", effectiveFrom: "2021-07-01")),
      .bodyRegistered(
        Registered.body(
          "body/v-hall", .hall, .village, in: SmallCounty.village, from: "2021-09-01")))
    planned.when(Self.abolished(SmallCounty.village)).thenRejected {
      $0.message.english.contains("body/v-hall")
    }
  }

  @Test func `a count has figures, none below zero`() {
    func measured(_ population: Int?, _ area: ExactDecimal? = nil) -> OrganisationCommand {
      .measureDivision(
        DivisionMeasured(
          division: SmallCounty.town, population: population, area: area,
          measuredOn: "2021-01-01"))
    }
    Given.county().when(measured(30_000)).thenEvents()
    Given.county().when(measured(nil, "12.5")).thenEvents()
    Given.county().when(measured(nil)).thenRejected()
    Given.county().when(measured(-1)).thenRejected()
    Given.county().when(measured(1, "-0.1")).thenRejected()
  }

  // MARK: Bodies

  @Test func `a body stands in a division of its level, under one that stands`() {
    let rule = "§7.1 BodyRegistered"
    func registered(
      _ kind: BodyKind, _ level: Level, _ division: ObjectName, under superior: ObjectName? = nil
    ) -> OrganisationCommand {
      .registerBody(Registered.body("body/x", kind, level, in: division, under: superior))
    }
    Given.county().when(registered(.townOffice, .town, SmallCounty.town, under: Body.town))
      .thenEvents()
    Given.county().when(registered(.stationedBody, .county, SmallCounty.town)).thenEvents()
    for (kind, level, division) in [
      (.townOffice, .county, SmallCounty.county), (.department, .town, SmallCounty.town),
      (.centre, .village, SmallCounty.village), (.townOffice, .town, SmallCounty.village),
      (.townOffice, .town, "division/unheard-of"),
    ] as [(BodyKind, Level, ObjectName)] {
      Given.county().when(registered(kind, level, division)).thenRejected { $0.isWhole(rule) }
    }
    Given.county().when(
      registered(.townOffice, .town, SmallCounty.town, under: "body/unheard-of")
    ).thenRejected { $0.rule == rule }
    let below = Given.county(
      .bodyRegistered(
        Registered.body("body/x", .townOffice, .town, in: SmallCounty.town, under: Body.office)))
    below.when(
      .registerBody(
        Registered.body(Body.office, .townOffice, .town, in: SmallCounty.town, under: "body/x"))
    ).thenRejected { $0.message.english.contains("itself") }
  }

  @Test func `a body ends only when nobody works in it and nothing hangs on it`() {
    func ended(_ body: ObjectName, to successor: [ObjectName] = []) -> OrganisationCommand {
      .abolishBody(
        BodyAbolished(
          body: body, successor: successor, document: "document/1",
          effectiveFrom: "2021-07-01"))
    }
    Given.county().when(ended(Body.office, to: [Body.town])).thenEvents()
    Given.county().when(ended(Body.office, to: ["body/unheard-of"])).thenRejected()
    Given.county(.posted(Registered.post("person/a"))).when(ended(Body.office)).thenRejected {
      $0.isWhole("§7.1 BodyAbolished") && $0.message.english.contains("person/a")
    }
    // Moved out on the same day: then it may end.
    Given.county(
      .posted(Registered.post("person/a")),
      .posted(Registered.post("person/a", in: Body.town, as: .transferred, from: "2021-07-01"))
    ).when(ended(Body.office)).thenEvents()
    Given.county(.stationed(Self.stationing())).when(ended(Body.department)).thenRejected {
      $0.message.english.contains(Registered.stationed.text)
    }
  }

  @Test func `leader posts are among the approved ones`() {
    func set(_ approved: Int, _ leaders: Int) -> OrganisationCommand {
      .setEstablishment(
        EstablishmentSet(
          body: Body.office, staffKind: .institutional, approved: approved, leaderPosts: leaders,
          document: "document/1", effectiveFrom: "2021-02-01"))
    }
    Given.county().when(set(8, 2)).thenEvents()
    Given.county().when(set(0, 0)).thenEvents()
    for (approved, leaders) in [(2, 3), (-1, 0), (2, -1)] {
      Given.county().when(set(approved, leaders)).thenRejected {
        $0.isWhole("§7.1 EstablishmentSet")
      }
    }
  }

  static func stationing(
    _ towns: [ObjectName] = [SmallCounty.town, SmallCounty.otherTown],
    shares: [Rational]? = nil, by department: ObjectName = Body.department
  ) -> StationedBodyAssigned {
    StationedBodyAssigned(
      body: Registered.stationed, department: department, town: towns, shares: shares,
      place: .ownSite, effectiveFrom: "2021-02-01")
  }

  @Test func `a department stations its body in towns, the shares together one`() {
    Given.county().when(.station(Self.stationing(shares: ["1/3", "2/3"]))).thenState {
      $0.bodies.assignment(of: Registered.stationed, on: "2021-02-01")?.towns
        == [SmallCounty.town, SmallCounty.otherTown]
    }
    for event in [
      Self.stationing([]), Self.stationing([SmallCounty.town, SmallCounty.town]),
      Self.stationing([SmallCounty.village]), Self.stationing(shares: ["1/3", "1/3"]),
      Self.stationing(shares: ["1"]), Self.stationing(shares: ["3/2", "-1/2"]),
      Self.stationing(by: Body.town), Self.stationing(by: "body/unheard-of"),
    ] {
      Given.county().when(.station(event)).thenRejected {
        $0.isWhole("§7.1 StationedBodyAssigned")
      }
    }
  }

  @Test func `checks and opinions are about bodies of that town or stationed in it`() {
    func checked(_ body: ObjectName, _ town: ObjectName) -> OrganisationCommand {
      .checkInstitution(InstitutionChecked(body: body, town: town, topic: .signs, met: true))
    }
    func opinion(_ town: ObjectName) -> OrganisationCommand {
      .giveOpinion(
        AppointmentOpinionGiven(
          person: "person/a", body: Registered.stationed, town: town, post: "head",
          opinion: .agree))
    }
    let stationed = Given.county(.stationed(Self.stationing([SmallCounty.otherTown])))
    stationed.when(checked(Body.office, SmallCounty.town)).thenEvents()
    stationed.when(checked(Registered.stationed, SmallCounty.otherTown)).thenEvents()
    stationed.when(checked(Body.office, SmallCounty.otherTown)).thenRejected()
    stationed.when(opinion(SmallCounty.otherTown)).thenEvents()
    stationed.when(opinion(SmallCounty.town)).thenRejected {
      $0.isWhole("§7.1 AppointmentOpinionGiven")
    }
  }

  @Test func `a party duty list has each code once and the level of its division`() {
    func listed(_ level: Level, _ codes: [String]) -> OrganisationCommand {
      .listPartyDuties(
        PartyDutyListed(
          division: SmallCounty.town, level: level,
          items: codes.map { PartyDutyListed.Item(code: $0, text: "words") },
          effectiveFrom: "2021-02-01"))
    }
    Given.county().when(listed(.town, ["1", "2"])).thenEvents()
    Given.county().when(listed(.town, ["1", "1"])).thenRejected()
    Given.county().when(listed(.town, [])).thenRejected()
    Given.county().when(listed(.village, ["1"])).thenRejected { $0.isWhole("§7.1 PartyDutyListed") }
  }
}
