// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// The invariants that the organisation keeps (domain §1.9), each under its number.
@Suite struct OrganisationRuleTests {
  typealias Given = OrganisationSpecification

  // MARK: I-2

  @Test func `I-2 the gap between a town's offices and the rule set of the day is told`() {
    let nine = [TownOfficesRule(divisionKind: .town, least: 9)]
    let state = Given.county().state
    let one = state.offices(of: SmallCounty.town, on: "2021-06-01", by: nine)
    #expect(one.offices == [Body.office])
    #expect(one.gap == -8)
    // Before it was registered, without a rule, and with as many as the rule wants.
    #expect(state.offices(of: SmallCounty.town, on: "2020-12-31", by: nine).offices.isEmpty)
    #expect(state.offices(of: SmallCounty.town, on: "2021-06-01", by: []).gap == nil)
    let range = [TownOfficesRule(divisionKind: .town, least: 0, most: 1)]
    #expect(state.offices(of: SmallCounty.town, on: "2021-06-01", by: range).gap == 0)
    let none = [TownOfficesRule(divisionKind: .town, least: 0)]
    #expect(state.offices(of: SmallCounty.town, on: "2021-06-01", by: none).gap == 1)
    #expect(
      state.offices(on: "2021-06-01", by: nine).map(\.town)
        == [SmallCounty.town, SmallCounty.otherTown])
  }

  // MARK: I-3

  @Test func `I-3 there are three kinds of staff, no fourth and none missing`() throws {
    for kind in StaffKind.allCases { #expect(try StaffKind.checked(kind.rawValue) == kind) }
    for text in ["contractor", "", "行政", nil] as [String?] {
      do throws(Rejection) {
        _ = try StaffKind.checked(text)
        Issue.record("\(text ?? "nothing") is a kind of staff")
      } catch {
        #expect(error.isWhole("I-3"))
      }
    }
  }

  @Test(arguments: [PersonPosted.schema, EstablishmentSet.schema])
  func `I-3 the log itself takes no fourth kind and none missing`(schema: EventSchema) throws {
    let field = try #require(schema.field(named: "staffKind"))
    guard case .enumeration(let cases) = field.type else {
      Issue.record("staffKind is no closed list")
      return
    }
    #expect(cases.map(\.name) == ["administrative", "institutional", "offEstablishment"])
    #expect(!field.isOptional)
  }

  // MARK: I-4

  @Test func `I-4 a town has one organiser at most`() {
    let held = Given.county(
      .roleConferred(Registered.role("person/a", .partyOrganiser, in: SmallCounty.town)))
    held.when(.confer(Registered.role("person/b", .partyOrganiser, in: SmallCounty.town)))
      .thenRejected { $0.isWhole("I-4") }
    // Another town, or the day on which the first has ended.
    held.when(.confer(Registered.role("person/b", .partyOrganiser, in: SmallCounty.otherTown)))
      .thenEvents()
    let ended = Registered.ended(
      "person/a", .partyOrganiser, in: SmallCounty.town, from: "2021-05-01")
    let after = Given.county(
      .roleConferred(Registered.role("person/a", .partyOrganiser, in: SmallCounty.town)),
      .roleEnded(ended))
    after.when(
      .confer(
        Registered.role("person/b", .partyOrganiser, in: SmallCounty.town, from: "2021-04-30"))
    ).thenRejected { $0.rule == "I-4" }
    after.when(
      .confer(
        Registered.role("person/b", .partyOrganiser, in: SmallCounty.town, from: "2021-05-01"))
    ).thenState {
      $0.roles.holders(of: .partyOrganiser, in: SmallCounty.town, on: "2021-05-01")
        == ["person/b"]
    }
  }

  @Test func `I-4 a town without an organiser is vacant, with days`() {
    let state = Given.county(
      .roleConferred(
        Registered.role("person/a", .partyOrganiser, in: SmallCounty.town, from: "2021-01-11")),
      .roleEnded(
        Registered.ended("person/a", .partyOrganiser, in: SmallCounty.town, from: "2021-05-01"))
    ).state
    func days(_ day: CivilDate) -> Int? {
      state.vacancy(of: .partyOrganiser, in: SmallCounty.town, on: day)?.days
    }
    #expect(days("2020-12-31") == nil)
    #expect(days("2021-01-01") == 1)
    #expect(days("2021-01-10") == 10)
    #expect(days("2021-01-11") == nil)
    #expect(days("2021-05-01") == 1)
    #expect(days("2021-05-31") == 31)
  }

  // MARK: I-5

  @Test func `I-5 a village secretary needs a document of the county and one of the town`() {
    func secretary(_ levels: [Level], _ documents: [ObjectName]) -> OrganisationCommand {
      .confer(
        Registered.role(
          "person/s", .villageSecretary, in: SmallCounty.village, managedBy: levels,
          documents: documents))
    }
    let both: [ObjectName] = ["document/county-1", "document/town-1"]
    Given.county().when(secretary([.town, .county], both)).thenEvents()
    for (levels, documents) in [
      ([.town, .county], []), ([.town, .county], ["document/county-1"]),
      ([.town, .county], ["document/county-1", "document/county-1"]), ([.town], both),
      ([.village, .county], both),
    ] as [([Level], [ObjectName])] {
      Given.county().when(secretary(levels, documents)).thenRejected { $0.isWhole("I-5") }
    }
    // The other roles need no papers.
    Given.county().when(
      .confer(Registered.role("person/h", .villageHead, in: SmallCounty.village))
    ).thenEvents()
  }

  // MARK: I-13

  static let liaison = Registered.role("person/a", .gridLiaison, in: SmallCounty.village)

  @Test func `I-13 a village has one liaison at most, unless the same append ends the first`() {
    let held = Given.county(.roleConferred(Self.liaison))
    let second = Registered.role(
      "person/b", .gridLiaison, in: SmallCounty.village, from: "2021-05-01")
    held.when(.confer(second)).thenRejected { $0.isWhole("I-13") }
    held.when(.handOver(second, from: "person/a"))
      .thenEvents { facts in
        facts.map(\.event) == [
          .roleEnded(
            Registered.ended(
              "person/a", .gridLiaison, in: SmallCounty.village, from: "2021-05-01")),
          .roleConferred(second),
        ]
      }
      .thenState { state in
        state.roles.holders(of: .gridLiaison, in: SmallCounty.village, on: "2021-04-30")
          == ["person/a"]
          && state.roles.holders(of: .gridLiaison, in: SmallCounty.village, on: "2021-05-01")
            == ["person/b"]
      }
  }

  @Test func `I-13 a role passes on from its holder and from nobody else`() {
    let second = Registered.role(
      "person/b", .gridLiaison, in: SmallCounty.village, from: "2021-05-01")
    Given.county().when(.handOver(second, from: "person/a")).thenRejected {
      $0.isWhole("§7.1 RoleEnded")
    }
    Given.county(.roleConferred(Self.liaison)).when(.handOver(second, from: "person/c"))
      .thenRejected { $0.rule == "§7.1 RoleEnded" }
    let own = Registered.role(
      "person/a", .gridLiaison, in: SmallCounty.village, from: "2021-05-01")
    Given.county(.roleConferred(Self.liaison)).when(.handOver(own, from: "person/a"))
      .thenRejected { $0.isWhole("§7.1 RoleConferred") }
    let state = Given.county(.roleConferred(Self.liaison)).state
    #expect(
      state.vacancy(of: .gridLiaison, in: SmallCounty.village, on: "2021-02-28")?.days == 59)
    #expect(state.vacancy(of: .gridLiaison, in: SmallCounty.village, on: "2021-03-01") == nil)
  }

  // MARK: I-37

  @Test func `I-37 who covers somebody by AB acts in that person's roles, in those days only`() {
    let state = Given.county(
      .roleConferred(Registered.role("person/a", .dispatcher, in: SmallCounty.town)),
      .covered(
        AbCoverDeclared(
          covered: "person/a", person: "person/b", body: Body.town, postA: "dispatcher",
          postB: "clerk", effectiveFrom: "2021-06-01", effectiveTo: "2021-06-05",
          ground: "leave"))
    ).state
    func roles(_ person: ObjectName, _ day: CivilDate) -> Set<PersonRole> {
      state.roles.roles(of: person, for: SmallCounty.village, in: state.divisions, on: day)
    }
    #expect(roles("person/a", "2021-06-03") == [.dispatcher])
    #expect(roles("person/b", "2021-05-31").isEmpty)
    #expect(roles("person/b", "2021-06-01") == [.dispatcher])
    #expect(roles("person/b", "2021-06-05") == [.dispatcher])
    #expect(roles("person/b", "2021-06-06").isEmpty)
    #expect(
      state.roles.roles(
        of: "person/b", for: SmallCounty.otherTown, in: state.divisions, on: "2021-06-03"
      ).isEmpty)
  }
}
