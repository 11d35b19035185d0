// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// What the rules of cases read from outside the case, as plain values.
public struct CaseContext: Hashable, Sendable {
  /// The case.
  public var name: ObjectName
  /// When the act happens.
  public var now: Instant
  /// In which business days begin and end.
  public var zone: BusinessZone
  /// The id of the command: a refusal that is kept is known by it.
  public var commandID: EventID
  /// The body that acts.
  public var body: ObjectName
  /// The person who acts.
  public var person: ObjectName?
  /// The level of the body.
  public var level: Level
  /// The town of the organ that filed the case.
  public var town: ObjectName?
  /// Whether the body that acts is a town's; powers of coercion bind towns, a department has its
  /// own by law.
  public var actsForTown: Bool
  /// The body that is that town's government, as the register has it.
  public var townGovernment: ObjectName?
  /// Which powers are live in which town.
  public var powers: PowerBook
  /// Which certificates are valid.
  public var certificates: CertificateBook
  /// The inspection that the filing names; `nil`: it names none, or there is none.
  public var inspection: InspectionState?
  /// A case of the same inspection and party; the first agency keeps the matter.
  public var earlierCase: ObjectName?
  /// Whether the agency of a transfer is registered today.
  public var isAgencyKnown: Bool
  /// Procedures, known and in force.
  public var procedures: ProcedureBook
  /// Days of work.
  public var days: KnownDays

  public init(
    name: ObjectName, now: Instant, zone: BusinessZone = .shanghai, commandID: EventID,
    body: ObjectName, person: ObjectName? = nil, level: Level = .town, town: ObjectName? = nil,
    actsForTown: Bool = true, townGovernment: ObjectName? = nil, powers: PowerBook = PowerBook(),
    certificates: CertificateBook = CertificateBook(), inspection: InspectionState? = nil,
    earlierCase: ObjectName? = nil, isAgencyKnown: Bool = true,
    procedures: ProcedureBook = ProcedureBook(), days: KnownDays = KnownDays()
  ) {
    self.name = name
    self.now = now
    self.zone = zone
    self.commandID = commandID
    self.body = body
    self.person = person
    self.level = level
    self.town = town
    self.actsForTown = actsForTown
    self.townGovernment = townGovernment
    self.powers = powers
    self.certificates = certificates
    self.inspection = inspection
    self.earlierCase = earlierCase
    self.isAgencyKnown = isAgencyKnown
    self.procedures = procedures
    self.days = days
  }

  var day: CivilDate { zone.date(of: now) }

  /// The power as live for the town of the case on that day.
  func power(_ name: ObjectName?, on day: CivilDate) -> LivePower? {
    guard let name, let town else { return nil }
    return powers.live(name, for: town, on: day)
  }

  /// The powers of coercive measures that are live for the town today.
  var coercive: [LivePower] {
    town.map { powers.live(.coerciveMeasure, for: $0, on: day) } ?? []
  }
}
