// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// One admission 准入; see ``AdmissionRegister``.
public struct AdmissionRow: TableRow {
  /// Who asks.
  public var department: ObjectID?
  public var kind: TaskAdmissionRequested.Kind?
  /// The subject of the task, as published.
  public var task: String?
  /// For which towns leave was asked.
  public var towns: [ObjectID]?
  /// The day of the request; absent if only its decision is known.
  public var askedOn: CivilDate?
  /// The days asked for.
  public var askedFrom: CivilDate?
  public var askedTo: CivilDate?
  /// The first decision, which stands; absent while there is none.
  public var result: TaskAdmissionDecided.Result?
  public var decidedOn: CivilDate?
  public var decidedBy: ObjectID?
  /// For which towns leave was given.
  public var grantedTowns: [ObjectID]?
  /// When it holds; absent before and without leave.
  public var from: CivilDate?
  /// The last day; absent while it is open.
  public var last: CivilDate?
  /// At the asked moment.
  public var inForce: Bool?
  /// At the asked moment: given, and over.
  public var expired: Bool?
  /// Funds promised 经费 with the request.
  public var fundsPromised: ExactDecimal?
  public var staffPromised: Int?
  /// Funds that towns say they got.
  public var fundsReceived: ExactDecimal?
  public var staffReceived: Int?
  /// How often towns said so.
  public var fulfilled = 0
  /// Dispatches that name it as their ground.
  public var pushes = 0

  public init() {}
}

/// A department and a month.
public struct DepartmentMonth: PackedKey {
  public var department: ObjectID
  public var month: Month

  public init(department: ObjectID, month: Month) {
    self.department = department
    self.month = month
  }

  /// Sixteen bits of month above the department.
  public var packed: UInt64 { UInt64(month.index) << 48 | department.packed }

  public init(packed: UInt64) {
    department = ObjectID(packed: packed)
    month = Month(index: Int(packed >> 48))
  }
}

/// What a department asked for and pushed in one month; see ``AdmissionRegister``.
///
/// asked counts requests, granted + refused + conditional decisions, each in its own month.
public struct DepartmentAdmissions: TableRow {
  public var asked = 0
  public var granted = 0
  public var refused = 0
  public var conditional = 0
  /// Dispatches and redirections on behalf of the department.
  public var pushes = 0
  /// Towns hit by pushes that went through, each once in the month; absent if none.
  public var towns: [ObjectID]?
  /// Commands refused under I-17.
  public var pushesRefused = 0
  /// Returns with the ground `notAdmitted` of what was pushed on its behalf.
  public var returnsNotAdmitted = 0
  /// Those of them that were ruled right.
  public var returnsUpheld = 0
  /// Pushes on the ground of an emergency, to be regularised.
  public var emergencies = 0
  public var fundsPromised: ExactDecimal?
  public var staffPromised: Int?
  public var fundsReceived: ExactDecimal?
  public var staffReceived: Int?

  public init() {}
}

/// A push on the ground of an emergency: the ticket, and the position of the push.
public struct EmergencyPushKey: TableKey {
  public var ticket: ObjectID
  public var position: Position
}

/// A push that is to be regularised 事后补办 (I-17); see ``AdmissionRegister``.
public struct EmergencyPush: TableRow {
  public var department: ObjectID
  /// The town; absent if the unit's town is not known.
  public var town: ObjectID?
  public var pushedOn: CivilDate
  /// The last day for it, by the rule set of the push's day; absent where it gives none.
  public var due: CivilDate?
  /// At the asked moment: the admission that regularises it.
  public var admission: ObjectID?
  /// At the asked moment: not regularised, and the last day is over.
  public var overdue: Bool?
}

/// Admissions of a department; see ``AdmissionRegister``.
public struct AdmissionTotalKey: TableKey {
  /// Absent: all departments.
  public var department: ObjectID?

  public init(department: ObjectID? = nil) { self.department = department }
}

/// Admissions as at the asked moment; see ``AdmissionRegister``.
public struct AdmissionTotal: TableRow {
  public var admissions = 0
  public var undecided = 0
  public var granted = 0
  public var conditional = 0
  public var refused = 0
  public var inForce = 0
  public var expired = 0
  public var fundsPromised: ExactDecimal?
  public var fundsReceived: ExactDecimal?
  public var staffPromised: Int?
  public var staffReceived: Int?

  public init() {}

  mutating func count(_ row: AdmissionRow) {
    admissions += 1
    switch row.result {
    case nil: undecided += 1
    case .granted?: granted += 1
    case .conditional?: conditional += 1
    case .refused?: refused += 1
    }
    if row.inForce == true { inForce += 1 }
    if row.expired == true { expired += 1 }
    if let funds = row.fundsPromised { fundsPromised = fundsPromised.adding(funds) }
    if let funds = row.fundsReceived { fundsReceived = fundsReceived.adding(funds) }
    if let staff = row.staffPromised { staffPromised = (staffPromised ?? 0) + staff }
    if let staff = row.staffReceived { staffReceived = (staffReceived ?? 0) + staff }
  }
}
