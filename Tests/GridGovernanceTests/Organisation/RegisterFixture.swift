// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance

typealias OrganisationSpecification = Specification<OrganisationDecider>
typealias GridSpecification = Specification<GridDecider>
typealias ListsSpecification = Specification<ListsDecider>

/// The small county as its registers have it, from 2021 on.
enum Registered {
  static let first: CivilDate = "2021-01-01"
  static let now: Instant = "2021-06-01T10:00:00+08:00"
  static let otherVillage: ObjectName = "division/w"
  static let stationed: ObjectName = "body/s-market"

  static let divisions: [OrganisationEvent] = [
    .divisionRegistered(division(SmallCounty.county, .county, in: nil)),
    .divisionRegistered(division(SmallCounty.town, .town, in: SmallCounty.county)),
    .divisionRegistered(division(SmallCounty.otherTown, .town, in: SmallCounty.county)),
    .divisionRegistered(division(SmallCounty.village, .village, in: SmallCounty.town)),
    .divisionRegistered(division(otherVillage, .village, in: SmallCounty.otherTown)),
  ]

  static let bodies: [OrganisationEvent] = [
    .bodyRegistered(body(Body.county, .centre, .county, in: SmallCounty.county)),
    .bodyRegistered(body(Body.department, .department, .county, in: SmallCounty.county)),
    .bodyRegistered(body(Body.town, .centre, .town, in: SmallCounty.town)),
    .bodyRegistered(body(Body.office, .townOffice, .town, in: SmallCounty.town)),
    .bodyRegistered(body(Body.otherTown, .centre, .town, in: SmallCounty.otherTown)),
    .bodyRegistered(body(Body.station, .station, .village, in: SmallCounty.village)),
    .bodyRegistered(body(stationed, .stationedBody, .town, in: SmallCounty.town)),
  ]

  /// Divisions, then bodies.
  static let events = divisions + bodies
  static let facts = events.map { Fact($0, occurred: now) }
  static let state = OrganisationDecider.state(after: facts)

  static func division(
    _ name: ObjectName, _ kind: DivisionKind, in parent: ObjectName?,
    from day: CivilDate = first, statCode: String? = nil
  ) -> DivisionRegistered {
    DivisionRegistered(
      division: name, name: name.key, kind: kind, parent: parent, statCode: statCode,
      effectiveFrom: day)
  }

  static func body(
    _ name: ObjectName, _ kind: BodyKind, _ level: Level, in division: ObjectName,
    under superior: ObjectName? = nil, from day: CivilDate = first
  ) -> BodyRegistered {
    BodyRegistered(
      body: name, name: name.key, kind: kind, level: level, division: division,
      subordination: .county, superior: superior, effectiveFrom: day)
  }

  static func post(
    _ person: ObjectName, in body: ObjectName = Body.office,
    as change: PersonPosted.Change = .engaged, post: String = "officer",
    kind: StaffKind = .administrative, home: ObjectName? = nil, from day: CivilDate = first
  ) -> PersonPosted {
    PersonPosted(
      person: person, change: change, staffKind: kind, body: body, place: SmallCounty.town,
      post: post, postType: "office", onPost: true, homeBody: home, effectiveFrom: day)
  }

  static func role(
    _ person: ObjectName, _ kind: PersonRole, in scope: ObjectName,
    from day: CivilDate = "2021-03-01", managedBy: [Level] = [.town],
    documents: [ObjectName] = []
  ) -> RoleConferred {
    RoleConferred(
      person: person, roleKind: kind, scope: scope, managedBy: managedBy, document: documents,
      effectiveFrom: day)
  }

  static func ended(
    _ person: ObjectName, _ kind: PersonRole, in scope: ObjectName, from day: CivilDate
  ) -> RoleEnded {
    RoleEnded(person: person, roleKind: kind, scope: scope, effectiveFrom: day)
  }

  static func certificate(
    _ number: ObjectName, of person: ObjectName, from day: CivilDate = first,
    to last: CivilDate = "2021-12-31"
  ) -> CertificateIssued {
    CertificateIssued(
      certificate: number, person: person, fields: ["urban"], effectiveFrom: day,
      effectiveTo: last)
  }
}

extension Specification where Rules == OrganisationDecider {
  /// The small county, and what came after it.
  static func county(_ more: OrganisationEvent...) -> Self {
    given(Registered.facts + more.map { Fact($0, occurred: Registered.now) })
  }

  @discardableResult
  func when(_ command: OrganisationCommand, dependents: [ObjectName] = []) -> Outcome {
    when(command, in: OrganisationContext(now: Registered.now, dependents: dependents))
  }
}

extension Specification where Rules == GridDecider {
  static func grids(_ events: GridEvent...) -> Self {
    given(events.map { Fact($0, occurred: Registered.now) })
  }

  @discardableResult
  func when(_ command: GridCommand, codes: [GridCodeRule] = []) -> Outcome {
    when(
      command,
      in: GridContext(
        now: Registered.now, divisions: Registered.state.divisions,
        bodies: Registered.state.bodies, codes: codes))
  }
}

extension Specification where Rules == ListsDecider {
  static func lists(_ events: ListsEvent...) -> Self {
    given(events.map { Fact($0, occurred: Registered.now) })
  }

  @discardableResult
  func when(_ command: ListsCommand) -> Outcome {
    when(
      command,
      in: ListsContext(
        now: Registered.now, divisions: Registered.state.divisions,
        bodies: Registered.state.bodies))
  }
}

extension Rejection {
  /// Whether it is of that rule and says all that a rejection has to say, in both languages.
  func isWhole(_ rule: String) -> Bool {
    self.rule == rule
      && ![source, message.english, message.chinese, next.english, next.chinese].contains("")
  }
}
