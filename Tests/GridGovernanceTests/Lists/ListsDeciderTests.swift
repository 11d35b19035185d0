// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// Duty lists, powers and the gate for tasks: allowed and refused.
@Suite struct ListsDeciderTests {
  typealias Given = ListsSpecification

  // MARK: I-16

  @Test func `I-16 a shared item has a lead, and nobody leads and supports one clause`() {
    Given.lists().when(.list(Listed.item())).thenEvents()
    Given.lists().when(.list(Listed.item(lead: []))).thenRejected { $0.isWhole("I-16") }
    Given.lists().when(.list(Listed.item(supporter: [Body.town, Body.department])))
      .thenRejected { $0.isWhole("I-16") && $0.message.english.contains(Body.department.text) }
    // Each version; other lists need no lead.
    Given.lists(.itemListed(Listed.item())).when(.list(Listed.item(lead: [], version: 2)))
      .thenRejected { $0.rule == "I-16" }
    Given.lists().when(.list(Listed.item("listItem/2", .basicDuty, lead: []))).thenEvents()
  }

  @Test func `versions of an item are counted, begin in order, and name who stands`() {
    let rule = "§7.1 DutyItemListed"
    let first = Given.lists(.itemListed(Listed.item()))
    first.when(.list(Listed.item(version: 2, from: "2021-05-01"))).thenState {
      $0.duties.version(of: "listItem/1") == 2
    }
    for event in [
      Listed.item(version: 1), Listed.item(version: 3),
      Listed.item(version: 2, from: "2021-01-31"),
      Listed.item("listItem/2", lead: ["body/unheard-of"]),
      Listed.item("listItem/2", town: ["division/unheard-of"]),
      Listed.item("listItem/2", from: "2020-12-31"),
    ] {
      first.when(.list(event)).thenRejected { $0.isWhole(rule) }
    }
  }

  @Test func `an item is taken off while it stands, and may be listed again`() {
    let first = Given.lists(.itemListed(Listed.item()))
    first.when(.remove(Listed.removed(from: "2021-05-01"))).thenState {
      $0.duties.item("listItem/1", on: "2021-05-01") == nil
        && $0.duties.item("listItem/1", on: "2021-04-30") != nil
    }
    first.when(.remove(Listed.removed(from: "2021-01-31"))).thenRejected {
      $0.isWhole("§7.1 DutyItemRemoved")
    }
    let gone = Given.lists(
      .itemListed(Listed.item()), .itemRemoved(Listed.removed(from: "2021-05-01")))
    gone.when(.remove(Listed.removed(from: "2021-06-01"))).thenRejected()
    gone.when(.list(Listed.item(version: 2, from: "2021-06-01"))).thenEvents()
    Given.lists(
      .itemListed(Listed.item()), .itemListed(Listed.item(version: 2, from: "2021-06-01"))
    )
    .when(.remove(Listed.removed(from: "2021-05-01"))).thenRejected {
      $0.message.english.contains("2021-06-01")
    }
  }

  // MARK: I-23

  @Test func `I-23 a power names transferor and supervisor, and an approver where it approves`() {
    for kind in PowerDevolved.Kind.allCases {
      Given.lists().when(.devolve(Listed.power("power/1", kind))).thenEvents()
    }
    for kind in [PowerDevolved.Kind.licence, .otherApproval] {
      Given.lists().when(.devolve(Listed.power("power/1", kind) { $0.approver = nil }))
        .thenRejected { $0.isWhole("I-23") }
    }
    Given.lists().when(.devolve(Listed.power { $0.transferor = Body.town })).thenRejected {
      $0.rule == "I-23"
    }
    for change in [
      { $0.transferor = "body/unheard-of" }, { $0.supervisor = "body/unheard-of" },
      { $0.approver = "body/unheard-of" }, { $0.decidedBy = "body/unheard-of" },
    ] as [(inout PowerDevolved) -> Void] {
      Given.lists().when(.devolve(Listed.power(change: change))).thenRejected {
        $0.isWhole("§7.1 PowerDevolved")
      }
    }
  }

