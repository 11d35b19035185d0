// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 立案(案件): a case is filed (event 76).
public struct CaseFiled: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// The power by which it is handled (I-26).
  public var power: ObjectName
  /// In whose name it is handled.
  public var agency: ObjectName
  /// Who handles it.
  public var actingBody: ObjectName
  /// The parties, under pseudonyms.
  public var party: [ObjectName]
  /// Their names, sealed under the key of the first party.
  public var partyName: SealedText
  /// The inspection, by its own name.
  public var inspection: ObjectName?
  /// The ticket it belongs to.
  public var ticket: ObjectName?
  /// The day on which the act ended (I-28).
  public var actEnded: CivilDate
  /// The day on which it was found.
  public var foundOn: CivilDate
  /// Whether it endangers life, health or finance.
  public var endangers: Bool
  /// Whether there was harm.
  public var harm: Bool
  /// Simple or ordinary procedure.
  public var procedure: Procedure
  /// The officers, under pseudonyms.
  public var officer: [ObjectName]
  /// The officers' certificates (I-7).
  public var certificate: [ObjectName]
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes
  /// Whether the parties are persons or entities: the law's lines for fines differ.
  public var partyKind: PartyKind?

  public init(
    case: ObjectName, power: ObjectName, agency: ObjectName, actingBody: ObjectName,
    party: [ObjectName], partyName: SealedText, inspection: ObjectName? = nil,
    ticket: ObjectName? = nil, actEnded: CivilDate, foundOn: CivilDate, endangers: Bool, harm: Bool,
    procedure: Procedure, officer: [ObjectName], certificate: [ObjectName], record: Bytes,
    partyKind: PartyKind? = nil
  ) {
    self.case = `case`
    self.power = power
    self.agency = agency
    self.actingBody = actingBody
    self.party = party
    self.partyName = partyName
    self.inspection = inspection
    self.ticket = ticket
    self.actEnded = actEnded
    self.foundOn = foundOn
    self.endangers = endangers
    self.harm = harm
    self.procedure = procedure
    self.officer = officer
    self.certificate = certificate
    self.record = record
    self.partyKind = partyKind
  }

  public static let schema = EventSchema(
    "CaseFiled", title: "立案(案件) a case is filed", stream: .`case`,
    [
      .reference("case", .`case`),
      .reference("power", .power),
      .reference("agency", .body),
      .reference("actingBody", .body),
      .references("party", .person, optional: false),
      .sealed(Field.partyName, "partyName", subjects: [.party], purpose: "enforcement"),
      .reference("inspection", .inspection, optional: true),
      .reference("ticket", .ticket, optional: true),
      .init(Field.actEnded, "actEnded", .date),
      .init(Field.foundOn, "foundOn", .date),
      .init(Field.endangers, "endangers", .bool),
      .init(Field.harm, "harm", .bool),
      .init(Field.procedure, "procedure", Procedure.type),
      .references("officer", .person, optional: false),
      .references("certificate", .certificate, optional: false),
      .init(Field.record, "record", .bytes),
      .init(Field.partyKind, "partyKind", PartyKind.type, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let partyName = 1
    public static let actEnded = 2
    public static let foundOn = 3
    public static let endangers = 4
    public static let harm = 5
    public static let procedure = 6
    public static let record = 7
    public static let partyKind = 8
  }

  /// The procedures of the Penalty Law.
  public enum Procedure: String, Enumeration {
    case simple, ordinary
  }

  /// Whom the law's lines for fines tell apart.
  public enum PartyKind: String, Enumeration {
    case person, entity
  }
}

/// 办案人员指派: officers are assigned to a case (event 77).
///
/// It replaces the earlier assignment.
public struct OfficersAssigned: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// The officers, under pseudonyms.
  public var officer: [ObjectName]
  /// Their certificates (I-7).
  public var certificate: [ObjectName]
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    case: ObjectName, officer: [ObjectName], certificate: [ObjectName], effectiveFrom: CivilDate
  ) {
    self.case = `case`
    self.officer = officer
    self.certificate = certificate
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "OfficersAssigned", title: "办案人员指派 officers are assigned to a case", stream: .`case`,
    [
      .reference("case", .`case`),
      .references("officer", .person, optional: false),
      .references("certificate", .certificate, optional: false),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let effectiveFrom = 1
  }
}
