// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 处罚决定: a penalty is decided (event 84).
public struct PenaltyDecided: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// What came of it.
  public var outcome: Outcome
  /// Why there is no penalty, a code of the rule set.
  public var noPenaltyGround: String?
  /// Codes of the kinds of penalty.
  public var kinds: [String]
  /// Yuan; restricted, and never a base of assessment.
  public var amount: ExactDecimal?
  /// Whether the heads decided together.
  public var collective: Bool
  /// The officers, under pseudonyms.
  public var officer: [ObjectName]
  /// The officers' certificates.
  public var certificate: [ObjectName]
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(
    case: ObjectName, outcome: Outcome, noPenaltyGround: String? = nil, kinds: [String] = [],
    amount: ExactDecimal? = nil, collective: Bool, officer: [ObjectName] = [],
    certificate: [ObjectName] = [], record: Bytes
  ) {
    self.case = `case`
    self.outcome = outcome
    self.noPenaltyGround = noPenaltyGround
    self.kinds = kinds.canonicalSet
    self.amount = amount
    self.collective = collective
    self.officer = officer
    self.certificate = certificate
    self.record = record
  }

  public static let schema = EventSchema(
    "PenaltyDecided", title: "处罚决定 a penalty is decided", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.outcome, "outcome", Outcome.type),
      .init(Field.noPenaltyGround, "noPenaltyGround", .code, optional: true),
      .init(Field.kinds, "kinds", .set(.code)),
      .init(Field.amount, "amount", .decimal, optional: true),
      .init(Field.collective, "collective", .bool),
      .references("officer", .person),
      .references("certificate", .certificate),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let outcome = 1
    public static let noPenaltyGround = 2
    public static let kinds = 3
    public static let amount = 4
    public static let collective = 5
    public static let record = 6
  }

  /// How a case is decided.
  public enum Outcome: String, Enumeration {
    case penalised, noPenalty, notProven
  }
}

/// 执行: a penalty is executed (event 85).
public struct PenaltyExecuted: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// In which way.
  public var mode: Mode
  /// Whether it is performed in full.
  public var done: Bool
  /// The day to which it is deferred.
  public var deferredTo: CivilDate?
  /// The officers, under pseudonyms.
  public var officer: [ObjectName]
  /// The officers' certificates.
  public var certificate: [ObjectName]
  /// Hash of the record, which is kept elsewhere.
  public var record: Bytes

  public init(
    case: ObjectName, mode: Mode, done: Bool, deferredTo: CivilDate? = nil,
    officer: [ObjectName] = [], certificate: [ObjectName] = [], record: Bytes
  ) {
    self.case = `case`
    self.mode = mode
    self.done = done
    self.deferredTo = deferredTo
    self.officer = officer
    self.certificate = certificate
    self.record = record
  }

  public static let schema = EventSchema(
    "PenaltyExecuted", title: "执行 a penalty is executed", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.mode, "mode", Mode.type),
      .init(Field.done, "done", .bool),
      .init(Field.deferredTo, "deferredTo", .date, optional: true),
      .references("officer", .person),
      .references("certificate", .certificate),
      .init(Field.record, "record", .bytes),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let mode = 1
    public static let done = 2
    public static let deferredTo = 3
    public static let record = 4
  }

  /// How a penalty is executed.
  public enum Mode: String, Enumeration {
    case paid, onTheSpot, performed, deducted, court
  }
}

/// 案件移送: a case is transferred (event 86).
///
/// It replaces the agency, or ends the case here.
public struct CaseTransferred: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// Who takes it over; absent if it leaves the county.
  public var agency: ObjectName?
  /// The public name of an agency outside the county.
  public var outsideName: String?
  /// Why it is transferred.
  public var ground: Ground
  /// The paper behind it.
  public var document: ObjectName

  public init(
    case: ObjectName, agency: ObjectName? = nil, outsideName: String? = nil, ground: Ground,
    document: ObjectName
  ) {
    self.case = `case`
    self.agency = agency
    self.outsideName = outsideName
    self.ground = ground
    self.document = document
  }

  public static let schema = EventSchema(
    "CaseTransferred", title: "案件移送 a case is transferred", stream: .`case`,
    [
      .reference("case", .`case`),
      .reference("agency", .body, optional: true),
      .init(
        Field.outsideName, "outsideName", .text, optional: true,
        harmless: "the public name of an agency"),
      .init(Field.ground, "ground", Ground.type),
      .reference("document", .document),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let outsideName = 1
    public static let ground = 2
  }

  /// Why a case is transferred.
  public enum Ground: String, Enumeration {
    case competence, designated, criminal, powerWithdrawn
  }
}

/// 复议诉讼/自行纠错: a remedy against a decision is recorded (event 87).
public struct RemedyRecorded: Event {
  /// The case, by its own name.
  public var `case`: ObjectName
  /// Which of the kinds.
  public var kind: Kind
  /// Whether it was filed or decided.
  public var stage: Stage
  /// How it came out.
  public var result: Result?
  /// Whether the act must be done again.
  public var redo: Bool
  /// The paper behind it.
  public var document: ObjectName?

  public init(
    case: ObjectName, kind: Kind, stage: Stage, result: Result? = nil, redo: Bool,
    document: ObjectName? = nil
  ) {
    self.case = `case`
    self.kind = kind
    self.stage = stage
    self.result = result
    self.redo = redo
    self.document = document
  }

  public static let schema = EventSchema(
    "RemedyRecorded", title: "复议诉讼/自行纠错 a remedy against a decision is recorded", stream: .`case`,
    [
      .reference("case", .`case`),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.stage, "stage", Stage.type),
      .init(Field.result, "result", Result.type, optional: true),
      .init(Field.redo, "redo", .bool),
      .reference("document", .document, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let stage = 2
    public static let result = 3
    public static let redo = 4
  }

  /// The remedies.
  public enum Kind: String, Enumeration {
    case review, suit, `self`
  }

  /// How far a remedy is.
  public enum Stage: String, Enumeration {
    case filed, decided
  }

  /// How a remedy is decided.
  public enum Result: String, Enumeration {
    case upheld, changed, revoked, confirmedUnlawful, confirmedVoid, withdrawn, settled
  }
}
