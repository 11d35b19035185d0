// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Testing

/// What the catalogue's rows ask of grids: allowed and refused.
@Suite struct GridDeciderTests {
  typealias Given = GridSpecification

  static func drawn(
    _ grid: ObjectName, in village: ObjectName = SmallCounty.village,
    from day: CivilDate = "2021-02-01", households: Int? = nil
  ) -> GridDrawn {
    GridDrawn(
      grid: grid, kind: .comprehensive, village: village, households: households,
      effectiveFrom: day)
  }

  static func staffed(
    _ force: GridForce = .worker, team: ObjectName? = nil,
    people members: [ObjectName] = ["person/w"], kinds: [MemberKind] = [.worker],
    from day: CivilDate = "2021-03-01"
  ) -> GridStaffed {
    GridStaffed(
      grid: "grid/1", force: force, team: team, member: members, memberKinds: kinds,
      fullTime: true, effectiveFrom: day)
  }

  static func released(
    _ force: GridForce = .worker, team: ObjectName? = nil, people members: [ObjectName] = [],
    from day: CivilDate = "2021-05-01"
  ) -> GridReleased {
    GridReleased(
      grid: "grid/1", force: force, team: team, member: members, effectiveFrom: day)
  }

  static var one: Given { Given.grids(.drawn(drawn("grid/1"))) }

  // MARK: Drawing

  @Test func `a grid lies in a village that stands, and its code is never given again`() {
    let rule = "§7.1 GridDrawn"
    Given.grids().when(.draw(Self.drawn("grid/1"))).thenState {
      $0.grid("grid/1", on: "2021-02-01")?.village == SmallCounty.village
        && $0.grid("grid/1", on: "2021-01-31") == nil
    }
    for event in [
      Self.drawn("grid/2", in: SmallCounty.town), Self.drawn("grid/2", in: "division/unheard-of"),
      Self.drawn("grid/2", from: "2020-12-31"), Self.drawn("grid/2", households: -1),
      Self.drawn("grid/1", from: "2021-09-01"),
    ] {
      Self.one.when(.draw(event)).thenRejected { $0.isWhole(rule) }
    }
    let gone = Given.grids(
      .drawn(Self.drawn("grid/1")),
      .retired(GridRetired(grid: "grid/1", effectiveFrom: "2021-05-01")))
    gone.when(.draw(Self.drawn("grid/1", from: "2021-06-01"))).thenRejected { $0.rule == rule }
  }

  @Test func `a grid's code fits one of the schemes in force; without any it is free`() {
    let schemes = [
      GridCodeRule(scheme: "kit", pattern: "[0-9]{9}-v-[0-9]{4}-[12][0-9]{3}"),
      GridCodeRule(scheme: "cjt349", pattern: "[0-9]{20}"),
    ]
    let fitting: [ObjectName] = [
      "grid/321023101-v-0043-1001", "grid/12345678901234567890",
    ]
    for code in fitting {
      Given.grids().when(.draw(Self.drawn(code)), codes: schemes).thenEvents()
    }
    for code in ["grid/1", "grid/321023101-v-0043-10011", "grid/321023101-v-0043-3001"]
      as [ObjectName]
    {
      Given.grids().when(.draw(Self.drawn(code)), codes: schemes).thenRejected {
        $0.isWhole("§7.1 GridDrawn") && $0.message.english.contains("kit, cjt349")
      }
    }
    Given.grids().when(
      .draw(Self.drawn("grid/1")), codes: [GridCodeRule(scheme: "broken", pattern: "[")]
    ).thenRejected()
    Given.grids().when(.draw(Self.drawn("grid/1"))).thenEvents()
    let broken = RuleContent(gridCode: GridCodeRule(scheme: "broken", pattern: "["))
    #expect(broken.faults(for: .gridCode).map(\.path) == [["gridCode", "pattern"]])
  }

  static func redrawn(
    _ kind: GridRedrawn.Kind, _ sources: [ObjectName], _ targets: [ObjectName],
    boundaries: [Bytes] = []
  ) -> GridRedrawn {
    GridRedrawn(
      sourceGrid: sources, targetGrid: targets, kind: kind, boundaries: boundaries,
      effectiveFrom: "2021-06-01")
  }

