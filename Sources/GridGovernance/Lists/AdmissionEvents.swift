// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// 交办准入申请: leave to give towns a task is asked for (event 33).
public struct TaskAdmissionRequested: Event {
  /// The leave, by its own name.
  public var admission: ObjectName
  /// The department that asks.
  public var department: ObjectName
  /// The towns concerned.
  public var town: [ObjectName]
  /// Which of the kinds.
  public var kind: Kind
  /// What the towns are to do.
  public var task: String
  /// By which law or paper.
  public var legalBasis: String
  /// The first day of the effect.
  public var effectiveFrom: CivilDate
  /// The last day of the effect; absent while it is open.
  public var effectiveTo: CivilDate?
  /// Yuan that go with it.
  public var funds: ExactDecimal?
  /// Posts that go with it.
  public var staff: Int?
  /// The towns that were asked.
  public var consulted: [ObjectName]

  public init(
    admission: ObjectName, department: ObjectName, town: [ObjectName], kind: Kind, task: String,
    legalBasis: String, effectiveFrom: CivilDate, effectiveTo: CivilDate? = nil,
    funds: ExactDecimal? = nil, staff: Int? = nil, consulted: [ObjectName] = []
  ) {
    self.admission = admission
    self.department = department
    self.town = town
    self.kind = kind
    self.task = task
    self.legalBasis = legalBasis
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
    self.funds = funds
    self.staff = staff
    self.consulted = consulted
  }

  public static let schema = EventSchema(
    "TaskAdmissionRequested", title: "交办准入申请 leave to give towns a task is asked for",
    stream: .admission,
    [
      .reference("admission", .admission),
      .reference("department", .body),
      .references("town", .division, optional: false),
      .init(Field.kind, "kind", Kind.type),
      .init(Field.task, "task", .text, harmless: "the subject of a task, as published"),
      .init(
        Field.legalBasis, "legalBasis", .text,
        harmless: "an article of law or the number of a paper"),
      .init(Field.effectiveFrom, "effectiveFrom", .date),
      .init(Field.effectiveTo, "effectiveTo", .date, optional: true),
      .init(Field.funds, "funds", .decimal, optional: true),
      .init(Field.staff, "staff", .int, optional: true),
      .references("consulted", .division),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let kind = 1
    public static let task = 2
    public static let legalBasis = 3
    public static let effectiveFrom = 4
    public static let effectiveTo = 5
    public static let funds = 6
    public static let staff = 7
  }

  /// What needs leave.
  public enum Kind: String, Enumeration {
    case duty, temporaryTask, assessment, certificate, app
  }
}

/// 交办准入决定: leave to give towns a task is decided (event 34).
public struct TaskAdmissionDecided: Event {
  /// The leave, by its own name.
  public var admission: ObjectName
  /// The department that asks.
  public var department: ObjectName
  /// The towns concerned.
  public var town: [ObjectName]
  /// How it came out.
  public var result: Result
  /// Under which conditions.
  public var conditions: String?
  /// Who decided.
  public var decidedBy: ObjectName
  /// The paper behind it.
  public var document: ObjectName
  /// The first day of the effect.
  public var effectiveFrom: CivilDate?
  /// The last day of the effect; absent while it is open.
  public var effectiveTo: CivilDate?

  public init(
    admission: ObjectName, department: ObjectName, town: [ObjectName], result: Result,
    conditions: String? = nil, decidedBy: ObjectName, document: ObjectName,
    effectiveFrom: CivilDate? = nil, effectiveTo: CivilDate? = nil
  ) {
    self.admission = admission
    self.department = department
    self.town = town
    self.result = result
    self.conditions = conditions
    self.decidedBy = decidedBy
    self.document = document
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
  }

  public static let schema = EventSchema(
    "TaskAdmissionDecided", title: "交办准入决定 leave to give towns a task is decided",
    stream: .admission,
    [
      .reference("admission", .admission),
      .reference("department", .body),
      .references("town", .division, optional: false),
      .init(Field.result, "result", Result.type),
      .init(
        Field.conditions, "conditions", .text, optional: true,
        harmless: "conditions of a published decision"),
      .reference("decidedBy", .body),
      .reference("document", .document),
      .init(Field.effectiveFrom, "effectiveFrom", .date, optional: true),
      .init(Field.effectiveTo, "effectiveTo", .date, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let result = 1
    public static let conditions = 2
    public static let effectiveFrom = 3
    public static let effectiveTo = 4
  }

  /// How leave is decided.
  public enum Result: String, Enumeration {
    case granted, refused, conditional
  }
}

/// 准入保障到位: the means of an admitted task have arrived (event 35).
public struct AdmissionFulfilled: Event {
  /// The leave, by its own name.
  public var admission: ObjectName
  /// The department that asks.
  public var department: ObjectName
  /// The town.
  public var town: ObjectName
  /// Yuan that arrived.
  public var fundsReceived: ExactDecimal?
  /// Posts that arrived.
  public var staffReceived: Int?

  public init(
    admission: ObjectName, department: ObjectName, town: ObjectName,
    fundsReceived: ExactDecimal? = nil, staffReceived: Int? = nil
  ) {
    self.admission = admission
    self.department = department
    self.town = town
    self.fundsReceived = fundsReceived
    self.staffReceived = staffReceived
  }

  public static let schema = EventSchema(
    "AdmissionFulfilled", title: "准入保障到位 the means of an admitted task have arrived",
    stream: .admission,
    [
      .reference("admission", .admission),
      .reference("department", .body),
      .reference("town", .division),
      .init(Field.fundsReceived, "fundsReceived", .decimal, optional: true),
      .init(Field.staffReceived, "staffReceived", .int, optional: true),
    ])

  /// Numbers of the payload fields, for folds.
  public enum Field {
    public static let fundsReceived = 1
    public static let staffReceived = 2
  }
}
