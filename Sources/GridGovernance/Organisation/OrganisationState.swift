// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules remember of divisions, bodies and people: the fold of the module's events.
///
/// Facts that no rule reads (figures, posts approved, trainings, opinions, checks, party duties)
/// leave it as it is; views keep them.
public struct OrganisationState: Hashable, Sendable {
  /// Which divisions there are.
  public private(set) var divisions = DivisionBook()
  /// Which bodies there are, and where the stationed ones serve.
  public private(set) var bodies = BodyBook()
  /// Who holds which role.
  public private(set) var roles = RoleBook()
  /// Who works where.
  public private(set) var postings = PostingBook()
  /// Who is certified to enforce.
  public private(set) var certificates = CertificateBook()

  public init() {}

  /// Takes one more event; total, since history is never refused.
  public mutating func apply(_ event: OrganisationEvent) {
    switch event {
    case .divisionRegistered(let event): divisions.apply(event)
    case .divisionAbolished(let event): divisions.apply(event)
    case .bodyRegistered(let event): bodies.apply(event)
    case .bodyAbolished(let event): bodies.apply(event)
    case .stationed(let event): bodies.apply(event)
    case .posted(let event): postings.apply(event)
    case .left(let event): postings.apply(event)
    case .absent(let event): postings.apply(event)
    case .roleConferred(let event): roles.apply(event)
    case .roleEnded(let event): roles.apply(event)
    case .covered(let event): roles.apply(event)
    case .certificateIssued(let event): certificates.apply(event)
    case .certificateInvalidated(let event): certificates.apply(event)
    case .divisionMeasured, .establishmentSet, .trained, .partyDutiesListed, .opinionGiven,
      .institutionChecked:
      break
    }
  }

  /// The town in which a body is, on that day; `nil` for a body of the county.
  public func town(ofBody name: ObjectName, on day: CivilDate) -> ObjectName? {
    bodies.body(name, on: day).flatMap { divisions.town(of: $0.division, on: day) }
  }
}

// MARK: I-2

/// How many offices a town has beside how many it should have (I-2).
public struct OfficeCount: Hashable, Sendable {
  /// The town.
  public var town: ObjectName
  /// The live town offices on that day, by name.
  public var offices: [ObjectName]
  /// The least number by the rule set of that day; `nil` where none is in force for such a
  /// division.
  public var least: Int?
  /// The greatest number.
  public var most: Int?

  /// Below 0 how many are missing, above 0 how many are too many, 0 if the number is right; `nil`
  /// without a rule.
  public var gap: Int? {
    guard let least, let most else { return nil }
    if offices.count < least { return offices.count - least }
    return max(0, offices.count - most)
  }
}

extension OrganisationState {
  /// The offices of a town on that day, and the gap to the rule set's number: shown, never a
  /// refusal (I-2).
  ///
  /// - Parameter rules: Those of the rule set in force on that day, of the kind `townOffices`.
  public func offices(
    of town: ObjectName, on day: CivilDate, by rules: [TownOfficesRule]
  ) -> OfficeCount {
    let kind = divisions.division(town, on: day)?.kind
    let rule = rules.last { $0.divisionKind == kind }
    return OfficeCount(
      town: town, offices: bodies.bodies(.townOffice, in: town, on: day), least: rule?.least,
      most: rule.map { $0.most ?? $0.least })
  }

  /// The same for every town of the county, by name.
  public func offices(on day: CivilDate, by rules: [TownOfficesRule]) -> [OfficeCount] {
    divisions.divisions(of: .town, on: day).map { offices(of: $0, on: day, by: rules) }
  }

  /// Since when a division has nobody in a role, as of that day (I-4, I-13); `nil` if it has.
  public func vacancy(
    of role: PersonRole, in division: ObjectName, on day: CivilDate
  ) -> Vacancy? {
    divisions.since(division, on: day).flatMap {
      roles.vacancy(of: role, in: division, since: $0, on: day)
    }
  }
}