  @Test func `a split draws its targets and ends its source, in one append`() {
    let targets = [
      Self.drawn("grid/2", from: "2021-06-01"), Self.drawn("grid/3", from: "2021-06-01"),
    ]
    let split = Self.redrawn(.split, ["grid/1"], ["grid/2", "grid/3"])
    Self.one.when(.redraw(split, drawing: targets))
      .thenEvents { facts in
        facts.map(\.event) == [.drawn(targets[0]), .drawn(targets[1]), .redrawn(split)]
      }
      .thenState { $0.grids(on: "2021-06-01") == ["grid/2", "grid/3"] }
      .thenState { $0.grids(on: "2021-05-31") == ["grid/1"] }
    // A target that nobody drew, one of another day, one that is no target, one of another town.
    Self.one.when(.redraw(split, drawing: [targets[0]])).thenRejected {
      $0.isWhole("§7.1 GridRedrawn")
    }
    Self.one.when(.redraw(split, drawing: [targets[0], Self.drawn("grid/3")])).thenRejected()
    Self.one.when(
      .redraw(split, drawing: targets + [Self.drawn("grid/4", from: "2021-06-01")])
    ).thenRejected()
    Self.one.when(
      .redraw(
        split,
        drawing: [
          targets[0], Self.drawn("grid/3", in: Registered.otherVillage, from: "2021-06-01"),
        ])
    ).thenRejected { $0.message.english.contains("one town") }
    Given.grids().when(.redraw(split, drawing: targets)).thenRejected()
  }

  @Test func `a redrawing has the form of its kind`() {
    let two = Given.grids(.drawn(Self.drawn("grid/1")), .drawn(Self.drawn("grid/2")))
    two.when(.redraw(Self.redrawn(.merge, ["grid/1", "grid/2"], ["grid/1"])))
      .thenState { $0.grids(on: "2021-06-01") == ["grid/1"] }
    two.when(.redraw(Self.redrawn(.boundary, ["grid/1", "grid/2"], ["grid/2", "grid/1"])))
      .thenState { $0.grids(on: "2021-06-01") == ["grid/1", "grid/2"] }
    for event in [
      Self.redrawn(.split, ["grid/1"], ["grid/2"]), Self.redrawn(.merge, ["grid/1"], ["grid/2"]),
      Self.redrawn(.boundary, ["grid/1"], ["grid/2"]), Self.redrawn(.boundary, [], []),
      Self.redrawn(.merge, ["grid/1", "grid/1"], ["grid/2"]),
      Self.redrawn(.boundary, ["grid/1"], ["grid/1"], boundaries: [Bytes([1]), Bytes([2])]),
    ] {
      two.when(.redraw(event)).thenRejected { $0.isWhole("§7.1 GridRedrawn") }
    }
  }

  @Test func `a grid that is retired or redrawn exists, and nobody is on it any more`() {
    let retired = GridCommand.retire(GridRetired(grid: "grid/1", effectiveFrom: "2021-06-01"))
    Given.grids().when(retired).thenRejected { $0.isWhole("§7.1 GridRetired") }
    Self.one.when(retired).thenEvents()
    let staffed = Given.grids(.drawn(Self.drawn("grid/1")), .staffed(Self.staffed()))
    staffed.when(retired).thenRejected { $0.message.english.contains("person/w") }
    let targets = [
      Self.drawn("grid/2", from: "2021-06-01"), Self.drawn("grid/3", from: "2021-06-01"),
    ]
    staffed.when(
      .redraw(Self.redrawn(.split, ["grid/1"], ["grid/2", "grid/3"]), drawing: targets)
    ).thenRejected { $0.message.english.contains("person/w") }
    let empty = Given.grids(
      .drawn(Self.drawn("grid/1")), .staffed(Self.staffed()),
      .released(Self.released(from: "2021-06-01")))
    empty.when(retired).thenEvents()
    let again = GridSpecification.given(state: empty.when(retired).state)
    again.when(retired).thenRejected()
  }

  // MARK: Forces