  @Test func `I-23 the exerciser is computed, and one body answers for each act`() {
    let state = Given.lists(
      .powerDevolved(Listed.power(to: [SmallCounty.town, SmallCounty.otherTown])),
      .powerDevolved(
        Listed.power("power/2", .inspection, mode: .delegated, until: "2021-12-31"))
    ).state
    #expect(
      state.powers.exercisers(of: "power/1", on: "2021-02-01")
        == [SmallCounty.town, SmallCounty.otherTown])
    #expect(state.powers.exercisers(of: "power/1", on: "2021-01-31").isEmpty)
    let mine = state.powers.live("power/1", for: SmallCounty.town, on: "2021-03-01")
    #expect(mine?.accountable == SmallCounty.town)
    let delegated = state.powers.live("power/2", for: SmallCounty.town, on: "2021-03-01")
    #expect(delegated?.accountable == Body.department)
    #expect(state.powers.live("power/2", for: SmallCounty.town, on: "2022-01-01") == nil)
    #expect(state.powers.live("power/2", for: SmallCounty.otherTown, on: "2021-03-01") == nil)
  }

  // MARK: Powers

  @Test func `a power goes to towns that do not have it, published first, of one kind`() {
    let given = Given.lists(.powerDevolved(Listed.power()))
    given.when(.devolve(Listed.power(to: [SmallCounty.otherTown]))).thenEvents()
    for event in [
      Listed.power(to: [SmallCounty.otherTown, SmallCounty.town]), Listed.power(to: []),
      Listed.power("power/1", .licence, to: [SmallCounty.otherTown]),
      Listed.power(to: [SmallCounty.village]), Listed.power(to: ["division/unheard-of"]),
      Listed.power("power/2") { $0.publishedOn = "2021-02-02" },
      Listed.power("power/2", mode: .delegated), Listed.power("power/2", until: "2021-12-31"),
      Listed.power("power/2") { $0.ground = .writtenDelegation },
      Listed.power("power/2", mode: .delegated, until: "2021-01-31"),
    ] {
      given.when(.devolve(event)).thenRejected { $0.isWhole("§7.1 PowerDevolved") }
    }
    Given.lists().when(
      .devolve(Listed.power("power/3", .coerciveMeasure, mode: .delegated, until: "2021-12-31"))
    ).thenRejected { $0.isWhole("I-36") }
  }

  @Test func `a power is withdrawn where it is live, and what is pending is told`() {
    let rule = "§7.1 PowerWithdrawn"
    let given = Given.lists(
      .powerDevolved(Listed.power(to: [SmallCounty.town, SmallCounty.otherTown])))
    let outcome = given.when(.withdraw(Listed.withdrawn()))
    outcome.thenState { state in
      state.powers.live("power/1", for: SmallCounty.town, on: "2021-06-01") == nil
        && state.powers.live("power/1", for: SmallCounty.town, on: "2021-05-31")?.pending
          == .finish
        && state.powers.live("power/1", for: SmallCounty.otherTown, on: "2021-06-01") != nil
    }
    let after = Given.given(state: outcome.state)
    after.when(.withdraw(Listed.withdrawn(on: "2021-07-01"))).thenRejected { $0.isWhole(rule) }
    after.when(.withdraw(Listed.withdrawn(on: "2021-05-01"))).thenRejected { $0.rule == rule }
    after.when(
      .withdraw(Listed.withdrawn(from: [SmallCounty.town, SmallCounty.otherTown]))
    ).thenRejected { $0.message.english.contains(SmallCounty.town.text) }
    Given.lists().when(.withdraw(Listed.withdrawn())).thenRejected { $0.rule == rule }
    // Given back later.
    after.when(.devolve(Listed.power(from: "2021-06-01"))).thenState {
      $0.powers.live("power/1", for: SmallCounty.town, on: "2021-06-01") != nil
    }
  }

  @Test func `work begun before a withdrawal is finished where it says so`() {
    func powers(_ pending: PowerWithdrawn.Pending) -> PowerBook {
      Given.lists(
        .powerDevolved(Listed.power()), .powerWithdrawn(Listed.withdrawn(pending: pending))
      ).state.powers
    }
    let town = SmallCounty.town
    #expect(
      powers(.finish).mayFinish("power/1", for: town, begunOn: "2021-05-28", on: "2021-07-01"))
    #expect(
      !powers(.transfer).mayFinish("power/1", for: town, begunOn: "2021-05-28", on: "2021-07-01"))
    #expect(
      !powers(.finish).mayFinish("power/1", for: town, begunOn: "2021-06-02", on: "2021-07-01"))
    #expect(
      powers(.transfer).mayFinish("power/1", for: town, begunOn: "2021-05-28", on: "2021-05-31"))
  }

  @Test func `a review keeps or withdraws what is live, devolves or prepares what is not`() {
    func review(
      _ power: ObjectName, _ outcome: PowerUptakeReviewed.Outcome, uses: Int = 3,
      due: CivilDate? = nil
    ) -> ListsCommand {
      .review(
        PowerUptakeReviewed(
          power: power, town: SmallCounty.town, usable: true, capable: true, wellRun: true,
          evidence: PowerUptakeReviewed.Evidence(
            uses: uses, demand: 0, passedUp: 0, satisfaction: 0, cases: 0, reversed: 0,
            training: 0, supportGiven: 0),
          outcome: outcome, reviewDue: due))
    }
    let given = Given.lists(.powerDevolved(Listed.power()))
    for (power, outcome) in [
      ("power/1", .keep), ("power/1", .withdraw), ("power/2", .devolve), ("power/2", .prepare),
    ] as [(ObjectName, PowerUptakeReviewed.Outcome)] {
      given.when(review(power, outcome, due: "2021-12-01")).thenEvents()
    }
    for (power, outcome) in [
      ("power/2", .keep), ("power/2", .withdraw), ("power/1", .devolve), ("power/1", .prepare),
    ] as [(ObjectName, PowerUptakeReviewed.Outcome)] {
      given.when(review(power, outcome)).thenRejected { $0.isWhole("§7.1 PowerUptakeReviewed") }
    }
    given.when(review("power/1", .keep, uses: -1)).thenRejected()
    given.when(review("power/1", .keep, due: "2021-05-31")).thenRejected()
  }

  // MARK: Admissions

  @Test func `a department asks once for towns that there are`() {
    Given.lists().when(.requestAdmission(Listed.request())).thenEvents()
    let changes: [(inout TaskAdmissionRequested) -> Void] = [
      { $0.department = Body.town }, { $0.department = "body/unheard-of" }, { $0.town = [] },
      { $0.town = [SmallCounty.village] }, { $0.task = "" }, { $0.legalBasis = "" },
      { $0.consulted = [SmallCounty.otherTown] }, { $0.funds = "-1" }, { $0.staff = -1 },
      { $0.effectiveTo = "2021-04-30" },
    ]
    for change in changes {
      Given.lists().when(.requestAdmission(Listed.request(change: change))).thenRejected {
        $0.isWhole("§7.1 TaskAdmissionRequested")
      }
    }
    Given.lists(.admissionRequested(Listed.request())).when(.requestAdmission(Listed.request()))
      .thenRejected()
  }

  @Test func `of two decisions in an imported history the first stands`() {
    var book = AdmissionBook()
    book.apply(Listed.request())
    book.apply(Listed.decision())
    let granted = book
    book.apply(Listed.decision("admission/1", .refused))
    #expect(book == granted)
    #expect(
      book.live(
        "admission/1", of: Body.department, for: SmallCounty.town, on: "2021-06-01") != nil)
  }

  @Test func `an admission is decided once, after it was asked for, by somebody else`() {
    let rule = "§7.1 TaskAdmissionDecided"
    let asked = Given.lists(.admissionRequested(Listed.request()))
    for decision in [
      Listed.decision(), Listed.decision("admission/1", .refused),
      Listed.decision("admission/1", .conditional, conditions: "with two posts"),
      Listed.decision(from: "2021-06-01", to: "2021-06-30"),
    ] {
      let outcome = asked.when(.decideAdmission(decision)).thenEvents()
      Given.given(state: outcome.state).when(.decideAdmission(Listed.decision())).thenRejected {
        $0.isWhole(rule)
      }
    }
    var own = Listed.decision()
    own.decidedBy = Body.department
    var other = Listed.decision()
    other.department = Body.county
    for decision in [
      Listed.decision("admission/2"), own, other, Listed.decision(for: [SmallCounty.otherTown]),
      Listed.decision(for: []), Listed.decision("admission/1", .conditional),
      Listed.decision(conditions: "with two posts"),
      Listed.decision("admission/1", .refused, from: "2021-06-01"),
      Listed.decision(to: "2021-04-30"),
    ] {
      asked.when(.decideAdmission(decision)).thenRejected { $0.isWhole(rule) }
    }
    Given.lists().when(.decideAdmission(Listed.decision())).thenRejected { $0.rule == rule }
  }

  @Test func `an admission expires by itself after its last day`() {
    func live(_ decision: TaskAdmissionDecided, _ day: CivilDate) -> Bool {
      Given.lists(.admissionRequested(Listed.request()), .admissionDecided(decision)).state
        .admissions.live("admission/1", of: Body.department, for: SmallCounty.town, on: day)
        != nil
    }
    // The days that were asked for, unless the decision says others.
    #expect(live(Listed.decision(), "2021-05-01"))
    #expect(live(Listed.decision(), "2021-08-31"))
    #expect(!live(Listed.decision(), "2021-04-30"))
    #expect(!live(Listed.decision(), "2021-09-01"))
    #expect(!live(Listed.decision(to: "2021-06-30"), "2021-07-01"))
    #expect(!live(Listed.decision("admission/1", .refused), "2021-06-01"))
  }

  @Test func `means arrive for what was granted, and are told in figures`() {
    func fulfilled(_ town: ObjectName, funds: ExactDecimal?) -> ListsCommand {
      .fulfilAdmission(
        AdmissionFulfilled(
          admission: "admission/1", department: Body.department, town: town,
          fundsReceived: funds))
    }
    let asked = Given.lists(.admissionRequested(Listed.request()))
    let granted = Given.lists(
      .admissionRequested(Listed.request()), .admissionDecided(Listed.decision()))
    granted.when(fulfilled(SmallCounty.town, funds: "20000")).thenEvents()
    granted.when(fulfilled(SmallCounty.town, funds: nil)).thenRejected()
    granted.when(fulfilled(SmallCounty.town, funds: "-1")).thenRejected()
    granted.when(fulfilled(SmallCounty.otherTown, funds: "1")).thenRejected {
      $0.isWhole("§7.1 AdmissionFulfilled")
    }
    asked.when(fulfilled(SmallCounty.town, funds: "1")).thenRejected()
  }

  @Test func `an emergency push is due to be regularised within the rule set's days`() {
    let pushed: CivilDate = "2021-04-28"
    func after(_ events: ListsEvent...) -> Regularisation {
      Given.given(events.map { Fact($0, occurred: Registered.now) }).state.admissions
        .regularisation(
          of: Body.department, in: SmallCounty.town, pushedOn: pushed, within: 3)
    }
    #expect(after().due == "2021-05-01")
    #expect(!after().isOverdue(on: "2021-05-01"))
    #expect(after().isOverdue(on: "2021-05-02"))
    #expect(after(.admissionRequested(Listed.request())).isOverdue(on: "2021-05-02"))
    let granted = after(
      .admissionRequested(Listed.request()), .admissionDecided(Listed.decision()))
    #expect(granted.admission == "admission/1")
    #expect(!granted.isOverdue(on: "2021-05-02"))
    let late = after(
      .admissionRequested(Listed.request()),
      .admissionDecided(Listed.decision(from: "2021-05-02")))
    #expect(late.isOverdue(on: "2021-05-02"))
  }
}
