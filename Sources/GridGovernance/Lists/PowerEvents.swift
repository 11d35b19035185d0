// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 赋权下放: a power is devolved or delegated to towns (event 30).
public struct PowerDevolved: Event {
  /// The power.
  public var power: ObjectName
  /// Which of the kinds.
  public var kind: Kind
  /// In which way.
  public var mode: Mode
  /// By which right (Penalty Law art. 18, 24; Licensing Law art. 24).
  public var ground: Ground
  /// The towns concerned.
  public var town: [ObjectName]
  /// Whose power it was.
  public var transferor: ObjectName
  /// Who supervises.
  public var supervisor: ObjectName
  /// Who approved it.
  public var approver: ObjectName?
  /// Who decided.
  public var decidedBy: ObjectName
  /// The paper behind it.
  public var document: ObjectName
  /// The day of publication.
  public var publishedOn: CivilDate
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of a delegation in writing.
  public var delegationTo: CivilDate?

  public init(
    power: ObjectName, kind: Kind, mode: Mode, ground: Ground, town: [ObjectName],
    transferor: ObjectName, supervisor: ObjectName, approver: ObjectName? = nil,
    decidedBy: ObjectName, document: ObjectName, publishedOn: CivilDate, effectiveFrom: CivilDate,
    delegationTo: CivilDate? = nil
  ) {
    self.power = power
    self.kind = kind
    self.mode = mode
    self.ground = ground
    self.town = town
    self.transferor = transferor
    self.supervisor = supervisor
    self.approver = approver
    self.decidedBy = decidedBy
    self.document = document
    self.publishedOn = publishedOn
    self.effectiveFrom = effectiveFrom
    self.delegationTo = delegationTo
  }

  public static let schema = EventSchema(
    "PowerDevolved", title: "赋权下放 a power is devolved or delegated to towns", stream: .power,
    [
      .reference("power", .power),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.mode, "mode", Mode.type),
      .init(Field.ground, "ground", Ground.type),
      .references("town", .division, optional: false),
      .reference("transferor", .body),
      .reference("supervisor", .body),
      .reference("approver", .body, optional: true),
      .reference("decidedBy", .body),
      .reference("document", .document),
      .init(Field.publishedOn, "publishedOn", .date),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.delegationTo, "delegationTo", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let mode = 2
    public static let ground = 3
    public static let publishedOn = 4
    public static let effectiveFrom = 5
    public static let delegationTo = 6
  }

  /// What a power allows.
  public enum Kind: String, Enumeration {
    case licence, otherApproval, publicService, penalty, coerciveMeasure, inspection
  }

  /// How a power comes down.
  public enum Mode: String, Enumeration {
    case devolved, delegated
  }

  /// By which right a power comes down.
  public enum Ground: String, Enumeration {
    case provincialDecision, concentratedPower, writtenDelegation
  }
}

/// 承接评估: the uptake of a power is reviewed (event 31).
public struct PowerUptakeReviewed: Event {
  /// The power.
  public var power: ObjectName
  /// The town.
  public var town: ObjectName
  /// Whether the town needs the power.
  public var usable: Bool
  /// Whether the town is able to use it.
  public var capable: Bool
  /// Whether it runs well.
  public var wellRun: Bool
  /// What the review found.
  public var evidence: Evidence
  /// What came of it.
  public var outcome: Outcome
  /// The day by which it is reviewed again.
  public var reviewDue: CivilDate?

  public init(
    power: ObjectName, town: ObjectName, usable: Bool, capable: Bool, wellRun: Bool,
    evidence: Evidence, outcome: Outcome, reviewDue: CivilDate? = nil
  ) {
    self.power = power
    self.town = town
    self.usable = usable
    self.capable = capable
    self.wellRun = wellRun
    self.evidence = evidence
    self.outcome = outcome
    self.reviewDue = reviewDue
  }

  public static let schema = EventSchema(
    "PowerUptakeReviewed", title: "承接评估 the uptake of a power is reviewed", stream: .power,
    [
      .reference("power", .power),
      .reference("town", .division),
      .init(Field.usable, "usable", .bool),
      .init(Field.capable, "capable", .bool),
      .init(Field.wellRun, "wellRun", .bool),
      .init(Field.evidence, "evidence", .message(Evidence.fields)),
      .init(Field.outcome, "outcome", Outcome.type),
      .init(Field.reviewDue, "reviewDue", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let usable = 1
    public static let capable = 2
    public static let wellRun = 3
    public static let evidence = 4
    public static let outcome = 5
    public static let reviewDue = 6
  }

  /// What a review leads to.
  public enum Outcome: String, Enumeration {
    case keep, prepare, devolve, withdraw
  }

  /// Counts of the review (domain §3.5).
  public struct Evidence: Codable, Hashable, Sendable {
    /// Times it was used.
    public var uses: Int
    /// Times it was asked for.
    public var demand: Int
    /// Times it was passed up to the department.
    public var passedUp: Int
    /// Points of satisfaction.
    public var satisfaction: Int
    /// Cases handled.
    public var cases: Int
    /// Cases reversed.
    public var reversed: Int
    /// Trainings held.
    public var training: Int
    /// Times the department helped.
    public var supportGiven: Int

    public init(
      uses: Int, demand: Int, passedUp: Int, satisfaction: Int, cases: Int, reversed: Int,
      training: Int, supportGiven: Int
    ) {
      self.uses = uses
      self.demand = demand
      self.passedUp = passedUp
      self.satisfaction = satisfaction
      self.cases = cases
      self.reversed = reversed
      self.training = training
      self.supportGiven = supportGiven
    }

    static let fields: [EventSourcing.Field] = [
      .init(1, "uses", .int),
      .init(2, "demand", .int),
      .init(3, "passedUp", .int),
      .init(4, "satisfaction", .int),
      .init(5, "cases", .int),
      .init(6, "reversed", .int),
      .init(7, "training", .int),
      .init(8, "supportGiven", .int),
    ]
  }
}

/// 赋权收回: a power is withdrawn from towns (event 32).
///
/// It ends PowerDevolved.
public struct PowerWithdrawn: Event {
  /// The power.
  public var power: ObjectName
  /// The towns concerned.
  public var town: [ObjectName]
  /// What becomes of cases under way.
  public var pending: Pending
  /// The reason, a code of the rule set.
  public var ground: String
  /// Who decided.
  public var decidedBy: ObjectName
  /// The paper behind it.
  public var document: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate

  public init(
    power: ObjectName, town: [ObjectName], pending: Pending, ground: String, decidedBy: ObjectName,
    document: ObjectName, effectiveFrom: CivilDate
  ) {
    self.power = power
    self.town = town
    self.pending = pending
    self.ground = ground
    self.decidedBy = decidedBy
    self.document = document
    self.effectiveFrom = effectiveFrom
  }

  public static let schema = EventSchema(
    "PowerWithdrawn", title: "赋权收回 a power is withdrawn from towns", stream: .power,
    [
      .reference("power", .power),
      .references("town", .division, optional: false),
      .init(Field.pending, "pending", Pending.type),
      .init(Field.ground, "ground", .code),
      .reference("decidedBy", .body),
      .reference("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let pending = 1
    public static let ground = 2
    public static let effectiveFrom = 3
  }

  /// What becomes of cases under way.
  public enum Pending: String, Enumeration {
    case finish, transfer
  }
}