  @Test func `the people of a force are of its kind, each once`() {
    let team: ObjectName = Body.station
    for event in [
      Self.staffed(), Self.staffed(from: "2021-02-01"),
      Self.staffed(
        .policeTeam, people: ["person/p", "person/x"], kinds: [.policeOfficer, .auxiliary]),
      Self.staffed(.partyBranch, people: [], kinds: []),
      Self.staffed(.socialTeam, team: team, people: [], kinds: []),
    ] {
      Self.one.when(.staff(event)).thenEvents()
    }
    for event in [
      Self.staffed(people: []), Self.staffed(kinds: [.volunteer]), Self.staffed(kinds: []),
      Self.staffed(.policeTeam, kinds: [.volunteer]),
      Self.staffed(.socialTeam, people: [], kinds: []),
      Self.staffed(people: ["person/w", "person/w"], kinds: [.worker, .worker]),
      Self.staffed(.socialTeam, team: "body/unheard-of", people: [], kinds: []),
      Self.staffed(from: "2021-01-31"),
    ] {
      Self.one.when(.staff(event)).thenRejected { $0.isWhole("§7.1 GridStaffed") }
    }
  }

  @Test func `a grid has one police team and one party branch at most`() {
    let team = Self.staffed(
      .policeTeam, team: Body.station, people: ["person/p"], kinds: [.policeOfficer])
    let given = Given.grids(.drawn(Self.drawn("grid/1")), .staffed(team))
    var other = team
    (other.team, other.member) = (Body.office, ["person/q"])
    given.when(.staff(other)).thenRejected { $0.source.contains("S29") }
    // One more in the same team is no second team; the same person is.
    (other.team, other.memberKinds) = (Body.station, [.auxiliary])
    given.when(.staff(other)).thenEvents()
    given.when(.staff(team)).thenRejected()
    let branch = Self.staffed(.partyBranch, people: [], kinds: [])
    Given.grids(.drawn(Self.drawn("grid/1")), .staffed(branch))
      .when(.staff(Self.staffed(.partyBranch, people: ["person/s"]))).thenRejected {
        $0.source.contains("S5")
      }
    // Workers and social teams may be several.
    Given.grids(.drawn(Self.drawn("grid/1")), .staffed(Self.staffed()))
      .when(.staff(Self.staffed(people: ["person/v"]))).thenEvents()
  }

  @Test func `what is released is on the grid on that day`() {
    let given = Given.grids(
      .drawn(Self.drawn("grid/1")),
      .staffed(Self.staffed(people: ["person/w", "person/v"], kinds: [.worker, .worker])))
    given.when(.release(Self.released(people: ["person/w"]))).thenState {
      $0.forces(on: "grid/1", "2021-05-01").map(\.member) == ["person/v"]
        && $0.forces(on: "grid/1", "2021-04-30").count == 2
    }
    given.when(.release(Self.released())).thenState {
      $0.forces(on: "grid/1", "2021-05-01").isEmpty
    }
    for event in [
      Self.released(people: ["person/u"]), Self.released(people: ["person/w", "person/u"]),
      Self.released(.policeTeam), Self.released(team: Body.office),
      Self.released(from: "2021-02-28"),
    ] {
      given.when(.release(event)).thenRejected { $0.isWhole("§7.1 GridReleased") }
    }
  }

  // MARK: Patrols

  @Test func `a grid is patrolled by its worker of that day, forwards in time`() {
    let given = Given.grids(.drawn(Self.drawn("grid/1")), .staffed(Self.staffed()))
    func patrol(
      _ person: ObjectName = "person/w", _ start: Instant = "2021-06-01T08:00:00+08:00",
      _ end: Instant = "2021-06-01T09:00:00+08:00", households: Int? = nil
    ) -> GridCommand {
      .patrol(
        GridPatrolled(
          grid: "grid/1", person: person, start: start, end: end, households: households))
    }
    given.when(patrol()).thenEvents()
    for command in [
      patrol("person/u"), patrol("person/w", "2021-02-28T08:00:00+08:00"),
      patrol("person/w", "2021-06-01T09:30:00+08:00"),
      patrol("person/w", "2021-06-01T09:00:00+08:00", "2021-06-01T10:00:01+08:00"),
      patrol(households: -1),
    ] {
      given.when(command).thenRejected { $0.isWhole("§7.1 GridPatrolled") }
    }
  }
}
